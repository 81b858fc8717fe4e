"""Incidents and the rules that prevent some of them (model.md E35; jm16, mm14, hood15)."""

import math

from sim.rule import Centre, Parameters, rule


@rule
def incident_chance(quality: float, exhaustion: float, rules: float, centre: Centre, p: Parameters) -> float:
    """The chance that a unit has an incident this week: poor work and tired people cause them, rules prevent some.

    ``rules`` is the stock of local rules of a municipality of 30 units; each further rule prevents less.

    >>> incident_chance(0.5, 0.4, 20.0, centre, p) > incident_chance(0.6, 0.3, 20.0, centre, p)
    True
    >>> incident_chance(0.6, 0.3, 40.0, centre, p) < incident_chance(0.6, 0.3, 20.0, centre, p)
    True
    """
    poor_work = p.quality_on_incidents * (centre.quality - quality)
    tired_people = p.exhaustion_on_incidents * (exhaustion - centre.exhaustion)
    unprevented = 1.0 - p.rules_on_incidents * rules / (rules + p.rules_half)
    return min(p.most_incidents, p.incident_rate * math.exp(poor_work + tired_people) * unprevented)


@rule
def for_thirty_units(number: float, units: int, p: Parameters) -> float:
    """What is counted over ``units`` units, stated for a municipality of 30, so that results do not depend on size.

    >>> for_thirty_units(2.0, 30, p), for_thirty_units(2.0, 6, p)
    (2.0, 10.0)
    """
    return number * p.units_of_reference_municipality / units
