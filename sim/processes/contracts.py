"""Contracts: those of the staff, and those with suppliers."""

from sim.draws import CONTRACT_END, DEPARTURE, Now, draw_lots, draws4
from sim.processes.newcomers import fill_post
from sim.rule import Parameters, Table, process
from sim.rules.contracts import competition_exposure, contract_weeks, departure_chance, renewal_chance


@process
def end_contracts(employees: Table, units: Table, centres: Table, lots: Table, p: Parameters, now: Now) -> None:
    """Temporary contracts run out, and a few people leave permanent posts (E46)."""
    for u in range(len(units)):
        unit = units[u]
        departure = departure_chance(centres[unit.service], p)
        draw_lots(lots, employees, unit.first_employee, unit.employees, now, DEPARTURE)
        for e in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[e]
            if employee.filled == 0:
                continue
            if employee.temporary == 1:
                employee.contract_weeks_left -= 1
                if employee.contract_weeks_left <= 0:
                    end_contract(employees, e, centres, units, p, now)
            elif lots[e].lot < departure:
                _, _, length, _ = draws4(now, CONTRACT_END, employee.id, 0)
                take_on(employees, e, contract_weeks(length, p), centres, units, p, now)


@process
def end_contract(employees: Table, e: int, centres: Table, units: Table, p: Parameters, now: Now) -> None:
    """A temporary contract that ends is made permanent, renewed, or the post goes to somebody new."""
    employee = employees[e]
    renewed, permanent, length, _ = draws4(now, CONTRACT_END, employee.id, 0)
    centre = centres[units[employee.unit].service]
    if renewed >= renewal_chance(employee.effort, employee.absence_last_year, centre, p):
        take_on(employees, e, contract_weeks(length, p), centres, units, p, now)
    elif permanent < p.permanent_chance:
        employee.temporary, employee.contract_weeks_left = 0, 0
    else:
        employee.contract_weeks_left = contract_weeks(length, p)


@process
def take_on(employees: Table, e: int, weeks: int, centres: Table, units: Table, p: Parameters, now: Now) -> None:
    """A newcomer fills the post on a temporary contract."""
    employee = employees[e]
    employee.newcomers += 1
    fill_post(employees, e, centres, units, p, now)
    employee.temporary, employee.contract_weeks_left = 1, weeks


@process
def expose_to_competition(municipalities: Table, units: Table, p: Parameters) -> None:
    """Volume goes on contract by the tenders that were decided, and comes back when contracts end (E42)."""
    for u in range(len(units)):
        unit = units[u]
        if unit.on_contract == 1:
            continue
        tenders = municipalities[unit.municipality].tender_rate
        unit.competition_exposure = competition_exposure(unit.competition_exposure, tenders, p)
