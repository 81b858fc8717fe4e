"""Who fills a post or leads a unit: the traits and first states of the person who comes (model.md 4 and 10)."""

from sim.draws import EMPLOYEE_CONTRACT, EMPLOYEE_TRAITS, EMPLOYEE_TRAITS_MORE, Now, beta_draw, draws4, gamma_draw
from sim.rule import Parameters, Table, process
from sim.rules.motivation import first_motivation
from sim.rules.shape import clip01, logistic, normal
from sim.rules.trust import settled_trust_in_manager, settled_trust_in_organisation
from sim.state.tables import WELL

_STREAMS = 8
"""Draws by rejection set aside for one person; the next person in the post starts after them."""


@process
def draw_traits(employees: Table, i: int, p: Parameters, now: Now) -> None:
    """The fixed traits of whoever comes into post ``i``; keyed by the post and how many came before."""
    employee = employees[i]
    first = employee.newcomers * _STREAMS
    who = employee.id
    employee.public_service_motivation = beta_draw(
        now, EMPLOYEE_TRAITS, who, first, p.public_service_motivation_first, p.public_service_motivation_second
    )
    employee.integrity = beta_draw(now, EMPLOYEE_TRAITS, who, first + 1, p.integrity_first, p.integrity_second)
    employee.trust_propensity = beta_draw(
        now, EMPLOYEE_TRAITS, who, first + 2, p.trust_propensity_first, p.trust_propensity_second
    )
    employee.frailty = gamma_draw(now, EMPLOYEE_TRAITS, who, 2 * first + 6, p.frailty_shape) / p.frailty_shape
    u1, u2, orientation, sex = draws4(now, EMPLOYEE_TRAITS_MORE, who, 2 * employee.newcomers)
    u3, u4, u5, u6 = draws4(now, EMPLOYEE_TRAITS_MORE, who, 2 * employee.newcomers + 1)
    spread = p.autonomy_orientation_most - p.autonomy_orientation_least
    employee.autonomy_orientation = p.autonomy_orientation_least + orientation * spread
    employee.woman = 1 if sex < p.women_share else 0
    employee.strain_liability = p.strain_spread * normal(u1, u2)
    employee.effort_liability = p.effort_spread * normal(u3, u4)
    employee.task_bias = p.task_bias_mean + p.task_bias_spread * normal(u5, u6)


@process
def fill_post(employees: Table, i: int, centres: Table, units: Table, p: Parameters, now: Now) -> None:
    """Somebody comes into post ``i``: traits are drawn, states start where such a person settles at the baseline."""
    draw_traits(employees, i, p, now)
    employee = employees[i]
    centre = centres[units[employee.unit].service]
    employee.filled = 1
    employee.motivation = first_motivation(employee.public_service_motivation, centre, p)
    employee.exhaustion = logistic(p.start_of_exhaustion + employee.strain_liability)
    employee.trust_in_manager = settled_trust_in_manager(employee.trust_propensity, centre.support, p)
    employee.trust_in_organisation = clip01(settled_trust_in_organisation(employee.trust_propensity, centre, p))
    employee.justice = centre.justice
    employee.job_insecurity = centre.job_insecurity
    employee.skill = centre.skill
    employee.voice_efficacy = centre.voice_efficacy
    employee.effort = centre.effort
    employee.measured_task_share = 0.5
    employee.gaming = 0.0
    employee.spell = WELL
    employee.spell_days_left = 0.0
    employee.spell_first_day = 0
    employee.presentee_days_left = 0
    employee.presenteeism_load = 0.0
    employee.absence_last_year = centre.absence


@process
def replace(employees: Table, i: int, centres: Table, units: Table, p: Parameters, now: Now) -> None:
    """Somebody quits post ``i``; who is taken on begins after the vacancy, unskilled, in the unit's climate (E47)."""
    employee = employees[i]
    unit = units[employee.unit]
    employee.newcomers += 1
    fill_post(employees, i, centres, units, p, now)
    employee.skill = p.skill_of_newcomers
    employee.trust_in_manager = employee.trust_propensity
    employee.justice = unit.mean_justice
    employee.job_insecurity = unit.mean_job_insecurity
    employee.voice_efficacy = unit.mean_voice_efficacy
    employee.effort = unit.mean_effort
    employee.filled = 0
    employee.vacant_weeks_left = int(p.vacancy_weeks)


@process
def sign_contract(employees: Table, i: int, p: Parameters, now: Now) -> None:
    """The contract of whoever is in post ``i`` at the founding: most are permanent, the rest part-way through."""
    employee = employees[i]
    kind, weeks, _, _ = draws4(now, EMPLOYEE_CONTRACT, employee.id, 0)
    employee.temporary = 1 if kind < p.temporary_share else 0
    employee.contract_weeks_left = 1 + int(weeks * p.longest_contract) if employee.temporary == 1 else 0


@process
def appoint(
    line_managers: Table,
    k: int,
    centres: Table,
    units: Table,
    decision_on_traits: int,
    decision_on_trust: int,
    p: Parameters,
    now: Now,
) -> None:
    """Somebody comes to lead: skill, readiness to enact and trust are drawn for line manager ``k``."""
    line_manager = line_managers[k]
    centre = centres[units[line_manager.unit].service]
    u1, u2, u3, u4 = draws4(now, decision_on_traits, line_manager.id, 0)
    line_manager.leadership_skill = clip01(p.leadership_mean + p.leadership_spread * normal(u1, u2))
    line_manager.enactment_trait = clip01(p.enactment_mean + p.enactment_spread * normal(u3, u4))
    line_manager.enactment = line_manager.enactment_trait
    line_manager.trust_trait = beta_draw(
        now, decision_on_trust, line_manager.id, 0, p.trust_propensity_first, p.trust_propensity_second
    )
    line_manager.trust_in_team = centre.manager_trust
    line_manager.support = clip01(line_manager.leadership_skill)
    line_manager.administration_share = p.administration_at_baseline
