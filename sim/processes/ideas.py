"""Ideas of the staff, and which of them are said aloud (E31, E50, E52)."""

from sim.draws import IDEA, IDEA_PRACTICE, JOINT_TEAM, VOICE, Now, draw, draw_lots, draws4
from sim.processes.answers import move_to
from sim.processes.landscape import practice_change, practice_of
from sim.rule import Parameters, Table, process
from sim.rules.cases import place_of_pair
from sim.rules.search import way_at, with_way
from sim.rules.shape import normal
from sim.rules.trust import believed_guarantee
from sim.rules.voice import (
    chance_of_idea,
    chance_of_voice,
    conditions_for_ideas,
    consultants_share_of_ideas,
    help_with_ideas,
)
from sim.state.tables import DAYS_PER_WEEK, EMPTY, FROM_CONSULTANT, FROM_UNIT, LOCI, PROPOSALS_PER_UNIT, WAITING

NONE = -1


@process
def have_ideas(
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    teams: Table,
    employees: Table,
    union_representatives: Table,
    pairs: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    lots: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Employees at work have ideas; what looks worth it and is safe to say becomes a proposal (E31)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        centre = centres[unit.service]
        unit_factor = conditions_for_ideas(
            lived.development_time, unit.aspiration, unit.seen_result, unit.load_ratio, baseline[0], p
        ) * help_with_ideas(lived.internal_facilitators, lived.external_consultants, p)
        draw_lots(lots, employees, unit.first_employee, unit.employees, now, IDEA)
        for e in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[e]
            if employee.filled == 0:
                continue
            days_at_work = (DAYS_PER_WEEK - employee.absent_days) / DAYS_PER_WEEK
            chance = chance_of_idea(unit_factor, employee.motivation, employee.job_insecurity, days_at_work, centre, p)
            if lots[e].lot >= chance:
                continue
            k = free_row(proposals, unit.first_proposal)
            if k == NONE:
                continue
            sketch(
                municipalities,
                services,
                units,
                employees,
                pairs,
                proposals,
                practices,
                locus_ages,
                enacted,
                k,
                e,
                p,
                now,
            )
            if is_worth_pursuing(employees, proposals, k, p, now):
                say_or_keep(
                    municipalities,
                    centres,
                    units,
                    teams,
                    employees,
                    union_representatives,
                    proposals,
                    k,
                    p,
                    now,
                )


@process
def free_row(proposals: Table, first: int) -> int:
    """The first empty row of a unit's list of proposals, or -1."""
    for k in range(first, first + PROPOSALS_PER_UNIT):
        if proposals[k].station == EMPTY:
            return k
    return NONE


@process
def write_content(
    proposals: Table, k: int, first_locus: int, first_way: int, second_locus: int, second_way: int, partner_unit: int
) -> None:
    """Write on row ``k`` what is proposed: loci (-1 for none) and the ways they would be done, or a unit to join."""
    proposal = proposals[k]
    proposal.first_locus = first_locus
    proposal.first_way = first_way
    proposal.second_locus = second_locus
    proposal.second_way = second_way
    proposal.partner_unit = partner_unit


@process
def write_gains(
    proposals: Table,
    k: int,
    quality: float,
    seen_quality: float,
    cost: float,
    work: float,
    user_value: float,
    convenience: float,
    coordination_saving: float,
) -> None:
    """Write on row ``k`` what the proposal would truly bring."""
    proposal = proposals[k]
    proposal.quality_gain = quality
    proposal.seen_quality_gain = seen_quality
    proposal.cost_change = cost
    proposal.work_change = work
    proposal.user_gain = user_value
    proposal.staff_gain = convenience
    proposal.coordination_saving = coordination_saving


@process
def write_change(
    services: Table,
    units: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    k: int,
    first_locus: int,
    second_locus: int,
    p: Parameters,
    now: Now,
) -> None:
    """Write on row ``k``, whose unit is set, a change of these loci (the second may be -1) to the other way."""
    u = proposals[k].unit
    unit = units[u]
    bits = practice_of(practices, u)
    first_way = 1 - way_at(bits, first_locus)
    second_way = 0
    new_bits = with_way(bits, first_locus, first_way)
    if second_locus != NONE:
        second_way = 1 - way_at(bits, second_locus)
        new_bits = with_way(new_bits, second_locus, second_way)
    quality, seen, cost, work, user_value, convenience = practice_change(
        bits, new_bits, unit.service, services[unit.service].id, unit.id, locus_ages, p, now
    )
    write_content(proposals, k, first_locus, first_way, second_locus, second_way, NONE)
    write_gains(proposals, k, quality, seen, cost, work, user_value, convenience, 0.0)


@process
def write_joint_team(services: Table, units: Table, proposals: Table, k: int, other: int, p: Parameters) -> None:
    """Write on row ``k`` what a joint team with unit ``other`` would bring to the one of the two that gains less (E50).

    So who is in favour for that unit is in favour for both: no second answer is needed.
    """
    complexity = min(services[units[proposals[k].unit].service].complexity, services[units[other].service].complexity)
    quality = p.quality_of_joint_team * complexity
    write_content(proposals, k, NONE, 0, NONE, 0, other)
    write_gains(
        proposals, k, quality, quality, p.cost_of_joint_team, 0.0, 0.0, 0.0, p.saving_of_joint_team * complexity
    )


@process
def begin_record(units: Table, proposals: Table, k: int, u: int, e: int, origin: int, now: Now) -> None:
    """A fresh sheet on row ``k``: whose it is, where it came from, and when."""
    unit = units[u]
    unit.proposal_rows = max(unit.proposal_rows, k - unit.first_proposal + 1)
    proposal = proposals[k]
    proposal.unit = u
    proposal.employee = e
    proposal.origin = origin
    proposal.week_voiced = now.week
    proposal.was_piloted = 0
    proposal.rounds = 0


@process
def sketch(
    municipalities: Table,
    services: Table,
    units: Table,
    employees: Table,
    pairs: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    enacted: Table,
    k: int,
    e: int,
    p: Parameters,
    now: Now,
) -> None:
    """Write on row ``k``, still empty, the idea of employee ``e``: another way at one or two loci, or a joint team."""
    employee = employees[e]
    lived = enacted[employee.unit]
    which, whether_two, which_other, whose = draws4(now, IDEA_PRACTICE, employee.id, 0)
    from_outside = consultants_share_of_ideas(lived.internal_facilitators, lived.external_consultants, p)
    origin = FROM_CONSULTANT if whose < from_outside else FROM_UNIT
    begin_record(units, proposals, k, employee.unit, e, origin, now)
    other = unit_to_join(municipalities, units, pairs, employee.unit, employee.id, p, now)
    if other != NONE:
        write_joint_team(services, units, proposals, k, other, p)
        return
    first_locus, second_locus = loci_of_idea(which, whether_two, which_other, p)
    write_change(services, units, proposals, practices, locus_ages, k, first_locus, second_locus, p, now)


@process
def loci_of_idea(which: float, whether_two: float, which_other: float, p: Parameters) -> tuple[int, int]:
    """The loci that an idea is about, any one and at times another, from three numbers in (0, 1); -1 for no second."""
    first_locus = int(which * LOCI)
    if whether_two >= p.ideas_with_two_changes:
        return first_locus, NONE
    return first_locus, (first_locus + 1 + int(which_other * (LOCI - 1))) % LOCI


@process
def unit_to_join(municipalities: Table, units: Table, pairs: Table, u: int, who: int, p: Parameters, now: Now) -> int:
    """The unit an idea would have a joint team with, any other that has none with ``u``; -1 for other ideas."""
    whether, which, _, _ = draws4(now, JOINT_TEAM, who, 0)
    municipality = municipalities[units[u].municipality]
    if whether >= p.ideas_for_joint_teams or municipality.units < 2:
        return NONE
    place = u - municipality.first_unit
    other = municipality.first_unit + (place + 1 + int(which * (municipality.units - 1))) % municipality.units
    return NONE if pairs[pair_of(municipalities, units, u, other)].joint_team == 1 else other


@process
def pair_of(municipalities: Table, units: Table, u: int, other: int) -> int:
    """The row of the pair of these two units of one municipality."""
    municipality = municipalities[units[u].municipality]
    first = municipality.first_unit
    return int(municipality.first_pair + place_of_pair(u - first, other - first, municipality.units))


@process
def is_worth_pursuing(employees: Table, proposals: Table, k: int, p: Parameters, now: Now) -> bool:
    """Whether the idea looks like a gain to the one who has it (E31)."""
    u1, u2, _, _ = draws4(now, IDEA_PRACTICE, employees[proposals[k].employee].id, 1)
    return proposals[k].quality_gain + p.quality_noise_of_person * normal(u1, u2) > 0.0


@process
def say_or_keep(
    municipalities: Table,
    centres: Table,
    units: Table,
    teams: Table,
    employees: Table,
    union_representatives: Table,
    proposals: Table,
    k: int,
    p: Parameters,
    now: Now,
) -> None:
    """The idea counts as had; said aloud, it is a proposal and waits for an answer (E31)."""
    proposal = proposals[k]
    unit = units[proposal.unit]
    employee = employees[proposal.employee]
    guarantee = believed_guarantee(unit.guarantee, union_representatives[unit.representative].credibility, p)
    saves_labour = 1 if proposal.work_change < 0.0 else 0
    unit.ideas += 1
    unit.labour_saving_ideas += saves_labour
    employee.ideas += 1
    chance = chance_of_voice(
        teams[employee.team].psychological_safety,
        employee.voice_efficacy,
        unit.perceived_influence,
        employee.job_insecurity,
        saves_labour * (1.0 - guarantee),
        centres[unit.service],
        p,
    )
    if draw(now, VOICE, employee.id) >= chance:
        return
    unit.voiced += 1
    unit.labour_saving_voiced += saves_labour
    proposal.under_duty = municipalities[unit.municipality].duty_in_force
    move_to(proposals, k, WAITING, now.week)
