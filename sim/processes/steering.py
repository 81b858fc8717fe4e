"""How what is formally asked comes to be lived: levers, forms of decision, and the load of change (model.md E1)."""

from sim.draws import ENACTED_FORM, Now, draw_between
from sim.rule import Parameters, Table, process
from sim.rules.enactment import hard_enactment, lived_lever, reform_load_added, reform_step, soft_enactment
from sim.state.tables import FORM, SOFT

_MEETING_WEEKS = 4


@process
def reach_the_front_line(
    units: Table, line_managers: Table, formal: Table, contracted: Table, centres: Table, p: Parameters
) -> None:
    """How much of hard and of soft steering reaches each unit, and the guarantee that its staff live under."""
    for u in range(len(units)):
        unit = units[u]
        line_manager = line_managers[unit.line_manager]
        asked = contracted[unit.municipality] if unit.on_contract == 1 else formal[unit.municipality]
        unit.soft_enactment = soft_enactment(
            line_manager.enactment, line_manager.leadership_skill, asked.leadership_development, p
        )
        unit.hard_enactment = hard_enactment(line_manager.enactment, centres[unit.service], p)
        unit.guarantee = unit.hard_enactment * asked.no_tender_guarantee


@process
def enact_levers(
    units: Table,
    levers: Table,
    formal_values: Table,
    contracted_values: Table,
    before_values: Table,
    enacted_values: Table,
    p: Parameters,
) -> None:
    """Lived levers move from what was lived before the first reform towards what is asked, by whoever runs the unit."""
    for u in range(len(units)):
        unit = units[u]
        asked_values = contracted_values if unit.on_contract == 1 else formal_values
        for k in range(len(levers)):
            reach = levers[k].reach
            if reach != FORM:
                enactment = unit.soft_enactment if reach == SOFT else unit.hard_enactment
                enacted_values[u, k] = lived_lever(
                    enacted_values[u, k], before_values[u, k], asked_values[unit.municipality, k], enactment, p
                )


@process
def bear_reform(
    units: Table,
    municipalities: Table,
    levers: Table,
    formal: Table,
    asked_before: Table,
    formal_values: Table,
    asked_before_values: Table,
    p: Parameters,
    now: Now,
) -> None:
    """A formal change lays a load on each unit, by what of it is new and lived; the load wears off."""
    for u in range(len(units)):
        unit = units[u]
        m = unit.municipality
        if municipalities[m].reform_week == now.week and unit.on_contract == 0:
            step = mean_step(unit, levers, m, formal_values, asked_before_values)
            form_change = 1.0 if formal[m].decision_rule != asked_before[m].decision_rule else 0.0
            added = reform_load_added(step, form_change, unit.hard_enactment, p)
            unit.reform_load = min(1.0, unit.reform_load + added)
        unit.reform_load -= unit.reform_load / p.weeks_of_reform_load


@process
def mean_step(unit: Table, levers: Table, m: int, asked_values: Table, earlier_values: Table) -> float:
    """How big a step a change of what is asked in municipality ``m`` is for a unit, by its levers' mean."""
    steps = 0.0
    counted = 0
    for k in range(len(levers)):
        lever = levers[k]
        if lever.change_scale > 0.0:
            enactment = unit.soft_enactment if lever.reach == SOFT else unit.hard_enactment
            steps += reform_step(asked_values[m, k], earlier_values[m, k], enactment, lever.change_scale)
            counted += 1
    return steps / counted


@process
def choose_forms(municipalities: Table, units: Table, formal: Table, before: Table, now: Now) -> None:
    """Who decides, who sits at the table and what must be answered: the new form holds as far as it is enacted."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        asked = formal[m]
        earlier = before[municipality.first_unit]
        reach = 0.0
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            reach += units[u].hard_enactment
        municipality.hard_enactment = reach / municipality.units
        municipality.guarantee = municipality.hard_enactment * asked.no_tender_guarantee
        if now.week % _MEETING_WEEKS == 0:
            new_rule = draw_between(now, ENACTED_FORM, municipality.id, 0) < municipality.hard_enactment
            new_table = draw_between(now, ENACTED_FORM, municipality.id, 1) < municipality.hard_enactment
            municipality.decides_by = int(asked.decision_rule if new_rule else earlier.decision_rule)
            municipality.citizens_at_table = int(asked.citizens_party if new_table else earlier.citizens_party)
        new_duty = draw_between(now, ENACTED_FORM, municipality.id, 2) < municipality.hard_enactment
        municipality.duty_in_force = int(asked.duty_to_consider if new_duty else earlier.duty_to_consider)
