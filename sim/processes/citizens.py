"""Citizens: the continuity they meet, what they think of it, and whether they complain."""

from sim.draws import COMPLAINT, Now, draw
from sim.processes.choice import provider_of
from sim.rule import Parameters, Table, process
from sim.rules.citizens import (
    citizen_trust,
    common_impression,
    complaint_chance,
    continuity,
    coproduction_goal,
    perceived_quality,
    satisfaction,
    support_of_coproduction,
    wish_for_competition,
)
from sim.state.tables import WEEKS_PER_YEAR


@process
def show_services(units: Table, centres: Table, employees: Table, enacted: Table, p: Parameters) -> None:
    """How far citizens meet staff they know, what they all see of a unit alike, and help to take part (E39, E41)."""
    for u in range(len(units)):
        unit = units[u]
        temporary, filled = 0, 0
        for e in range(unit.first_employee, unit.first_employee + unit.employees):
            temporary += employees[e].temporary * employees[e].filled
            filled += employees[e].filled
        unit.continuity = continuity(unit.absence, temporary / max(1, filled), unit.team_share, p)
        unit.impression = common_impression(
            unit.measured_quality, unit.continuity, unit.user_value, unit.waiting_weeks, centres[unit.service], p
        )
        unit.coproduction_support = support_of_coproduction(enacted[u], p)


@process
def judge_services(
    units: Table, centres: Table, citizens: Table, experiences: Table, providers: Table, choices: Table, p: Parameters
) -> None:
    """Citizens perceive quality, are satisfied or not, and come to expect what they see (E39-E40)."""
    for i in range(len(citizens)):
        citizen = citizens[i]
        k = provider_of(choices, i)
        unit = providers[k] if k >= 0 else units[citizen.unit]
        perceived = quality_perceived(citizen, experiences[i].outcome, experiences, unit, p)
        citizen.satisfaction = satisfaction(
            citizen.satisfaction_liability, perceived, citizen.expectation, centres[unit.service], p
        )
        citizen.expectation += (perceived - citizen.expectation) / p.expectation_weeks
        citizen.perceived_quality = perceived


@process
def quality_perceived(citizen: Table, own_outcome: float, experiences: Table, unit: Table, p: Parameters) -> float:
    """Quality as a citizen perceives it: own case, acquaintances' cases, and what everybody sees of the unit (E39)."""
    three = experiences[citizen.tie_1].outcome + experiences[citizen.tie_2].outcome + experiences[citizen.tie_3].outcome
    of_acquaintances = (three + experiences[citizen.tie_4].outcome + experiences[citizen.tie_5].outcome) / 5.0
    return perceived_quality(own_outcome, of_acquaintances, unit.impression, p)


@process
def complain(
    municipalities: Table,
    units: Table,
    citizens: Table,
    providers: Table,
    choices: Table,
    cases: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Some citizens with a case complain (E44)."""
    for u in range(len(units)):
        units[u].complaints = 0
    for u in range(len(providers)):
        providers[u].complaints = 0
    for m in range(len(municipalities)):
        first = municipalities[m].first_citizen
        for c in range(first, first + municipalities[m].cases):
            case = cases[c]
            citizen = citizens[case.citizen]
            k = provider_of(choices, case.citizen)
            unit = providers[k] if k >= 0 else units[citizen.unit]
            change = citizen.satisfaction - citizen.usual_satisfaction
            if draw(now, COMPLAINT, citizen.id) < complaint_chance(change, unit.unmet_need, p):
                case.complained = 1
                unit.complaints += 1


@process
def draw_conclusions(
    municipalities: Table, units: Table, citizens: Table, providers: Table, choices: Table, p: Parameters
) -> None:
    """Satisfied or not, citizens trust, take part and wish for competition; and what they all think (E41)."""
    ask_users_anew(units)
    ask_users_anew(providers)
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        at_table, everybody = float(municipality.citizens_at_table), float(municipality.citizens)
        perceived, satisfied, trust, part, wishes, complaints = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for i in range(municipality.first_citizen, municipality.first_citizen + municipality.citizens):
            citizen = citizens[i]
            k = provider_of(choices, i)
            unit = providers[k] if k >= 0 else units[citizen.unit]
            trust_and_take_part(citizen, at_table, unit.coproduction_support, p)
            served = float(unit.citizens)
            unit.mean_perceived_quality += citizen.perceived_quality / served
            unit.mean_satisfaction += citizen.satisfaction / served
            unit.mean_coproduction += citizen.coproduction / served
            perceived += citizen.perceived_quality / everybody
            satisfied += citizen.satisfaction / everybody
            trust += citizen.trust
            part += citizen.coproduction
            wishes += citizen.wishes_competition / everybody
            complaints += unit.complaint_rate / everybody
        municipality.perceived_quality, municipality.satisfaction = perceived, satisfied
        municipality.wish_for_competition, municipality.complaint_rate = wishes, complaints
        municipality.citizen_trust, municipality.coproduction = trust / everybody, part / everybody


@process
def ask_users_anew(units: Table) -> None:
    """The sums over each unit's users begin anew; a unit without users is known for what the last ones thought."""
    for u in range(len(units)):
        unit = units[u]
        if unit.citizens > 0:
            unit.mean_perceived_quality, unit.mean_satisfaction, unit.mean_coproduction = 0.0, 0.0, 0.0
        unit.complaint_rate += (unit.complaints / max(1, unit.citizens) - unit.complaint_rate) / WEEKS_PER_YEAR


@process
def trust_and_take_part(citizen: Table, at_table: float, support: float, p: Parameters) -> None:
    """One citizen's trust, co-production and wish for competition (E41)."""
    change = citizen.satisfaction - citizen.usual_satisfaction
    goal = coproduction_goal(citizen.trust, at_table, support, p)
    citizen.coproduction += (goal - citizen.coproduction) / p.coproduction_weeks
    citizen.trust = citizen_trust(citizen.trust, citizen.trust_trait, change, at_table, support, p)
    citizen.wishes_competition = wish_for_competition(change, p)
