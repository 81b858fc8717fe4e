"""The limit of Holmstroem and Milgrom (1991): with nothing but pay for what is measured, stakes only move effort."""

from itertools import pairwise
from typing import NamedTuple

import pytest

from sim.simulate import Simulation
from tests.worlds import begun, four_units, live

ONLY_THE_PULL = {
    "goal_effect": 0.0, "effort_floor_of_monitoring": 0.0, "service_motivation_on_tasks": 0.0, "norm_on_effort": 0.0,
    "motivation_on_effort": 0.0, "exhaustion_on_effort": 0.0,
}  # fmt: skip
"""No goals that spur, no monitoring, no motivation crowded out or in."""
STAKES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


class Effort(NamedTuple):
    """Effort of a staff, in all and by task, and what indicators and citizens get of it."""

    total: float
    measured: float
    unmeasured: float
    quality: float


def at(stakes: float) -> Effort:
    simulation = live(with_stakes(stakes), 1)
    staff, units = simulation.world.employees, simulation.world.units
    measured = staff.effort * staff.measured_task_share
    return Effort(
        staff.effort.mean(), measured.mean(), (staff.effort - measured).mean(), units[3].quality
    )  # the last unit does social work, of which indicators see least


def with_stakes(stakes: float) -> Simulation:
    simulation = begun(four_units(), changes=ONLY_THE_PULL)
    for table in (simulation.world.formal, simulation.world.before, simulation.world.enacted):
        table.target_stakes[:] = stakes
    return simulation


@pytest.fixture(scope="module")
def efforts() -> list[Effort]:
    return [at(stakes) for stakes in STAKES]


def test_stakes_do_not_make_effort(efforts: list[Effort]) -> None:
    for effort in efforts:
        assert effort.total == efforts[0].total


def test_stakes_move_effort_from_unmeasured_to_measured_work(efforts: list[Effort]) -> None:
    for weak, strong in pairwise(efforts):
        assert strong.measured > weak.measured
        assert strong.unmeasured < weak.unmeasured


def test_where_little_can_be_measured_high_stakes_cost_quality(efforts: list[Effort]) -> None:
    assert efforts[-1].quality < max(effort.quality for effort in efforts)
