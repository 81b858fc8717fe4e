"""Central administrators: where audits go, what they find, how high targets are, and whom they trust."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, added
from sim.draws import AUDIT_FINDING, draw
from sim.rules.audit import breaches, detection_chance, need_of_audit, yearly_target
from sim.rules.shape import clip01
from sim.rules.trust import trust_in_others_change
from sim.state.tables import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.units import Unit


class CentralAdministrator(Actor):
    """An administrator in the town hall, who follows some units."""

    municipality: "Municipality"
    units: list["Unit"]
    trust_trait: float
    audits_planned: float

    def plan_audits(self) -> None:
        """Of the audits lived in all units of the municipality, each unit gets its part by its need (E36b)."""
        everywhere = self.municipality.units
        factor = self.municipality.audit_factor
        audits = added(unit.lived.audits_per_unit_month * factor for unit in everywhere)
        needs = added(self.need_of_audits(unit) for unit in everywhere)
        for unit in self.units:
            unit.audit_rate = clip01(audits * self.need_of_audits(unit) / needs)
        self.audits_planned = added(unit.audit_rate for unit in self.units)

    def need_of_audits(self, unit: "Unit") -> float:
        """The weight with which audits go to a unit, as the town hall sees it."""
        return need_of_audit(unit.trust_of_administrator, unit.target, unit.measured_quality, unit.centre, self.p)

    def set_targets(self) -> None:
        """Once a year each unit is set a target for its measured quality (E36b)."""
        if self.now.week % WEEKS_PER_YEAR != 0:
            return
        for unit in self.units:
            stakes, trust = unit.lived.target_stakes, unit.trust_of_administrator
            unit.target = yearly_target(unit.target, stakes, unit.peers_quality, trust, unit.centre, self.p)

    def find_gaming(self) -> None:
        """Audits find some of the gaming there is (E10)."""
        for unit in self.units:
            chance = detection_chance(unit.audit_rate, unit.mean_gaming, self.p)
            unit.gaming_detected = draw(self.now, AUDIT_FINDING, unit.id) < chance

    def trust_units(self) -> None:
        """Results build trust in units; breaches and complaints cost it (E25, E44)."""
        for unit in self.units:
            broken = breaches(
                unit.incident, unit.gaming_detected, unit.complaint_rate, len(unit.citizens), unit.centre, self.p
            )
            trust = unit.trust_of_administrator
            change = trust_in_others_change(trust, self.trust_trait, unit.seen_result, unit.aspiration, broken, self.p)
            unit.trust_of_administrator = clip01(trust + change)
