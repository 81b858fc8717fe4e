"""How the twin begins: everybody and everything of a simulation's world, as objects that know one another."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from benchmarks.peers.twin.central_administrators import CentralAdministrator
from benchmarks.peers.twin.citizens import Citizen
from benchmarks.peers.twin.council import Council
from benchmarks.peers.twin.employees import Employee
from benchmarks.peers.twin.line_managers import LineManager
from benchmarks.peers.twin.municipality import Municipality
from benchmarks.peers.twin.pairs import Pair
from benchmarks.peers.twin.partners import Partner
from benchmarks.peers.twin.politicians import Politician
from benchmarks.peers.twin.proposals import ENDED, Proposal
from benchmarks.peers.twin.services import Gains, Service
from benchmarks.peers.twin.steering_group import SteeringGroup
from benchmarks.peers.twin.teams import Team
from benchmarks.peers.twin.union_representatives import UnionRepresentative
from benchmarks.peers.twin.units import Unit
from sim.rule import Table
from sim.state.records import columns_of
from sim.state.tables import LOCI, PROPOSALS_PER_UNIT
from sim.state.world import World

if TYPE_CHECKING:
    from benchmarks.peers.twin.model import MesaTwin

type Row = dict[str, Any]


def rows_of(table: Table) -> list[Row]:
    """A table's rows as Python numbers, by name."""
    columns = columns_of(table)
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def records_of(table: Table) -> list[SimpleNamespace]:
    """A table of parameters, levers or baseline means as objects."""
    return [SimpleNamespace(**row) for row in rows_of(table)]


def settle(model: "MesaTwin", world: World) -> None:
    """Everybody of the world comes to live in the model."""
    services = services_in(model, world)
    municipalities = municipalities_in(model, world, services)
    units = units_in(model, world, municipalities, services)
    employees = staff_in(model, world, units)
    citizens_in(model, world, units)
    proposals_and_practices(world, units, employees)


def services_in(model: "MesaTwin", world: World) -> list[Service]:
    """The services, each with its baseline means."""
    redrawn = [locus["redrawn"] for locus in rows_of(world.locus_ages)]
    centres = records_of(world.centres)
    return [
        Service(model, row, centre=centres[s], redrawn=redrawn[s * LOCI : (s + 1) * LOCI], units=[])
        for s, row in enumerate(rows_of(world.services))
    ]


def municipalities_in(model: "MesaTwin", world: World, services: list[Service]) -> list[Municipality]:
    """The municipalities, each with what is asked in it, and those who stand for it as a whole."""
    formal, asked_before = records_of(world.formal), records_of(world.asked_before)
    tallies, measures = rows_of(world.tallies), rows_of(world.measured)
    here = [
        Municipality(
            model, row, formal=formal[m], asked_before=asked_before[m], tallies=tallies[m], measures=measures[m],
            units=[], employees=[], administrators=[], politicians=[], representatives=[], citizens=[], partners=[],
            pairs={},
        )
        for m, row in enumerate(rows_of(world.municipalities))
    ]  # fmt: skip
    for municipality, row in zip(here, rows_of(world.municipalities), strict=True):
        municipality.council = Council(model, row, municipality=municipality, usual=services[0].centre)
    for row in rows_of(world.steering_groups):
        municipality = here[row["municipality"]]
        municipality.steering_group = SteeringGroup(model, row, municipality=municipality)
    for row in rows_of(world.union_representatives):
        municipality = here[row["municipality"]]
        municipality.representatives.append(UnionRepresentative(model, row, municipality=municipality, units=[]))
    for row in rows_of(world.central_administrators):
        municipality = here[row["municipality"]]
        municipality.administrators.append(CentralAdministrator(model, row, municipality=municipality, units=[]))
    for row in rows_of(world.politicians):
        municipality = here[row["municipality"]]
        municipality.politicians.append(Politician(model, row, council=municipality.council, municipality=municipality))
    for row in rows_of(world.partners):
        municipality, service = here[row["municipality"]], services[row["service"]]
        municipality.partners.append(Partner(model, row, municipality=municipality, service=service))
    return here


def units_in(
    model: "MesaTwin", world: World, municipalities: list[Municipality], services: list[Service]
) -> list[Unit]:
    """The units, their ties and pairs, and who follows and speaks for them."""
    administrators = [one for municipality in municipalities for one in municipality.administrators]
    representatives = [one for municipality in municipalities for one in municipality.representatives]
    lived, before, ledgers = records_of(world.enacted), records_of(world.before), rows_of(world.ledgers)
    ties, sights = rows_of(world.ties), rows_of(world.sights)
    rows = rows_of(world.units)
    units = [
        Unit(
            model, row, municipality=municipalities[row["municipality"]], service=services[row["service"]],
            administrator=administrators[row["administrator"]], representative=representatives[row["representative"]],
            lived=lived[u], before=before[u], ledger=ledgers[u], teams=[], employees=[], citizens=[],
        )
        for u, row in enumerate(rows)
    ]  # fmt: skip
    by_id = {unit.id: unit for unit in units}
    for unit, row in zip(units, rows, strict=True):
        first_tie, first_sight = row["first_informal_tie"], row["first_sight"]
        unit.informal_ties = [units[tie["other"]] for tie in ties[first_tie : first_tie + row["informal_ties"]]]
        unit.sights = [by_id[sight["seen"]] for sight in sights[first_sight : first_sight + row["sights"]]]
        for group in (unit.municipality, unit.service, unit.administrator, unit.representative):
            group.units.append(unit)
    for row in rows_of(world.pairs):
        one, other = units[row["unit"]], units[row["other"]]
        pair = Pair(one, other, row["coordination"], bool(row["joint_team"]), row["shared_cases"])
        one.municipality.pairs[frozenset((one, other))] = pair
    return units


def staff_in(model: "MesaTwin", world: World, units: list[Unit]) -> list[Employee]:
    """Line managers, teams and employees."""
    for row in rows_of(world.line_managers):
        units[row["unit"]].line_manager = LineManager(model, row, unit=units[row["unit"]])
    teams = [Team(model, row, unit=units[row["unit"]], employees=[]) for row in rows_of(world.teams)]
    for team in teams:
        team.unit.teams.append(team)
    employees = [
        Employee(model, row, team=teams[row["team"]], unit=units[row["unit"]]) for row in rows_of(world.employees)
    ]
    for employee in employees:
        for group in (employee.team, employee.unit, employee.unit.municipality):
            group.employees.append(employee)
    return employees


def citizens_in(model: "MesaTwin", world: World, units: list[Unit]) -> None:
    """Citizens, who know one another."""
    outcomes = columns_of(world.experiences)["outcome"]
    rows = [row | {"last_outcome": last} for row, last in zip(rows_of(world.citizens), outcomes, strict=True)]
    citizens = [
        Citizen(model, row, unit=units[row["unit"]], municipality=units[row["unit"]].municipality, case=None)
        for row in rows
    ]
    for citizen, row in zip(citizens, rows, strict=True):
        citizen.acquaintances = [citizens[row[f"tie_{k}"]] for k in range(1, 6)]
        for group in (citizen.unit, citizen.municipality):
            group.citizens.append(citizen)


def proposals_and_practices(world: World, units: list[Unit], employees: list[Employee]) -> None:
    """Each unit's list of proposals, and how its practice came to be what it is."""
    proposals = [
        proposal_in(row, units, employees) if row["station"] != ENDED else None for row in rows_of(world.proposals)
    ]
    loci = rows_of(world.practices)
    for u, (unit, row) in enumerate(zip(units, rows_of(world.units), strict=True)):
        own = loci[u * LOCI : (u + 1) * LOCI]
        unit.places = proposals[row["first_proposal"] : row["first_proposal"] + PROPOSALS_PER_UNIT]
        unit.practice = sum(locus["bit"] << place for place, locus in enumerate(own))
        unit.set_by = [proposals[locus["proposal"]] if locus["proposal"] >= 0 else None for locus in own]


def proposal_in(row: Row, units: list[Unit], employees: list[Employee]) -> Proposal:
    """A proposal on its way or in use."""
    loci = ((row["first_locus"], row["first_way"]), (row["second_locus"], row["second_way"]))
    gains = ("quality_gain", "seen_quality_gain", "cost_change", "work_change", "user_gain", "staff_gain")
    in_favour = ("employees", "administration", "politicians", "citizens")
    as_they_are = (
        "origin", "week_voiced", "coordination_saving", "station", "week_due", "under_duty", "was_piloted", "rounds",
        "asked_share", "ownership", "buy_in", "project",
    )  # fmt: skip
    return Proposal(
        units[row["unit"]],
        employees[row["employee"]],
        changes={locus: way for locus, way in loci if locus >= 0},
        partner_unit=units[row["partner_unit"]] if row["partner_unit"] >= 0 else None,
        gains=Gains(*(row[gain] for gain in gains)),
        favoured_by=tuple(bool(row[f"favoured_by_{party}"]) for party in in_favour),
        **{name: row[name] for name in as_they_are},
    )
