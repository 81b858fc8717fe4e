"""What a standard week costs, and what paid hours go to (model.md E42)."""

from sim.rule import Levers, Parameters, rule


@rule
def cost_of_staff(posts: float, posts_at_start: float, absence: float, p: Parameters) -> float:
    """Wages and cover for the absent, against wages at the start.

    >>> cost_of_staff(20.0, 20.0, 0.0, p)
    1.0
    """
    return posts / posts_at_start + p.cost_of_cover * p.absence_cover * absence


@rule
def saving_of_vacancies(vacant_share: float, p: Parameters) -> float:
    """Wages that vacant posts save, less their cover, against wages at the start (E47).

    >>> 0.0 == saving_of_vacancies(0.0, p) < saving_of_vacancies(0.1, p) < 0.1
    True
    """
    return vacant_share * (1.0 - p.cost_of_cover * p.absence_cover)


@rule
def cost_of_steering(audit_rate: float, lived: Levers, p: Parameters) -> float:
    """What steering costs beside the hours it takes from the staff, against wages at the start.

    >>> cost_of_steering(0.12, baseline, p) > cost_of_steering(0.06, baseline, p)
    True
    """
    control = cost_of_transactions(audit_rate, lived, p)
    facilitators = p.cost_of_facilitators * lived.internal_facilitators
    leadership = p.cost_of_leadership_development * lived.leadership_development
    consultants = p.cost_of_consultants * lived.external_consultants
    relations = p.cost_of_relational_interventions * lived.relational_interventions + p.cost_of_voice * lived.voice
    return control + lived.overhead_scale * (facilitators + leadership) + consultants + relations


@rule
def cost_of_transactions(audit_rate: float, lived: Levers, p: Parameters) -> float:
    """What audits and a split between purchaser and provider cost, against wages at the start.

    >>> cost_of_transactions(0.12, baseline, p) > cost_of_transactions(0.06, baseline, p)
    True
    """
    return p.cost_of_audits * audit_rate + p.cost_of_split * lived.purchaser_provider_split


@rule
def price_of_contract(measurability: float, volume: float, p: Parameters) -> float:
    """What a contractor is paid for a unit's work, against its wages at the start (E48).

    ``volume`` is the part of the work that is paid for. The better the work can be measured, the lower the price.

    >>> price_of_contract(0.8, 1.0, p) < price_of_contract(0.3, 1.0, p) < 1.0
    True
    """
    return volume * (1.0 - saving_of_contracts(measurability, 1.0, p))


@rule
def saving_of_contracts(measurability: float, competition_exposure: float, p: Parameters) -> float:
    """What the volume on contract saves, against wages at the start: the more, the better the work can be measured.

    >>> round(saving_of_contracts(0.5, 0.25, p), 4)
    0.0125
    """
    return p.savings_of_contracts * measurability * competition_exposure


@rule
def covered_hours(absence: float, p: Parameters) -> float:
    """The share of paid hours that is worked, by the staff or by those who cover for the absent.

    >>> covered_hours(0.0, p)
    1.0
    """
    return 1.0 - absence * (1.0 - p.absence_cover)


@rule
def cross_unit_hours(lived: Levers, p: Parameters) -> float:
    """The share of worked hours that structures across units take.

    >>> round(cross_unit_hours(baseline, p), 3)
    0.009
    """
    return lived.overhead_scale * p.hours_of_cross_unit_work * lived.cross_unit_structures


@rule
def follow_up_hours(lived: Levers, p: Parameters) -> float:
    """The share of worked hours that follow-up of results takes.

    >>> round(follow_up_hours(baseline, p), 3)
    0.008
    """
    return lived.overhead_scale * p.hours_of_follow_up * lived.results_follow_up


@rule
def share_saved(work: float, usual_work: float) -> float:
    """The share of the usual work that was saved; below 0 where there was more.

    >>> share_saved(0.75, 1.0)
    0.25
    """
    return 1.0 - work / usual_work
