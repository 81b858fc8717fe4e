"""Load and rationing: hours, work asked, work that can be done (model.md E4)."""

import math

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip, positive


@rule
def documentation(
    asked_from_above: float, exemption: float, rules: float, national_rules: float, centre: Centre, p: Parameters
) -> float:
    """The share of hours that documentation takes: what is asked, and what the stock of rules asks (rows 2.9-2.10).

    ``rules`` and ``national_rules`` are counts for a municipality of 30 units; each further rule costs less. The scale
    ``centre.rule_hours`` is computed so that rules cost .03 of hours at the baseline.

    >>> round(documentation(0.12, 0.0, 20.0, 1.0, centre, p), 3)
    0.15
    """
    binding = rules + national_rules * (1.0 - exemption)
    of_rules = centre.rule_hours * binding / (binding + p.rules_half)
    return asked_from_above * (1.0 - p.exemption_on_documentation * exemption) + of_rules


@rule
def hours_for_citizens(documentation: float, gaming: float, lived: Levers, p: Parameters) -> float:
    """The share of hours left for citizens when governance has taken its own, in [0, 1].

    >>> round(hours_for_citizens(0.15, 0.01, baseline, p), 2)
    0.82
    """
    structures = (
        p.hours_of_cross_unit_work * lived.cross_unit_structures + p.hours_of_follow_up * lived.results_follow_up
    )
    governance = documentation + lived.overhead_scale * structures + lived.development_time + lived.meeting_time
    return positive(1.0 - governance - p.hours_of_gaming * gaming)


@rule
def productivity(presentee_share: float, exhaustion: float, reform_load: float, centre: Centre, p: Parameters) -> float:
    """Work done per hour against the baseline: less when ill at work, exhausted or in the middle of a reform.

    >>> round(productivity(0.0, centre.exhaustion, 0.0, centre, p), 6)
    1.0
    """
    ill = 1.0 - (1.0 - p.productivity_while_ill) * presentee_share
    tired = (1.0 - p.exhaustion_on_productivity * exhaustion) / (1.0 - p.exhaustion_on_productivity * centre.exhaustion)
    return ill * tired * (1.0 - p.reform_on_productivity * reform_load)


@rule
def covered_attendance(attendance: float, p: Parameters) -> float:
    """Presence of one post with the share of its absence that temporary staff cover.

    >>> round(covered_attendance(0.9, p), 2)
    0.94
    """
    return attendance + (1.0 - attendance) * p.absence_cover


@rule
def work_asked(
    citizens: float, case_hours: float, complaints: float, split: float, centre: Centre, baseline: Levers, p: Parameters
) -> float:
    """The work that a unit's citizens ask for this week, in standard full posts.

    A split between purchaser and provider brakes demand a little. ``case_hours`` counts the week's cases, with the
    rework that poor coordination causes, in the same unit.

    >>> work_asked(100.0, 4.0, 0.0, .2, centre, baseline, p) > work_asked(90.0, 4.0, 0.0, .2, centre, baseline, p)
    True
    """
    need = centre.hours_per_citizen * citizens + case_hours + p.hours_per_complaint / p.hours_per_post * complaints
    return need * (1.0 - p.split_on_demand * (split - baseline.purchaser_provider_split))


@rule
def weekly_growth(efficiency_demand: float, p: Parameters) -> float:
    """The factor by which demand per unit of budget grows in a week: the efficiency demand over productivity growth.

    >>> round(weekly_growth(p.productivity_growth, p), 12)
    1.0
    """
    return math.pow((1.0 + efficiency_demand) / (1.0 + p.productivity_growth), 1.0 / 52.0)


@rule
def load_ratio(demand: float, capacity: float, p: Parameters) -> float:
    """Demand over capacity, held between a half and two; where nobody asks, the least.

    >>> load_ratio(10.0, 10.0, p), load_ratio(0.0, 0.0, p)
    (1.0, 0.5)
    """
    if capacity <= 0.0:
        return p.most_load if demand > 0.0 else p.least_load
    return clip(demand / capacity, p.least_load, p.most_load)


@rule
def rationed_load(load_ratio: float, waiting_weeks: float, p: Parameters) -> float:
    """The load that meets each case: part of an overload cuts time per case, slack works off the queue (oliva01).

    >>> rationed_load(1.0, 0.0, p)
    1.0
    >>> rationed_load(1.2, 0.0, p) < 1.2
    True
    """
    if load_ratio < 1.0:
        return load_ratio + min(waiting_weeks, 1.0 - load_ratio)
    return 1.0 + p.rationing_in_time * (load_ratio - 1.0)


@rule
def queue_change(load_ratio: float, waiting_weeks: float, p: Parameters) -> float:
    """What the week adds to the waiting list or takes from it, in weeks of standard demand.

    >>> queue_change(0.9, 0.05, p)
    -0.05
    """
    if load_ratio < 1.0:
        return -min(waiting_weeks, 1.0 - load_ratio)
    return (1.0 - p.rationing_in_time) * (load_ratio - 1.0)
