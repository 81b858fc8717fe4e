"""From a yes to a practice: start, buy-in, success, second thoughts, and what is left of it later (model.md E34)."""

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip01, logistic


@rule
def weeks_to_start(u: float, p: Parameters) -> int:
    """Whole weeks from acceptance to the start, evenly spread between the shortest and the longest.

    >>> weeks_to_start(0.0001, p), weeks_to_start(0.9999, p)
    (4, 16)
    """
    return int(p.weeks_to_start_least + u * (p.weeks_to_start_most - p.weeks_to_start_least + 1.0))


@rule
def buy_in(ownership: float, asked_share: float, support: float, p: Parameters) -> float:
    """How far the staff stand behind a change: their own, asked about, and supported by the line manager.

    Built from what happened to this proposal: ``ownership`` in [0, 1], ``asked_share`` of the staff who were asked,
    ``support`` given by the line manager in [0, 1] (model.md E34; row 1.25).

    >>> buy_in(1.0, 0.5, 0.6, p) > buy_in(0.0, 0.5, 0.6, p)
    True
    """
    return clip01(
        p.buy_in_level
        + p.ownership_on_buy_in * ownership
        + p.asking_on_buy_in * asked_share
        + p.support_on_buy_in * support
    )


@rule
def chance_of_success(
    buy_in: float, support: float, trust_in_organisation: float, centre: Centre, p: Parameters
) -> float:
    """The chance that an accepted proposal is carried into operation when it starts (model.md E34).

    >>> chance_of_success(0.8, 0.6, 0.55, centre, p) > chance_of_success(0.3, 0.6, 0.55, centre, p)
    True
    """
    return logistic(
        p.success_level
        + p.buy_in_on_success * (buy_in - 0.5)
        + p.support_on_success * (support - centre.support)
        + p.trust_on_success * (trust_in_organisation - centre.trust_in_organisation)
    )


@rule
def chance_of_reversal(quality_change: float, follow_up: float, p: Parameters) -> float:
    """The chance that a change is undone because quality fell by it; follow-up of results makes that visible.

    >>> chance_of_reversal(0.01, 0.9, p), chance_of_reversal(-0.05, 0.9, p) > chance_of_reversal(-0.05, 0.1, p)
    (0.0, True)
    """
    if quality_change >= -p.loss_that_is_noticed:
        return 0.0
    return clip01(p.reversal_level + p.follow_up_on_reversal * follow_up)


@rule
def chance_of_abandonment(buy_in: float, project: int, p: Parameters) -> float:
    """The weekly chance that a practice in use is given up: owned change lasts (row 1.25); a mere project lasts less.

    ``project`` is 1 for what still runs as a pilot without having been carried into operation (model.md E32, E34).

    >>> chance_of_abandonment(0.3, 0, p) > chance_of_abandonment(0.9, 0, p)
    True
    """
    a_year = p.abandonment_per_year * (p.buy_in_that_lasts - buy_in)
    return clip01(a_year * (1.0 + (p.abandonment_of_projects - 1.0) * project) / 52.0)


@rule
def posts_after_week(posts: float, posts_allowed: float, work_index: float, cut: float, p: Parameters) -> float:
    """Posts paid for, a week on: they follow the budget, less the part ``cut`` of the work that the practice saves.

    Fewer go by unfilled vacancies, more come by hiring, in the same time. ``work_index`` is the practice's work against
    the baseline mean (a saving is below 0; model.md E34).

    >>> posts_after_week(20.0, 20.0, -0.05, 0.5, p) < 20.0 == posts_after_week(20.0, 20.0, 0.05, 0.5, p)
    True
    """
    goal = posts_allowed * (1.0 + cut * min(0.0, work_index))
    return posts + (goal - posts) / p.weeks_of_vacancies
