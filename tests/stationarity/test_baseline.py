"""The baseline stays where it is: over twelve years after the burn-in, no measure has a trend (docs/model.md 8).

Sixty-four municipalities of the reference size live under the baseline, each with its own seed. A trend is the slope of
the yearly means times twelve years. It may differ from 0 by a hundredth of the measure's range, and by what chance
makes: three standard errors over the seeds, since some fifty measures are looked at at once. The range is 1 on scales
from 0 to 1; for what has no upper end it is the measure's own mean, which is stricter than any range one could name.
"""

import numpy as np
import pytest

from sim.initialisation.setting import load_setting
from sim.measures.catalogue import MEASURES, Measure
from sim.simulate import founded
from tests.worlds import PARAMETERS

SEEDS = 64
BURN_IN_YEARS = 4
YEARS = 12
HUNDREDTH = 0.01
STANDARD_ERRORS = 3.0


@pytest.fixture(scope="module")
def yearly_means() -> dict[str, np.ndarray]:
    """For each measure its means by seed and year."""
    setting = load_setting("danish_reference")
    years = []
    for seed in range(1, SEEDS + 1):
        simulation = founded(setting, PARAMETERS, seed)
        simulation.live(BURN_IN_YEARS * 52)
        years.append(simulation.live(YEARS * 52)[:, 0].reshape(YEARS, 52))
    return {m.name: np.array([year[m.name].mean(axis=1) for year in years]) for m in MEASURES}


def trends(means: np.ndarray) -> np.ndarray:
    """Each seed's trend over all years: the least-squares slope times the number of years."""
    year = np.arange(YEARS) - (YEARS - 1) / 2.0
    return YEARS * (means * year).sum(axis=1) / (year * year).sum()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_no_measure_has_a_trend(measure: Measure, yearly_means: dict[str, np.ndarray]) -> None:
    means = yearly_means[measure.name]
    trend = trends(means)
    extent = 1.0 if measure.unit == "0-1" else abs(means.mean())
    chance = STANDARD_ERRORS * trend.std(ddof=1) / np.sqrt(SEEDS)
    assert abs(trend.mean()) <= HUNDREDTH * extent + chance


def test_a_trend_would_be_seen(yearly_means: dict[str, np.ndarray]) -> None:
    """Motivation that moved by a fiftieth in twelve years would stand out from chance."""
    drifting = yearly_means["motivation"] + 0.02 * np.arange(YEARS) / YEARS
    trend = trends(drifting)
    assert abs(trend.mean()) > HUNDREDTH + STANDARD_ERRORS * trend.std(ddof=1) / np.sqrt(SEEDS)
