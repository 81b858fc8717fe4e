"""Units: hours, load, production, results and coordination (model.md E4-E7, E12, E15b, E17, E24)."""

from sim.draws import DEMAND, MEASUREMENT, Now, draws4
from sim.rule import Parameters, Table, process
from sim.rules.choice import result_with_users_lost
from sim.rules.control import controlling_steering, seen_result
from sim.rules.effort import felt_stakes
from sim.rules.justice import conflict, perceived_influence
from sim.rules.load import (
    covered_attendance,
    documentation,
    hours_for_citizens,
    load_ratio,
    productivity,
    queue_change,
    rationed_load,
    work_asked,
)
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
from sim.state.tables import DAYS_PER_WEEK


@process
def look_around(units: Table, ties: Table) -> None:
    """What a unit sees of those it has informal ties with: last week's effort, gaming, short absence and skill."""
    for u in range(len(units)):
        unit = units[u]
        effort = 0.0
        gaming = 0.0
        absence = 0.0
        skill = 0.0
        for k in range(unit.first_informal_tie, unit.first_informal_tie + unit.informal_ties):
            neighbour = units[ties[k].other]
            effort += neighbour.mean_effort
            gaming += neighbour.mean_gaming
            absence += neighbour.minor_absence
            skill += neighbour.mean_skill
        if unit.informal_ties > 0:
            unit.neighbours_effort = effort / unit.informal_ties
            unit.neighbours_gaming = gaming / unit.informal_ties
            unit.neighbours_absence = absence / unit.informal_ties
            unit.neighbours_skill = skill / unit.informal_ties
        else:
            unit.neighbours_effort = unit.mean_effort
            unit.neighbours_gaming = unit.mean_gaming
            unit.neighbours_absence = unit.minor_absence
            unit.neighbours_skill = unit.mean_skill


@process
def share_hours(
    units: Table, employees: Table, municipalities: Table, centres: Table, enacted: Table, p: Parameters
) -> None:
    """Governance takes its hours; what is left, times who is here and how well they work, is capacity (E4)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        centre = centres[unit.service]
        municipality = municipalities[unit.municipality]
        unit.documentation = documentation(
            lived.documentation_share,
            lived.state_exemption,
            municipality.rules,
            municipality.national_rules,
            centre,
            p,
        )
        unit.service_hours = hours_for_citizens(unit.documentation, unit.mean_gaming, lived, p)
        present = 0.0
        for i in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[i]
            here = covered_attendance(employee.filled * (1.0 - employee.absent_days / DAYS_PER_WEEK), p)
            ill_at_work = employee.presentee_days / DAYS_PER_WEEK
            present += here * productivity(ill_at_work, employee.exhaustion, unit.reform_load, centre, p)
        unit.capacity = present * unit.service_hours * unit.posts / unit.posts_at_start


@process
def meet_demand(
    units: Table,
    municipalities: Table,
    centres: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """What citizens ask meets capacity; an overload cuts time per case, the rest queues (E4)."""
    for u in range(len(units)):
        unit = units[u]
        asked = work_asked(
            float(unit.citizens),
            unit.case_hours,
            float(unit.complaints),
            enacted[u].purchaser_provider_split,
            centres[unit.service],
            baseline[0],
            p,
        )
        u1, u2, _, _ = draws4(now, DEMAND, unit.id, 0)
        noise = 1.0 + p.demand_noise * normal(u1, u2)
        municipality = municipalities[unit.municipality]
        grown = asked * municipality.need_of_a_citizen * municipality.demand_growth
        unit.demand = grown * (1.0 + unit.work_index) * noise
        unit.load_ratio = load_ratio(unit.demand, unit.capacity, p)
        unit.felt_load = rationed_load(unit.load_ratio, unit.waiting_weeks, p)
        waiting = unit.waiting_weeks + queue_change(unit.load_ratio, unit.waiting_weeks, p)
        unit.unmet_need = positive(waiting - p.longest_queue)
        unit.waiting_weeks = clip(waiting, 0.0, p.longest_queue)


@process
def face_steering(units: Table, line_managers: Table, enacted: Table, baseline: Table, p: Parameters) -> None:
    """What steering amounts to in the unit: control, discretion, stakes, role conflict, influence (E6-E15b)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        line_manager = line_managers[unit.line_manager]
        unit.controlling_steering = controlling_steering(unit.audit_rate, unit.documentation, lived, p)
        unit.lived_discretion = lived_discretion(lived.discretion, lived.reimbursement_detail, baseline[0], p)
        unit.felt_stakes = felt_stakes(lived.target_stakes, lived.reimbursement_detail, baseline[0], p)
        unit.role_conflict = role_conflict(
            unit.controlling_steering, lived.discretion, line_manager.support, honesty(lived), line_manager.enactment, p
        )
        unit.perceived_influence = perceived_influence(lived.voice, lived.open_questions, lived.management_presence, p)


@process
def produce(
    units: Table,
    teams: Table,
    employees: Table,
    services: Table,
    centres: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Skilled effort becomes true quality, and the quality that indicators show (E5-E7)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        centre = centres[unit.service]
        service = services[unit.service]
        on_measured = 0.0
        on_unmeasured = 0.0
        for i in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[i]
            skilled_effort = employee.effort * employee.skill
            on_measured += skilled_effort * employee.measured_task_share
            on_unmeasured += skilled_effort * (1.0 - employee.measured_task_share)
        gaming_norm = 0.0
        for t in range(unit.first_team, unit.first_team + unit.teams):
            gaming_norm += teams[t].gaming_norm / unit.teams
        unit.measured_output = inputs_per_case(on_measured / unit.employees, unit.felt_load, centre)
        unit.unmeasured_output = inputs_per_case(on_unmeasured / unit.employees, unit.felt_load, centre)
        of_practice = practice_factor(unit.practice_quality, p)
        unit.quality = true_quality(
            of_practice,
            measurable_share(service.measurability, lived.user_indicators, p),
            unit.measured_output,
            unit.unmeasured_output,
            discretion_factor(unit.lived_discretion, service.complexity, unit.mean_skill, centre, p),
            documentation_factor(unit.documentation, service.useful_documentation, p),
            unit.mean_coproduction,
            centre,
            p,
        )
        u1, u2, _, _ = draws4(now, MEASUREMENT, unit.id, 0)
        unit.measured_quality = measured_quality(
            of_practice, unit.measured_output, gaming_norm, lived.user_indicators, unit.user_value, normal(u1, u2), p
        )


@process
def compare_results(municipalities: Table, units: Table) -> None:
    """The results held up to each unit: the upper quartile of measured quality among those of its service."""
    for u in range(len(units)):
        unit = units[u]
        municipality = municipalities[unit.municipality]
        first = first_of_its_service(municipality, units, u)
        unit.peers_quality = upper_quartile(municipality, units, u) if first == u else units[first].peers_quality


@process
def first_of_its_service(municipality: Table, units: Table, u: int) -> int:
    """The first unit of the municipality that gives the same service as unit ``u``."""
    first = municipality.first_unit
    while units[first].service != units[u].service:
        first += 1
    return int(first)


@process
def upper_quartile(municipality: Table, units: Table, u: int) -> float:
    """The least measured quality that three quarters of the units of unit ``u``'s service do not exceed."""
    unit = units[u]
    quartile = 1.0
    for other in range(municipality.first_unit, municipality.first_unit + municipality.units):
        neighbour = units[other]
        is_lower = neighbour.service == unit.service and neighbour.measured_quality < quartile
        if is_lower and is_in_upper_quartile(municipality, units, other):
            quartile = neighbour.measured_quality
    return quartile


@process
def is_in_upper_quartile(municipality: Table, units: Table, u: int) -> bool:
    """Whether three quarters of the units of its service in the municipality do no better than unit ``u``."""
    unit = units[u]
    peers = 0
    no_better = 0
    for other in range(municipality.first_unit, municipality.first_unit + municipality.units):
        neighbour = units[other]
        if neighbour.service == unit.service:
            peers += 1
            if neighbour.measured_quality <= unit.measured_quality:
                no_better += 1
    return 4 * no_better >= 3 * peers


@process
def see_results(units: Table, enacted: Table, p: Parameters) -> None:
    """The unit sees its result, and what it expects of itself follows (E12, E17)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        seen = seen_result(lived.results_follow_up, unit.quality, unit.measured_quality, unit.aspiration, p)
        unit.seen_result = result_with_users_lost(seen, unit.users_lost, p)
        goal = aspiration_goal(
            unit.seen_result,
            lived.target_stakes,
            lived.results_follow_up,
            unit.peers_quality,
        )
        unit.aspiration += (goal - unit.aspiration) / p.weeks_of_aspiration


@process
def coordinate(units: Table, enacted: Table, baseline: Table, p: Parameters) -> None:
    """Coordination follows structures, leadership and trust; expected voice follows what is offered (E19, E24)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        goal = coordination_goal(unit.reform_load, unit.mean_trust_in_manager, lived, baseline[0], p)
        unit.relational_coordination += (goal - unit.relational_coordination) / p.weeks_of_coordination
        unit.expected_voice += (lived.voice - unit.expected_voice) / p.weeks_of_expected_voice


@process
def sum_up_staff(units: Table, teams: Table, employees: Table, p: Parameters) -> None:
    """The means over each unit's staff after the week, which others see, and its conflict, red tape and gaming."""
    for u in range(len(units)):
        unit = units[u]
        motivation = 0.0
        exhaustion = 0.0
        trust_in_manager = 0.0
        trust_in_organisation = 0.0
        justice = 0.0
        job_insecurity = 0.0
        skill = 0.0
        voice_efficacy = 0.0
        effort = 0.0
        perceived_control = 0.0
        autonomy = 0.0
        gaming = 0.0
        sham = 0.0
        red_tape_felt = 0.0
        safety = 0.0
        for i in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[i]
            motivation += employee.motivation
            exhaustion += employee.exhaustion
            trust_in_manager += employee.trust_in_manager
            trust_in_organisation += employee.trust_in_organisation
            justice += employee.justice
            job_insecurity += employee.job_insecurity
            skill += employee.skill
            voice_efficacy += employee.voice_efficacy
            effort += employee.effort
            perceived_control += employee.perceived_control
            autonomy += employee.autonomy
            gaming += employee.gaming
            sham += employee.sham
            red_tape_felt += employee.red_tape
        for t in range(unit.first_team, unit.first_team + unit.teams):
            safety += teams[t].psychological_safety
        posts = unit.employees
        unit.mean_motivation = motivation / posts
        unit.mean_exhaustion = exhaustion / posts
        unit.mean_trust_in_manager = trust_in_manager / posts
        unit.mean_trust_in_organisation = trust_in_organisation / posts
        unit.mean_justice = justice / posts
        unit.mean_job_insecurity = job_insecurity / posts
        unit.mean_skill = skill / posts
        unit.mean_voice_efficacy = voice_efficacy / posts
        unit.mean_effort = effort / posts
        unit.mean_perceived_control = perceived_control / posts
        unit.mean_autonomy = autonomy / posts
        unit.mean_gaming = gaming / posts
        unit.sham = sham / posts
        unit.red_tape = red_tape_felt / posts
        unit.mean_safety = safety / unit.teams
        unit.year_of_gaming += (unit.mean_gaming - unit.year_of_gaming) / 52.0
        unit.conflict = conflict(unit.sham, unit.role_conflict, unit.mean_safety, unit.resistance, p)
