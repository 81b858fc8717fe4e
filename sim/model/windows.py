"""Agents as windows: a ``mesa.Agent`` that keeps nothing but its place and reads and writes its row of a table.

A window is made when somebody looks and forgotten when nobody does; two windows on the same row are equal. Its
attributes are the columns of its table (sim/state/tables.py), and only those: what else one would set on it would be
lost with it.
"""

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any, ClassVar, Never, Self

import numpy as np
from mesa import Agent

from sim.mistakes import Mistake, nearest, value_in_words
from sim.rule import COMPILED
from sim.state import tables
from sim.state.columns import Column, Table


class Cell:
    """One column as an attribute of a window: reading reads the row's cell, writing writes it."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.__doc__ = f"{column.meaning} ({column.unit})"

    def __get__(self, window: "Window | None", kind: type | None = None) -> Any:
        if window is None:
            return self
        return scalar(getattr(window.record, self.column.name))

    def __set__(self, window: "Window", value: Any) -> None:
        setattr(window.record, self.column.name, self.admitted(value, type(window)))

    def admitted(self, value: Any, kind: type) -> float:
        """The value as this column keeps it. Identities and row numbers are fixed; the rest has a type and a range."""
        name, column = f"{kind.__name__}.{self.column.name}", self.column
        if column.unit == "row" or column.name == "id":
            raise AttributeError(f"{name} ({column.meaning}) says where things are and cannot be set.")
        of_kind, in_words = (_quantity, "number") if column.kind == "f8" else (_whole_number, "whole number")
        number = of_kind(value)
        if number is None:
            raise Mistake(f"{name} ({column.meaning}) needs a {in_words}, not {value_in_words(value)}.")
        if not (column.low <= number <= column.high and math.isfinite(number)):
            limits = f"from {column.low:g} to {column.high:g}, {column.unit}"
            raise Mistake(f"{name} = {number:g} is out of range: {limits} ({column.meaning}).")
        return number


def _quantity(value: Any) -> float | None:
    return float(value) if isinstance(value, Real) else None


def _whole_number(value: Any) -> int | None:
    return int(value) if isinstance(value, Integral) else None


class Window(Agent):  # type: ignore[misc]  # Mesa has no types
    """An agent that is a window on row ``row`` of its class's table."""

    table: ClassVar[Table]

    def __init_subclass__(cls, table: Table | None = None, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if table is None:
            return
        cls.table = table
        for column in table.columns:
            setattr(cls, column.name, Cell(column))
        lines = [f"    {column.name}: {column.meaning} ({column.unit})" for column in table.columns]
        cls.__doc__ = "\n".join([cls.__doc__ or "", "", "Attributes:", *lines])

    def __init__(self, model: Any, row: int, unique_id: int) -> None:
        # Agent.__init__ would register this passing window with the model, which knows the row already.
        self.__dict__.update(model=model, row=row, unique_id=unique_id)

    @classmethod
    def cell(cls, name: str) -> Cell | None:
        """The column of this name, if there is one."""
        found = getattr(cls, name, None)
        return found if isinstance(found, Cell) else None

    @classmethod
    def settable(cls, name: str) -> Cell:
        """The column of this name; a window keeps nothing else."""
        cell = cls.cell(name)
        if cell is None:
            raise AttributeError(f"{cls.__name__} has no column {name!r} to set.{nearest(name, cls.table.names())}")
        return cell

    @property
    def record(self) -> Any:
        """The row itself."""
        return rows_of(self.model, type(self))[self.row]

    def __setattr__(self, name: str, value: Any) -> None:
        self.settable(name).__set__(self, value)

    def remove(self) -> Never:
        """Refused: a row never goes away. Posts, seats and households stay; who fills them may change."""
        raise TypeError(f"{self!r} is a row of the municipality's tables and cannot be removed.")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.model is self.model and other.row == self.row

    def __hash__(self) -> int:
        return hash((type(self), self.row))

    def __copy__(self) -> Self:
        return type(self)(self.model, self.row, self.unique_id)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.row})"


class Employee(Window, table=tables.EMPLOYEES):
    """A post in a team of a service unit, and who fills it."""


class LineManager(Window, table=tables.LINE_MANAGERS):
    """The line manager of a service unit."""


class CentralAdministrator(Window, table=tables.CENTRAL_ADMINISTRATORS):
    """An administrator in the town hall."""


class Politician(Window, table=tables.POLITICIANS):
    """A seat in the municipal council, and who holds it."""


class UnionRepresentative(Window, table=tables.UNION_REPRESENTATIVES):
    """A union representative."""


class Citizen(Window, table=tables.CITIZENS):
    """A citizen who is served by a unit."""


KINDS: tuple[type[Window], ...] = (
    Employee,
    LineManager,
    CentralAdministrator,
    Politician,
    UnionRepresentative,
    Citizen,
)
"""The kinds of agent, in the order in which they are numbered."""


def rows_of(model: Any, kind: type[Window]) -> Any:
    """The table that a kind of agent looks at."""
    return getattr(model.simulation.world, kind.table.name)


def scalar(value: Any) -> Any:
    """A number as a plain Python number, anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def read_cells(table: Any, name: str, rows: np.ndarray) -> np.ndarray:
    """One column of some rows, as an array of its own."""
    if COMPILED:
        return np.asarray(table[name])[rows]
    return np.array([getattr(table[row], name) for row in rows])


def write_cells(table: Any, name: str, rows: Sequence[int] | np.ndarray, value: float) -> None:
    """The same value into one column of some rows."""
    if COMPILED:
        table[name][rows] = value
        return
    for row in rows:
        setattr(table[row], name, value)
