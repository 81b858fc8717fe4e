"""Justice, influence, sham participation and conflict (model.md E19; devries12, wagner94; rows 6.2-6.6)."""

from sim.rule import Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def perceived_influence(voice: float, open_questions: float, management_presence: float, p: Parameters) -> float:
    """Influence the staff perceive: voice offered, on open questions, to managers who are there (model.md E19a).

    >>> round(perceived_influence(0.4, 0.2, 0.5, p), 2)
    0.24
    """
    openness = p.influence_floor + (1.0 - p.influence_floor) * open_questions
    presence = p.influence_without_presence + p.influence_of_presence * management_presence
    return clip01(voice * openness * presence)


@rule
def sham_participation(voice: float, honesty: float, voice_efficacy: float) -> float:
    """Participation felt as sham: voice asked for with a hidden frame, by people who do not see it help.

    >>> sham_participation(0.8, 1.0, 0.1)
    0.0
    """
    return voice * (1.0 - honesty) * (1.0 - voice_efficacy)


@rule
def justice_goal(
    voice: float,
    honesty: float,
    voice_efficacy: float,
    trust_in_organisation: float,
    controlling_audits: float,
    sham: float,
    expected_voice: float,
    p: Parameters,
) -> float:
    """The procedural justice that voice with influence gives rise to, in [0, 1] (model.md E19).

    A hidden frame is sham; voice that stops disappoints. ``controlling_audits`` is the audit rate times the share of
    audit that is not used for learning.

    >>> justice_goal(.7, .9, .5, .5, .03, .0, .7, p) > justice_goal(.7, .3, .5, .5, .03, .2, .7, p)
    True
    """
    influence = p.justice_of_voice * voice * honesty * (0.5 + voice_efficacy)
    disappointed = positive(expected_voice - voice)
    return clip01(
        p.justice_offset
        + influence
        + p.justice_of_trust * (trust_in_organisation - 0.5)
        - p.justice_lost_to_audits * controlling_audits
        - p.justice_lost_to_sham * sham
        - p.justice_lost_to_disappointment * disappointed
    )


@rule
def conflict(sham: float, role_conflict: float, psychological_safety: float, resistance: float, p: Parameters) -> float:
    """Conflict in the unit, in [0, 1]: sham, contradictory demands, unsafe teams and resisted change (model.md E19).

    >>> conflict(0.0, 0.0, 1.0, 0.0, p)
    0.0
    """
    return clip01(
        p.conflict_of_sham * sham
        + p.conflict_of_role * role_conflict
        + p.conflict_of_unsafety * (1.0 - psychological_safety)
        + p.conflict_of_resistance * resistance
    )
