"""The steering group: politicians, administration, unions, and citizens where they sit, decide by consent (E32)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, mean
from benchmarks.peers.twin.bodies import council_on, next_on_agenda
from benchmarks.peers.twin.union_representatives import position_of_unions
from sim.draws import BODY_MEETS, draw_between
from sim.rules.decisions import (
    is_consented,
    may_be_redesigned,
    noise_of_steering_group,
    places_on_agenda,
    position_after_talks,
    position_of_citizens,
    weeks_for_union_position,
)
from sim.rules.search import sight_of_centre

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.proposals import Proposal

_LAST_PLACE = 1
"""The steering group's own number among those of BODY_MEETS."""


class SteeringGroup(Actor):
    """The steering group of a municipality; idle unless decisions are taken by consensus."""

    municipality: "Municipality"
    meetings: int
    agenda: int
    blocked: int
    tension: float

    def meet(self) -> None:
        """One meeting: the longest waiting proposals of all units, as many as there is time for."""
        units = self.municipality.units
        self.meetings += 1
        self.agenda = 0
        tension = 0.0
        for _ in range(self.places_on_agenda()):
            everywhere = (proposal for unit in units for proposal in unit.proposals)
            proposal = next_on_agenda(everywhere, weeks_for_union_position(self.p))
            if proposal is None:
                break
            if not proposal.is_piloted_first():
                self.agenda += 1
                tension += self.talk_over(proposal)
        self.tension = tension / max(self.agenda, 1)

    def places_on_agenda(self) -> int:
        """How many proposals there is time for; facilitators prepare them."""
        units = self.municipality.units
        facilitators = mean(unit.lived.internal_facilitators for unit in units)
        lot = draw_between(self.now, BODY_MEETS, self.municipality.id, _LAST_PLACE)
        return places_on_agenda(len(units), facilitators, lot, self.p)

    def talk_over(self, proposal: "Proposal") -> float:
        """One item: positions, talk, and consent or not. Gives the citizens' position less the employees'."""
        municipality = self.municipality
        proposal.rounds += 1
        error = proposal.error_of_estimate(noise_of_steering_group(proposal.rounds, self.p))
        quality = proposal.seen_with(sight_of_centre(len(municipality.units), self.p), error)
        cut = proposal.unit.share_of_saved_work_cut()
        staff = position_of_unions(municipality.representatives, proposal, quality, cut)
        administration = proposal.position_of_administration(quality, cut)
        council = council_on(municipality, proposal, quality, cut)
        citizens = position_of_citizens(quality, proposal.gains.user_value, self.p)
        if proposal.rounds == 1:
            proposal.favoured_by = (staff > 0.0, administration > 0.0, council.is_majority, citizens > 0.0)
        total = council.added + (staff + administration)
        least = min(council.least, staff, administration)
        seats = len(municipality.politicians) + 2
        if municipality.citizens_at_table:
            total, least, seats = total + citizens, min(least, citizens), seats + 1
        self.settle(proposal, total / seats, least)
        return citizens - staff

    def settle(self, proposal: "Proposal", mean_position: float, least_position: float) -> None:
        """What the meeting ends in for a proposal, given the mean and the least of the positions it began with."""
        meeting = proposal.rounds
        if is_consented(position_after_talks(least_position, mean_position, meeting, self.p), self.p):
            proposal.conclude(accepted=True)
        elif meeting < self.p.rounds_of_consensus or may_be_redesigned(mean_position, meeting, self.p):
            proposal.move_to(proposal.station, self.now.week + 1)
        else:
            self.blocked += 1
            proposal.conclude(accepted=False)
