"""Who fills a post: the traits and first states of the person who comes into it (model.md 4 and 10)."""

from typing import TYPE_CHECKING

from sim.draws import EMPLOYEE_TRAITS, EMPLOYEE_TRAITS_MORE, beta_draw, draws4, gamma_draw
from sim.rules.motivation import first_motivation
from sim.rules.shape import clip01, logistic, normal
from sim.rules.trust import settled_trust_in_manager, settled_trust_in_organisation
from sim.state.tables import WELL

if TYPE_CHECKING:
    from benchmarks.peers.twin.employees import Employee

_STREAMS = 8
"""Draws by rejection set aside for one person; the next person in the post starts after them."""


def draw_traits(employee: "Employee") -> None:
    """The fixed traits of whoever comes into the post; keyed by the post and how many came before."""
    p, now, who = employee.p, employee.now, employee.id
    first = employee.newcomers * _STREAMS
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


def fill_post(employee: "Employee") -> None:
    """Somebody new comes into the post: states start where such a person settles at the baseline."""
    draw_traits(employee)
    centre, p = employee.unit.centre, employee.p
    employee.filled = True
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
