"""The landscape that practices are searched in: read from the random numbers, never stored (E34).

What a locus is worth is a function of the service (shared) and the unit (local), of how the locus and its neighbours in
the ring are done, and of how often the world has changed it. Two units that do a thing alike get the same shared worth.
"""

from sim.draws import (
    LANDSCAPE,
    LANDSCAPE_LOCAL,
    LANDSCAPE_VALUES,
    TURBULENCE,
    Now,
    draw_between,
    draws4,
)
from sim.rule import Parameters, Table, process
from sim.rules.search import local_quality, shared_quality, side_effects, ways_around
from sim.state.tables import LOCI

WAYS = 1024
"""Room for the ways of a locus and its neighbours in the other party of a draw."""


@process
def practice_of(practices: Table, u: int) -> int:
    """The practice of unit ``u`` as one whole number, a bit for each locus."""
    bits = 0
    for locus in range(LOCI):
        bits |= practices[u * LOCI + locus].bit << locus
    return bits


@process
def worth_of_locus(
    locus: int, ways: int, redrawn: int, service_id: int, unit_id: int, p: Parameters, now: Now
) -> tuple[float, float, float, float, float, float]:
    """What a locus is worth: shared and local quality against the middle, cost, work, user value, staff convenience."""
    then = Now(redrawn, now.seed_low, now.seed_high)
    which = locus * WAYS + ways
    shared = shared_quality(draw_between(then, LANDSCAPE, service_id, which), p)
    local = local_quality(draw_between(then, LANDSCAPE_LOCAL, unit_id, which), p)
    u1, u2, u3, u4 = draws4(then, LANDSCAPE_VALUES, service_id, which)
    cost, work, user_value, convenience = side_effects(u1, u2, u3, u4, int(p.linked_loci), p)
    return shared, local, cost, work, user_value, convenience


@process
def practice_values(
    bits: int, service_row: int, service_id: int, unit_id: int, locus_ages: Table, p: Parameters, now: Now
) -> tuple[float, float, float, float, float]:
    """What a practice is worth in a unit: quality in [0, 1], and raw cost, work, user value and staff convenience."""
    quality = cost = work = user_value = convenience = 0.0
    for locus in range(LOCI):
        ways = ways_around(bits, locus, int(p.linked_loci), LOCI)
        redrawn = locus_ages[service_row * LOCI + locus].redrawn
        shared, local, more_cost, more_work, more_value, more_convenience = worth_of_locus(
            locus, ways, redrawn, service_id, unit_id, p, now
        )
        quality += shared + local
        cost += more_cost
        work += more_work
        user_value += more_value
        convenience += more_convenience
    return 0.5 + quality / LOCI, cost, work, user_value, convenience


@process
def practice_change(
    bits: int,
    new_bits: int,
    service_row: int,
    service_id: int,
    unit_id: int,
    locus_ages: Table,
    p: Parameters,
    now: Now,
) -> tuple[float, float, float, float, float, float]:
    """What a change of practice brings: quality, the part of it all can see, cost, work, user value, convenience."""
    quality = seen_by_all = cost = work = user_value = convenience = 0.0
    for locus in range(LOCI):
        old_ways = ways_around(bits, locus, int(p.linked_loci), LOCI)
        new_ways = ways_around(new_bits, locus, int(p.linked_loci), LOCI)
        if old_ways == new_ways:
            continue
        redrawn = locus_ages[service_row * LOCI + locus].redrawn
        old = worth_of_locus(locus, old_ways, redrawn, service_id, unit_id, p, now)
        new = worth_of_locus(locus, new_ways, redrawn, service_id, unit_id, p, now)
        seen_by_all += (new[0] - old[0]) / LOCI
        quality += (new[0] - old[0] + new[1] - old[1]) / LOCI
        cost += new[2] - old[2]
        work += new[3] - old[3]
        user_value += new[4] - old[4]
        convenience += new[5] - old[5]
    return quality, seen_by_all, cost, work, user_value, convenience


@process
def refresh_practice(
    units: Table,
    services: Table,
    centres: Table,
    practices: Table,
    locus_ages: Table,
    u: int,
    p: Parameters,
    now: Now,
) -> None:
    """Write what unit ``u``'s practice, just changed, is worth: all but quality measured from the baseline mean."""
    unit = units[u]
    centre = centres[unit.service]
    quality, cost, work, user_value, convenience = practice_values(
        practice_of(practices, u), unit.service, services[unit.service].id, unit.id, locus_ages, p, now
    )
    unit.practice_quality = quality
    unit.cost_index = cost - centre.cost_index
    unit.work_index = work - centre.work_index
    unit.user_value = user_value - centre.user_value
    unit.staff_convenience = convenience - centre.staff_convenience


@process
def world_changes(
    units: Table,
    services: Table,
    centres: Table,
    practices: Table,
    locus_ages: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Now and then the world changes what one locus of a service's practice is worth, in all its units (E34)."""
    for s in range(len(services)):
        whether, which, _, _ = draws4(now, TURBULENCE, services[s].id, 0)
        if whether >= p.turbulence_per_week:
            continue
        locus_ages[s * LOCI + int(which * LOCI)].redrawn += 1
        for u in range(len(units)):
            if units[u].service == s:
                refresh_practice(units, services, centres, practices, locus_ages, u, p, now)
