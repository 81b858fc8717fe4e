"""Audits, targets, detection of gaming, and the central administrators' trust in units (model.md E10, E25, E36b)."""

import math

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip, clip01, positive


@rule
def need_of_audit(trust: float, target: float, measured_quality: float, centre: Centre, p: Parameters) -> float:
    """The weight with which audits go to a unit: more where it is trusted less or falls short of its target.

    >>> need_of_audit(0.3, 0.6, 0.6, centre, p) > need_of_audit(0.6, 0.6, 0.6, centre, p)
    True
    """
    distrust = centre.administrator_trust - trust
    return math.exp(p.need_on_audits * (distrust + positive(target - measured_quality)))


@rule
def yearly_target(
    target: float, stakes: float, upper_quartile: float, trust: float, centre: Centre, p: Parameters
) -> float:
    """A unit's target for the next year: it follows the best quarter, faster with stakes, and higher if trusted less.

    >>> yearly_target(0.6, 0.9, 0.7, 0.55, centre, p) > yearly_target(0.6, 0.3, 0.7, 0.55, centre, p) > 0.6
    True
    """
    goal = upper_quartile + p.distrust_on_targets * (centre.administrator_trust - trust)
    return clip(target + p.target_pace * stakes * (goal - target), p.least_target, p.most_target)


@rule
def detection_chance(audit_rate: float, gaming: float, p: Parameters) -> float:
    """The chance that this week's audits find gaming; ``audit_rate`` is per month.

    >>> detection_chance(0.06, 0.0, p)
    0.0
    """
    return clip01(audit_rate / p.weeks_of_a_month * gaming / p.most_gaming)


@rule
def breaches(
    incident: int, gaming_detected: int, complaint_rate: float, citizens: int, centre: Centre, p: Parameters
) -> float:
    """What costs a unit the administrator's trust this week, in incidents (model.md E25, E44).

    ``complaint_rate`` is the unit's, per citizen-week over the last year; complaints above the baseline rate count.

    >>> breaches(1, 1, centre.complaint_rate, 100.0, centre, p)
    2.0
    """
    above = positive(complaint_rate - centre.complaint_rate) * citizens
    return incident + gaming_detected + p.complaints_as_breaches * above
