"""From a founded simulation to agents: the same people, units, practices and ties, as Python objects."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from benchmarks.peers.free_mesa.agents import (
    CentralAdministrator,
    Levers,
    Politician,
    Proposal,
    Service,
    UnionRepresentative,
)
from benchmarks.peers.free_mesa.cases import Pair, Partner
from benchmarks.peers.free_mesa.practice import set_abandonment
from benchmarks.peers.free_mesa.units import LineManager, Team, Unit
from sim.draws import moment
from sim.processes.landscape import worth_of_locus
from sim.state.records import columns_of
from sim.state.tables import ACCEPTED, EMPTY, IN_USE, LOCI, PILOTED

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.model import FreeMesa
    from sim.simulate import Simulation

type Row = SimpleNamespace
"""A row of a table as plain Python numbers."""

_OF_MUNICIPALITY = (
    "rules",
    "national_rules",
    "absence_level",
    "national_level",
    "size_factor",
    "need_of_a_citizen",
    "demand_growth",
    "hard_enactment",
    "guarantee",
    "decides_by",
    "duty_in_force",
    "citizens_at_table",
    "reform_started",
    "reform_week",
    "media_incidents",
    "audit_factor",
    "audit_factor_until",
    "efficiency_demand",
    "other_budget",
    "tender_rate",
    "guarantee_asked",
    "partner_cost",
    "satisfaction",
    "perceived_quality",
    "complaint_rate",
    "wish_for_competition",
    "majority_share",
    "elections",
    "decisions",
    "rules_made",
    "rules_repealed",
)


def rows_of(table: Any) -> list[Row]:
    """The rows of a table as plain Python numbers."""
    columns = columns_of(table)
    return [SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def constants(values: dict[str, float]) -> Any:
    """Numbers that never change, in slots: they are read millions of times."""
    record = type("Constants", (), {"__slots__": tuple(values)})()
    for name, value in values.items():
        setattr(record, name, value)
    return record


def write(agent: Any, row: Row) -> None:
    """Give an object the values of those of its slots that the row has."""
    for name, value in vars(row).items():
        if hasattr(type(agent), name):
            setattr(agent, name, value)


def levers_of(row: Row) -> Levers:
    """The values of all levers in a row."""
    levers = Levers()
    write(levers, row)
    return levers


def read(model: FreeMesa, simulation: Simulation) -> None:
    """Make the agents of a model out of the tables of a simulation."""
    world = simulation.world
    if len(world.municipalities) != 1:
        message = "one municipality at a time"
        raise ValueError(message)
    (municipality,) = rows_of(world.municipalities)
    for name in _OF_MUNICIPALITY:
        setattr(model, name, getattr(municipality, name))
    model.decisions_with = {
        party: getattr(municipality, f"decisions_with_{party}")
        for party in ("employees", "administration", "politicians", "citizens")
    }
    (tally,) = rows_of(world.tallies)
    model.tallies = {name.removeprefix("decisions_with_"): value for name, value in vars(tally).items()}
    (measured,) = rows_of(world.measured)
    model.influence = {name: value for name, value in vars(measured).items() if name.startswith("influence_of_")}
    model.asked, model.asked_before = levers_of(rows_of(world.formal)[0]), levers_of(rows_of(world.asked_before)[0])
    model.national_path = [year.log_level for year in rows_of(world.national_path)]
    (model.steering_group,) = rows_of(world.steering_groups)
    read_services(model, world)
    read_units(model, world, simulation)
    read_staff(model, world)
    read_council(model, world)
    read_citizens(model, world)
    read_proposals(model, world)


def read_services(model: FreeMesa, world: Any) -> None:
    """The services, with what their centres were found to be."""
    model.services = []
    for row, centre in zip(rows_of(world.services), rows_of(world.centres), strict=True):
        service = Service()
        write(service, row)
        service.centre, service.units = constants(vars(centre)), []
        service.departure_chance = departure_chance(model.p, service.centre)
        model.services.append(service)


def departure_chance(p: Any, centre: Any) -> float:
    """The weekly chance that a permanent post falls vacant, which keeps the share of temporary contracts."""
    made_permanent = p.permanent_chance / (1.0 + math.exp(p.absence_on_renewal * centre.absence - p.renewal_level))
    mean_weeks = (p.shortest_contract + p.longest_contract) / 2.0
    return made_permanent / mean_weeks * p.temporary_share / (1.0 - p.temporary_share)


def read_units(model: FreeMesa, world: Any, simulation: Simulation) -> None:
    """The units and their managers, with whom they are tied to and what their ways of working are worth."""
    rows, managers = rows_of(world.units), rows_of(world.line_managers)
    lived, before = rows_of(world.enacted), rows_of(world.before)
    model.units = [Unit(model) for _ in rows]
    ties = [model.units[tie.other] for tie in rows_of(world.ties)]
    sights = [sight.seen for sight in rows_of(world.sights)]
    for u, (unit, row) in enumerate(zip(model.units, rows, strict=True)):
        write(unit, row)
        unit.service = model.services[row.service]
        unit.centre = unit.service.centre
        unit.service.units.append(unit)
        unit.line_manager = LineManager(model)
        write(unit.line_manager, managers[row.line_manager])
        unit.line_manager.unit = unit
        unit.lived, unit.before = levers_of(lived[u]), levers_of(before[u])
        unit.neighbours = ties[row.first_informal_tie : row.first_informal_tie + row.informal_ties]
        unit.examples = [model.units[seen] for seen in sights[row.first_sight : row.first_sight + row.sights]]
        unit.teams, unit.employees, unit.citizens, unit.pairs, unit.ledger = [], [], [], {}, {}
        unit.on_the_table, unit.in_preparation, unit.in_operation = [], [], []
    model.other_units = {unit: [other for other in model.units if other is not unit] for unit in model.units}
    model.pairs = []
    for row in rows_of(world.pairs):
        pair = Pair()
        write(pair, row)
        pair.unit, pair.other = model.units[row.unit], model.units[row.other]
        pair.shared_cases = 0
        pair.unit.pairs[pair.other] = pair.other.pairs[pair.unit] = pair
        model.pairs.append(pair)
    read_landscape(model, world, simulation)


def read_landscape(model: FreeMesa, world: Any, simulation: Simulation) -> None:
    """What every way of doing every locus is worth in every unit, and how each unit does them."""
    ways, now = range(1 << (model.links + 1)), moment(simulation.week, simulation.seed)
    ids, service_ids = [row.id for row in rows_of(world.units)], [row.id for row in rows_of(world.services)]
    ages, bits = rows_of(world.locus_ages), rows_of(world.practices)
    for s, service in enumerate(model.services):
        service.shared_values, service.effects = [[] for _ in range(LOCI)], [[] for _ in range(LOCI)]
        for unit in service.units:
            u = model.units.index(unit)
            unit.local_values = [[] for _ in range(LOCI)]
            unit.practice = sum(bits[u * LOCI + locus].bit << locus for locus in range(LOCI))
            for locus in range(LOCI):
                redrawn = ages[s * LOCI + locus].redrawn
                worth = [worth_of_locus(locus, way, redrawn, service_ids[s], ids[u], model.p, now) for way in ways]
                service.shared_values[locus] = [of_way[0] for of_way in worth]
                service.effects[locus] = [of_way[2:] for of_way in worth]
                unit.local_values[locus] = [of_way[1] for of_way in worth]


def read_staff(model: FreeMesa, world: Any) -> None:
    """Teams and employees."""
    model.teams, model.employees = [], []
    for row in rows_of(world.teams):
        team = Team(model)
        write(team, row)
        team.unit, team.employees = model.units[row.unit], []
        team.unit.teams.append(team)
        model.teams.append(team)
    for row in rows_of(world.employees):
        employee = model.kind_of_employee(model)
        write(employee, row)
        employee.unit, employee.team = model.units[row.unit], model.teams[row.team]
        employee.unit.employees.append(employee)
        employee.team.employees.append(employee)
        model.employees.append(employee)


def read_council(model: FreeMesa, world: Any) -> None:
    """Administrators, politicians and union representatives, and which units they have to do with."""
    unit_rows = rows_of(world.units)

    def made(kind: Any, table: Any) -> list[Any]:
        agents = []
        for row in rows_of(table):
            agent = kind(model)
            write(agent, row)
            agents.append(agent)
        return agents

    model.administrators = made(CentralAdministrator, world.central_administrators)
    model.politicians = made(Politician, world.politicians)
    model.representatives = made(UnionRepresentative, world.union_representatives)
    model.partners = made(Partner, world.partners)
    for partner, row in zip(model.partners, rows_of(world.partners), strict=True):
        partner.service = model.services[row.service]
    for agent in (*model.administrators, *model.representatives):
        agent.units = []
    model.representatives[0].units = list(model.units)
    for unit, row in zip(model.units, unit_rows, strict=True):
        unit.administrator = model.administrators[row.administrator]
        unit.administrator.units.append(unit)
        unit.representative = model.representatives[row.representative]
        unit.representative.units.append(unit)


def read_citizens(model: FreeMesa, world: Any) -> None:
    """Citizens and whom they know."""
    p, rows = model.p, rows_of(world.citizens)
    model.citizens = [None] * len(rows)
    for k in sorted(range(len(rows)), key=lambda k: rows[k].unit):  # those of a unit lie together in memory
        model.citizens[k] = model.kind_of_citizen(model)
    for citizen, row, experience in zip(model.citizens, rows, rows_of(world.experiences), strict=True):
        write(citizen, row)
        citizen.outcome = experience.outcome
        citizen.unit = model.units[row.unit]
        citizen.unit.citizens.append(citizen)
        against = (1.0 - p.satisfaction_level) * math.exp(-row.satisfaction_liability)
        citizen.usual_satisfaction = p.satisfaction_level / (p.satisfaction_level + against)
        ties = (row.tie_1, row.tie_2, row.tie_3, row.tie_4, row.tie_5)
        citizen.acquaintances = tuple(model.citizens[tie] for tie in ties)
        citizen.case = None


def read_proposals(model: FreeMesa, world: Any) -> None:
    """Proposals on their way and in use, and which of them set which locus."""
    rows, by_row = rows_of(world.proposals), {}
    for k, row in enumerate(rows):
        if row.station == EMPTY:
            continue
        proposal = Proposal()
        write(proposal, row)
        unit = proposal.unit = model.units[row.unit]
        proposal.employee = model.employees[row.employee]
        proposal.partner_unit = model.units[row.partner_unit] if row.partner_unit >= 0 else None
        loci = ((row.first_locus, row.first_way), (row.second_locus, row.second_way))
        proposal.new_ways = tuple((locus, way) for locus, way in loci if locus >= 0)
        proposal.is_pilot, proposal.lot = row.station == PILOTED, model.random.random()
        if row.station == IN_USE:
            set_abandonment(model, proposal)
            unit.in_operation.append(proposal)
        elif row.station == ACCEPTED:
            unit.in_preparation.append(proposal)
        else:
            unit.on_the_table.append(proposal)
        by_row[k] = proposal
    practices = [row.proposal for row in rows_of(world.practices)]
    for u, unit in enumerate(model.units):
        unit.set_by = [by_row.get(k) for k in practices[u * LOCI : (u + 1) * LOCI]]
