"""Effort, its direction and gaming: goals direct, monitoring sets a floor, felt control costs (model.md E8-E10)."""

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, logistic, positive


@rule
def felt_stakes(target_stakes: float, reimbursement_detail: float, baseline: Levers, p: Parameters) -> float:
    """Stakes of targets as felt: detailed reimbursement adds to them (model.md E8).

    >>> felt_stakes(0.3, 0.2, baseline, p)
    0.3
    """
    return clip01(target_stakes + p.stakes_of_reimbursement * (reimbursement_detail - baseline.reimbursement_detail))


@rule
def monitoring(target_stakes: float, audit_rate: float, results_follow_up: float, p: Parameters) -> float:
    """How closely the work is watched, in [0, 1]: targets, audits and follow-up each see part of it.

    >>> monitoring(0.0, 0.0, 0.0, p)
    0.0
    """
    unseen = (1.0 - p.monitoring_of_stakes * target_stakes) * (1.0 - clip01(audit_rate))
    return 1.0 - unseen * (1.0 - p.monitoring_of_follow_up * results_follow_up)


@rule
def goal_effect(
    felt_stakes: float, complexity: float, perceived_control: float, baseline: Levers, p: Parameters
) -> float:
    """What targets add to effort, in logits: much on simple work, less on complex work, nothing when felt as control.

    Sizes from meta-analyses of goal setting (wood87: d .76 on simple to .42 on complex tasks; epton17).

    >>> goal_effect(0.7, 0.15, 0.3, baseline, p) > goal_effect(0.7, 0.85, 0.3, baseline, p) > 0
    True
    """
    direction = p.goal_effect * (1.0 - p.goal_effect_lost_to_complexity * complexity)
    return direction * (felt_stakes - baseline.target_stakes) * (1.0 - positive(perceived_control - 0.5))


@rule
def effort(
    liability: float,
    motivation: float,
    exhaustion: float,
    team_norm: float,
    goal_effect: float,
    monitoring: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """The effort a person gives, in [the monitored floor, 1] (model.md E8; falk06, zieg12, weibel16).

    >>> effort(0.0, 0.7, 0.3, 0.74, 0.0, 0.2, centre, p) > effort(0.0, 0.5, 0.3, 0.74, 0.0, 0.2, centre, p)
    True
    """
    floor = p.effort_floor + p.effort_floor_of_monitoring * monitoring
    will = (
        liability
        + p.effort_level
        + p.motivation_on_effort * (motivation - centre.motivation)
        + p.norm_on_effort * (team_norm - centre.effort)
        - p.exhaustion_on_effort * (exhaustion - centre.exhaustion)
        + goal_effect
    )
    return floor + (1.0 - floor) * logistic(will)


@rule
def target_pull(felt_stakes: float, target: float, measured_quality: float, p: Parameters) -> float:
    """How strongly the figure pulls: stakes, more so below target, twice that just below it if targets are thresholds.

    >>> target_pull(0.5, 0.6, 0.6, p)
    0.5
    """
    short = positive(target - measured_quality)
    near = 1.0 if 0.0 < short < p.near_target else 0.0
    return felt_stakes * (1.0 + short) * (1.0 + p.threshold_targets * near)


@rule
def measured_task_share(
    measurable: float, bias: float, pull: float, acted_service_motivation: float, centre: Centre, p: Parameters
) -> float:
    """The share of effort that goes to measured work (model.md E9; Holmstroem and Milgrom 1991).

    Professionals under-weight the measured part (``bias``, logits); stakes pull towards it; those who serve out of
    motivation follow the figure less. ``measurable`` is the part of the work that figures see, as a logit;
    ``acted_service_motivation`` is public service motivation times motivation.

    >>> measured_task_share(0.0, 0.0, 0.8, 0.36, centre, p) > measured_task_share(0.0, 0.0, 0.2, 0.36, centre, p)
    True
    """
    served = p.service_motivation_on_tasks * (acted_service_motivation - centre.acted_service_motivation)
    return logistic(measurable + bias + p.stakes_on_tasks * pull - served)


@rule
def gaming_intensity(pull: float, integrity: float, audit_rate: float, team_norm: float, p: Parameters) -> float:
    """How much a person games the figure, in points of indicator per 1.2, 0 to ``p.most_gaming`` (model.md E10).

    Rises with stakes and distance to target, falls with integrity and detection, follows the team (jacob03, bohte00).
    Integrity counts against its mean over people, so that gaming is about .01 at the baseline.

    >>> gaming_intensity(1.0, 0.5, 0.06, 0.01, p) > gaming_intensity(0.3, 0.5, 0.06, 0.01, p)
    True
    """
    usual_integrity = p.integrity_first / (p.integrity_first + p.integrity_second)
    will = (
        p.gaming_level
        + p.pull_on_gaming * pull
        - p.integrity_on_gaming * (integrity - usual_integrity)
        - p.audits_on_gaming * audit_rate
        + p.norm_on_gaming * team_norm / p.most_gaming
    )
    return p.most_gaming * logistic(will)


@rule
def norm_goal(own: float, neighbours: float, p: Parameters) -> float:
    """What a team's norm moves towards: what its members do, and a little what units with informal ties do.

    >>> norm_goal(0.7, 0.7, p)
    0.7
    """
    return (1.0 - p.informal_share) * own + p.informal_share * neighbours
