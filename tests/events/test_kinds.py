"""Each kind of event does what it says."""

from typing import Any

import numpy as np
import pytest

from sim.events import KINDS
from sim.regimes import BASELINE
from sim.state.tables import ACCEPTED, FROM_ABOVE, FROM_UNIT
from tests.events.entries import ENTRIES, with_events
from tests.worlds import four_units, live

YEAR = 52
CUT = {"kind": "budget_cut", "week": 0, "efficiency_demand": 0.015}
FEWER = {"kind": "staff_reduction", "week": 0, "posts_less": 0.2}


def lived(*entries: dict[str, Any], weeks: int, **conditions: Any) -> Any:
    """The world after so many weeks with these events."""
    return live(with_events(*entries, **conditions), weeks).world


def turned(*entries: dict[str, Any], weeks: int = 0, **conditions: Any) -> tuple[Any, Any]:
    """A world at the end of week ``weeks``, with these events in that week and without."""
    later = [entry | {"week": weeks} for entry in entries]
    return lived(*later, weeks=weeks + 1, **conditions), lived(weeks=weeks + 1, **conditions)


def test_every_kind_has_an_entry() -> None:
    assert {entry["kind"] for entry in ENTRIES} == set(KINDS)
    assert all(kind.sets for kind in KINDS.values())


def test_a_budget_cut_asks_for_more_with_less_and_ends() -> None:
    cut, usual = lived(CUT, weeks=3 * YEAR), lived(weeks=3 * YEAR)
    assert cut.formal.efficiency_demand[0] == pytest.approx(0.02)
    assert cut.municipalities.demand_growth[0] > usual.municipalities.demand_growth[0]
    assert cut.employees.job_insecurity.mean() > usual.employees.job_insecurity.mean()
    ended = lived(CUT | {"weeks": YEAR}, weeks=YEAR + 1)
    assert ended.formal.efficiency_demand[0] == BASELINE["efficiency_demand"]
    assert set(ended.enacted.efficiency_demand) == {BASELINE["efficiency_demand"]}


def test_what_a_budget_cut_gives_up_first_is_asked_again_when_it_ends() -> None:
    cut = CUT | {"development_time": -0.006, "weeks": 10}
    during, after = (lived(cut, weeks=weeks, regime="tripartite").formal.development_time[0] for weeks in (10, 11))
    asked = lived(weeks=1, regime="tripartite").formal.development_time[0]
    assert (during, after) == (pytest.approx(asked - 0.006), asked)


def test_vacancies_take_their_time_and_dismissals_do_not() -> None:
    slow, at_once, usual = (
        lived(*entries, weeks=1).units.posts.mean() for entries in ([FEWER], [FEWER | {"by": "dismissals"}], [])
    )
    assert at_once < 0.82 * usual < 0.98 * usual < slow < usual
    assert lived(FEWER, weeks=2 * YEAR).units.posts.mean() == pytest.approx(0.8 * usual, rel=0.05)


def test_after_a_staff_reduction_fewer_do_the_same_work_for_less_money() -> None:
    fewer, usual = lived(FEWER | {"by": "dismissals"}, weeks=4), lived(weeks=4)
    assert (fewer.units.load_ratio > usual.units.load_ratio).all()
    assert (fewer.units.cost < usual.units.cost).all()
    assert (fewer.employees.job_insecurity > usual.employees.job_insecurity).all()
    unafraid = lived(FEWER, weeks=1)
    assert unafraid.employees.job_insecurity.tolist() == lived(weeks=1).employees.job_insecurity.tolist()


def test_posts_come_back_when_a_reduction_ends() -> None:
    for_a_while = lived(FEWER | {"weeks": YEAR}, weeks=YEAR + 1)
    assert for_a_while.units.posts_allowed.tolist() == for_a_while.units.posts_at_start.tolist()


def test_two_reductions_at_the_same_time_are_one_of_the_other() -> None:
    assert lived(FEWER, FEWER | {"week": 1}, weeks=2).units.posts_allowed[0] == pytest.approx(0.64 * 6)


def test_extra_money_hires_and_moves_no_lever() -> None:
    money = {"kind": "extra_money", "week": 0, "posts_more": 0.2, "weeks": YEAR}
    rich, usual = lived(money, weeks=YEAR), lived(weeks=YEAR)
    assert (rich.units.posts > usual.units.posts).all()
    assert rich.units.load_ratio.mean() < usual.units.load_ratio.mean()
    assert rich.formal.tolist() == usual.formal.tolist()
    assert rich.enacted.tolist() == usual.enacted.tolist()


def test_a_campaign_raises_what_is_expected_and_nothing_else() -> None:
    campaign = {"kind": "campaign", "promised_voice": 0.3, "promised_quality": 0.1}
    told, usual = turned(campaign)
    assert (told.units.expected_voice > usual.units.expected_voice).all()
    assert (told.citizens.satisfaction < usual.citizens.satisfaction).all()
    assert told.employees.justice.mean() < usual.employees.justice.mean()
    later, unmoved = lived(campaign | {"week": 0}, weeks=YEAR), lived(weeks=YEAR)
    for table in ("formal", "enacted", "asked_before"):
        assert getattr(later, table).tolist() == getattr(unmoved, table).tolist()
    assert later.municipalities.reform_week.tolist() == unmoved.municipalities.reform_week.tolist()


def test_a_campaign_that_promises_nothing_is_nothing() -> None:
    told, usual = turned({"kind": "campaign"})
    assert told.columns() == usual.columns()


def test_a_reorganisation_is_a_load_and_begins_trust_and_teams_anew() -> None:
    anew, usual = turned({"kind": "reorganisation", "size": 1.0}, weeks=YEAR)
    assert (anew.units.reform_load > usual.units.reform_load).all()
    assert (anew.line_managers.leadership_skill != usual.line_managers.leadership_skill).all()
    assert np.ptp(anew.teams.effort_norm[:2]) < np.ptp(usual.teams.effort_norm[:2])
    assert anew.employees.trust_in_manager.tolist() != usual.employees.trust_in_manager.tolist()
    assert anew.pairs.coordination.tolist() != usual.pairs.coordination.tolist()


def test_half_a_reorganisation_is_half_the_load() -> None:
    (whole, _), (half, usual) = (turned({"kind": "reorganisation", "size": size}) for size in (1.0, 0.5))
    assert usual.units.reform_load.tolist() == [0.0] * 4
    assert half.units.reform_load.tolist() == pytest.approx((0.5 * whole.units.reform_load).tolist())


def test_a_new_manager_is_as_the_entry_says_and_trust_begins_anew() -> None:
    change = {"kind": "manager_change", "units": [1], "leadership_skill": 0.9, "enactment": 0.8}
    led, usual = turned(change, weeks=YEAR)
    assert led.line_managers.leadership_skill.tolist() == [
        0.9 if u == 1 else usual.line_managers.leadership_skill[u] for u in range(4)
    ]
    assert led.line_managers.enactment_trait[1] == 0.8
    assert (led.employees.trust_in_manager != usual.employees.trust_in_manager).tolist() == [
        unit == 1 for unit in led.employees.unit
    ]


def test_a_scandal_comes_for_certain_is_blamed_and_costs_trust() -> None:
    scandal = {"kind": "incident", "units": [2], "trust_lost": 0.5, "national_rules": 2.0}
    shaken, usual = turned(scandal)
    assert (shaken.units.incident[2], shaken.units.media_case[2]) == (1, 1)
    assert usual.units.media_case[2] == 0
    assert (shaken.politicians.blame > usual.politicians.blame).all()
    assert (shaken.politicians.trust < usual.politicians.trust).all()
    assert ((shaken.citizens.trust < 0.6 * usual.citizens.trust) == (shaken.citizens.unit == 2)).all()
    assert shaken.municipalities.national_rules[0] == usual.municipalities.national_rules[0] + 2.0
    assert lived(scandal | {"week": 0}, weeks=2).units.incident_ahead.tolist() == [0] * 4


def test_an_incident_without_media_may_stay_out_of_them() -> None:
    quiet = [turned({"kind": "incident", "units": [0], "media": False}, seed=seed)[0].units[0] for seed in range(1, 9)]
    assert {unit.incident for unit in quiet} == {1}
    assert {unit.media_case for unit in quiet} == {0, 1}


def test_a_tender_frightens_and_breaks_a_guarantee() -> None:
    tender = {"kind": "tender", "units": [1]}
    kept, usual = turned(tender, weeks=YEAR, regime="tripartite")
    assert (kept.employees.job_insecurity > usual.employees.job_insecurity + 0.3).all()
    assert (usual.union_representatives.credibility > kept.union_representatives.credibility).all()
    assert kept.union_representatives.credibility.max() == 0.0
    assert kept.units.tendered.tolist() == usual.units.tendered.tolist()


def test_a_lost_tender_costs_trust_and_takes_the_volume_along() -> None:
    (lost, _), (kept, _) = (turned({"kind": "tender", "units": [1], "outcome": how}) for how in ("lost", "kept"))
    own = lost.employees.unit == 1
    assert (lost.employees.trust_in_organisation < kept.employees.trust_in_organisation).tolist() == own.tolist()
    assert (lost.employees.job_insecurity[own] > kept.employees.job_insecurity[own]).all()
    assert lost.units.competition_exposure[1] > 0.9 > kept.units.competition_exposure[1]
    assert lost.units.cost[1] < kept.units.cost[1]


def test_an_election_may_have_a_set_outcome() -> None:
    beaten, usual = turned({"kind": "election", "vote_change": -0.4}, weeks=YEAR)
    assert beaten.municipalities.elections[0] == usual.municipalities.elections[0] + 1
    share = usual.municipalities.majority_share[0]
    assert beaten.municipalities.majority_share[0] == pytest.approx(1.0 - share + 0.4)
    swept, _ = turned({"kind": "election", "vote_change": 1.0}, weeks=YEAR)
    assert swept.municipalities.majority_share[0] == 1.0


def test_an_election_without_an_outcome_is_the_voters() -> None:
    changes = {turned({"kind": "election"}, seed=seed)[0].municipalities.majority_share[0] for seed in range(1, 5)}
    assert len(changes) == 4


def test_a_rule_hunt_removes_some_of_what_is_reported() -> None:
    hunted, usual = turned({"kind": "rule_hunt", "reported": 1.0})
    removed = 1.0 - hunted.municipalities.rules[0] / usual.municipalities.rules[0]
    assert removed == pytest.approx(21 / 232, rel=0.05)  # row 2.7
    assert hunted.units.documentation.mean() < usual.units.documentation.mean()


def test_what_becomes_of_reported_rules_is_counted() -> None:
    hunted, usual = (world.municipalities[0] for world in turned({"kind": "rule_hunt", "reported": 0.5}))
    assert hunted.rules_reported == pytest.approx(0.5 * usual.rules, rel=0.05)
    counted = [hunted.reported_rules_taken_up, hunted.reported_rules_sent_on, hunted.reported_rules_removed]
    assert [it / hunted.rules_reported for it in counted] == pytest.approx([103 / 232, 19 / 232, 21 / 232], rel=0.03)
    assert hunted.rules_repealed - usual.rules_repealed == pytest.approx(hunted.reported_rules_removed, rel=0.03)
    assert usual.rules_reported == 0.0


def test_self_certification_is_lived_at_once_and_lengthens_spells() -> None:
    rule = {"kind": "certification_change", "week": 0}
    longer, usual = lived(rule, weeks=3 * YEAR), lived(weeks=3 * YEAR)
    assert set(lived(rule, weeks=1).enacted.self_certification) == {1.0}
    assert longer.employees.absence_last_year.mean() > usual.employees.absence_last_year.mean()
    ended = lived(rule | {"weeks": 4}, weeks=5)
    assert set(ended.enacted.self_certification) == {0.0} == set(ended.before.self_certification)


def test_follow_up_beside_it_is_asked_of_managers_and_ends_with_it() -> None:
    rule = {"kind": "certification_change", "week": 0, "follow_up": 0.4, "weeks": 20}
    asked, usual = lived(rule, weeks=20), lived(weeks=20)
    assert asked.formal.sick_follow_up[0] == pytest.approx(usual.formal.sick_follow_up[0] + 0.4)
    assert (asked.enacted.sick_follow_up > usual.enacted.sick_follow_up).all()
    assert lived(rule, weeks=21).formal.sick_follow_up[0] == usual.formal.sick_follow_up[0]


def test_sick_pay_moves_what_the_mildly_ill_decide() -> None:
    """As many fall ill; fewer of them stay home, and more work while ill."""
    change, setting = {"kind": "sick_pay_change", "week": 0}, four_units(20)
    less, usual, more = (
        lived(change | {"staying_home": shift}, weeks=2 * YEAR, setting=setting).employees for shift in (-1.0, 0.0, 1.0)
    )
    assert less.absence_last_year.mean() < usual.absence_last_year.mean() < more.absence_last_year.mean()
    assert less.presenteeism_load.mean() > usual.presenteeism_load.mean() > more.presenteeism_load.mean()


def test_sick_pay_is_the_states_and_ends_with_its_change() -> None:
    change = {"kind": "sick_pay_change", "week": 0, "staying_home": -1.0, "weeks": 20}
    other = change | {"week": 5, "staying_home": 0.25}
    for regime in ("trust", "npm"):
        assert set(lived(change, other, weeks=20, regime=regime).municipalities.sick_pay_shift) == {-0.75}
    assert set(lived(change, weeks=21).municipalities.sick_pay_shift) == {0.0}
    formal, enacted = (getattr(lived(change, weeks=20), table).tolist() for table in ("formal", "enacted"))
    assert (formal, enacted) == tuple(getattr(lived(weeks=20), table).tolist() for table in ("formal", "enacted"))


def test_no_change_of_sick_pay_is_nothing() -> None:
    asked, usual = turned({"kind": "sick_pay_change", "staying_home": 0.0})
    assert asked.columns() == usual.columns()


def test_a_new_standard_is_taken_up_where_it_looks_like_a_gain() -> None:
    pushes = [{"kind": "new_standard", "week": week, "candidates": 200} for week in range(0, 40, 4)]
    shown, usual = ([lived(*entries, weeks=YEAR, seed=seed).units for seed in range(1, 9)] for entries in (pushes, []))
    assert sum(units.reused.sum() for units in shown) > sum(units.reused.sum() for units in usual) == 0
    assert sum(units.practice_quality.mean() for units in shown) > sum(units.practice_quality.mean() for units in usual)


def test_the_same_change_is_the_staff_s_own_or_imposed() -> None:
    """What is changed is the same; ownership, and so buy-in, is not."""
    change = {"kind": "change_of_practice", "week": 0}
    own, imposed = (lived(change | {"owner": owner}, weeks=1).proposals for owner in ("staff", "above"))
    planned = own.station == ACCEPTED
    assert planned.sum() == 4
    assert set(own.origin[planned]) == {FROM_UNIT}
    assert set(imposed.origin[planned]) == {FROM_ABOVE}
    for content in ("first_locus", "first_way", "second_locus", "quality_gain"):
        assert own[content][planned].tolist() == imposed[content][planned].tolist()
    assert (own.seen_quality_gain[planned] > 0.0).all()


def test_what_is_imposed_has_less_behind_it_when_it_starts() -> None:
    change = {"kind": "change_of_practice", "week": 0}
    worlds = {
        owner: [lived(change | {"owner": owner}, weeks=20, seed=seed) for seed in range(1, 9)]
        for owner in ("staff", "above")
    }
    implemented = {owner: sum(world.units.implemented.sum() for world in of) for owner, of in worlds.items()}
    assert implemented["staff"] > implemented["above"] > 0
