"""How often the 95 % interval of 20 paired differences holds the true mean: kept figures, the misses with the hits.

The laboratory asks for at least 93 % on normal, skewed and heavy-tailed differences. Strongly skewed ones, as an
exponential or a log-normal gives, fall short, and are kept here so that nobody forgets it.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.analysis.intervals import t_interval

PAIRS, TRIALS, SEED = 20, 10_000, 20_240_601
LEAST = 0.93

type Sample = Callable[[np.random.Generator, tuple[int, int]], NDArray[np.float64]]
KINDS: dict[str, tuple[Sample, float]] = {
    "normal": (lambda rng, size: rng.normal(0.0, 1.0, size), 0.0),
    "skewed: gamma, CV 0.5": (lambda rng, size: rng.gamma(4.0, 0.25, size), 1.0),
    "heavy tails: t with 3 degrees of freedom": (lambda rng, size: rng.standard_t(3.0, size), 0.0),
    "one in ten ten times as wide": (
        lambda rng, size: rng.normal(0.0, np.where(rng.random(size) < 0.1, 10.0, 1.0)),
        0.0,
    ),
    "very skewed: exponential, CV 1": (lambda rng, size: rng.exponential(1.0, size), 1.0),
    "extremely skewed: log-normal, CV 1.3": (lambda rng, size: rng.lognormal(0.0, 1.0, size), np.exp(0.5)),
}
KEPT = {
    "normal": 0.9481,
    "skewed: gamma, CV 0.5": 0.9418,
    "heavy tails: t with 3 degrees of freedom": 0.9570,
    "one in ten ten times as wide": 0.9751,
    "very skewed: exponential, CV 1": 0.9164,
    "extremely skewed: log-normal, CV 1.3": 0.8653,
}
"""Share of the trials whose interval holds the truth; their own standard error is about 0.002."""
BELOW = {"very skewed: exponential, CV 1", "extremely skewed: log-normal, CV 1.3"}
"""Kinds of difference for which the interval is known to cover less than it should."""


def covered(kind: str) -> float:
    sample, truth = KINDS[kind]
    _, low, high = t_interval(sample(np.random.default_rng(SEED), (TRIALS, PAIRS)))
    return float(np.mean((low <= truth) & (truth <= high)))


@pytest.mark.parametrize("kind", KINDS)
def test_coverage_is_what_was_found_and_published(kind: str) -> None:
    found = covered(kind)
    assert found == pytest.approx(KEPT[kind], abs=5e-4)
    assert (found < LEAST) == (kind in BELOW)
