"""Proposals from idea to abandonment: the accounts balance every week, under every decision rule."""

from types import SimpleNamespace

import pytest

from sim.draws import moment
from sim.state.records import columns_of
from sim.state.tables import (
    ACCEPTED,
    CONSENSUS,
    COPIED,
    DELEGATED,
    FROM_ABOVE,
    HIERARCHY,
    IN_USE,
    LOCI,
    PILOTED,
    PROPOSALS_PER_UNIT,
    WAITING,
)
from tests.processes.compiled import practice_of, practice_values
from tests.processes.proposals_world import live, set_bodies, set_lever, small_world, total

COUNTERS = (
    "ideas", "labour_saving_ideas", "voiced", "from_above", "labour_saving_voiced", "accepted", "turned_down",
    "dropped", "came_to_nothing", "implemented", "reused", "abandoned",
)  # fmt: skip


def busy_world(decides_by: int, duty: int = 0, citizens: int = 0) -> SimpleNamespace:
    """A world with many ideas, copies and pilots, so that a few weeks show everything."""
    w = small_world()
    set_bodies(w, decides_by, duty, citizens)
    set_lever(w, "development_time", 0.1)
    set_lever(w, "internal_facilitators", 1.0)
    w.p.ideas_per_employee_week = 0.2
    w.p.abandonment_per_year = 4.0
    w.p.ideas_for_joint_teams = 0.2
    w.p.ideas_from_above_per_unit_week = 0.2
    return w


def stations(w: SimpleNamespace, *wanted: int) -> int:
    return sum(w.proposals[k].station in wanted for k in range(len(w.proposals)))


def check_accounts(w: SimpleNamespace) -> None:
    for u in range(len(w.units)):
        unit, first = w.units[u], w.units[u].first_proposal
        own = [w.proposals[k] for k in range(first, first + PROPOSALS_PER_UNIT)]
        in_hand = sum(proposal.station in (WAITING, PILOTED) for proposal in own)
        planned = sum(proposal.station == ACCEPTED and proposal.origin != COPIED for proposal in own)
        assert unit.voiced + unit.from_above == in_hand + unit.accepted + unit.turned_down + unit.dropped
        assert unit.in_use == sum(proposal.station == IN_USE for proposal in own)
        assert unit.labour_saving_voiced <= unit.labour_saving_ideas <= unit.ideas
        assert unit.accepted - planned >= unit.implemented - unit.abandoned - unit.in_use
        for locus in range(LOCI):
            practice = w.practices[u * LOCI + locus]
            assert practice.bit in (0, 1)
            if practice.proposal >= 0:
                proposal = w.proposals[practice.proposal]
                assert (proposal.unit, proposal.station) == (u, IN_USE)
                assert locus in (proposal.first_locus, proposal.second_locus)
        check_practice(w, u)
    joint = sum(w.proposals[k].station == IN_USE and w.proposals[k].partner_unit >= 0 for k in range(len(w.proposals)))
    assert sum(columns_of(w.pairs)["joint_team"]) == joint


def check_practice(w: SimpleNamespace, u: int) -> None:
    unit = w.units[u]
    if unit.practice_quality == 0.0:
        return  # nothing has changed it yet
    service = w.services[unit.service]
    quality, cost, *_ = practice_values(
        practice_of(w.practices, u), unit.service, service.id, unit.id, w.locus_ages, w.p, moment(0, w.seed)
    )
    assert unit.practice_quality == pytest.approx(quality)
    assert unit.cost_index == pytest.approx(cost - w.centres[unit.service].cost_index)


@pytest.mark.parametrize(
    ("decides_by", "duty", "citizens"),
    [(HIERARCHY, 0, 0), (HIERARCHY, 1, 0), (DELEGATED, 0, 0), (CONSENSUS, 1, 0), (CONSENSUS, 0, 1)],
)
def test_accounts_balance_every_week(decides_by: int, duty: int, citizens: int) -> None:
    w = busy_world(decides_by, duty, citizens)
    before = dict.fromkeys(COUNTERS, 0.0)
    for _ in range(80):
        live(w)
        check_accounts(w)
        after = {counter: total(w, counter) for counter in COUNTERS}
        assert all(after[counter] >= before[counter] for counter in COUNTERS)
        before = after
    assert before["accepted"] > 0
    assert before["reused"] > 0
    assert before["abandoned"] > 0
    decided = columns_of(w.municipalities)
    for party in ("employees", "administration", "politicians", "citizens"):
        assert all(a <= b for a, b in zip(decided[f"decisions_with_{party}"], decided["decisions"], strict=True))


def test_who_decides_gets_its_way() -> None:
    for decides_by, party in ((HIERARCHY, "administration"), (DELEGATED, "employees")):
        w = busy_world(decides_by)
        live(w, 40)
        decided = columns_of(w.municipalities)
        assert decided["decisions"] == decided[f"decisions_with_{party}"]
        assert sum(decided["decisions"]) > 0


def from_above_alone(decides_by: int) -> SimpleNamespace:
    """A world in which nobody but the town hall has ideas."""
    w = small_world()
    set_bodies(w, decides_by)
    w.p.ideas_per_employee_week = 0.0
    w.p.copying_per_week = 0.0
    w.p.ideas_from_above_per_unit_week = 0.3
    return w


def test_nothing_comes_from_above_as_the_baseline_is_calibrated() -> None:
    w = small_world()
    live(w, 40)
    assert total(w, "from_above") == 0


@pytest.mark.parametrize("decides_by", [HIERARCHY, DELEGATED, CONSENSUS])
def test_an_idea_from_above_needs_a_yes_like_any_other(decides_by: int) -> None:
    w = from_above_alone(decides_by)
    voice = columns_of(w.employees)["voice_efficacy"]
    live(w, 100)
    assert total(w, "from_above") > total(w, "accepted") > 0
    assert total(w, "voiced") == 0
    assert columns_of(w.employees)["voice_efficacy"] == voice  # it says nothing about speaking up
    proposals = columns_of(w.proposals)
    in_use = [k for k, station in enumerate(proposals["station"]) if station == IN_USE]
    assert {proposals["origin"][k] for k in in_use} == {FROM_ABOVE}
    assert {proposals["ownership"][k] for k in in_use} == {0.0}


def test_teams_turn_down_more_from_above_than_administration_does() -> None:
    shares = []
    for decides_by in (HIERARCHY, DELEGATED):
        w = from_above_alone(decides_by)
        live(w, 200)
        shares.append(total(w, "turned_down") / (total(w, "turned_down") + total(w, "accepted")))
    assert shares[0] < shares[1]


def test_the_duty_to_consider_leaves_nobody_without_an_answer() -> None:
    silent, bound = busy_world(HIERARCHY, 0), busy_world(HIERARCHY, 1)
    for w in (silent, bound):
        w.p.ideas_from_above_per_unit_week = 0.0
    live(silent, 60)
    live(bound, 60)
    assert total(silent, "dropped") > 0
    assert total(bound, "dropped") == 0


def test_a_municipality_does_not_depend_on_its_neighbours() -> None:
    alone, beside = small_world(1), small_world(2)
    for w in (alone, beside):
        w.p.ideas_per_employee_week = 0.1
        live(w, 40)
    for column in COUNTERS:
        units = len(alone.units)
        assert columns_of(alone.units)[column] == columns_of(beside.units)[column][:units]


def test_the_same_seed_gives_the_same_world() -> None:
    one, two = busy_world(CONSENSUS), busy_world(CONSENSUS)
    live(one, 30)
    live(two, 30)
    assert columns_of(one.proposals) == columns_of(two.proposals)


def test_without_a_change_asked_the_way_of_working_stays() -> None:
    w = small_world()
    live(w, 52)
    assert set(columns_of(w.units)["resistance"]) == {0.0}
    assert columns_of(w.units)["team_share"] == pytest.approx([0.3] * len(w.units))


def raise_team_work(pace: float, training: float, enactment: float) -> SimpleNamespace:
    w = small_world()
    for u in range(len(w.units)):
        w.units[u].soft_enactment = enactment
    for lever, value in (("team_work_aim", 0.9), ("pace_of_change", pace), ("training", training)):
        for m in range(len(w.formal)):
            setattr(w.formal[m], lever, value)
        if enactment > 0.0:
            set_lever(w, lever, value)
    live(w, 52)
    return w


def test_slow_trained_change_is_resisted_less_than_fast_change() -> None:
    slow, fast = raise_team_work(0.5, 0.8, 1.0), raise_team_work(2.0, 0.0, 1.0)
    assert slow.units[0].resistance < fast.units[0].resistance


def test_a_label_alone_meets_no_resistance() -> None:
    assert raise_team_work(2.0, 0.0, 0.0).units[0].resistance == 0.0
