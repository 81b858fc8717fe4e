"""What holds for every kind of event: its scope, its lots, its end, and how a run is lived."""

import pickle
from typing import Any

import pytest

from sim.draws import moment
from sim.events import event_of, happenings
from sim.evidence import parameter_set
from sim.simulate import Simulation, founded
from tests.events.entries import ENTRIES, columns_with_all_events, in_some, told, with_events
from tests.laws.test_independence import of_municipality, without_sight_of_each_other
from tests.laws.test_side_by_side import ONE_EACH, SEED, SOME_TOGETHER, inf, small_country, states
from tests.worlds import begun, differences, four_units, interpreted, live

YEAR = 52
OF_UNITS = [
    entry
    for entry in ENTRIES
    if entry["kind"]
    not in {"election", "rule_hunt", "budget_cut", "certification_change", "sick_pay_change", "user_choice"}
]
ROWS_OF_UNITS = ("units", "employees", "teams", "line_managers", "citizens")


@pytest.mark.parametrize("entry", ENTRIES, ids=told)
def test_an_event_elsewhere_changes_nothing_here(entry: dict[str, Any]) -> None:
    setting = four_units(2)
    scope = {"units": [4, 6]} if "units" in entry else {"municipalities": [1]}
    elsewhere = live(without_sight_of_each_other(with_events(in_some(entry, **scope), setting=setting)), 20)
    nowhere = live(without_sight_of_each_other(with_events(setting=setting)), 20)
    assert differences(of_municipality(elsewhere.world, 0), of_municipality(nowhere.world, 0)) == []
    assert differences(of_municipality(elsewhere.world, 1), of_municipality(nowhere.world, 1)) != []


@pytest.mark.parametrize("entry", OF_UNITS, ids=told)
def test_an_event_touches_its_units_and_nobody_else(entry: dict[str, Any]) -> None:
    """As long as the week has not begun; then people meet."""
    setting = four_units()
    simulation = live(begun(setting), YEAR)
    world, now = simulation.world, moment(YEAR, 1)
    before = world.copy()
    (happening,) = happenings([event_of(in_some(entry, units=[2]))], setting)
    for scene in happening.scenes(world, now, now):
        happening.event.happen(scene)
    unit_of = {"units": world.units.id, "line_managers": world.line_managers.unit}
    for table in ROWS_OF_UNITS:
        rows, earlier = getattr(world, table), getattr(before, table)
        units = unit_of.get(table, rows.unit if "unit" in rows.dtype.names else None)
        assert rows[units != 2].tolist() == earlier[units != 2].tolist(), table


@pytest.mark.parametrize("entry", OF_UNITS, ids=told)
def test_every_regime_meets_the_same_event(entry: dict[str, Any]) -> None:
    """The same units by lot, and the same people in them."""
    by_lot = in_some(entry, share=0.5)
    setting = four_units(3)
    reached, led = [], []
    for regime in ("npm", "tripartite"):
        simulation = live(with_events(by_lot, setting=setting, regime=regime), 10)
        (happening,) = [entry for entry in simulation.behind if hasattr(entry, "event")]
        begun_in = moment(happening.week, simulation.seed)
        reached.append([scene.rows for scene in happening.scenes(simulation.world, begun_in, begun_in)])
        managers = simulation.world.line_managers
        led.append([managers.leadership_skill.tolist(), managers.enactment_trait.tolist()])
    assert reached[0] == reached[1]
    assert [len(rows) for rows in reached[0]] == [2, 2, 2]
    assert led[0] == led[1]


def test_two_events_of_a_week_draw_lots_of_their_own_and_so_do_two_seeds() -> None:
    setting = four_units(12)
    entry = {"kind": "tender", "week": 0, "number": 1}

    def drawn(seed: int) -> list[list[tuple[int, ...]]]:
        simulation = with_events(entry, entry, setting=setting, seed=seed)
        now = moment(0, seed)
        return [[scene.rows for scene in one.scenes(simulation.world, now, now)] for one in simulation.ahead[1:]]

    first, second = drawn(1)
    assert first != second
    assert drawn(2)[0] != first


def test_a_draw_is_fair() -> None:
    setting = four_units(200)
    (happening,) = happenings([event_of({"kind": "tender", "week": 0, "number": 1})], setting)
    world, now = begun(setting).world, moment(0, 1)
    drawn = [scene.rows[0] % 4 for scene in happening.scenes(world, now, now)]
    assert all(30 <= drawn.count(place) <= 70 for place in range(4))


def country(people_of_a_world: float) -> Simulation:
    """The small country of tests/laws, in which everything happens."""
    simulation = founded(small_country(), parameter_set(), SEED, people_of_a_world)
    entries = [in_some(entry, share=0.5) if entry in OF_UNITS else entry for entry in ENTRIES]
    simulation.enact(happenings([event_of(entry) for entry in entries], small_country()))
    return simulation


def test_worlds_side_by_side_threads_and_pieces_change_nothing() -> None:
    one = country(inf)
    measured = one.live(26)
    for people, threads in ((ONE_EACH, 2), (SOME_TOGETHER, 1)):
        simulation = country(people)
        assert simulation.live(26, threads).tobytes() == measured.tobytes()
        assert states(simulation) == states(one)
    week_by_week = live(country(inf), 26)
    assert states(week_by_week) == states(one)


def test_a_copy_in_the_middle_of_an_event_lives_on_like_it() -> None:
    simulation = country(SOME_TOGETHER)
    simulation.live(7)
    twins = [simulation.copy(), pickle.loads(pickle.dumps(simulation))]
    simulation.live(20)
    for twin in twins:
        twin.live(20)
        assert states(twin) == states(simulation)


def test_nothing_compiled_gives_the_same() -> None:
    compiled = columns_with_all_events("hybrid", 16)
    assert differences(interpreted(columns_with_all_events, "hybrid", 16), compiled) == []


def test_a_reform_and_an_event_of_the_same_week_both_hold() -> None:
    entry = {"kind": "certification_change", "week": 3, "follow_up": 0.2, "weeks": 10}
    for weeks, follow_up in ((3, 0.3), (4, 0.5), (13, 0.5), (14, 0.3)):
        world = live(with_events(entry, regime="npm"), weeks).world
        assert world.formal.sick_follow_up[0] == pytest.approx(follow_up)
