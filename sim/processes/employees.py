"""Employees: what steering feels like, what they give, and what it does to them (model.md E8-E23)."""

from sim.rule import Levers, Parameters, Table, process
from sim.rules.choice import fear_of_lost_users
from sim.rules.control import ambiguity, autonomy, competence, perceived_control, red_tape, relatedness
from sim.rules.effort import (
    effort,
    gaming_intensity,
    goal_effect,
    measured_task_share,
    monitoring,
    norm_goal,
    target_pull,
)
from sim.rules.justice import justice_goal, sham_participation
from sim.rules.motivation import motivation_goal, skill_goal, skill_learned
from sim.rules.quality import measurable_share
from sim.rules.shape import clip01, logit
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
from sim.rules.trust import (
    believed_guarantee,
    job_insecurity_goal,
    safety_goal,
    trust_in_manager_change,
    trust_in_organisation_change,
)


@process
def feel_control(
    employees: Table,
    units: Table,
    teams: Table,
    line_managers: Table,
    centres: Table,
    enacted: Table,
    p: Parameters,
) -> None:
    """Steering is felt as more or less controlling, and the three needs are met or not (E11-E12)."""
    for i in range(len(employees)):
        employee = employees[i]
        unit = units[employee.unit]
        lived = enacted[employee.unit]
        centre = centres[unit.service]
        support = line_managers[unit.line_manager].support
        employee.perceived_control = perceived_control(
            unit.controlling_steering,
            employee.autonomy_orientation,
            support,
            employee.justice,
            employee.trust_in_manager,
            centre,
            p,
        )
        employee.autonomy = autonomy(
            unit.lived_discretion, lived.time_control, employee.perceived_control, unit.role_conflict, centre, p
        )
        employee.ambiguity = ambiguity(unit.lived_discretion, support, employee.skill, p)
        employee.competence = competence(
            unit.seen_result,
            unit.aspiration,
            employee.perceived_control,
            unit.felt_load,
            unit.measured_quality,
            employee.ambiguity,
            lived,
            centre,
            p,
        )
        employee.relatedness = relatedness(support, teams[employee.team].psychological_safety)
        employee.red_tape = red_tape(employee.perceived_control, unit.documentation, employee.ambiguity, p)


@process
def choose_effort(
    employees: Table,
    units: Table,
    teams: Table,
    services: Table,
    centres: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
) -> None:
    """How much effort people give, to which part of the work, and how far they game the figure (E8-E10)."""
    for u in range(len(units)):
        unit, lived = units[u], enacted[u]
        centre, service = centres[unit.service], services[unit.service]
        watched = monitoring(lived.target_stakes, unit.audit_rate, lived.results_follow_up, p)
        pull = target_pull(unit.felt_stakes, unit.target, unit.measured_quality, p)
        measurable = logit(measurable_share(service.measurability, lived.user_indicators, p))
        for i in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[i]
            team = teams[employee.team]
            goals = goal_effect(unit.felt_stakes, service.complexity, employee.perceived_control, baseline[0], p)
            employee.effort = effort(
                employee.effort_liability,
                employee.motivation,
                employee.exhaustion,
                team.effort_norm,
                goals,
                watched,
                centre,
                p,
            )
            acted = employee.public_service_motivation * employee.motivation
            employee.measured_task_share = measured_task_share(measurable, employee.task_bias, pull, acted, centre, p)
            employee.gaming = gaming_intensity(pull, employee.integrity, unit.audit_rate, team.gaming_norm, p)


@process
def follow_colleagues(teams: Table, units: Table, employees: Table, p: Parameters) -> None:
    """Teams' norms of effort and gaming follow what their members do, and a little what they see elsewhere."""
    for t in range(len(teams)):
        team = teams[t]
        unit = units[team.unit]
        given = 0.0
        gamed = 0.0
        for i in range(team.first_employee, team.first_employee + team.employees):
            given += employees[i].effort
            gamed += employees[i].gaming
        team.mean_effort = given / team.employees
        effort_seen = norm_goal(team.mean_effort, unit.neighbours_effort, p)
        gaming_seen = norm_goal(gamed / team.employees, unit.neighbours_gaming, p)
        team.effort_norm += (effort_seen - team.effort_norm) / p.weeks_of_norm
        team.gaming_norm += (gaming_seen - team.gaming_norm) / p.weeks_of_norm


@process
def grow_motivation(employees: Table, p: Parameters) -> None:
    """Motivation drifts towards what work and disposition give rise to (E13)."""
    for i in range(len(employees)):
        employee = employees[i]
        goal = motivation_goal(
            employee.public_service_motivation,
            employee.autonomy,
            employee.competence,
            employee.relatedness,
            employee.exhaustion,
            p,
        )
        employee.motivation += (goal - employee.motivation) / p.weeks_of_motivation


@process
def feel_strain(
    employees: Table, units: Table, services: Table, line_managers: Table, centres: Table, p: Parameters
) -> None:
    """Demands strain, resources relieve; exhaustion builds fast and is recovered from slowly (E14-E16)."""
    for u in range(len(units)):
        unit = units[u]
        centre = centres[unit.service]
        useful = services[unit.service].useful_documentation
        support = line_managers[unit.line_manager].support
        of_load = strain_of_load_and_queue(unit.felt_load, unit.waiting_weeks, centre, p)
        for i in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[i]
            papers = documentation_strain(unit.documentation, useful, employee.perceived_control, p)
            of_work = strain_of_work(of_load, papers, centre, p)
            of_role = strain_of_role(employee.ambiguity, unit.role_conflict, employee.job_insecurity, centre, p)
            relief = relief_of_resources(
                employee.autonomy, support, employee.justice, unit.staff_convenience, centre, p
            )
            pressed = strain(employee.strain_liability, of_work, of_role, relief, unit.reform_load, unit.resistance, p)
            employee.documentation_strain = papers
            employee.exhaustion = exhaustion_next(employee.exhaustion, pressed, p)


@process
def learn(employees: Table, units: Table, enacted: Table, baseline: Table, p: Parameters) -> None:
    """Skill follows feedback, discretion, motivation and training; reviews and facilitators add to it (E18, E52)."""
    for i in range(len(employees)):
        employee = employees[i]
        unit = units[employee.unit]
        lived = enacted[employee.unit]
        goal = skill_goal(employee.motivation, unit.mean_skill, unit.neighbours_skill, lived, baseline[0], p)
        learned = skill_learned(float(unit.learning_review), lived.internal_facilitators, p)
        employee.skill = clip01(employee.skill + (goal - employee.skill) / p.weeks_of_skill + learned)


@process
def judge_fairness(employees: Table, units: Table, enacted: Table, p: Parameters) -> None:
    """Voice with influence is fair; asked for with a hidden frame it is sham (E19)."""
    for i in range(len(employees)):
        employee = employees[i]
        unit = units[employee.unit]
        lived = enacted[employee.unit]
        honest = honesty(lived)
        employee.sham = sham_participation(lived.voice, honest, employee.voice_efficacy)
        goal = justice_goal(
            lived.voice,
            honest,
            employee.voice_efficacy,
            employee.trust_in_organisation,
            unit.audit_rate * (1.0 - lived.audit_for_learning),
            employee.sham,
            unit.expected_voice,
            p,
        )
        employee.justice += (goal - employee.justice) / p.weeks_of_justice


@process
def trust_and_distrust(employees: Table, units: Table, line_managers: Table, centres: Table, p: Parameters) -> None:
    """Trust in the manager and in the organisation grows slowly and is lost faster (E20-E21)."""
    for i in range(len(employees)):
        employee = employees[i]
        unit = units[employee.unit]
        employee.trust_in_manager = clip01(
            employee.trust_in_manager
            + trust_in_manager_change(
                employee.trust_in_manager,
                employee.trust_propensity,
                line_managers[unit.line_manager].support,
                employee.perceived_control,
                centres[unit.service],
                p,
            )
        )
        employee.trust_in_organisation = clip01(
            employee.trust_in_organisation
            + trust_in_organisation_change(
                employee.trust_in_organisation,
                employee.trust_propensity,
                employee.justice,
                employee.voice_efficacy,
                employee.sham,
                employee.job_insecurity,
                employee.perceived_control,
                p,
            )
        )


@process
def fear_for_jobs(
    employees: Table,
    units: Table,
    municipalities: Table,
    union_representatives: Table,
    enacted: Table,
    p: Parameters,
) -> None:
    """Tenders, cuts and temporary contracts make jobs insecure; a guarantee helps as far as it is believed (E22)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        tendered = 0
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            tendered += units[u].tendered
        jump = p.insecurity_of_others_tender / municipality.size_factor
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            unit = units[u]
            credibility = union_representatives[unit.representative].credibility
            security = believed_guarantee(unit.guarantee, credibility, p)
            news = p.insecurity_of_own_tender * unit.tendered + jump * (tendered - unit.tendered)
            fear_in_unit(employees, unit, enacted[u], security, municipality.efficiency_demand, news, p)


@process
def fear_at_providers(employees: Table, units: Table, municipalities: Table, enacted: Table, p: Parameters) -> None:
    """At private providers nobody tenders, and no guarantee holds: users may leave, and contracts end (E22, E45)."""
    for u in range(len(units)):
        unit = units[u]
        demand = municipalities[unit.municipality].efficiency_demand
        fear_in_unit(employees, unit, enacted[u], 0.0, demand, 0.0, p)


@process
def fear_in_unit(
    employees: Table, unit: Table, lived: Levers, security: float, efficiency_demand: float, news: float, p: Parameters
) -> None:
    """The job insecurity of a unit's staff after a week with this news of tenders; lost users add to it (E22, E45)."""
    news += fear_of_lost_users(unit.users_lost, p)
    for i in range(unit.first_employee, unit.first_employee + unit.employees):
        employee = employees[i]
        goal = job_insecurity_goal(
            lived.tenders_per_unit_year, security, efficiency_demand, float(employee.temporary), p
        )
        employee.job_insecurity = clip01(
            employee.job_insecurity + (goal - employee.job_insecurity) / p.weeks_of_insecurity + news
        )


@process
def feel_safe(
    teams: Table, employees: Table, units: Table, line_managers: Table, baseline: Table, p: Parameters
) -> None:
    """Psychological safety follows support, trust, justice, control and insecurity in the team (E23)."""
    for t in range(len(teams)):
        team = teams[t]
        unit = units[team.unit]
        trust = 0.0
        justice = 0.0
        control = 0.0
        insecurity = 0.0
        for i in range(team.first_employee, team.first_employee + team.employees):
            employee = employees[i]
            trust += employee.trust_in_manager / team.employees
            justice += employee.justice / team.employees
            control += employee.perceived_control / team.employees
            insecurity += employee.job_insecurity / team.employees
        goal = safety_goal(
            line_managers[unit.line_manager].support,
            trust,
            justice,
            control,
            insecurity,
            unit.team_share,
            baseline[0],
            p,
        )
        team.psychological_safety += (goal - team.psychological_safety) / p.weeks_of_safety
