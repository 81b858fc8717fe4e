"""Council, administration, union representatives, citizens, cases, partners, contracts, books: a hand-made town."""

from typing import Any

import pytest

from sim.draws import moment
from sim.rule import COMPILED
from sim.rules.load import hours_for_citizens
from sim.rules.shape import logistic, logit
from sim.state.columns import Column
from sim.state.tables import COMPLEX_CASE, CONSENSUS, TABLES
from tests.processes.compiled import (
    believe_guarantee,
    bring_cases,
    complain,
    conclude_cases,
    cooperate_with_partners,
    council_says_yes,
    count_costs,
    count_partner_costs,
    draw_conclusions,
    end_contracts,
    expose_to_competition,
    find_gaming,
    follow_events,
    hear_members,
    hold_election,
    hold_tenders,
    judge_services,
    keep_ledger,
    make_rules,
    meet_incidents,
    pass_budget,
    plan_audits,
    remember_cases,
    set_targets,
    show_services,
    trust_units,
    vote_on_audits,
)
from tests.processes.town import CITIZENS, LEVERS, put, town

SEED = 11
MANY = 1500 if COMPILED else 200


def _mean(table: Any, column: str) -> float:
    return sum(getattr(table[row], column) for row in range(len(table))) / len(table)


def _bring(world: Any, week: int) -> None:
    bring_cases(
        world.municipalities, world.services, world.centres, world.units, world.citizens, world.cases, world.pairs,
        world.ties, world.partners, world.providers, world.choices, world.lots, world.enacted, world.p,
        moment(week, SEED),
    )  # fmt: skip


def _cases(world: Any) -> list[Any]:
    rows = [(m.first_citizen, m.cases) for m in world.municipalities]
    return [world.cases[k] for first, number in rows for k in range(first, first + number)]


def _live_as_citizens(world: Any, week: int) -> None:
    now = moment(week, SEED)
    _bring(world, week)
    conclude_cases(
        world.municipalities,
        world.units,
        world.citizens,
        world.experiences,
        world.providers,
        world.choices,
        world.cases,
        world.p,
        now,
    )
    show_services(world.units, world.centres, world.employees, world.enacted, world.p)
    judge_services(
        world.units, world.centres, world.citizens, world.experiences, world.providers, world.choices, world.p
    )
    complain(
        world.municipalities, world.units, world.citizens, world.providers, world.choices, world.cases, world.p, now
    )
    draw_conclusions(world.municipalities, world.units, world.citizens, world.providers, world.choices, world.p)


def _plan(world: Any) -> None:
    plan_audits(world.municipalities, world.central_administrators, world.units, world.centres, world.enacted, world.p)


def _make_rules(world: Any, week: int) -> None:
    make_rules(
        world.municipalities, world.units, world.centres, world.politicians, world.union_representatives,
        world.enacted, world.p, moment(week, SEED),
    )  # fmt: skip


def _tender(world: Any, week: int) -> int:
    hold_tenders(
        world.municipalities, world.services, world.units, world.centres, world.politicians,
        world.union_representatives, world.enacted, world.p, moment(week, SEED),
    )  # fmt: skip
    return sum(world.units[u].tendered for u in range(len(world.units)))


def _follow(world: Any, week: int) -> None:
    follow_events(
        world.municipalities, world.units, world.centres, world.citizens, world.politicians, world.p, moment(week, SEED)
    )


# The council


def _share_of_yes(world: Any, case_for: float) -> float:
    yes = sum(
        council_says_yes(
            world.municipalities[0], world.centres, world.politicians, case_for, 0, world.p, moment(week, SEED)
        )
        for week in range(MANY)
    )
    return yes / MANY


@pytest.mark.parametrize("asked", [0.3, 0.5, 0.7])
def test_at_the_centre_the_council_says_yes_as_often_as_the_lever_has_it(asked: float) -> None:
    spread = 3.5 * (asked * (1.0 - asked) / MANY) ** 0.5
    assert _share_of_yes(town(2), logit(asked)) == pytest.approx(logistic(logit(asked)), abs=spread + 0.01)


def test_an_even_council_leans_nowhere() -> None:
    world = town(2)
    world.municipalities[0].politicians = 14
    put(world.politicians, ideology=0.5)
    assert _share_of_yes(world, 0.0) == pytest.approx(0.5, abs=3.5 * 0.5 / MANY**0.5)


def test_a_distrustful_and_blamed_council_votes_for_control() -> None:
    world = town(2)
    put(world.politicians, trust=0.2, blame=0.8)
    assert _share_of_yes(world, 0.0) > 0.65


def test_a_media_case_becomes_a_rule_or_a_learning_review_and_at_most_one_rule_a_quarter() -> None:
    world = town(30, formal={"rule_after_incident": 0.98})
    municipality, unit = world.municipalities[0], world.units[0]
    made = []
    for week in range(1, 27):
        unit.media_case = 1
        before = municipality.rules_made
        _make_rules(world, week)
        made.append(municipality.rules_made - before)
        assert unit.learning_review == 1 - made[-1]
    assert sum(made) == 2
    assert municipality.decisions >= 2


@pytest.mark.parametrize("units", [6, 30, 60])
def test_one_rule_weighs_the_same_for_each_unit_whatever_the_size(units: int) -> None:
    world = town(units, formal={"rule_after_incident": 0.98})
    municipality = world.municipalities[0]
    world.units[0].media_case = 1
    _make_rules(world, 1)
    repealed = 20.0 * LEVERS["rule_repeal"] / 52
    assert municipality.rules_made == 1
    assert municipality.rules == pytest.approx(20.0 - repealed + 30.0 / units)


def test_incidents_in_the_media_do_not_depend_on_size() -> None:
    weeks = 2000 if COMPILED else 60
    rates = {}
    for units in (6, 30):
        world, total = town(units), 0.0
        for week in range(weeks):
            meet_incidents(world.municipalities, world.units, world.centres, world.p, moment(week, SEED))
            total += world.municipalities[0].media_incidents
        rates[units] = total / weeks
    expected = 30 * 0.01 * (1 - 0.3 * 0.5) * 0.3
    assert rates[30] == pytest.approx(expected, rel=0.25 if COMPILED else 2.0)
    assert rates[6] == pytest.approx(expected, rel=0.5 if COMPILED else 3.0)


def _tenders(weeks: int, **formal: float) -> Any:
    world = town(30, formal=formal)
    world.tenders = sum(_tender(world, week) for week in range(weeks))
    return world


def test_tenders_are_decided_as_often_as_the_lever_has_it() -> None:
    weeks = 52 * 20 if COMPILED else 52
    expected = 0.2 * 30 * weeks / 52
    assert _tenders(weeks, tenders_per_unit_year=0.2).tenders == pytest.approx(expected, abs=4 * expected**0.5)


def test_staff_at_the_table_stop_tenders_and_a_full_guarantee_leaves_none() -> None:
    weeks = 52 * 10 if COMPILED else 52
    free, bound, safe = (town(30, formal={"tenders_per_unit_year": 0.2}) for _ in range(3))
    put(bound.municipalities, decides_by=CONSENSUS)
    put(safe.units, guarantee=1.0)
    counts = [sum(_tender(world, week) for week in range(weeks)) for world in (free, bound, safe)]
    assert counts[0] > counts[1]
    assert counts[2] == 0


def test_votes_on_audits_and_the_budget_keep_the_mean_of_the_lever() -> None:
    audits, demands = [], []
    for year in range(MANY // 5):
        world = town(2)
        put(world.municipalities, media_incidents=1.0)
        vote_on_audits(world.municipalities, world.centres, world.politicians, world.p, moment(52 * year, SEED))
        pass_budget(
            world.municipalities, world.centres, world.politicians, world.enacted, world.p, moment(52 * year, SEED)
        )
        audits.append(world.municipalities[0].audit_factor)
        demands.append(world.municipalities[0].efficiency_demand)
        assert world.municipalities[0].audit_factor_until == 52 * year + 52
    assert set(audits) == {2 / 3, 4 / 3}
    assert sum(audits) / len(audits) == pytest.approx(1.0, abs=0.1)
    assert sum(demands) / len(demands) == pytest.approx(LEVERS["efficiency_demand"], rel=0.1)


def test_a_media_case_costs_trust_and_brings_blame() -> None:
    quiet, loud = town(6), town(6)
    put(loud.municipalities, media_incidents=5.0)
    for world in (quiet, loud):
        _follow(world, 1)
    assert _mean(loud.politicians, "trust") < _mean(quiet.politicians, "trust")
    assert _mean(loud.politicians, "blame") > _mean(quiet.politicians, "blame")


def test_poor_services_cost_the_majority_votes_and_may_turn_it_out() -> None:
    shares = {}
    for quality in (0.3, 0.55, 0.9):
        world = town(6)
        put(world.units, mean_perceived_quality=quality)
        hold_election(
            world.municipalities[0], world.units, world.centres, world.politicians, world.p, moment(208, SEED)
        )
        shares[quality] = world.municipalities[0].majority_share
    assert shares[0.3] == pytest.approx(shares[0.55] - 0.04)
    assert shares[0.9] == shares[0.55]
    world = town(6)
    put(world.municipalities, majority_share=0.45)
    hold_election(world.municipalities[0], world.units, world.centres, world.politicians, world.p, moment(208, SEED))
    assert world.municipalities[0].majority_share > 0.5


# Central administrators


def test_audits_keep_their_number_and_go_where_trust_is_low() -> None:
    world = town(6)
    world.units[2].trust_of_administrator = 0.2
    _plan(world)
    rates = [world.units[u].audit_rate for u in range(6)]
    assert sum(rates) == pytest.approx(6 * LEVERS["audits_per_unit_month"])
    assert max(rates) == rates[2] > rates[0]
    assert sum(world.central_administrators[a].audits_planned for a in range(4)) == pytest.approx(sum(rates))


def test_targets_follow_the_best_once_a_year() -> None:
    world = town(6)
    for week, moved in ((51, False), (52, True)):
        set_targets(world.units, world.centres, world.enacted, world.p, moment(week, SEED))
        assert (world.units[0].target > 0.62) == moved


def test_gaming_is_found_by_audits_only_and_costs_trust() -> None:
    world = town(30)
    put(world.units, mean_gaming=0.25, audit_rate=1.0)
    find_gaming(world.units, world.p, moment(1, SEED))
    found = [world.units[u].gaming_detected for u in range(30)]
    assert 0 < sum(found) < 30
    trust_units(world.central_administrators, world.units, world.centres, world.p)
    trust = [world.units[u].trust_of_administrator for u in range(30)]
    assert max(t for t, f in zip(trust, found, strict=True) if f) < min(
        t for t, f in zip(trust, found, strict=True) if not f
    )
    put(world.units, audit_rate=0.0)
    find_gaming(world.units, world.p, moment(1, SEED))
    assert _mean(world.units, "gaming_detected") == 0.0


# Union representatives


def _credibility(world: Any) -> float:
    believe_guarantee(world.municipalities, world.union_representatives, world.units, world.formal, world.p)
    return world.union_representatives[1].credibility


def test_a_kept_guarantee_becomes_credible_and_a_broken_one_worthless() -> None:
    world = town(6, formal={"no_tender_guarantee": 1.0})
    put(world.municipalities, guarantee=0.8)
    assert _credibility(world) == pytest.approx(0.5 + 0.3 / 104)
    assert _credibility(world) > 0.5 + 0.3 / 104
    put(world.formal, no_tender_guarantee=0.0)
    assert _credibility(world) == 0.0


def test_a_tender_under_the_guarantee_breaks_it() -> None:
    world = town(6, formal={"no_tender_guarantee": 1.0})
    put(world.municipalities, guarantee=0.8)
    assert _credibility(world) > 0.5
    world.units[3].tendered = 1
    assert _credibility(world) == 0.0


def test_without_a_guarantee_nothing_moves() -> None:
    world = town(6)
    assert _credibility(world) == 0.5


def test_representatives_hear_their_members_and_the_chief_hears_all() -> None:
    world = town(4)
    world.units[0].representative = 0
    world.units[0].load_ratio = 1.4
    hear_members(world.municipalities, world.union_representatives, world.units, world.employees)
    assert world.union_representatives[0].members == 80
    assert world.union_representatives[0].workload == pytest.approx(1.1)
    assert world.union_representatives[1].workload == pytest.approx(1.0)


# Cases and partners


def test_cases_come_at_their_rate_and_as_complex_as_the_service() -> None:
    world, cases, complex_cases = town(30), 0, 0
    weeks = 40 if COMPILED else 4
    for week in range(weeks):
        _bring(world, week)
        kinds = [case.kind for case in _cases(world)]
        cases += len(kinds)
        complex_cases += sum(kind == COMPLEX_CASE for kind in kinds)
        assert sum(world.units[u].cases for u in range(30)) == len(kinds)
    assert cases / (3000 * weeks) == pytest.approx(0.04, rel=0.15)
    assert complex_cases / cases == pytest.approx(0.5, abs=0.08)


def test_complex_cases_call_other_units_of_the_same_municipality() -> None:
    world = town(6, municipalities=2)
    shared = 0
    for week in range(20):
        _bring(world, week)
        for case in _cases(world):
            if case.kind == COMPLEX_CASE:
                own = world.citizens[case.citizen].unit
                called = {own, case.second_unit} | ({case.third_unit} - {-1})
                assert len(called) == (2 if case.third_unit < 0 else 3)
                assert {world.units[u].municipality for u in called} == {world.units[own].municipality}
                shared += 1 if len(called) == 2 else 3
                if case.partner >= 0:
                    assert world.partners[case.partner].municipality == world.units[own].municipality
        assert sum(world.pairs[k].shared_cases for k in range(len(world.pairs))) == shared
        remember_cases(world.pairs, world.units, world.p)
        shared = 0


def test_structures_across_units_make_pairs_meet_again() -> None:
    met = {}
    for structures in (0.0, 1.0):
        world = town(30, formal={"cross_unit_structures": structures})
        pairs: set[int] = set()
        for week in range(20):
            _bring(world, week)
            pairs |= {k for k in range(len(world.pairs)) if world.pairs[k].shared_cases > 0}
            remember_cases(world.pairs, world.units, world.p)
        met[structures] = len(pairs)
    assert met[1.0] < met[0.0]


def test_pairs_remember_shared_cases_and_forget() -> None:
    world = town(6)
    world.pairs[0].shared_cases = 3
    remember_cases(world.pairs, world.units, world.p)
    assert world.pairs[0].coordination > 0.6 > world.pairs[1].coordination > 0.49


def test_coordination_improves_outcomes_of_complex_cases_only() -> None:
    outcomes: dict[tuple[float, int], list[float]] = {}
    for coordination in (0.2, 0.9):
        world = town(30)
        put(world.pairs, coordination=coordination)
        _bring(world, 1)
        conclude_cases(
            world.municipalities,
            world.units,
            world.citizens,
            world.experiences,
            world.providers,
            world.choices,
            world.cases,
            world.p,
            moment(1, SEED),
        )
        for case in _cases(world):
            outcomes.setdefault((coordination, case.kind), []).append(case.outcome)
            assert world.experiences[case.citizen].outcome == case.outcome
    mean = {key: sum(values) / len(values) for key, values in outcomes.items()}
    assert mean[0.9, COMPLEX_CASE] > mean[0.2, COMPLEX_CASE] + 0.1
    assert mean[0.9, 1] == pytest.approx(mean[0.2, 1])


def test_better_coordination_saves_work_here_and_at_partners() -> None:
    work = {}
    for coordination in (0.3, 0.9):
        world = town(30)
        put(world.pairs, coordination=coordination)
        put(world.partners, coordination=coordination, saved_share=1.0)
        _bring(world, 1)
        count_partner_costs(world.municipalities, world.units, world.partners)
        cooperate_with_partners(world.municipalities, world.units, world.partners, world.p)
        work[coordination] = (_mean(world.units, "case_hours"), world.municipalities[0].partner_cost)
    assert work[0.9][0] < work[0.3][0]
    assert 0.0 < work[0.9][1] < work[0.3][1]


# Citizens


def test_citizens_settle_near_the_usual_satisfaction_and_complain_at_the_usual_rate() -> None:
    world = town(30)
    weeks = 150 if COMPILED else 5
    complaints = 0
    for week in range(weeks):
        _live_as_citizens(world, week)
        complaints += sum(world.units[u].complaints for u in range(30))
    assert world.municipalities[0].satisfaction == pytest.approx(0.8, abs=0.03)
    assert world.municipalities[0].wish_for_competition == pytest.approx(0.71, abs=0.03)
    assert complaints / (3000 * weeks) == pytest.approx(0.0004, rel=0.35 if COMPILED else 2.0)
    assert _mean(world.citizens, "trust") == pytest.approx(0.55, abs=0.03)


def test_a_fall_in_quality_disappoints_first_and_is_partly_got_used_to() -> None:
    world = town(6)
    put(world.experiences, outcome=0.4)
    put(world.units, measured_quality=0.4, quality=0.4)
    seen = []
    for _ in range(300):
        show_services(world.units, world.centres, world.employees, world.enacted, world.p)
        judge_services(
            world.units, world.centres, world.citizens, world.experiences, world.providers, world.choices, world.p
        )
        seen.append(_mean(world.citizens, "satisfaction"))
    assert seen[0] < seen[-1] < 0.78


def test_turned_away_citizens_complain() -> None:
    world = town(6)
    _live_as_citizens(world, 1)
    put(world.units, unmet_need=0.9)
    before = sum(world.units[u].complaints for u in range(6))
    complain(
        world.municipalities,
        world.units,
        world.citizens,
        world.providers,
        world.choices,
        world.cases,
        world.p,
        moment(1, SEED),
    )
    assert sum(world.units[u].complaints for u in range(6)) > before
    assert sum(case.complained for case in _cases(world)) == sum(world.units[u].complaints for u in range(6))


def _after_conclusions(supports: list[float]) -> list[tuple[float, float]]:
    """Trust and co-production of a citizen of each unit, in two municipalities with citizens at the table."""
    world = town(len(supports) // 2, municipalities=2)
    put(world.municipalities, citizens_at_table=1)
    for unit, support in enumerate(supports):
        world.units[unit].coproduction_support = support
    draw_conclusions(world.municipalities, world.units, world.citizens, world.providers, world.choices, world.p)
    first = {int(world.citizens[i].unit): world.citizens[i] for i in reversed(range(len(world.citizens)))}
    return [(float(first[unit].trust), float(first[unit].coproduction)) for unit in range(len(supports))]


def test_citizens_trust_and_take_part_by_the_support_of_their_own_unit() -> None:
    supports = [0.9, 0.1, 0.5, 0.3, 0.7, 0.2]
    alone = [_after_conclusions([support] * len(supports))[unit] for unit, support in enumerate(supports)]
    assert len(set(alone)) == len(supports)
    assert _after_conclusions(supports) == alone


# Contracts and books


def test_temporary_contracts_keep_their_share() -> None:
    world = town(30)
    start = _mean(world.employees, "temporary")
    for week in range(520 if COMPILED else 60):
        end_contracts(world.employees, world.units, world.centres, world.lots, world.p, moment(week, SEED))
    assert _mean(world.employees, "temporary") == pytest.approx(start, abs=0.05)
    assert _mean(world.employees, "newcomers") > 0.0


def test_exposure_rests_at_the_baseline_and_grows_with_tenders() -> None:
    world = town(6)
    expose_to_competition(world.municipalities, world.units, world.p)
    assert world.units[0].competition_exposure == pytest.approx(0.25)
    put(world.municipalities, tender_rate=0.2)
    expose_to_competition(world.municipalities, world.units, world.p)
    assert world.units[0].competition_exposure > 0.25


def test_the_ledger_sums_to_one() -> None:
    world = town(6)
    names = [column.name for column in _columns("ledgers")]
    for overhead, absence in ((1.0, 0.05), (2.0, 0.2)):
        put(world.enacted, overhead_scale=overhead)
        put(world.units, absence=absence)
        for u in range(6):
            unit = world.units[u]
            unit.service_hours = hours_for_citizens(unit.documentation, unit.mean_gaming, world.enacted[u], world.p)
        keep_ledger(world.units, world.ledgers, world.enacted, world.p)
        for u in range(6):
            assert sum(getattr(world.ledgers[u], name) for name in names) == pytest.approx(1.0, abs=1e-12)


def _columns(name: str) -> tuple[Column, ...]:
    return next(table.columns for table in TABLES if table.name == name)


def test_costs_rise_with_absence_and_audits_and_fall_with_contracts() -> None:
    world = town(6)
    put(world.units[1:2], absence=0.1)
    put(world.units[2:3], audit_rate=0.2)
    put(world.units[3:4], competition_exposure=0.5)
    put(world.services, measurability=0.5)
    count_costs(world.services, world.units, world.pairs, world.enacted, world.p)
    usual, ill, audited, contracted, alone, joined = (world.units[u].cost for u in range(6))
    put(world.pairs[-1:], joint_team=1)  # of the last two units
    count_costs(world.services, world.units, world.pairs, world.enacted, world.p)
    assert world.units[4].cost - alone == pytest.approx(world.p.cost_of_joint_team)
    assert world.units[5].cost - joined == pytest.approx(world.p.cost_of_joint_team)
    assert ill > usual
    assert audited > usual
    assert contracted < usual


# Every actor matters: what one kind of actor feels or believes changes what another kind meets.


def test_frozen_actors_would_change_what_others_meet() -> None:
    trusted, distrusted = town(6), town(6)
    distrusted.units[0].trust_of_administrator = 0.1
    for world in (trusted, distrusted):
        _plan(world)
    assert distrusted.units[0].audit_rate > trusted.units[0].audit_rate  # central administrators
    heard, unheard = town(6), town(6)
    put(heard.citizens, satisfaction=0.2)
    for world in (heard, unheard):
        put(world.municipalities, complaint_rate=0.0004)
        _follow(world, 1)
    assert _mean(heard.politicians, "trust") != _mean(unheard.politicians, "trust")  # citizens
    rules = []
    for blamed in (0.0, 1.0):
        world = town(30)
        put(world.politicians, blame=blamed)
        for week in range(1, 200, 14):
            put(world.units, media_case=1)
            _make_rules(world, week)
        rules.append(world.municipalities[0].rules_made)
    assert rules[1] > rules[0]  # politicians
    vetoed = []
    for workload in (1.0, 2.0):
        world = town(30)
        put(world.municipalities, decides_by=CONSENSUS)
        put(world.union_representatives, workload=workload)
        for week in range(1, 200, 14):
            put(world.units, media_case=1)
            _make_rules(world, week)
        vetoed.append(world.municipalities[0].rules_made)
    assert vetoed[1] < vetoed[0]  # union representatives
    outcomes = []
    for coordination in (0.0, 1.0):
        world = town(30)
        put(world.partners, coordination=coordination)
        _bring(world, 1)
        conclude_cases(
            world.municipalities,
            world.units,
            world.citizens,
            world.experiences,
            world.providers,
            world.choices,
            world.cases,
            world.p,
            moment(1, SEED),
        )
        outcomes.append(_mean(world.experiences, "outcome"))
    assert outcomes[1] > outcomes[0]  # partners


def test_one_municipality_does_not_hear_another() -> None:
    alone, beside = town(6), town(6, municipalities=2)
    put(beside.municipalities[1:2], media_incidents=9.0)
    for world in (alone, beside):
        for week in range(3):
            _live_as_citizens(world, week)
            _plan(world)
            _follow(world, week)
    for column in ("satisfaction", "trust", "perceived_quality"):
        assert [getattr(alone.citizens[i], column) for i in range(6 * CITIZENS)] == [
            getattr(beside.citizens[i], column) for i in range(6 * CITIZENS)
        ]
    assert [alone.units[u].audit_rate for u in range(6)] == [beside.units[u].audit_rate for u in range(6)]
