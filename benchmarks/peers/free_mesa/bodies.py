"""The bodies that decide on proposals: line and administration, teams, or the steering group (E32, E33)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.state.tables import CONSENSUS, DELEGATED, FROM_UNIT, HIERARCHY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.peers.free_mesa.agents import Proposal, UnionRepresentative
    from benchmarks.peers.free_mesa.model import FreeMesa
    from benchmarks.peers.free_mesa.units import Team


def hold_meetings(model: FreeMesa) -> None:
    """The body of this month's decision rule meets; what nobody looked at for long is dropped."""
    if model.decides_by == HIERARCHY:
        line_and_administration_meet(model)
    elif model.decides_by == DELEGATED:
        teams_meet(model)
    elif model.decides_by == CONSENSUS and model.week % int(model.p.weeks_between_steering_meetings) == 0:
        steering_group_meets(model)
    drop_the_forgotten(model)


def line_and_administration_meet(model: FreeMesa) -> None:
    """Hierarchy: line management and administration take up proposals, unit by unit, and decide on each."""
    p, random = model.p, model.random.random
    none = math.exp(-p.line_per_unit_week)
    for unit in model.units:
        luck, number, chance = random(), 0, none
        reached = chance
        while luck > reached and chance > 0.0:  # a Poisson number
            number += 1
            chance *= p.line_per_unit_week / number
            reached += chance
        for _ in range(number):
            proposal = next_on_agenda(unit.on_the_table, model.week)
            if proposal is None:
                break
            if is_piloted_first(model, proposal):
                continue
            error = error_of_estimate(model, proposal, p.noise_of_line)
            cut = unit.share_of_saved_work_cut()
            representative = unit.representative
            own = seen_by(proposal, 1.0, error)
            staff = position_of_employees(model, proposal, own, cut, representative.workload, representative.insecurity)
            deciding = note_and_judge(model, proposal, error, cut, staff)
            conclude(model, proposal, deciding > 0.0, None)


def teams_meet(model: FreeMesa) -> None:
    """Delegation: each team decides on its own proposals, one at a time, blind to cost and to other units."""
    p, week = model.p, model.week
    for unit in model.units:
        if not unit.on_the_table:
            continue
        for team in unit.teams:
            if week < team.next_proposal_week:
                continue
            proposal = next_on_agenda([q for q in unit.on_the_table if q.employee.team is team], week)
            if proposal is None:
                continue
            team.next_proposal_week = week + int(p.weeks_between_team_proposals)
            if is_piloted_first(model, proposal):
                continue
            error = error_of_estimate(model, proposal, p.noise_of_teams)
            cut = unit.share_of_saved_work_cut()
            own = seen_by(proposal, 1.0, error)
            total = 0.0
            for employee in team.employees:
                total += position_of_employees(model, proposal, own, cut, unit.load_ratio, employee.job_insecurity)
            deciding = total / len(team.employees)
            note_and_judge(model, proposal, error, cut, deciding)
            conclude(model, proposal, deciding > 0.0, team)


def note_and_judge(model: FreeMesa, proposal: Proposal, error: float, cut: float, staff: float) -> float:
    """Note every party's first position where no steering group sits; gives the administration's."""
    administration = position_of_administration(model, proposal, seen_by(proposal, model.sight_of_both, error), cut)
    from_afar = seen_by(proposal, model.sight_of_centre, error)
    _, _, in_favour = council_on(model, proposal, from_afar, cut)
    note_first_positions(
        model, proposal, staff, administration, in_favour, position_of_citizens(model, proposal, from_afar)
    )
    return administration


def steering_group_meets(model: FreeMesa) -> None:
    """Politicians, administration, unions, and citizens where they sit, take up what has waited longest."""
    p, group = model.p, model.steering_group
    units = len(model.units)
    facilitators = sum(unit.lived.internal_facilitators for unit in model.units) / units
    a_week = p.steering_group_per_unit_week * (1.0 + p.facilitators_on_agenda * facilitators) * units
    places = int(a_week * p.weeks_between_steering_meetings + model.random.random())
    due = model.week - p.weeks_for_distant_unions * (1.0 - p.union_decentralisation)
    group.meetings += 1
    group.agenda, tension = 0, 0.0
    for _ in range(places):
        proposal = next_on_agenda((proposal for unit in model.units for proposal in unit.on_the_table), due)
        if proposal is None:
            break
        if is_piloted_first(model, proposal):
            continue
        group.agenda += 1
        tension += talk_over(model, proposal)
    group.tension = tension / max(group.agenda, 1)


def talk_over(model: FreeMesa, proposal: Proposal) -> float:
    """One item: positions, talk, and consent or not. Gives the citizens' position less the employees'."""
    p = model.p
    proposal.rounds += 1
    meeting = proposal.rounds
    noise = p.noise_of_steering_group
    noise *= p.noise_after_redesign if meeting > p.rounds_of_consensus else 1.0 / math.sqrt(meeting)
    quality = seen_by(proposal, model.sight_of_centre, error_of_estimate(model, proposal, noise))
    cut = proposal.unit.share_of_saved_work_cut()
    staff = position_of_all_representatives(model, proposal, quality, cut)
    administration = position_of_administration(model, proposal, quality, cut)
    total, least, in_favour = council_on(model, proposal, quality, cut)
    citizens = position_of_citizens(model, proposal, quality)
    if meeting == 1:
        note_first_positions(model, proposal, staff, administration, in_favour, citizens)
    total += staff + administration
    least, seats = min(least, staff, administration), len(model.politicians) + 2
    if model.citizens_at_table:
        total, least, seats = total + citizens, min(least, citizens), seats + 1
    mean = total / seats
    after_talks = mean + (1.0 - p.movement_in_talks) ** min(meeting, p.rounds_of_consensus) * (least - mean)
    if after_talks > -p.tolerance_of_consent:
        conclude(model, proposal, True, None)
    elif meeting < p.rounds_of_consensus or (meeting <= p.rounds_of_consensus and mean > 0.0):
        proposal.week_due = model.week + 1
    else:
        model.steering_group.blocked += 1
        conclude(model, proposal, False, None)
    return citizens - staff


def next_on_agenda(proposals: Iterable[Proposal], due: float) -> Proposal | None:
    """Of those that were due by then, the proposal voiced first, and by lot among those of one week."""
    chosen = None
    for proposal in proposals:
        if proposal.week_due <= due and (
            chosen is None or (proposal.week_voiced, proposal.lot) < (chosen.week_voiced, chosen.lot)
        ):
            chosen = proposal
    return chosen


def is_piloted_first(model: FreeMesa, proposal: Proposal) -> bool:
    """Whether the body wants to see the proposal tried before it decides; then the pilot begins."""
    if proposal.was_piloted or proposal.rounds > 0:
        return False
    if model.random.random() >= proposal.unit.lived.pilot_share:
        return False
    proposal.was_piloted = proposal.is_pilot = True
    proposal.week_due = model.week + int(model.p.weeks_of_pilot)
    return True


def error_of_estimate(model: FreeMesa, proposal: Proposal, noise: float) -> float:
    """How far a body is wrong about a proposal's quality this week: one error shared by all at the table."""
    return model.random.gauss(0.0, noise * model.p.noise_after_pilot if proposal.was_piloted else noise)


def seen_by(proposal: Proposal, sight: float, error: float) -> float:
    """The proposal's quality gain as somebody with this sight of the unit, and the body's error, believes it to be."""
    seen = proposal.seen_quality_gain
    return seen + sight * (proposal.quality_gain - seen) + error


def position_of_employees(
    model: FreeMesa, proposal: Proposal, quality: float, cut: float, load: float, insecurity: float
) -> float:
    """What employees, or those who speak for them, think: quality, relief, convenience and jobs."""
    p, work = model.p, proposal.work_change
    weight_of_work = 1.0 + p.load_on_weight_of_work * max(load - 1.0, 0.0)
    surplus = max(insecurity - proposal.unit.centre.job_insecurity, 0.0)
    jobs_lost = (1.0 + p.insecurity_on_weight_of_jobs * surplus) * cut * max(-work, 0.0)
    return quality - weight_of_work * work + p.convenience_to_employees * proposal.staff_gain - jobs_lost


def position_of_all_representatives(model: FreeMesa, proposal: Proposal, quality: float, cut: float) -> float:
    """The mean position of the union representatives, weighted by the members each speaks for."""
    total = members = 0.0
    representatives: list[UnionRepresentative] = model.representatives
    for representative in representatives:
        position = position_of_employees(
            model, proposal, quality, cut, representative.workload, representative.insecurity
        )
        total += representative.members * position
        members += representative.members
    return total / max(members, 1.0)


def position_of_administration(model: FreeMesa, proposal: Proposal, quality: float, cut: float) -> float:
    """What line management and administration think: quality against budget, and change is a bother."""
    p = model.p
    at_partners = p.share_of_savings_at_partners * (1.0 - proposal.unit.lived.joint_budget)
    budget = proposal.cost_change - cut * max(-proposal.work_change, 0.0)
    budget -= (1.0 - at_partners) * proposal.coordination_saving
    return quality - p.budget_to_administration * budget - p.bother_of_change


def position_of_citizens(model: FreeMesa, proposal: Proposal, quality: float) -> float:
    """What citizens think: quality, and what they meet of it."""
    return quality + model.p.value_to_citizens * proposal.user_gain


def council_on(model: FreeMesa, proposal: Proposal, quality: float, cut: float) -> tuple[float, float, int]:
    """The politicians' positions: their sum, the least of them, and how many are in favour."""
    p, cost = model.p, proposal.cost_change
    budget = cost - cut * max(-proposal.work_change, 0.0)
    common = proposal.unit.service.measurability * quality - p.budget_to_politicians * budget
    total, least, in_favour = 0.0, 1.0, 0
    for politician in model.politicians:
        position = common - p.ideology_on_cost * (politician.ideology - 0.5) * cost
        total += position
        if position < least:
            least = position
        if position > 0.0:
            in_favour += 1
    return total, least, in_favour


def note_first_positions(
    model: FreeMesa, proposal: Proposal, staff: float, administration: float, in_favour: int, citizens: float
) -> None:
    """Keep what each party wanted before anybody gave way."""
    proposal.favoured_by_employees = staff > 0.0
    proposal.favoured_by_administration = administration > 0.0
    proposal.favoured_by_politicians = 2 * in_favour > len(model.politicians)
    proposal.favoured_by_citizens = citizens > 0.0


def conclude(model: FreeMesa, proposal: Proposal, outcome: bool, deciding_team: Team | None) -> None:
    """The decision is counted for every party whose first position it followed, and the unit hears it."""
    model.count_decision(
        proposal.favoured_by_employees == outcome,
        proposal.favoured_by_administration == outcome,
        proposal.favoured_by_politicians == outcome,
        proposal.favoured_by_citizens == outcome,
    )
    if not outcome:
        turn_down(model, proposal)
        return
    unit = proposal.unit
    unit.accepted += 1
    unit.on_the_table.remove(proposal)
    plan_start(model, proposal, deciding_team)
    hear_answer(model, proposal, model.p.answer_of_acceptance)


def plan_start(model: FreeMesa, proposal: Proposal, deciding_team: Team | None) -> None:
    """A proposal is to be carried into operation in some weeks; each of the staff is asked with a chance."""
    p, random, unit = model.p, model.random.random, proposal.unit
    spread = p.weeks_to_start_most - p.weeks_to_start_least + 1.0
    proposal.week_due = model.week + int(p.weeks_to_start_least + random() * spread)
    influence, asked = unit.perceived_influence, 0
    for employee in unit.employees:
        if employee.team is deciding_team or random() < influence:
            asked += 1
    proposal.asked_share = asked / len(unit.employees)
    unit.in_preparation.append(proposal)


def hear_answer(model: FreeMesa, proposal: Proposal, answer: float) -> None:
    """Everybody in the unit draws a conclusion about speaking up, the originator most of all."""
    weight = model.p.answer_on_unit
    originator = proposal.employee if proposal.origin == FROM_UNIT else None
    for employee in proposal.unit.employees:
        near = model.p.answer_on_originator if employee is originator else weight
        employee.voice_efficacy += near * (answer - employee.voice_efficacy)


def turn_down(model: FreeMesa, proposal: Proposal) -> None:
    """No, with a reason."""
    proposal.unit.turned_down += 1
    hear_answer(model, proposal, model.p.answer_of_reasoned_no)
    proposal.unit.on_the_table.remove(proposal)


def drop_the_forgotten(model: FreeMesa) -> None:
    """What nobody looked at for long is dropped silently; under the duty to consider it gets a reasoned no."""
    p = model.p
    for unit in model.units:
        if not unit.on_the_table:
            continue
        for proposal in list(unit.on_the_table):
            if proposal.is_pilot or proposal.rounds > 0:
                continue
            weeks = model.week - proposal.week_voiced
            if proposal.under_duty:
                if weeks >= p.weeks_of_duty:
                    turn_down(model, proposal)
            elif weeks >= p.weeks_of_patience:
                unit.dropped += 1
                hear_answer(model, proposal, p.answer_of_silence)
                unit.on_the_table.remove(proposal)
