"""Intervals for a mean and for a share."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit  # type: ignore[import-untyped]

LEVEL = 0.95
"""The level of intervals, unless another is asked for."""


class Interval(NamedTuple):
    """A mean and the two ends of its interval; one of each, or arrays of the same shape."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def t_interval(values: ArrayLike, level: float = LEVEL) -> Interval:
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


def wilson_interval(count: ArrayLike, of: ArrayLike, level: float = LEVEL) -> Interval:
    """Wilson's score interval for a share, which stays within [0, 1] and is right near its ends as well.

    >>> share, low, high = wilson_interval(0, 60)
    >>> float(share), float(low), round(float(high), 3)
    (0.0, 0.0, 0.06)
    """
    found, number = np.asarray(count, dtype=np.float64), np.asarray(of, dtype=np.float64)
    z = float(ndtri(0.5 + level / 2.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = found / number
        middle = (share + z * z / (2.0 * number)) / (1.0 + z * z / number)
        reach = z * np.sqrt(share * (1.0 - share) / number + z * z / (4.0 * number**2)) / (1.0 + z * z / number)
    return Interval(share, np.maximum(middle - reach, 0.0), np.minimum(middle + reach, 1.0))
