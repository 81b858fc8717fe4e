"""What each party wants of a proposal, what comes next on an agenda, and whom a decision followed (E32).

Every party's first position is noted, whichever body decides, so that one can count whom decisions follow.
"""

from sim.draws import AGENDA, BODY_NOISE, PILOT, Now, draws4
from sim.processes.answers import accept, luck_of, move_to, number_of, turn_down
from sim.rule import Parameters, Table, process
from sim.rules.decisions import position_of_administration, position_of_employees, position_of_politician
from sim.rules.search import seen_gain
from sim.rules.shape import normal
from sim.rules.trust import believed_guarantee
from sim.rules.voice import share_of_saved_work_cut
from sim.state.tables import PILOTED, WAITING

NONE = -1
EVERYBODY = -1


@process
def next_on_agenda(
    units: Table,
    employees: Table,
    proposals: Table,
    first: int,
    after_last: int,
    team: int,
    weeks_more: float,
    now: Now,
) -> int:
    """The row to be taken up next: the one voiced first, and by lot among those of one week; -1 where there is none.

    Only proposals of the units from ``first`` to before ``after_last``; only a ``team``'s own unless it is -1; only
    those that have been due for ``weeks_more`` weeks.
    """
    chosen = NONE
    for u in range(first, after_last):
        unit = units[u]
        for k in range(unit.first_proposal, unit.first_proposal + unit.proposal_rows):
            proposal = proposals[k]
            if proposal.station != WAITING and proposal.station != PILOTED:
                continue
            if proposal.week_due + weeks_more > now.week:
                continue
            if team != EVERYBODY and employees[proposal.employee].team != team:
                continue
            if chosen == NONE or is_before(employees, proposals, k, chosen, now):
                chosen = k
    return chosen


@process
def is_before(employees: Table, proposals: Table, k: int, other: int, now: Now) -> bool:
    """Whether the proposal in row ``k`` comes before that in row ``other``; the lot belongs to the week of voicing."""
    week, other_week = proposals[k].week_voiced, proposals[other].week_voiced
    if week != other_week:
        return bool(week < other_week)
    then = Now(week, now.seed_low, now.seed_high)
    return luck_of(proposals, k, employees, AGENDA, then) < luck_of(proposals, other, employees, AGENDA, then)


@process
def is_piloted_first(employees: Table, proposals: Table, enacted: Table, k: int, p: Parameters, now: Now) -> bool:
    """Whether the body wants to see the proposal tried before it decides; then the pilot begins (E32)."""
    proposal = proposals[k]
    if proposal.was_piloted == 1 or proposal.rounds > 0:
        return False
    if luck_of(proposals, k, employees, PILOT, now) >= enacted[proposal.unit].pilot_share:
        return False
    proposal.was_piloted = 1
    move_to(proposals, k, PILOTED, now.week + int(p.weeks_of_pilot))
    return True


@process
def error_of_estimate(employees: Table, proposals: Table, k: int, noise: float, p: Parameters, now: Now) -> float:
    """How far a body is wrong about a proposal's quality this week: one error shared by all at the table."""
    proposal = proposals[k]
    u1, u2, _, _ = draws4(now, BODY_NOISE, employees[proposal.employee].id, number_of(proposals, k))
    spread = noise * p.noise_after_pilot if proposal.was_piloted == 1 else noise
    return spread * normal(u1, u2)


@process
def seen_by(proposals: Table, k: int, sight: float, error: float) -> float:
    """The proposal's quality gain as somebody with this sight of the unit, and the body's error, believes it to be."""
    return seen_gain(proposals[k].quality_gain, proposals[k].seen_quality_gain, sight) + error


@process
def cut_in(units: Table, union_representatives: Table, u: int, p: Parameters) -> float:
    """The share of saved work that is cut in unit ``u``, as all expect it."""
    unit = units[u]
    guarantee = believed_guarantee(unit.guarantee, union_representatives[unit.representative].credibility, p)
    return share_of_saved_work_cut(guarantee, p)


@process
def position_of_representatives(
    centres: Table,
    units: Table,
    union_representatives: Table,
    proposals: Table,
    k: int,
    first: int,
    number: int,
    quality: float,
    cut: float,
    p: Parameters,
) -> float:
    """The mean position of these union representatives, weighted by the members each speaks for (E32)."""
    proposal = proposals[k]
    centre = centres[units[proposal.unit].service]
    total, members = 0.0, 0
    for r in range(first, first + number):
        representative = union_representatives[r]
        position = position_of_employees(
            quality,
            proposal.work_change,
            proposal.staff_gain,
            cut,
            representative.workload,
            representative.insecurity,
            centre,
            p,
        )
        total += representative.members * position
        members += representative.members
    return total / max(members, 1)


@process
def position_of_team(
    centres: Table,
    units: Table,
    teams: Table,
    employees: Table,
    proposals: Table,
    k: int,
    t: int,
    quality: float,
    cut: float,
    p: Parameters,
) -> float:
    """The mean position of a team's members (E32)."""
    proposal = proposals[k]
    unit = units[proposal.unit]
    team = teams[t]
    centre = centres[unit.service]
    total, members = 0.0, 0
    for e in range(team.first_employee, team.first_employee + team.employees):
        if employees[e].filled == 0:
            continue
        total += position_of_employees(
            quality,
            proposal.work_change,
            proposal.staff_gain,
            cut,
            unit.load_ratio,
            employees[e].job_insecurity,
            centre,
            p,
        )
        members += 1
    return total / max(members, 1)


@process
def administration_on(proposals: Table, enacted: Table, k: int, quality: float, cut: float, p: Parameters) -> float:
    """The position of line and administration."""
    proposal = proposals[k]
    return position_of_administration(
        quality,
        proposal.cost_change,
        proposal.work_change,
        cut,
        proposal.coordination_saving,
        enacted[proposal.unit].joint_budget,
        p,
    )


@process
def politician_on(
    services: Table,
    units: Table,
    politician: Table,
    proposals: Table,
    k: int,
    quality: float,
    cut: float,
    p: Parameters,
) -> float:
    """The position of one politician."""
    proposal = proposals[k]
    measurability = services[units[proposal.unit].service].measurability
    return position_of_politician(
        quality,
        proposal.cost_change,
        proposal.work_change,
        cut,
        measurability,
        politician.ideology,
        p,
    )


@process
def council_on(
    municipalities: Table,
    services: Table,
    units: Table,
    politicians: Table,
    proposals: Table,
    k: int,
    quality: float,
    cut: float,
    p: Parameters,
) -> tuple[float, float, int]:
    """The politicians' positions: their sum, the least of them, and how many are in favour."""
    municipality = municipalities[units[proposals[k].unit].municipality]
    total, least, in_favour = 0.0, 1.0, 0
    for s in range(municipality.first_politician, municipality.first_politician + municipality.politicians):
        position = politician_on(services, units, politicians[s], proposals, k, quality, cut, p)
        total += position
        least = min(least, position)
        in_favour += 1 if position > 0.0 else 0
    return total, least, in_favour


@process
def note_first_positions(
    municipalities: Table,
    units: Table,
    proposals: Table,
    k: int,
    employees_position: float,
    administration_position: float,
    politicians_in_favour: int,
    citizens_position: float,
) -> None:
    """Keep what each party wanted before anybody gave way."""
    proposal = proposals[k]
    seats = municipalities[units[proposal.unit].municipality].politicians
    proposal.favoured_by_employees = 1 if employees_position > 0.0 else 0
    proposal.favoured_by_administration = 1 if administration_position > 0.0 else 0
    proposal.favoured_by_politicians = 1 if 2 * politicians_in_favour > seats else 0
    proposal.favoured_by_citizens = 1 if citizens_position > 0.0 else 0


@process
def count_decision(municipalities: Table, units: Table, proposals: Table, k: int, outcome: int) -> None:
    """A decision counts for every party whose first position it followed; ``outcome`` is 1 for yes."""
    proposal = proposals[k]
    municipality = municipalities[units[proposal.unit].municipality]
    municipality.decisions += 1
    municipality.decisions_with_employees += 1.0 if proposal.favoured_by_employees == outcome else 0.0
    municipality.decisions_with_administration += 1.0 if proposal.favoured_by_administration == outcome else 0.0
    municipality.decisions_with_politicians += 1.0 if proposal.favoured_by_politicians == outcome else 0.0
    municipality.decisions_with_citizens += 1.0 if proposal.favoured_by_citizens == outcome else 0.0


@process
def conclude(
    municipalities: Table,
    units: Table,
    employees: Table,
    proposals: Table,
    k: int,
    outcome: int,
    deciding_team: int,
    p: Parameters,
    now: Now,
) -> None:
    """The decision is counted, and the unit hears it."""
    count_decision(municipalities, units, proposals, k, outcome)
    if outcome == 1:
        accept(units, employees, proposals, k, deciding_team, p, now)
    else:
        turn_down(units, employees, proposals, k, p)
