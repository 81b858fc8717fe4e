"""The citizens' week as loops over records, fused by hand (E39-E44).

Those without a case are passed over at one go, an outcome is told to those who want to know it when it comes about, and
terms of several rules are merged.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.peers.free_mesa.cases import Case, open_complex_case
from sim.state.tables import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.fused import FusedMesa


def bring_cases(model: FusedMesa) -> None:
    """Some citizens bring a case; complex ones call in other units, and some of them a partner."""
    random, rate = model.random.random, model.p.case_rate
    for unit in model.units:
        unit.case_hours = 0.0
    for partner in model.partners:
        partner.shared_cases, partner.work, partner.usual_work = 0, 0.0, 0.0
    model.cases = cases = []
    has_others = len(model.units) > 1
    people, number, place = model.citizens, len(model.citizens), -1
    log, scale = math.log, math.log(1.0 - rate) if rate > 0.0 else -math.inf
    while rate > 0.0:
        # citizens without a case are passed over at one go: how many stand before the next is a geometric number
        place += 1 + int(log(1.0 - random()) / scale)
        if place >= number:
            break
        citizen = people[place]
        unit = citizen.unit
        if has_others and random() < unit.service.complexity:
            cases.append(open_complex_case(model, citizen, unit))
        else:
            unit.case_hours += unit.centre.hours_per_case
            cases.append(Case(citizen, (unit,), 1.0))


def conclude_cases(model: FusedMesa) -> None:
    """Each case comes to an outcome, which its citizen remembers and acquaintances hear of."""
    p, gauss = model.p, model.random.gauss
    of_acquaintance = p.acquaintance_weight / 5.0
    own_weight = 1.0 - p.published_quality_weight - p.acquaintance_weight
    for case in model.cases:
        citizen, units = case.citizen, case.units
        quality = 0.0
        for unit in units:
            quality += unit.quality
        quality *= (1.0 - p.coordination_on_outcome * (1.0 - case.coordination)) / len(units)
        outcome = min(max(quality + gauss(0.0, p.outcome_noise), 0.0), 1.0)
        change = outcome - citizen.outcome
        citizen.outcome = outcome
        citizen.view += own_weight * change
        change *= of_acquaintance
        for other in citizen.known_by:
            other.view += change


def judge_services(model: FusedMesa) -> None:
    """Citizens perceive quality, are satisfied or not, trust, take part, and wish for competition or not."""
    p, exp = model.p, math.exp
    at_table = float(model.citizens_at_table)
    of_quality = p.quality_on_satisfaction + p.surprise_on_satisfaction
    of_expectation = p.surprise_on_satisfaction
    coproduction_pace, expectation_pace = 1.0 / p.coproduction_weeks, 1.0 / p.expectation_weeks
    trust_on_coproduction, leak = p.trust_on_coproduction, 1.0 / p.trust_leak_weeks
    gain = p.citizen_trust_gain * p.satisfaction_on_citizen_trust
    loss = gain * p.trust_asymmetry
    on_wish, against = p.satisfaction_on_wish, (1.0 - p.wish_for_competition_level) / p.wish_for_competition_level
    all_perceived = all_satisfied = all_wishes = all_trust = all_coproduction = 0.0
    for unit in model.units:
        unit.show_service()
        impression, support = unit.impression, unit.support_of_coproduction
        coproduction_level = p.coproduction_level + p.support_on_coproduction * at_table * support
        part = p.coproduction_on_citizen_trust * at_table * (support - p.support_needed)
        usual_quality = p.quality_on_satisfaction * unit.centre.perceived_quality
        sum_perceived = sum_satisfied = sum_coproduction = 0.0
        for citizen in unit.citizens:
            perceived = citizen.view + impression
            expectation, trust, coproduction = citizen.expectation, citizen.trust, citizen.coproduction
            satisfied = 1.0 / (
                1.0 + citizen.doubt * exp(usual_quality + of_expectation * expectation - of_quality * perceived)
            )
            change = satisfied - citizen.usual_satisfaction
            goal = coproduction_level + trust_on_coproduction * trust
            if goal > 1.0:
                goal = 1.0
            elif goal < 0.0:
                goal = 0.0
            coproduction += (goal - coproduction) * coproduction_pace
            moved = gain * (1.0 - trust) * change if change > 0.0 else loss * trust * change
            trust += moved + part + (citizen.trust_trait - trust) * leak
            if trust > 1.0:
                trust = 1.0
            elif trust < 0.0:
                trust = 0.0
            citizen.expectation = expectation + (perceived - expectation) * expectation_pace
            citizen.trust, citizen.coproduction = trust, coproduction
            citizen.satisfaction = satisfied
            sum_perceived += perceived
            sum_satisfied += satisfied
            sum_coproduction += coproduction
            all_wishes += 1.0 / (1.0 + against * exp(on_wish * change))
            all_trust += trust
        number = len(unit.citizens)
        unit.mean_perceived_quality = sum_perceived / number
        unit.mean_satisfaction = sum_satisfied / number
        unit.mean_coproduction = sum_coproduction / number
        all_perceived += sum_perceived
        all_satisfied += sum_satisfied
        all_coproduction += sum_coproduction
    number = len(model.citizens)
    model.perceived_quality, model.satisfaction = all_perceived / number, all_satisfied / number
    model.wish_for_competition = all_wishes / number
    model.trust_of_citizens, model.user_involvement = all_trust / number, all_coproduction / number


def complain(model: FusedMesa) -> None:
    """Some citizens with a case complain."""
    p, random, exp = model.p, model.random.random, math.exp
    for unit in model.units:
        unit.complaints = 0
    for case in model.cases:
        citizen = case.citizen
        unit = citizen.unit
        chance = p.complaint_chance * exp(
            -p.satisfaction_on_complaints * (citizen.satisfaction - citizen.usual_satisfaction)
        )
        if random() < min(p.most_complaints, chance) + p.unmet_need_on_complaints * unit.unmet_need:
            unit.complaints += 1
    rate = 0.0
    for unit in model.units:
        number = len(unit.citizens)
        unit.complaint_rate += (unit.complaints / number - unit.complaint_rate) / WEEKS_PER_YEAR
        rate += unit.complaint_rate * number
    model.complaint_rate = rate / len(model.citizens)
