"""What is found of a statement, and the verdict: decided by rules that were fixed before the first run."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import t_interval, wilson_interval

REPRODUCED, DIRECTION_ONLY, NOT_REPRODUCED, CONTRADICTED = (
    "reproduced",
    "direction only",
    "not reproduced",
    "contradicted",
)
VERDICTS = (REPRODUCED, DIRECTION_ONLY, NOT_REPRODUCED, CONTRADICTED)
"""From the best to the worst."""

TOO_FEW = "too few runs"
"""Said of a statement of which a run is missing, or failed: what is left of the pairs is no fair draw of them."""

AGREEING = 0.8
"""The share of pairs that must show the expected direction (docs/evidence.md 12)."""


class Found(NamedTuple):
    """What the pairs show: their mean with its interval, how many they are, and how many show the direction."""

    mean: float
    low: float
    high: float
    pairs: int
    agreeing: float


NOTHING = Found(math.nan, math.nan, math.nan, 0, math.nan)
"""What is found where there are no pairs."""


class Expectation(NamedTuple):
    """What was published: a direction from ``nothing`` (0 or 1), a size, or a margin within which things are equal."""

    direction: str
    low: float | None = None
    high: float | None = None
    margin: float | None = None
    nothing: float = 0.0


def found_in(values: NDArray[np.float64], expected: Expectation) -> Found:
    """The mean of the pairs with its 95 % interval, and the share of them that show the expected direction.

    >>> found_in(np.array([1.0, 2.0, 3.0, -1.0]), Expectation("higher")).agreeing
    0.75
    """
    finite = values[np.isfinite(values)]
    mean, low, high = (float(end) for end in t_interval(finite))
    agreeing = float(np.mean([_agrees(value, expected) for value in finite])) if len(finite) else math.nan
    return Found(mean, low, high, len(finite), agreeing)


def share_found(shows: NDArray[np.bool_], expected: Expectation) -> Found:
    """A share of pairs with Wilson's 95 % interval; the share itself stands for the pairs that agree."""
    if not len(shows):
        return NOTHING
    share, low, high = (float(end) for end in wilson_interval(np.count_nonzero(shows), len(shows)))
    return Found(share, low, high, len(shows), 1.0 if _agrees(share, expected) else 0.0)


def _agrees(value: float, expected: Expectation) -> bool:
    match expected.direction:
        case "higher":
            return value > expected.nothing
        case "lower":
            return value < expected.nothing
        case "same":
            return abs(value - expected.nothing) <= (expected.margin or 0.0)
        case _:
            return _meets(value, value, expected)


def _meets(low: float, high: float, expected: Expectation) -> bool:
    """Whether an interval meets the published size; an end that was not published is open."""
    above = expected.low is None or high >= expected.low
    return above and (expected.high is None or low <= expected.high)


def verdict(found: Found, expected: Expectation) -> str:
    """One of VERDICTS.

    >>> verdict(Found(0.3, 0.2, 0.4, 20, 1.0), Expectation("higher"))
    'reproduced'
    >>> verdict(Found(0.3, 0.2, 0.4, 20, 1.0), Expectation("higher", low=0.5, high=0.9))
    'direction only'
    >>> verdict(Found(0.3, -0.1, 0.7, 20, 0.7), Expectation("higher"))
    'not reproduced'
    >>> verdict(Found(-0.3, -0.4, -0.2, 20, 0.0), Expectation("higher"))
    'contradicted'
    >>> verdict(Found(0.01, 0.0, 0.02, 20, 1.0), Expectation("same", margin=0.05))
    'reproduced'
    """
    if not math.isfinite(found.low):
        return NOT_REPRODUCED
    match expected.direction:
        case "same":
            return _verdict_on_sameness(found, expected)
        case "within":
            return REPRODUCED if _meets(found.low, found.high, expected) else NOT_REPRODUCED
    low, high = found.low - expected.nothing, found.high - expected.nothing
    if expected.direction == "lower":
        low, high = -high, -low
    if high < 0.0:
        return CONTRADICTED
    if low <= 0.0 or found.agreeing < AGREEING:
        return NOT_REPRODUCED
    return REPRODUCED if _meets(found.low, found.high, expected) else DIRECTION_ONLY


def _verdict_on_sameness(found: Found, expected: Expectation) -> str:
    margin = expected.margin or 0.0
    low, high = found.low - expected.nothing, found.high - expected.nothing
    if -margin <= low and high <= margin:
        return REPRODUCED
    return CONTRADICTED if low > margin or high < -margin else NOT_REPRODUCED


def worst(verdicts: Sequence[str]) -> str:
    """The verdict on a claim: the worst of its statements. Too few runs may hide anything but that it is contradicted.

    >>> worst(["reproduced", "direction only"])
    'direction only'
    >>> worst(["not reproduced", "too few runs"]), worst(["contradicted", "too few runs"])
    ('too few runs', 'contradicted')
    """
    return max(verdicts, key=(*VERDICTS[:-1], TOO_FEW, CONTRADICTED).index)
