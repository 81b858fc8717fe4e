"""Partner organisations outside the municipality."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, mean
from sim.rules.cases import remembered_coordination
from sim.rules.cost import share_saved
from sim.state.tables import WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.services import Service


class Partner(Actor):
    """A hospital, an employment office: an organisation that some complex cases need."""

    municipality: "Municipality"
    service: "Service"
    coordination: float
    saved_share: float
    shared_cases: int
    work: float
    usual_work: float

    def clear_last_week(self) -> None:
        """Last week's cases are over."""
        self.shared_cases, self.work, self.usual_work = 0, 0.0, 0.0

    def cooperate(self) -> None:
        """It remembers the cases it shares with the units, and what it saved on them (E24, E51)."""
        units = self.municipality.units
        level = mean(unit.relational_coordination for unit in units)
        cases_per_unit = self.shared_cases / len(units)
        self.coordination = remembered_coordination(self.coordination, cases_per_unit, level, self.p)
        if self.shared_cases > 0:
            saved = share_saved(self.work, self.usual_work)
            self.saved_share += (saved - self.saved_share) / WEEKS_PER_YEAR
