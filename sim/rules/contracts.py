"""Employment contracts, contracts with suppliers and the guarantee against tendering (model.md E22, E42, E46)."""

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip01, logistic


@rule
def renewal_chance(effort: float, absence_last_year: float, centre: Centre, p: Parameters) -> float:
    """The chance that a temporary contract is renewed when it ends.

    >>> renewal_chance(0.8, 0.02, centre, p) > renewal_chance(0.6, 0.02, centre, p)
    True
    >>> renewal_chance(0.6, 0.20, centre, p) < renewal_chance(0.6, 0.02, centre, p)
    True
    """
    seen = p.effort_on_renewal * (effort - centre.effort) - p.absence_on_renewal * absence_last_year
    return logistic(p.renewal_level + seen)


@rule
def contract_weeks(u: float, p: Parameters) -> int:
    """The length of a temporary contract in weeks, from one number in (0, 1).

    >>> contract_weeks(0.0, p), contract_weeks(0.9999, p)
    (26, 104)
    """
    return int(p.shortest_contract + u * (p.longest_contract - p.shortest_contract + 1.0))


@rule
def departure_chance(centre: Centre, p: Parameters) -> float:
    """The weekly chance that a permanent post falls vacant for good reasons and is filled by a temporary contract.

    Computed so that the share of temporary contracts keeps its baseline level: without it, contracts that are made
    permanent would use the temporary ones up.

    >>> 0.005 < 52.0 * departure_chance(centre, p) < 0.02
    True
    """
    mean_weeks = (p.shortest_contract + p.longest_contract) / 2.0
    made_permanent = renewal_chance(centre.effort, centre.absence, centre, p) * p.permanent_chance / mean_weeks
    return made_permanent * p.temporary_share / (1.0 - p.temporary_share)


@rule
def competition_exposure(exposure: float, tenders_per_unit_year: float, p: Parameters) -> float:
    """The share of a unit's volume on contract next week: tenders add to it, contracts that end take away (E42).

    >>> round(competition_exposure(0.25, 0.03, p), 6)
    0.25
    """
    won = tenders_per_unit_year * (1.0 - exposure)
    ended = (1.0 - p.supplier_renewal) * exposure / p.contract_years
    return clip01(exposure + (won - ended) / 52.0)


@rule
def credibility(credibility: float, lived_guarantee: float, is_asked: bool, is_broken: bool, p: Parameters) -> float:
    """How far members believe in the guarantee next week: slowly more while it is kept, nothing once broken (E22).

    >>> credibility(0.5, 0.8, True, False, p) > 0.5, credibility(0.7, 0.8, False, True, p)
    (True, 0.0)
    """
    if is_broken:
        return 0.0
    return credibility + (lived_guarantee - credibility) / p.credibility_weeks if is_asked else credibility
