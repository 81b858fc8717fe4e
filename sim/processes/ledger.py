"""The books: what a standard week costs, and what paid hours go to."""

from sim.rule import Parameters, Table, process
from sim.rules.cost import (
    cost_of_staff,
    cost_of_steering,
    cost_of_transactions,
    covered_hours,
    cross_unit_hours,
    follow_up_hours,
    price_of_contract,
    saving_of_contracts,
    saving_of_vacancies,
)


@process
def count_costs(services: Table, units: Table, pairs: Table, enacted: Table, p: Parameters) -> None:
    """The cost of a standard week of each unit against wages at the start: what is paid for it (E42, E48, E50)."""
    for u in range(len(units)):
        unit = units[u]
        measurability = services[unit.service].measurability
        if unit.on_contract == 1:
            price = price_of_contract(measurability, unit.posts_allowed / unit.posts_at_start, p)
            unit.cost = price + cost_of_transactions(unit.audit_rate, enacted[u], p)
            continue
        staff = cost_of_staff(unit.posts, unit.posts_at_start, unit.absence, p)
        staff -= saving_of_vacancies(unit.vacant_share, p)
        steering = cost_of_steering(unit.audit_rate, enacted[u], p)
        saved = saving_of_contracts(measurability, unit.competition_exposure, p)
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
