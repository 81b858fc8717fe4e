"""Proposals: what one would bring, what each party knows of it, and what becomes of it (E32-E34)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.peers.twin.services import Gains
from sim.draws import ABANDONMENT, BODY_NOISE, CONSULTED, PILOT, REVERSAL, START, SUCCESS, Now, draw_between, draws4
from sim.rule import Parameters
from sim.rules.decisions import position_of_administration
from sim.rules.implementation import (
    buy_in,
    chance_of_abandonment,
    chance_of_reversal,
    chance_of_success,
    weeks_to_start,
)
from sim.rules.search import seen_gain, with_way
from sim.rules.shape import normal
from sim.state.tables import (
    ACCEPTED,
    COPIED,
    EMPTY,
    FROM_CITIZENS,
    FROM_CONSULTANT,
    FROM_UNIT,
    IN_USE,
    PILOTED,
    WAITING,
)

if TYPE_CHECKING:
    from benchmarks.peers.twin.employees import Employee
    from benchmarks.peers.twin.teams import Team
    from benchmarks.peers.twin.units import Unit

ENDED = EMPTY
"""The station of a proposal that is no more: its place on the unit's list is empty again."""


@dataclass(eq=False)
class Proposal:
    """An idea, then a proposal, then perhaps a way of working."""

    unit: "Unit"
    employee: "Employee"
    """Who had the idea, or wrote it down."""
    origin: int
    week_voiced: int
    changes: dict[int, int] = field(default_factory=dict)
    """How each locus that it changes would be done."""
    partner_unit: "Unit | None" = None
    """The other unit of a joint team."""
    gains: Gains = field(default_factory=Gains)
    coordination_saving: float = 0.0
    station: int = ENDED
    week_due: int = 0
    under_duty: bool = False
    was_piloted: bool = False
    rounds: int = 0
    asked_share: float = 0.0
    ownership: float = 0.0
    buy_in: float = 0.0
    project: bool = False
    favoured_by: tuple[bool, ...] = (False, False, False, False)
    """Whether employees, administration, most politicians and citizens were in favour at first."""

    # luck and time

    @property
    def p(self) -> Parameters:
        """The model's parameters."""
        return self.unit.p

    @property
    def now(self) -> Now:
        """The week that is lived."""
        return self.unit.now

    @property
    def number(self) -> int:
        """What tells it from others brought by the same post: the week and where it came from."""
        return self.week_voiced * (FROM_CITIZENS + 1) + self.origin

    def luck(self, decision: int, now: Now | None = None) -> float:
        """Its own draw for this decision this week."""
        return draw_between(now or self.now, decision, self.employee.id, self.number)

    def is_due(self, weeks_more: float = 0.0) -> bool:
        """Whether a body may take it up, once it has been due for so many weeks."""
        return self.station in (WAITING, PILOTED) and self.week_due + weeks_more <= self.now.week

    def move_to(self, station: int, week_due: int) -> None:
        """It is at this station from now on, and its next step is due in that week."""
        self.station, self.week_due = station, week_due

    def end(self) -> None:
        """It is no more."""
        self.station = ENDED
        self.unit.take_off_list(self)

    # how it looks to those who decide

    def seen_with(self, sight: float, error: float) -> float:
        """Its quality gain as somebody with this sight of the unit believes it to be, and the table's error."""
        return seen_gain(self.gains.quality, self.gains.seen_quality, sight) + error

    def error_of_estimate(self, noise: float) -> float:
        """How far a body is wrong about it this week: one error shared by all at the table."""
        u1, u2, _, _ = draws4(self.now, BODY_NOISE, self.employee.id, self.number)
        spread = noise * self.p.noise_after_pilot if self.was_piloted else noise
        return spread * normal(u1, u2)

    def position_of_administration(self, quality: float, cut: float) -> float:
        """What line and administration want of it."""
        gains, saving, joint_budget = self.gains, self.coordination_saving, self.unit.lived.joint_budget
        return position_of_administration(quality, gains.cost, gains.work, cut, saving, joint_budget, self.p)

    # answers

    def is_piloted_first(self) -> bool:
        """Whether the body wants to see it tried before it decides; then the pilot begins (E32)."""
        if self.was_piloted or self.rounds > 0 or self.luck(PILOT) >= self.unit.lived.pilot_share:
            return False
        self.was_piloted = True
        self.move_to(PILOTED, self.now.week + int(self.p.weeks_of_pilot))
        return True

    def conclude(self, accepted: bool, deciding_team: "Team | None" = None) -> None:
        """The decision is counted, and the unit hears it."""
        self.unit.municipality.count_decision(accepted, *self.favoured_by)
        if accepted:
            self.accept(deciding_team)
        else:
            self.turn_down()

    def accept(self, deciding_team: "Team | None") -> None:
        """Yes."""
        self.unit.accepted += 1
        self.plan_start(deciding_team)
        self.answer(self.p.answer_of_acceptance)

    def turn_down(self) -> None:
        """No, with a reason."""
        self.unit.turned_down += 1
        self.answer(self.p.answer_of_reasoned_no)
        self.end()

    def drop(self) -> None:
        """Silence."""
        self.unit.dropped += 1
        self.answer(self.p.answer_of_silence)
        self.end()

    def answer(self, answer: float) -> None:
        """The unit hears the answer, the originator most of all (E33)."""
        for employee in self.unit.employees:
            is_own = self.origin == FROM_UNIT and employee is self.employee
            employee.hear_answer(answer, self.p.answer_on_originator if is_own else self.p.answer_on_unit)

    def may_be_forgotten(self) -> None:
        """If nobody looked at it for long it is dropped; under the duty to consider it gets a reasoned no (E32)."""
        if self.station != WAITING or self.rounds > 0:
            return
        weeks = self.now.week - self.week_voiced
        if self.under_duty and weeks >= self.p.weeks_of_duty:
            self.turn_down()
        elif not self.under_duty and weeks >= self.p.weeks_of_patience:
            self.drop()

    # into operation, and out of it

    def plan_start(self, deciding_team: "Team | None" = None) -> None:
        """It is to be carried into operation in some weeks, and staff are asked about it."""
        weeks = weeks_to_start(self.luck(START), self.p)
        self.move_to(ACCEPTED, self.now.week + weeks)
        self.ask_staff(deciding_team)

    def ask_staff(self, deciding_team: "Team | None") -> None:
        """Before the start each of the staff is asked with a chance; all of a team that decided have been (E34)."""
        everybody, staff = self.unit.employees, self.unit.staff
        occasion = self.number * len(everybody) + everybody.index(self.employee)
        asked = sum(
            employee.team is deciding_team
            or draw_between(self.now, CONSULTED, employee.id, occasion) < self.unit.perceived_influence
            for employee in staff
        )
        self.asked_share = asked / max(len(staff), 1)

    def may_start(self) -> None:
        """Once due it starts; if it succeeds it changes the practice, unless that is undone (E34)."""
        if self.station != ACCEPTED or self.week_due > self.now.week:
            return
        unit, support = self.unit, self.unit.line_manager.support
        self.ownership = self.first_ownership()
        self.buy_in = buy_in(self.ownership, self.asked_share, support, self.p)
        success = chance_of_success(self.buy_in, support, unit.mean_trust_in_organisation, unit.centre, self.p)
        succeeds = self.luck(SUCCESS) < success
        if self.is_overtaken() or not (succeeds or self.was_piloted):
            unit.came_to_nothing += 1
            self.end()
            return
        self.project = not succeeds
        self.count_start()
        if self.is_undone():
            self.give_up()
        else:
            self.put_to_use()

    def first_ownership(self) -> float:
        """How much the unit sees what came from there as its own."""
        p = self.p
        of_origin = {
            FROM_UNIT: p.ownership_of_own,
            COPIED: p.ownership_of_copied,
            FROM_CONSULTANT: p.ownership_of_consultants,
        }
        return of_origin.get(self.origin, p.ownership_of_others)

    def is_overtaken(self) -> bool:
        """Whether the unit already does what it asks for."""
        if self.partner_unit is not None:
            return bool(self.unit.municipality.pair_of(self.unit, self.partner_unit).joint_team)
        return self.changed(self.unit.practice) == self.unit.practice

    def changed(self, bits: int) -> int:
        """The practice with the loci as it would have them."""
        for locus, way in self.changes.items():
            bits = with_way(bits, locus, way)
        return bits

    def count_start(self) -> None:
        """A copy counts as reuse; a pilot that merely goes on as a project counts as neither."""
        if self.project:
            return
        if self.origin == COPIED:
            self.unit.reused += 1
        else:
            self.unit.implemented += 1

    def is_undone(self) -> bool:
        """Whether the unit finds that the change lowers quality, and goes back (E34)."""
        if self.partner_unit is not None:
            return False
        unit = self.unit
        gains = unit.service.gains_of_change(unit.practice, self.changed(unit.practice), unit)
        return self.luck(REVERSAL) < chance_of_reversal(gains.quality, unit.lived.results_follow_up, self.p)

    def put_to_use(self) -> None:
        """The unit works in the new way from now on."""
        self.move_to(IN_USE, self.week_due)
        if self.partner_unit is not None:
            self.unit.municipality.pair_of(self.unit, self.partner_unit).joint_team = True
        else:
            self.unit.change_practice(self)
        self.unit.value_practice()

    def may_be_abandoned(self) -> None:
        """In use it is given up at a rate that falls with buy-in; the unit works as before (E34)."""
        if self.station != IN_USE:
            return
        if self.luck(ABANDONMENT) >= chance_of_abandonment(self.buy_in, self.project, self.p):
            return
        if self.partner_unit is not None:
            self.unit.municipality.pair_of(self.unit, self.partner_unit).joint_team = False
        self.unit.change_back(self)
        self.give_up()
        self.unit.value_practice()

    def give_up(self) -> None:
        """It counts as given up, whether undone, replaced or abandoned."""
        self.unit.abandoned += 1
        self.end()
