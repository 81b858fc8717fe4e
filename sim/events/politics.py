"""Voters, councils and the state: elections, rule hunts, and the rules on sick notes and sick pay."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from sim.draws import CALLED_ELECTION, CALLED_SEAT, draws4
from sim.events.event import Event, Lasting, Scene, Share, SomeShare
from sim.processes.politicians import perceived_quality_change, repeal, seat_council
from sim.rules.council import vote_change
from sim.rules.events import rules_of_the_state, rules_removed, rules_taken_up
from sim.rules.shape import normal


class Election(Event):
    """An election beside those of the calendar, with the voters' verdict or one that is set (E38)."""

    sets: ClassVar[str] = "the majority's share of votes, and who sits in the council"
    kind: Literal["election"] = "election"
    vote_change: float | None = Field(
        None, ge=-1, le=1, description="change of the majority's share of votes; without, voters decide"
    )

    def happen(self, scene: Scene) -> None:
        """Votes are counted, and seats follow."""
        world, municipality, p = scene.world, scene.municipality, scene.parameters
        change = self.vote_change
        if change is None:
            u1, u2, _, _ = draws4(scene.now, CALLED_ELECTION, municipality.id, 0)
            met = perceived_quality_change(municipality, world.units, world.centres)
            change = vote_change(met, normal(u1, u2), p)
        change = min(1.0 - municipality.majority_share, max(change, -municipality.majority_share))
        seat_council(municipality, world.centres, world.politicians, change, CALLED_SEAT, scene.now)


class RuleHunt(Event):
    """Staff report rules that are in the way; some of them go (E36; claim 33)."""

    sets: ClassVar[str] = "the stock of local rules, and how many were reported, taken up and sent on to the state"
    kind: Literal["rule_hunt"] = "rule_hunt"
    reported: SomeShare = Field(description="rules that staff report, as a share of the local rules")

    def happen(self, scene: Scene) -> None:
        """Of what is reported a part is taken up; a part of that is the state's, and a part goes."""
        municipality, p = scene.municipality, scene.parameters
        reported = municipality.rules * self.reported
        taken_up = rules_taken_up(reported, p)
        removed = rules_removed(taken_up, p)
        municipality.rules_reported += reported
        municipality.reported_rules_taken_up += taken_up
        municipality.reported_rules_sent_on += rules_of_the_state(taken_up, p)
        municipality.reported_rules_removed += removed
        repeal(municipality, removed)


class CertificationChange(Lasting):
    """The state lets people certify their own sick leave for longer, with or without more follow-up (E27)."""

    sets: ClassVar[str] = (
        "the rule on self-certification, at once and in full; the follow-up of the sick that is asked, if named"
    )
    kind: Literal["certification_change"] = "certification_change"
    period: SomeShare = Field(1.0, description="how much of the longer period: 1 is all of it")
    follow_up: Share = Field(0.0, description="how much more follow-up of the sick is asked at the same time")

    def moves(self) -> Mapping[str, float]:
        """The state's rule, and what managers are asked beside it."""
        return {"self_certification": self.period, "sick_follow_up": self.follow_up}


class SickPayChange(Lasting):
    """The state makes it dearer or cheaper to stay home with a minor illness, for everybody and at once (E28).

    It moves what the mildly ill decide. Who must stay home stays home, and a spell that has begun goes its way; more
    moves only as colleagues, load and working while ill answer to it. How large a change was is the entry's to say.
    """

    sets: ClassVar[str] = "how readily the mildly ill stay home, whatever is asked in the municipality"
    kind: Literal["sick_pay_change"] = "sick_pay_change"
    staying_home: float = Field(
        ge=-5, le=5, description="what is added to the inclination to stay home, in logits; below 0 fewer do"
    )

    def inclines(self) -> float:
        """The same for everybody."""
        return self.staying_home
