"""Cases: who has one, whom it calls in, what comes of it, and what pairs of units remember."""

from sim.draws import CASE_ARRIVAL, CASE_OUTCOME, CASE_UNITS, PARTNER_JOINS, Now, draw_between, draw_lots, draws4
from sim.processes.choice import provider_of
from sim.rule import Parameters, Table, process
from sim.rules.cases import (
    case_outcome,
    coordination_between,
    joining_chance,
    place_of_pair,
    remembered_coordination,
    work_of_a_case,
)
from sim.rules.shape import normal
from sim.state.tables import COMPLEX_CASE, SIMPLE_CASE


@process
def bring_cases(
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    citizens: Table,
    cases: Table,
    pairs: Table,
    ties: Table,
    partners: Table,
    providers: Table,
    choices: Table,
    lots: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Some citizens bring a case; complex ones call in other units, and some of them a partner (E43, E51)."""
    clear_last_week(municipalities, units, partners, providers)
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        first = municipality.first_citizen
        draw_lots(lots, citizens, first, municipality.citizens, now, CASE_ARRIVAL)
        for i in range(first, first + municipality.citizens):
            if lots[i].lot >= p.case_rate:
                continue
            citizen = citizens[i]
            k = provider_of(choices, i)
            unit = providers[k] if k >= 0 else units[citizen.unit]
            case = cases[first + municipality.cases]
            case.citizen, case.partner, case.partner_joined, case.complained = i, -1, 0, 0
            case.kind = kind_of_case(citizen, services[unit.service].complexity, municipality.units, now)
            municipality.cases += 1
            unit.cases += 1
            if case.kind == COMPLEX_CASE:
                unit.case_hours += open_case(
                    case, citizen, k, municipality, units, centres, pairs, ties, partners, providers, enacted, p, now
                )
            else:
                unit.case_hours += centres[unit.service].hours_per_case


@process
def clear_last_week(municipalities: Table, units: Table, partners: Table, providers: Table) -> None:
    """The counts of last week's cases go back to nothing."""
    for m in range(len(municipalities)):
        municipalities[m].cases = 0
    for u in range(len(units)):
        units[u].cases, units[u].case_hours = 0, 0.0
    for u in range(len(providers)):
        providers[u].cases, providers[u].case_hours, providers[u].outside_cases = 0, 0.0, 0
    for n in range(len(partners)):
        partner = partners[n]
        partner.shared_cases, partner.work, partner.usual_work = 0, 0.0, 0.0


@process
def kind_of_case(citizen: Table, complexity: float, units: int, now: Now) -> int:
    """Whether a citizen's case is complex; where there is one unit, none is."""
    _, how_complex, _, _ = draws4(now, CASE_ARRIVAL, citizen.id, 0)
    return COMPLEX_CASE if how_complex < complexity and units > 1 else SIMPLE_CASE


@process
def open_case(
    case: Table,
    citizen: Table,
    k: int,
    municipality: Table,
    units: Table,
    centres: Table,
    pairs: Table,
    ties: Table,
    partners: Table,
    providers: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> float:
    """A complex case calls in other units and perhaps a partner; the work it is to whoever serves the citizen.

    That is provider ``k``, or the citizen's own unit (-1).
    """
    case.second_unit, case.third_unit = units_called(citizen, municipality, units, ties, enacted, p, now)
    if k >= 0:
        case.coordination = coordination_with_provider(case, providers[k], municipality, pairs)
    else:
        case.coordination = coordination_of_units(case, citizen, municipality, pairs)
    centre = centres[units[citizen.unit].service]
    is_called, which, joins, _ = draws4(now, PARTNER_JOINS, citizen.id, 0)
    if is_called >= p.partner_chance or municipality.partners == 0:
        return work_of_a_case(case.coordination, 1.0, centre, p)
    case.partner = partner_called(units[citizen.unit], municipality, partners, which)
    partner = partners[case.partner]
    if joins >= joining_chance(partner.coordination, partner.saved_share, centres[partner.service], p):
        case.coordination = 0.0
        return work_of_a_case(case.coordination, 1.0, centre, p)
    case.partner_joined = 1
    case.coordination = (case.coordination + partner.coordination) / 2.0
    partner.shared_cases += 1
    partner.usual_work += centre.hours_per_case
    partner.work += work_of_a_case(case.coordination, p.share_of_savings_at_partners, centre, p)
    return work_of_a_case(case.coordination, 1.0 - p.share_of_savings_at_partners, centre, p)


@process
def units_called(
    citizen: Table, municipality: Table, units: Table, ties: Table, enacted: Table, p: Parameters, now: Now
) -> tuple[int, int]:
    """One or two more units (the second -1); structures across units make it the same ones again (model.md 9)."""
    known, which, known_third, which_third = draws4(now, CASE_UNITS, citizen.id, 0)
    structures = enacted[citizen.unit].cross_unit_structures
    second = unit_called(citizen.unit, units, municipality, ties, known < structures, which)
    third = unit_called(citizen.unit, units, municipality, ties, known_third < structures, which_third)
    is_needed = draw_between(now, CASE_UNITS, citizen.id, 1) < p.third_unit_chance and third != second
    return second, third if is_needed else -1


@process
def unit_called(u: int, units: Table, municipality: Table, ties: Table, is_known: bool, which: float) -> int:
    """Another unit of the municipality: one that unit ``u`` has an informal tie with, or any."""
    unit = units[u]
    if is_known and unit.informal_ties > 0:
        return ties[unit.first_informal_tie + int(which * unit.informal_ties)].other
    other = municipality.first_unit + int(which * (municipality.units - 1))
    return other if other < u else other + 1


@process
def coordination_of_units(case: Table, citizen: Table, municipality: Table, pairs: Table) -> float:
    """Mean relational coordination between the units that a case needs; each pair counts a shared case."""
    coordination = share_case(citizen.unit, case.second_unit, municipality, pairs)
    if case.third_unit < 0:
        return coordination
    coordination += share_case(citizen.unit, case.third_unit, municipality, pairs)
    return (coordination + share_case(case.second_unit, case.third_unit, municipality, pairs)) / 3.0


@process
def coordination_with_provider(case: Table, provider: Table, municipality: Table, pairs: Table) -> float:
    """Mean relational coordination in a complex case that a private provider shares with the municipality's units."""
    coordination = provider.outside_coordination
    provider.outside_cases += 1
    if case.third_unit < 0:
        return float(coordination)
    provider.outside_cases += 1
    between_units = share_case(case.second_unit, case.third_unit, municipality, pairs)
    return float((coordination + coordination + between_units) / 3.0)


@process
def share_case(u: int, v: int, municipality: Table, pairs: Table) -> float:
    """Two units share a case; their relational coordination."""
    first = municipality.first_unit
    pair = pairs[municipality.first_pair + place_of_pair(u - first, v - first, municipality.units)]
    pair.shared_cases += 1
    return pair.coordination


@process
def partner_called(unit: Table, municipality: Table, partners: Table, which: float) -> int:
    """One of the partners for the unit's service, or one of all where none is."""
    first, all_partners = municipality.first_partner, municipality.partners
    linked = 0
    for n in range(first, first + all_partners):
        linked += 1 if partners[n].service == unit.service else 0
    if linked == 0:
        return first + int(which * all_partners)
    place = int(which * linked)
    for n in range(first, first + all_partners):
        if partners[n].service == unit.service:
            if place == 0:
                return n
            place -= 1
    return first


@process
def conclude_cases(
    municipalities: Table,
    units: Table,
    citizens: Table,
    experiences: Table,
    providers: Table,
    choices: Table,
    cases: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Each case comes to an outcome, which its citizen remembers (E43)."""
    for m in range(len(municipalities)):
        first = municipalities[m].first_citizen
        for c in range(first, first + municipalities[m].cases):
            case = cases[c]
            citizen = citizens[case.citizen]
            k = provider_of(choices, case.citizen)
            unit = providers[k] if k >= 0 else units[citizen.unit]
            u1, u2, _, _ = draws4(now, CASE_OUTCOME, citizen.id, 0)
            quality, coordination = unit.quality, 1.0
            if case.kind == COMPLEX_CASE:
                quality, coordination = quality_of_units(case, unit, units), case.coordination
            case.outcome = case_outcome(quality, coordination, normal(u1, u2), p)
            experiences[case.citizen].outcome = case.outcome


@process
def quality_of_units(case: Table, unit: Table, units: Table) -> float:
    """Mean true quality of the units that a complex case needs."""
    of_two = unit.quality + units[case.second_unit].quality
    return of_two / 2.0 if case.third_unit < 0 else (of_two + units[case.third_unit].quality) / 3.0


@process
def remember_cases(pairs: Table, units: Table, p: Parameters) -> None:
    """Pairs of units remember the cases they share, and slowly forget (E24)."""
    for k in range(len(pairs)):
        pair = pairs[k]
        level = coordination_between(
            units[pair.unit].relational_coordination, units[pair.other].relational_coordination, pair.joint_team, p
        )
        pair.coordination = remembered_coordination(pair.coordination, pair.shared_cases, level, p)
        pair.shared_cases = 0


@process
def remember_outside_cases(municipalities: Table, units: Table, providers: Table, p: Parameters) -> None:
    """Private providers remember cases shared with the municipality as pairs do, on average over its units (E24)."""
    for k in range(len(providers)):
        unit = providers[k]
        municipality = municipalities[unit.municipality]
        theirs = 0.0
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            theirs += units[u].relational_coordination / municipality.units
        level = coordination_between(unit.relational_coordination, theirs, 0, p)
        shared = unit.outside_cases / municipality.units
        unit.outside_coordination = remembered_coordination(unit.outside_coordination, shared, level, p)
