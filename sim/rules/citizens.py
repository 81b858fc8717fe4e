"""Citizens: what they perceive, expect and do (model.md E39-E41, E44; zhang22, brown08; rows 9.3-9.12)."""

import math

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def moved(share: float, logits: float) -> float:
    """A share between 0 and 1 moved by so many logits.

    >>> moved(0.8, 0.0), moved(0.5, 1.0) > 0.5
    (0.8, True)
    """
    return share / (share + (1.0 - share) * math.exp(-logits))


@rule
def continuity(absence: float, temporary_share: float, team_share: float, p: Parameters) -> float:
    """How often citizens meet staff they know, in [0, 1].

    Visits that take two contacts fail more often where people work alone than where a team shares the work.

    >>> continuity(0.05, 0.15, 0.8, p) > continuity(0.05, 0.15, 0.3, p) > continuity(0.10, 0.15, 0.3, p)
    True
    """
    known = 1.0 - p.temporary_on_continuity * temporary_share
    return (1.0 - absence) * known * (1.0 - p.solo_on_continuity * (1.0 - team_share))


@rule
def common_impression(
    measured_quality: float, continuity: float, user_value: float, waiting_weeks: float, centre: Centre, p: Parameters
) -> float:
    """What all citizens of a unit see alike: figures, known staff, a practice that suits users, a waiting list (E39).

    ``user_value`` counts from the baseline.

    >>> common_impression(0.6, 0.8, 0.0, 2.0, centre, p) < common_impression(0.6, 0.8, 0.0, 0.0, centre, p)
    True
    """
    known_staff = p.continuity_on_perceived_quality * (continuity - centre.continuity)
    waiting = p.waiting_on_perceived_quality * min(waiting_weeks / p.waiting_scale, 1.0)
    figures = p.published_quality_weight * measured_quality
    return figures + known_staff + p.user_value_on_perceived_quality * user_value - waiting


@rule
def perceived_quality(own_outcome: float, outcome_of_acquaintances: float, common: float, p: Parameters) -> float:
    """Quality as a citizen perceives it: own last case, acquaintances' cases and what all see alike (E39).

    >>> round(perceived_quality(0.6, 0.6, p.published_quality_weight * 0.6, p), 6)
    0.6
    """
    own_weight = 1.0 - p.published_quality_weight - p.acquaintance_weight
    return own_weight * own_outcome + p.acquaintance_weight * outcome_of_acquaintances + common


@rule
def usual_satisfaction(liability: float, p: Parameters) -> float:
    """A citizen's own satisfaction when quality is that of the baseline and as expected.

    >>> round(usual_satisfaction(0.0, p), 6)
    0.8
    """
    return moved(p.satisfaction_level, liability)


@rule
def satisfaction(liability: float, perceived: float, expectation: float, centre: Centre, p: Parameters) -> float:
    """A citizen's satisfaction: quality against the baseline, and against what the citizen expects (E40).

    >>> satisfaction(0.0, 0.5, 0.6, centre, p) < satisfaction(0.0, 0.5, 0.5, centre, p)
    True
    """
    quality = p.quality_on_satisfaction * (perceived - centre.perceived_quality)
    surprise = p.surprise_on_satisfaction * (perceived - expectation)
    return moved(p.satisfaction_level, liability + quality + surprise)


@rule
def support_of_coproduction(lived: Levers, p: Parameters) -> float:
    """Support for citizens who take part, in [0, 1]: facilitators and development time (E41).

    >>> round(support_of_coproduction(baseline, p), 2)
    0.25
    """
    facilitated = p.support_of_facilitators * lived.internal_facilitators
    return clip01(facilitated + p.support_of_development_time * lived.development_time)


@rule
def citizen_trust(
    trust: float, trait: float, satisfaction_change: float, at_table: float, support: float, p: Parameters
) -> float:
    """A citizen's trust in the municipality next week: slow gains, faster losses (E41; row 9.9).

    Taking part (``at_table`` 1) builds trust with support and costs trust without.

    >>> citizen_trust(0.5, 0.5, 0.0, 1.0, 0.8, p) > 0.5 > citizen_trust(0.5, 0.5, 0.0, 1.0, 0.1, p)
    True
    """
    gain = (1.0 - trust) * positive(satisfaction_change)
    loss = p.trust_asymmetry * trust * positive(-satisfaction_change)
    results = p.citizen_trust_gain * p.satisfaction_on_citizen_trust * (gain - loss)
    part = p.coproduction_on_citizen_trust * at_table * (support - p.support_needed)
    return clip01(trust + results + part + (trait - trust) / p.trust_leak_weeks)


@rule
def coproduction_goal(trust: float, at_table: float, support: float, p: Parameters) -> float:
    """The co-production that a citizen's trust, and support for taking part, would in time give rise to (E41).

    >>> coproduction_goal(0.5, 1.0, 0.8, p) > coproduction_goal(0.5, 0.0, 0.8, p)
    True
    """
    return clip01(
        p.coproduction_level + p.trust_on_coproduction * trust + p.support_on_coproduction * at_table * support
    )


@rule
def wish_for_competition(satisfaction_change: float, p: Parameters) -> float:
    """The chance that a citizen wishes for more competition (E41; row 9.1, claim 58).

    >>> round(wish_for_competition(0.0, p), 6)
    0.71
    """
    return moved(p.wish_for_competition_level, -p.satisfaction_on_wish * satisfaction_change)


@rule
def complaint_chance(satisfaction_change: float, unmet_need: float, p: Parameters) -> float:
    """The chance that a citizen with a case complains: dissatisfied, or turned away (E44).

    >>> round(complaint_chance(0.0, 0.0, p), 6), complaint_chance(-0.9, 0.0, p)
    (0.01, 0.1)
    """
    dissatisfied = p.complaint_chance * math.exp(-p.satisfaction_on_complaints * satisfaction_change)
    return clip01(min(p.most_complaints, dissatisfied) + p.unmet_need_on_complaints * unmet_need)
