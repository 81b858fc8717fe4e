"""Reforms: which regime is in force, where, from which week. A timeline is a tuple of reforms."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from sim.draws import POOL, draw, moment
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


def in_pools(formal: Mapping[str, float], pools: Iterable[tuple[int, int]], order: Sequence[int]) -> Timeline:
    """One regime that spreads pool by pool: from each week on in so many more municipalities, in this order of theirs.

    >>> [(it.week, it.municipalities) for it in in_pools({"voice": 0.9}, [(0, 1), (52, 2)], [3, 0, 2, 1])]
    [(0, (3,)), (52, (0, 2))]
    """
    waiting = iter(order)
    members = [(week, tuple(sorted(islice(waiting, number)))) for week, number in pools]
    return timeline(reform for week, joined in members for reform in programme(formal, week, municipalities=joined))


def by_lot(municipalities: int, seed: int) -> list[int]:
    """Municipalities in an order drawn by lot; the lot belongs to the run's seed and is the same under every regime.

    >>> sorted(by_lot(4, 1)), by_lot(40, 1) == by_lot(40, 2)
    ([0, 1, 2, 3], False)
    """
    return sorted(range(municipalities), key=lambda m: draw(moment(0, seed), POOL, m))


def phases(steps: Iterable[tuple[int, Mapping[str, float]]], municipalities: tuple[int, ...] | None = None) -> Timeline:
    """Several regimes one after the other, each from its week on.

    >>> [reform.week for reform in phases([(104, {"voice": 0.9}), (0, {"voice": 0.6})])]
    [0, 104]
    """
    return timeline(Reform(week, formal, municipalities) for week, formal in steps)
