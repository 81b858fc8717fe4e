"""The bodies that decide on proposals: line and administration, teams, or the steering group (E32).

Which body meets is the municipality's decision rule this month.
"""

from sim.draws import BODY_MEETS, Now, draw
from sim.processes.answers import NOBODY, drop, turn_down
from sim.processes.positions import (
    EVERYBODY,
    NONE,
    administration_on,
    conclude,
    council_on,
    cut_in,
    error_of_estimate,
    is_piloted_first,
    next_on_agenda,
    note_first_positions,
    position_of_representatives,
    position_of_team,
    seen_by,
)
from sim.processes.steering_group import steering_group_meets
from sim.rule import Parameters, Table, process
from sim.rules.decisions import number_taken_up, position_of_citizens
from sim.rules.search import sight_of_centre, sight_of_line_and_centre
from sim.state.tables import CONSENSUS, DELEGATED, HIERARCHY, WAITING


@process
def hold_meetings(
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    teams: Table,
    employees: Table,
    politicians: Table,
    union_representatives: Table,
    steering_groups: Table,
    proposals: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """In each municipality the body of this month's decision rule meets on proposals (E32)."""
    for m in range(len(municipalities)):
        rule_in_use = municipalities[m].decides_by
        if rule_in_use == HIERARCHY:
            line_and_administration_meet(
                m,
                municipalities,
                services,
                centres,
                units,
                employees,
                politicians,
                union_representatives,
                proposals,
                enacted,
                p,
                now,
            )
        elif rule_in_use == DELEGATED:
            teams_meet(
                m,
                municipalities,
                services,
                centres,
                units,
                teams,
                employees,
                politicians,
                union_representatives,
                proposals,
                enacted,
                p,
                now,
            )
        elif rule_in_use == CONSENSUS and now.week % int(p.weeks_between_steering_meetings) == 0:
            steering_group_meets(
                m,
                municipalities,
                services,
                centres,
                units,
                employees,
                politicians,
                union_representatives,
                steering_groups,
                proposals,
                enacted,
                p,
                now,
            )


@process
def drop_the_forgotten(units: Table, employees: Table, proposals: Table, p: Parameters, now: Now) -> None:
    """What nobody looked at for long is dropped silently; under the duty to consider it gets a reasoned no (E32)."""
    for u in range(len(units)):
        unit = units[u]
        for k in range(unit.first_proposal, unit.first_proposal + unit.proposal_rows):
            proposal = proposals[k]
            if proposal.station != WAITING or proposal.rounds > 0:
                continue
            weeks = now.week - proposal.week_voiced
            if proposal.under_duty == 1 and weeks >= p.weeks_of_duty:
                turn_down(units, employees, proposals, k, p)
            elif proposal.under_duty == 0 and weeks >= p.weeks_of_patience:
                drop(units, employees, proposals, k, p)


@process
def line_and_administration_meet(
    m: int,
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    employees: Table,
    politicians: Table,
    union_representatives: Table,
    proposals: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Hierarchy: line management and administration take up proposals, unit by unit, and decide on each (E32)."""
    municipality = municipalities[m]
    sight = sight_of_line_and_centre(municipality.units, p)
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        for _ in range(number_taken_up(p.line_per_unit_week, draw(now, BODY_MEETS, units[u].id))):
            k = next_on_agenda(units, employees, proposals, u, u + 1, EVERYBODY, 0.0, now)
            if k == NONE:
                break
            if is_piloted_first(employees, proposals, enacted, k, p, now):
                continue
            error = error_of_estimate(employees, proposals, k, p.noise_of_line, p, now)
            cut = cut_in(units, union_representatives, u, p)
            staff = position_of_representatives(
                centres,
                units,
                union_representatives,
                proposals,
                k,
                units[u].representative,
                1,
                seen_by(proposals, k, 1.0, error),
                cut,
                p,
            )
            deciding = administration_on(proposals, enacted, k, seen_by(proposals, k, sight, error), cut, p)
            from_afar = seen_by(proposals, k, sight_of_centre(municipality.units, p), error)
            _, _, in_favour = council_on(municipalities, services, units, politicians, proposals, k, from_afar, cut, p)
            citizens = position_of_citizens(from_afar, proposals[k].user_gain, p)
            note_first_positions(municipalities, units, proposals, k, staff, deciding, in_favour, citizens)
            outcome = 1 if deciding > 0.0 else 0
            conclude(municipalities, units, employees, proposals, k, outcome, NOBODY, p, now)


@process
def teams_meet(
    m: int,
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    teams: Table,
    employees: Table,
    politicians: Table,
    union_representatives: Table,
    proposals: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Delegation: each team decides on its own proposals, one at a time, blind to cost and to other units (E32)."""
    municipality = municipalities[m]
    sight = sight_of_line_and_centre(municipality.units, p)
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        for t in range(units[u].first_team, units[u].first_team + units[u].teams):
            if now.week < teams[t].next_proposal_week:
                continue
            k = next_on_agenda(units, employees, proposals, u, u + 1, t, 0.0, now)
            if k == NONE:
                continue
            teams[t].next_proposal_week = now.week + int(p.weeks_between_team_proposals)
            if is_piloted_first(employees, proposals, enacted, k, p, now):
                continue
            error = error_of_estimate(employees, proposals, k, p.noise_of_teams, p, now)
            cut = cut_in(units, union_representatives, u, p)
            deciding = position_of_team(
                centres, units, teams, employees, proposals, k, t, seen_by(proposals, k, 1.0, error), cut, p
            )
            administration = administration_on(proposals, enacted, k, seen_by(proposals, k, sight, error), cut, p)
            from_afar = seen_by(proposals, k, sight_of_centre(municipality.units, p), error)
            _, _, in_favour = council_on(municipalities, services, units, politicians, proposals, k, from_afar, cut, p)
            citizens = position_of_citizens(from_afar, proposals[k].user_gain, p)
            note_first_positions(municipalities, units, proposals, k, deciding, administration, in_favour, citizens)
            outcome = 1 if deciding > 0.0 else 0
            conclude(municipalities, units, employees, proposals, k, outcome, t, p, now)
