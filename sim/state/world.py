"""A world: all tables of some municipalities that live side by side, from one of them to a whole country."""

from typing import Any, NamedTuple

from sim.rule import Table
from sim.state.records import columns_of, copy_of, matrix_of
from sim.state.tables import PROVIDER_TABLES, TABLES


class World(NamedTuple):
    """Every table of its municipalities.

    Copies are independent; the views of the levers are always of the copy's own tables.
    """

    municipalities: Table
    services: Table
    centres: Table
    units: Table
    teams: Table
    employees: Table
    line_managers: Table
    central_administrators: Table
    politicians: Table
    union_representatives: Table
    steering_groups: Table
    citizens: Table
    experiences: Table
    choices: Table
    lots: Table
    cases: Table
    pairs: Table
    proposals: Table
    practices: Table
    locus_ages: Table
    ties: Table
    sights: Table
    shown: Table
    """What units let others see: the one table that worlds living side by side have in common."""
    partners: Table
    ledgers: Table
    levers: Table
    national_path: Table
    tallies: Table
    formal: Table
    """Lever values formally asked, one row per municipality."""
    asked_before: Table
    """Lever values asked before the latest change, one row per municipality."""
    before: Table
    """Lever values lived in the last week before the first reform, one row per unit."""
    enacted: Table
    """Lever values lived, one row per unit."""
    contracted: Table
    """Lever values asked of contractors and private providers, one row per municipality."""
    providers: Table
    """Private providers: units apart from those of the municipality."""
    provider_teams: Table
    provider_employees: Table
    provider_managers: Table
    provider_before: Table
    """Lever values that private providers lived before anybody asked theirs, one row per provider."""
    provider_enacted: Table
    """Lever values that private providers live, one row per provider."""
    baseline: Table
    """Lever values of the baseline: one row."""
    parameters: Table
    """The parameters: one row."""
    measured: Table
    """This week's measures, one row per municipality."""
    formal_values: Table
    asked_before_values: Table
    before_values: Table
    enacted_values: Table
    contracted_values: Table
    provider_before_values: Table
    provider_enacted_values: Table

    def rows_of_cases(self) -> list[int]:
        """The rows of this week's cases, in the order of the citizens who brought them."""
        return [
            row
            for municipality in self.municipalities
            for row in range(municipality.first_citizen, municipality.first_citizen + municipality.cases)
        ]

    def copy(self, shown: Table | None = None) -> "World":
        """An independent copy; copies of worlds that live side by side are given the copy of what they share."""
        own = {name: copy_of(getattr(self, name)) for name in TABLE_NAMES if name != "shown" or shown is None}
        return world_of(own if shown is None else {**own, "shown": shown})

    def __reduce__(self) -> Any:
        """For pickling and deep copies: the views belong to the tables, and are made anew with them."""
        return world_of, ({name: getattr(self, name) for name in TABLE_NAMES},)

    def columns(self) -> dict[str, dict[str, list[float]]]:
        """Every table's columns as lists of Python numbers, for comparing worlds bit for bit. Lots are no state."""
        return {name: columns_of(getattr(self, name)) for name in TABLE_NAMES if name != "lots"}


LEVER_TABLES = ("formal", "asked_before", "before", "enacted", "contracted")
PROVIDER_LEVER_TABLES = ("provider_before", "provider_enacted")
TABLE_NAMES = (
    *(table.name for table in TABLES),
    *PROVIDER_TABLES,
    *LEVER_TABLES,
    *PROVIDER_LEVER_TABLES,
    "baseline",
    "parameters",
    "measured",
)


def lever_views(tables: dict[str, Table]) -> dict[str, Table]:
    """The lever tables once more, as quantities by (row, lever), for the processes that treat all levers alike."""
    return {f"{name}_values": matrix_of(tables[name]) for name in (*LEVER_TABLES, *PROVIDER_LEVER_TABLES)}


def world_of(tables: dict[str, Table]) -> World:
    """The world that these tables make up."""
    return World(**tables, **lever_views(tables))
