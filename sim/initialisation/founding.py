"""How a world begins: a municipality setting and the evidence become tables, at the baseline fixed point.

A run's municipalities may be founded in one world, or in several that live side by side: everybody has the same
identity, traits and acquaintances either way.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from math import log
from typing import Any

from sim.draws import Now, moment
from sim.initialisation.networks import informal_ties, services_of_units
from sim.initialisation.setting import Setting
from sim.initialisation.sizes import Size
from sim.processes.founding import (
    count_sights,
    found_citizens,
    found_council,
    found_employees,
    found_managers,
    found_municipalities,
    found_pairs,
    found_sights,
    found_units,
)
from sim.regimes import BASELINE, LEVERS
from sim.rule import Parameters, Table
from sim.state import tables as t
from sim.state.records import empty_quantities, empty_table, equal_rows, one_row
from sim.state.world import LEVER_TABLES, PROVIDER_LEVER_TABLES, World, world_of

NATIONAL_PATHS = {
    "none": (),
    "norway_2001_2010": (7.4, 7.8, 8.2, 7.1, 6.7, 6.9, 6.9, 7.1, 7.5, 6.8),
}
"""Yearly means of sick leave, per cent, all sectors (evidence row 4.14)."""

_REACH = {"hard": t.HARD, "soft": t.SOFT, "body": t.FORM}
_UNITS_OF_REFERENCE = 30


def founded_world(
    setting: Setting,
    p: Parameters,
    seed: int,
    centres: Table,
    measures: Iterable[str],
    municipalities: range | None = None,
    shown: Table | None = None,
) -> World:
    """The world of a setting in its first week, everybody at the baseline.

    ``centres`` has a row for each service of the setting; ``measures`` are the names of what will be measured. A world
    of only some ``municipalities`` of the run shares ``shown`` with the worlds of the others.
    """
    here = range(setting.municipalities) if municipalities is None else municipalities
    places = setting.places[here.start : here.stop]
    ids = numbers_of_rows(setting, setting.places[: here.start])
    levers = baseline_levers(setting)
    rows = numbers_of_rows(setting, places)
    ties = [informal_ties(first, units, p, moment(0, seed)) for first, units in _units_by_place(ids["units"], places)]
    rows["ties"] = sum(len(known) for of_one in ties for known in of_one)
    tables: dict[str, Table] = {table.name: empty_table(table.columns, rows.get(table.name, 0)) for table in t.TABLES}
    for name in (*LEVER_TABLES, "baseline"):
        tables[name] = equal_rows(levers, rows[name])
    tables |= {name: empty_table(table.columns, 0) for name, table in t.PROVIDER_TABLES.items()}
    tables |= {name: empty_quantities(levers, 0) for name in PROVIDER_LEVER_TABLES}
    tables["parameters"] = one_row(p)
    tables["measured"] = empty_quantities(measures, len(places))
    tables["centres"] = centres
    tables["shown"] = everything_shown(setting) if shown is None else shown
    world = world_of(tables)
    _describe_levers(world)
    _describe_services(world, setting)
    _lay_out_municipalities(world, setting, places, ids)
    _lay_out_units(world, setting, places, ids)
    _lay_ties(world, [known for of_one in ties for known in of_one], places)
    _lay_path(world, setting)
    _people(world, p, moment(0, seed), ids)
    return _with_sights(world, setting.municipalities, p, moment(0, seed))


def everything_shown(setting: Setting) -> Table:
    """What all units of a run show each other, before they have shown anything: a row per unit, by identity."""
    shown = empty_table(t.SHOWN.columns, setting.units)
    unit = 0
    for m, place in enumerate(setting.places):
        for service in services_of_units(place.units):
            _write(shown[unit], municipality_id=m, service_id=service)
            unit += 1
    return shown


def baseline_levers(setting: Setting) -> Mapping[str, float]:
    """Lever values of the baseline in this setting: what a country's economy asks may differ."""
    return {**BASELINE, "efficiency_demand": setting.efficiency_demand}


def numbers_of_rows(setting: Setting, places: Iterable[Size]) -> dict[str, int]:
    """How many rows municipalities of these sizes need in each table, ties and sights apart."""
    places = tuple(places)
    number = len(places)
    units = sum(place.all_units for place in places)
    citizens = sum(place.citizens for place in places)
    return {
        "municipalities": number,
        "services": len(setting.services),
        "centres": len(setting.services),
        "units": units,
        "teams": units * setting.teams_per_unit,
        "employees": units * setting.employees_per_unit,
        "line_managers": units,
        "central_administrators": sum(place.central_administrators for place in places),
        "politicians": number * setting.politicians,
        "union_representatives": sum(_representatives(setting, place) for place in places),
        "steering_groups": number,
        "citizens": citizens,
        "experiences": citizens,
        "choices": 0,
        "lots": max(citizens, units * setting.employees_per_unit),
        "cases": citizens,
        "pairs": sum(_pairs(place) for place in places),
        "proposals": units * t.PROPOSALS_PER_UNIT,
        "practices": units * t.LOCI,
        "locus_ages": len(setting.services) * t.LOCI,
        "partners": sum(place.partners for place in places),
        "ledgers": units,
        "levers": len(LEVERS),
        "national_path": len(NATIONAL_PATHS[setting.national_path]),
        "tallies": number,
        "formal": number,
        "asked_before": number,
        "before": units,
        "enacted": units,
        "contracted": number,
        "baseline": 1,
    }


def _first_rows(setting: Setting, places: Iterable[Size]) -> Iterator[dict[str, int]]:
    """The first row of each municipality in each table."""
    first = numbers_of_rows(setting, ())
    for place in places:
        yield first
        first = {table: first[table] + rows for table, rows in numbers_of_rows(setting, (place,)).items()}


def _representatives(setting: Setting, place: Size) -> int:
    """Union representatives of a municipality: the chief, and one for each group of units."""
    return 1 + -(-place.all_units // setting.units_per_representative)


def _pairs(place: Size) -> int:
    return place.all_units * (place.all_units - 1) // 2


def _units_by_place(first: int, places: Iterable[Size]) -> list[tuple[int, int]]:
    """The first unit and the number of units of each municipality, where the first of all is ``first``."""
    units = [place.all_units for place in places]
    return list(zip(accumulate(units, initial=first), units, strict=False))


def _write(row: Any, **values: float) -> None:
    for name, value in values.items():
        setattr(row, name, value)


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


def _lay_out_municipalities(world: World, setting: Setting, places: tuple[Size, ...], ids: Mapping[str, int]) -> None:
    for m, (place, first) in enumerate(zip(places, _first_rows(setting, places), strict=True)):
        posts = place.all_units * setting.employees_per_unit
        _write(
            world.municipalities[m],
            id=ids["municipalities"] + m,
            first_unit=first["units"],
            units=place.all_units,
            first_employee=first["employees"],
            employees=posts,
            first_citizen=first["citizens"],
            citizens=place.citizens,
            first_politician=first["politicians"],
            politicians=setting.politicians,
            first_administrator=first["central_administrators"],
            administrators=place.central_administrators,
            first_representative=first["union_representatives"],
            representatives=_representatives(setting, place),
            first_partner=first["partners"],
            partners=place.partners,
            first_pair=first["pairs"],
            size_factor=place.all_units / _UNITS_OF_REFERENCE,
            need_of_a_citizen=setting.citizens_for_a_post * posts / place.citizens,
            national_level=setting.absence_level,
            reform_started=-1,
            reform_week=-1,
        )
        _lay_out_people_of(world, setting, place, m, ids)


def _lay_out_people_of(world: World, setting: Setting, place: Size, m: int, ids: Mapping[str, int]) -> None:
    """Who stands for municipality ``m`` as a whole: administrators, politicians, representatives, partners."""
    municipality = world.municipalities[m]
    _write(world.steering_groups[m], id=ids["steering_groups"] + m, municipality=m)
    for k in range(place.central_administrators):
        a = municipality.first_administrator + k
        _write(world.central_administrators[a], id=ids["central_administrators"] + a, municipality=m)
    for k in range(setting.politicians):
        seat = municipality.first_politician + k
        party = k * setting.parties // setting.politicians
        _write(world.politicians[seat], id=ids["politicians"] + seat, municipality=m, party=party)
    for k in range(municipality.representatives):
        r = municipality.first_representative + k
        _write(world.union_representatives[r], id=ids["union_representatives"] + r, municipality=m, chief=int(k == 0))
    for k in range(place.partners):
        o = municipality.first_partner + k
        _write(world.partners[o], id=ids["partners"] + o, municipality=m, service=k % len(setting.services))


def _lay_out_units(world: World, setting: Setting, places: tuple[Size, ...], ids: Mapping[str, int]) -> None:
    posts = setting.employees_per_unit
    for m, place in enumerate(places):
        municipality = world.municipalities[m]
        a_share, left_over = divmod(place.citizens, place.all_units)
        for k, service in enumerate(services_of_units(place.units)):
            u = municipality.first_unit + k
            _write(
                world.units[u],
                id=ids["units"] + u,
                municipality=m,
                service=service,
                first_employee=u * posts,
                employees=posts,
                first_team=u * setting.teams_per_unit,
                teams=setting.teams_per_unit,
                line_manager=u,
                administrator=municipality.first_administrator + k % place.central_administrators,
                representative=municipality.first_representative + 1 + k // setting.units_per_representative,
                first_proposal=u * t.PROPOSALS_PER_UNIT,
                citizens=a_share + (k < left_over),
                posts=posts,
                posts_at_start=posts,
                posts_allowed=posts,
                last_rule_week=-100_000,
            )
            _write(world.line_managers[u], id=ids["line_managers"] + u, unit=u)
            _lay_out_teams(world, setting, u, ids)


def _lay_out_teams(world: World, setting: Setting, u: int, ids: Mapping[str, int]) -> None:
    posts, teams = setting.employees_per_unit, setting.teams_per_unit
    for k in range(teams):
        first, last = posts * k // teams, posts * (k + 1) // teams
        team = u * teams + k
        _write(
            world.teams[team],
            id=ids["teams"] + team,
            unit=u,
            first_employee=u * posts + first,
            employees=last - first,
        )


def _lay_ties(world: World, informal: list[list[int]], places: tuple[Size, ...]) -> None:
    firsts = [first for first, units in _units_by_place(0, places) for _ in range(units)]
    row = 0
    for u, known in enumerate(informal):
        _write(world.units[u], first_informal_tie=row, informal_ties=len(known))
        for place in known:
            _write(world.ties[row], unit=u, other=firsts[u] + place)
            row += 1


def _lay_path(world: World, setting: Setting) -> None:
    path = NATIONAL_PATHS[setting.national_path]
    mean = sum(path) / len(path) if path else 1.0
    for year, level in enumerate(path):
        world.national_path[year].log_level = log(level / mean)


def _people(world: World, p: Parameters, now: Now, ids: Mapping[str, int]) -> None:
    """Everybody's traits, and states at the baseline fixed point."""
    w = world
    found_municipalities(w.municipalities, w.union_representatives, w.partners, w.centres, w.baseline, p, now)
    found_council(w.politicians, w.central_administrators, w.centres, p, now)
    found_managers(w.line_managers, w.centres, w.units, p, now)
    found_units(w.units, w.teams, w.proposals, w.practices, w.services, w.locus_ages, w.centres, w.baseline, p, now)
    found_employees(w.employees, w.teams, w.centres, w.units, ids["employees"], p, now)
    found_citizens(w.citizens, w.experiences, w.municipalities, w.centres, w.units, ids["citizens"], p, now)
    found_pairs(w.pairs, w.municipalities, w.centres)


def _with_sights(world: World, municipalities: int, p: Parameters, now: Now) -> World:
    """The same world, its units seeing others: how many is known only when they are counted."""
    number = count_sights(world.units, world.shown, municipalities, p, now)
    sights = empty_table(t.SIGHTS.columns, number)
    found_sights(world.units, world.shown, sights, municipalities, p, now)
    return world._replace(sights=sights)
