"""True and measured quality (model.md E5-E7)."""

import math

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def inputs_per_case(effort_on_task: float, felt_load: float, centre: Centre) -> float:
    """Skilled effort that reaches a case, against the reference (model.md E5).

    ``effort_on_task`` is the staff's mean of effort x skill x share of effort on the task. Attendance and time are in
    the load and nowhere else.

    >>> inputs_per_case(0.2, 1.0, centre) > inputs_per_case(0.2, 1.2, centre)
    True
    """
    return effort_on_task / (centre.output_reference * felt_load)


@rule
def response(inputs: float, p: Parameters) -> float:
    """What inputs achieve, in [0, 1), with diminishing returns.

    >>> response(0.0, p)
    0.0
    """
    return 1.0 - math.exp(-inputs / p.output_scale)


@rule
def measurable_share(service_measurability: float, user_indicators: float, p: Parameters) -> float:
    """The share of the work that indicators see; indicators that users define see a little more (model.md E7).

    >>> measurable_share(0.5, 0.0, p)
    0.5
    """
    return clip01(service_measurability + p.measurability_of_user_indicators * user_indicators)


@rule
def lived_discretion(discretion: float, reimbursement_detail: float, baseline: Levers, p: Parameters) -> float:
    """Discretion over method that detailed reimbursement leaves, in [0, 1] (model.md E6).

    >>> lived_discretion(0.55, 0.2, baseline, p)
    0.55
    """
    return discretion * (
        1.0 - p.discretion_lost_to_detail * positive(reimbursement_detail - baseline.reimbursement_detail)
    )


@rule
def discretion_factor(lived_discretion: float, complexity: float, skill: float, centre: Centre, p: Parameters) -> float:
    """What discretion does to quality: it pays in complex work with skilled staff and costs otherwise.

    >>> complex_work, simple_work = (discretion_factor(0.8, c, centre.skill, centre, p) for c in (0.85, 0.15))
    >>> complex_work > 1.0 > simple_work
    True
    """
    fit = p.discretion_of_complexity * (complexity - 0.5) + p.discretion_of_skill * (skill - centre.skill)
    return 1.0 + p.discretion_on_quality * (lived_discretion - centre.lived_discretion) * fit


@rule
def documentation_factor(documentation: float, useful: float, p: Parameters) -> float:
    """What is lost when less is documented than the work needs.

    >>> documentation_factor(0.2, 0.15, p)
    1.0
    """
    return 1.0 - p.loss_without_documentation * positive(useful - documentation) / useful


@rule
def practice_factor(practice_quality: float, p: Parameters) -> float:
    """What the practice's quality does to results.

    >>> practice_factor(0.7, p) > practice_factor(0.5, p)
    True
    """
    return p.quality_scale * (p.quality_without_practice + p.quality_of_practice * practice_quality)


@rule
def true_quality(
    practice_factor: float,
    measurable: float,
    measured_output: float,
    unmeasured_output: float,
    discretion_factor: float,
    documentation_factor: float,
    coproduction: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """True quality of the unit's work, in [0, 1] (model.md E6). Coordination between units acts on its cases instead.

    >>> round(true_quality(1.0, .5, 0.0, 0.0, 1.0, 1.0, centre.coproduction, centre, p), 2)
    0.0
    """
    work = measurable * response(measured_output, p) + (1.0 - measurable) * response(unmeasured_output, p)
    together = 1.0 + p.coproduction_on_quality * (coproduction - centre.coproduction)
    return clip01(practice_factor * work * discretion_factor * documentation_factor * together)


@rule
def measured_quality(
    practice_factor: float,
    measured_output: float,
    gaming_norm: float,
    user_indicators: float,
    user_value: float,
    noise: float,
    p: Parameters,
) -> float:
    """Quality as the indicators show it: measured work, gaming and noise (standard normal), in [0, 1] (model.md E7).

    ``user_value`` is the practice's value to users against the baseline mean.

    >>> measured_quality(1.0, .4, .05, 0., 0., 0., p) > measured_quality(1.0, .4, .0, 0., 0., 0., p)
    True
    """
    shown = practice_factor * response(measured_output, p) + p.indicator_of_gaming * gaming_norm
    users = p.user_value_in_indicators * user_indicators * user_value
    return clip01(shown + users + p.indicator_noise * noise)
