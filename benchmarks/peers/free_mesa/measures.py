"""The week's measures, read off the model (sim/measures/catalogue.py)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.model import FreeMesa

_WORKING_DAYS_A_YEAR = 227.0
_MEANS_OVER_UNITS = {
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
    "competition_exposure": "competition_exposure",
    "documentation_share": "documentation",
    "incidents": "incident",
    "quality": "quality",
    "measured_quality": "measured_quality",
    "practice_quality": "practice_quality",
    "cost": "cost",
}
_SCALE = {"competition_exposure": 100.0, "documentation_share": 100.0, "incidents": 52.0}
_FLOWS = ("voiced", "labour_saving_voiced", "accepted", "implemented", "reused")
_PARTIES = ("employees", "administration", "politicians")


def measure(model: FreeMesa) -> dict[str, float]:
    """Every measure of the week just lived, by name."""
    units, posts = model.units, len(model.employees)
    number = len(units)
    row = {
        name: _SCALE.get(name, 1.0) * math.fsum([getattr(unit, column) for unit in units]) / number
        for name, column in _MEANS_OVER_UNITS.items()
    }
    days, a_year = posts * 5, 52.0 * 100.0 / posts
    row["sick_leave_share"] = 100.0 * model.absent_days / days
    row["sick_leave_days"] = _WORKING_DAYS_A_YEAR * model.absent_days / days
    row["self_certified_share"] = 100.0 * model.self_certified_days / days
    row["doctor_certified_share"] = 100.0 * (model.absent_days - model.self_certified_days) / days
    row["presenteeism_share"] = 100.0 * model.presentee_days / days
    row["short_spells"] = a_year * model.short_spells
    row["long_spells"] = a_year * model.long_spells
    row["rules_in_force"] = model.rules
    row |= {"quits": 0.0, "private_users": 0.0}  # the peers know no turnover and no private providers
    true = row["quality"]
    row["quality_gap"] = row["measured_quality"] - true
    row["quality_spread"] = math.sqrt(sum([(unit.quality - true) ** 2 for unit in units]) / number)
    row["gaming_units"] = 100.0 * sum([unit.year_of_gaming > 0.05 for unit in units]) / number
    for flow in _FLOWS:
        so_far = sum([getattr(unit, flow) for unit in units])
        row[f"proposals_{flow}"] = a_year * (so_far - model.tallies[flow])
        model.tallies[flow] = so_far
    row["proposals_in_use"] = 100.0 * sum([len(unit.in_operation) for unit in units]) / posts
    row["satisfaction"] = model.satisfaction
    row["wish_for_competition"] = 100.0 * model.wish_for_competition
    row["trust_of_citizens"] = model.trust_of_citizens
    row["user_involvement"] = model.user_involvement
    row["complaints"] = 52.0 * 1000.0 * sum([unit.complaints for unit in units]) / len(model.citizens)
    row["trust_of_politicians"] = sum([seat.trust for seat in model.politicians]) / len(model.politicians)
    row["internal_cooperation"] = sum([pair.coordination for pair in model.pairs]) / max(len(model.pairs), 1)
    row["contact_time"] = 100.0 * sum([unit.ledger["service"] for unit in units]) / number
    row["meeting_share"] = 100.0 * sum([unit.ledger["meetings"] for unit in units]) / number
    row["cost_per_quality"] = row["cost"] / max(true, 0.01)
    row["public_cost"] = row["cost"] + model.partner_cost
    row.update(measure_influence(model))
    return row


def measure_influence(model: FreeMesa) -> dict[str, float]:
    """The share of this week's decisions that followed each party; last week's where none was taken."""
    made = model.decisions - model.tallies["decisions"]
    if made > 0:
        for party in _PARTIES:
            followed = model.decisions_with[party] - model.tallies[party]
            model.influence[f"influence_of_{party}"] = 100.0 * followed / made
            model.tallies[party] = model.decisions_with[party]
        model.tallies["decisions"] = model.decisions
    return model.influence
