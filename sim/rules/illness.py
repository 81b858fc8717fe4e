"""Sick leave in three processes: onset of illness, the decision to stay home, the length of the spell (E26-E30).

Sources: pmc7409772, godoy18, dalo11, joh19, hess05, hart13, cochrane15, north96, ronnblad19.
"""

import math

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip, logistic, positive


@rule
def season(week: int, amplitude: float) -> float:
    """The factor of the season on illness, highest in the fourth week of the year, mean 1.

    >>> season(4, 0.3)
    1.3
    """
    return 1.0 + amplitude * math.cos(2.0 * math.pi * (week % 52 - 4) / 52.0)


@rule
def factor_of_place(municipality: float, country: float, drift: float) -> float:
    """A place's factor on illness: the municipality's own, the country's and its path of absence (logs, added).

    >>> factor_of_place(0.0, 0.0, 0.0)
    1.0
    """
    return math.exp(municipality + country + drift)


@rule
def illness_level(
    frailty: float, woman: int, woman_factor: float, service_factor: float, place_factor: float, p: Parameters
) -> float:
    """A person's factor on illness: frailty, sex, sector and place.

    ``woman_factor`` scales the ratio of women to men so that the staff's mean is 1 (rows 4.5, 4.10-4.11).

    >>> illness_level(1.0, 1, 1.0, 1.0, 1.0, p) > illness_level(1.0, 0, 1.0, 1.0, 1.0, p)
    True
    """
    sex = p.illness_of_women if woman == 1 else 1.0
    return frailty * sex * woman_factor * service_factor * place_factor


@rule
def onset_chance(
    illnesses_per_year: float,
    level: float,
    season: float,
    strain_effect: float,
    justice: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """The chance that an illness of one type sets in this week (model.md E26).

    ``strain_effect`` is that type's coefficient times the deviation of exhaustion from its centre.

    >>> onset_chance(4.0, 1.0, 1.0, 0.3, 0.4, centre, p) > onset_chance(4.0, 1.0, 1.0, 0.0, 0.4, centre, p)
    True
    """
    person = math.exp(strain_effect - p.justice_on_illness * (justice - centre.justice))
    return 1.0 - math.exp(-illnesses_per_year / 52.0 * level * season * person)


@rule
def onset_at_most(
    level: float,
    worn: float,
    of_minor: float,
    of_medium: float,
    of_major: float,
    surplus: float,
    justice: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """No less than the chance that any illness sets in this week, rounding apart, and quickly found.

    Every type is given the largest of the three effects of exhaustion, and 1 - exp(-x) is at most x. ``surplus``
    is exhaustion against its centre, ``worn`` the level for major illness; ``of_...`` are the seasons.

    >>> at_most = onset_at_most(1.0, 1.0, 1.0, 1.0, 1.0, 0.1, 0.5, centre, p)
    >>> onset_chance(p.minor_illnesses, 1.0, 1.0, 0.1 * p.exhaustion_on_minor, 0.5, centre, p) < at_most < 0.3
    True
    """
    of_sudden = max(p.exhaustion_on_minor * surplus, p.exhaustion_on_medium * surplus)
    strain_effect = max(of_sudden, p.exhaustion_on_major * surplus)
    person = math.exp(strain_effect - p.justice_on_illness * (justice - centre.justice))
    yearly = (
        level * (p.minor_illnesses * of_minor + p.medium_illnesses * of_medium) + worn * p.major_illnesses * of_major
    )
    return yearly / 52.0 * person


@rule
def presenteeism_factor(presenteeism_load: float, p: Parameters) -> float:
    """What a year of working while ill does to the risk of a major illness (model.md E26).

    >>> presenteeism_factor(0.0, p)
    1.0
    """
    return 1.0 + p.presenteeism_on_major_illness * min(presenteeism_load, p.most_presenteeism)


@rule
def spell_length(median_days: float, spread: float, longest: float, normal: float) -> float:
    """Working days a spell would last at the baseline: log-normal, whole days, at least 1 (model.md E29).

    >>> spell_length(10.0, 0.6, 260.0, 0.0)
    10.0
    """
    return clip(float(math.floor(median_days * math.exp(spread * normal) + 0.5)), 1.0, longest)


@rule
def recovery_speed(
    follow_up: float,
    support: float,
    longer_self_certification: float,
    centre: Centre,
    baseline_follow_up: float,
    p: Parameters,
) -> float:
    """Days of a longer spell that one working day takes off: follow-up and support speed return (model.md E27).

    Return-to-work help: hazard ratio 1.55 to first return (cochrane15); later certificates lengthen (hess05).

    >>> recovery_speed(0.3, centre.support, 0.0, centre, 0.3, p)
    1.0
    """
    return math.exp(
        p.follow_up_on_return * (follow_up - baseline_follow_up)
        + p.support_on_return * (support - centre.support)
        - p.self_certification_on_return * longer_self_certification
    )


@rule
def absence_lever_under_goal(lever: float, goal: float, share: float, p: Parameters) -> float:
    """Follow-up or strictness as a sick-leave goal bends it: ``share`` is the share that management turns to it (E28).

    >>> absence_lever_under_goal(0.3, 0.0, 0.6, p)
    0.3
    """
    return lever + p.absence_goal_on_management * goal * share


@rule
def norm_pull(norm: float, centre: Centre, p: Parameters) -> float:
    """How far the team's short absence pulls towards staying home, in [-.5, 1]; weaker downwards (joh19).

    >>> norm_pull(centre.short_absence_norm, centre, p)
    0.0
    """
    pull = clip((norm - centre.short_absence_norm) / centre.short_absence_norm, -1.0, 1.0)
    return pull if pull > 0.0 else p.downward_pull * pull


@rule
def stay_home_chance(
    inclination: float,
    norm_pull: float,
    felt_load: float,
    job_insecurity: float,
    motivation: float,
    justice: float,
    strictness: float,
    baseline_strictness: float,
    centre: Centre,
    p: Parameters,
) -> float:
    """The chance of staying home with a minor illness (model.md E28; Lindbeck, Nyberg and Weibull 1999).

    ``inclination`` is a standard normal number, how ill one feels this time, and what the state has added to it.

    >>> often, seldom = (stay_home_chance(0., pull, 1., .1, .6, .4, .3, .3, centre, p) for pull in (.5, 0.))
    >>> often > seldom
    True
    """
    return logistic(
        p.stay_home_level
        + inclination
        + p.norm_on_staying_home * norm_pull
        - p.load_on_staying_home * positive(felt_load - 1.0)
        - p.insecurity_on_staying_home * (job_insecurity - centre.job_insecurity)
        - p.motivation_on_staying_home * (motivation - centre.motivation)
        - p.justice_on_staying_home * (justice - centre.justice)
        - p.strictness_on_staying_home * (strictness - baseline_strictness)
    )


@rule
def is_self_certified(days_drawn: float, longer_self_certification: float, p: Parameters) -> bool:
    """Whether a spell of this length needs no doctor's certificate.

    >>> is_self_certified(3, 0.0, p), is_self_certified(4, 0.0, p)
    (True, False)
    """
    return days_drawn <= p.self_certified_days + p.more_self_certified_days * longer_self_certification


@rule
def municipal_level_next(level: float, normal: float, p: Parameters) -> float:
    """Next year's level of illness of a municipality, log rate: it persists in part (model.md E26; row 4.26).

    >>> municipal_level_next(0.0, 0.0, p)
    0.0
    """
    persistence = p.municipal_persistence
    return persistence * level + math.sqrt(1.0 - persistence * persistence) * p.municipal_spread * normal


@rule
def path_level(this_year: float, next_year: float, week: int) -> float:
    """The national path of absence in a week, between two years' log levels.

    >>> path_level(0.0, 0.52, 26)
    0.26
    """
    share = (week % 52) / 52.0
    return (1.0 - share) * this_year + share * next_year
