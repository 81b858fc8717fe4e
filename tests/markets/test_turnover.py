"""Turnover (E47): off it is nothing, on people come and go, nobody is lost, and it can help or hurt."""

import numpy as np
import pytest

from sim.processes.turnover import begin_in_time
from sim.rules.turnover import quit_chance
from sim.state.tables import WELL
from tests.worlds import PARAMETERS, begun, differences, four_units, interpreted, live, under

ON = {"turnover": 1.0}
OFTEN = {"turnover": 1.0, "quits_per_year": 1.0}
MIDDLE = {"exhaustion": 0.3, "motivation": 0.6, "trust_in_manager": 0.6, "job_insecurity": 0.15}


def chance(**changes: float) -> float:
    world = begun(four_units(), changes=ON).world
    return quit_chance(*(MIDDLE | changes).values(), world.centres[0], world.parameters[0])


@pytest.mark.parametrize(("state", "direction"), [
    ("exhaustion", 1.0), ("job_insecurity", 1.0), ("motivation", -1.0), ("trust_in_manager", -1.0),
])  # fmt: skip
def test_each_state_pushes_or_holds(state: str, direction: float) -> None:
    steps = [chance(**{state: level}) for level in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert np.all(np.diff(steps) * direction > 0.0)


def test_off_the_size_of_quits_is_nothing() -> None:
    off = live(begun(four_units(), changes={"quits_per_year": 0.2, "skill_of_newcomers": 0.3}), 52).world
    moved = differences(off.columns(), live(begun(four_units()), 52).world.columns())
    assert set(moved) == {"parameters.quits_per_year", "parameters.skill_of_newcomers"}


def test_nobody_is_lost_and_every_vacancy_ends() -> None:
    simulation = begun(four_units(3), changes=OFTEN)
    employees = simulation.world.employees
    quits = 0
    for _ in range(104):
        before, vacant = employees.newcomers.copy(), employees.filled == 0
        simulation.step()
        world = simulation.world
        quits += world.units.quits.sum()
        assert ((employees.filled == 0) == (employees.vacant_weeks_left > 0)).all()
        assert employees.vacant_weeks_left.max() <= PARAMETERS.values["vacancy_weeks"]
        assert (employees.newcomers[vacant] == before[vacant]).all()
        assert (employees.spell[employees.filled == 0] == WELL).all()
        assert (world.units.vacant_share * world.units.employees).sum() == pytest.approx((employees.filled == 0).sum())
        assert world.measured.quits.sum() == pytest.approx(
            100.0 * 52.0 * (world.units.quits / (world.units.employees * 4)).sum()
        )
    assert len(employees) == 72
    assert 60 < quits < 200  # 72 posts, two years, about one quit a year


def test_a_vacant_post_does_no_work_and_a_beginner_less() -> None:
    simulation = live(begun(four_units(), changes={"turnover": 1.0, "quits_per_year": 0.0}), 4)
    twin = simulation.copy()
    twin.world.employees.filled[:3] = 0
    twin.world.employees.vacant_weeks_left[:3] = 2
    live(simulation, 1)
    live(twin, 1)
    assert twin.world.units.capacity[0] < simulation.world.units.capacity[0]
    assert twin.world.units.capacity[1:].tolist() == simulation.world.units.capacity[1:].tolist()
    live(twin, 1)
    assert (twin.world.employees.filled == 1).all()


def test_a_vacancy_is_counted_down() -> None:
    employees = begun(four_units()).world.employees
    employees.filled[0], employees.vacant_weeks_left[0] = 0, 2
    begin_in_time(employees, 0)
    assert (employees.filled[0], employees.vacant_weeks_left[0]) == (0, 1)
    begin_in_time(employees, 0)
    assert (employees.filled[0], employees.vacant_weeks_left[0]) == (1, 0)


def of_many_quits(weeks: int) -> dict[str, dict[str, list[float]]]:
    return live(under("bum", four_units(), changes=OFTEN), weeks).world.columns()


def test_nothing_compiled_gives_the_same() -> None:
    assert differences(interpreted(of_many_quits, 12), of_many_quits(12)) == []


def skills(start: float) -> list[float]:
    """Mean skill two years on, without and with turnover, of a staff that began at this skill."""
    found = []
    for changes in ({}, OFTEN):
        simulation = begun(four_units(5), changes=changes)
        simulation.world.employees.skill[:] = start
        found.append(live(simulation, 104).world.employees.skill.mean())
    return found


def test_turnover_costs_a_skilled_staff_and_renews_an_unskilled_one() -> None:
    kept, turned_over = skills(0.8)
    assert turned_over < kept
    kept, turned_over = skills(0.2)
    assert turned_over > kept


def test_it_takes_the_worn_out_away() -> None:
    """Who leaves is more exhausted than who stays, so turnover may lower exhaustion: no sign is built in."""
    simulation = begun(four_units(10), changes=OFTEN)
    live(simulation, 26)
    employees = simulation.world.employees
    before, newcomers = employees.exhaustion.copy(), employees.newcomers.copy()
    live(simulation, 13)
    left = employees.newcomers > newcomers
    assert before[left].mean() > before[~left].mean()
