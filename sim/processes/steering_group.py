"""The steering group: politicians, administration, unions, and citizens where they sit, decide by consent (E32)."""

from sim.draws import BODY_MEETS, Now, draw_between
from sim.processes.answers import NOBODY, move_to
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
    seen_by,
)
from sim.rule import Parameters, Table, process
from sim.rules.decisions import (
    is_consented,
    may_be_redesigned,
    noise_of_steering_group,
    places_on_agenda,
    position_after_talks,
    position_of_citizens,
    weeks_for_union_position,
)
from sim.rules.search import sight_of_centre

LAST_PLACE = 1
"""The steering group's own number among those of BODY_MEETS."""


@process
def steering_group_meets(
    m: int,
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    employees: Table,
    politicians: Table,
    union_representatives: Table,
    steering_groups: Table,
    proposals: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """One meeting: the longest waiting proposals of all units, as many as there is time for."""
    municipality = municipalities[m]
    group = steering_groups[m]
    first = municipality.first_unit
    after_last = first + municipality.units
    places = places_on_agenda(
        municipality.units,
        mean_facilitators(municipalities, enacted, m),
        draw_between(now, BODY_MEETS, municipality.id, LAST_PLACE),
        p,
    )
    group.meetings += 1
    group.agenda = 0
    tension = 0.0
    for _ in range(places):
        k = next_on_agenda(units, employees, proposals, first, after_last, EVERYBODY, weeks_for_union_position(p), now)
        if k == NONE:
            break
        if is_piloted_first(employees, proposals, enacted, k, p, now):
            continue
        group.agenda += 1
        tension += talk_over(
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
            k,
            p,
            now,
        )
    group.tension = tension / max(group.agenda, 1)


@process
def mean_facilitators(municipalities: Table, enacted: Table, m: int) -> float:
    """The mean over the units of facilitators at work."""
    municipality = municipalities[m]
    total = 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        total += enacted[u].internal_facilitators
    return total / municipality.units


@process
def talk_over(
    m: int,
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    employees: Table,
    politicians: Table,
    union_representatives: Table,
    steering_groups: Table,
    proposals: Table,
    enacted: Table,
    k: int,
    p: Parameters,
    now: Now,
) -> float:
    """One item: positions, talk, and consent or not. Gives the citizens' position less the employees'.

    The table shares one estimate and sees what the town hall sees; politicians sit at it one by one.
    """
    municipality = municipalities[m]
    proposal = proposals[k]
    proposal.rounds += 1
    error = error_of_estimate(employees, proposals, k, noise_of_steering_group(proposal.rounds, p), p, now)
    quality = seen_by(proposals, k, sight_of_centre(municipality.units, p), error)
    cut = cut_in(units, union_representatives, proposal.unit, p)
    staff = position_of_representatives(
        centres,
        units,
        union_representatives,
        proposals,
        k,
        municipality.first_representative,
        municipality.representatives,
        quality,
        cut,
        p,
    )
    administration = administration_on(proposals, enacted, k, quality, cut, p)
    total, least, in_favour = council_on(municipalities, services, units, politicians, proposals, k, quality, cut, p)
    citizens = position_of_citizens(quality, proposal.user_gain, p)
    if proposal.rounds == 1:
        note_first_positions(municipalities, units, proposals, k, staff, administration, in_favour, citizens)
    total += staff + administration
    least = min(least, staff)
    least = min(least, administration)
    seats = municipality.politicians + 2
    if municipality.citizens_at_table == 1:
        total += citizens
        least = min(least, citizens)
        seats += 1
    settle(m, municipalities, units, employees, steering_groups, proposals, k, total / seats, least, p, now)
    return citizens - staff


@process
def settle(
    m: int,
    municipalities: Table,
    units: Table,
    employees: Table,
    steering_groups: Table,
    proposals: Table,
    k: int,
    mean_position: float,
    least_position: float,
    p: Parameters,
    now: Now,
) -> None:
    """What the meeting ends in for one proposal, given the mean and the least of the positions it began with."""
    proposal = proposals[k]
    meeting = proposal.rounds
    if is_consented(position_after_talks(least_position, mean_position, meeting, p), p):
        conclude(municipalities, units, employees, proposals, k, 1, NOBODY, p, now)
    elif meeting < p.rounds_of_consensus or may_be_redesigned(mean_position, meeting, p):
        move_to(proposals, k, proposal.station, now.week + 1)
    else:
        steering_groups[m].blocked += 1
        conclude(municipalities, units, employees, proposals, k, 0, NOBODY, p, now)
