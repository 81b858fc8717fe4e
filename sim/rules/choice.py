"""User choice: which provider citizens take, and what follows for the money and the staff (model.md E45)."""

import math

from sim.rule import Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def weight_of_provider(perceived_quality: float, is_own: bool, p: Parameters) -> float:
    """The weight of a provider in a citizen's choice; its chance is its part of all weights (a logit).

    ``perceived_quality`` is the citizen's own view of the provider that serves now (``is_own``), and of others what
    their users think. To change costs trouble, whoever the provider is.

    >>> weight_of_provider(0.6, True, p) > weight_of_provider(0.6, False, p)
    True
    >>> weight_of_provider(0.8, False, p) > weight_of_provider(0.6, False, p)
    True
    """
    trouble = 0.0 if is_own else p.switching_cost
    return math.exp(p.quality_on_choice * perceived_quality - trouble)


@rule
def share_lost(users_before: int, users: int) -> float:
    """The share of its users that a provider lost, those won taken off; 0 where it won as many, in [0, 1].

    >>> share_lost(100, 90), share_lost(100, 120), share_lost(0, 5)
    (0.1, 0.0, 0.0)
    """
    return positive(users_before - users) / max(users_before, 1)


@rule
def share_paid(users: int, users_gone: int) -> float:
    """The share of its own citizens that a unit of the municipality is paid for, in [0, 1]: money follows the user.

    >>> share_paid(90, 10), share_paid(100, 0)
    (0.9, 1.0)
    """
    return users / max(users + users_gone, 1)


@rule
def result_with_users_lost(seen_result: float, users_lost: float, p: Parameters) -> float:
    """The result as a unit sees it, in [0, 1], when users leave: exit is a signal.

    >>> result_with_users_lost(0.6, 0.1, p) < result_with_users_lost(0.6, 0.0, p)
    True
    """
    return clip01(seen_result - p.users_lost_on_result * users_lost)


@rule
def fear_of_lost_users(users_lost: float, p: Parameters) -> float:
    """What a week adds to job insecurity after a quarter in which users were lost (``j_uc`` over the quarter).

    >>> 0.0 == fear_of_lost_users(0.0, p) < fear_of_lost_users(0.1, p)
    True
    """
    return p.insecurity_of_lost_users * users_lost / (52.0 / 4.0)


@rule
def paid_after_week(paid: float, due: float, p: Parameters) -> float:
    """What providers are paid, a week on: money follows the users with the lag of any budget.

    >>> 1.0 < paid_after_week(1.0, 2.0, p) < 1.1
    True
    """
    return paid + (due - paid) / p.weeks_of_vacancies
