"""Line managers: they divide their time, support their staff, judge their team and enact what they believe in."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor
from sim.rules.enactment import administration_share, enacted_support, enactment_goal
from sim.rules.trust import trust_in_others_change

if TYPE_CHECKING:
    from benchmarks.peers.twin.units import Unit


class LineManager(Actor):
    """The line manager of a unit."""

    unit: "Unit"
    leadership_skill: float
    enactment_trait: float
    enactment: float
    administration_share: float
    support: float
    trust_in_team: float
    trust_trait: float

    def lead(self) -> None:
        """Administration takes its time; what is left carries support (E2-E3)."""
        unit, lived = self.unit, self.unit.lived
        self.administration_share = administration_share(
            unit.documentation,
            unit.audit_rate,
            lived.purchaser_provider_split,
            lived.voice * lived.results_follow_up,
            lived.relational_interventions,
            unit.team_share,
            unit.centre,
            self.baseline,
            self.p,
        )
        self.support = enacted_support(
            self.leadership_skill, lived.leadership_development, self.administration_share, self.p
        )

    def judge_team(self) -> None:
        """Results build or undo trust in the team, and trust and support the readiness to enact (E25)."""
        unit = self.unit
        breaches = float(unit.gaming_detected + unit.incident)
        self.trust_in_team += trust_in_others_change(
            self.trust_in_team, self.trust_trait, unit.seen_result, unit.aspiration, breaches, self.p
        )
        goal = enactment_goal(self.enactment_trait, self.trust_in_team, self.support, unit.centre, self.p)
        self.enactment += (goal - self.enactment) / self.p.weeks_of_enactment
