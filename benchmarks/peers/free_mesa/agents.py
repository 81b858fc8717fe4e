"""Who and what there is besides employees, units and citizens; slots, since they are read fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mesa import Agent

from sim.regimes import LEVERS
from sim.state.tables import SERVICES

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.units import Unit


def change_of_trust(p: Any, trust: float, trait: float, surplus: float, breaches: float) -> float:
    """This week's change of a manager's trust in a unit, whose result is so much above what it expects (E25)."""
    change = (trait - trust) / p.trust_leak_weeks
    if surplus > 0.0:
        change += p.trust_of_results * p.trust_gain * (1.0 - trust) * surplus
        surplus = 0.0
    return change - p.trust_gain * p.trust_asymmetry * trust * (
        p.trust_of_breaches * breaches - p.trust_of_results * surplus
    )


class Levers:
    """The values of all levers, in one unit."""

    __slots__ = tuple(LEVERS)


class CentralAdministrator(Agent):  # type: ignore[misc]  # Mesa has no types
    """A central administrator, who follows some units."""

    __slots__ = ("audits_planned", "trust_trait", "units")

    units: list[Unit]

    def trust_units(self) -> None:
        """Units are trusted by their results; breaches and complaints undo it (E25, E44)."""
        p = self.model.p
        for unit in self.units:
            complaints = max(unit.complaint_rate - unit.centre.complaint_rate, 0.0) * len(unit.citizens)
            breaches = unit.incident + unit.gaming_detected + p.complaints_as_breaches * complaints
            trust, surplus = unit.trust_of_administrator, unit.seen_result - unit.aspiration
            trust += change_of_trust(p, trust, self.trust_trait, surplus, breaches)
            unit.trust_of_administrator = min(max(trust, 0.0), 1.0)


class Politician(Agent):  # type: ignore[misc]
    """A member of the council."""

    __slots__ = ("blame", "ideology", "in_majority", "satisfaction_heard", "trust", "trust_trait")

    def follow_events(self) -> None:
        """The member sees figures and the media, hears some citizens, and is blamed (E36)."""
        p, model = self.model.p, self.model
        friends = self.random.choice(model.citizens).acquaintances
        self.satisfaction_heard = sum([citizen.satisfaction for citizen in friends]) / len(friends)
        seen = (model.quality_in_figures + self.satisfaction_heard) / 2.0
        trust = self.trust
        gain = p.results_on_politician_trust * (1.0 - trust) * seen
        loss = p.media_on_politician_trust * trust * model.media_incidents
        trust += gain - loss + (self.trust_trait - trust) / p.trust_leak_weeks
        self.trust = min(max(trust, 0.0), 1.0)
        self.blame = min(max(self.blame - self.blame / p.blame_weeks + model.blame_in_the_air, 0.0), 1.0)


class UnionRepresentative(Agent):  # type: ignore[misc]
    """A union representative, who speaks for the staff of some units; the chief for all."""

    __slots__ = ("credibility", "insecurity", "members", "units", "workload")

    units: list[Unit]

    def hear_members(self) -> None:
        """The mean workload and insecurity of the members."""
        self.members, self.workload, self.insecurity = 0, 0.0, 0.0
        for unit in self.units:
            here = len(unit.employees)
            self.members += here
            self.workload += here * unit.load_ratio
            self.insecurity += here * unit.mean_job_insecurity
        self.workload /= max(1, self.members)
        self.insecurity /= max(1, self.members)

    def believe_guarantee(self) -> None:
        """A guarantee that is kept slowly becomes credible; taken back or broken by a tender, it is worth nothing."""
        p, model = self.model.p, self.model
        if model.guarantee_broken:
            self.credibility = 0.0
        elif model.asked.no_tender_guarantee > 0.0:
            self.credibility += (model.guarantee - self.credibility) / p.credibility_weeks


class Proposal:
    """A proposal, on its way or in use."""

    __slots__ = (
        "asked_share",
        "buy_in",
        "chance_of_abandonment",
        "coordination_saving",
        "cost_change",
        "employee",
        "favoured_by_administration",
        "favoured_by_citizens",
        "favoured_by_employees",
        "favoured_by_politicians",
        "is_pilot",
        "lot",
        "new_ways",
        "origin",
        "partner_unit",
        "project",
        "quality_gain",
        "rounds",
        "seen_quality_gain",
        "staff_gain",
        "under_duty",
        "unit",
        "user_gain",
        "was_piloted",
        "week_due",
        "week_voiced",
        "work_change",
    )

    new_ways: tuple[tuple[int, int], ...]
    """(locus, way) for each locus it changes."""


class Service:
    """A service: its nature, its baseline means and what the ways of doing its work are worth."""

    __slots__ = (
        *(column.name for column in SERVICES.columns),
        "centre",
        "departure_chance",
        "effects",
        "shared_values",
        "units",
    )

    units: list[Unit]

    def compare_results(self) -> None:
        """The results held up to each unit: the upper quartile of measured quality among those of the service."""
        shown = sorted([unit.measured_quality for unit in self.units])
        for unit in self.units:
            unit.peers_quality = shown[(3 * len(shown) + 3) // 4 - 1]
