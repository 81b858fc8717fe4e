"""The page of tables: everything that a world keeps."""

from collections.abc import Iterable

from docs.pages.markdown import number, page, table
from sim.state.columns import Column
from sim.state.tables import TABLES

_WORLD = """\
A world is a set of tables, one row per agent or thing, from one municipality to a country. A *share* is a number
from 0 to 1; a *row* is a row number in another table, -1 is nobody. Four more tables hold a value of every lever:
`formal` (asked now, a row per municipality), `asked_before` (asked before the latest change), `before` (lived in the
last week before the first reform, a row per unit) and `enacted` (lived now); `baseline` has one row. `measured` has
a row of measures for each municipality (`sim/measures/catalogue.py`)."""


def tables_page() -> str:
    """Every table of a world and every column."""
    parts = [f"## `{table.name}`\n\nRows: {table.rows}.\n\n{_columns(table.columns)}" for table in TABLES]
    return page("Tables", "`sim/state/tables.py`", [_WORLD, *parts])


def _columns(columns: Iterable[Column]) -> str:
    heads = ("Column", "Meaning", "Unit", "Range", "Type")
    kinds = {"f8": "real", "i8": "whole", "i4": "whole, short"}
    rows = ((f"`{it.name}`", it.meaning, it.unit, _range(it), kinds[it.kind]) for it in columns)
    return table(heads, rows)


def _range(column: Column) -> str:
    low, high = column.low, column.high
    if low == -float("inf"):
        return "any" if high == float("inf") else f"to {number(high)}"
    return f"from {number(low)}" if high == float("inf") else f"{number(low)} to {number(high)}"
