"""The week's measures of each municipality, read off the world (names, titles and units: catalogue.py)."""

import math

from sim.rule import Parameters, Table, compiled, process
from sim.state.tables import DAYS_PER_WEEK
from sim.state.world import World

_WORKING_DAYS_A_YEAR = 227.0
"""Working days of a full-time post in Denmark (evidence row 4.4)."""
_LONG_SPELL_DAYS = 30
"""Six weeks of working days."""
_WEEKS = 52.0


@compiled
def measure(world: World) -> None:
    """Write this week's measures of every municipality."""
    municipalities, units, measured, tallies = world.municipalities, world.units, world.measured, world.tallies
    for m in range(len(municipalities)):
        measure_staff(municipalities, world.employees, measured, m, world.parameters[0])
        measure_units(municipalities, units, measured, m)
        measure_quality(municipalities, units, world.providers, measured, m)
        measure_proposals(municipalities, units, tallies, measured, m)
        measure_people_outside(municipalities, units, world.providers, world.politicians, world.pairs, measured, m)
        measure_hours_and_cost(municipalities, units, world.ledgers, measured, m)
        measure_influence(municipalities, tallies, measured, m)


@process
def measure_staff(municipalities: Table, employees: Table, measured: Table, m: int, p: Parameters) -> None:
    """Sick leave and effort, person by person."""
    municipality = municipalities[m]
    row = measured[m]
    absent = 0
    self_certified = 0
    at_work_ill = 0
    short = 0
    long = 0
    for i in range(municipality.first_employee, municipality.first_employee + municipality.employees):
        employee = employees[i]
        absent += employee.absent_days
        self_certified += employee.self_certified_days
        at_work_ill += employee.presentee_days
        if employee.spell_began == 1:
            if employee.spell_days_drawn <= p.self_certified_days:
                short += 1
            if employee.spell_days_drawn >= _LONG_SPELL_DAYS:
                long += 1
    days = municipality.employees * DAYS_PER_WEEK
    a_year = _WEEKS * 100.0 / municipality.employees
    row.sick_leave_share = 100.0 * absent / days
    row.sick_leave_days = _WORKING_DAYS_A_YEAR * absent / days
    row.self_certified_share = 100.0 * self_certified / days
    row.doctor_certified_share = 100.0 * (absent - self_certified) / days
    row.presenteeism_share = 100.0 * at_work_ill / days
    row.short_spells = a_year * short
    row.long_spells = a_year * long


@process
def measure_units(municipalities: Table, units: Table, measured: Table, m: int) -> None:
    """What the staff of the units feel, and what is in force; means over units, which are of one size."""
    municipality = municipalities[m]
    row = measured[m]
    row.motivation = 0.0
    row.exhaustion = 0.0
    row.perceived_influence = 0.0
    row.ownership = 0.0
    row.perceived_control = 0.0
    row.red_tape = 0.0
    row.justice = 0.0
    row.conflict = 0.0
    row.psychological_safety = 0.0
    row.job_insecurity = 0.0
    row.trust_in_manager = 0.0
    row.trust_in_organisation = 0.0
    row.trust_of_administrator = 0.0
    row.skill = 0.0
    row.effort = 0.0
    row.waiting_weeks = 0.0
    row.continuity = 0.0
    row.competition_exposure = 0.0
    row.documentation_share = 0.0
    row.incidents = 0.0
    quits = 0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        unit = units[u]
        part = 1.0 / municipality.units
        row.motivation += part * unit.mean_motivation
        row.exhaustion += part * unit.mean_exhaustion
        row.perceived_influence += part * unit.perceived_influence
        row.ownership += part * unit.buy_in
        row.perceived_control += part * unit.mean_perceived_control
        row.red_tape += part * unit.red_tape
        row.justice += part * unit.mean_justice
        row.conflict += part * unit.conflict
        row.psychological_safety += part * unit.mean_safety
        row.job_insecurity += part * unit.mean_job_insecurity
        row.trust_in_manager += part * unit.mean_trust_in_manager
        row.trust_in_organisation += part * unit.mean_trust_in_organisation
        row.trust_of_administrator += part * unit.trust_of_administrator
        row.skill += part * unit.mean_skill
        row.effort += part * unit.mean_effort
        row.waiting_weeks += part * unit.waiting_weeks
        row.continuity += part * unit.continuity
        row.competition_exposure += 100.0 * part * unit.competition_exposure
        row.documentation_share += 100.0 * part * unit.documentation
        row.incidents += _WEEKS * part * unit.incident
        quits += unit.quits
    row.quits = _WEEKS * 100.0 * quits / municipality.employees
    row.rules_in_force = municipality.rules


@process
def measure_quality(municipalities: Table, units: Table, providers: Table, measured: Table, m: int) -> None:
    """True and measured quality, their gap, and the spread between the municipality's units.

    Where citizens have private providers, the two qualities are those of what all citizens get.
    """
    municipality = municipalities[m]
    row = measured[m]
    true = 0.0
    shown = 0.0
    practice = 0.0
    gaming = 0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        unit = units[u]
        true += unit.quality / municipality.units
        shown += unit.measured_quality / municipality.units
        practice += unit.practice_quality / municipality.units
        if unit.year_of_gaming > 0.05:
            gaming += 1
    mean_in_municipality, shown_in_municipality = true, shown
    spread = 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        apart = units[u].quality - true
        spread += apart * apart / municipality.units
    for u in range(municipality.first_provider, municipality.first_provider + municipality.providers):
        part = providers[u].citizens / municipality.citizens
        true += part * (providers[u].quality - mean_in_municipality)
        shown += part * (providers[u].measured_quality - shown_in_municipality)
    row.quality = true
    row.measured_quality = shown
    row.quality_gap = shown - true
    row.quality_spread = math.sqrt(spread)
    row.practice_quality = practice
    row.gaming_units = 100.0 * gaming / municipality.units


@process
def measure_proposals(municipalities: Table, units: Table, tallies: Table, measured: Table, m: int) -> None:
    """Proposals on their way, as rates per year, and in use."""
    municipality = municipalities[m]
    row = measured[m]
    tally = tallies[m]
    voiced = 0.0
    labour_saving = 0.0
    accepted = 0.0
    implemented = 0.0
    reused = 0.0
    in_use = 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        unit = units[u]
        voiced += unit.voiced
        labour_saving += unit.labour_saving_voiced
        accepted += unit.accepted
        implemented += unit.implemented
        reused += unit.reused
        in_use += unit.in_use
    a_year = _WEEKS * 100.0 / municipality.employees
    row.proposals_voiced = a_year * (voiced - tally.voiced)
    row.proposals_labour_saving_voiced = a_year * (labour_saving - tally.labour_saving_voiced)
    row.proposals_accepted = a_year * (accepted - tally.accepted)
    row.proposals_implemented = a_year * (implemented - tally.implemented)
    row.proposals_reused = a_year * (reused - tally.reused)
    row.proposals_in_use = 100.0 * in_use / municipality.employees
    tally.voiced = voiced
    tally.labour_saving_voiced = labour_saving
    tally.accepted = accepted
    tally.implemented = implemented
    tally.reused = reused


@process
def measure_people_outside(
    municipalities: Table,
    units: Table,
    providers: Table,
    politicians: Table,
    pairs: Table,
    measured: Table,
    m: int,
) -> None:
    """What citizens and politicians think, and how units work together."""
    municipality = municipalities[m]
    row = measured[m]
    complaints = 0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        complaints += units[u].complaints
    for u in range(municipality.first_provider, municipality.first_provider + municipality.providers):
        complaints += providers[u].complaints
    row.satisfaction = municipality.satisfaction
    row.private_users = 100.0 * municipality.private_users / municipality.citizens
    row.wish_for_competition = 100.0 * municipality.wish_for_competition
    row.trust_of_citizens = municipality.citizen_trust
    row.user_involvement = municipality.coproduction
    row.complaints = _WEEKS * 1000.0 * complaints / municipality.citizens
    council = 0.0
    for k in range(municipality.first_politician, municipality.first_politician + municipality.politicians):
        council += politicians[k].trust
    row.trust_of_politicians = council / municipality.politicians
    together = 0.0
    number = municipality.units * (municipality.units - 1) // 2
    for k in range(municipality.first_pair, municipality.first_pair + number):
        together += pairs[k].coordination
    row.internal_cooperation = together / max(number, 1)


@process
def measure_hours_and_cost(municipalities: Table, units: Table, ledgers: Table, measured: Table, m: int) -> None:
    """Hours for citizens and for meetings, and what a standard week costs."""
    municipality = municipalities[m]
    row = measured[m]
    contact = 0.0
    meetings = 0.0
    cost = 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        contact += ledgers[u].service / municipality.units
        meetings += ledgers[u].meetings / municipality.units
        cost += units[u].cost / municipality.units
    cost += municipality.private_cost
    row.contact_time = 100.0 * contact
    row.meeting_share = 100.0 * meetings
    row.cost = cost
    row.cost_per_quality = cost / max(row.quality, 0.01)
    row.public_cost = cost + municipality.partner_cost


@process
def measure_influence(municipalities: Table, tallies: Table, measured: Table, m: int) -> None:
    """The share of decisions so far whose outcome follows each party's first position."""
    municipality = municipalities[m]
    row = measured[m]
    tally = tallies[m]
    made = municipality.decisions - tally.decisions
    if made > 0:
        row.influence_of_employees = (
            100.0 * (municipality.decisions_with_employees - tally.decisions_with_employees) / made
        )
        row.influence_of_administration = (
            100.0 * (municipality.decisions_with_administration - tally.decisions_with_administration) / made
        )
        row.influence_of_politicians = (
            100.0 * (municipality.decisions_with_politicians - tally.decisions_with_politicians) / made
        )
    tally.decisions = municipality.decisions
    tally.decisions_with_employees = municipality.decisions_with_employees
    tally.decisions_with_administration = municipality.decisions_with_administration
    tally.decisions_with_politicians = municipality.decisions_with_politicians
