"""Teams: their norms, their safety to speak up, and what they want of proposals."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, added, mean, mean_by_parts
from sim.rules.effort import norm_goal
from sim.rules.trust import safety_goal
from sim.state.tables import DAYS_PER_WEEK

if TYPE_CHECKING:
    from benchmarks.peers.twin.employees import Employee
    from benchmarks.peers.twin.proposals import Proposal
    from benchmarks.peers.twin.units import Unit


class Team(Actor):
    """A team of a unit."""

    unit: "Unit"
    employees: list["Employee"]
    psychological_safety: float
    short_absence_norm: float
    effort_norm: float
    gaming_norm: float
    mean_effort: float
    minor_absence: float
    next_proposal_week: int

    def mean_of(self, state: str) -> float:
        """The mean of a state of the members."""
        return mean_by_parts(getattr(employee, state) for employee in self.employees)

    def count_attendance(self) -> None:
        """The week's short absence, and the team's norm of it (E30)."""
        days = len(self.employees) * DAYS_PER_WEEK
        self.minor_absence = sum(employee.minor_days for employee in self.employees) / days
        goal = norm_goal(self.minor_absence, self.unit.neighbours_absence, self.p)
        self.short_absence_norm += (goal - self.short_absence_norm) / self.p.weeks_of_absence_norm

    def follow_colleagues(self) -> None:
        """Norms of effort and gaming follow what members do, and a little what they see elsewhere."""
        unit, weeks = self.unit, self.p.weeks_of_norm
        self.mean_effort = mean(employee.effort for employee in self.employees)
        gaming = mean(employee.gaming for employee in self.employees)
        self.effort_norm += (norm_goal(self.mean_effort, unit.neighbours_effort, self.p) - self.effort_norm) / weeks
        self.gaming_norm += (norm_goal(gaming, unit.neighbours_gaming, self.p) - self.gaming_norm) / weeks

    def feel_safe(self) -> None:
        """Psychological safety follows support, trust, justice, control and insecurity in the team (E23)."""
        goal = safety_goal(
            self.unit.line_manager.support,
            self.mean_of("trust_in_manager"),
            self.mean_of("justice"),
            self.mean_of("perceived_control"),
            self.mean_of("job_insecurity"),
            self.unit.team_share,
            self.baseline,
            self.p,
        )
        self.psychological_safety += (goal - self.psychological_safety) / self.p.weeks_of_safety

    def position_on(self, proposal: "Proposal", quality: float, cut: float) -> float:
        """What the members on average want of a proposal (E32)."""
        members = [employee for employee in self.employees if employee.filled]
        return added(employee.position_on(proposal, quality, cut) for employee in members) / max(len(members), 1)
