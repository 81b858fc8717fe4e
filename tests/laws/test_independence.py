"""What may not matter: the order of municipalities, a regime's name, reforms elsewhere, and asking for nothing."""

from pathlib import Path

import numpy as np
import pytest

from sim.regimes import load_regime, scenario_file
from sim.regimes.formal import formal_values
from sim.simulate import Simulation
from sim.state.tables import PROVIDER_TABLES
from sim.state.world import PROVIDER_LEVER_TABLES, TABLE_NAMES, World, lever_views
from tests.worlds import PARAMETERS, REGIMES, Columns, begun, differences, four_units, live, reform, under

YEAR = 52

ROWS_OF = {
    "municipality": "municipalities",
    "first_unit": "units", "unit": "units", "other": "units", "second_unit": "units", "third_unit": "units",
    "partner_unit": "units",
    "first_employee": "employees", "employee": "employees",
    "first_citizen": "citizens", "tie_1": "citizens", "tie_2": "citizens", "tie_3": "citizens", "tie_4": "citizens",
    "tie_5": "citizens", "citizen": "citizens",
    "first_politician": "politicians", "first_administrator": "central_administrators",
    "administrator": "central_administrators", "first_representative": "union_representatives",
    "representative": "union_representatives", "first_partner": "partners", "partner": "partners",
    "first_pair": "pairs", "first_team": "teams", "team": "teams", "line_manager": "line_managers",
    "first_provider": "providers", "provider": "providers",
    "first_informal_tie": "ties", "first_sight": "sights", "first_proposal": "proposals", "proposal": "proposals",
}  # fmt: skip
"""The table that a column of row numbers points into."""
ROWS_OF_PROVIDERS = {
    "unit": "providers", "team": "provider_teams", "first_employee": "provider_employees",
    "first_team": "provider_teams", "line_manager": "provider_managers",
}  # fmt: skip
"""The same in the tables of private providers, who have units, posts, teams and managers of their own."""
SHARED = {"services", "centres", "locus_ages", "levers", "national_path", "baseline", "parameters", "shown", "lots"}
"""Tables that belong to no municipality."""
ASKED = {
    "municipalities.reform_started", "municipalities.reform_week", "municipalities.guarantee_asked",
    "municipalities.first_provider", "municipalities.providers", "municipalities.steers_contracts",
    "units.users_before",
    "units.team_aim", "union_representatives.credibility",
}  # fmt: skip
"""Where it is written that something was asked, or believed of a promise, beside the formal values themselves."""


def municipality_of_rows(world: World, table: str) -> np.ndarray:
    """The municipality that each row of a table belongs to."""
    rows = getattr(world, table)
    names = rows.dtype.names
    if table in (*PROVIDER_TABLES, *PROVIDER_LEVER_TABLES):
        of_providers = np.asarray(world.providers.municipality)
        if table in ("provider_teams", "provider_employees", "provider_managers"):
            return of_providers[rows.unit]
        return of_providers
    of_units = np.asarray(world.units.municipality)
    if table in {"practices", "proposals", "ledgers", "enacted", "before"}:
        return np.repeat(of_units, len(rows) // len(of_units))
    if table == "sights":
        return np.repeat(of_units, world.units.sights)
    if table == "choices" and len(rows) == 0:
        return np.zeros(0, dtype=int)
    if table in {"cases", "experiences", "choices"}:
        return of_units[world.citizens.unit]
    if "municipality" in names:
        return np.asarray(rows.municipality)
    if "unit" in names:
        return of_units[rows.unit]
    return np.arange(len(rows))


def target_of(table: str, column: str) -> str:
    """The table that a column of a table points into."""
    of_providers = ROWS_OF_PROVIDERS if table in PROVIDER_TABLES else {}
    return of_providers.get(column, ROWS_OF[column])


def reordered(simulation: Simulation, order: list[int]) -> Simulation:
    """The same world with its municipalities in another order: rows move, identities stay."""
    world = simulation.world
    kept = {table: _rows_in_order(world, table, order) for table in TABLE_NAMES}
    place = {table: np.argsort(rows) for table, rows in kept.items()}
    tables = {table: getattr(world, table)[rows].copy() for table, rows in kept.items()}
    for table, rows in tables.items():
        for column in rows.dtype.names:
            if column in ROWS_OF and rows.dtype[column].kind == "i":
                old = rows[column]
                new_place = place[target_of(table, column)]
                if len(new_place) > 0:
                    rows[column] = np.where((old >= 0) & (old < len(new_place)), new_place[old % len(new_place)], old)
    twin = simulation.copy()
    twin.worlds = (World(**tables, **lever_views(tables)),)
    return twin


def _rows_in_order(world: World, table: str, order: list[int]) -> np.ndarray:
    if table in SHARED:
        return np.arange(len(getattr(world, table)))
    municipality = municipality_of_rows(world, table)
    return np.concatenate([np.flatnonzero(municipality == m) for m in order])


def of_municipality(world: World, m: int) -> Columns:
    """The columns of one municipality's own rows."""
    return {
        table: {
            column: getattr(world, table)[column][municipality_of_rows(world, table) == m].tolist()
            for column in getattr(world, table).dtype.names
        }
        for table in TABLE_NAMES
        if table not in SHARED and (table != "choices" or world.municipalities.private_users[m] > 0)
    }


def without_sight_of_each_other(simulation: Simulation) -> Simulation:
    """The ties between municipalities, through which units copy, are cut; four units have no other of their service."""
    simulation.world.units.sights[:] = 0
    return simulation


@pytest.mark.parametrize("regime", ["npm", "tripartite"])
def test_the_order_of_municipalities_does_not_matter(regime: str) -> None:
    """Units cannot be reordered so: whom a case or a joint team calls in is drawn by the unit's place among the others.

    The draw is the same for every place, so a new order of units is another run of equal chances, not the same run.
    """
    simulation = begun(four_units(3))
    simulation.enact([reform(regime, municipalities=(0, 1, 2))])
    order = [2, 0, 1]
    moved = live(reordered(simulation, order), 2 * YEAR)
    stayed = live(simulation, 2 * YEAR)
    assert stayed.world.units.reused.sum() > 0  # they do learn from one another
    assert differences(reordered(stayed, order).world.columns(), moved.world.columns()) == []


def test_a_reform_elsewhere_changes_nothing_here() -> None:
    reformed, left_alone = (without_sight_of_each_other(begun(four_units(2))) for _ in range(2))
    reformed.enact([reform("hybrid", municipalities=(1,))])
    live(reformed, 2 * YEAR)
    live(left_alone, 2 * YEAR)
    assert differences(of_municipality(reformed.world, 0), of_municipality(left_alone.world, 0)) == []
    assert "units.mean_motivation" in differences(
        of_municipality(reformed.world, 1), of_municipality(left_alone.world, 1)
    )


def test_neighbours_learn_from_a_reform_only_by_copying() -> None:
    """What comes over from a reformed municipality begins with a practice that somebody sees."""
    reformed, left_alone = begun(four_units(2)), begun(four_units(2))
    reformed.enact([reform("hybrid", municipalities=(1,))])
    live(reformed, 8 * YEAR)
    live(left_alone, 8 * YEAR)
    moved = differences(of_municipality(reformed.world, 0), of_municipality(left_alone.world, 0))
    assert "practices.bit" in moved


@pytest.mark.parametrize("regime", REGIMES)
def test_a_regime_under_another_name_is_the_same(regime: str, tmp_path: Path) -> None:
    written = scenario_file("regimes", regime).read_text(encoding="utf-8")
    file = tmp_path / "newspeak.toml"
    file.write_text(written.replace(f'id = "{regime}"', 'id = "newspeak"').replace("title = ", 'title = "New " #'))
    renamed = load_regime(file)
    assert (renamed.id, renamed.title) == ("newspeak", "New ")
    assert formal_values(renamed, PARAMETERS.values) == formal_values(load_regime(regime), PARAMETERS.values)


@pytest.mark.parametrize("regime", REGIMES)
def test_a_regime_of_no_intensity_is_the_baseline(regime: str) -> None:
    nothing = live(under(f"{regime}*0", four_units()), YEAR).world.columns()
    assert differences(nothing, live(under("baseline", four_units()), YEAR).world.columns()) == []


def test_announcing_what_is_already_in_force_changes_nothing() -> None:
    announced = live(under("baseline", four_units()), YEAR).world.columns()
    silent = live(begun(four_units()), YEAR).world.columns()
    assert set(differences(announced, silent)) <= ASKED


@pytest.mark.parametrize("regime", [regime for regime in REGIMES if regime != "baseline"])
def test_a_label_only_is_exactly_nothing(regime: str) -> None:
    """Claim 30: where no manager enacts and no lever reaches the front line, a reform is what it is called."""
    nobody_enacts = {"soft_reach": 0.0, "hard_reach": 0.0}
    label = live(under(regime, four_units(), changes=nobody_enacts), 2 * YEAR).world.columns()
    silent = live(begun(four_units(), changes=nobody_enacts), 2 * YEAR).world.columns()
    unfelt = ("formal.", "asked_before.", "contracted.", "provider", "choices.")  # whoever enters, nobody may choose
    moved = {column for column in differences(label, silent) if not column.startswith(unfelt)}
    assert moved <= ASKED
