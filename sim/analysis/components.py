"""Where variance lies: between groups within groups, and how lasting the order of places is."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def variance_components(values: ArrayLike, *groups: ArrayLike) -> NDArray[np.float64]:
    """Variance between the groups of each level, from the coarsest to the finest, and last within the finest.

    Random effects by analysis of variance (Henderson's first method), for nested groups of any sizes: each level's sum
    of squares is set equal to what the components make it on average. The estimates are unbiased, so a small component
    may come out below 0. ``groups`` gives each value's group; a group lies within one of the coarser level. Nothing is
    a number where a level cannot be told from the next: one group in all, or as many groups as values.

    >>> variance_components([1.0, 3.0, 5.0, 7.0], [0, 0, 1, 1]).tolist()
    [7.0, 2.0]
    """
    numbers = np.asarray(values, dtype=np.float64)
    all_alike, each_alone = np.zeros(len(numbers), dtype=np.int64), np.arange(len(numbers))
    levels = [_coded(group) for group in (all_alike, *groups, each_alone)]
    sums = np.array([_sum_of_squares(numbers, level) for level in levels])
    weights = np.array([[_weight(level, other) for other in levels[1:]] for level in levels])
    try:
        return np.linalg.solve(np.diff(weights, axis=0), np.diff(sums))
    except np.linalg.LinAlgError:
        return np.full(len(levels) - 1, np.nan)


def _coded(group: ArrayLike) -> NDArray[np.int64]:
    return np.unique(np.asarray(group), return_inverse=True)[1].reshape(-1)


def _sum_of_squares(values: NDArray[np.float64], level: NDArray[np.int64]) -> float:
    """The squared sum of each group over its size."""
    return float(np.sum(np.bincount(level, weights=values) ** 2 / np.bincount(level)))


def _weight(level: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """How often a level's sum of squares holds the variance of another level, on average."""
    sizes, others = np.bincount(level), np.bincount(other)
    if len(others) <= len(sizes):
        return float(len(level))
    within = np.zeros(len(others), dtype=np.int64)
    within[other] = level
    return float(np.sum(others**2 / sizes[within]))


def shares_of_variance(values: ArrayLike, *groups: ArrayLike) -> NDArray[np.float64]:
    """The same components as shares of their sum.

    >>> shares_of_variance([1.0, 3.0, 5.0, 7.0], [0, 0, 1, 1]).round(2).tolist()
    [0.78, 0.22]
    """
    components = variance_components(values, *groups)
    return components / components.sum()


def quartile_persistence(rates: ArrayLike) -> float:
    """The share of places that are in the same quartile in the next period; ``rates`` by period and place.

    >>> quartile_persistence([[1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 3.0, 5.0]])
    0.5
    """
    table = np.asarray(rates, dtype=np.float64)
    quartiles = table.argsort(axis=1).argsort(axis=1) * 4 // table.shape[1]
    return float(np.mean(quartiles[1:] == quartiles[:-1]))


def without_means(values: ArrayLike, kinds: ArrayLike) -> NDArray[np.float64]:
    """Each value less the mean of its kind: what the kind does not explain.

    >>> without_means([1.0, 3.0, 10.0], [0, 0, 1]).tolist()
    [-1.0, 1.0, 0.0]
    """
    numbers, kind = np.asarray(values, dtype=np.float64), _coded(kinds)
    return numbers - (np.bincount(kind, weights=numbers) / np.bincount(kind))[kind]
