"""Ideas and voice: who has an idea, who says it aloud, and what an answer does to the belief that speaking up helps.

Threat does two things here. It makes people search, and it keeps them from voicing what would save labour. Whether more
threat brings more proposals or fewer is left to the model (model.md E31).
"""

import math

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip, clip01, logistic, positive


@rule
def share_of_saved_work_cut(guarantee: float, p: Parameters) -> float:
    """The share of saved work taken out as posts, in [0, 1]; ``guarantee`` is as the staff believe it (model.md E31).

    >>> share_of_saved_work_cut(1.0, p), share_of_saved_work_cut(0.0, p)
    (0.0, 0.5)
    """
    return p.share_of_saved_work_cut * (1.0 - guarantee)


@rule
def conditions_for_ideas(
    development_time: float, aspiration: float, seen_result: float, load_ratio: float, baseline: Levers, p: Parameters
) -> float:
    """What the unit's week does to the rate of ideas, as a factor: time to think, an unmet aspiration, some room.

    ``development_time`` is a share of hours, ``load_ratio`` demand over capacity (model.md E31).

    >>> conditions_for_ideas(0.04, 0.6, 0.5, 1.0, baseline, p) > conditions_for_ideas(0.01, 0.6, 0.6, 1.4, baseline, p)
    True
    """
    time = math.sqrt(development_time / baseline.development_time)
    problem = 1.0 + p.search_for_aspiration * positive(aspiration - seen_result)
    room = clip(p.room_for_ideas - p.load_on_ideas * load_ratio, p.least_room_for_ideas, p.most_room_for_ideas)
    return time * problem * room


@rule
def help_with_ideas(facilitators: float, consultants: float, p: Parameters) -> float:
    """What development facilitators and outside consultants add to the rate of ideas, as a factor (model.md E31, E52).

    Both levers are in [0, 1]; 1 is one per 40 staff.

    >>> help_with_ideas(0.0, 0.0, p)
    1.0
    """
    return 1.0 + p.ideas_by_facilitators * facilitators + p.ideas_by_consultants * consultants


@rule
def consultants_share_of_ideas(facilitators: float, consultants: float, p: Parameters) -> float:
    """The share of ideas that are the consultants' own, in [0, 1] (model.md E52).

    >>> consultants_share_of_ideas(1.0, 0.0, p)
    0.0
    """
    return p.ideas_by_consultants * consultants / help_with_ideas(facilitators, consultants, p)


@rule
def chance_of_idea(
    unit_factor: float, motivation: float, job_insecurity: float, days_at_work: float, centre: Centre, p: Parameters
) -> float:
    """The chance that an employee has an idea this week.

    Motivation lifts it, and so does insecurity beyond the usual: threat makes people search (row 1.23). ``unit_factor``
    is what the unit's conditions and helpers do; ``days_at_work`` is a share of the week (model.md E31).

    >>> chance_of_idea(1.0, 0.8, 0.1, 1.0, centre, p) > chance_of_idea(1.0, 0.4, 0.1, 1.0, centre, p)
    True
    >>> chance_of_idea(1.0, 0.8, 0.1, 0.0, centre, p)
    0.0
    """
    drive = p.ideas_without_motivation + motivation
    threat = 1.0 + p.threat_search * positive(job_insecurity - centre.job_insecurity)
    return clip01(p.ideas_per_employee_week * unit_factor * drive * threat * days_at_work)


@rule
def chance_of_voice(
    safety: float,
    voice_efficacy: float,
    perceived_influence: float,
    job_insecurity: float,
    exposed_savings: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """The chance that an idea is said aloud.

    Psychological safety, the belief that it helps and influence speak for it; insecurity speaks against it, and most of
    all where the idea saves labour and no guarantee is believed: ``exposed_savings`` is 0 for an idea that saves no
    labour, else 1 - the believed guarantee (model.md E31; frazier17, devries12, sverke19).

    >>> chance_of_voice(0.8, 0.5, 0.3, 0.1, 0.0, centre, p) > chance_of_voice(0.4, 0.5, 0.3, 0.1, 0.0, centre, p)
    True
    >>> chance_of_voice(0.6, 0.5, 0.3, 0.1, 0.0, centre, p) > chance_of_voice(0.6, 0.5, 0.3, 0.1, 1.0, centre, p)
    True
    """
    encouraged = (
        p.safety_on_voice * (safety - centre.psychological_safety)
        + p.efficacy_on_voice * (voice_efficacy - centre.voice_efficacy)
        + p.influence_on_voice * (perceived_influence - centre.perceived_influence)
    )
    deterred = p.insecurity_on_voice * (job_insecurity - centre.job_insecurity) + p.savings_on_voice * exposed_savings
    return logistic(p.voice_level + encouraged - deterred)


@rule
def voice_efficacy_after(voice_efficacy: float, answer: float, weight: float) -> float:
    """The belief that speaking up helps, after an answer was seen.

    ``answer`` in [0, 1] is what the answer says about speaking up: 1 yes, less for a no with a reason, 0 for silence;
    ``weight`` is how near the person stood to the proposal (model.md E33).

    >>> round(voice_efficacy_after(0.5, 1.0, 0.3), 2), round(voice_efficacy_after(0.5, 0.0, 0.3), 2)
    (0.65, 0.35)
    """
    return voice_efficacy + weight * (answer - voice_efficacy)
