"""A run's identity: one hash of everything that decides its numbers, and of nothing else.

Worker, host, order, time and the names of regimes never enter, so two regimes that ask the same are the same run, and
producing an identity twice is a look-up.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

SCHEMA = 2
"""Version of what is stored about a run. Raise it when old files can no longer be read as they are."""


class Ingredients(NamedTuple):
    """What decides a run: digests of what is long, and the numbers that are short."""

    code: str
    data: str
    setting: str
    parameters: str
    reforms: str
    seed: int
    burn_in_weeks: int
    weeks: int
    schema: int = SCHEMA

    def identity(self) -> str:
        """The run's identity: 32 hexadecimal digits."""
        return digest(self._asdict())


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, 1 and 1.0 the same, -0.0 as 0; NaN and infinity are refused.

    >>> canonical({"b": 1.0, "a": -0.0}) == canonical({"a": 0, "b": 1})
    True
    >>> canonical(True) == canonical(1)
    False
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: object) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of a value's canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()[:32]


def seed_of(experiment: str, replicate: int, first_seed: int = 0) -> int:
    """The seed of a replicate: 63 bits, so that it fits a signed column everywhere.

    >>> seed_of("01_regimes", 1) == seed_of("01_regimes", 1), seed_of("01_regimes", 1) == seed_of("01_regimes", 2)
    (True, False)
    """
    text = canonical([experiment, first_seed, replicate])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


def _plain(value: object) -> object:
    match value:
        case bool() | str() | int() | None:
            return value
        case float():
            return int(value) if math.isfinite(value) and value == math.floor(value) else value
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case Sequence():
            return [_plain(part) for part in value]
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical text")
