"""The staff's week as two loops over records, fused by hand (E4-E30).

Nobody needs a colleague's state of the same week but through the means of team and unit, so that one loop lives the
whole week of each employee. What is the same for all of a unit or team is computed once for it, terms of several rules
are merged, and what a rule needs only within the week is kept nowhere; the sums become the unit's new means.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.state.tables import DAYS_PER_WEEK, MAJOR, MEDIUM, MINOR, WEEKS_PER_YEAR, WELL

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.employees import Employee
    from benchmarks.peers.free_mesa.fused import FusedMesa


def attend(model: FusedMesa) -> None:
    """Spells run on; what is here, and how well it works, is capacity; what citizens ask meets it."""
    p = model.p
    kept, per_year = 1.0 - 1.0 / WEEKS_PER_YEAR, 1.0 / (DAYS_PER_WEEK * WEEKS_PER_YEAR)
    load_kept, per_load = 1.0 - 1.0 / p.weeks_of_presenteeism, 1.0 / (DAYS_PER_WEEK * p.weeks_of_presenteeism)
    uncovered = (1.0 - p.absence_cover) / DAYS_PER_WEEK
    lost_while_ill = (1.0 - p.productivity_while_ill) / DAYS_PER_WEEK
    tiring = p.exhaustion_on_productivity
    own_share, informal_share = 1.0 - p.informal_share, p.informal_share
    weeks_of_norm = p.weeks_of_absence_norm
    all_absent = all_at_work_ill = 0
    model.self_certified_days = 0
    for unit in model.units:
        unit.follow_up_absence()
        speed, certified_until = unit.recovery_speed, unit.self_certified_until
        absent = minor = at_work_ill = 0
        present = 0.0
        seen_elsewhere = informal_share * unit.neighbours_absence
        for team in unit.teams:
            team_minor = 0
            for employee in team.employees:
                if employee.spell:
                    is_minor = employee.spell == MINOR
                    days = be_absent(employee, speed if employee.spell_days_drawn > p.self_certified_days else 1.0)
                    absent += days
                    if is_minor:
                        team_minor += days
                    if employee.spell_days_drawn <= certified_until:
                        model.self_certified_days += days
                    employee.absence_last_year = employee.absence_last_year * kept + days * per_year
                    employee.presenteeism_load *= load_kept
                    present += (1.0 - uncovered * days) * (1.0 - tiring * employee.exhaustion)
                    continue
                employee.absence_last_year *= kept
                employee.absent_days = 0
                if employee.presentee_days_left:
                    days = min(employee.presentee_days_left, DAYS_PER_WEEK - employee.spell_first_day)
                    employee.presentee_days_left -= days
                    employee.spell_first_day = 0
                    at_work_ill += days
                    employee.presenteeism_load = employee.presenteeism_load * load_kept + days * per_load
                    present += (1.0 - lost_while_ill * days) * (1.0 - tiring * employee.exhaustion)
                else:
                    employee.presenteeism_load *= load_kept
                    present += 1.0 - tiring * employee.exhaustion
            minor += team_minor
            goal = own_share * team_minor / (len(team.employees) * DAYS_PER_WEEK) + seen_elsewhere
            team.short_absence_norm += (goal - team.short_absence_norm) / weeks_of_norm
        days = len(unit.employees) * DAYS_PER_WEEK
        unit.absence = absent / days
        unit.minor_absence = minor / days
        all_absent += absent
        all_at_work_ill += at_work_ill
        present *= (1.0 - p.reform_on_productivity * unit.reform_load) / (1.0 - tiring * unit.centre.exhaustion)
        unit.keep_ledger()
        unit.capacity = present * unit.service_hours * unit.posts / unit.posts_at_start
        unit.meet_demand()
    model.absent_days, model.presentee_days = all_absent, all_at_work_ill


def work(model: FusedMesa) -> None:
    """The staff of each unit work, feel, learn, trust and fall ill."""
    p, baseline = model.p, model.baseline
    exp, random = math.exp, model.random.random

    # parameters of the loop over employees
    justice_buffers, trust_buffers = p.justice_buffers_control, p.trust_buffers_control
    beginner = p.skill_of_a_beginner
    ambiguity_on_competence, red_tape_of_ambiguity = p.ambiguity_on_competence, p.red_tape_of_ambiguity
    motivation_on_effort, exhaustion_on_effort = p.motivation_on_effort, p.exhaustion_on_effort
    service_on_tasks, most_gaming = p.service_motivation_on_tasks, p.most_gaming
    disposition, needs_share = p.disposition_share, 1.0 - p.disposition_share
    of_autonomy, of_competence = needs_share * p.weight_of_autonomy, needs_share * p.weight_of_competence
    of_relatedness = needs_share * p.weight_of_relatedness
    exhaustion_on_motivation = p.exhaustion_on_motivation
    motivation_pace, skill_pace = 1.0 / p.weeks_of_motivation, 1.0 / p.weeks_of_skill
    justice_pace, insecurity_pace = 1.0 / p.weeks_of_justice, 1.0 / p.weeks_of_insecurity
    strain_of_insecurity, strain_of_ambiguity = p.strain_of_insecurity, p.strain_of_ambiguity
    relief_of_autonomy, relief_of_justice = p.relief_of_autonomy, p.relief_of_justice
    exhausting_pace, recovery_pace = 1.0 / p.weeks_to_exhaust, 1.0 / p.weeks_to_recover
    skill_of_motivation = p.skill_of_motivation
    justice_of_trust, lost_to_sham = p.justice_of_trust, p.justice_lost_to_sham
    trust_gain, half_trust_gain, leak = p.trust_gain, 0.5 * p.trust_gain, 1.0 / p.trust_leak_weeks
    manager_loss = p.manager_trust_lost_to_control * p.trust_gain * p.trust_asymmetry
    organisation_loss = p.organisation_trust_lost_to_breaches * p.trust_gain * p.trust_asymmetry
    breach_of_sham, breach_of_insecurity, breach_of_control = (
        p.breach_of_sham,
        p.breach_of_insecurity,
        p.breach_of_control,
    )
    organisation_leak = leak * p.organisation_trust_of_propensity
    of_major, of_medium, of_minor = model.illness_rates
    on_major, on_medium, on_minor = p.exhaustion_on_major, p.exhaustion_on_medium, p.exhaustion_on_minor
    on_most, on_least = max(on_major, on_medium, on_minor), min(on_major, on_medium, on_minor)
    justice_on_illness = p.justice_on_illness
    presenteeism_on_major, most_presenteeism = p.presenteeism_on_major_illness, p.most_presenteeism

    model.short_spells = model.long_spells = 0
    tendered = sum(unit.tendered for unit in model.units)
    tender_jump = p.insecurity_of_others_tender / model.size_factor
    for unit in model.units:
        centre, lived, service = unit.centre, unit.lived, unit.service
        support = unit.line_manager.support
        unit.face_steering()
        steering, discretion, role_conflict = unit.controlling_steering, unit.lived_discretion, unit.role_conflict
        follow_up, papers, felt_load = lived.results_follow_up, unit.documentation, unit.felt_load

        # what steering feels like in this unit
        buffer_left = (
            1.0
            - p.support_buffers_control * (support - centre.support)
            + justice_buffers * centre.justice
            + trust_buffers * centre.trust_in_manager
        )
        freedom = (1.0 - p.weight_of_own_time) * discretion + p.weight_of_own_time * lived.time_control
        autonomy_lost = freedom * p.control_on_autonomy
        conflict_felt = p.role_conflict_on_autonomy * max(role_conflict - centre.role_conflict, 0.0)
        autonomy_most = freedom + p.autonomy_offset - conflict_felt
        ambiguity_most = discretion * (1.0 - p.ambiguity_lost_to_support * support)
        ambiguity_lost = discretion * p.ambiguity_lost_to_skill
        competence_lost = p.feedback_on_competence * follow_up
        shortfall = max(centre.measured_quality - unit.measured_quality, 0.0)
        competence_most = (
            0.5
            + unit.seen_result
            - unit.aspiration
            + competence_lost
            - p.load_on_competence * max(felt_load - 1.0, 0.0)
            - p.stakes_on_competence * lived.target_stakes * shortfall
        )
        usual_ambiguity = centre.ambiguity
        red_tape_of_papers = papers / p.documentation_scale

        # what people give
        unseen = (1.0 - p.monitoring_of_stakes * lived.target_stakes) * (1.0 - min(max(unit.audit_rate, 0.0), 1.0))
        watched = 1.0 - unseen * (1.0 - p.monitoring_of_follow_up * follow_up)
        floor = p.effort_floor + p.effort_floor_of_monitoring * watched
        above = 1.0 - floor
        direction = p.goal_effect * (1.0 - p.goal_effect_lost_to_complexity * service.complexity)
        goals = direction * (unit.felt_stakes - baseline.target_stakes)
        short = max(unit.target - unit.measured_quality, 0.0)
        near = p.threshold_targets if 0.0 < short < p.near_target else 0.0
        pull = unit.felt_stakes * (1.0 + short) * (1.0 + near)
        measurable = service.measurability + p.measurability_of_user_indicators * lived.user_indicators
        unit.measurable = measurable = min(max(measurable, 0.0), 1.0)
        task_level = (
            math.log(measurable / (1.0 - measurable))
            + p.stakes_on_tasks * pull
            + service_on_tasks * centre.acted_service_motivation
        )
        gaming_will = p.gaming_level + p.pull_on_gaming * pull - p.audits_on_gaming * unit.audit_rate
        effort_level = (
            p.effort_level
            - motivation_on_effort * centre.motivation
            - p.norm_on_effort * centre.effort
            + exhaustion_on_effort * centre.exhaustion
        )

        # what it does to them
        overload = p.strain_of_load * math.tanh(p.steepness_of_load * (felt_load - centre.felt_load))
        queue = p.strain_of_queue * min(unit.waiting_weeks / p.queue_that_strains, 1.0)
        useless = max(papers - service.useful_documentation, 0.0) / p.documentation_strain_scale
        strain_of_control = p.strain_of_documentation * useless
        strain_level = (
            p.strain_level
            + overload
            + queue
            + 0.5 * strain_of_control
            - p.strain_of_documentation * centre.documentation_strain
            - strain_of_insecurity * centre.job_insecurity
            - strain_of_ambiguity * centre.ambiguity
            + p.strain_of_role_conflict * (role_conflict - centre.role_conflict)
            + relief_of_autonomy * centre.autonomy
            - p.relief_of_support * (support - centre.support)
            + relief_of_justice * centre.justice
            - p.relief_of_convenience * unit.staff_convenience
            + unit.reform_load
            + p.strain_of_resistance * unit.resistance
        )
        skill_level = (
            p.skill_offset
            + p.skill_of_feedback * follow_up * lived.audit_for_learning
            + p.skill_of_discretion * lived.discretion
            + p.skill_of_training * (lived.training - baseline.training)
            + p.skill_of_neighbours * (unit.neighbours_skill - unit.mean_skill)
        )
        learned = p.skill_of_learning_review * unit.learning_review
        learned += p.skill_of_facilitators / 52.0 * lived.internal_facilitators
        frame_hidden = 1.0 - unit.honesty
        sham_voice = lived.voice * frame_hidden
        justice_of_voice = p.justice_of_voice * lived.voice * (1.0 - frame_hidden)
        justice_level = (
            p.justice_offset
            + 0.5 * justice_of_voice
            - 0.5 * justice_of_trust
            - p.justice_lost_to_audits * unit.audit_rate * (1.0 - lived.audit_for_learning)
            - p.justice_lost_to_disappointment * max(unit.expected_voice - lived.voice, 0.0)
        )
        manager_gain, usual_control = trust_gain * support, centre.perceived_control
        believed = unit.believed_guarantee()
        threat = (
            p.insecurity_offset
            + p.insecurity_of_tenders * lived.tenders_per_unit_year * (1.0 - believed)
            + p.insecurity_of_cuts * model.efficiency_demand
        )
        permanent_goal = min(max(threat, 0.0), 1.0)
        temporary_goal = min(max(threat + p.insecurity_of_temporary, 0.0), 1.0)
        news = p.insecurity_of_own_tender * unit.tendered + tender_jump * (tendered - unit.tendered)

        # illness
        illness = centre.woman_factor * service.illness_factor * model.illness_level
        major_rate, medium_rate, minor_rate = of_major * illness, of_medium * illness, of_minor * illness
        most_ill = major_rate * (1.0 + presenteeism_on_major * most_presenteeism) + medium_rate + minor_rate
        usual_exhaustion, usual_justice = centre.exhaustion, centre.justice

        on_measured = on_all = 0.0
        sum_motivation = sum_exhaustion = sum_manager = sum_organisation = sum_justice = sum_insecurity = 0.0
        sum_skill = sum_efficacy = sum_effort = sum_control = sum_autonomy = sum_gaming = sum_sham = 0.0
        sum_red_tape = sum_safety = sum_gaming_norm = 0.0
        for team in unit.teams:
            relatedness = 0.5 * support + 0.5 * team.psychological_safety
            motivation_level = p.motivation_offset + of_relatedness * relatedness
            team_level = effort_level + p.norm_on_effort * team.effort_norm
            honesty_needed = exp(-gaming_will - p.norm_on_gaming * team.gaming_norm / most_gaming)
            team_effort = team_gaming = team_trust = team_justice = team_control = team_insecurity = 0.0
            for employee in team.employees:
                justice, trust = employee.justice, employee.trust_in_manager
                motivation, exhaustion = employee.motivation, employee.exhaustion
                skill, efficacy, insecurity = employee.skill, employee.voice_efficacy, employee.job_insecurity
                service_motivation = employee.public_service_motivation

                buffered = buffer_left - justice_buffers * justice - trust_buffers * trust
                control = employee.autonomy_orientation * steering * buffered
                if control < 0.0:
                    control = 0.0
                elif control > 1.0:
                    control = 1.0
                autonomy = autonomy_most - autonomy_lost * control
                if autonomy < 0.0:
                    autonomy = 0.0
                elif autonomy > 1.0:
                    autonomy = 1.0
                mastery = (skill - beginner) / beginner
                if mastery < 0.0:
                    mastery = 0.0
                elif mastery > 1.0:
                    mastery = 1.0
                ambiguity = ambiguity_most - ambiguity_lost * mastery
                if ambiguity < 0.0:
                    ambiguity = 0.0
                elif ambiguity > 1.0:
                    ambiguity = 1.0
                competence = competence_most - competence_lost * control
                if ambiguity > usual_ambiguity:
                    competence -= ambiguity_on_competence * (ambiguity - usual_ambiguity)
                if competence < 0.0:
                    competence = 0.0
                elif competence > 1.0:
                    competence = 1.0
                red_tape = control * red_tape_of_papers + red_tape_of_ambiguity * ambiguity
                if red_tape > 1.0:
                    red_tape = 1.0
                sum_red_tape += red_tape

                will = team_level + employee.effort_liability + motivation_on_effort * motivation
                will += (goals * (1.5 - control) if control > 0.5 else goals) - exhaustion_on_effort * exhaustion
                effort = floor + above / (1.0 + exp(-will))
                tasks = task_level + employee.task_bias - service_on_tasks * service_motivation * motivation
                given = effort * skill
                on_all += given
                on_measured += given / (1.0 + exp(-tasks))
                gaming = most_gaming / (1.0 + honesty_needed * employee.honest_odds)

                goal = (
                    motivation_level
                    + disposition * service_motivation
                    + of_autonomy * autonomy
                    + of_competence * competence
                )
                if exhaustion > 0.5:
                    goal -= exhaustion_on_motivation * (exhaustion - 0.5)
                if goal < 0.0:
                    goal = 0.0
                elif goal > 1.0:
                    goal = 1.0
                motivation += (goal - motivation) * motivation_pace

                strain = 1.0 / (
                    1.0
                    + exp(
                        relief_of_autonomy * autonomy
                        + relief_of_justice * justice
                        - strain_level
                        - employee.strain_liability
                        - strain_of_control * control
                        - strain_of_insecurity * insecurity
                        - strain_of_ambiguity * ambiguity
                    )
                )
                exhaustion += (strain - exhaustion) * (exhausting_pace if strain > exhaustion else recovery_pace)

                goal = skill_level + skill_of_motivation * motivation
                if goal < 0.0:
                    goal = 0.0
                elif goal > 1.0:
                    goal = 1.0
                skill += (goal - skill) * skill_pace + learned
                if skill > 1.0:
                    skill = 1.0
                elif skill < 0.0:
                    skill = 0.0

                propensity, organisation = employee.trust_propensity, employee.trust_in_organisation
                sham = sham_voice * (1.0 - efficacy)
                goal = (
                    justice_level + justice_of_voice * efficacy + justice_of_trust * organisation - lost_to_sham * sham
                )
                if goal < 0.0:
                    goal = 0.0
                elif goal > 1.0:
                    goal = 1.0
                justice += (goal - justice) * justice_pace

                change = manager_gain * (1.0 - trust) + (propensity - trust) * leak
                if control > usual_control:
                    change -= manager_loss * trust * (control - usual_control)
                trust += change
                if trust < 0.0:
                    trust = 0.0
                elif trust > 1.0:
                    trust = 1.0
                breaches = breach_of_sham * sham + breach_of_insecurity * insecurity + breach_of_control * control
                organisation += (
                    half_trust_gain * (1.0 - organisation) * (justice + efficacy)
                    - organisation_loss * organisation * breaches
                    + organisation_leak * propensity
                    - leak * organisation
                )
                if organisation < 0.0:
                    organisation = 0.0
                elif organisation > 1.0:
                    organisation = 1.0
                goal = temporary_goal if employee.temporary else permanent_goal
                insecurity += (goal - insecurity) * insecurity_pace + news
                if insecurity > 1.0:
                    insecurity = 1.0
                elif insecurity < 0.0:
                    insecurity = 0.0

                employee.motivation, employee.exhaustion, employee.skill = motivation, exhaustion, skill
                employee.justice, employee.trust_in_manager, employee.job_insecurity = justice, trust, insecurity
                employee.trust_in_organisation, employee.effort = organisation, effort

                if not employee.spell and not employee.presentee_days_left:
                    surplus = exhaustion - usual_exhaustion
                    unfair = justice_on_illness * (justice - usual_justice)
                    frailty = employee.illness_factor
                    onset = random()
                    # first a bound of the chance: whoever has more luck than that stays well
                    if onset < frailty * most_ill * exp((on_most if surplus > 0.0 else on_least) * surplus - unfair):
                        load = employee.presenteeism_load
                        worn = 1.0 + presenteeism_on_major * min(load, most_presenteeism)
                        major = 1.0 - exp(-major_rate * frailty * worn * exp(on_major * surplus - unfair))
                        medium = major + 1.0 - exp(-medium_rate * frailty * exp(on_medium * surplus - unfair))
                        if onset < medium + 1.0 - exp(-minor_rate * frailty * exp(on_minor * surplus - unfair)):
                            kind = MAJOR if onset < major else MEDIUM if onset < medium else MINOR
                            employee.become_ill(kind)

                sum_motivation += motivation
                sum_exhaustion += exhaustion
                sum_organisation += organisation
                sum_skill += skill
                sum_efficacy += efficacy
                sum_autonomy += autonomy
                sum_sham += sham
                team_effort += effort
                team_gaming += gaming
                team_trust += trust
                team_justice += justice
                team_control += control
                team_insecurity += insecurity

            posts = len(team.employees)
            seen = p.informal_share * unit.neighbours_effort + (1.0 - p.informal_share) * team_effort / posts
            team.effort_norm += (seen - team.effort_norm) / p.weeks_of_norm
            seen = p.informal_share * unit.neighbours_gaming + (1.0 - p.informal_share) * team_gaming / posts
            team.gaming_norm += (seen - team.gaming_norm) / p.weeks_of_norm
            safety = (
                p.safety_offset
                + p.safety_of_support * support
                + p.safety_of_trust * team_trust / posts
                + p.safety_of_justice * team_justice / posts
                - p.safety_lost_to_control * team_control / posts
                - p.safety_lost_to_insecurity * team_insecurity / posts
                + p.safety_of_teams * (unit.team_share - baseline.team_work_aim)
            )
            safety = min(max(safety, 0.0), 1.0)
            team.psychological_safety += (safety - team.psychological_safety) / p.weeks_of_safety
            sum_effort += team_effort
            sum_gaming += team_gaming
            sum_manager += team_trust
            sum_justice += team_justice
            sum_control += team_control
            sum_insecurity += team_insecurity
            sum_safety += team.psychological_safety
            sum_gaming_norm += team.gaming_norm

        posts = len(unit.employees)
        gaming_norm = sum_gaming_norm / len(unit.teams)
        unit.turn_out(on_measured / posts, (on_all - on_measured) / posts, gaming_norm)
        unit.meet_incident()
        unit.coordinate()
        unit.mean_motivation = sum_motivation / posts
        unit.mean_exhaustion = sum_exhaustion / posts
        unit.mean_trust_in_manager = sum_manager / posts
        unit.mean_trust_in_organisation = sum_organisation / posts
        unit.mean_justice = sum_justice / posts
        unit.mean_job_insecurity = sum_insecurity / posts
        unit.mean_skill = sum_skill / posts
        unit.mean_voice_efficacy = sum_efficacy / posts
        unit.mean_effort = sum_effort / posts
        unit.mean_perceived_control = sum_control / posts
        unit.mean_autonomy = sum_autonomy / posts
        unit.mean_gaming = sum_gaming / posts
        unit.mean_safety = sum_safety / len(unit.teams)
        unit.sham = sum_sham / posts
        unit.red_tape = sum_red_tape / posts
        unit.sum_up_conflict()


def be_absent(employee: Employee, speed: float) -> int:
    """The days that a spell takes this week; who recovers is back the next working day."""
    left, days = employee.spell_days_left, 0
    for _ in range(employee.spell_first_day, DAYS_PER_WEEK):
        if left > 0.0:
            days += 1
            left -= speed
    employee.spell_first_day = 0
    if left <= 0.0:
        employee.spell, left = WELL, 0.0
    employee.spell_days_left = left
    employee.absent_days = days
    return days
