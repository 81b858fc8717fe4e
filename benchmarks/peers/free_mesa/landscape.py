"""What practices are worth: tables by locus and way, drawn once and drawn again when the world changes (E34)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.state.tables import LOCI

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.agents import Service
    from benchmarks.peers.free_mesa.model import FreeMesa
    from benchmarks.peers.free_mesa.units import Unit

type Effects = tuple[float, float, float, float]
"""Cost, work, user value and staff convenience."""


def world_changes(model: FreeMesa) -> None:
    """Now and then the world changes what one locus of a service's practice is worth, in all its units."""
    random = model.random.random
    for service in model.services:
        if random() < model.p.turbulence_per_week:
            redraw(model, service, int(random() * LOCI))
            for unit in service.units:
                refresh_practice(unit, model.links)


def redraw(model: FreeMesa, service: Service, locus: int) -> None:
    """New values for every way of doing a locus."""
    p, random = model.p, model.random.random
    ways = range(1 << (model.links + 1))
    shared_scale = math.sqrt(1.0 - p.local_share_of_quality)
    local_scale = math.sqrt(p.local_share_of_quality)
    service.shared_values[locus] = [shared_scale * (random() - 0.5) for _ in ways]
    service.effects[locus] = [effects(model) for _ in ways]
    for unit in service.units:
        unit.local_values[locus] = [local_scale * (random() - 0.5) for _ in ways]


def effects(model: FreeMesa) -> Effects:
    """The side effects of one way of doing a locus; what users gain, the staff partly lose."""
    p, gauss = model.p, model.random.gauss
    spread = math.sqrt(2.0 * (model.links + 1))
    cost_scale, value_scale = p.cost_of_one_change / spread, p.value_of_one_change / spread
    conflict = p.conflict_of_users_and_staff
    for_users = gauss(0.0, 1.0)
    for_staff = math.sqrt(1.0 - conflict * conflict) * gauss(0.0, 1.0) - conflict * for_users
    return gauss(0.0, cost_scale), gauss(0.0, cost_scale), value_scale * for_users, value_scale * for_staff


def refresh_practice(unit: Unit, links: int) -> None:
    """Write what the unit's practice, just changed, is worth: all but quality measured from the baseline mean."""
    service, centre, local = unit.service, unit.centre, unit.local_values
    ring, mask = unit.practice | (unit.practice << LOCI), (1 << (links + 1)) - 1
    quality = cost = work = user_value = convenience = 0.0
    for locus in range(LOCI):
        ways = (ring >> locus) & mask
        quality += service.shared_values[locus][ways] + local[locus][ways]
        more_cost, more_work, more_value, more_convenience = service.effects[locus][ways]
        cost += more_cost
        work += more_work
        user_value += more_value
        convenience += more_convenience
    unit.practice_quality = 0.5 + quality / LOCI
    unit.cost_index = cost - centre.cost_index
    unit.work_index = work - centre.work_index
    unit.user_value = user_value - centre.user_value
    unit.staff_convenience = convenience - centre.staff_convenience


def practice_change(unit: Unit, new_practice: int, links: int) -> tuple[float, float, float, float, float, float]:
    """What a change of practice brings: quality, the part of it all can see, cost, work, user value, convenience."""
    service, local = unit.service, unit.local_values
    mask = (1 << (links + 1)) - 1
    ring, new_ring = unit.practice | (unit.practice << LOCI), new_practice | (new_practice << LOCI)
    quality = seen_by_all = cost = work = user_value = convenience = 0.0
    for locus in range(LOCI):
        old, new = (ring >> locus) & mask, (new_ring >> locus) & mask
        if old == new:
            continue
        seen = service.shared_values[locus][new] - service.shared_values[locus][old]
        seen_by_all += seen
        quality += seen + local[locus][new] - local[locus][old]
        old_effects, new_effects = service.effects[locus][old], service.effects[locus][new]
        cost += new_effects[0] - old_effects[0]
        work += new_effects[1] - old_effects[1]
        user_value += new_effects[2] - old_effects[2]
        convenience += new_effects[3] - old_effects[3]
    return quality / LOCI, seen_by_all / LOCI, cost, work, user_value, convenience


def practice_with(practice: int, new_ways: Any) -> int:
    """The practice with these loci done these ways."""
    for locus, way in new_ways:
        practice = (practice & ~(1 << locus)) | (way << locus)
    return practice
