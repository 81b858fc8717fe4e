"""The levers: quantities that rules read and steering sets (levers.toml; docs/model.md, levers)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

type Law = Literal["sum", "product", "any", "least", "most", "sole"]
"""How the moves of several instruments on one lever add up (fold.py)."""
type Reach = Literal["hard", "soft", "body"]
"""Reaches the front line by itself; only as far as managers enact it; is a choice of form."""


def exact(number: float | Fraction) -> Fraction:
    """A number as the decimal it is written as, so that sums of decimals are decimals.

    >>> exact(0.1) + exact(0.2) == exact(0.3)
    True
    """
    return number if isinstance(number, Fraction) else Fraction(str(number))


@dataclass(frozen=True)
class Band:
    """The coding uncertainty of a lever: how far an honest second reading of the documents could lie from ours."""

    kind: Literal["sum", "times", "within", "none"]
    low: float = 0.0
    high: float = 0.0

    def around(self, value: float) -> tuple[float, float]:
        """The lowest and the highest value that could be coded where ``value`` is.

        >>> Band("times", 0.5, 2.0).around(0.12)
        (0.06, 0.24)
        """
        match self.kind:
            case "sum":
                return value + self.low, value + self.high
            case "times":
                return value * self.low, value * self.high
            case "within":
                return self.low, self.high
            case "none":
                return value, value


@dataclass(frozen=True)
class Lever:
    """One lever."""

    name: str
    symbol: str
    """As in docs/model.md."""
    meaning: str
    quantity: str
    baseline: float
    low: float
    high: float
    law: Law
    reach: Reach
    band: Band
    words: tuple[str, ...] = ()
    """What the codes 0, 1, 2 ... of a choice of form are called."""
    set_by: str = ""
    """Who else sets it, where no instrument may."""
    change_scale: float | None = None
    """The move that counts as a whole step of change (docs/model.md, E1)."""

    def clipped(self, value: float | Fraction) -> float:
        """The value within the lever's range."""
        return float(min(max(value, exact(self.low)), exact(self.high)))

    def in_words(self, value: float) -> str:
        """A value as it is written in files.

        >>> LEVERS["decision_rule"].in_words(2.0), LEVERS["voice"].in_words(0.4)
        ('consensus', '0.4')
        """
        return self.words[int(value)] if self.words else f"{value:.4g}"


def _lever(name: str, entry: Mapping[str, Any]) -> Lever:
    (kind, (low, high)), *_ = entry.get("band", {"none": (0.0, 0.0)}).items()
    least, most = entry["range"]
    given = {key: value for key, value in entry.items() if key not in ("range", "band", "words")}
    return Lever(name, low=least, high=most, band=Band(kind, low, high), words=tuple(entry.get("words", ())), **given)


def _read_levers() -> Mapping[str, Lever]:
    text = files("sim.regimes").joinpath("levers.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _lever(name, entry) for name, entry in tomllib.loads(text).items()})


LEVERS = _read_levers()
"""Every lever by name, in the order of the columns."""

BASELINE: Mapping[str, float] = MappingProxyType({name: lever.baseline for name, lever in LEVERS.items()})
"""The baseline value of every lever."""
