"""Autonomous motivation, the unit's aspiration and skill (model.md E13, E17, E18)."""

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def motivation_goal(
    public_service_motivation: float,
    autonomy: float,
    competence: float,
    relatedness: float,
    exhaustion: float,
    p: Parameters,
) -> float:
    """The autonomous motivation that a person's disposition and work would in time give rise to, in [0, 1].

    The three needs of self-determination theory carry the weights found by meta-analysis (cer16); a stable disposition
    to serve carries the rest; exhaustion beyond the middle of its scale takes away (model.md E13).

    >>> motivation_goal(0.6, 0.9, 0.6, 0.6, 0.3, p) > motivation_goal(0.6, 0.4, 0.6, 0.6, 0.3, p)
    True
    """
    needs = (
        p.weight_of_autonomy * autonomy + p.weight_of_competence * competence + p.weight_of_relatedness * relatedness
    )
    given = p.disposition_share * public_service_motivation + (1.0 - p.disposition_share) * needs
    return clip01(given + p.motivation_offset - p.exhaustion_on_motivation * positive(exhaustion - 0.5))


@rule
def aspiration_goal(
    seen_result: float, felt_stakes: float, results_follow_up: float, upper_quartile_of_peers: float
) -> float:
    """The level of result a unit comes to expect: its own, and its best peers' where they are held up to it (E17).

    >>> aspiration_goal(0.6, 0.0, 0.4, 0.8)
    0.6
    """
    held_up = felt_stakes * results_follow_up
    return (1.0 - held_up) * seen_result + held_up * upper_quartile_of_peers


@rule
def skill_goal(
    motivation: float, own_unit_skill: float, neighbours_skill: float, lived: Levers, baseline: Levers, p: Parameters
) -> float:
    """The skill that feedback, discretion, motivation, training and skilled neighbours give rise to (model.md E18).

    >>> skill_goal(0.8, 0.6, 0.6, baseline, baseline, p) > skill_goal(0.4, 0.6, 0.6, baseline, baseline, p)
    True
    """
    return clip01(
        p.skill_offset
        + p.skill_of_feedback * lived.results_follow_up * lived.audit_for_learning
        + p.skill_of_discretion * lived.discretion
        + p.skill_of_motivation * motivation
        + p.skill_of_training * (lived.training - baseline.training)
        + p.skill_of_neighbours * (neighbours_skill - own_unit_skill)
    )


@rule
def skill_learned(learning_reviews: float, internal_facilitators: float, p: Parameters) -> float:
    """Skill gained this week from learning reviews and from facilitators in the unit (model.md E18, E52).

    >>> skill_learned(0.0, 0.0, p)
    0.0
    """
    return p.skill_of_learning_review * learning_reviews + p.skill_of_facilitators / 52.0 * internal_facilitators


@rule
def first_motivation(public_service_motivation: float, centre: Centre, p: Parameters) -> float:
    """Motivation of somebody who comes new into a post, in [0, 1] (model.md 4).

    >>> first_motivation(0.8, centre, p) > first_motivation(0.4, centre, p)
    True
    """
    return clip01(
        centre.motivation + p.start_of_motivation * (public_service_motivation - centre.public_service_motivation)
    )
