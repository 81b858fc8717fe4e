"""Strain and exhaustion: job demands and resources (model.md E14-E16; guthier20, shoman22, amiri20, madsen14)."""

import math

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, logistic, positive


@rule
def documentation_strain(documentation: float, useful: float, perceived_control: float, p: Parameters) -> float:
    """Strain from documentation beyond what the work needs, more so when felt as control (model.md E14).

    >>> documentation_strain(0.1, 0.1, 0.9, p)
    0.0
    """
    return positive(documentation - useful) / p.documentation_strain_scale * (0.5 + perceived_control)


@rule
def role_conflict(
    controlling_steering: float,
    lived_discretion: float,
    support: float,
    honesty: float,
    enactment: float,
    p: Parameters,
) -> float:
    """Strong control meeting promised autonomy, unless managers and honesty hold the two together (model.md E15b).

    >>> role_conflict(0.5, 0.8, 0.3, 0.6, 0.5, p) > role_conflict(0.5, 0.8, 0.8, 0.6, 0.5, p)
    True
    """
    promised = clip01((lived_discretion - p.discretion_of_no_promise) / (2.0 * p.discretion_of_no_promise))
    coherence = clip01(
        p.coherence_floor + p.coherence_of_support * support + p.coherence_of_honesty * honesty * enactment
    )
    return clip01(p.role_conflict_scale * controlling_steering * promised * (1.0 - coherence))


@rule
def strain_of_load_and_queue(felt_load: float, waiting_weeks: float, centre: Centre, p: Parameters) -> float:
    """What the amount of work adds to the strain of a unit's staff, in logits: overload as it meets each case, queues.

    >>> strain_of_load_and_queue(1.2, 0.0, centre, p) > strain_of_load_and_queue(1.0, 0.0, centre, p)
    True
    """
    overload = p.strain_of_load * math.tanh(p.steepness_of_load * (felt_load - centre.felt_load))
    queue = p.strain_of_queue * min(waiting_weeks / p.queue_that_strains, 1.0)
    return overload + queue


@rule
def strain_of_work(of_load: float, of_documentation: float, centre: Centre, p: Parameters) -> float:
    """What demands add to strain, in logits: the unit's load, and documentation as the person is strained by it.

    >>> strain_of_work(0.2, 0.5, centre, p) > strain_of_work(0.2, 0.0, centre, p)
    True
    """
    return of_load + p.strain_of_documentation * (of_documentation - centre.documentation_strain)


@rule
def strain_of_role(
    ambiguity: float, role_conflict: float, job_insecurity: float, centre: Centre, p: Parameters
) -> float:
    """What an unclear, contradictory or insecure job adds to strain, in logits.

    >>> strain_of_role(centre.ambiguity, centre.role_conflict, centre.job_insecurity, centre, p)
    0.0
    """
    return (
        p.strain_of_insecurity * (job_insecurity - centre.job_insecurity)
        + p.strain_of_ambiguity * (ambiguity - centre.ambiguity)
        + p.strain_of_role_conflict * (role_conflict - centre.role_conflict)
    )


@rule
def relief_of_resources(
    autonomy: float, support: float, justice: float, staff_convenience: float, centre: Centre, p: Parameters
) -> float:
    """What resources take from strain, in logits: autonomy, support, justice and convenient ways of working.

    ``staff_convenience`` is that of the unit's practice against the baseline mean.

    >>> relief_of_resources(0.9, 0.6, 0.4, 0.0, centre, p) > relief_of_resources(0.5, 0.6, 0.4, 0.0, centre, p)
    True
    """
    return (
        p.relief_of_autonomy * (autonomy - centre.autonomy)
        + p.relief_of_support * (support - centre.support)
        + p.relief_of_justice * (justice - centre.justice)
        + p.relief_of_convenience * staff_convenience
    )


@rule
def strain(
    liability: float,
    of_work: float,
    of_role: float,
    relief: float,
    reform_load: float,
    resistance: float,
    p: Parameters,
) -> float:
    """The strain a person is under, in [0, 1]: the level that exhaustion moves towards (model.md E15).

    >>> strain(0.0, 0.5, 0.0, 0.0, 0.0, 0.0, p) > strain(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, p)
    True
    """
    change = reform_load + p.strain_of_resistance * resistance
    return logistic(p.strain_level + liability + of_work + of_role - relief + change)


@rule
def exhaustion_next(exhaustion: float, strain: float, p: Parameters) -> float:
    """Next week's exhaustion: it builds faster than it is recovered from (model.md E16).

    >>> exhaustion_next(0.3, 0.6, p) - 0.3 > 0.3 - exhaustion_next(0.3, 0.0, p)
    True
    """
    weeks = p.weeks_to_exhaust if strain > exhaustion else p.weeks_to_recover
    return exhaustion + (strain - exhaustion) / weeks


@rule
def honesty(lived: Levers) -> float:
    """How honest participation is: a question is truly open, or the frame is told (model.md 5: ho).

    >>> round(honesty(baseline), 2)
    0.6
    """
    return 1.0 - (1.0 - lived.open_questions) * (1.0 - lived.told_frame)
