"""What a unit does with ideas: its list of proposals, its practice, copying, posts, way of working (E31-E34, E49)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import Actor, mean
from benchmarks.peers.twin.proposals import Proposal
from benchmarks.peers.twin.services import Practice
from sim.draws import REUSE, draws4
from sim.rules.implementation import posts_after_week
from sim.rules.search import chance_of_copying, way_at
from sim.rules.shape import normal
from sim.rules.trust import believed_guarantee
from sim.rules.voice import conditions_for_ideas, help_with_ideas, share_of_saved_work_cut
from sim.rules.way_of_working import (
    resistance_after_week,
    resistance_at_start,
    size_of_work_change,
    team_share_after_week,
)
from sim.state.tables import COPIED, IN_USE, LOCI

if TYPE_CHECKING:
    from benchmarks.peers.twin.employees import Employee
    from benchmarks.peers.twin.units import Unit


class DevelopingUnit(Actor):
    """A unit as far as it develops its work."""

    practice: Practice
    set_by: list[Proposal | None]
    """The proposal that set each locus."""
    places: list[Proposal | None]
    """Its list of proposals: a new one takes the first free place and keeps it. A full list takes no more."""
    sights: list["Unit"]
    """The units of its service that it can see."""

    practice_quality: float
    cost_index: float
    work_index: float
    user_value: float
    staff_convenience: float
    posts: float
    posts_at_start: float
    team_share: float
    team_aim: float
    work_change: float
    resistance: float
    buy_in: float
    in_use: int
    ideas: int
    labour_saving_ideas: int
    voiced: int
    labour_saving_voiced: int
    accepted: int
    turned_down: int
    dropped: int
    came_to_nothing: int
    implemented: int
    reused: int
    abandoned: int

    # the list of proposals

    @property
    def proposals(self) -> list[Proposal]:
        """The proposals on the list, in the order of their places."""
        return [proposal for proposal in self.places if proposal is not None]

    def has_room(self) -> bool:
        """Whether the list can take one more."""
        return None in self.places

    def put_on_list(self, proposal: Proposal) -> None:
        """The proposal takes the first free place."""
        self.places[self.places.index(None)] = proposal

    def take_off_list(self, proposal: Proposal) -> None:
        """The proposal's place is free."""
        self.places[self.places.index(proposal)] = None

    def take_stock(self) -> None:
        """How many proposals are in use, and the mean buy-in behind them."""
        in_use = [proposal.buy_in for proposal in self.proposals if proposal.station == IN_USE]
        self.in_use = len(in_use)
        if in_use:
            self.buy_in = mean(in_use)

    def have_ideas(self) -> None:
        """Employees at work have ideas; some become proposals (E31)."""
        lived = self.lived
        conditions = conditions_for_ideas(
            lived.development_time, self.aspiration, self.seen_result, self.load_ratio, self.baseline, self.p
        )
        helped = help_with_ideas(lived.internal_facilitators, lived.external_consultants, self.p)
        for employee in self.staff:
            employee.may_have_idea(conditions * helped)

    # the practice

    def value_practice(self) -> None:
        """What the practice is worth: all but quality measured from the baseline mean."""
        quality, cost, work, user_value, convenience = self.service.worth_of_practice(self.practice, self)
        self.practice_quality = quality
        self.cost_index = cost - self.centre.cost_index
        self.work_index = work - self.centre.work_index
        self.user_value = user_value - self.centre.user_value
        self.staff_convenience = convenience - self.centre.staff_convenience

    def change_practice(self, proposal: Proposal) -> None:
        """The loci are done as the proposal has it; what an earlier one had set at a changed locus is replaced."""
        before = self.practice
        self.practice = proposal.changed(before)
        for locus in range(LOCI):
            if way_at(before, locus) == way_at(self.practice, locus):
                continue
            earlier = self.set_by[locus]
            if earlier is not None:
                earlier.give_up()
                self.set_by = [None if one is earlier else one for one in self.set_by]
            self.set_by[locus] = proposal

    def change_back(self, proposal: Proposal) -> None:
        """The loci that the proposal had set are done in the other way again."""
        for locus, one in enumerate(self.set_by):
            if one is proposal:
                self.practice ^= 1 << locus
                self.set_by[locus] = None

    # copying

    def copy_practices(self) -> None:
        """The unit looks at others of its service and takes over what looks better (E34).

        It only makes plans: what others see of it stays as it is, so it does not matter who looks first.
        """
        lived = self.lived
        chance = chance_of_copying(
            lived.internal_facilitators,
            lived.cross_unit_structures,
            lived.purchaser_provider_split,
            lived.target_stakes,
            lived.results_follow_up,
            self.baseline,
            self.p,
        )
        whether, how, whom, where = draws4(self.now, REUSE, self.id, 0)
        if not self.sights or whether >= chance:
            return
        if how < lived.target_stakes:
            example = max(self.sights, key=lambda unit: unit.measured_quality)
        else:
            example = self.sights[int(whom * len(self.sights))]
        self.copy_from(example, int(where * LOCI))

    def copy_from(self, example: "Unit", start: int) -> None:
        """Plan to do up to two loci as the example does, going round from one locus, where that looks like a gain."""
        round_the_ring = [(start + step) % LOCI for step in range(LOCI)]
        differing = [locus for locus in round_the_ring if way_at(self.practice ^ example.practice, locus)]
        if not differing or not self.has_room():
            return
        loci = differing[: 1 if self.p.loci_copied_at_most < 2.0 else 2]
        proposal = self.proposal_to_change(loci, self.employees[0], COPIED)
        u1, u2, _, _ = draws4(self.now, REUSE, self.id, 1)
        if proposal.gains.quality + self.p.noise_of_copying * normal(u1, u2) > 0.0:
            self.put_on_list(proposal)
            proposal.plan_start()

    def proposal_to_change(self, loci: list[int], employee: "Employee", origin: int) -> Proposal:
        """A change of these loci to the other way, and what it would truly bring."""
        changes = {locus: 1 - way_at(self.practice, locus) for locus in loci}
        proposal = Proposal(self, employee, origin, self.now.week, changes)
        proposal.gains = self.service.gains_of_change(self.practice, proposal.changed(self.practice), self)
        return proposal

    # posts and the way of working

    def share_of_saved_work_cut(self) -> float:
        """The share of saved work that is cut, as all expect it."""
        return share_of_saved_work_cut(self.believed_guarantee(), self.p)

    def believed_guarantee(self) -> float:
        """The guarantee against tendering, as far as the staff believe in it."""
        return believed_guarantee(self.guarantee, self.representative.credibility, self.p)

    def adjust_posts(self) -> None:
        """Posts that the practice saves are cut by vacancies, as far as saved work is cut (E34)."""
        cut = self.share_of_saved_work_cut()
        self.posts = posts_after_week(self.posts, self.posts_at_start, self.work_index, cut, self.p)

    def change_way_of_working(self) -> None:
        """Work moves between working alone and in teams; a newly asked change meets resistance (E49)."""
        lived, asked, p = self.lived, self.municipality.formal, self.p
        size = size_of_work_change(asked.team_work_aim, self.team_aim, self.soft_enactment, p)
        if size > 0.0:
            self.work_change = max(self.work_change, size)
            self.resistance = max(self.resistance, resistance_at_start(size, asked.training, p))
        self.team_aim = asked.team_work_aim
        self.team_share = team_share_after_week(
            self.team_share, lived.team_work_aim, self.resistance, lived.pace_of_change, p
        )
        support, influence = self.line_manager.support, self.perceived_influence
        self.resistance = resistance_after_week(
            self.resistance, self.work_change, lived.pace_of_change, lived.training, influence, support, p
        )
