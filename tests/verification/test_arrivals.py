"""Cases arrive at their rate, incidents and illness as often as chance says; demand is noise around what is asked."""

import math
import statistics

import numpy as np
import pytest

from sim.state.tables import COMPLEX_CASE
from tests.worlds import PARAMETERS, begun, four_units, live

WEEKS = 3 * 52
MUNICIPALITIES = 4
LIMIT = 3.9


@pytest.fixture(scope="module")
def cases() -> np.ndarray:
    """The kind of case of every citizen in every week, 0 for none."""
    simulation = begun(four_units(MUNICIPALITIES), seed=5)
    kinds = np.zeros((WEEKS, len(simulation.world.citizens)), dtype=int)
    for week in range(WEEKS):
        world = live(simulation, 1).world
        brought = world.cases[world.rows_of_cases()]
        kinds[week, brought.citizen] = brought.kind
    return kinds


def test_cases_arrive_at_their_rate(cases: np.ndarray) -> None:
    """A citizen has a case in a week or has none, independently: counts of a week are binomial."""
    rate, citizens = PARAMETERS.values["case_rate"], cases.shape[1]
    weekly = (cases > 0).sum(1)
    expected = rate * citizens
    assert abs(weekly.mean() - expected) < LIMIT * math.sqrt(expected * (1 - rate) / WEEKS)
    assert weekly.var() / (expected * (1 - rate)) == pytest.approx(1.0, abs=LIMIT * math.sqrt(2 / WEEKS))


def test_weeks_do_not_remember_cases(cases: np.ndarray) -> None:
    weekly = (cases > 0).sum(1).astype(float)
    assert abs(statistics.correlation(weekly[:-1], weekly[1:])) < LIMIT / math.sqrt(WEEKS)


@pytest.mark.parametrize(("service", "complexity"), [(0, 0.15), (1, 0.50), (2, 0.55), (3, 0.85)])
def test_complex_work_has_complex_cases(cases: np.ndarray, service: int, complexity: float) -> None:
    of_service = cases[:, np.arange(cases.shape[1]) % 4 == service]
    arrived = (of_service > 0).sum()
    share = (of_service == COMPLEX_CASE).sum() / arrived
    assert abs(share - complexity) < LIMIT * math.sqrt(complexity * (1 - complexity) / arrived)
