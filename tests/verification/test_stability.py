"""The weekly map does not run away: a small push to what people feel, expect and are used to dies out by itself.

The map's Jacobian is found by pushing one state of everybody at a time and living one week with the same draws, so that
chance is the same with and without the push. What acts only through chance (who falls ill) is not in it: that loop is
bounded by the norm of absence and has a test of its own (test_absence.py).
"""

import random

import numpy as np
import pytest

from sim.evidence import PARAMETERS
from sim.simulate import Simulation
from tests.worlds import REGIMES, four_units, live, under

PUSH = 1e-6
STATES = (
    ("employees", "motivation"), ("employees", "exhaustion"), ("employees", "trust_in_manager"),
    ("employees", "trust_in_organisation"), ("employees", "justice"), ("employees", "job_insecurity"),
    ("employees", "skill"), ("teams", "psychological_safety"),
    ("teams", "short_absence_norm"), ("teams", "effort_norm"), ("teams", "gaming_norm"), ("line_managers", "enactment"),
    ("line_managers", "trust_in_team"), ("line_managers", "support"), ("units", "aspiration"),
    ("units", "expected_voice"), ("units", "relational_coordination"), ("units", "trust_of_administrator"),
    ("units", "mean_effort"), ("units", "mean_gaming"), ("units", "mean_skill"), ("units", "mean_coproduction"),
    ("units", "complaint_rate"), ("units", "mean_trust_in_manager"), ("municipalities", "satisfaction"),
    ("municipalities", "rules"), ("citizens", "trust"), ("citizens", "expectation"), ("citizens", "coproduction"),
    ("experiences", "outcome"), ("politicians", "trust"), ("politicians", "blame"),
    ("pairs", "coordination"), ("partners", "coordination"),
)  # fmt: skip
"""What a week hands on to the next, beside what only events move: targets, voice efficacy, credibility, practices."""


def means_after_a_week(simulation: Simulation, pushed: tuple[str, str] | None) -> np.ndarray:
    twin = simulation.copy()
    if pushed is not None:
        table, column = pushed
        getattr(twin.world, table)[column] += PUSH
    twin.step()
    return np.array([getattr(twin.world, table)[column].mean() for table, column in STATES])


def spectral_radius(simulation: Simulation) -> float:
    undisturbed = means_after_a_week(simulation, None)
    pushed = np.array([means_after_a_week(simulation, state) for state in STATES])
    jacobian = ((pushed - undisturbed) / PUSH).T
    return float(np.abs(np.linalg.eigvals(jacobian)).max())


@pytest.mark.parametrize("regime", REGIMES)
def test_a_push_dies_out_under_every_regime(regime: str) -> None:
    simulation = live(under(regime, four_units()), 26)
    for _ in range(8):
        assert spectral_radius(live(simulation, 7)) < 1.0


@pytest.mark.parametrize("number", range(len(REGIMES)))
def test_a_push_dies_out_all_over_the_ranges(number: int) -> None:
    draw = random.Random(number)
    somewhere = {parameter.name: draw.uniform(parameter.low, parameter.high) for parameter in PARAMETERS}
    simulation = live(under(REGIMES[number], four_units(), changes=somewhere), 26)
    for _ in range(4):
        assert spectral_radius(live(simulation, 7)) < 1.0
