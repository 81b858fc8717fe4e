"""How narrow intervals are, when they are narrow enough to stop, and how narrow they will be with more pairs.

Stopping as soon as an interval looks narrow stops where the spread happens to look small, so that intervals hold the
truth less often than they say. Hence a floor, a look ahead, and checks at sizes that were fixed beforehand. How often
intervals then hold the truth is measured (docs/precision.md).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, stdtrit  # type: ignore[import-untyped]

from sim.analysis.intervals import LEVEL, t_interval

LIKELY = 0.8
"""How sure a range of expected half-widths is: it leaves a tenth on either side."""


class Rule(NamedTuple):
    """When there are pairs enough: at one of the fixed sizes, and for a few pairs more, every interval is narrow."""

    floor: int = 20
    """Pairs at the first check: fewer are never enough."""
    look_ahead: int = 5
    """Pairs more for which an interval must stay narrow."""
    step: int = 5
    """Pairs from one check to the next, at least."""
    growth: float = 0.2
    """The same as a share of the pairs there are."""

    def sizes(self) -> Iterator[int]:
        """The sizes at which is checked, without end; they depend on no outcome.

        >>> from itertools import islice
        >>> list(islice(Rule().sizes(), 10))
        [20, 25, 30, 36, 43, 51, 61, 73, 87, 104]
        """
        size = self.floor
        while True:
            yield size
            size += max(self.step, int(size * self.growth))

    def sizes_within(self, pairs: int) -> list[int]:
        """The sizes that can be checked with so many pairs, those looked ahead to included.

        >>> Rule().sizes_within(30), Rule().sizes_within(24)
        ([20, 25], [])
        """
        sizes: list[int] = []
        for size in self.sizes():
            if size + self.look_ahead > pairs:
                return sizes
            sizes.append(size)
        raise AssertionError  # the sizes have no end

    def in_words(self) -> str:
        """The rule as it stands beside a result."""
        return (
            f"the half-width of the {LEVEL:.0%} interval of every mean paired difference (paired t) is small enough at "
            f"a size fixed beforehand and stays so for {self.look_ahead} replicates more; checked from {self.floor} "
            f"replicates on, each time after {self.growth:.0%} more of them, at least {self.step}"
        ).replace("%", " %")


RULE = Rule()
"""The rule of ``styreform run --precision``."""


def half_width(differences: ArrayLike) -> NDArray[np.float64]:
    """Half the width of the interval of the mean along the last axis, the one that contrasts show.

    >>> round(float(half_width([1.0, 2.0, 3.0])), 2)
    2.48
    """
    _, low, high = t_interval(differences)
    return (high - low) / 2.0


def is_narrow(differences: NDArray[np.float64], size: int, widths: ArrayLike, rule: Rule = RULE) -> NDArray[np.bool_]:
    """Of each row of differences, whether it is known to its width at a size, and as far as is looked ahead."""
    ahead = range(size, size + rule.look_ahead + 1)
    return np.all([half_width(differences[..., :pairs]) <= np.asarray(widths) for pairs in ahead], axis=0)


def first_narrow(differences: NDArray[np.float64], widths: ArrayLike, rule: Rule = RULE) -> int | None:
    """The first size at which all rows are narrow; None where these pairs do not show one.

    Pairs behind the look-ahead of that size change nothing: whoever lives more of them at a time finds the same size.

    >>> rng = np.random.default_rng(1)
    >>> first_narrow(rng.normal(size=(2, 200)), [0.3, 0.6])
    43
    """
    sizes = rule.sizes_within(differences.shape[-1])
    return next((size for size in sizes if is_narrow(differences, size, widths, rule).all()), None)


class Spread(NamedTuple):
    """What is known of the standard deviation of paired differences: its estimate, and from how many pairs."""

    deviation: float
    pairs: int

    def half_widths(self, pairs: int) -> tuple[float, float]:
        """The range in which the half-width of so many pairs will likely lie: the deviation itself is a guess.

        >>> low, high = Spread(1.0, 12).half_widths(20)
        >>> round(low, 2), round(high, 2)
        (0.37, 0.66)
        """
        low, high = self.deviations()
        return low * _reach(pairs), high * _reach(pairs)

    def half_width(self, pairs: int) -> float:
        """The half-width of so many pairs, if the deviation is what it seems.

        >>> round(Spread(1.0, 12).half_width(20), 2)
        0.47
        """
        return self.deviation * _reach(pairs)

    def deviations(self) -> tuple[float, float]:
        """The range in which the deviation likely lies, as that of normal differences would."""
        tail = (1.0 - LIKELY) / 2.0
        free = self.pairs - 1
        low, high = (float(np.sqrt(free / chdtri(free, share))) for share in (tail, 1.0 - tail))
        return self.deviation * low, self.deviation * high

    def pairs_for(self, width: float, rule: Rule = RULE) -> tuple[int, int]:
        """The range of pairs that will likely be needed for a half-width, those looked ahead to included.

        >>> Spread(1.0, 12).pairs_for(0.2)
        (78, 217)
        """
        fewest, most = (_size_for(deviation, width, rule) + rule.look_ahead for deviation in self.deviations())
        return fewest, most


def spread_of(differences: Sequence[float] | NDArray[np.float64]) -> Spread:
    """The spread of the differences that are finite; not a number where fewer than two are."""
    finite = np.asarray(differences, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    return Spread(float(finite.std(ddof=1)) if len(finite) > 1 else np.nan, len(finite))


def _reach(pairs: int) -> float:
    """The half-width of so many pairs whose deviation is 1."""
    return float(stdtrit(pairs - 1, 0.5 + LEVEL / 2.0) / np.sqrt(pairs))


def _size_for(deviation: float, width: float, rule: Rule) -> int:
    """The first size at which so large a deviation gives so small a half-width."""
    for size in rule.sizes():
        if _reach(size) * deviation <= width:
            return size
    raise AssertionError
