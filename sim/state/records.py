"""The one seam between the model and how its tables are kept.

Compiled, a table is a NumPy record array. Interpreted (with ``STYREFORM_INTERPRETED``, or in the browser, where NumPy
does not exist) it is a list of plain row objects. Processes and rules read the same in both: ``len(table)``,
``table[row]``, ``row.column``.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sim.rule import COMPILED
from sim.state.columns import Column


class Matrix:
    """Rows of quantities read by (row, position): the interpreted twin of a two-dimensional view."""

    def __init__(self, rows: list[Any], names: tuple[str, ...]) -> None:
        self.rows = rows
        self.names = names

    def __getitem__(self, place: tuple[int, int]) -> float:
        row, position = place
        return getattr(self.rows[row], self.names[position])

    def __setitem__(self, place: tuple[int, int], value: float) -> None:
        row, position = place
        setattr(self.rows[row], self.names[position], value)


class Row:
    """One row of an interpreted table: plain numbers by name."""

    __slots__ = ()


@cache
def _row_class(names: tuple[str, ...]) -> type[Row]:
    return type("Row", (Row,), {"__slots__": names})


def _zero_row(columns: tuple[tuple[str, str], ...]) -> Row:
    row = _row_class(tuple(name for name, _ in columns))()
    for name, kind in columns:
        setattr(row, name, 0.0 if kind == "f8" else 0)
    return row


def _layout(columns: Iterable[Column]) -> tuple[tuple[str, str], ...]:
    return tuple((column.name, column.kind) for column in columns)


def empty_table(columns: Iterable[Column], rows: int) -> Any:
    """A table of ``rows`` rows of zeros."""
    return _empty(_layout(columns), rows)


def empty_quantities(names: Iterable[str], rows: int) -> Any:
    """A table whose columns are all quantities."""
    return _empty(tuple((name, "f8") for name in names), rows)


def _empty(layout: tuple[tuple[str, str], ...], rows: int) -> Any:
    if not COMPILED:
        return [_zero_row(layout) for _ in range(rows)]
    import numpy as np

    return np.zeros(rows, dtype=list(layout)).view(np.recarray)


def record(values: Mapping[str, float]) -> Any:
    """One record of quantities by name: parameters, or the baseline's lever values.

    >>> float(record({"voice": 0.4}).voice)
    0.4
    """
    table = empty_quantities(values, 1)
    row = table[0]
    for name, value in values.items():
        setattr(row, name, float(value))
    return row


def one_row(values: Any) -> Any:
    """A table whose one row is this record."""
    if not COMPILED:
        return [values]
    import numpy as np

    return np.array([values], dtype=values.dtype).view(np.recarray)


def equal_rows(values: Mapping[str, float], rows: int) -> Any:
    """A table of quantities with the same values in every row."""
    row = record(values)
    if not COMPILED:
        return [_copy_row(row) for _ in range(rows)]
    import numpy as np

    return np.full(rows, row).view(np.recarray)


def matrix_of(table: Any) -> Any:
    """The same quantities as ``table``, read and written by (row, position of the column)."""
    if isinstance(table, list):
        return Matrix(table, type(table[0]).__slots__ if table else ())
    import numpy as np

    return np.asarray(table).view(np.float64).reshape(len(table), len(table.dtype.names))


def copy_of(table: Any) -> Any:
    """An independent copy of a table or record."""
    if not isinstance(table, list):
        return table.copy()
    return [_copy_row(row) for row in table]


def _copy_row(row: Any) -> Any:
    twin = type(row)()
    for name in type(row).__slots__:
        setattr(twin, name, getattr(row, name))
    return twin


def joined(one: Any, other: Any) -> Any:
    """A new table with the rows of both, whose columns are the same."""
    if isinstance(one, list):
        return [_copy_row(row) for row in (*one, *other)]
    import numpy as np

    return np.concatenate([one, other]).view(np.recarray)


def columns_of(table: Any) -> dict[str, list[float]]:
    """Every column as a list of Python numbers, whichever way the table is kept.

    >>> from sim.state.columns import share
    >>> columns_of(empty_table([share("trust", "trust")], 2))
    {'trust': [0.0, 0.0]}
    """
    if isinstance(table, list):
        names = type(table[0]).__slots__ if table else ()
        return {name: [getattr(row, name) for row in table] for name in names}
    return {name: table[name].tolist() for name in table.dtype.names}
