"""Positions and decisions on proposals: what each party wants, and what it takes to get to yes (model.md E32).

A position is a utility in units of practice quality; above 0 the party is in favour. ``quality`` is always the change
of quality as the party believes it to be.
"""

import math

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import positive


@rule
def budget_change(cost: float, work: float, cut: float) -> float:
    """What a proposal does to the budget: its cost, less the wages of the saved work that is cut. Below 0 is a saving.

    ``cost`` and ``work`` are relative changes (a saving is below 0); ``cut`` is the share of saved work that is cut.

    >>> budget_change(0.01, -0.04, 0.5)
    -0.01
    """
    return cost - cut * positive(-work)


@rule
def position_of_administration(
    quality: float,
    cost: float,
    work: float,
    cut: float,
    coordination_saving: float,
    joint_budget: float,
    p: Parameters,
) -> float:
    """What line management and administration think of a proposal: quality against budget, and change is a bother.

    Of what better coordination saves, only the part that falls in the own budget counts: partners' savings count as far
    as the budget is held jointly (``joint_budget`` in [0, 1]; model.md E32, E51).

    >>> position_of_administration(0.05, 0.01, 0.0, 0.5, 0.0, 0.0, p) > 0.0
    True
    >>> position_of_administration(0.0, 0.0, 0.0, 0.5, 0.0, 0.0, p) > 0.0
    False
    """
    own_saving = (1.0 - p.share_of_savings_at_partners * (1.0 - joint_budget)) * coordination_saving
    budget = budget_change(cost, work, cut) - own_saving
    return quality - p.budget_to_administration * budget - p.bother_of_change


@rule
def position_of_politician(
    quality: float, cost: float, work: float, cut: float, measurability: float, ideology: float, p: Parameters
) -> float:
    """What a member of the council thinks of a proposal: the quality that indicators show, the budget, and ideology.

    ``ideology`` in [0, 1] leans towards thrift: cost weighs more for who has more of it (model.md E32, with the sign of
    its ideology term turned).

    >>> thrifty, generous = [position_of_politician(0.05, 0.02, 0.0, 0.5, 0.8, leaning, p) for leaning in (0.9, 0.1)]
    >>> thrifty < generous
    True
    """
    shown = measurability * quality
    thrift = p.ideology_on_cost * (ideology - 0.5) * cost
    return shown - p.budget_to_politicians * budget_change(cost, work, cut) - thrift


@rule
def position_of_employees(
    quality: float,
    work: float,
    convenience: float,
    cut: float,
    load_ratio: float,
    job_insecurity: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """What employees, or those who speak for them, think of a proposal: quality, relief, convenience and jobs.

    Relief counts more when the load is high, jobs count more when they are insecure (model.md E32).

    >>> position_of_employees(0.0, -0.04, 0.0, 0.0, 1.0, 0.1, centre, p) > 0.0
    True
    >>> position_of_employees(0.0, -0.04, 0.0, 1.0, 1.0, 0.6, centre, p) < 0.0
    True
    """
    weight_of_work = 1.0 + p.load_on_weight_of_work * positive(load_ratio - 1.0)
    weight_of_jobs = 1.0 + p.insecurity_on_weight_of_jobs * positive(job_insecurity - centre.job_insecurity)
    jobs_lost = cut * positive(-work)
    return quality - weight_of_work * work + p.convenience_to_employees * convenience - weight_of_jobs * jobs_lost


@rule
def position_of_citizens(quality: float, user_value: float, p: Parameters) -> float:
    """What citizens think of a proposal: quality, and what they meet of it, such as opening hours and known faces.

    >>> position_of_citizens(0.0, 0.05, p) > 0.0 > position_of_citizens(0.0, -0.05, p)
    True
    """
    return quality + p.value_to_citizens * user_value


@rule
def number_taken_up(mean: float, u: float) -> int:
    """How many proposals a body takes up when it takes up ``mean`` on average: a Poisson number by inversion of ``u``.

    >>> number_taken_up(0.22, 0.5), number_taken_up(0.22, 0.9), number_taken_up(0.0, 0.999)
    (0, 1, 0)
    """
    number, chance = 0, math.exp(-mean)
    reached = chance
    while u > reached and chance > 0.0:
        number += 1
        chance *= mean / number
        reached += chance
    return number


@rule
def places_on_agenda(units: int, facilitators: float, u: float, p: Parameters) -> int:
    """How many proposals one meeting of the steering group has time for; a last fraction of a place is drawn by ``u``.

    Facilitators (mean lever over the units, 0 to 1) prepare proposals, so that more can be dealt with (model.md E32).

    >>> places_on_agenda(30, 0.0, 0.5, p), places_on_agenda(30, 1.0, 0.5, p)
    (12, 18)
    """
    a_week = p.steering_group_per_unit_week * (1.0 + p.facilitators_on_agenda * facilitators) * units
    return int(a_week * p.weeks_between_steering_meetings + u)


@rule
def weeks_for_union_position(p: Parameters) -> float:
    """The weeks that every union position takes longer where unions decide far from the workplace (model.md 3, ud).

    >>> round(weeks_for_union_position(p), 1)
    3.2
    """
    return p.weeks_for_distant_unions * (1.0 - p.union_decentralisation)


@rule
def noise_of_steering_group(meeting: int, p: Parameters) -> float:
    """The standard error of the steering group's estimate at the ``meeting``-th meeting on a proposal (1 the first).

    Talk helps as repeated looks do; after the last round the proposal has been redesigned with care (model.md E32).

    >>> noise_of_steering_group(1, p) > noise_of_steering_group(2, p) > noise_of_steering_group(3, p)
    True
    """
    if meeting > p.rounds_of_consensus:
        return p.noise_of_steering_group * p.noise_after_redesign
    return p.noise_of_steering_group / math.sqrt(meeting)


@rule
def position_after_talks(position: float, mean: float, meeting: int, p: Parameters) -> float:
    """A position after as many rounds of talk as there have been: each round brings it half-way to the mean.

    >>> position_after_talks(-0.04, 0.04, 1, p), round(position_after_talks(-0.04, 0.04, 2, p), 12)
    (0.0, 0.02)
    """
    rounds = min(float(meeting), p.rounds_of_consensus)
    return mean + math.pow(1.0 - p.movement_in_talks, rounds) * (position - mean)


@rule
def is_consented(least_position: float, p: Parameters) -> bool:
    """Whether nobody objects: consent is less than agreement (model.md E32; sager06, peterson99).

    >>> is_consented(-0.01, p), is_consented(-0.02, p)
    (True, False)
    """
    return least_position > -p.tolerance_of_consent


@rule
def may_be_redesigned(mean_position: float, meeting: int, p: Parameters) -> bool:
    """Whether a proposal blocked at this meeting is worth working over: once, and if the table as a whole wants it.

    >>> may_be_redesigned(0.02, 2, p), may_be_redesigned(-0.02, 2, p), may_be_redesigned(0.02, 3, p)
    (True, False, False)
    """
    return meeting <= p.rounds_of_consensus and mean_position > 0.0
