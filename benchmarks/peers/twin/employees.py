"""Employees: what steering feels like, what they give, and what it does to them (E8-E23, E31, E46)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.ideas import idea_of
from benchmarks.peers.twin.newcomers import fill_post
from benchmarks.peers.twin.sick_leave import Attending
from sim.draws import CONTRACT_END, DEPARTURE, IDEA, IDEA_PRACTICE, VOICE, draw, draws4
from sim.rules.contracts import contract_weeks, departure_chance, renewal_chance
from sim.rules.control import ambiguity, autonomy, competence, perceived_control, red_tape, relatedness
from sim.rules.decisions import position_of_employees
from sim.rules.effort import effort, gaming_intensity, goal_effect, measured_task_share, monitoring, target_pull
from sim.rules.justice import justice_goal, sham_participation
from sim.rules.load import covered_attendance, productivity
from sim.rules.motivation import motivation_goal, skill_goal, skill_learned
from sim.rules.quality import measurable_share
from sim.rules.shape import clip01, logit, normal
from sim.rules.strain import (
    documentation_strain,
    exhaustion_next,
    honesty,
    relief_of_resources,
    strain,
    strain_of_load_and_queue,
    strain_of_role,
    strain_of_work,
)
from sim.rules.trust import job_insecurity_goal, trust_in_manager_change, trust_in_organisation_change
from sim.rules.voice import chance_of_idea, chance_of_voice, voice_efficacy_after
from sim.state.tables import DAYS_PER_WEEK, WAITING

if TYPE_CHECKING:
    from benchmarks.peers.twin.proposals import Proposal


class Employee(Attending):
    """A post in a team of a unit, and who fills it."""

    # who fills the post
    filled: bool
    newcomers: int
    temporary: bool
    contract_weeks_left: int
    ideas: int

    # traits
    public_service_motivation: float
    autonomy_orientation: float
    integrity: float
    frailty: float
    woman: int
    strain_liability: float
    effort_liability: float
    task_bias: float
    trust_propensity: float

    # states
    motivation: float
    exhaustion: float
    trust_in_manager: float
    trust_in_organisation: float
    justice: float
    job_insecurity: float
    skill: float
    voice_efficacy: float
    effort: float
    measured_task_share: float
    gaming: float
    perceived_control: float
    autonomy: float
    ambiguity: float
    competence: float
    relatedness: float
    red_tape: float
    sham: float
    documentation_strain: float

    # what steering feels like, and what people give

    def feel_control(self) -> None:
        """Steering is felt as more or less controlling, and the three needs are met or not (E11-E12)."""
        unit, lived, centre, p = self.unit, self.unit.lived, self.unit.centre, self.p
        steering, support = unit.controlling_steering, unit.line_manager.support
        self.perceived_control = perceived_control(
            steering, self.autonomy_orientation, support, self.justice, self.trust_in_manager, centre, p
        )
        self.autonomy = autonomy(
            unit.lived_discretion, lived.time_control, self.perceived_control, unit.role_conflict, centre, p
        )
        self.ambiguity = ambiguity(unit.lived_discretion, support, self.skill, p)
        control, load, measured = self.perceived_control, unit.felt_load, unit.measured_quality
        self.competence = competence(
            unit.seen_result, unit.aspiration, control, load, measured, self.ambiguity, lived, centre, p
        )
        self.relatedness = relatedness(support, self.team.psychological_safety)
        self.red_tape = red_tape(self.perceived_control, unit.documentation, self.ambiguity, p)

    def choose_effort(self) -> None:
        """How much effort to give, to which part of the work, and how far to game the figure (E8-E10)."""
        unit, lived, centre, p = self.unit, self.unit.lived, self.unit.centre, self.p
        goals = goal_effect(unit.felt_stakes, unit.service.complexity, self.perceived_control, self.baseline, p)
        watched = monitoring(lived.target_stakes, unit.audit_rate, lived.results_follow_up, p)
        self.effort = effort(
            self.effort_liability, self.motivation, self.exhaustion, self.team.effort_norm, goals, watched, centre, p
        )
        pull = target_pull(unit.felt_stakes, unit.target, unit.measured_quality, p)
        measurable = logit(measurable_share(unit.service.measurability, lived.user_indicators, p))
        service = self.public_service_motivation * self.motivation
        self.measured_task_share = measured_task_share(measurable, self.task_bias, pull, service, centre, p)
        self.gaming = gaming_intensity(pull, self.integrity, unit.audit_rate, self.team.gaming_norm, p)

    def capacity_for_work(self) -> float:
        """How much of a full post is here, by days and by how well one works (E4)."""
        here = covered_attendance(1.0 - self.absent_days / DAYS_PER_WEEK, self.p)
        ill_at_work = self.presentee_days / DAYS_PER_WEEK
        return here * productivity(ill_at_work, self.exhaustion, self.unit.reform_load, self.unit.centre, self.p)

    # what it does to people

    def grow_motivation(self) -> None:
        """Motivation drifts towards what work and disposition give rise to (E13)."""
        goal = motivation_goal(
            self.public_service_motivation, self.autonomy, self.competence, self.relatedness, self.exhaustion, self.p
        )
        self.motivation += (goal - self.motivation) / self.p.weeks_of_motivation

    def feel_strain(self) -> None:
        """Demands strain, resources relieve; exhaustion builds fast and is recovered from slowly (E14-E16)."""
        unit, centre, p = self.unit, self.unit.centre, self.p
        papers = documentation_strain(unit.documentation, unit.service.useful_documentation, self.perceived_control, p)
        of_load = strain_of_load_and_queue(unit.felt_load, unit.waiting_weeks, centre, p)
        of_work = strain_of_work(of_load, papers, centre, p)
        of_role = strain_of_role(self.ambiguity, unit.role_conflict, self.job_insecurity, centre, p)
        support = unit.line_manager.support
        relief = relief_of_resources(self.autonomy, support, self.justice, unit.staff_convenience, centre, p)
        pressed = strain(self.strain_liability, of_work, of_role, relief, unit.reform_load, unit.resistance, p)
        self.documentation_strain = papers
        self.exhaustion = exhaustion_next(self.exhaustion, pressed, p)

    def learn(self) -> None:
        """Skill follows feedback, discretion, motivation, training; reviews and facilitators add to it (E18, E52)."""
        unit, lived, p = self.unit, self.unit.lived, self.p
        goal = skill_goal(self.motivation, unit.mean_skill, unit.neighbours_skill, lived, self.baseline, p)
        learned = skill_learned(float(unit.learning_review), lived.internal_facilitators, p)
        self.skill = clip01(self.skill + (goal - self.skill) / p.weeks_of_skill + learned)

    def judge_fairness(self) -> None:
        """Voice with influence is fair; asked for with a hidden frame it is sham (E19)."""
        unit, lived, efficacy, trust = self.unit, self.unit.lived, self.voice_efficacy, self.trust_in_organisation
        honest, audits = honesty(lived), self.unit.audit_rate * (1.0 - lived.audit_for_learning)
        self.sham = sham_participation(lived.voice, honest, efficacy)
        goal = justice_goal(lived.voice, honest, efficacy, trust, audits, self.sham, unit.expected_voice, self.p)
        self.justice += (goal - self.justice) / self.p.weeks_of_justice

    def trust_and_distrust(self) -> None:
        """Trust in the manager and in the organisation grows slowly and is lost faster (E20-E21)."""
        unit, propensity, control, p = self.unit, self.trust_propensity, self.perceived_control, self.p
        trust, support = self.trust_in_manager, unit.line_manager.support
        change = trust_in_manager_change(trust, propensity, support, control, unit.centre, p)
        self.trust_in_manager = clip01(trust + change)
        trust, efficacy, insecurity = self.trust_in_organisation, self.voice_efficacy, self.job_insecurity
        change = trust_in_organisation_change(
            trust, propensity, self.justice, efficacy, self.sham, insecurity, control, p
        )
        self.trust_in_organisation = clip01(trust + change)

    def fear_for_job(self) -> None:
        """Tenders, cuts and temporary contracts make jobs insecure; a guarantee helps if it is believed (E22)."""
        unit, municipality, p = self.unit, self.unit.municipality, self.p
        tenders, guarantee = unit.lived.tenders_per_unit_year, unit.believed_guarantee()
        goal = job_insecurity_goal(tenders, guarantee, municipality.efficiency_demand, float(self.temporary), p)
        tendered = sum(other.tendered for other in municipality.units)
        of_others = p.insecurity_of_others_tender / municipality.size_factor * (tendered - unit.tendered)
        news = p.insecurity_of_own_tender * unit.tendered + of_others
        self.job_insecurity = clip01(self.job_insecurity + (goal - self.job_insecurity) / p.weeks_of_insecurity + news)

    # ideas

    def may_have_idea(self, unit_factor: float) -> None:
        """An idea that looks worth it and is safe to say becomes a proposal (E31)."""
        days_at_work = (DAYS_PER_WEEK - self.absent_days) / DAYS_PER_WEEK
        chance = chance_of_idea(
            unit_factor, self.motivation, self.job_insecurity, days_at_work, self.unit.centre, self.p
        )
        if draw(self.now, IDEA, self.id) >= chance or not self.unit.has_room():
            return
        idea = idea_of(self)
        u1, u2, _, _ = draws4(self.now, IDEA_PRACTICE, self.id, 1)
        if idea.gains.quality + self.p.quality_noise_of_person * normal(u1, u2) > 0.0:
            self.say_or_keep(idea)

    def say_or_keep(self, idea: "Proposal") -> None:
        """The idea counts as had; said aloud, it is a proposal and waits for an answer (E31)."""
        unit = self.unit
        saves_labour = 1 if idea.gains.work < 0.0 else 0
        unit.ideas += 1
        unit.labour_saving_ideas += saves_labour
        self.ideas += 1
        safety, efficacy, influence = self.team.psychological_safety, self.voice_efficacy, unit.perceived_influence
        at_risk = saves_labour * (1.0 - unit.believed_guarantee())
        chance = chance_of_voice(safety, efficacy, influence, self.job_insecurity, at_risk, unit.centre, self.p)
        if draw(self.now, VOICE, self.id) >= chance:
            return
        unit.voiced += 1
        unit.labour_saving_voiced += saves_labour
        idea.under_duty = unit.municipality.duty_in_force
        idea.move_to(WAITING, self.now.week)
        unit.put_on_list(idea)

    def position_on(self, proposal: "Proposal", quality: float, cut: float) -> float:
        """What the employee wants of a proposal (E32)."""
        unit, gains = self.unit, proposal.gains
        return position_of_employees(
            quality, gains.work, gains.convenience, cut, unit.load_ratio, self.job_insecurity, unit.centre, self.p
        )

    def hear_answer(self, answer: float, weight: float) -> None:
        """One draws a conclusion about speaking up (E33)."""
        self.voice_efficacy = voice_efficacy_after(self.voice_efficacy, answer, weight)

    # contracts

    def serve_contract(self) -> None:
        """Temporary contracts run out, and a few people leave permanent posts (E46)."""
        if not self.filled:
            return
        if self.temporary:
            self.contract_weeks_left -= 1
            if self.contract_weeks_left <= 0:
                self.end_contract()
        elif draw(self.now, DEPARTURE, self.id) < departure_chance(self.unit.centre, self.p):
            _, _, length, _ = draws4(self.now, CONTRACT_END, self.id, 0)
            self.make_way(contract_weeks(length, self.p))

    def end_contract(self) -> None:
        """A temporary contract that ends is made permanent, renewed, or the post goes to somebody new."""
        renewed, permanent, length, _ = draws4(self.now, CONTRACT_END, self.id, 0)
        weeks = contract_weeks(length, self.p)
        if renewed >= renewal_chance(self.effort, self.absence_last_year, self.unit.centre, self.p):
            self.make_way(weeks)
        elif permanent < self.p.permanent_chance:
            self.temporary, self.contract_weeks_left = False, 0
        else:
            self.contract_weeks_left = weeks

    def make_way(self, weeks: int) -> None:
        """A newcomer fills the post on a temporary contract."""
        self.newcomers += 1
        fill_post(self)
        self.temporary, self.contract_weeks_left = True, weeks
