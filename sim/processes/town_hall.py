"""Ideas from above: what administration and politicians would have a unit do otherwise (E31, E32)."""

from sim.draws import IDEA_FROM_ABOVE, Now, draws4
from sim.processes.answers import move_to
from sim.processes.ideas import NONE, begin_record, free_row, loci_of_idea, write_change
from sim.processes.positions import administration_on, cut_in, politician_on, seen_by
from sim.rule import Parameters, Table, process
from sim.rules.search import sight_of_centre
from sim.rules.shape import normal
from sim.state.tables import FROM_ABOVE, WAITING


@process
def propose_from_above(
    municipalities: Table,
    services: Table,
    units: Table,
    politicians: Table,
    union_representatives: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Now and then the town hall has an idea for a unit; if whoever has it is in favour, it waits for an answer (E31).

    Any of the unit's posts is to bring it up: that is whose team takes it up where teams decide.
    """
    if p.ideas_from_above_per_unit_week == 0.0:
        return
    for u in range(len(units)):
        unit = units[u]
        whether, which_post, _, _ = draws4(now, IDEA_FROM_ABOVE, unit.id, 0)
        k = free_row(proposals, unit.first_proposal)
        if whether >= p.ideas_from_above_per_unit_week or k == NONE:
            continue
        e = unit.first_employee + int(which_post * unit.employees)
        begin_record(units, proposals, k, u, e, FROM_ABOVE, now)
        which, whether_two, which_other, _ = draws4(now, IDEA_FROM_ABOVE, unit.id, 1)
        first_locus, second_locus = loci_of_idea(which, whether_two, which_other, p)
        write_change(services, units, proposals, practices, locus_ages, k, first_locus, second_locus, p, now)
        wanted = position_from_above(
            municipalities, services, units, politicians, union_representatives, proposals, enacted, k, p, now
        )
        if wanted > 0.0:
            unit.from_above += 1
            proposals[k].under_duty = 0
            move_to(proposals, k, WAITING, now.week)


@process
def position_from_above(
    municipalities: Table,
    services: Table,
    units: Table,
    politicians: Table,
    union_representatives: Table,
    proposals: Table,
    enacted: Table,
    k: int,
    p: Parameters,
    now: Now,
) -> float:
    """What administration, or the politician whose idea it is, thinks of it: the town hall's sight, and an error."""
    unit = units[proposals[k].unit]
    municipality = municipalities[unit.municipality]
    u1, u2, whose, which = draws4(now, IDEA_FROM_ABOVE, unit.id, 2)
    error = p.quality_noise_of_person * normal(u1, u2)
    quality = seen_by(proposals, k, sight_of_centre(municipality.units, p), error)
    cut = cut_in(units, union_representatives, proposals[k].unit, p)
    if whose >= p.politicians_share_of_ideas_from_above:
        return float(administration_on(proposals, enacted, k, quality, cut, p))
    politician = politicians[municipality.first_politician + int(which * municipality.politicians)]
    return float(politician_on(services, units, politician, proposals, k, quality, cut, p))
