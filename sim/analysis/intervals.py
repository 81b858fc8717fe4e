"""Intervals for a mean."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit  # type: ignore[import-untyped]


class Interval(NamedTuple):
    """A mean and the two ends of its interval; one of each, or arrays of the same shape."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def t_interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """Student's t interval for the mean along the last axis: mean +- t s / sqrt(n).

    It needs means that are nearly normal, which paired differences of runs nearly are. How often it holds the true mean
    when they are not is measured in tests/analysis/test_coverage.py. One value alone has a mean and no interval.

    >>> mean, low, high = t_interval([1.0, 2.0, 3.0])
    >>> round(float(mean), 2), round(float(low), 2), round(float(high), 2)
    (2.0, -0.48, 4.48)
    """
    sample = np.asarray(values, dtype=np.float64)
    count = sample.shape[-1]
    if count == 0:
        nothing = np.full(sample.shape[:-1], np.nan)
        return Interval(nothing, nothing, nothing)
    mean = sample.mean(axis=-1)
    if count == 1:
        unknown = np.full_like(mean, np.nan)
        return Interval(mean, unknown, unknown)
    reach = stdtrit(count - 1, 0.5 + level / 2.0) * sample.std(axis=-1, ddof=1) / np.sqrt(count)
    return Interval(mean, mean - reach, mean + reach)
