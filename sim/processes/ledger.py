"""The books: what a standard week costs, and what paid hours go to."""

from sim.rule import Parameters, Table, process
from sim.rules.cost import (
    cost_of_staff,
    cost_of_steering,
    covered_hours,
    cross_unit_hours,
    follow_up_hours,
    saving_of_contracts,
    saving_of_vacancies,
)


@process
def count_costs(services: Table, units: Table, pairs: Table, enacted: Table, p: Parameters) -> None:
    """The cost of a standard week of each unit against wages at the start; joint teams cost both units (E42, E50)."""
    for u in range(len(units)):
        unit = units[u]
        staff = cost_of_staff(unit.posts, unit.posts_at_start, unit.absence, p) - saving_of_vacancies(
            unit.vacant_share, p
        )
        steering = cost_of_steering(unit.audit_rate, enacted[u], p)
        saved = saving_of_contracts(services[unit.service].measurability, unit.competition_exposure, p)
        unit.cost = staff + unit.cost_index + steering - saved
    for k in range(len(pairs)):
        pair = pairs[k]
        if pair.joint_team == 1:
            units[pair.unit].cost += p.cost_of_joint_team
            units[pair.other].cost += p.cost_of_joint_team


@process
def keep_ledger(units: Table, ledgers: Table, enacted: Table, p: Parameters) -> None:
    """What each unit's paid hours went to this week; the shares sum to 1."""
    for u in range(len(units)):
        unit, lived, ledger = units[u], enacted[u], ledgers[u]
        worked = covered_hours(unit.absence, p)
        ledger.sick_leave = 1.0 - worked
        ledger.documentation = worked * unit.documentation
        ledger.cross_unit_work = worked * cross_unit_hours(lived, p)
        ledger.development = worked * lived.development_time
        ledger.meetings = worked * lived.meeting_time
        ledger.follow_up = worked * follow_up_hours(lived, p)
        ledger.gaming = worked * p.hours_of_gaming * unit.mean_gaming
        ledger.service = worked * unit.service_hours
