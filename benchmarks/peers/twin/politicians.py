"""Politicians: how they vote, what they want of proposals, whom they hear, and elections."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, mean
from sim.draws import HEARD, POLITICIAN_VOTE, SEAT, draw, draw_between, draws4
from sim.rules.council import blame, leaning_to_control, politician_trust, votes_yes
from sim.rules.decisions import position_of_politician
from sim.rules.shape import logit

if TYPE_CHECKING:
    from benchmarks.peers.twin.council import Council
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.proposals import Proposal


class Politician(Actor):
    """A member of the municipal council."""

    council: "Council"
    municipality: "Municipality"
    party: int
    in_majority: int
    ideology: float
    trust: float
    trust_trait: float
    blame: float
    satisfaction_heard: float

    def votes_yes(self, case_for: float, mood: float, vote: int) -> bool:
        """The member's vote on more control (E36a)."""
        own_view = logit(draw_between(self.now, POLITICIAN_VOTE, self.id, vote))
        leaning = leaning_to_control(self.trust, self.blame, self.ideology, self.council.usual, self.p)
        return votes_yes(case_for, leaning, mood, own_view, self.p)

    def position_on(self, proposal: "Proposal", quality: float, cut: float) -> float:
        """What the member wants of a proposal (E32)."""
        gains, measurability = proposal.gains, proposal.unit.service.measurability
        return position_of_politician(quality, gains.cost, gains.work, cut, measurability, self.ideology, self.p)

    def follow_events(self, measured_quality: float, complaint_ratio: float) -> None:
        """Politicians see figures and the media, hear some citizens, and are blamed (E37)."""
        in_media = self.municipality.media_incidents
        self.satisfaction_heard = self.hear_citizens()
        self.trust = politician_trust(
            self.trust, self.trust_trait, measured_quality, self.satisfaction_heard, in_media, self.p
        )
        self.blame = blame(self.blame, in_media, complaint_ratio, self.p)

    def hear_citizens(self) -> float:
        """Mean satisfaction of five citizens: the acquaintances of one whom the politician meets this week."""
        citizens = self.municipality.citizens
        met = citizens[int(draw(self.now, HEARD, self.id) * len(citizens))]
        return mean(citizen.satisfaction for citizen in met.acquaintances)

    def stand_for_election(self, losing_side: int, chance: float, sides_change: bool) -> None:
        """A seat that the losing side loses goes to somebody new on the other side (E38)."""
        lost, ideology, _, _ = draws4(self.now, SEAT, self.id, 0)
        side = self.in_majority
        if side == losing_side and lost < chance:
            side = 1 - side
            self.ideology = ideology
            self.trust, self.blame = self.council.usual.politician_trust, self.council.usual.blame
        self.in_majority = 1 - side if sides_change else side
