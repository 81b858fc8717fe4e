"""Reforms: which regime is in force, where, from which week. A timeline is a tuple of reforms."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from sim.mistakes import Mistake
from sim.regimes.levers import BASELINE


class Reform(NamedTuple):
    """From this week these formal values are in force in these municipalities (None: in all)."""

    week: int
    """Counted from the start of the experiment, after the burn-in."""
    formal: Mapping[str, float]
    municipalities: tuple[int, ...] | None = None


type Timeline = tuple[Reform, ...]


def timeline(reforms: Iterable[Reform]) -> Timeline:
    """Reforms in the order of their weeks; two in the same week for the same municipality are a mistake."""
    ordered = tuple(sorted(reforms, key=lambda reform: reform.week))
    for earlier, later in combinations(ordered, 2):
        if earlier.week == later.week and _meet(earlier.municipalities, later.municipalities):
            raise Mistake(f"two reforms come into force in week {later.week} in the same municipality.")
    if ordered and ordered[0].week < 0:
        raise Mistake(f"a reform cannot come into force in week {ordered[0].week}; the experiment begins in week 0.")
    return ordered


def _meet(some: tuple[int, ...] | None, others: tuple[int, ...] | None) -> bool:
    return some is None or others is None or not set(some).isdisjoint(others)


def programme(
    formal: Mapping[str, float],
    start: int = 0,
    stop: int | None = None,
    municipalities: tuple[int, ...] | None = None,
) -> Timeline:
    """One regime from one week on, until the baseline returns, if it does.

    >>> [reform.week for reform in programme({"voice": 0.9}, start=52, stop=156)]
    [52, 156]
    """
    begins = Reform(start, formal, municipalities)
    if stop is None:
        return timeline([begins])
    if stop <= start:
        raise Mistake(f"a programme that starts in week {start} cannot stop in week {stop}.")
    return timeline([begins, Reform(stop, BASELINE, municipalities)])


def phases(steps: Iterable[tuple[int, Mapping[str, float]]], municipalities: tuple[int, ...] | None = None) -> Timeline:
    """Several regimes one after the other, each from its week on.

    >>> [reform.week for reform in phases([(104, {"voice": 0.9}), (0, {"voice": 0.6})])]
    [0, 104]
    """
    return timeline(Reform(week, formal, municipalities) for week, formal in steps)
