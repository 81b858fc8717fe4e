"""Cases: the units and partners they call in, their work and outcome, and what pairs remember (E4, E24, E43, E51)."""

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip01, logistic


@rule
def place_of_pair(one: int, other: int, units: int) -> int:
    """Where the pair of two units stands among all pairs of a municipality's units, both counted from 0.

    Pairs stand in the order (0, 1), (0, 2), ... (0, units - 1), (1, 2), ...

    >>> place_of_pair(0, 1, 4), place_of_pair(3, 0, 4), place_of_pair(2, 3, 4)
    (0, 2, 5)
    """
    low, high = min(one, other), max(one, other)
    return low * (2 * units - low - 1) // 2 + high - low - 1


@rule
def work_of_a_case(coordination: float, rework_share: float, centre: Centre, p: Parameters) -> float:
    """Work a complex case causes, in the unit of ``centre.hours_per_case``: poor coordination adds rework.

    ``rework_share`` is the part of the rework that falls here; the rest falls at a partner.

    >>> round(work_of_a_case(0.6, 1.0, centre, p), 2), round(work_of_a_case(0.5, 1.0, centre, p), 2)
    (4.0, 4.08)
    >>> work_of_a_case(0.2, 1.0, centre, p) > work_of_a_case(0.2, 0.4, centre, p)
    True
    """
    rework = p.rework * rework_share * (centre.case_coordination - coordination)
    return centre.hours_per_case * (1.0 + rework)


@rule
def case_outcome(quality: float, coordination: float, noise: float, p: Parameters) -> float:
    """The outcome of a case, in [0, 1]: quality of the units needed, less what lost coordination takes (E43).

    A simple case needs no coordination and is given 1; ``noise`` is standard normal.

    >>> case_outcome(0.6, 1.0, 0.0, p), round(case_outcome(0.6, 0.5, 0.0, p), 2)
    (0.6, 0.48)
    """
    return clip01(quality * (1.0 - p.coordination_on_outcome * (1.0 - coordination)) + p.outcome_noise * noise)


@rule
def remembered_coordination(coordination: float, shared_cases: float, level: float, p: Parameters) -> float:
    """Coordination next week: each shared case adds to it, less the more there is, and it falls back to ``level``.

    >>> remembered_coordination(0.5, 1.0, 0.5, p), remembered_coordination(0.5, 0.0, 0.5, p)
    (0.51, 0.5)
    """
    gained = p.memory_of_a_case * shared_cases * (1.0 - coordination)
    return clip01(coordination + gained - p.forgetting_of_cases * (coordination - level))


@rule
def coordination_between(one: float, other: float, joint_team: int, p: Parameters) -> float:
    """The level that a pair's coordination falls back to: that of its units, and more with a joint team (E24, E50).

    >>> coordination_between(0.4, 0.6, 0, p)
    0.5
    >>> coordination_between(0.4, 0.6, 1, p) > 0.5
    True
    """
    return clip01((one + other) / 2.0 + p.coordination_of_joint_team * joint_team)


@rule
def joining_chance(coordination: float, saved_share: float, centre: Centre, p: Parameters) -> float:
    """The chance that a partner takes part in a case it is called to: coordination, and what it saved last year (E51).

    >>> joining_chance(0.7, 0.0, centre, p) > joining_chance(0.4, 0.0, centre, p)
    True
    """
    known = p.coordination_on_partners * (coordination - centre.partner_coordination)
    return logistic(p.partner_level + known + p.savings_on_partners * saved_share)
