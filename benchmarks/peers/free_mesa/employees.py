"""Employees, and what they do in a week, one method for each thing (E8-E31, E46)."""

# ruff: noqa: FURB136 - a comparison is several times as fast as a call of min()
from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mesa import Agent

from benchmarks.peers.free_mesa.ideas import pursue_idea
from sim.state.tables import DAYS_PER_WEEK, EMPLOYEES, MAJOR, MEDIUM, MINOR, WEEKS_PER_YEAR, WELL

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.units import Team, Unit


class Employee(Agent):  # type: ignore[misc]  # Mesa has no types
    """Whoever fills a post. The attributes are the columns of the table of employees."""

    __slots__ = tuple(column.name for column in EMPLOYEES.columns)

    unit: Unit
    team: Team

    def live_spell(self) -> None:
        """A spell runs day by day; who recovers is back the next working day (E27)."""
        p, unit = self.model.p, self.unit
        absent = at_work_ill = certified = self.spell_ended = self.minor_days = 0
        if self.spell:
            left = self.spell_days_left
            speed = unit.recovery_speed if self.spell_days_drawn > p.self_certified_days else 1.0
            for _ in range(self.spell_first_day, DAYS_PER_WEEK):
                if left > 0.0:
                    absent += 1
                    left -= speed
            if self.spell_days_drawn <= unit.self_certified_until:
                certified = absent
            if self.spell == MINOR:
                self.minor_days = absent
            if left <= 0.0:
                self.spell, left, self.spell_ended = WELL, 0.0, 1
            self.spell_days_left = left
        elif self.presentee_days_left:
            at_work_ill = min(self.presentee_days_left, DAYS_PER_WEEK - self.spell_first_day)
            self.presentee_days_left -= at_work_ill
        self.spell_first_day = 0
        self.absent_days, self.self_certified_days, self.presentee_days = absent, certified, at_work_ill
        self.absence_last_year += (absent / DAYS_PER_WEEK - self.absence_last_year) / WEEKS_PER_YEAR
        self.presenteeism_load += (at_work_ill / DAYS_PER_WEEK - self.presenteeism_load) / p.weeks_of_presenteeism

    def feel_control(self) -> None:
        """Steering is felt as more or less controlling, and the three needs are met or not (E11-E12)."""
        p, unit, support = self.model.p, self.unit, self.unit.line_manager.support
        centre, lived = unit.centre, unit.lived
        buffer = (
            p.support_buffers_control * (support - centre.support)
            + p.justice_buffers_control * (self.justice - centre.justice)
            + p.trust_buffers_control * (self.trust_in_manager - centre.trust_in_manager)
        )
        control = self.autonomy_orientation * unit.controlling_steering * (1.0 - buffer)
        control = 0.0 if control < 0.0 else 1.0 if control > 1.0 else control
        autonomy = unit.freedom * (1.0 - p.control_on_autonomy * control) + p.autonomy_offset - unit.conflict_felt
        mastery = (self.skill - p.skill_of_a_beginner) / p.skill_of_a_beginner
        mastery = 0.0 if mastery < 0.0 else 1.0 if mastery > 1.0 else mastery
        ambiguity = unit.lived_discretion * (
            1.0 - p.ambiguity_lost_to_support * support - p.ambiguity_lost_to_skill * mastery
        )
        ambiguity = 0.0 if ambiguity < 0.0 else 1.0 if ambiguity > 1.0 else ambiguity
        competence = unit.results_felt + p.feedback_on_competence * lived.results_follow_up * (1.0 - control)
        if ambiguity > centre.ambiguity:
            competence -= p.ambiguity_on_competence * (ambiguity - centre.ambiguity)
        red_tape = control * unit.documentation / p.documentation_scale + p.red_tape_of_ambiguity * ambiguity
        self.perceived_control, self.ambiguity = control, ambiguity
        self.autonomy = 0.0 if autonomy < 0.0 else 1.0 if autonomy > 1.0 else autonomy
        self.competence = 0.0 if competence < 0.0 else 1.0 if competence > 1.0 else competence
        self.relatedness = 0.5 * support + 0.5 * self.team.psychological_safety
        self.red_tape = 0.0 if red_tape < 0.0 else 1.0 if red_tape > 1.0 else red_tape

    def choose_effort(self) -> None:
        """How much effort people give, to which part of the work, and how far they game the figure (E8-E10)."""
        p, unit, team, exp = self.model.p, self.unit, self.team, math.exp
        centre = unit.centre
        goals = unit.goal_effect
        if self.perceived_control > 0.5:
            goals *= 1.5 - self.perceived_control
        will = (
            self.effort_liability
            + p.effort_level
            + p.motivation_on_effort * (self.motivation - centre.motivation)
            + p.norm_on_effort * (team.effort_norm - centre.effort)
            - p.exhaustion_on_effort * (self.exhaustion - centre.exhaustion)
            + goals
        )
        self.effort = unit.effort_floor + (1.0 - unit.effort_floor) / (1.0 + exp(-will))
        served = p.service_motivation_on_tasks * (
            self.public_service_motivation * self.motivation - centre.acted_service_motivation
        )
        self.measured_task_share = 1.0 / (1.0 + exp(-(unit.drawn_to_measured + self.task_bias - served)))
        will = (
            p.gaming_level
            + p.pull_on_gaming * unit.target_pull
            - p.integrity_on_gaming * (self.integrity - self.model.usual_integrity)
            - p.audits_on_gaming * unit.audit_rate
            + p.norm_on_gaming * team.gaming_norm / p.most_gaming
        )
        self.gaming = p.most_gaming / (1.0 + exp(-will))

    def grow_motivation(self) -> None:
        """Motivation drifts towards what work and disposition give rise to (E13)."""
        p = self.model.p
        needs = (
            p.weight_of_autonomy * self.autonomy
            + p.weight_of_competence * self.competence
            + p.weight_of_relatedness * self.relatedness
        )
        goal = p.disposition_share * self.public_service_motivation + (1.0 - p.disposition_share) * needs
        goal += p.motivation_offset
        if self.exhaustion > 0.5:
            goal -= p.exhaustion_on_motivation * (self.exhaustion - 0.5)
        goal = 0.0 if goal < 0.0 else 1.0 if goal > 1.0 else goal
        self.motivation += (goal - self.motivation) / p.weeks_of_motivation

    def feel_strain(self) -> None:
        """Demands strain, resources relieve; exhaustion builds fast and is recovered from slowly (E14-E16)."""
        p, unit = self.model.p, self.unit
        centre = unit.centre
        papers = unit.useless_documentation * (0.5 + self.perceived_control)
        logit = (
            unit.strain_of_unit
            + self.strain_liability
            + p.strain_of_documentation * (papers - centre.documentation_strain)
            + p.strain_of_insecurity * (self.job_insecurity - centre.job_insecurity)
            + p.strain_of_ambiguity * (self.ambiguity - centre.ambiguity)
            - p.relief_of_autonomy * (self.autonomy - centre.autonomy)
            - p.relief_of_justice * (self.justice - centre.justice)
        )
        strain = 1.0 / (1.0 + math.exp(-logit))
        self.documentation_strain = papers
        weeks = p.weeks_to_exhaust if strain > self.exhaustion else p.weeks_to_recover
        self.exhaustion += (strain - self.exhaustion) / weeks

    def learn(self) -> None:
        """Skill follows feedback, discretion, motivation and training; reviews and facilitators add to it (E18)."""
        p, unit = self.model.p, self.unit
        goal = unit.skill_offered + p.skill_of_motivation * self.motivation
        goal = 0.0 if goal < 0.0 else 1.0 if goal > 1.0 else goal
        skill = self.skill + (goal - self.skill) / p.weeks_of_skill + unit.skill_taught
        self.skill = 0.0 if skill < 0.0 else 1.0 if skill > 1.0 else skill

    def judge_fairness(self) -> None:
        """Voice with influence is fair; asked for with a hidden frame it is sham (E19)."""
        p, unit = self.model.p, self.unit
        voice = unit.lived.voice
        self.sham = voice * (1.0 - unit.honesty) * (1.0 - self.voice_efficacy)
        goal = (
            unit.justice_of_unit
            + p.justice_of_voice * voice * unit.honesty * (0.5 + self.voice_efficacy)
            + p.justice_of_trust * (self.trust_in_organisation - 0.5)
            - p.justice_lost_to_sham * self.sham
        )
        goal = 0.0 if goal < 0.0 else 1.0 if goal > 1.0 else goal
        self.justice += (goal - self.justice) / p.weeks_of_justice

    def trust_and_distrust(self) -> None:
        """Trust in the manager and in the organisation grows slowly and is lost faster (E20-E21)."""
        p, unit = self.model.p, self.unit
        control, propensity, trust = self.perceived_control, self.trust_propensity, self.trust_in_manager
        usual_control, asymmetric = unit.centre.perceived_control, p.trust_gain * p.trust_asymmetry
        change = p.trust_gain * (1.0 - trust) * unit.line_manager.support + (propensity - trust) / p.trust_leak_weeks
        if control > usual_control:
            change -= p.manager_trust_lost_to_control * asymmetric * trust * (control - usual_control)
        trust += change
        self.trust_in_manager = 0.0 if trust < 0.0 else 1.0 if trust > 1.0 else trust

        trust = self.trust_in_organisation
        gain = p.trust_gain * (1.0 - trust) * (0.5 * self.justice + 0.5 * self.voice_efficacy)
        breaches = (
            p.breach_of_sham * self.sham + p.breach_of_insecurity * self.job_insecurity + p.breach_of_control * control
        )
        loss = p.organisation_trust_lost_to_breaches * asymmetric * trust * breaches
        trust += gain - loss + (p.organisation_trust_of_propensity * propensity - trust) / p.trust_leak_weeks
        self.trust_in_organisation = 0.0 if trust < 0.0 else 1.0 if trust > 1.0 else trust

    def fear_for_jobs(self) -> None:
        """Tenders, cuts and temporary contracts make jobs insecure; a guarantee helps as it is believed (E22)."""
        p, unit = self.model.p, self.unit
        goal = unit.threat_to_jobs + p.insecurity_of_temporary * self.temporary
        goal = 0.0 if goal < 0.0 else 1.0 if goal > 1.0 else goal
        insecurity = self.job_insecurity + (goal - self.job_insecurity) / p.weeks_of_insecurity + unit.news_of_tenders
        self.job_insecurity = 0.0 if insecurity < 0.0 else 1.0 if insecurity > 1.0 else insecurity

    def fall_ill(self) -> None:
        """An illness sets in, of one type at most (E26)."""
        self.spell_began = 0
        if self.spell or self.presentee_days_left:
            return
        p, unit, exp = self.model.p, self.unit, math.exp
        centre = unit.centre
        level = unit.illness_level * self.frailty * (p.illness_of_women if self.woman else 1.0)
        surplus = self.exhaustion - centre.exhaustion
        unfair = p.justice_on_illness * (self.justice - centre.justice)
        major_rate, medium_rate, minor_rate = self.model.illness_rates
        worn = level * (1.0 + p.presenteeism_on_major_illness * min(self.presenteeism_load, p.most_presenteeism))
        major = 1.0 - exp(-major_rate * worn * exp(p.exhaustion_on_major * surplus - unfair))
        medium = 1.0 - exp(-medium_rate * level * exp(p.exhaustion_on_medium * surplus - unfair))
        minor = 1.0 - exp(-minor_rate * level * exp(p.exhaustion_on_minor * surplus - unfair))
        onset = self.random.random()
        if onset < major:
            self.become_ill(MAJOR)
        elif onset < major + medium:
            self.become_ill(MEDIUM)
        elif onset < major + medium + minor:
            self.become_ill(MINOR)

    def become_ill(self, kind: int) -> None:
        """The mildly ill decide whether to stay home, the others must. The spell begins next week (E28-E29)."""
        p, random = self.model.p, self.random
        median, spread = self.model.spells[kind]
        days = int(min(max(math.floor(median * random.lognormvariate(0.0, spread) + 0.5), 1.0), p.longest_spell))
        self.spell_first_day = int(random.random() * DAYS_PER_WEEK)
        if kind == MINOR and random.random() >= self.stay_home_chance():
            self.presentee_days_left = days
        else:
            self.spell, self.spell_days_drawn, self.spell_days_left, self.spell_began = kind, days, float(days), 1

    def stay_home_chance(self) -> float:
        """The chance of staying home with a minor illness."""
        p, unit = self.model.p, self.unit
        centre, lived, norm = unit.centre, unit.lived, unit.centre.short_absence_norm
        pull = min(max((self.team.short_absence_norm - norm) / norm, -1.0), 1.0)
        pressure = p.absence_goal_on_management * lived.absence_goal * (1.0 - unit.line_manager.support)
        will = (
            p.stay_home_level
            + self.random.gauss(0.0, 1.0)
            + p.norm_on_staying_home * (pull if pull > 0.0 else p.downward_pull * pull)
            - p.load_on_staying_home * max(unit.felt_load - 1.0, 0.0)
            - p.insecurity_on_staying_home * (self.job_insecurity - centre.job_insecurity)
            - p.motivation_on_staying_home * (self.motivation - centre.motivation)
            - p.justice_on_staying_home * (self.justice - centre.justice)
            - p.strictness_on_staying_home
            * (lived.absence_strictness + pressure - self.model.baseline.absence_strictness)
        )
        return 1.0 / (1.0 + math.exp(-will))

    def have_idea(self) -> None:
        """Who is motivated, at work and a little afraid has ideas; some are pursued (E31)."""
        p, unit = self.model.p, self.unit
        chance = unit.rate_of_ideas * (p.ideas_without_motivation + self.motivation)
        if self.job_insecurity > unit.centre.job_insecurity:
            chance *= 1.0 + p.threat_search * (self.job_insecurity - unit.centre.job_insecurity)
        if self.random.random() < chance * (DAYS_PER_WEEK - self.absent_days) / DAYS_PER_WEEK:
            pursue_idea(self)

    def live_contract(self) -> None:
        """A temporary contract runs out, and now and then somebody leaves a permanent post (E46)."""
        if self.temporary:
            self.contract_weeks_left -= 1
            if self.contract_weeks_left <= 0:
                self.end_contract()
        elif self.random.random() < self.unit.service.departure_chance:
            self.make_room()

    def end_contract(self) -> None:
        """A temporary contract that ends is made permanent, renewed, or the post goes to somebody new."""
        p, random = self.model.p, self.random.random
        seen = p.effort_on_renewal * (self.effort - self.unit.centre.effort)
        seen -= p.absence_on_renewal * self.absence_last_year
        if random() >= 1.0 / (1.0 + math.exp(-p.renewal_level - seen)):
            self.make_room()
        elif random() < p.permanent_chance:
            self.temporary = self.contract_weeks_left = 0
        else:
            self.contract_weeks_left = self.contract_weeks()

    def contract_weeks(self) -> int:
        """The length of a temporary contract in weeks."""
        p = self.model.p
        return int(p.shortest_contract + self.random.random() * (p.longest_contract - p.shortest_contract + 1.0))

    def make_room(self) -> None:
        """A newcomer fills the post on a temporary contract."""
        self.newcomers += 1
        self.bring_traits()
        self.begin()
        self.temporary, self.contract_weeks_left = 1, self.contract_weeks()

    def bring_traits(self) -> None:
        """The fixed traits of the person who comes into the post."""
        p, random = self.model.p, self.random
        self.public_service_motivation = random.betavariate(
            p.public_service_motivation_first, p.public_service_motivation_second
        )
        self.integrity = random.betavariate(p.integrity_first, p.integrity_second)
        self.trust_propensity = random.betavariate(p.trust_propensity_first, p.trust_propensity_second)
        self.frailty = random.gammavariate(p.frailty_shape, 1.0) / p.frailty_shape
        self.woman = 1 if random.random() < p.women_share else 0
        self.autonomy_orientation = random.uniform(p.autonomy_orientation_least, p.autonomy_orientation_most)
        self.strain_liability = random.gauss(0.0, p.strain_spread)
        self.effort_liability = random.gauss(0.0, p.effort_spread)
        self.task_bias = random.gauss(p.task_bias_mean, p.task_bias_spread)

    def begin(self) -> None:
        """States start where such a person settles at the baseline."""
        p, centre, propensity = self.model.p, self.unit.centre, self.trust_propensity
        motivation = p.start_of_motivation * (self.public_service_motivation - centre.public_service_motivation)
        self.motivation = min(max(centre.motivation + motivation, 0.0), 1.0)
        self.exhaustion = 1.0 / (1.0 + math.exp(-p.start_of_exhaustion - self.strain_liability))
        gain, leak = p.trust_gain * centre.support, 1.0 / p.trust_leak_weeks
        self.trust_in_manager = (gain + propensity * leak) / (gain + leak)
        gain = p.trust_gain * 0.5 * (centre.justice + centre.voice_efficacy)
        breaches = p.breach_of_insecurity * centre.job_insecurity + p.breach_of_control * centre.perceived_control
        loss = p.organisation_trust_lost_to_breaches * p.trust_gain * p.trust_asymmetry * breaches
        settled = (gain + p.organisation_trust_of_propensity * propensity * leak) / (gain + loss + leak)
        self.trust_in_organisation = min(max(settled, 0.0), 1.0)
        self.justice, self.job_insecurity, self.skill = centre.justice, centre.job_insecurity, centre.skill
        self.voice_efficacy, self.effort = centre.voice_efficacy, centre.effort
        self.measured_task_share, self.gaming = 0.5, 0.0
        self.spell, self.spell_days_left, self.spell_first_day = WELL, 0.0, 0
        self.presentee_days_left, self.presenteeism_load = 0, 0.0
        self.absence_last_year = centre.absence
