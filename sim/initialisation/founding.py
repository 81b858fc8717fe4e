"""How a world begins: a municipality setting and the evidence become tables, at the baseline fixed point."""

from collections.abc import Iterable, Mapping
from math import log
from typing import Any

from sim.draws import Now, moment
from sim.initialisation.networks import informal_ties, service_ties, services_of_units
from sim.initialisation.setting import Setting
from sim.processes.founding import (
    found_citizens,
    found_council,
    found_employees,
    found_managers,
    found_municipalities,
    found_pairs,
    found_units,
)
from sim.regimes import BASELINE, LEVERS
from sim.rule import Parameters, Table
from sim.state import tables as t
from sim.state.records import empty_quantities, empty_table
from sim.state.world import LEVER_TABLES, World, world_of

NATIONAL_PATHS = {
    "none": (),
    "norway_2001_2010": (7.4, 7.8, 8.2, 7.1, 6.7, 6.9, 6.9, 7.1, 7.5, 6.8),
}
"""Yearly means of sick leave, per cent, all sectors (evidence row 4.14)."""

_REACH = {"hard": t.HARD, "soft": t.SOFT, "body": t.FORM}
_UNITS_OF_REFERENCE = 30


def founded_world(setting: Setting, p: Parameters, seed: int, centres: Table, measures: Iterable[str]) -> World:
    """The world of a setting in its first week, everybody at the baseline.

    ``centres`` has a row for each service of the setting; ``measures`` are the names of what will be measured.
    """
    levers = baseline_levers(setting)
    rows = _numbers_of_rows(setting)
    informal = informal_ties(setting, p, moment(0, seed))
    of_service = service_ties(setting, p, moment(0, seed))
    rows["ties"] = sum(len(ties) for ties in informal) + sum(len(ties) for ties in of_service)
    tables: dict[str, Table] = {table.name: empty_table(table.columns, rows[table.name]) for table in t.TABLES}
    for name in (*LEVER_TABLES, "baseline"):
        tables[name] = _levers_everywhere(levers, rows[name])
    tables["measured"] = empty_quantities(measures, setting.municipalities)
    tables["centres"] = centres
    world = world_of(tables)
    _describe_levers(world)
    _describe_services(world, setting)
    _lay_out_municipalities(world, setting)
    _lay_out_units(world, setting)
    _lay_ties(world, informal, of_service)
    _lay_out_pairs(world)
    _lay_path(world, setting)
    _people(world, p, moment(0, seed))
    return world


def baseline_levers(setting: Setting) -> Mapping[str, float]:
    """Lever values of the baseline in this setting: what a country's economy asks may differ."""
    return {**BASELINE, "efficiency_demand": setting.efficiency_demand}


def _numbers_of_rows(setting: Setting) -> dict[str, int]:
    """How many rows each table needs."""
    places = setting.municipalities
    units = places * setting.units
    return {
        "municipalities": places,
        "services": len(setting.services),
        "centres": len(setting.services),
        "units": units,
        "teams": units * setting.teams_per_unit,
        "employees": units * setting.employees_per_unit,
        "line_managers": units,
        "central_administrators": places * setting.central_administrators,
        "politicians": places * setting.politicians,
        "union_representatives": places * _representatives(setting),
        "steering_groups": places,
        "citizens": places * setting.citizens,
        "cases": places * setting.citizens,
        "pairs": places * _pairs(setting),
        "proposals": units * t.PROPOSALS_PER_UNIT,
        "practices": units * t.LOCI,
        "locus_ages": len(setting.services) * t.LOCI,
        "partners": places * setting.partners,
        "ledgers": units,
        "levers": len(LEVERS),
        "national_path": len(NATIONAL_PATHS[setting.national_path]),
        "tallies": places,
        "formal": places,
        "asked_before": places,
        "before": units,
        "enacted": units,
        "baseline": 1,
    }


def _representatives(setting: Setting) -> int:
    """Union representatives of a municipality: the chief, and one for each group of units."""
    return 1 + -(-setting.units // setting.units_per_representative)


def _pairs(setting: Setting) -> int:
    return setting.units * (setting.units - 1) // 2


def _write(row: Any, **values: float) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _levers_everywhere(levers: Mapping[str, float], rows: int) -> Table:
    table = empty_quantities(LEVERS, rows)
    for i in range(rows):
        _write(table[i], **levers)
    return table


def _describe_levers(world: World) -> None:
    for k, lever in enumerate(LEVERS.values()):
        _write(world.levers[k], reach=_REACH[lever.reach], change_scale=lever.change_scale or 0.0)


def _describe_services(world: World, setting: Setting) -> None:
    for s, work in enumerate(setting.kinds_of_work):
        _write(
            world.services[s],
            id=s,
            measurability=work.measurability,
            complexity=work.complexity,
            useful_documentation=work.useful_documentation,
            illness_factor=work.illness_factor,
        )


def _lay_out_municipalities(world: World, setting: Setting) -> None:
    representatives = _representatives(setting)
    for m in range(setting.municipalities):
        _write(
            world.municipalities[m],
            id=m,
            first_unit=m * setting.units,
            units=setting.units,
            first_employee=m * setting.employees,
            employees=setting.employees,
            first_citizen=m * setting.citizens,
            citizens=setting.citizens,
            first_politician=m * setting.politicians,
            politicians=setting.politicians,
            first_administrator=m * setting.central_administrators,
            administrators=setting.central_administrators,
            first_representative=m * representatives,
            representatives=representatives,
            first_partner=m * setting.partners,
            partners=setting.partners,
            first_pair=m * _pairs(setting),
            size_factor=setting.units / _UNITS_OF_REFERENCE,
            national_level=setting.absence_level,
            reform_started=-1,
            reform_week=-1,
        )
        _write(world.steering_groups[m], id=m, municipality=m)
        for k in range(setting.central_administrators):
            a = m * setting.central_administrators + k
            _write(world.central_administrators[a], id=a, municipality=m)
        for k in range(setting.politicians):
            seat = m * setting.politicians + k
            _write(world.politicians[seat], id=seat, municipality=m, party=k * setting.parties // setting.politicians)
        for k in range(representatives):
            r = m * representatives + k
            _write(world.union_representatives[r], id=r, municipality=m, chief=int(k == 0))
        for k in range(setting.partners):
            o = m * setting.partners + k
            _write(world.partners[o], id=o, municipality=m, service=k % len(setting.services))


def _lay_out_units(world: World, setting: Setting) -> None:
    services = services_of_units(setting)
    representatives = _representatives(setting)
    posts, teams = setting.employees_per_unit, setting.teams_per_unit
    for u in range(len(world.units)):
        m, place = divmod(u, setting.units)
        _write(
            world.units[u],
            id=u,
            municipality=m,
            service=services[place],
            first_employee=u * posts,
            employees=posts,
            first_team=u * teams,
            teams=teams,
            line_manager=u,
            administrator=m * setting.central_administrators + place % setting.central_administrators,
            representative=m * representatives + 1 + place // setting.units_per_representative,
            first_proposal=u * t.PROPOSALS_PER_UNIT,
            citizens=posts * setting.citizens_per_employee,
            posts=posts,
            posts_at_start=posts,
            last_rule_week=-100_000,
        )
        _write(world.line_managers[u], id=u, unit=u)
        for k in range(teams):
            first, last = posts * k // teams, posts * (k + 1) // teams
            team = u * teams + k
            _write(world.teams[team], id=team, unit=u, first_employee=u * posts + first, employees=last - first)


def _lay_ties(world: World, informal: list[list[int]], of_service: list[list[int]]) -> None:
    place = 0
    for u in range(len(world.units)):
        unit = world.units[u]
        unit.first_informal_tie, unit.informal_ties = place, len(informal[u])
        unit.first_service_tie, unit.service_ties = place + len(informal[u]), len(of_service[u])
        for other in (*informal[u], *of_service[u]):
            _write(world.ties[place], unit=u, other=other)
            place += 1


def _lay_out_pairs(world: World) -> None:
    """Pairs of a municipality's units, in the order of the first and then of the second."""
    place = 0
    for m in range(len(world.municipalities)):
        municipality = world.municipalities[m]
        last = municipality.first_unit + municipality.units
        for u in range(municipality.first_unit, last):
            for other in range(u + 1, last):
                _write(world.pairs[place], unit=u, other=other)
                place += 1


def _lay_path(world: World, setting: Setting) -> None:
    path = NATIONAL_PATHS[setting.national_path]
    mean = sum(path) / len(path) if path else 1.0
    for year, level in enumerate(path):
        world.national_path[year].log_level = log(level / mean)


def _people(world: World, p: Parameters, now: Now) -> None:
    """Everybody's traits, and states at the baseline fixed point."""
    w = world
    found_municipalities(w.municipalities, w.union_representatives, w.partners, w.centres, w.baseline, p, now)
    found_council(w.politicians, w.central_administrators, w.centres, p, now)
    found_managers(w.line_managers, w.centres, w.units, p, now)
    found_units(w.units, w.teams, w.proposals, w.practices, w.services, w.locus_ages, w.centres, w.baseline, p, now)
    found_employees(w.employees, w.teams, w.centres, w.units, p, now)
    found_citizens(w.citizens, w.municipalities, w.centres, w.units, p, now)
    found_pairs(w.pairs, w.centres)
