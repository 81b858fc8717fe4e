"""The week's measures of a municipality, read off its people and units (sim/measures/catalogue.py names them)."""

import math
from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import added, mean, mean_by_parts
from sim.state.tables import DAYS_PER_WEEK

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality

_WORKING_DAYS_A_YEAR = 227.0
_LONG_SPELL_DAYS = 30
_WEEKS = 52.0
_MEANS_OF_UNITS = {
    "motivation": "mean_motivation",
    "exhaustion": "mean_exhaustion",
    "perceived_influence": "perceived_influence",
    "ownership": "buy_in",
    "perceived_control": "mean_perceived_control",
    "red_tape": "red_tape",
    "justice": "mean_justice",
    "conflict": "conflict",
    "psychological_safety": "mean_safety",
    "job_insecurity": "mean_job_insecurity",
    "trust_in_manager": "mean_trust_in_manager",
    "trust_in_organisation": "mean_trust_in_organisation",
    "trust_of_administrator": "trust_of_administrator",
    "skill": "mean_skill",
    "effort": "mean_effort",
    "waiting_weeks": "waiting_weeks",
    "continuity": "continuity",
}
"""Measures that are the mean of a state over the units."""


def measure(municipality: "Municipality") -> None:
    """Write down this week's measures; the twin knows no turnover and no private providers."""
    municipality.measures |= {"quits": 0.0, "private_users": 0.0}
    municipality.measures |= sick_leave(municipality)
    municipality.measures |= states_of_units(municipality)
    municipality.measures |= quality(municipality)
    municipality.measures |= proposals(municipality)
    municipality.measures |= people_outside(municipality)
    municipality.measures |= hours_and_cost(municipality)
    municipality.measures |= influence(municipality)


def sick_leave(municipality: "Municipality") -> dict[str, float]:
    """Sick leave, person by person."""
    employees, p = municipality.employees, municipality.p
    absent = sum(employee.absent_days for employee in employees)
    self_certified = sum(employee.self_certified_days for employee in employees)
    at_work_ill = sum(employee.presentee_days for employee in employees)
    begun = [employee.spell_days_drawn for employee in employees if employee.spell_began]
    days = len(employees) * DAYS_PER_WEEK
    a_year = _WEEKS * 100.0 / len(employees)
    return {
        "sick_leave_share": 100.0 * absent / days,
        "sick_leave_days": _WORKING_DAYS_A_YEAR * absent / days,
        "self_certified_share": 100.0 * self_certified / days,
        "doctor_certified_share": 100.0 * (absent - self_certified) / days,
        "presenteeism_share": 100.0 * at_work_ill / days,
        "short_spells": a_year * sum(length <= p.self_certified_days for length in begun),
        "long_spells": a_year * sum(length >= _LONG_SPELL_DAYS for length in begun),
    }


def states_of_units(municipality: "Municipality") -> dict[str, float]:
    """What the staff of the units feel, and what is in force."""
    units, part = municipality.units, 1.0 / len(municipality.units)
    means = {
        measure: added(part * getattr(unit, state) for unit in units) for measure, state in _MEANS_OF_UNITS.items()
    }
    return means | {
        "competition_exposure": added(100.0 * part * unit.competition_exposure for unit in units),
        "documentation_share": added(100.0 * part * unit.documentation for unit in units),
        "incidents": added(_WEEKS * part * unit.incident for unit in units),
        "rules_in_force": municipality.rules,
    }


def quality(municipality: "Municipality") -> dict[str, float]:
    """True and measured quality, their gap, and the spread between units."""
    units = municipality.units
    true = mean_by_parts(unit.quality for unit in units)
    shown = mean_by_parts(unit.measured_quality for unit in units)
    spread = mean_by_parts((unit.quality - true) * (unit.quality - true) for unit in units)
    return {
        "quality": true,
        "measured_quality": shown,
        "quality_gap": shown - true,
        "quality_spread": math.sqrt(spread),
        "practice_quality": mean_by_parts(unit.practice_quality for unit in units),
        "gaming_units": 100.0 * sum(unit.year_of_gaming > 0.05 for unit in units) / len(units),
    }


def proposals(municipality: "Municipality") -> dict[str, float]:
    """Proposals on their way, as rates per year, and in use."""
    units, posts = municipality.units, len(municipality.employees)
    a_year = _WEEKS * 100.0 / posts
    rates = {}
    for step in ("voiced", "labour_saving_voiced", "accepted", "implemented", "reused"):
        counted = sum(getattr(unit, step) for unit in units)
        rates[f"proposals_{step}"] = a_year * (counted - municipality.tallies[step])
        municipality.tallies[step] = counted
    return rates | {"proposals_in_use": 100.0 * sum(unit.in_use for unit in units) / posts}


def people_outside(municipality: "Municipality") -> dict[str, float]:
    """What citizens and politicians think, and how units work together."""
    citizens, members = municipality.citizens, municipality.politicians
    complaints = sum(unit.complaints for unit in municipality.units)
    together = added(pair.coordination for pair in municipality.pairs.values())
    return {
        "satisfaction": municipality.satisfaction,
        "wish_for_competition": 100.0 * municipality.wish_for_competition,
        "trust_of_citizens": mean(citizen.trust for citizen in citizens),
        "user_involvement": mean(citizen.coproduction for citizen in citizens),
        "complaints": _WEEKS * 1000.0 * complaints / len(citizens),
        "trust_of_politicians": mean(politician.trust for politician in members),
        "internal_cooperation": together / max(len(municipality.pairs), 1),
    }


def hours_and_cost(municipality: "Municipality") -> dict[str, float]:
    """Hours for citizens and for meetings, and what a standard week costs."""
    units = municipality.units
    cost = mean_by_parts(unit.cost for unit in units)
    return {
        "contact_time": 100.0 * mean_by_parts(unit.ledger["service"] for unit in units),
        "meeting_share": 100.0 * mean_by_parts(unit.ledger["meetings"] for unit in units),
        "cost": cost,
        "cost_per_quality": cost / max(municipality.measures["quality"], 0.01),
        "public_cost": cost + municipality.partner_cost,
    }


def influence(municipality: "Municipality") -> dict[str, float]:
    """The share of this week's decisions that follow each party; in a week without any, that of the last with some."""
    tallies = municipality.tallies
    made = municipality.decisions - tallies["decisions"]
    tallies["decisions"] = municipality.decisions
    shares = {}
    for party in ("employees", "administration", "politicians"):
        followed = getattr(municipality, f"decisions_with_{party}")
        if made > 0:
            shares[f"influence_of_{party}"] = 100.0 * (followed - tallies[f"decisions_with_{party}"]) / made
        tallies[f"decisions_with_{party}"] = followed
    return shares
