"""The model written twice: as tables and processes, and as a Mesa model with an object per agent. Equal bit for bit."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import pytest

from benchmarks.peers.twin import MesaTwin
from benchmarks.peers.twin.central_administrators import CentralAdministrator
from benchmarks.peers.twin.citizens import Citizen
from benchmarks.peers.twin.employees import Employee
from benchmarks.peers.twin.founding import rows_of
from benchmarks.peers.twin.line_managers import LineManager
from benchmarks.peers.twin.municipality import Municipality
from benchmarks.peers.twin.partners import Partner
from benchmarks.peers.twin.politicians import Politician
from benchmarks.peers.twin.services import Service
from benchmarks.peers.twin.steering_group import SteeringGroup
from benchmarks.peers.twin.teams import Team
from benchmarks.peers.twin.union_representatives import UnionRepresentative
from benchmarks.peers.twin.units import Unit
from sim.measures.catalogue import NAMES
from sim.regimes import LEVERS
from sim.rules.search import way_at
from sim.simulate import Simulation
from sim.state import tables
from sim.state.columns import Table
from sim.state.tables import ACCEPTED, IN_USE, LOCI, PILOTED, WAITING
from tests.laws.test_side_by_side import small_country
from tests.worlds import REGIMES, Columns, begun, differences, four_units, live, reform

WEEKS = 60
"""Over what happens once a year."""
OVER_AN_ELECTION = 4 * 52 + 4
WEEKS_OF_A_COUNTRY = 20

KINDS = {
    Municipality: tables.MUNICIPALITIES,
    Service: tables.SERVICES,
    Unit: tables.UNITS,
    Team: tables.TEAMS,
    Employee: tables.EMPLOYEES,
    LineManager: tables.LINE_MANAGERS,
    CentralAdministrator: tables.CENTRAL_ADMINISTRATORS,
    Politician: tables.POLITICIANS,
    UnionRepresentative: tables.UNION_REPRESENTATIVES,
    SteeringGroup: tables.STEERING_GROUPS,
    Citizen: tables.CITIZENS,
    Partner: tables.PARTNERS,
}
"""The twin's agents, and the table of the same."""

RARE = {
    "municipalities": ("elections", "rules_made", "decisions"),
    "units": (
        "labour_saving_voiced", "accepted", "turned_down", "dropped", "came_to_nothing", "implemented", "reused",
        "abandoned",
    ),
    "employees": ("newcomers",),
    "steering_groups": ("meetings", "blocked"),
    "pairs": ("joint_team",),
    "locus_ages": ("redrawn",),
    "partners": ("saved_share",),
}  # fmt: skip
"""What a life might have none of, so that its equality would say little."""

WILD = {
    "crowded": (
        "tripartite + citizens_party + team_work",
        {"ideas_per_employee_week": 4.0, "weeks_of_patience": 200.0, "election_weeks": 26.0},
    ),
    "hasty": (
        "npm + team_work",
        {
            "ideas_per_employee_week": 0.2, "ideas_for_joint_teams": 0.5, "weeks_of_patience": 3.0,
            "line_per_unit_week": 1.0, "abandonment_per_year": 6.0, "copying_per_week": 0.3, "election_weeks": 26.0,
            "turbulence_per_week": 0.2, "incident_rate": 0.1, "loci_copied_at_most": 1.0, "election_noise": 0.3,
            "permanent_chance": 0.7, "shortest_contract": 4.0,
        },
    ),
    "heedful": (
        "trust + duty_to_consider",
        {"ideas_per_employee_week": 0.3, "weeks_of_duty": 4.0, "copying_per_week": 0.3, "ideas_for_joint_teams": 0.5},
    ),
}  # fmt: skip
"""Lives in which rare things are frequent: the regime of each, and its parameters, some out of their ranges."""

WITH_PROVIDERS = {"bum_choice"}
"""Regimes under which private providers enter, whom the twin does not know."""

LIVES = (*(regime for regime in REGIMES if regime not in WITH_PROVIDERS), *WILD, "country")

ON_LIST = (WAITING, PILOTED, ACCEPTED, IN_USE)
OF_PROPOSALS = {
    "station": ON_LIST, "week_due": ON_LIST, "origin": ON_LIST, "week_voiced": ON_LIST, "was_piloted": ON_LIST,
    "rounds": ON_LIST, "coordination_saving": ON_LIST, "under_duty": (WAITING,), "asked_share": (ACCEPTED, IN_USE),
    "ownership": (IN_USE,), "buy_in": (IN_USE,), "project": (IN_USE,),
}  # fmt: skip
"""What proposals keep, and at which stations it counts: before, a table's row still holds what an earlier one left."""
OF_PAIRS = ("coordination", "joint_team", "shared_cases")


class Life(NamedTuple):
    """Where a simulation and its twin came apart, and all that both kept, at the end."""

    apart: list[str]
    in_tables: Columns
    in_twin: Columns


def begun_together(regime: str, simulation: Simulation | None = None) -> tuple[Simulation, MesaTwin]:
    """A simulation and its twin in the week in which a regime begins."""
    simulation = simulation or begun(four_units())
    twin = MesaTwin(simulation)
    simulation.enact([reform(regime)])
    twin.enact(reform(regime).formal)
    return simulation, twin


def a_country_begun() -> tuple[Simulation, MesaTwin]:
    """Municipalities of many sizes that copy from one another, some of them reformed."""
    simulation = begun(small_country(), 5, {"copying_per_week": 0.3, "ideas_per_employee_week": 0.2})
    twin = MesaTwin(simulation)
    for regime, places in (("tripartite", (0, 3, 5)), ("npm", (1, 8))):
        simulation.enact([reform(regime, municipalities=places)])
        for m in places:
            twin.municipalities[m].begin_reform(reform(regime).formal)
    return simulation, twin


def apart(simulation: Simulation, twin: MesaTwin, weeks: int) -> list[str]:
    """Live so many weeks, up to the first in which a measure is not the same: which, where and when."""
    for _ in range(weeks):
        simulation.step()
        twin.step()
        for m, measured in enumerate(rows_of(simulation.world.measured)):
            measures = twin.municipalities[m].measures
            found = [name for name in NAMES if bits(measures[name]) != bits(measured[name])]
            if found:
                return [f"week {simulation.week}, municipality {m}: {name}" for name in found]
    return []


def bits(number: float) -> str:
    return float(number).hex()


@cache
def lived(life: str) -> Life:
    """A life under a regime, a country's, or one of the wilder ones: two municipalities, taken in mid-course."""
    if life == "country":
        return together(*a_country_begun(), WEEKS_OF_A_COUNTRY)
    if life in REGIMES:
        return together(*begun_together(life), OVER_AN_ELECTION if life == "tripartite" else WEEKS)
    regime, changes = WILD[life]
    setting = four_units(2).model_copy(update={"national_path": "norway_2001_2010", "absence_level": 0.1})
    return together(*begun_together(regime, live(begun(setting, 7, changes), 30)), WEEKS)


def together(simulation: Simulation, twin: MesaTwin, weeks: int) -> Life:
    """Where the two come apart, and every state of either at the end."""
    return Life(apart(simulation, twin, weeks), states_in_tables(simulation), states_in_twin(twin))


def states_in_tables(simulation: Simulation) -> Columns:
    """The states that the twin keeps too, out of all columns."""
    world = simulation.world.columns()
    stations = world["proposals"]["station"]
    return {
        **{table.name: {name: world[table.name][name] for name in states(table)} for table in KINDS.values()},
        **{name: world[name] for name in ("enacted", "before", "formal", "ledgers")},
        "pairs": {name: world["pairs"][name] for name in OF_PAIRS},
        "practices": {"bit": world["practices"]["bit"]},
        "locus_ages": world["locus_ages"],
        "experiences": world["experiences"],
        "proposals": {
            name: [value for value, station in zip(world["proposals"][name], stations, strict=True) if station in at]
            for name, at in OF_PROPOSALS.items()
        },
    }


def states_in_twin(twin: MesaTwin) -> Columns:
    """The same read off the twin's objects."""
    people = {kind: list(twin.agents_by_type[kind]) for kind in KINDS}
    units = people[Unit]
    proposals = [proposal for unit in units for proposal in unit.proposals]
    return {
        **{table.name: read(people[kind], states(table)) for kind, table in KINDS.items()},
        "enacted": read([unit.lived for unit in units], LEVERS),
        "before": read([unit.before for unit in units], LEVERS),
        "formal": read([municipality.formal for municipality in twin.municipalities], LEVERS),
        "ledgers": {name: [unit.ledger[name] for unit in units] for name in tables.LEDGERS.names()},
        "pairs": read(twin.pairs, OF_PAIRS),
        "practices": {"bit": [way_at(unit.practice, locus) for unit in units for locus in range(LOCI)]},
        "locus_ages": {"redrawn": [times for service in people[Service] for times in service.redrawn]},
        "experiences": {"outcome": [citizen.last_outcome for citizen in people[Citizen]]},
        "proposals": {
            name: read([proposal for proposal in proposals if proposal.station in at], [name])[name]
            for name, at in OF_PROPOSALS.items()
        },
    }


def states(table: Table) -> list[str]:
    """The columns that describe, rather than name another row, and that the twin has.

    It knows no events, markets or turnover, and no ideas from above, which are off at the baseline.
    """
    left_out = {
        "proposal_rows", "posts_allowed", "incident_ahead", "vacant_weeks_left", "vacant_share", "quits", "on_contract",
        "providers", "steers_contracts", "private_users", "private_cost", "users_gone", "users_before", "users_lost",
        "outside_coordination", "outside_cases", "from_above", "rules_reported", "reported_rules_taken_up",
        "reported_rules_sent_on", "reported_rules_removed", "sick_pay_shift",
    }  # fmt: skip
    return [column.name for column in table.columns if column.unit != "row" and column.name not in left_out]


def read(objects: Iterable[Any], names: Iterable[str]) -> dict[str, list[float]]:
    """Attributes as columns; where a table counts, an object has a list of those it knows."""
    everybody = list(objects)
    return {name: [as_number(getattr(one, name)) for one in everybody] for name in names}


def as_number(value: Any) -> float:
    return float(len(value)) if isinstance(value, list) else float(value)


@pytest.mark.parametrize("life", LIVES)
def test_every_measure_of_every_week_is_the_same(life: str) -> None:
    assert lived(life).apart == []


@pytest.mark.parametrize("life", LIVES)
def test_everybody_ends_in_the_same_state(life: str) -> None:
    assert differences(lived(life).in_tables, lived(life).in_twin) == []


@pytest.mark.parametrize(("table", "column"), [(table, column) for table in RARE for column in RARE[table]])
def test_what_is_rare_happens_in_one_of_these_lives(table: str, column: str) -> None:
    assert any(any(lived(life).in_tables[table][column]) for life in LIVES)


@pytest.mark.parametrize("column", ["units", "citizens", "administrators", "partners", "need_of_a_citizen"])
def test_a_country_has_municipalities_of_many_sizes(column: str) -> None:
    assert len(set(lived("country").in_tables["municipalities"][column])) > 1


def test_units_of_a_country_copy_from_each_other() -> None:
    assert any(lived("country").in_tables["units"]["reused"])


def test_mesa_collects_what_a_simulation_records() -> None:
    simulation, twin = begun_together("tripartite")
    twin.run_for(26)
    recorded = simulation.live(26)
    collected = twin.datacollector.get_model_vars_dataframe()
    assert {name: collected[name].tolist() for name in NAMES} == {name: recorded[name][:, 0].tolist() for name in NAMES}


def test_who_changes_an_agent_changes_the_week_in_both_alike() -> None:
    simulation, twin = begun_together("trust")
    untouched = begun_together("trust")[1]
    simulation.world.employees[3].exhaustion = 0.9
    twin.agents_by_type[Employee].select(lambda employee: employee.id == 3).set("exhaustion", 0.9)
    assert apart(simulation, twin, 8) == []
    untouched.run_for(8)
    assert twin.municipalities[0].measures["exhaustion"] > untouched.municipalities[0].measures["exhaustion"]


def test_a_twin_lives_apart_from_its_simulation() -> None:
    simulation = live(begun(four_units()), 4)
    before = simulation.world.columns()
    MesaTwin(simulation).run_for(4)
    assert differences(simulation.world.columns(), before) == []
