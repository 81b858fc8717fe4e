"""The bodies that decide on proposals: line and administration, or teams; the steering group has a file of its own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.peers.twin.actor import added
from benchmarks.peers.twin.union_representatives import position_of_unions
from sim.draws import AGENDA, BODY_MEETS, draw
from sim.rules.decisions import number_taken_up, position_of_citizens
from sim.rules.search import sight_of_centre, sight_of_line_and_centre

if TYPE_CHECKING:
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.proposals import Proposal
    from benchmarks.peers.twin.teams import Team


class CouncilPosition(NamedTuple):
    """What politicians want of a proposal: their positions, added; the least of them; whether most are in favour."""

    added: float
    least: float
    is_majority: bool


def next_on_agenda(proposals: Iterable["Proposal"], weeks_more: float = 0.0) -> "Proposal | None":
    """The proposal to be taken up next: the one voiced first, and by lot among those of one week."""
    due = [proposal for proposal in proposals if proposal.is_due(weeks_more)]
    return min(due, key=lambda proposal: (proposal.week_voiced, lot(proposal)), default=None)


def lot(proposal: "Proposal") -> float:
    """The proposal's place among those voiced in the same week; it was drawn then."""
    return proposal.luck(AGENDA, proposal.now._replace(week=proposal.week_voiced))


def council_on(municipality: "Municipality", proposal: "Proposal", quality: float, cut: float) -> CouncilPosition:
    """What the politicians want of a proposal."""
    positions = [politician.position_on(proposal, quality, cut) for politician in municipality.politicians]
    is_majority = 2 * sum(position > 0.0 for position in positions) > len(positions)
    return CouncilPosition(added(positions), min(1.0, *positions), is_majority)


def line_and_administration_meet(municipality: "Municipality") -> None:
    """Hierarchy: line management and administration take up proposals, unit by unit, and decide on each (E32)."""
    p = municipality.p
    for unit in municipality.units:
        for _ in range(number_taken_up(p.line_per_unit_week, draw(municipality.now, BODY_MEETS, unit.id))):
            proposal = next_on_agenda(unit.proposals)
            if proposal is None:
                break
            if not proposal.is_piloted_first():
                decide(proposal)


def teams_meet(municipality: "Municipality") -> None:
    """Delegation: each team decides on its own proposals, one at a time, blind to cost and to other units (E32)."""
    week = municipality.now.week
    for team in (team for unit in municipality.units for team in unit.teams if week >= team.next_proposal_week):
        proposal = next_on_agenda(proposal for proposal in team.unit.proposals if proposal.employee.team is team)
        if proposal is None:
            continue
        team.next_proposal_week = week + int(municipality.p.weeks_between_team_proposals)
        if not proposal.is_piloted_first():
            decide(proposal, team)


def decide(proposal: "Proposal", team: "Team | None" = None) -> None:
    """A team says yes or no to a proposal of its own; where there is no such team, line and administration do."""
    unit, municipality, p = proposal.unit, proposal.unit.municipality, proposal.p
    error, cut = (
        proposal.error_of_estimate(p.noise_of_teams if team else p.noise_of_line),
        unit.share_of_saved_work_cut(),
    )
    from_within = proposal.seen_with(1.0, error)
    from_above = proposal.seen_with(sight_of_line_and_centre(len(municipality.units), p), error)
    from_afar = proposal.seen_with(sight_of_centre(len(municipality.units), p), error)
    if team:
        staff = team.position_on(proposal, from_within, cut)
    else:
        staff = position_of_unions([unit.representative], proposal, from_within, cut)
    administration = proposal.position_of_administration(from_above, cut)
    politicians = council_on(municipality, proposal, from_afar, cut).is_majority
    citizens = position_of_citizens(from_afar, proposal.gains.user_value, p)
    proposal.favoured_by = (staff > 0.0, administration > 0.0, politicians, citizens > 0.0)
    proposal.conclude(staff > 0.0 if team else administration > 0.0, team)
