"""Unions, administration and politics: what is heard, audited, ruled, tendered and voted on (E22, E36-E38)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.state.tables import CONSENSUS, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.model import FreeMesa
    from benchmarks.peers.free_mesa.units import Unit


def hear_members(model: FreeMesa) -> None:
    """Representatives know how their members are, and whether the guarantee is kept."""
    is_asked = model.asked.no_tender_guarantee > 0.0
    model.guarantee_broken = model.guarantee_asked and (not is_asked or any(unit.tendered for unit in model.units))
    for representative in model.representatives:
        representative.hear_members()
        representative.believe_guarantee()
    model.guarantee_asked = is_asked


def plan_audits(model: FreeMesa) -> None:
    """The audits lived in all units together go where they seem to be needed (E36b)."""
    p = model.p
    for administrator in model.administrators:
        administrator.audits_planned = 0.0
    audits, needs = 0.0, []
    for unit in model.units:
        audits += unit.lived.audits_per_unit_month * model.audit_factor
        distrust = unit.centre.administrator_trust - unit.trust_of_administrator
        needs.append(math.exp(p.need_on_audits * (distrust + max(unit.target - unit.measured_quality, 0.0))))
    all_needs = sum(needs)
    for unit, need in zip(model.units, needs, strict=True):
        unit.audit_rate = min(max(audits * need / all_needs, 0.0), 1.0)
        unit.administrator.audits_planned += unit.audit_rate


def set_targets(model: FreeMesa) -> None:
    """Once a year each unit is set a target for its measured quality (E36b)."""
    p = model.p
    if model.week % WEEKS_PER_YEAR != 0:
        return
    for unit in model.units:
        goal = unit.peers_quality + p.distrust_on_targets * (
            unit.centre.administrator_trust - unit.trust_of_administrator
        )
        target = unit.target + p.target_pace * unit.lived.target_stakes * (goal - unit.target)
        unit.target = min(max(target, p.least_target), p.most_target)


def find_gaming(model: FreeMesa) -> None:
    """Audits find some of the gaming there is (E10)."""
    p, random = model.p, model.random.random
    for unit in model.units:
        found = unit.audit_rate / p.weeks_of_a_month * unit.mean_gaming / p.most_gaming
        unit.gaming_detected = 1 if random() < found else 0


def logistic_number(model: FreeMesa) -> float:
    """A random number with the standard logistic distribution."""
    luck = model.random.random()
    return math.log(luck / (1.0 - luck))


def council_says_yes(model: FreeMesa, case_for: float) -> bool:
    """A vote of the council on more control; ``case_for`` is the logit of the share of yes at the baseline."""
    p, centre = model.p, model.units_centre
    mood = logistic_number(model)
    yes = 0
    for politician in model.politicians:
        leaning = (
            p.trust_on_votes * (centre.politician_trust - politician.trust)
            + p.blame_on_votes * (politician.blame - centre.blame)
            + p.ideology_on_votes * (politician.ideology - 0.5)
        )
        if case_for + leaning + mood + p.own_view_on_votes * logistic_number(model) > 0.0:
            yes += 1
    members = len(model.politicians)
    return 2 * yes > members or (2 * yes == members and case_for + mood > 0.0)


def may_pass(model: FreeMesa, administration: float, staff: float, citizens: float) -> bool:
    """Whether the other parties let a decision pass: only under consensus are they asked."""
    if model.decides_by != CONSENSUS:
        return True
    least = min(administration, staff, citizens) if model.citizens_at_table else min(administration, staff)
    return least > -model.p.tolerance_of_consent


def make_rules(model: FreeMesa) -> None:
    """Rules are repealed bit by bit; a case in the media becomes a rule or else a learning review."""
    p, units = model.p, model.units
    rule_after_incident = rule_repeal = 0.0
    for unit in units:
        rule_after_incident += unit.lived.rule_after_incident
        rule_repeal += unit.lived.rule_repeal
    repealed = model.rules * rule_repeal / len(units) / WEEKS_PER_YEAR
    model.rules -= repealed
    model.rules_repealed += repealed
    for unit in units:
        unit.learning_review = 0
        if not unit.media_case:
            continue
        is_time = model.week - unit.last_rule_week >= p.rule_interval_weeks
        if is_time and adopts_rule(model, unit, rule_after_incident / len(units)):
            model.rules += p.units_of_reference_municipality / len(units)
            model.rules_made += 1
            unit.last_rule_week = model.week
        else:
            unit.learning_review = 1


def adopts_rule(model: FreeMesa, unit: Unit, share: float) -> bool:
    """Whether a case in the media becomes a rule; the parties' first positions are compared with what is decided."""
    p, error = model.p, model.p.consent_noise
    marginal = p.rules_half / (model.rules + p.rules_half) ** 2
    reference = p.units_of_reference_municipality
    avoided = p.value_of_avoided_incident * reference * 52.0 * p.incident_rate * p.rules_on_incidents * marginal
    hours = reference * unit.centre.rule_hours * marginal
    weight = 1.0 + p.load_on_weight_of_work * max(model.representatives[0].workload - 1.0, 0.0)
    council = council_says_yes(model, math.log(share / (1.0 - share)))
    administration = avoided - hours + error * logistic_number(model)
    staff = avoided - weight * hours + error * logistic_number(model)
    citizens = avoided - hours + error * logistic_number(model)
    adopted = council and may_pass(model, administration, staff, citizens)
    model.count_decision(
        (staff > 0.0) == adopted, (administration > 0.0) == adopted, council == adopted, (citizens > 0.0) == adopted
    )
    return adopted


def hold_tenders(model: FreeMesa) -> None:
    """Units come up for tender twice as often as the lever says, and the council takes every second one."""
    random, tenders = model.random.random, 0
    for unit in model.units:
        unit.tendered = 0
        occasions = 2.0 * unit.lived.tenders_per_unit_year * (1.0 - unit.guarantee) / WEEKS_PER_YEAR
        if random() < occasions and decides_on_tender(model, unit):
            unit.tendered = 1
            tenders += 1
    model.tender_rate += (WEEKS_PER_YEAR * tenders / len(model.units) - model.tender_rate) / WEEKS_PER_YEAR


def decides_on_tender(model: FreeMesa, unit: Unit) -> bool:
    """Whether a unit that has come up is put out to tender."""
    p, error = model.p, model.p.consent_noise
    insecurity = max(model.representatives[0].insecurity - unit.centre.job_insecurity, 0.0)
    administration = p.savings_of_contracts * unit.service.measurability - p.tender_costs
    staff = -p.jobs_at_tender * (1.0 + p.insecurity_on_weight_of_jobs * insecurity)
    citizens = p.wish_on_tenders * (model.wish_for_competition - 0.5)
    return council_says_yes(model, 0.0) and may_pass(
        model,
        administration + error * logistic_number(model),
        staff + error * logistic_number(model),
        citizens + error * logistic_number(model),
    )


def vote(model: FreeMesa) -> None:
    """After a case in the media the council decides on audits; once a year on the efficiency demand."""
    p, week = model.p, model.week
    after_no = 2.0 / (1.0 + p.stricter_ratio)
    if week >= model.audit_factor_until:
        model.audit_factor = 1.0
        if model.media_incidents > 0.0:
            model.audit_factor = after_no * (p.stricter_ratio if council_says_yes(model, 0.0) else 1.0)
            model.audit_factor_until = week + int(p.audit_vote_weeks)
    if week % WEEKS_PER_YEAR == 0:
        asked = sum(unit.lived.efficiency_demand for unit in model.units) / len(model.units)
        in_full = council_says_yes(model, 0.0)
        model.efficiency_demand = asked * after_no * (p.stricter_ratio if in_full else 1.0)
        model.other_budget = 0.0 if in_full else 1.0 - 1.0 / p.stricter_ratio


def meet_the_public(model: FreeMesa) -> None:
    """What all politicians meet alike: figures, and the blame that the media and complaints bring."""
    p = model.p
    usual = sum([unit.centre.complaint_rate * len(unit.citizens) for unit in model.units])
    model.quality_in_figures = sum([unit.measured_quality for unit in model.units]) / len(model.units)
    excess = max(model.complaint_rate / (usual / len(model.citizens)) - 1.0, 0.0)
    model.blame_in_the_air = p.blame_of_media * model.media_incidents + p.blame_of_complaints * excess


def hold_election(model: FreeMesa) -> None:
    """Every fourth year voters punish poor services; seats that a side loses go to new people on the other side."""
    p, random = model.p, model.random.random
    if model.week == 0 or model.week % p.election_weeks != 0:
        return
    change = 0.0
    for unit in model.units:
        change += len(unit.citizens) * (unit.mean_perceived_quality - unit.centre.perceived_quality)
    lost = p.votes_lost_to_low_quality if change / len(model.citizens) < -p.low_quality_margin else 0.0
    swing = model.random.gauss(0.0, p.election_noise) - lost
    loser, share = (1 if swing < 0.0 else 0), model.majority_share
    chance = abs(swing) / (share if loser == 1 else 1.0 - share)
    has_changed = share + swing < 0.5
    for politician in model.politicians:
        side = politician.in_majority
        if side == loser and random() < chance:
            side = 1 - side
            politician.ideology = random()
            politician.trust, politician.blame = model.units_centre.politician_trust, model.units_centre.blame
        politician.in_majority = 1 - side if has_changed else side
    model.majority_share = 1.0 - share - swing if has_changed else share + swing
    model.elections += 1
