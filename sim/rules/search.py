"""Search over ways of working: a practice as a point in a rugged landscape (Levinthal 1997; Kauffman's NK model).

A practice is twelve either-or choices, kept as the bits of one whole number. What a choice is worth depends on itself
and on its neighbours in the ring, so that changing one thing at a time leads to a local peak (model.md E34).
"""

import math

from sim.rule import Levers, Parameters, rule
from sim.rules.shape import clip01


@rule
def ways_around(bits: int, locus: int, links: int, loci: int) -> int:
    """The choices at a locus and at the ``links`` loci that follow it in the ring of ``loci``, as a number.

    >>> ways_around(0b0101, 2, 1, 4), ways_around(0b0011, 3, 2, 4)
    (1, 6)
    """
    ring = bits | (bits << loci)
    return (ring >> locus) & ((1 << (links + 1)) - 1)


@rule
def way_at(bits: int, locus: int) -> int:
    """The choice at one locus, 0 or 1.

    >>> way_at(0b0100, 2), way_at(0b0100, 1)
    (1, 0)
    """
    return (bits >> locus) & 1


@rule
def with_way(bits: int, locus: int, way: int) -> int:
    """The practice with this choice (0 or 1) at the locus.

    >>> with_way(0b0100, 0, 1), with_way(0b0100, 2, 0)
    (5, 0)
    """
    return (bits & ~(1 << locus)) | (way << locus)


@rule
def shared_quality(u: float, p: Parameters) -> float:
    """What a locus adds to quality wherever the service is given, against the middle (model.md E34, g).

    >>> shared_quality(0.5, p)
    0.0
    """
    return math.sqrt(1.0 - p.local_share_of_quality) * (u - 0.5)


@rule
def local_quality(u: float, p: Parameters) -> float:
    """What a locus adds to quality in this unit only, against the middle (model.md E34, l).

    >>> local_quality(0.5, p)
    0.0
    """
    return math.sqrt(p.local_share_of_quality) * (u - 0.5)


@rule
def scale_of_locus(step: float, links: int) -> float:
    """The standard deviation of one locus's value for which a change of one choice has the deviation ``step``.

    One choice redraws the values of ``links`` + 1 loci, and a change is the new value less the old (model.md E34).

    >>> round(scale_of_locus(0.02, 4), 4)
    0.0063
    """
    return step / math.sqrt(2.0 * (links + 1))


@rule
def side_effects(
    u1: float, u2: float, u3: float, u4: float, links: int, p: Parameters
) -> tuple[float, float, float, float]:
    """Cost, work, user value and staff convenience of one locus, all relative, from four numbers in (0, 1).

    User value and staff convenience go against one another (r_ce): opening hours, known faces (model.md E34).

    >>> cost, work, user_value, convenience = side_effects(0.2, 0.4, 0.1, 0.05, 4, p)
    >>> user_value > 0.0 > convenience
    True
    """
    length, angle = math.sqrt(-2.0 * math.log(u1)), 2.0 * math.pi * u2
    other_length, other_angle = math.sqrt(-2.0 * math.log(u3)), 2.0 * math.pi * u4
    for_users, apart = other_length * math.cos(other_angle), other_length * math.sin(other_angle)
    conflict = p.conflict_of_users_and_staff
    for_staff = -conflict * for_users + math.sqrt(1.0 - conflict * conflict) * apart
    cost_scale = scale_of_locus(p.cost_of_one_change, links)
    value_scale = scale_of_locus(p.value_of_one_change, links)
    return (
        cost_scale * length * math.cos(angle),
        cost_scale * length * math.sin(angle),
        value_scale * for_users,
        value_scale * for_staff,
    )


@rule
def seen_gain(gain: float, gain_seen_by_all: float, sight: float) -> float:
    """The gain in quality as it looks to somebody who sees the share ``sight`` of what is particular to the unit.

    >>> seen_gain(0.10, 0.04, 1.0), seen_gain(0.10, 0.04, 0.0)
    (0.1, 0.04)
    """
    return gain_seen_by_all + sight * (gain - gain_seen_by_all)


@rule
def sight_of_centre(units: int, p: Parameters) -> float:
    """The share of a unit's particulars that the town hall sees: less in a larger one, never more than the line sees.

    >>> sight_of_centre(30, p), sight_of_centre(120, p) < sight_of_centre(30, p), sight_of_centre(4, p)
    (0.3, True, 0.5)
    """
    return min(p.sight_of_line, p.sight_of_centre * p.units_of_reference_municipality / units)


@rule
def sight_of_line_and_centre(units: int, p: Parameters) -> float:
    """The share of a unit's particulars that is seen where line management and town hall decide together.

    >>> sight_of_centre(30, p) < sight_of_line_and_centre(30, p) < 0.5
    True
    """
    return (p.sight_of_line + sight_of_centre(units, p)) / 2.0


@rule
def chance_of_copying(
    facilitators: float,
    cross_unit_structures: float,
    purchaser_provider_split: float,
    target_stakes: float,
    follow_up: float,
    baseline: Levers,
    p: Parameters,
) -> float:
    """The chance that a unit looks at how another unit works this week, in order to copy it.

    Helpers and meeting places across units carry practices over, a purchaser-provider split shuts them in; stakes with
    follow-up of results make units look at one another (model.md E34; row 8.5).

    >>> round(chance_of_copying(0.0, 0.3, 0.2, 0.3, 0.4, baseline, p), 3)
    0.05
    >>> chance_of_copying(0.0, 0.3, 0.8, 0.3, 0.4, baseline, p) < 0.05
    True
    """
    open_doors = (
        1.0
        + p.facilitators_on_copying * facilitators
        + p.structures_on_copying * (cross_unit_structures - baseline.cross_unit_structures)
        - p.split_on_copying * (purchaser_provider_split - baseline.purchaser_provider_split)
    )
    comparison = p.stakes_on_copying * (target_stakes - baseline.target_stakes) * follow_up
    return clip01(p.copying_per_week * open_doors + comparison)
