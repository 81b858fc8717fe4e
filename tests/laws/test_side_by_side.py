"""Municipalities live the same lives in one world or in several, on one thread or on more."""

import pickle
from functools import cache
from math import inf

import numpy as np
import pytest

from sim.evidence import parameter_set
from sim.initialisation.setting import Setting, Sizes
from sim.simulate import Simulation, founded
from sim.simulate.side_by_side import Threads
from sim.simulate.simulation import parts_of
from sim.state.world import World
from tests.laws.test_independence import ROWS_OF, SHARED
from tests.worlds import four_units, reform

WEEKS = 110
SEED = 5
SIZES = Sizes(employees=400, smallest=60, largest=900, total=2400)
ONE_EACH, SOME_TOGETHER = 1, 500


@cache
def small_country() -> Setting:
    """Nine municipalities, of 60 to 900 citizens."""
    changes = {"municipalities": 9, "sizes": SIZES, "citizens_per_employee": None}
    return Setting.model_construct(**dict(four_units()) | changes)


def begun(people_of_a_world: float = inf) -> Simulation:
    """The country under reforms that come in pools; its units copy a lot."""
    simulation = founded(small_country(), parameter_set({"copying_per_week": 0.05}), SEED, people_of_a_world)
    simulation.enact([reform("tripartite", 20, (0, 3, 5)), reform("npm", 71, (1, 8))])
    return simulation


def states(simulation: Simulation) -> dict[str, list[str]]:
    """Every column of the municipalities' own tables, bit by bit; row numbers count from each world's beginning."""
    worlds = [world.columns() for world in simulation.worlds]
    return {
        f"{table}.{column}": [float(number).hex() for world in worlds for number in world[table][column]]
        for table, columns in worlds[0].items()
        if table not in SHARED
        for column in columns
        if column not in ROWS_OF
    }


@cache
def lived_as_one() -> tuple[np.ndarray, dict[str, list[str]]]:
    """Measures and states after two years in one world."""
    simulation = begun()
    return simulation.live(WEEKS), states(simulation)


def test_parts_hold_every_municipality_once() -> None:
    for people in (ONE_EACH, SOME_TOGETHER, inf):
        parts = parts_of(small_country(), people)
        assert [m for part in parts for m in part] == list(range(9))
    assert [len(parts_of(small_country(), people)) for people in (ONE_EACH, inf)] == [9, 1]
    assert 1 < len(parts_of(small_country(), SOME_TOGETHER)) < 9


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("people_of_a_world", [ONE_EACH, SOME_TOGETHER])
def test_worlds_side_by_side_are_one_world(people_of_a_world: int, threads: int) -> None:
    measured, kept = lived_as_one()
    simulation = begun(people_of_a_world)
    series = simulation.live(WEEKS, threads)
    assert series.tobytes() == measured.tobytes()
    assert [column for column, numbers in states(simulation).items() if numbers != kept[column]] == []


def test_week_by_week_or_at_one_go_is_the_same() -> None:
    simulation = begun(SOME_TOGETHER)
    for _ in range(WEEKS):
        simulation.step()
    assert states(simulation) == lived_as_one()[1]


def test_worlds_do_meet() -> None:
    """What is held equal above would be equal in vain if nobody copied across worlds."""
    hermits = begun(ONE_EACH)
    for world in hermits.worlds:
        world.units.sights[:] = 0
    hermits.live(WEEKS, threads=2)
    alone, together = states(hermits), lived_as_one()[1]
    assert sum(map(float.fromhex, together["units.reused"])) > sum(map(float.fromhex, alone["units.reused"])) == 0
    assert alone["practices.bit"] != together["practices.bit"]


def test_a_copy_goes_its_own_way_and_its_worlds_still_meet() -> None:
    simulation = begun(SOME_TOGETHER)
    simulation.live(30)
    for twin in (simulation.copy(), pickle.loads(pickle.dumps(simulation))):
        assert len({id(world.shown) for world in twin.worlds}) == 1
        twin.live(WEEKS - 30, threads=2)
        assert states(twin) == lived_as_one()[1]
    assert simulation.week == 30
    simulation.live(WEEKS - 30)
    assert states(simulation) == lived_as_one()[1]


def test_a_failure_in_one_world_is_told() -> None:
    worlds = begun(ONE_EACH).worlds

    def fail_in_the_last(world: World) -> None:
        if world is worlds[-1]:
            raise FloatingPointError("here")

    with Threads(2) as side, pytest.raises(FloatingPointError, match="here"):
        side.live(worlds, fail_in_the_last)
