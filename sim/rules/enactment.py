"""Exposure and enactment: how much of what is asked is lived, and what change itself costs (model.md E1-E3)."""

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01


@rule
def soft_enactment(enactment: float, leadership_skill: float, leadership_development: float, p: Parameters) -> float:
    """The share of a soft lever's move that reaches the front line through the line manager, in [0, 1].

    Soft steering acts only through managers: their readiness, multiplied by what their skill allows and helped by
    leadership development (model.md E1; rows 2.12, 2.25). A manager without any readiness passes nothing on.

    >>> soft_enactment(0.0, 0.9, 0.1, p)
    0.0
    >>> soft_enactment(0.55, 0.8, 0.0, p) > soft_enactment(0.55, 0.4, 0.0, p)
    True
    """
    reach = p.enactment_floor + p.enactment_of_skill * leadership_skill
    return clip01(p.soft_reach * enactment * reach * (1.0 + p.enactment_of_development * leadership_development))


@rule
def hard_enactment(enactment: float, centre: Centre, p: Parameters) -> float:
    """The share of a hard lever's move that reaches the front line by itself, in [0, 1] (model.md E1).

    >>> hard_enactment(0.55, centre, p)
    0.8
    """
    if p.hard_reach == 0.0:
        return 0.0
    return clip01(p.hard_reach + p.hard_reach_of_enactment * (enactment - centre.enactment))


@rule
def lived_lever(lived: float, before: float, asked: float, enactment: float, p: Parameters) -> float:
    """The lever as it is lived next week, given what was lived before the first reform and what is asked.

    New steering takes about a year to be lived; steering that is given up fades more slowly, back to the earlier
    practice (model.md E1; row 6.6).

    >>> lived_lever(0.4, 0.4, 0.4, 0.8, p)
    0.4
    >>> 0.4 < lived_lever(0.4, 0.4, 0.9, 0.8, p) < 0.41
    True
    """
    goal = before + enactment * (asked - before)
    weeks = p.weeks_to_enact if abs(goal - before) > abs(lived - before) else p.weeks_to_fade
    return lived + (goal - lived) / weeks


@rule
def reform_step(asked: float, asked_before: float, enactment: float, change_scale: float) -> float:
    """How big a step one lever's formal change is for those who live it; 1 is a whole step.

    >>> round(reform_step(0.9, 0.4, 0.8, 1.0), 2)
    0.4
    """
    return abs(enactment * (asked - asked_before)) / change_scale


@rule
def reform_load_added(mean_step: float, form_change: float, hard_enactment: float, p: Parameters) -> float:
    """The load that a formal change lays on a unit: the mean step of its levers and the change of who decides.

    >>> reform_load_added(0.0, 0.0, 0.8, p)
    0.0
    """
    return p.reform_load * (mean_step + p.step_of_new_form * hard_enactment * form_change)


@rule
def administration_share(
    documentation: float,
    audits: float,
    split: float,
    voice_times_follow_up: float,
    relational_interventions: float,
    team_share: float,
    centre: Centre,
    baseline: Levers,
    p: Parameters,
) -> float:
    """The share of a line manager's time that goes to administration, in [0, .8] (model.md E2).

    Running dialogue and results follow-up at once costs more than either alone (row 2.22). ``voice_times_follow_up`` is
    the product of the two lived levers.

    >>> administration_share(.15, .06, .2, .16, 0.0, .3, centre, baseline, p)
    0.2
    """
    dual_running = voice_times_follow_up - baseline.voice * baseline.results_follow_up
    share = (
        p.administration_at_baseline
        + p.administration_of_documentation * (documentation - centre.documentation)
        + p.administration_of_audits * (audits - baseline.audits_per_unit_month)
        + p.administration_of_split * (split - baseline.purchaser_provider_split)
        + p.cost_of_dual_running * dual_running
        + p.administration_of_relational_interventions * relational_interventions
        + p.administration_of_teams * (team_share - baseline.team_work_aim)
    )
    return min(clip01(share), p.administration_at_most)


@rule
def enacted_support(
    leadership_skill: float, leadership_development: float, administration_share: float, p: Parameters
) -> float:
    """The support a line manager gives: skill, times the time that administration leaves, in [0, 1] (model.md E3).

    >>> round(enacted_support(0.6, 0.0, 0.2, p), 2)
    0.6
    """
    time_for_people = (1.0 - administration_share) / (1.0 - p.administration_at_baseline)
    return clip01((leadership_skill + leadership_development) * time_for_people)


@rule
def enactment_goal(trait: float, trust_in_team: float, support: float, centre: Centre, p: Parameters) -> float:
    """The readiness to enact soft steering that trust in the team and room to lead give rise to (model.md E25).

    >>> round(enactment_goal(0.55, centre.manager_trust, centre.support, centre, p), 2)
    0.55
    """
    return clip01(
        trait
        + p.enactment_of_trust * (trust_in_team - centre.manager_trust)
        + p.enactment_of_support * (support - centre.support)
    )
