"""Who is here: sick leave counted by working day (model.md E26-E30)."""

from sim.draws import ILLNESS_LENGTH, ILLNESS_ONSET, STAY_HOME, Now, draw_lots, draws4
from sim.rule import Centre, Parameters, Table, process
from sim.rules.effort import norm_goal
from sim.rules.illness import (
    absence_lever_under_goal,
    factor_of_place,
    illness_level,
    is_self_certified,
    norm_pull,
    onset_at_most,
    onset_chance,
    presenteeism_factor,
    recovery_speed,
    season,
    spell_length,
    stay_home_chance,
)
from sim.rules.shape import normal
from sim.state.tables import DAYS_PER_WEEK, MAJOR, MEDIUM, MINOR, WEEKS_PER_YEAR, WELL

BEYOND_ROUNDING = 1.001
"""A bound times this is a bound, however its numbers were rounded."""


@process
def live_spells(
    employees: Table, units: Table, line_managers: Table, centres: Table, enacted: Table, baseline: Table, p: Parameters
) -> None:
    """Spells run day by day; who recovers is back the next working day (E27)."""
    for i in range(len(employees)):
        employee = employees[i]
        absent = 0
        at_work_ill = 0
        employee.spell_ended = 0
        if employee.spell != WELL:
            unit = units[employee.unit]
            lived = enacted[employee.unit]
            support = line_managers[unit.line_manager].support
            follow_up = absence_lever_under_goal(lived.sick_follow_up, lived.absence_goal, support, p)
            speed = 1.0
            if employee.spell_days_drawn > p.self_certified_days:
                speed = recovery_speed(
                    follow_up, support, lived.self_certification, centres[unit.service], baseline[0].sick_follow_up, p
                )
            for _ in range(employee.spell_first_day, DAYS_PER_WEEK):
                if employee.spell_days_left > 0.0:
                    absent += 1
                    employee.spell_days_left -= speed
            employee.self_certified_days = (
                absent if is_self_certified(employee.spell_days_drawn, lived.self_certification, p) else 0
            )
        else:
            employee.self_certified_days = 0
            at_work_ill = min(employee.presentee_days_left, DAYS_PER_WEEK - employee.spell_first_day)
            employee.presentee_days_left -= at_work_ill
        employee.spell_first_day = 0
        employee.minor_days = absent if employee.spell == MINOR else 0
        employee.absent_days = absent
        employee.presentee_days = at_work_ill
        employee.absence_last_year += (absent / DAYS_PER_WEEK - employee.absence_last_year) / WEEKS_PER_YEAR
        employee.presenteeism_load += (
            at_work_ill / DAYS_PER_WEEK - employee.presenteeism_load
        ) / p.weeks_of_presenteeism
        if employee.spell != WELL and employee.spell_days_left <= 0.0:
            employee.spell = WELL
            employee.spell_days_left = 0.0
            employee.spell_ended = 1


@process
def count_attendance(units: Table, teams: Table, employees: Table, p: Parameters) -> None:
    """The week's attendance of teams and units, and the team's norm of short absence (E30)."""
    for u in range(len(units)):
        unit = units[u]
        absent = 0
        minor = 0
        at_work_ill = 0
        for t in range(unit.first_team, unit.first_team + unit.teams):
            team = teams[t]
            team_minor = 0
            for i in range(team.first_employee, team.first_employee + team.employees):
                employee = employees[i]
                absent += employee.absent_days
                team_minor += employee.minor_days
                at_work_ill += employee.presentee_days
            minor += team_minor
            team.minor_absence = team_minor / (team.employees * DAYS_PER_WEEK)
            goal = norm_goal(team.minor_absence, unit.neighbours_absence, p)
            team.short_absence_norm += (goal - team.short_absence_norm) / p.weeks_of_absence_norm
        days = unit.employees * DAYS_PER_WEEK
        unit.absence = absent / days
        unit.minor_absence = minor / days
        unit.attendance = 1.0 - absent / days
        unit.presentee_share = at_work_ill / days


@process
def fall_ill(
    employees: Table,
    teams: Table,
    units: Table,
    municipalities: Table,
    services: Table,
    line_managers: Table,
    centres: Table,
    lots: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Illness sets in; the mildly ill decide whether to stay home. New spells begin next week (E26-E29)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        fall_ill_among(
            municipality.first_employee, municipality.employees, municipality, employees, teams, units, services,
            line_managers, centres, lots, enacted, baseline, p, now,
        )  # fmt: skip


@process
def fall_ill_at_providers(
    employees: Table,
    teams: Table,
    units: Table,
    municipalities: Table,
    services: Table,
    line_managers: Table,
    centres: Table,
    lots: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """The same among the staff of private providers, who live where their municipality is."""
    for u in range(len(units)):
        unit = units[u]
        fall_ill_among(
            unit.first_employee, unit.employees, municipalities[unit.municipality], employees, teams, units, services,
            line_managers, centres, lots, enacted, baseline, p, now,
        )  # fmt: skip


@process
def fall_ill_among(
    first: int,
    number: int,
    municipality: Table,
    employees: Table,
    teams: Table,
    units: Table,
    services: Table,
    line_managers: Table,
    centres: Table,
    lots: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Illness sets in among those who hold so many posts from the first on."""
    of_minor = season(now.week, p.season_of_minor)
    of_medium = season(now.week, p.season_of_medium)
    of_major = season(now.week, p.season_of_major)
    place = factor_of_place(municipality.absence_level, municipality.national_level, municipality.national_drift)
    draw_lots(lots, employees, first, number, now, ILLNESS_ONSET)
    for i in range(first, first + number):
        employee = employees[i]
        employee.spell_began = 0
        if employee.spell != WELL or employee.presentee_days_left > 0 or employee.filled == 0:
            continue
        unit = units[employee.unit]
        centre = centres[unit.service]
        level = illness_level(
            employee.frailty, employee.woman, centre.woman_factor, services[unit.service].illness_factor, place, p
        )
        worn = level * presenteeism_factor(employee.presenteeism_load, p)
        surplus = employee.exhaustion - centre.exhaustion
        at_most = onset_at_most(level, worn, of_minor, of_medium, of_major, surplus, employee.justice, centre, p)
        if lots[i].lot >= BEYOND_ROUNDING * at_most:
            continue  # as nearly everybody: so the chances themselves are worked out for a few only
        kind = illness_that_sets_in(lots[i].lot, employee, level, worn, of_minor, of_medium, of_major, centre, p)
        if kind != WELL:
            shift = municipality.sick_pay_shift
            begin_illness(kind, shift, employee, units, teams, line_managers, centres, enacted, baseline, p, now)


@process
def illness_that_sets_in(
    lot: float,
    employee: Table,
    level: float,
    worn: float,
    of_minor: float,
    of_medium: float,
    of_major: float,
    centre: Centre,
    p: Parameters,
) -> int:
    """The type of illness that this lot means for an employee; most often none (E26)."""
    justice = employee.justice
    surplus = employee.exhaustion - centre.exhaustion
    major = onset_chance(p.major_illnesses, worn, of_major, p.exhaustion_on_major * surplus, justice, centre, p)
    medium = onset_chance(p.medium_illnesses, level, of_medium, p.exhaustion_on_medium * surplus, justice, centre, p)
    minor = onset_chance(p.minor_illnesses, level, of_minor, p.exhaustion_on_minor * surplus, justice, centre, p)
    if lot < major:
        return MAJOR
    if lot < major + medium:
        return MEDIUM
    return MINOR if lot < major + medium + minor else WELL


@process
def begin_illness(
    kind: int,
    sick_pay_shift: float,
    employee: Table,
    units: Table,
    teams: Table,
    line_managers: Table,
    centres: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """An illness of this type begins: a spell at home, or, for the mildly ill who decide so, days at work (E27-E29)."""
    unit = units[employee.unit]
    centre = centres[unit.service]
    lived = enacted[employee.unit]
    _, day, _, _ = draws4(now, ILLNESS_ONSET, employee.id, 0)
    u1, u2, _, _ = draws4(now, ILLNESS_LENGTH, employee.id, 0)
    inclination_1, inclination_2, decision, _ = draws4(now, STAY_HOME, employee.id, 0)
    days = length_of(kind, normal(u1, u2), p)
    employee.spell_first_day = int(day * DAYS_PER_WEEK)
    pressure = 1.0 - line_managers[unit.line_manager].support
    home = stay_home_chance(
        normal(inclination_1, inclination_2) + sick_pay_shift,
        norm_pull(teams[employee.team].short_absence_norm, centre, p),
        unit.felt_load,
        employee.job_insecurity,
        employee.motivation,
        employee.justice,
        absence_lever_under_goal(lived.absence_strictness, lived.absence_goal, pressure, p),
        baseline[0].absence_strictness,
        centre,
        p,
    )
    if kind != MINOR or decision < home:
        employee.spell = kind
        employee.spell_days_drawn = int(days)
        employee.spell_days_left = days
        employee.spell_began = 1
    else:
        employee.presentee_days_left = int(days)


@process
def length_of(kind: int, normal: float, p: Parameters) -> float:
    """Working days that a new spell of this type lasts."""
    if kind == MAJOR:
        return spell_length(p.major_days, p.major_spread, p.longest_spell, normal)
    if kind == MEDIUM:
        return spell_length(p.medium_days, p.medium_spread, p.longest_spell, normal)
    return spell_length(p.minor_days, p.minor_spread, p.longest_spell, normal)
