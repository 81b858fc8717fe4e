"""One text for the law, two ways to run it: compiled and interpreted weeks are equal bit for bit. Copies are twins."""

import pytest

from sim.simulate import Simulation
from tests.twins.lives import WEEKS, all_regimes, is_compiled
from tests.worlds import REGIMES, Columns, columns_after, differences, four_units, interpreted, live, reform, under


@pytest.fixture(scope="module")
def interpreted_lives() -> dict[str, Columns]:
    return interpreted(all_regimes)


def columns(simulation: Simulation) -> Columns:
    return simulation.world.columns()


def test_the_two_ways_to_run_are_two() -> None:
    assert is_compiled()
    assert not interpreted(is_compiled)


@pytest.mark.parametrize("regime", REGIMES)
def test_compiled_is_interpreted_bit_for_bit(regime: str, interpreted_lives: dict[str, Columns]) -> None:
    assert differences(columns_after(regime, WEEKS), interpreted_lives[regime]) == []


def test_half_a_year_leaves_its_mark_on_every_regime() -> None:
    baseline = columns_after("baseline", WEEKS)
    for regime in REGIMES:
        moved = differences(columns_after(regime, WEEKS), baseline)
        assert ("units.mean_perceived_control" in moved) == (regime != "baseline")


@pytest.mark.parametrize("regime", ["baseline", "tripartite"])
def test_a_year_is_twice_half_a_year(regime: str) -> None:
    broken_off = live(under(regime, four_units()), 26)
    assert differences(columns(live(broken_off, 26)), columns_after(regime, 52)) == []


def test_copies_have_the_same_future() -> None:
    simulation = live(under("trust", four_units()), 26)
    twin = simulation.copy()
    assert differences(columns(live(simulation, 26)), columns(live(twin, 26))) == []


def test_copies_are_independent() -> None:
    simulation = live(under("trust", four_units()), 26)
    before = columns(simulation)
    twin = simulation.copy()
    twin.enact([reform("npm")])
    live(twin, 26)
    assert differences(columns(simulation), before) == []
    assert differences(columns(live(simulation, 26)), columns_after("trust", 52)) == []
    assert "enacted.target_stakes" in differences(columns(twin), columns(simulation))


def test_another_seed_is_another_life() -> None:
    moved = differences(columns(live(under("npm", four_units(), seed=2), WEEKS)), columns_after("npm", WEEKS))
    assert {"employees.frailty", "employees.spell", "citizens.satisfaction", "practices.bit"} <= set(moved)
