"""Pairs of units: what they remember of the cases they share, and joint teams."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.rule import Parameters
from sim.rules.cases import coordination_between, remembered_coordination

if TYPE_CHECKING:
    from benchmarks.peers.twin.units import Unit


@dataclass
class Pair:
    """Two units of one municipality."""

    unit: "Unit"
    other: "Unit"
    coordination: float
    joint_team: bool
    shared_cases: int = 0

    def share_case(self) -> float:
        """The two share a case; their relational coordination."""
        self.shared_cases += 1
        return self.coordination

    def remember_cases(self, p: Parameters) -> None:
        """Shared cases are remembered, and slowly forgotten (E24)."""
        one, other = self.unit.relational_coordination, self.other.relational_coordination
        level = coordination_between(one, other, self.joint_team, p)
        self.coordination = remembered_coordination(self.coordination, self.shared_cases, level, p)
        self.shared_cases = 0

    def bear_cost_of_joint_team(self, p: Parameters) -> None:
        """A joint team costs its two units (E50)."""
        if self.joint_team:
            self.unit.cost += p.cost_of_joint_team
            self.other.cost += p.cost_of_joint_team
