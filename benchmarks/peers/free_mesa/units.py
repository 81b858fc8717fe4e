"""Units, their teams and line managers, and what they do in a week, one method for each thing (E1-E7, E12-E25)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mesa import Agent

from benchmarks.peers.free_mesa.agents import change_of_trust
from sim.state.tables import DAYS_PER_WEEK, LINE_MANAGERS, TEAMS, UNITS, WEEKS_PER_YEAR

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.agents import Levers, Proposal, Service, UnionRepresentative
    from benchmarks.peers.free_mesa.cases import Pair
    from benchmarks.peers.free_mesa.citizens import Citizen
    from benchmarks.peers.free_mesa.employees import Employee


class LineManager(Agent):  # type: ignore[misc]  # Mesa has no types
    """The line manager of a unit."""

    __slots__ = tuple(column.name for column in LINE_MANAGERS.columns)

    unit: Unit

    def lead(self) -> None:
        """Administration takes the line manager's time; what is left carries support (E2-E3)."""
        p, baseline, unit, lived = self.model.p, self.model.baseline, self.unit, self.unit.lived
        usual_voice = baseline.voice * baseline.results_follow_up
        share = (
            p.administration_at_baseline
            + p.administration_of_documentation * (unit.documentation - unit.centre.documentation)
            + p.administration_of_audits * (unit.audit_rate - baseline.audits_per_unit_month)
            + p.administration_of_split * (lived.purchaser_provider_split - baseline.purchaser_provider_split)
            + p.cost_of_dual_running * (lived.voice * lived.results_follow_up - usual_voice)
            + p.administration_of_relational_interventions * lived.relational_interventions
            + p.administration_of_teams * (unit.team_share - baseline.team_work_aim)
        )
        share = min(max(share, 0.0), 1.0, p.administration_at_most)
        self.administration_share = share
        skill = self.leadership_skill + lived.leadership_development
        self.support = min(max(skill * (1.0 - share) / (1.0 - p.administration_at_baseline), 0.0), 1.0)

    def judge_team(self) -> None:
        """Results build or undo trust in the team, and trust and support the readiness to enact (E25)."""
        p, unit, centre = self.model.p, self.unit, self.unit.centre
        breaches, surplus = unit.gaming_detected + unit.incident, unit.seen_result - unit.aspiration
        self.trust_in_team += change_of_trust(p, self.trust_in_team, self.trust_trait, surplus, breaches)
        goal = (
            self.enactment_trait
            + p.enactment_of_trust * (self.trust_in_team - centre.manager_trust)
            + p.enactment_of_support * (self.support - centre.support)
        )
        self.enactment += (min(max(goal, 0.0), 1.0) - self.enactment) / p.weeks_of_enactment


class Team(Agent):  # type: ignore[misc]
    """A team of a unit."""

    __slots__ = tuple(column.name for column in TEAMS.columns)

    unit: Unit
    employees: list[Employee]

    def count_absence(self) -> None:
        """The norm of short absence follows the team's own, and a little what it sees elsewhere (E30)."""
        p = self.model.p
        self.minor_absence = sum([employee.minor_days for employee in self.employees])
        self.minor_absence /= len(self.employees) * DAYS_PER_WEEK
        seen = (1.0 - p.informal_share) * self.minor_absence + p.informal_share * self.unit.neighbours_absence
        self.short_absence_norm += (seen - self.short_absence_norm) / p.weeks_of_absence_norm

    def follow_colleagues(self) -> None:
        """Norms of effort and gaming follow what members do, and a little what they see elsewhere."""
        p, unit, members = self.model.p, self.unit, len(self.employees)
        self.mean_effort = sum([employee.effort for employee in self.employees]) / members
        gaming = sum([employee.gaming for employee in self.employees]) / members
        seen = (1.0 - p.informal_share) * self.mean_effort + p.informal_share * unit.neighbours_effort
        self.effort_norm += (seen - self.effort_norm) / p.weeks_of_norm
        seen = (1.0 - p.informal_share) * gaming + p.informal_share * unit.neighbours_gaming
        self.gaming_norm += (seen - self.gaming_norm) / p.weeks_of_norm

    def feel_safe(self) -> None:
        """Psychological safety follows support, trust, justice, control and insecurity in the team (E23)."""
        p, unit, members = self.model.p, self.unit, len(self.employees)
        trust = justice = control = insecurity = 0.0
        for employee in self.employees:
            trust += employee.trust_in_manager
            justice += employee.justice
            control += employee.perceived_control
            insecurity += employee.job_insecurity
        goal = (
            p.safety_offset
            + p.safety_of_support * unit.line_manager.support
            + p.safety_of_trust * trust / members
            + p.safety_of_justice * justice / members
            - p.safety_lost_to_control * control / members
            - p.safety_lost_to_insecurity * insecurity / members
            + p.safety_of_teams * (unit.team_share - self.model.baseline.team_work_aim)
        )
        self.psychological_safety += (min(max(goal, 0.0), 1.0) - self.psychological_safety) / p.weeks_of_safety


class Unit(Agent):  # type: ignore[misc]
    """A service unit, with the agents and units it has to do with at hand.

    The attributes are the columns of the table of units; the agents and things it has; and what is the same for all its
    staff and is therefore weighed up once, for the unit.
    """

    __slots__ = (
        *(column.name for column in UNITS.columns),
        # what it has
        "before",
        "centre",
        "examples",
        "in_operation",
        "in_preparation",
        "ledger",
        "lived",
        "local_values",
        "moving_levers",
        "neighbours",
        "on_the_table",
        "pairs",
        "practice",
        "set_by",
        # what is the same for all its staff
        "conflict_felt",
        "drawn_to_measured",
        "effort_floor",
        "freedom",
        "goal_effect",
        "help_with_ideas",
        "honesty",
        "illness_level",
        "justice_of_unit",
        "measurable",
        "news_of_tenders",
        "rate_of_ideas",
        "recovery_speed",
        "results_felt",
        "self_certified_until",
        "skill_offered",
        "skill_taught",
        "strain_of_unit",
        "support_of_coproduction",
        "target_pull",
        "threat_to_jobs",
        "useless_documentation",
    )

    service: Service
    line_manager: LineManager
    representative: UnionRepresentative
    teams: list[Team]
    employees: list[Employee]
    citizens: list[Citizen]
    lived: Levers
    before: Levers
    neighbours: list[Unit]
    """The units it has informal ties with."""
    examples: list[Unit]
    """The units of the same service it can see."""
    pairs: dict[Unit, Pair]
    """Its pair with each other unit."""
    on_the_table: list[Proposal]
    """Proposals that wait for an answer or run as pilots."""
    in_preparation: list[Proposal]
    """Proposals that were accepted and have not started."""
    in_operation: list[Proposal]
    """Proposals in use."""
    set_by: list[Proposal | None]
    """For each locus the proposal that set it."""
    centre: Any

    # what steering asks, and how far it is lived

    def reach_the_front_line(self) -> None:
        """How much of hard and of soft steering reaches the unit, and the guarantee its staff live under (E1)."""
        p, asked, line_manager = self.model.p, self.model.asked, self.line_manager
        development = 1.0 + p.enactment_of_development * asked.leadership_development
        reach = p.enactment_floor + p.enactment_of_skill * line_manager.leadership_skill
        self.soft_enactment = min(max(p.soft_reach * line_manager.enactment * reach * development, 0.0), 1.0)
        self.hard_enactment = 0.0
        if p.hard_reach != 0.0:
            hard = p.hard_reach + p.hard_reach_of_enactment * (line_manager.enactment - self.centre.enactment)
            self.hard_enactment = min(max(hard, 0.0), 1.0)
        self.guarantee = self.hard_enactment * asked.no_tender_guarantee

    def bear_reform(self) -> None:
        """A formal change lays a load on the unit, by what of it is new and lived; the load wears off."""
        p, model = self.model.p, self.model
        if model.reform_week == model.week:
            asked, asked_before = model.asked, model.asked_before
            steps = 0.0
            for name, is_soft, scale in model.levers_of_change:
                enactment = self.soft_enactment if is_soft else self.hard_enactment
                steps += abs(enactment * (getattr(asked, name) - getattr(asked_before, name))) / scale
            form = 1.0 if asked.decision_rule != asked_before.decision_rule else 0.0
            mean_step = steps / len(model.levers_of_change)
            added = p.reform_load * (mean_step + p.step_of_new_form * self.hard_enactment * form)
            self.reform_load = min(1.0, self.reform_load + added)
        self.reform_load -= self.reform_load / p.weeks_of_reform_load

    def enact_levers(self) -> None:
        """Levers that a reform has touched move from what was lived before it towards what is asked."""
        asked, lived, earlier = self.model.asked, self.lived, self.before
        weeks_to_enact, weeks_to_fade = self.model.p.weeks_to_enact, self.model.p.weeks_to_fade
        for name, is_soft in self.moving_levers:
            before, now = getattr(earlier, name), getattr(lived, name)
            move = (self.soft_enactment if is_soft else self.hard_enactment) * (getattr(asked, name) - before)
            weeks = weeks_to_enact if abs(move) > abs(now - before) else weeks_to_fade
            setattr(lived, name, now + (before + move - now) / weeks)

    # who is here, what there is to do

    def follow_up_absence(self) -> None:
        """Days of a longer spell that a working day takes off, and the length up to which people certify themselves."""
        p, lived, support = self.model.p, self.lived, self.line_manager.support
        follow_up = lived.sick_follow_up + p.absence_goal_on_management * lived.absence_goal * support
        self.recovery_speed = math.exp(
            p.follow_up_on_return * (follow_up - self.model.baseline.sick_follow_up)
            + p.support_on_return * (support - self.centre.support)
            - p.self_certification_on_return * lived.self_certification
        )
        self.self_certified_until = p.self_certified_days + p.more_self_certified_days * lived.self_certification

    def count_attendance(self) -> None:
        """The week's attendance."""
        absent = minor = at_work_ill = 0
        for employee in self.employees:
            absent += employee.absent_days
            minor += employee.minor_days
            at_work_ill += employee.presentee_days
        days = len(self.employees) * DAYS_PER_WEEK
        self.absence, self.minor_absence, self.presentee_share = absent / days, minor / days, at_work_ill / days
        self.attendance = 1.0 - self.absence

    def share_hours(self) -> None:
        """Governance takes its hours; what is left, times who is here and how well they work, is capacity (E4)."""
        self.keep_ledger()
        self.capacity = self.work_present() * self.service_hours * self.posts / self.posts_at_start

    def work_present(self) -> float:
        """Posts that are here, by how well those who fill them work."""
        p, centre = self.model.p, self.centre
        present = 0.0
        for employee in self.employees:
            here = 1.0 - (1.0 - p.absence_cover) * employee.absent_days / DAYS_PER_WEEK
            ill = 1.0 - (1.0 - p.productivity_while_ill) * employee.presentee_days / DAYS_PER_WEEK
            present += here * ill * (1.0 - p.exhaustion_on_productivity * employee.exhaustion)
        usual = 1.0 - p.exhaustion_on_productivity * centre.exhaustion
        return present / usual * (1.0 - p.reform_on_productivity * self.reform_load)

    def keep_ledger(self) -> None:
        """What the hours go to."""
        p, model, lived = self.model.p, self.model, self.lived
        binding = model.rules + model.national_rules * (1.0 - lived.state_exemption)
        of_rules = self.centre.rule_hours * binding / (binding + p.rules_half)
        papers = lived.documentation_share * (1.0 - p.exemption_on_documentation * lived.state_exemption) + of_rules
        across = lived.overhead_scale * p.hours_of_cross_unit_work * lived.cross_unit_structures
        follow_up = lived.overhead_scale * p.hours_of_follow_up * lived.results_follow_up
        gaming = p.hours_of_gaming * self.mean_gaming
        hours = 1.0 - papers - across - follow_up - lived.development_time - lived.meeting_time - gaming
        self.documentation, self.service_hours = papers, max(hours, 0.0)
        worked = 1.0 - self.absence * (1.0 - p.absence_cover)
        self.ledger = {
            "sick_leave": 1.0 - worked,
            "documentation": worked * papers,
            "cross_unit_work": worked * across,
            "development": worked * lived.development_time,
            "meetings": worked * lived.meeting_time,
            "follow_up": worked * follow_up,
            "gaming": worked * gaming,
            "service": worked * self.service_hours,
        }

    def meet_demand(self) -> None:
        """What citizens ask meets capacity; an overload cuts time per case, the rest queues (E4)."""
        p, model = self.model.p, self.model
        split = self.lived.purchaser_provider_split - model.baseline.purchaser_provider_split
        need = self.centre.hours_per_citizen * len(self.citizens) + self.case_hours
        need += p.hours_per_complaint / p.hours_per_post * self.complaints
        asked = need * (1.0 - p.split_on_demand * split) * model.need_of_a_citizen * model.demand_growth
        self.demand = asked * (1.0 + self.work_index) * self.random.gauss(1.0, p.demand_noise)
        load = p.most_load
        if self.capacity > 0.0:
            load = min(max(self.demand / self.capacity, p.least_load), p.most_load)
        self.load_ratio = load
        if load < 1.0:
            worked_off = min(self.waiting_weeks, 1.0 - load)
            self.felt_load = load + worked_off
            waiting = self.waiting_weeks - worked_off
        else:
            self.felt_load = 1.0 + p.rationing_in_time * (load - 1.0)
            waiting = self.waiting_weeks + (1.0 - p.rationing_in_time) * (load - 1.0)
        self.unmet_need = max(waiting - p.longest_queue, 0.0)
        self.waiting_weeks = min(max(waiting, 0.0), p.longest_queue)

    # what steering feels like

    def face_steering(self) -> None:
        """What steering amounts to in the unit: control, discretion, stakes, role conflict, influence (E6-E15b)."""
        p, baseline, lived, line_manager = self.model.p, self.model.baseline, self.lived, self.line_manager
        audits = p.control_of_audits * self.audit_rate * (1.0 - p.control_lost_to_learning * lived.audit_for_learning)
        papers = p.control_of_documentation * min(1.0, self.documentation / p.documentation_scale)
        stakes = p.control_of_stakes * lived.target_stakes
        steering = 1.0 - (1.0 - stakes) * (1.0 - min(max(audits, 0.0), 1.0)) * (1.0 - papers)
        detail = lived.reimbursement_detail - baseline.reimbursement_detail
        self.controlling_steering = steering
        self.lived_discretion = lived.discretion * (1.0 - p.discretion_lost_to_detail * max(detail, 0.0))
        self.felt_stakes = min(max(lived.target_stakes + p.stakes_of_reimbursement * detail, 0.0), 1.0)
        no_promise = p.discretion_of_no_promise
        promised = min(max((lived.discretion - no_promise) / (2.0 * no_promise), 0.0), 1.0)
        self.honesty = 1.0 - (1.0 - lived.open_questions) * (1.0 - lived.told_frame)
        coherence = p.coherence_floor + p.coherence_of_support * line_manager.support
        coherence = min(max(coherence + p.coherence_of_honesty * self.honesty * line_manager.enactment, 0.0), 1.0)
        self.role_conflict = min(max(p.role_conflict_scale * steering * promised * (1.0 - coherence), 0.0), 1.0)
        openness = p.influence_floor + (1.0 - p.influence_floor) * lived.open_questions
        presence = p.influence_without_presence + p.influence_of_presence * lived.management_presence
        self.perceived_influence = min(max(lived.voice * openness * presence, 0.0), 1.0)

    def leave_room(self) -> None:
        """The freedom and the results that all the staff have alike (E12)."""
        p, lived, centre = self.model.p, self.lived, self.centre
        self.freedom = (1.0 - p.weight_of_own_time) * self.lived_discretion + p.weight_of_own_time * lived.time_control
        self.conflict_felt = p.role_conflict_on_autonomy * max(self.role_conflict - centre.role_conflict, 0.0)
        overload = p.load_on_competence * max(self.felt_load - 1.0, 0.0)
        shame = p.stakes_on_competence * lived.target_stakes * max(centre.measured_quality - self.measured_quality, 0.0)
        self.results_felt = 0.5 + self.seen_result - self.aspiration - overload - shame

    def hold_up_goals(self) -> None:
        """How closely all are watched, and where targets pull them (E8-E10)."""
        p, lived, service = self.model.p, self.lived, self.service
        unseen = (1.0 - p.monitoring_of_stakes * lived.target_stakes) * (1.0 - min(max(self.audit_rate, 0.0), 1.0))
        watched = 1.0 - unseen * (1.0 - p.monitoring_of_follow_up * lived.results_follow_up)
        self.effort_floor = p.effort_floor + p.effort_floor_of_monitoring * watched
        direction = p.goal_effect * (1.0 - p.goal_effect_lost_to_complexity * service.complexity)
        self.goal_effect = direction * (self.felt_stakes - self.model.baseline.target_stakes)
        short = max(self.target - self.measured_quality, 0.0)
        near = p.threshold_targets if 0.0 < short < p.near_target else 0.0
        self.target_pull = self.felt_stakes * (1.0 + short) * (1.0 + near)
        measurable = service.measurability + p.measurability_of_user_indicators * lived.user_indicators
        self.measurable = min(max(measurable, 0.0), 1.0)
        self.drawn_to_measured = math.log(self.measurable / (1.0 - self.measurable))
        self.drawn_to_measured += p.stakes_on_tasks * self.target_pull

    def look_around(self) -> None:
        """What the unit sees of those it has informal ties with: last week's means, and this week's short absence."""
        neighbours, number = self.neighbours or [self], len(self.neighbours) or 1
        self.neighbours_effort = sum([other.mean_effort for other in neighbours]) / number
        self.neighbours_gaming = sum([other.mean_gaming for other in neighbours]) / number
        self.neighbours_absence = sum([other.minor_absence for other in neighbours]) / number
        self.neighbours_skill = sum([other.mean_skill for other in neighbours]) / number

    # what is done

    def produce(self) -> None:
        """Skilled effort becomes true quality, and the quality that indicators show (E5-E7)."""
        on_measured = on_unmeasured = 0.0
        for employee in self.employees:
            skilled = employee.effort * employee.skill
            on_measured += skilled * employee.measured_task_share
            on_unmeasured += skilled * (1.0 - employee.measured_task_share)
        posts = len(self.employees)
        gaming_norm = sum([team.gaming_norm for team in self.teams]) / len(self.teams)
        self.turn_out(on_measured / posts, on_unmeasured / posts, gaming_norm)

    def turn_out(self, on_measured: float, on_unmeasured: float, gaming_norm: float) -> None:
        """True and measured quality of skilled effort, per post."""
        p, centre, service, lived = self.model.p, self.centre, self.service, self.lived
        load = centre.output_reference * self.felt_load
        self.measured_output, self.unmeasured_output = on_measured / load, on_unmeasured / load
        shown = 1.0 - math.exp(-self.measured_output / p.output_scale)
        hidden = 1.0 - math.exp(-self.unmeasured_output / p.output_scale)
        of_practice = p.quality_scale * (p.quality_without_practice + p.quality_of_practice * self.practice_quality)
        fit = p.discretion_of_complexity * (service.complexity - 0.5)
        fit += p.discretion_of_skill * (self.mean_skill - centre.skill)
        discretion = 1.0 + p.discretion_on_quality * (self.lived_discretion - centre.lived_discretion) * fit
        useful = service.useful_documentation
        papers = 1.0 - p.loss_without_documentation * max(useful - self.documentation, 0.0) / useful
        together = 1.0 + p.coproduction_on_quality * (self.mean_coproduction - centre.coproduction)
        work = self.measurable * shown + (1.0 - self.measurable) * hidden
        self.quality = min(max(of_practice * work * discretion * papers * together, 0.0), 1.0)
        users = p.user_value_in_indicators * lived.user_indicators * self.user_value
        noise = self.random.gauss(0.0, p.indicator_noise)
        measured = of_practice * shown + p.indicator_of_gaming * gaming_norm + users + noise
        self.measured_quality = min(max(measured, 0.0), 1.0)

    def meet_incident(self) -> None:
        """An incident happens or not, and the media take it up or not (E35-E36)."""
        p, model, random = self.model.p, self.model, self.random.random
        poor_work = p.quality_on_incidents * (self.centre.quality - self.quality)
        tired_people = p.exhaustion_on_incidents * (self.mean_exhaustion - self.centre.exhaustion)
        unprevented = 1.0 - p.rules_on_incidents * model.rules / (model.rules + p.rules_half)
        chance = min(p.most_incidents, p.incident_rate * math.exp(poor_work + tired_people) * unprevented)
        self.incident = 1 if random() < chance else 0
        self.media_case = 1 if self.incident and random() < p.media_chance else 0

    def see_results(self) -> None:
        """The unit sees its result beside those of its service, and what it expects of itself follows (E12, E17)."""
        p, lived, aspiration = self.model.p, self.lived, self.aspiration
        told = (self.measured_quality + self.quality) / 2.0
        believed = p.belief_of_quality * self.quality + p.belief_of_aspiration * aspiration + p.belief_offset
        seen = lived.results_follow_up * told + (1.0 - lived.results_follow_up) * believed
        self.seen_result = min(max(seen, 0.0), 1.0)
        held_up = lived.target_stakes * lived.results_follow_up
        goal = (1.0 - held_up) * self.seen_result + held_up * self.peers_quality
        self.aspiration += (goal - aspiration) / p.weeks_of_aspiration

    # what it does to people

    def weigh_on_staff(self) -> None:
        """The strain, in logits, that all the staff are under alike, and the documentation nobody needs (E14-E15)."""
        p, centre = self.model.p, self.centre
        useless = max(self.documentation - self.service.useful_documentation, 0.0)
        self.useless_documentation = useless / p.documentation_strain_scale
        self.strain_of_unit = (
            p.strain_level
            + p.strain_of_load * math.tanh(p.steepness_of_load * (self.felt_load - centre.felt_load))
            + p.strain_of_queue * min(self.waiting_weeks / p.queue_that_strains, 1.0)
            + p.strain_of_role_conflict * (self.role_conflict - centre.role_conflict)
            - p.relief_of_support * (self.line_manager.support - centre.support)
            - p.relief_of_convenience * self.staff_convenience
            + self.reform_load
            + p.strain_of_resistance * self.resistance
        )

    def offer_learning(self) -> None:
        """What the unit's feedback, discretion, training and neighbours do for everybody's skill (E18, E52)."""
        p, lived = self.model.p, self.lived
        self.skill_offered = (
            p.skill_offset
            + p.skill_of_feedback * lived.results_follow_up * lived.audit_for_learning
            + p.skill_of_discretion * lived.discretion
            + p.skill_of_training * (lived.training - self.model.baseline.training)
            + p.skill_of_neighbours * (self.neighbours_skill - self.mean_skill)
        )
        self.skill_taught = p.skill_of_learning_review * self.learning_review
        self.skill_taught += p.skill_of_facilitators / 52.0 * lived.internal_facilitators

    def treat_staff(self) -> None:
        """What audits and disappointed hopes take from everybody's justice (E19)."""
        p, lived = self.model.p, self.lived
        audits = p.justice_lost_to_audits * self.audit_rate * (1.0 - lived.audit_for_learning)
        disappointed = p.justice_lost_to_disappointment * max(self.expected_voice - lived.voice, 0.0)
        self.justice_of_unit = p.justice_offset - audits - disappointed

    def threaten_jobs(self) -> None:
        """What tenders and cuts mean for everybody's job (E22)."""
        p, model = self.model.p, self.model
        tenders = p.insecurity_of_tenders * self.lived.tenders_per_unit_year * (1.0 - self.believed_guarantee())
        self.threat_to_jobs = p.insecurity_offset + tenders + p.insecurity_of_cuts * model.efficiency_demand
        elsewhere = p.insecurity_of_others_tender / model.size_factor * (model.tendered - self.tendered)
        self.news_of_tenders = p.insecurity_of_own_tender * self.tendered + elsewhere

    def believed_guarantee(self) -> float:
        """The guarantee against tendering as far as the unit's staff believe it."""
        p = self.model.p
        return self.guarantee * self.representative.credibility * (0.5 + 0.5 * p.union_decentralisation)

    def coordinate(self) -> None:
        """Coordination follows structures, leadership and trust; expected voice follows what is offered (E19, E24)."""
        p, baseline, lived = self.model.p, self.model.baseline, self.lived
        goal = (
            p.coordination_offset
            + p.coordination_of_structures * lived.cross_unit_structures
            - p.coordination_lost_to_split * lived.purchaser_provider_split
            - p.coordination_lost_to_detail * (lived.reimbursement_detail - baseline.reimbursement_detail)
            + p.coordination_of_interventions * lived.relational_interventions * (1.0 - self.reform_load)
            + p.coordination_of_trust * (self.mean_trust_in_manager - 0.5)
        )
        goal = min(max(goal, 0.0), 1.0)
        self.relational_coordination += (goal - self.relational_coordination) / p.weeks_of_coordination
        self.expected_voice += (lived.voice - self.expected_voice) / p.weeks_of_expected_voice

    def be_exposed(self) -> None:
        """How much illness there is in the unit's work, place and time (E26)."""
        self.illness_level = self.centre.woman_factor * self.service.illness_factor * self.model.illness_level

    def sum_up_staff(self) -> None:
        """The means over the staff after the week, which others see."""
        motivation = exhaustion = manager = organisation = justice = insecurity = skill = efficacy = 0.0
        effort = control = autonomy = gaming = sham = red_tape = 0.0
        for employee in self.employees:
            motivation += employee.motivation
            exhaustion += employee.exhaustion
            manager += employee.trust_in_manager
            organisation += employee.trust_in_organisation
            justice += employee.justice
            insecurity += employee.job_insecurity
            skill += employee.skill
            efficacy += employee.voice_efficacy
            effort += employee.effort
            control += employee.perceived_control
            autonomy += employee.autonomy
            gaming += employee.gaming
            sham += employee.sham
            red_tape += employee.red_tape
        posts = len(self.employees)
        self.mean_motivation, self.mean_exhaustion = motivation / posts, exhaustion / posts
        self.mean_trust_in_manager, self.mean_trust_in_organisation = manager / posts, organisation / posts
        self.mean_justice, self.mean_job_insecurity = justice / posts, insecurity / posts
        self.mean_skill, self.mean_voice_efficacy = skill / posts, efficacy / posts
        self.mean_effort, self.mean_perceived_control = effort / posts, control / posts
        self.mean_autonomy, self.mean_gaming = autonomy / posts, gaming / posts
        self.sham, self.red_tape = sham / posts, red_tape / posts
        self.mean_safety = sum([team.psychological_safety for team in self.teams]) / len(self.teams)
        self.sum_up_conflict()

    def sum_up_conflict(self) -> None:
        """Conflict in the unit, and the year's gaming, after the means."""
        p = self.model.p
        self.year_of_gaming += (self.mean_gaming - self.year_of_gaming) / 52.0
        conflict = (
            p.conflict_of_sham * self.sham
            + p.conflict_of_role * self.role_conflict
            + p.conflict_of_unsafety * (1.0 - self.mean_safety)
            + p.conflict_of_resistance * self.resistance
        )
        self.conflict = min(max(conflict, 0.0), 1.0)

    # ideas, and the way of working

    def make_room_for_ideas(self) -> None:
        """What the unit's week and its helpers do to the rate of ideas (E31, E52)."""
        p, lived = self.model.p, self.lived
        problem = 1.0 + p.search_for_aspiration * max(self.aspiration - self.seen_result, 0.0)
        room = p.room_for_ideas - p.load_on_ideas * self.load_ratio
        room = min(max(room, p.least_room_for_ideas), p.most_room_for_ideas)
        helped = p.ideas_by_facilitators * lived.internal_facilitators
        self.help_with_ideas = 1.0 + helped + p.ideas_by_consultants * lived.external_consultants
        time = math.sqrt(lived.development_time / self.model.baseline.development_time)
        self.rate_of_ideas = p.ideas_per_employee_week * time * problem * room * self.help_with_ideas

    def share_of_saved_work_cut(self) -> float:
        """The share of saved work that is cut as posts, as all expect it."""
        return self.model.p.share_of_saved_work_cut * (1.0 - self.believed_guarantee())

    def take_stock(self) -> None:
        """How far the staff stand behind what is in use."""
        self.in_use = len(self.in_operation)
        if self.in_operation:
            self.buy_in = sum([proposal.buy_in for proposal in self.in_operation]) / self.in_use

    def adjust_posts(self) -> None:
        """Posts follow work saved, as people leave."""
        goal = self.posts_at_start * (1.0 + self.share_of_saved_work_cut() * min(0.0, self.work_index))
        self.posts += (goal - self.posts) / self.model.p.weeks_of_vacancies

    def change_way_of_working(self) -> None:
        """Work moves between working alone and in teams, against a resistance that wears off or is kept up (E49)."""
        p, asked, lived = self.model.p, self.model.asked, self.lived
        size = self.soft_enactment * max(asked.team_work_aim - self.team_aim, 0.0) / p.full_change_of_work
        if size > 0.0:
            size = min(size, 1.0)
            self.work_change = max(self.work_change, size)
            first = size * p.resistance_level * (1.0 - p.training_on_first_resistance * asked.training)
            self.resistance = max(self.resistance, first)
        self.team_aim = asked.team_work_aim
        pace = lived.pace_of_change
        moved = (lived.team_work_aim - self.team_share) * (1.0 - self.resistance) * pace / p.weeks_of_work_change
        self.team_share = min(max(self.team_share + moved, 0.0), 1.0)
        kept_up = p.pace_on_resistance * pace * (1.0 - lived.training) * (1.0 - self.perceived_influence)
        kept_up -= p.support_on_resistance * self.line_manager.support
        goal = self.work_change * min(max(kept_up, 0.0), 1.0)
        self.resistance += (goal - self.resistance) / p.weeks_of_resistance

    # citizens and costs

    def show_service(self) -> None:
        """How far citizens meet staff they know, what they all see alike, and the support for taking part (E39)."""
        p, lived = self.model.p, self.lived
        temporary = sum([employee.temporary for employee in self.employees])
        known = 1.0 - p.temporary_on_continuity * temporary / len(self.employees)
        self.continuity = (1.0 - self.absence) * known * (1.0 - p.solo_on_continuity * (1.0 - self.team_share))
        self.impression = (
            p.published_quality_weight * self.measured_quality
            + p.continuity_on_perceived_quality * (self.continuity - self.centre.continuity)
            + p.user_value_on_perceived_quality * self.user_value
            - p.waiting_on_perceived_quality * min(self.waiting_weeks / p.waiting_scale, 1.0)
        )
        support = p.support_of_facilitators * lived.internal_facilitators
        support += p.support_of_development_time * lived.development_time
        self.support_of_coproduction = min(max(support, 0.0), 1.0)

    def sum_up_citizens(self) -> None:
        """The means over the unit's citizens, and complaints over the last year."""
        perceived = satisfaction = coproduction = 0.0
        for citizen in self.citizens:
            perceived += citizen.perceived_quality
            satisfaction += citizen.satisfaction
            coproduction += citizen.coproduction
        number = len(self.citizens)
        self.mean_perceived_quality, self.mean_satisfaction = perceived / number, satisfaction / number
        self.mean_coproduction = coproduction / number
        self.complaint_rate += (self.complaints / number - self.complaint_rate) / WEEKS_PER_YEAR

    def expose_to_competition(self) -> None:
        """Volume goes on contract by the tenders that were decided, and comes back when contracts end (E42)."""
        p, exposure = self.model.p, self.competition_exposure
        ended = (1.0 - p.supplier_renewal) * exposure / p.contract_years
        exposure += (self.model.tender_rate * (1.0 - exposure) - ended) / 52.0
        self.competition_exposure = min(max(exposure, 0.0), 1.0)

    def count_costs(self) -> None:
        """What a standard week of the unit costs, joint teams apart."""
        p, lived = self.model.p, self.lived
        helpers = p.cost_of_facilitators * lived.internal_facilitators
        helpers += p.cost_of_leadership_development * lived.leadership_development
        self.cost = (
            self.posts / self.posts_at_start
            + p.cost_of_cover * p.absence_cover * self.absence
            + self.cost_index
            + p.cost_of_audits * self.audit_rate
            + p.cost_of_split * lived.purchaser_provider_split
            + lived.overhead_scale * helpers
            + p.cost_of_consultants * lived.external_consultants
            + p.cost_of_relational_interventions * lived.relational_interventions
            + p.cost_of_voice * lived.voice
            - p.savings_of_contracts * self.service.measurability * self.competition_exposure
        )
