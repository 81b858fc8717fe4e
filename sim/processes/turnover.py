"""Turnover: people quit, posts stand vacant, and newcomers begin."""

from sim.draws import QUIT, Now, draw_lots
from sim.processes.newcomers import replace
from sim.rule import Parameters, Table, process
from sim.rules.turnover import quit_chance


@process
def quit_posts(employees: Table, units: Table, centres: Table, lots: Table, p: Parameters, now: Now) -> None:
    """Where turnover is on, some quit, and whoever was taken on for a vacant post begins when it ends (E47)."""
    if p.turnover == 0.0:
        return
    for u in range(len(units)):
        unit = units[u]
        unit.quits = 0
        draw_lots(lots, employees, unit.first_employee, unit.employees, now, QUIT)
        for e in range(unit.first_employee, unit.first_employee + unit.employees):
            employee = employees[e]
            if employee.filled == 0:
                begin_in_time(employees, e)
            elif lots[e].lot < quit_chance_of(employees, e, centres[unit.service], p):
                unit.quits += 1
                replace(employees, e, centres, units, p, now)
        unit.vacant_share = vacant_posts(unit, employees) / unit.employees


@process
def quit_chance_of(employees: Table, e: int, centre: Table, p: Parameters) -> float:
    """The chance that somebody quits this week."""
    employee = employees[e]
    return quit_chance(
        employee.exhaustion, employee.motivation, employee.trust_in_manager, employee.job_insecurity, centre, p
    )


@process
def begin_in_time(employees: Table, e: int) -> None:
    """A week of the vacancy goes by; after the last, whoever was taken on begins."""
    employee = employees[e]
    employee.vacant_weeks_left -= 1
    if employee.vacant_weeks_left <= 0:
        employee.vacant_weeks_left = 0
        employee.filled = 1


@process
def vacant_posts(unit: Table, employees: Table) -> int:
    """The posts of a unit that nobody fills."""
    vacant = 0
    for e in range(unit.first_employee, unit.first_employee + unit.employees):
        vacant += 1 - employees[e].filled
    return vacant
