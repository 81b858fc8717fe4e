"""User choice (E45): who chooses, where the money goes, and that private providers can win users and lose them."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.events import event_of
from sim.mistakes import Fault
from sim.regimes.contract import ON_CONTRACT, asked_on_contract
from sim.rules.choice import share_lost, share_paid, weight_of_provider
from sim.simulate import Simulation
from sim.state.world import World
from tests.events.entries import with_events
from tests.laws.test_independence import of_municipality, reordered, without_sight_of_each_other
from tests.worlds import PARAMETERS, begun, columns_after, differences, four_units, interpreted, live, reform, under

YEAR = 52
CHOICE = {"kind": "user_choice", "week": 3}


def with_choice(regime: str = "user_choice", municipalities: int = 6, **changes: float) -> Simulation:
    return under(regime, four_units(municipalities), changes=changes)


@cache
def chosen() -> World:
    """Six municipalities after three years of choice."""
    return live(with_choice(), 3 * YEAR).world


def private_share(world: World) -> float:
    return float(world.municipalities.private_users.sum() / len(world.citizens))


# rules


def test_the_better_is_the_likelier_and_to_stay_likelier_than_to_move() -> None:
    p = PARAMETERS.record()
    for is_own in (True, False):
        weights = [weight_of_provider(quality, is_own, p) for quality in np.linspace(0.0, 1.0, 9)]
        assert np.all(np.diff(weights) > 0.0)
    assert weight_of_provider(0.5, True, p) > weight_of_provider(0.5, False, p)


def test_shares_stay_shares() -> None:
    for before in range(0, 30, 3):
        for now in range(0, 30, 3):
            assert 0.0 <= share_lost(before, now) <= 1.0
            assert 0.0 <= share_paid(now, before) <= 1.0


# off is off


def test_without_choice_there_are_no_providers() -> None:
    world = live(under("bum", four_units()), YEAR).world
    assert (len(world.providers), len(world.choices), len(world.provider_employees)) == (0, 0, 0)
    assert world.municipalities.private_cost.tolist() == [0.0]


def test_until_somebody_chooses_everything_is_as_it_was() -> None:
    """Providers enter, and where nobody may choose nobody is touched by it."""
    nobody = live(with_choice(hard_reach=0.0, soft_reach=0.0), 2 * YEAR).world
    usual = live(with_choice("baseline", hard_reach=0.0, soft_reach=0.0), 2 * YEAR).world
    assert len(nobody.providers) == 6 * 4 * 2
    assert private_share(nobody) == 0.0
    assert nobody.measured.tolist() == usual.measured.tolist()
    assert nobody.employees.tolist() == usual.employees.tolist()
    assert nobody.citizens.tolist() == usual.citizens.tolist()


def test_the_regime_with_choice_is_not_the_one_without() -> None:
    moved = differences(columns_after("bum_choice", 26), columns_after("bum", 26))
    assert {"measured.private_users", "citizens.satisfaction", "units.citizens", "units.posts"} <= set(moved)


def test_choice_elsewhere_changes_nothing_here() -> None:
    chosen, left_alone = (without_sight_of_each_other(begun(four_units(2))) for _ in range(2))
    chosen.enact([reform("user_choice", municipalities=(1,))])
    live(chosen, YEAR)
    live(left_alone, YEAR)
    assert differences(of_municipality(chosen.world, 0), of_municipality(left_alone.world, 0)) == []
    assert chosen.world.municipalities.private_users[1] > 0


# nobody and nothing is lost


def test_every_citizen_is_served_once_and_the_money_goes_where_the_users_go() -> None:
    simulation = with_choice(municipalities=3, share_of_saved_work_cut=0.0)
    posts = float(simulation.world.units.posts_at_start.sum()) / 3
    for week in range(2 * YEAR):
        simulation.step()
        world = simulation.world
        private = world.choices.provider >= 0
        assert world.units.citizens.sum() + world.providers.citizens.sum() == len(world.citizens), week
        assert world.municipalities.private_users.sum() == private.sum()
        for m, municipality in enumerate(world.municipalities):
            paid = world.units.posts[world.units.municipality == m].sum()
            paid += municipality.private_cost * municipality.units * world.units.posts_at_start[0]
            assert paid == pytest.approx(posts, abs=1e-9)


def test_money_follows_with_a_lag() -> None:
    simulation = with_choice(municipalities=10)
    weeks = [live(simulation, 13).world.copy() for _ in range(12)]
    for world in weeks[2:]:
        due = world.units.posts_allowed * world.units.citizens / (world.units.citizens + world.units.users_gone)
        gone = world.units.users_gone > world.units.users_gone.mean()
        assert world.units.posts[gone].mean() > due[gone].mean()


def test_the_order_of_municipalities_does_not_matter() -> None:
    simulation = begun(four_units(3))
    simulation.enact([reform("bum_choice", municipalities=(0, 1, 2))])
    live(simulation, 14)
    order = [2, 0, 1]
    moved = live(reordered(simulation, order), YEAR)
    stayed = live(simulation, YEAR)
    assert differences(reordered(stayed, order).world.columns(), moved.world.columns()) == []


def after_choice(weeks: int) -> dict[str, dict[str, list[float]]]:
    return live(with_choice("bum_choice", 2), weeks).world.columns()


def test_nothing_compiled_gives_the_same() -> None:
    assert differences(interpreted(after_choice, 30), after_choice(30)) == []


def test_copies_and_later_entrants() -> None:
    simulation = begun(four_units(3))
    simulation.enact([reform("user_choice", 0, (1,)), reform("user_choice", 20, (0,))])
    twin = live(simulation, 10).copy()
    live(simulation, 60)
    live(twin, 60)
    assert differences(simulation.world.columns(), twin.world.columns()) == []
    assert simulation.world.municipalities.providers.tolist() == [8, 8, 0]
    alone = begun(four_units(3))
    alone.enact([reform("user_choice", 0, (0,))])
    live(alone, 10)
    first, later = alone.world.providers, simulation.world.providers
    assert first.id.tolist() == later.id[later.municipality == 0].tolist()
    first, later = alone.world.provider_employees, simulation.world.provider_employees[-len(first) * 6 :]
    stayed = (first.newcomers == 0) & (later.newcomers == 0)
    assert first.frailty[stayed].tolist() == later.frailty[stayed].tolist()
    assert stayed.mean() > 0.5


# what follows


def test_private_providers_live_under_steering_of_their_own() -> None:
    world, asked = chosen(), asked_on_contract(ON_CONTRACT, PARAMETERS.record())
    goal = 0.2 + world.providers.hard_enactment * (asked["purchaser_provider_split"] - 0.2)
    assert world.provider_enacted.purchaser_provider_split == pytest.approx(goal, abs=0.02)
    assert world.formal.purchaser_provider_split.tolist() == [0.2] * 6


def test_users_lost_frighten_and_show() -> None:
    p = PARAMETERS.values
    simulation = live(with_choice(), YEAR + 1)  # the quarter has begun: users are not counted again at once
    twin = simulation.copy()
    twin.world.units.users_lost[0] += 0.3
    live(simulation, 1)
    live(twin, 1)
    fear = twin.world.employees.job_insecurity - simulation.world.employees.job_insecurity
    own = twin.world.employees.unit == 0
    assert fear[own] == pytest.approx(p["insecurity_of_lost_users"] * 0.3 / 13.0)
    assert not fear[~own].any()
    assert twin.world.units.seen_result[0] == pytest.approx(simulation.world.units.seen_result[0] - 0.3, abs=1e-6)


def of_units(simulation: Simulation, who: str, **values: float) -> Simulation:
    """The same with these values in each unit, or in each provider."""
    for name, value in values.items():
        getattr(simulation.world, who)[name][:] = value
    return simulation


def share_after(who: str, skill: float) -> float:
    """The share with a private provider four years on, where the staff of one side began with this skill."""
    simulation = live(with_choice(), 1)
    getattr(simulation.world, who).skill[:] = skill
    return private_share(live(simulation, 4 * YEAR).world)


def test_private_providers_can_win_and_can_lose() -> None:
    """By the skill of either side's staff: no sign is built in."""
    poor, good = (share_after("provider_employees", skill) for skill in (0.3, 0.95))
    assert poor < private_share(live(with_choice(), 4 * YEAR + 1).world) < good
    assert share_after("employees", 0.95) < share_after("employees", 0.3)


def test_where_quality_does_not_count_and_moving_is_free_all_providers_draw_alike() -> None:
    """A limit: with three providers for a citizen, two in three are private in the long run."""
    simulation = with_choice(municipalities=40, quality_on_choice=0.0, switching_cost=0.0)
    assert private_share(live(simulation, 3 * YEAR).world) == pytest.approx(2.0 / 3.0, abs=0.03)


def test_where_moving_is_dear_few_move() -> None:
    assert private_share(live(with_choice(switching_cost=8.0), 2 * YEAR).world) < 0.02 < private_share(chosen())


def test_where_no_provider_enters_nothing_happens() -> None:
    world = live(with_choice(private_providers=0.0), YEAR).world
    assert len(world.providers) == 0
    assert world.measured.private_users.sum() == 0.0


# the event


def after(*entries: dict[str, Any], weeks: int, **conditions: Any) -> World:
    return live(with_events(*entries, **conditions), weeks).world


def test_the_event_is_the_lever_and_the_entry_of_providers() -> None:
    before, entered = after(CHOICE, weeks=3), after(CHOICE, weeks=4)
    assert (len(before.providers), len(entered.providers)) == (0, 8)
    assert (before.formal.user_choice[0], entered.formal.user_choice[0]) == (0.0, 1.0)
    assert private_share(after(CHOICE, weeks=2 * YEAR)) > 0.2


def test_fewer_choosers_move_less() -> None:
    setting = four_units(20)
    all_of_them, some = (
        private_share(after(CHOICE | {"citizens": share}, weeks=YEAR, setting=setting)) for share in (1.0, 0.2)
    )
    assert 0.0 < some < 0.5 * all_of_them


def test_when_choice_ends_users_stay_where_they_are() -> None:
    ended = after(CHOICE | {"weeks": YEAR}, weeks=20 * YEAR)
    assert ended.formal.user_choice[0] == 0.0
    assert ended.units.users_lost.tolist() == [0.0] * 4
    assert private_share(ended) > 0.0


def test_the_providers_steering_is_the_entrys() -> None:
    world = after(CHOICE | {"providers": "targets"}, weeks=YEAR)
    assert world.contracted.target_stakes[0] == pytest.approx(0.75)
    assert world.provider_enacted.target_stakes.min() > world.enacted.target_stakes.max()


def test_providers_that_cannot_be_read_are_told_in_one_message() -> None:
    with pytest.raises(Fault, match=r'there is no regime or instrument "target"'):
        event_of(CHOICE | {"providers": "target"})
