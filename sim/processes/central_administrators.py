"""Central administrators: where audits go, what they find, how high targets are, and whom they trust."""

from sim.draws import AUDIT_FINDING, Now, draw
from sim.rule import Parameters, Table, process
from sim.rules.audit import breaches, detection_chance, need_of_audit, yearly_target
from sim.rules.shape import clip01
from sim.rules.trust import trust_in_others_change
from sim.state.tables import WEEKS_PER_YEAR


@process
def plan_audits(
    municipalities: Table, central_administrators: Table, units: Table, centres: Table, enacted: Table, p: Parameters
) -> None:
    """The audits lived in all units together go where they seem to be needed (E36b)."""
    for a in range(len(central_administrators)):
        central_administrators[a].audits_planned = 0.0
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        audits, needs = audits_and_needs(municipality, units, centres, enacted, p)
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            unit = units[u]
            unit.audit_rate = clip01(audits * need_of_unit(unit, centres, p) / needs)
            central_administrators[unit.administrator].audits_planned += unit.audit_rate


@process
def audits_and_needs(
    municipality: Table, units: Table, centres: Table, enacted: Table, p: Parameters
) -> tuple[float, float]:
    """The audits a month in all units of a municipality, and the sum of the units' needs."""
    audits, needs = 0.0, 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        audits += enacted[u].audits_per_unit_month * municipality.audit_factor
        needs += need_of_unit(units[u], centres, p)
    return audits, needs


@process
def need_of_unit(unit: Table, centres: Table, p: Parameters) -> float:
    """The weight with which audits go to this unit."""
    centre = centres[unit.service]
    return need_of_audit(unit.trust_of_administrator, unit.target, unit.measured_quality, centre, p)


@process
def set_targets(units: Table, centres: Table, enacted: Table, p: Parameters, now: Now) -> None:
    """Once a year each unit is set a target for its measured quality (E36b)."""
    if now.week % WEEKS_PER_YEAR != 0:
        return
    for u in range(len(units)):
        unit = units[u]
        stakes = enacted[u].target_stakes
        unit.target = yearly_target(
            unit.target, stakes, unit.peers_quality, unit.trust_of_administrator, centres[unit.service], p
        )


@process
def find_gaming(units: Table, p: Parameters, now: Now) -> None:
    """Audits find some of the gaming there is (E10)."""
    for u in range(len(units)):
        unit = units[u]
        chance = detection_chance(unit.audit_rate, unit.mean_gaming, p)
        unit.gaming_detected = 1 if draw(now, AUDIT_FINDING, unit.id) < chance else 0


@process
def trust_units(central_administrators: Table, units: Table, centres: Table, p: Parameters) -> None:
    """Administrators come to trust units by their results, and lose trust by breaches and complaints (E25, E44)."""
    for u in range(len(units)):
        unit = units[u]
        trait = central_administrators[unit.administrator].trust_trait
        broken = breaches(
            unit.incident, unit.gaming_detected, unit.complaint_rate, unit.citizens, centres[unit.service], p
        )
        trust = unit.trust_of_administrator
        change = trust_in_others_change(trust, trait, unit.seen_result, unit.aspiration, broken, p)
        unit.trust_of_administrator = clip01(trust + change)
