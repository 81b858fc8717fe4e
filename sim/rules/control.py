"""Perceived control, autonomy and the other needs (model.md E11-E13; deci99, cer14, cer16, jha14, mik15)."""

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def controlling_steering(audit_rate: float, documentation: float, lived: Levers, p: Parameters) -> float:
    """How much there is in steering that can be felt as controlling, in [0, 1] (model.md E11).

    >>> controlling_steering(0.0, 0.0, baseline, p) < controlling_steering(0.2, 0.2, baseline, p)
    True
    """
    audits = clip01(p.control_of_audits * audit_rate * (1.0 - p.control_lost_to_learning * lived.audit_for_learning))
    papers = p.control_of_documentation * min(1.0, documentation / p.documentation_scale)
    return 1.0 - (1.0 - p.control_of_stakes * lived.target_stakes) * (1.0 - audits) * (1.0 - papers)


@rule
def perceived_control(
    controlling_steering: float,
    autonomy_orientation: float,
    support: float,
    justice: float,
    trust_in_manager: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """Steering felt as controlling: support, justice and trust buffer it, in [0, 1] (model.md E11).

    >>> perceived_control(0.4, 1.0, 0.9, 0.4, 0.7, centre, p) < perceived_control(0.4, 1.0, 0.3, 0.4, 0.7, centre, p)
    True
    """
    buffer = (
        p.support_buffers_control * (support - centre.support)
        + p.justice_buffers_control * (justice - centre.justice)
        + p.trust_buffers_control * (trust_in_manager - centre.trust_in_manager)
    )
    return clip01(autonomy_orientation * controlling_steering * (1.0 - buffer))


@rule
def autonomy(
    lived_discretion: float,
    time_control: float,
    perceived_control: float,
    role_conflict: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """Satisfied need for autonomy, in [0, 1]: freedom of method and of time can be traded (model.md E12; row 1.25).

    >>> autonomy(0.8, 0.5, 0.3, 0.2, centre, p) > autonomy(0.8, 0.5, 0.6, 0.2, centre, p)
    True
    """
    freedom = (1.0 - p.weight_of_own_time) * lived_discretion + p.weight_of_own_time * time_control
    conflict = p.role_conflict_on_autonomy * positive(role_conflict - centre.role_conflict)
    return clip01(freedom * (1.0 - p.control_on_autonomy * perceived_control) + p.autonomy_offset - conflict)


@rule
def ambiguity(lived_discretion: float, support: float, skill: float, p: Parameters) -> float:
    """Role ambiguity: discretion without support or skill, in [0, 1] (model.md E12).

    >>> ambiguity(0.8, 0.3, 0.4, p) > ambiguity(0.8, 0.8, 0.8, p)
    True
    """
    mastery = clip01((skill - p.skill_of_a_beginner) / p.skill_of_a_beginner)
    return clip01(
        lived_discretion * (1.0 - p.ambiguity_lost_to_support * support - p.ambiguity_lost_to_skill * mastery)
    )


@rule
def seen_result(
    results_follow_up: float, quality: float, measured_quality: float, aspiration: float, p: Parameters
) -> float:
    """The result as the unit sees it, in [0, 1]; without follow-up it sees itself kindly (model.md E12).

    >>> round(seen_result(1.0, 0.6, 0.5, 0.9, p), 2)
    0.55
    """
    told = (measured_quality + quality) / 2.0
    believed = p.belief_of_quality * quality + p.belief_of_aspiration * aspiration + p.belief_offset
    return clip01(results_follow_up * told + (1.0 - results_follow_up) * believed)


@rule
def competence(
    seen_result: float,
    aspiration: float,
    perceived_control: float,
    felt_load: float,
    measured_quality: float,
    ambiguity: float,
    lived: Levers,
    centre: Centre,
    p: Parameters,
) -> float:
    """Satisfied need for competence, in [0, 1]: results against aspiration, and feedback that is not control (E12).

    >>> good, poor = (competence(r, .6, .3, 1., .6, .2, baseline, centre, p) for r in (.7, .5))
    >>> good > poor
    True
    """
    feedback = p.feedback_on_competence * lived.results_follow_up * (1.0 - perceived_control)
    overload = p.load_on_competence * positive(felt_load - 1.0)
    shame = p.stakes_on_competence * lived.target_stakes * positive(centre.measured_quality - measured_quality)
    unclear = p.ambiguity_on_competence * positive(ambiguity - centre.ambiguity)
    return clip01(0.5 + (seen_result - aspiration) + feedback - overload - shame - unclear)


@rule
def relatedness(support: float, psychological_safety: float) -> float:
    """Satisfied need for relatedness: a leader who supports and colleagues one is safe with (model.md E12).

    >>> relatedness(0.6, 0.6)
    0.6
    """
    return 0.5 * support + 0.5 * psychological_safety


@rule
def red_tape(perceived_control: float, documentation: float, ambiguity: float, p: Parameters) -> float:
    """Perceived red tape, in [0, 1]: papers that are felt as control, and unclear work (model.md E11).

    >>> red_tape(0.5, 0.2, 0.2, p) > red_tape(0.2, 0.2, 0.2, p)
    True
    """
    return clip01(perceived_control * documentation / p.documentation_scale + p.red_tape_of_ambiguity * ambiguity)
