"""What a table is: named columns of float64 or int64, each with a meaning, a unit and a range.

A table is kept as records, one row per agent or thing, because a process looks at a few columns of one row at a time:
records were a third faster than separate columns and compile faster (docs/decisions/0002-records-and-draws.md).
``table["column"]`` is the column, ``table[row].column`` one cell; writing a row writes the table.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column: ``kind`` is "f8" (a quantity) or "i8" (an identity, a row number, a count or a code).

    A whole number of a very long table may be kept in half the room, as "i4".
    """

    name: str
    kind: str
    meaning: str
    unit: str
    low: float
    high: float


class Table(NamedTuple):
    """One table: what its rows are, and its columns in the order they are kept."""

    name: str
    rows: str
    columns: tuple[Column, ...]

    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


INFINITE = float("inf")


def share(name: str, meaning: str) -> Column:
    """A quantity in [0, 1] without unit."""
    return Column(name, "f8", meaning, "share", 0.0, 1.0)


def real(name: str, meaning: str, unit: str, low: float = -INFINITE, high: float = INFINITE) -> Column:
    """A quantity with a unit, within [low, high]."""
    return Column(name, "f8", meaning, unit, low, high)


def count(name: str, meaning: str, low: float = 0, high: float = INFINITE) -> Column:
    """A whole number of things, weeks or days."""
    return Column(name, "i8", meaning, "count", low, high)


def row_of(name: str, meaning: str) -> Column:
    """A row number in another table; -1 is nobody."""
    return Column(name, "i8", meaning, "row", -1, INFINITE)


def code(name: str, meaning: str, high: int) -> Column:
    """One of a short list of codes, 0 to ``high``."""
    return Column(name, "i8", meaning, "code", 0, high)


def short(column: Column) -> Column:
    """The same whole numbers in half the room, for very long tables."""
    return column._replace(kind="i4")
