"""Service units: what steering amounts to in them, hours, load, work and results (E1, E4-E7, E12-E17, E24)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.actor import added, mean, mean_by_parts
from benchmarks.peers.twin.development import DevelopingUnit
from sim.draws import DEMAND, INCIDENT, MEASUREMENT, MEDIA, draw, draws4
from sim.regimes import LEVERS
from sim.rule import Centre, Levers
from sim.rules.citizens import common_impression, continuity, support_of_coproduction
from sim.rules.contracts import competition_exposure
from sim.rules.control import controlling_steering, seen_result
from sim.rules.cost import (
    cost_of_staff,
    cost_of_steering,
    covered_hours,
    cross_unit_hours,
    follow_up_hours,
    saving_of_contracts,
)
from sim.rules.effort import felt_stakes
from sim.rules.enactment import hard_enactment, lived_lever, reform_load_added, reform_step, soft_enactment
from sim.rules.incidents import incident_chance
from sim.rules.justice import conflict, perceived_influence
from sim.rules.load import documentation, hours_for_citizens, load_ratio, queue_change, rationed_load, work_asked
from sim.rules.motivation import aspiration_goal
from sim.rules.quality import (
    discretion_factor,
    documentation_factor,
    inputs_per_case,
    lived_discretion,
    measurable_share,
    measured_quality,
    practice_factor,
    true_quality,
)
from sim.rules.shape import clip, normal, positive
from sim.rules.strain import honesty, role_conflict
from sim.rules.trust import coordination_goal
from sim.state.tables import DAYS_PER_WEEK, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.twin.central_administrators import CentralAdministrator
    from benchmarks.peers.twin.citizens import Citizen
    from benchmarks.peers.twin.employees import Employee
    from benchmarks.peers.twin.line_managers import LineManager
    from benchmarks.peers.twin.municipality import Municipality
    from benchmarks.peers.twin.services import Service
    from benchmarks.peers.twin.teams import Team
    from benchmarks.peers.twin.union_representatives import UnionRepresentative

_MEANS_OF_STAFF = (
    "motivation", "exhaustion", "trust_in_manager", "trust_in_organisation", "justice", "job_insecurity", "skill",
    "voice_efficacy", "effort", "perceived_control", "autonomy", "gaming",
)  # fmt: skip
"""States of the staff whose means others see."""


class Unit(DevelopingUnit):
    """A service unit: a school, a home care district, a road crew."""

    lived: Levers
    """Lever values lived."""
    before: Levers
    """Lever values lived in the last week before the first reform."""
    ledger: dict[str, float]
    """This week's paid hours by what they went to."""

    # whom it knows
    municipality: "Municipality"
    service: "Service"
    administrator: "CentralAdministrator"
    representative: "UnionRepresentative"
    line_manager: "LineManager"
    teams: list["Team"]
    employees: list["Employee"]
    citizens: list["Citizen"]
    informal_ties: list["Unit"]

    # steering
    soft_enactment: float
    hard_enactment: float
    guarantee: float
    reform_load: float
    controlling_steering: float
    lived_discretion: float
    felt_stakes: float
    role_conflict: float
    perceived_influence: float
    audit_rate: float
    target: float
    peers_quality: float
    trust_of_administrator: float
    gaming_detected: bool
    tendered: bool
    competition_exposure: float

    # attendance, hours and load
    attendance: float
    absence: float
    presentee_share: float
    minor_absence: float
    documentation: float
    service_hours: float
    capacity: float
    cases: int
    case_hours: float
    demand: float
    load_ratio: float
    felt_load: float
    waiting_weeks: float
    unmet_need: float

    # work and results
    measured_output: float
    unmeasured_output: float
    quality: float
    measured_quality: float
    seen_result: float
    aspiration: float
    incident: bool
    media_case: bool
    learning_review: bool
    last_rule_week: int
    cost: float

    # the staff, and those it looks at
    mean_motivation: float
    mean_exhaustion: float
    mean_trust_in_manager: float
    mean_trust_in_organisation: float
    mean_justice: float
    mean_job_insecurity: float
    mean_skill: float
    mean_voice_efficacy: float
    mean_effort: float
    mean_perceived_control: float
    mean_autonomy: float
    mean_gaming: float
    mean_safety: float
    sham: float
    red_tape: float
    conflict: float
    year_of_gaming: float
    expected_voice: float
    relational_coordination: float
    neighbours_effort: float
    neighbours_gaming: float
    neighbours_absence: float
    neighbours_skill: float

    # citizens
    continuity: float
    impression: float
    coproduction_support: float
    complaints: int
    complaint_rate: float
    mean_perceived_quality: float
    mean_satisfaction: float
    mean_coproduction: float

    @property
    def centre(self) -> Centre:
        """The baseline means of its service."""
        return self.service.centre

    @property
    def staff(self) -> "list[Employee]":
        """Those who fill a post."""
        return [employee for employee in self.employees if employee.filled]

    def mean_of(self, state: str) -> float:
        """The mean of a state over the posts."""
        return mean(getattr(employee, state) for employee in self.employees)

    # what steering asks, and how far it is lived

    def be_reached(self) -> None:
        """How much of hard and of soft steering reaches the front line, and the guarantee that its staff live under."""
        manager, asked = self.line_manager, self.municipality.formal
        self.soft_enactment = soft_enactment(
            manager.enactment, manager.leadership_skill, asked.leadership_development, self.p
        )
        self.hard_enactment = hard_enactment(manager.enactment, self.centre, self.p)
        self.guarantee = self.hard_enactment * asked.no_tender_guarantee

    def enactment_of(self, reach: str) -> float:
        """How much of a lever's move reaches the front line."""
        return self.soft_enactment if reach == "soft" else self.hard_enactment

    def bear_reform(self) -> None:
        """A formal change lays a load on the unit, by what of it is new and lived; the load wears off."""
        if self.municipality.reform_week == self.now.week:
            self.reform_load = min(1.0, self.reform_load + self.load_of_reform())
        self.reform_load -= self.reform_load / self.p.weeks_of_reform_load

    def load_of_reform(self) -> float:
        """The load that this week's formal change adds."""
        asked, before = self.municipality.formal, self.municipality.asked_before
        steps = [
            reform_step(
                getattr(asked, lever.name),
                getattr(before, lever.name),
                self.enactment_of(lever.reach),
                lever.change_scale,
            )
            for lever in LEVERS.values()
            if lever.change_scale
        ]
        form_change = 1.0 if asked.decision_rule != before.decision_rule else 0.0
        return reform_load_added(mean(steps), form_change, self.hard_enactment, self.p)

    def enact_levers(self) -> None:
        """Lived levers move from what was lived before the first reform towards what is asked."""
        levers_of = (self.lived, self.before, self.municipality.formal)
        for name, lever in LEVERS.items():
            if lever.reach != "body":
                lived, before, asked = (getattr(levers, name) for levers in levers_of)
                setattr(self.lived, name, lived_lever(lived, before, asked, self.enactment_of(lever.reach), self.p))

    # who is here, what there is to do

    def count_attendance(self) -> None:
        """The week's attendance (E30)."""
        days = len(self.employees) * DAYS_PER_WEEK
        absent = sum(employee.absent_days for employee in self.employees)
        self.absence = absent / days
        self.minor_absence = sum(employee.minor_days for employee in self.employees) / days
        self.attendance = 1.0 - absent / days
        self.presentee_share = sum(employee.presentee_days for employee in self.employees) / days

    def share_hours(self) -> None:
        """Governance takes its hours; what is left, times who is here and how well they work, is capacity (E4)."""
        lived, p, rules, national = self.lived, self.p, self.municipality.rules, self.municipality.national_rules
        self.documentation = documentation(
            lived.documentation_share, lived.state_exemption, rules, national, self.centre, p
        )
        self.service_hours = hours_for_citizens(self.documentation, self.mean_gaming, lived, p)
        present = added(employee.capacity_for_work() for employee in self.employees)
        self.capacity = present * self.service_hours * self.posts / self.posts_at_start

    def keep_ledger(self) -> None:
        """What paid hours went to this week; the shares sum to 1."""
        lived, p = self.lived, self.p
        worked = covered_hours(self.absence, p)
        self.ledger = {
            "sick_leave": 1.0 - worked,
            "documentation": worked * self.documentation,
            "cross_unit_work": worked * cross_unit_hours(lived, p),
            "development": worked * lived.development_time,
            "meetings": worked * lived.meeting_time,
            "follow_up": worked * follow_up_hours(lived, p),
            "gaming": worked * p.hours_of_gaming * self.mean_gaming,
            "service": worked * self.service_hours,
        }

    def meet_demand(self) -> None:
        """What citizens ask meets capacity; an overload cuts time per case, the rest queues (E4)."""
        citizens, complaints, split = len(self.citizens), self.complaints, self.lived.purchaser_provider_split
        asked = work_asked(
            float(citizens), self.case_hours, float(complaints), split, self.centre, self.baseline, self.p
        )
        u1, u2, _, _ = draws4(self.now, DEMAND, self.id, 0)
        noise = 1.0 + self.p.demand_noise * normal(u1, u2)
        grown = asked * self.municipality.need_of_a_citizen * self.municipality.demand_growth
        self.demand = grown * (1.0 + self.work_index) * noise
        self.load_ratio = load_ratio(self.demand, self.capacity, self.p)
        self.felt_load = rationed_load(self.load_ratio, self.waiting_weeks, self.p)
        waiting = self.waiting_weeks + queue_change(self.load_ratio, self.waiting_weeks, self.p)
        self.unmet_need = positive(waiting - self.p.longest_queue)
        self.waiting_weeks = clip(waiting, 0.0, self.p.longest_queue)

    # what steering feels like, and what is done

    def face_steering(self) -> None:
        """What steering amounts to here: control, discretion, stakes, role conflict, influence (E6-E15b)."""
        lived, manager, p = self.lived, self.line_manager, self.p
        self.controlling_steering = controlling_steering(self.audit_rate, self.documentation, lived, p)
        self.lived_discretion = lived_discretion(lived.discretion, lived.reimbursement_detail, self.baseline, p)
        self.felt_stakes = felt_stakes(lived.target_stakes, lived.reimbursement_detail, self.baseline, p)
        self.role_conflict = role_conflict(
            self.controlling_steering, lived.discretion, manager.support, honesty(lived), manager.enactment, p
        )
        self.perceived_influence = perceived_influence(lived.voice, lived.open_questions, lived.management_presence, p)

    def look_around(self) -> None:
        """What it sees of those it has informal ties with: last week's effort, gaming, short absence and skill."""
        seen = self.informal_ties or [self]
        self.neighbours_effort = mean(unit.mean_effort for unit in seen)
        self.neighbours_gaming = mean(unit.mean_gaming for unit in seen)
        self.neighbours_absence = mean(unit.minor_absence for unit in seen)
        self.neighbours_skill = mean(unit.mean_skill for unit in seen)

    def produce(self) -> None:
        """Skilled effort becomes true quality, and the quality that indicators show (E5-E7)."""
        lived, centre, service, p = self.lived, self.centre, self.service, self.p
        measured = mean(one.effort * one.skill * one.measured_task_share for one in self.employees)
        unmeasured = mean(one.effort * one.skill * (1.0 - one.measured_task_share) for one in self.employees)
        self.measured_output = inputs_per_case(measured, self.felt_load, centre)
        self.unmeasured_output = inputs_per_case(unmeasured, self.felt_load, centre)
        of_practice = practice_factor(self.practice_quality, p)
        self.quality = true_quality(
            of_practice,
            measurable_share(service.measurability, lived.user_indicators, p),
            self.measured_output,
            self.unmeasured_output,
            discretion_factor(self.lived_discretion, service.complexity, self.mean_skill, centre, p),
            documentation_factor(self.documentation, service.useful_documentation, p),
            self.mean_coproduction,
            centre,
            p,
        )
        u1, u2, _, _ = draws4(self.now, MEASUREMENT, self.id, 0)
        gaming = mean_by_parts(team.gaming_norm for team in self.teams)
        self.measured_quality = measured_quality(
            of_practice, self.measured_output, gaming, lived.user_indicators, self.user_value, normal(u1, u2), p
        )

    def meet_incidents(self) -> None:
        """The unit may have an incident, and the media may take it up (E35, E36)."""
        rules = self.municipality.rules
        chance = incident_chance(self.quality, self.mean_exhaustion, rules, self.centre, self.p)
        self.incident = draw(self.now, INCIDENT, self.id) < chance
        self.media_case = self.incident and draw(self.now, MEDIA, self.id) < self.p.media_chance

    def see_results(self) -> None:
        """The unit sees its result, and what it expects of itself follows (E12, E17)."""
        lived = self.lived
        self.seen_result = seen_result(
            lived.results_follow_up, self.quality, self.measured_quality, self.aspiration, self.p
        )
        goal = aspiration_goal(self.seen_result, lived.target_stakes, lived.results_follow_up, self.peers_quality)
        self.aspiration += (goal - self.aspiration) / self.p.weeks_of_aspiration

    # what becomes of it

    def coordinate(self) -> None:
        """Coordination follows structures, leadership and trust; expected voice what is offered (E19, E24)."""
        goal = coordination_goal(self.reform_load, self.mean_trust_in_manager, self.lived, self.baseline, self.p)
        self.relational_coordination += (goal - self.relational_coordination) / self.p.weeks_of_coordination
        self.expected_voice += (self.lived.voice - self.expected_voice) / self.p.weeks_of_expected_voice

    def sum_up_staff(self) -> None:
        """The means over the staff after the week, which others see, and conflict, red tape and gaming."""
        for state in _MEANS_OF_STAFF:
            setattr(self, f"mean_{state}", self.mean_of(state))
        self.sham = self.mean_of("sham")
        self.red_tape = self.mean_of("red_tape")
        self.mean_safety = mean(team.psychological_safety for team in self.teams)
        self.year_of_gaming += (self.mean_gaming - self.year_of_gaming) / 52.0
        self.conflict = conflict(self.sham, self.role_conflict, self.mean_safety, self.resistance, self.p)

    def show_service(self) -> None:
        """How far citizens meet staff they know, what they all see of the unit alike, and help to take part."""
        temporary = sum(employee.temporary for employee in self.staff) / max(1, len(self.staff))
        self.continuity = continuity(self.absence, temporary, self.team_share, self.p)
        self.impression = common_impression(
            self.measured_quality, self.continuity, self.user_value, self.waiting_weeks, self.centre, self.p
        )
        self.coproduction_support = support_of_coproduction(self.lived, self.p)

    def sum_up_citizens(self) -> None:
        """Means over the citizens it serves, and complaints over the last year."""
        number = len(self.citizens)
        self.complaint_rate += (self.complaints / number - self.complaint_rate) / WEEKS_PER_YEAR
        self.mean_perceived_quality = mean_by_parts(citizen.perceived_quality for citizen in self.citizens)
        self.mean_satisfaction = mean_by_parts(citizen.satisfaction for citizen in self.citizens)
        self.mean_coproduction = mean_by_parts(citizen.coproduction for citizen in self.citizens)

    def expose_to_competition(self) -> None:
        """Volume goes on contract by the tenders that were decided, and comes back when contracts end (E42)."""
        tenders = self.municipality.tender_rate
        self.competition_exposure = competition_exposure(self.competition_exposure, tenders, self.p)

    def count_costs(self) -> None:
        """The cost of a standard week against wages at the start (E42); joint teams are added to it."""
        staff = cost_of_staff(self.posts, self.posts_at_start, self.absence, self.p)
        steering = cost_of_steering(self.audit_rate, self.lived, self.p)
        saved = saving_of_contracts(self.service.measurability, self.competition_exposure, self.p)
        self.cost = staff + self.cost_index + steering - saved
