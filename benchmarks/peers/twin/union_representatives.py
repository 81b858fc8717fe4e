"""Union representatives: how their members are, what they want, and whether they believe in the guarantee."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, added
from sim.rules.contracts import credibility
from sim.rules.decisions import position_of_employees

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.proposals import Proposal
    from benchmarks.peers.twin.units import Unit


class UnionRepresentative(Actor):
    """A union representative, who speaks for the staff of some units; the chief representative for all."""

    municipality: "Municipality"
    units: list["Unit"]
    chief: bool
    credibility: float
    workload: float
    insecurity: float
    members: int

    def hear_members(self) -> None:
        """Representatives know the mean workload and insecurity of their members."""
        units = self.municipality.units if self.chief else self.units
        self.members = sum(len(unit.staff) for unit in units)
        workload = added(len(unit.staff) * unit.load_ratio for unit in units)
        insecurity = added(len(unit.staff) * unit.mean_job_insecurity for unit in units)
        self.workload = workload / max(1, self.members)
        self.insecurity = insecurity / max(1, self.members)

    def believe_guarantee(self, is_asked: bool, is_broken: bool) -> None:
        """A guarantee that is kept slowly becomes credible; a broken one is worth nothing."""
        self.credibility = credibility(self.credibility, self.municipality.guarantee, is_asked, is_broken, self.p)

    def position_on(self, proposal: "Proposal", quality: float, cut: float) -> float:
        """What the members want of a proposal, as the representative sees it (E32)."""
        gains, centre = proposal.gains, proposal.unit.centre
        return position_of_employees(
            quality, gains.work, gains.convenience, cut, self.workload, self.insecurity, centre, self.p
        )


def position_of_unions(
    representatives: Sequence[UnionRepresentative], proposal: "Proposal", quality: float, cut: float
) -> float:
    """The mean position of these representatives, weighted by the members each speaks for."""
    total = added(one.members * one.position_on(proposal, quality, cut) for one in representatives)
    return total / max(sum(one.members for one in representatives), 1)
