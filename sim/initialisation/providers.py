"""How private providers enter: units apart from the municipality's, with people of their own (docs/model.md E45).

They are found as units are, at the baseline; whoever they are depends on the seed and the municipality, and not on
the week in which they enter. A municipality that never asks for user choice has none, and nothing else moves.
"""

from typing import Any

from sim.draws import Now, moment
from sim.processes.founding import found_employees, found_managers, found_units
from sim.processes.steering import reach_the_front_line
from sim.regimes import LEVERS
from sim.state import tables as t
from sim.state.records import empty_table, equal_rows, joined
from sim.state.world import TABLE_NAMES, World, world_of

_FIRST_UNIT, _UNITS = 1_000_000, 1_000
"""Identities of private providers: beyond those of all units, so many for each municipality."""
_FIRST_POST, _POSTS = 1_000_000_000, 100_000
"""Identities of their posts."""


def with_providers(world: World, m: int, seed: int) -> World:
    """The same world, with private providers for each service of municipality ``m``; its other tables are the same."""
    services = _services_of_providers(world, m)
    if not services:
        return world
    new = _founded(world, m, services, moment(0, seed))
    tables = {name: getattr(world, name) for name in TABLE_NAMES}
    municipality = world.municipalities[m]
    municipality.first_provider, municipality.providers = len(world.providers), len(services)
    _move_rows(new, world)
    tables |= {name: joined(tables[name], rows) for name, rows in new.items()}
    posts = len(tables["provider_employees"])
    if posts > len(world.lots):
        tables["lots"] = empty_table(t.LOTS.columns, posts)
    if len(world.choices) == 0:
        tables["choices"] = _nobody_chose(len(world.citizens))
    return world_of(tables)


def _services_of_providers(world: World, m: int) -> list[int]:
    """The service of each provider: so many in turn for every service that the municipality gives."""
    municipality, p = world.municipalities[m], world.parameters[0]
    units = range(municipality.first_unit, municipality.first_unit + municipality.units)
    given = sorted({int(world.units[u].service) for u in units})
    return [service for service in given for _ in range(int(p.private_providers))]


def _nobody_chose(citizens: int) -> Any:
    choices = empty_table(t.CHOICES.columns, citizens)
    for i in range(citizens):
        choices[i].provider = -1
    return choices


def _founded(world: World, m: int, services: list[int], now: Now) -> dict[str, Any]:
    """Their tables, rows counted from 0: everybody at the baseline, under the steering that is asked of them."""
    p, number = world.parameters[0], len(services)
    like = world.units[world.municipalities[m].first_unit]
    rows = {"providers": 1, "provider_teams": like.teams, "provider_employees": like.employees, "provider_managers": 1}
    new = {name: empty_table(table.columns, number * rows[name]) for name, table in t.PROVIDER_TABLES.items()}
    levers = {lever: float(getattr(world.baseline[0], lever)) for lever in LEVERS}
    new |= {name: equal_rows(levers, number) for name in ("provider_before", "provider_enacted")}
    units, teams, managers = new["providers"], new["provider_teams"], new["provider_managers"]
    for k, service in enumerate(services):
        _lay_out(world, m, new, k, service)
    proposals = empty_table(t.PROPOSALS.columns, number * t.PROPOSALS_PER_UNIT)
    practices = empty_table(t.PRACTICES.columns, number * t.LOCI)
    found_managers(managers, world.centres, units, p, now)
    found_units(
        units, teams, proposals, practices, world.services, world.locus_ages, world.centres, world.baseline, p, now
    )
    for k in range(number):
        units[k].outside_coordination = units[k].relational_coordination
    first_post = _FIRST_POST + int(world.municipalities[m].id) * _POSTS
    found_employees(new["provider_employees"], teams, world.centres, units, first_post, p, now)
    _live_as_asked(world, new)
    return new


def _lay_out(world: World, m: int, new: dict[str, Any], k: int, service: int) -> None:
    """Where the rows of one provider stand."""
    like, municipality = world.units[world.municipalities[m].first_unit], world.municipalities[m]
    identity = _FIRST_UNIT + int(municipality.id) * _UNITS + k
    unit, posts, teams = new["providers"][k], int(like.employees), int(like.teams)
    unit.id, unit.municipality, unit.service, unit.line_manager, unit.on_contract = identity, m, service, k, 1
    unit.first_employee, unit.employees, unit.first_team, unit.teams = k * posts, posts, k * teams, teams
    unit.administrator = unit.representative = -1
    unit.first_proposal, unit.posts_at_start, unit.last_rule_week = k * t.PROPOSALS_PER_UNIT, float(posts), -100_000
    new["provider_managers"][k].id, new["provider_managers"][k].unit = identity, k
    for n in range(teams):
        team, first, last = new["provider_teams"][k * teams + n], posts * n // teams, posts * (n + 1) // teams
        team.id, team.unit, team.first_employee, team.employees = k * teams + n, k, k * posts + first, last - first


def _live_as_asked(world: World, new: dict[str, Any]) -> None:
    """They have worked under their steering for long: what is asked is lived as far as managers enact it (E1)."""
    units, p = new["providers"], world.parameters[0]
    reach_the_front_line(units, new["provider_managers"], world.formal, world.contracted, world.centres, p)
    for k in range(len(units)):
        unit, lived, earlier = units[k], new["provider_enacted"][k], new["provider_before"][k]
        asked = world.contracted[unit.municipality]
        for place, lever in enumerate(LEVERS):
            if world.levers[place].reach != t.FORM:
                reach = unit.soft_enactment if world.levers[place].reach == t.SOFT else unit.hard_enactment
                before = getattr(earlier, lever)
                setattr(lived, lever, before + reach * (getattr(asked, lever) - before))


_POINTERS = {
    "providers": {"first_employee": "provider_employees", "first_team": "provider_teams",
                  "line_manager": "provider_managers"},
    "provider_teams": {"unit": "providers", "first_employee": "provider_employees"},
    "provider_employees": {"unit": "providers", "team": "provider_teams"},
    "provider_managers": {"unit": "providers"},
}  # fmt: skip
"""Columns that hold rows of these tables."""


def _move_rows(new: dict[str, Any], world: World) -> None:
    """Rows count from behind those that are there already."""
    for name, pointers in _POINTERS.items():
        for column, target in pointers.items():
            there = len(getattr(world, target))
            for row in range(len(new[name])):
                setattr(new[name][row], column, getattr(new[name][row], column) + there)
