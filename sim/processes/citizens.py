"""Citizens: the continuity they meet, what they think of it, and whether they complain."""

from sim.draws import COMPLAINT, Now, draw
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
    usual_satisfaction,
    wish_for_competition,
)
from sim.state.tables import NO_CASE, WEEKS_PER_YEAR


@process
def show_services(units: Table, centres: Table, employees: Table, p: Parameters) -> None:
    """How far citizens meet staff they know, and what they all see of a unit alike (E39)."""
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


@process
def judge_services(
    municipalities: Table,
    units: Table,
    centres: Table,
    citizens: Table,
    experiences: Table,
    enacted: Table,
    p: Parameters,
) -> None:
    """Citizens perceive quality, are satisfied or not, trust, take part, and wish for competition or not (E39-E41)."""
    for i in range(len(citizens)):
        citizen = citizens[i]
        unit = units[citizen.unit]
        centre = centres[unit.service]
        perceived = quality_perceived(citizen, experiences[i].outcome, experiences, unit, p)
        satisfied = satisfaction(citizen.satisfaction_liability, perceived, citizen.expectation, centre, p)
        change = satisfied - usual_satisfaction(citizen.satisfaction_liability, p)
        at_table = float(municipalities[citizen.municipality].citizens_at_table)
        support = support_of_coproduction(enacted[citizen.unit], p)
        goal = coproduction_goal(citizen.trust, at_table, support, p)
        citizen.coproduction += (goal - citizen.coproduction) / p.coproduction_weeks
        citizen.trust = citizen_trust(citizen.trust, citizen.trust_trait, change, at_table, support, p)
        citizen.expectation += (perceived - citizen.expectation) / p.expectation_weeks
        citizen.wishes_competition = wish_for_competition(change, p)
        citizen.perceived_quality = perceived
        citizen.satisfaction = satisfied


@process
def quality_perceived(citizen: Table, own_outcome: float, experiences: Table, unit: Table, p: Parameters) -> float:
    """Quality as a citizen perceives it: own case, acquaintances' cases, and what everybody sees of the unit (E39)."""
    three = experiences[citizen.tie_1].outcome + experiences[citizen.tie_2].outcome + experiences[citizen.tie_3].outcome
    of_acquaintances = (three + experiences[citizen.tie_4].outcome + experiences[citizen.tie_5].outcome) / 5.0
    return perceived_quality(own_outcome, of_acquaintances, unit.impression, p)


@process
def complain(units: Table, citizens: Table, cases: Table, p: Parameters, now: Now) -> None:
    """Some citizens with a case complain (E44)."""
    for u in range(len(units)):
        units[u].complaints = 0
    for i in range(len(citizens)):
        citizen = citizens[i]
        citizen.complained = 0
        if cases[i].kind == NO_CASE:
            continue
        unit = units[citizen.unit]
        change = citizen.satisfaction - usual_satisfaction(citizen.satisfaction_liability, p)
        if draw(now, COMPLAINT, citizen.id) < complaint_chance(change, unit.unmet_need, p):
            citizen.complained = 1
            unit.complaints += 1


@process
def sum_up_citizens(municipalities: Table, units: Table, citizens: Table) -> None:
    """Means over the citizens of each unit and municipality, and complaints over the last year."""
    for u in range(len(units)):
        unit = units[u]
        unit.mean_perceived_quality, unit.mean_satisfaction, unit.mean_coproduction = 0.0, 0.0, 0.0
        unit.complaint_rate += (unit.complaints / unit.citizens - unit.complaint_rate) / WEEKS_PER_YEAR
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        municipality.perceived_quality, municipality.satisfaction = 0.0, 0.0
        municipality.wish_for_competition, municipality.complaint_rate = 0.0, 0.0
    for i in range(len(citizens)):
        citizen = citizens[i]
        unit = units[citizen.unit]
        unit.mean_perceived_quality += citizen.perceived_quality / unit.citizens
        unit.mean_satisfaction += citizen.satisfaction / unit.citizens
        unit.mean_coproduction += citizen.coproduction / unit.citizens
        municipality = municipalities[citizen.municipality]
        municipality.perceived_quality += citizen.perceived_quality / municipality.citizens
        municipality.satisfaction += citizen.satisfaction / municipality.citizens
        municipality.wish_for_competition += citizen.wishes_competition / municipality.citizens
        municipality.complaint_rate += unit.complaint_rate / municipality.citizens
