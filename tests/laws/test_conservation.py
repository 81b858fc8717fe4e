"""What holds in every world in every week, whatever the regime and however far its parameters are pushed.

Columns stay in the ranges that sim/state/tables.py gives them, hours are spent once, spells and proposals that begin
end or go on, and whatever is counted in two places is counted alike.
"""

import random
from collections.abc import Iterator

import numpy as np
import pytest

from sim.evidence import PARAMETERS
from sim.regimes import LEVERS
from sim.simulate import Simulation
from sim.state.tables import (
    ACCEPTED,
    COMPLEX_CASE,
    DAYS_PER_WEEK,
    EMPTY,
    IN_USE,
    LOCI,
    PILOTED,
    PROPOSALS_PER_UNIT,
    PROVIDER_TABLES,
    TABLES,
    WAITING,
    WELL,
)
from sim.state.world import LEVER_TABLES, PROVIDER_LEVER_TABLES, World
from tests.worlds import REGIMES, begun, four_units, reform, under

YEARS = 2
WEEKS_AT_A_CORNER = 40
CORNERS = 2 * len(REGIMES)
ROUNDING = 1e-9

RANGES = [(table.name, column.name, column.low, column.high) for table in TABLES for column in table.columns] + [
    (table, lever.name, lever.low, lever.high)
    for table in (*LEVER_TABLES, *PROVIDER_LEVER_TABLES)
    for lever in LEVERS.values()
]
RANGES += [
    (name, column.name, column.low, column.high) for name, table in PROVIDER_TABLES.items() for column in table.columns
]


def corner(number: int) -> dict[str, float]:
    """Every parameter at one end of its range: which end is drawn, and the next corner is the opposite one."""
    draw = random.Random(number // 2)
    at_the_top = {parameter.name: draw.random() < 0.5 for parameter in PARAMETERS}
    return {
        parameter.name: parameter.high if at_the_top[parameter.name] == (number % 2 == 0) else parameter.low
        for parameter in PARAMETERS
    }


def weeks_of(simulation: Simulation, weeks: int) -> Iterator[World]:
    for _ in range(weeks):
        simulation.step()
        yield simulation.world


def out_of_range(world: World) -> list[str]:
    """Every column with a value that is not in its range; a number that is none is in no range."""
    wrong = []
    for table, column, low, high in RANGES:
        values = getattr(world, table)[column]
        inside = (values >= low - ROUNDING) & (values <= high + ROUNDING)
        if not inside.all():
            wrong.append(f"{table}.{column} = {values[~inside][0]} not in [{low:g}, {high:g}]")
    return wrong


def broken_sums(world: World) -> list[str]:
    """What is counted in two places and not alike, in words."""
    units, employees, citizens = world.units, world.employees, world.citizens
    cases = world.cases[world.rows_of_cases()]
    brought_by = citizens[cases.citizen]
    privately = np.full(len(citizens), -1) if len(world.choices) == 0 else world.choices.provider
    private_cases = privately[cases.citizen] >= 0
    own, served_by = brought_by[~private_cases], privately[cases.citizen][private_cases]
    station = world.proposals.station.reshape(-1, PROPOSALS_PER_UNIT)
    undecided = (station == WAITING).sum(1) + (station == PILOTED).sum(1)
    started = units.implemented + units.reused - units.abandoned
    posts = units.employees * DAYS_PER_WEEK
    hours = sum(world.ledgers[column] for column in world.ledgers.dtype.names)

    def per_unit(rows: np.recarray, values: np.ndarray) -> np.ndarray:
        return np.bincount(rows.unit, weights=values, minlength=len(units))

    def per_provider(rows: np.ndarray, values: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(rows, weights=values, minlength=len(world.providers))

    same = {
        "paid hours are spent once": np.allclose(hours, 1.0, rtol=0.0, atol=ROUNDING),
        "days absent": np.allclose(units.absence * posts, per_unit(employees, employees.absent_days)),
        "days in minor spells": np.allclose(units.minor_absence * posts, per_unit(employees, employees.minor_days)),
        "days worked while ill": np.allclose(
            units.presentee_share * posts, per_unit(employees, employees.presentee_days)
        ),
        "proposals in use": (units.in_use == (station == IN_USE).sum(1)).all(),
        "proposed = decided + undecided": (
            units.voiced + units.from_above == units.accepted + units.turned_down + units.dropped + undecided
        ).all(),
        "started - given up <= in use": (started <= units.in_use).all(),  # the rest are pilots that merely go on
        "cases": (units.cases == per_unit(own, np.ones(len(own)))).all(),
        "cases of private providers": (world.providers.cases == per_provider(served_by)).all(),
        "complaints": (units.complaints == per_unit(own, cases.complained[~private_cases])).all(),
        "complaints at private providers": (
            world.providers.complaints == per_provider(served_by, cases.complained[private_cases])
        ).all(),
        "every citizen is served once": (
            (units.citizens == per_unit(citizens, privately < 0)).all()
            and (units.users_gone == per_unit(citizens, privately >= 0)).all()
            and (world.providers.citizens == per_provider(privately[privately >= 0])).all()
        ),
        "the private have the service of their citizens": (
            world.providers.service[privately[privately >= 0]] == units.service[citizens.unit[privately >= 0]]
        ).all(),
        "cases shared with partners": (
            world.partners.shared_cases.sum() == cases.partner_joined[cases.kind == COMPLEX_CASE].sum()
        ),
        "lengths of spells": ((employees.spell == WELL) <= (employees.spell_days_left == 0.0)).all(),
    }
    return [name for name, holds in same.items() if not holds]


def broken_practices(world: World) -> list[str]:
    """Loci whose proposal is not in use there, proposals in use that set no locus, joint teams without a proposal."""
    proposals, practices = world.proposals, world.practices
    wrong = []
    set_by: set[int] = set()
    for row in range(len(practices)):
        k = practices[row].proposal
        if k < 0:
            continue
        set_by.add(int(k))
        proposal = proposals[k]
        ways = {proposal.first_locus: proposal.first_way, proposal.second_locus: proposal.second_way}
        if proposal.station != IN_USE or proposal.unit != row // LOCI or ways.get(row % LOCI) != practices[row].bit:
            wrong.append(f"locus {row} says that proposal {k} set it")
    joined = set()
    for k in np.flatnonzero(proposals.station == IN_USE):
        unit, other = int(proposals[k].unit), int(proposals[k].partner_unit)
        if other >= 0:
            joined.add((min(unit, other), max(unit, other)))
        elif int(k) not in set_by:
            wrong.append(f"proposal {k} is in use and sets no locus")
    teams = {(int(pair.unit), int(pair.other)) for pair in world.pairs if pair.joint_team == 1}
    return wrong if teams == joined else [*wrong, f"joint teams {teams}, in use {joined}"]


def broken_laws(world: World) -> list[str]:
    return out_of_range(world) + broken_sums(world) + broken_practices(world)


@pytest.mark.parametrize("regime", REGIMES)
def test_under_every_regime(regime: str) -> None:
    for world in weeks_of(under(regime, four_units()), YEARS * 52):
        assert broken_laws(world) == []


@pytest.mark.parametrize("number", range(CORNERS))
def test_at_the_corners_of_the_parameters(number: int) -> None:
    regime = REGIMES[number % len(REGIMES)]
    for world in weeks_of(under(regime, four_units(), seed=number, changes=corner(number)), WEEKS_AT_A_CORNER):
        assert broken_laws(world) == []


def test_a_world_has_proposals_at_every_station() -> None:
    """Else the laws of proposals would hold for want of any."""
    seen: set[int] = set()
    for regime in ("tripartite", "hybrid"):
        for world in weeks_of(under(regime, four_units(5)), YEARS * 52):
            assert broken_laws(world) == []
            seen |= set(world.proposals.station.tolist())
    assert seen >= {EMPTY, WAITING, ACCEPTED, IN_USE}


def test_spells_begun_have_ended_or_go_on() -> None:
    """Person by person and week by week: a spell ends by recovery, or because somebody else comes into the post."""
    simulation = begun(four_units(5))
    simulation.enact([reform("npm")])
    employees = simulation.world.employees
    begun_in_all = ended_in_all = left_in_all = 0
    for _ in range(4 * 52):
        ill_before, newcomers = employees.spell != WELL, employees.newcomers.copy()
        simulation.step()
        ill = ill_before.astype(int) - employees.spell_ended + employees.spell_began
        left_ill = (employees.newcomers > newcomers) & (ill == 1)
        assert set(ill.tolist()) <= {0, 1}
        assert ((employees.spell != WELL) == (ill - left_ill)).all()
        begun_in_all += employees.spell_began.sum()
        ended_in_all += employees.spell_ended.sum()
        left_in_all += left_ill.sum()
    running = (employees.spell != WELL).sum()
    assert begun_in_all == ended_in_all + left_in_all + running
    assert begun_in_all > 200
