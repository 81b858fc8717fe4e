"""Cases, and the units and partners that they bring together (E24, E43, E51)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mesa import Agent

from sim.state.tables import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.agents import Service
    from benchmarks.peers.free_mesa.citizens import Citizen
    from benchmarks.peers.free_mesa.model import FreeMesa
    from benchmarks.peers.free_mesa.units import Unit


class Case:
    """A case of this week; a simple one needs the citizen's own unit only."""

    __slots__ = ("citizen", "coordination", "units")

    def __init__(self, citizen: Citizen, units: tuple[Unit, ...], coordination: float) -> None:
        self.citizen = citizen
        self.units = units
        self.coordination = coordination


class Partner(Agent):  # type: ignore[misc]  # Mesa has no types
    """A partner organisation outside the municipality."""

    __slots__ = ("coordination", "saved_share", "service", "shared_cases", "usual_work", "work")

    service: Service

    def clear_cases(self) -> None:
        """The counts of last week's cases go back to nothing."""
        self.shared_cases, self.work, self.usual_work = 0, 0.0, 0.0

    def joining_chance(self) -> float:
        """The chance of taking part in a case: coordination, and what it saved last year (E51)."""
        p = self.model.p
        known = p.coordination_on_partners * (self.coordination - self.service.centre.partner_coordination)
        return 1.0 / (1.0 + math.exp(-p.partner_level - known - p.savings_on_partners * self.saved_share))

    def cooperate(self) -> None:
        """The partner remembers the cases it shares with the units, and what it saved on them."""
        p, units, coordination = self.model.p, self.model.units, self.coordination
        level = sum([unit.relational_coordination for unit in units]) / len(units)
        gained = p.memory_of_a_case * self.shared_cases / len(units) * (1.0 - coordination)
        coordination += gained - p.forgetting_of_cases * (coordination - level)
        self.coordination = min(max(coordination, 0.0), 1.0)
        if self.shared_cases:
            saved = 1.0 - self.work / self.usual_work
            self.saved_share += (saved - self.saved_share) / WEEKS_PER_YEAR


class Pair:
    """Two units, and how well they work together."""

    __slots__ = ("coordination", "joint_team", "other", "shared_cases", "unit")

    unit: Unit
    other: Unit


def remember_cases(model: FreeMesa) -> None:
    """Pairs of units remember the cases they share, and slowly forget (E24)."""
    p = model.p
    forgetting, memory, of_joint_team = p.forgetting_of_cases, p.memory_of_a_case, p.coordination_of_joint_team
    for pair in model.pairs:
        level = (pair.unit.relational_coordination + pair.other.relational_coordination) / 2.0
        if pair.joint_team:
            level = min(level + of_joint_team, 1.0)
        coordination = pair.coordination
        coordination -= forgetting * (coordination - level)
        if pair.shared_cases:
            coordination += memory * pair.shared_cases * (1.0 - pair.coordination)
            pair.shared_cases = 0
            coordination = min(max(coordination, 0.0), 1.0)
        pair.coordination = coordination


def open_case(citizen: Citizen) -> Case:
    """A case is simple or complex; it is work to the citizen's own unit."""
    unit, model = citizen.unit, citizen.model
    unit.cases += 1
    if len(model.units) > 1 and model.random.random() < unit.service.complexity:
        return open_complex_case(model, citizen, unit)
    unit.case_hours += unit.centre.hours_per_case
    return Case(citizen, (unit,), 1.0)


def open_complex_case(model: FreeMesa, citizen: Citizen, unit: Unit) -> Case:
    """A complex case calls in other units and perhaps a partner."""
    p, random, centre = model.p, model.random.random, unit.centre
    second, third = unit_called(model, unit), unit_called(model, unit)
    pair = unit.pairs[second]
    pair.shared_cases += 1
    coordination, units = pair.coordination, (unit, second)
    if third is not second and random() < p.third_unit_chance:
        units = (unit, second, third)
        pair, last = unit.pairs[third], second.pairs[third]
        pair.shared_cases += 1
        last.shared_cases += 1
        coordination = (coordination + pair.coordination + last.coordination) / 3.0
    rework_share = 1.0
    if model.partners and random() < p.partner_chance:
        partner = partner_called(model, unit)
        if random() < partner.joining_chance():
            coordination = (coordination + partner.coordination) / 2.0
            rework_share = 1.0 - p.share_of_savings_at_partners
            rework = p.rework * p.share_of_savings_at_partners * (centre.case_coordination - coordination)
            partner.shared_cases += 1
            partner.usual_work += centre.hours_per_case
            partner.work += centre.hours_per_case * (1.0 + rework)
        else:
            coordination = 0.0
    rework = p.rework * rework_share * (centre.case_coordination - coordination)
    unit.case_hours += centre.hours_per_case * (1.0 + rework)
    return Case(citizen, units, coordination)


def unit_called(model: FreeMesa, unit: Unit) -> Unit:
    """Another unit: with structures across units one that the unit has an informal tie with, or any."""
    random = model.random.random
    others = model.other_units[unit]
    if unit.neighbours and random() < unit.lived.cross_unit_structures:
        others = unit.neighbours
    return others[int(random() * len(others))]


def partner_called(model: FreeMesa, unit: Unit) -> Partner:
    """One of the partners for the unit's service, or one of all where none is."""
    of_service = [partner for partner in model.partners if partner.service is unit.service] or model.partners
    return of_service[int(model.random.random() * len(of_service))]
