"""The package as syntax trees: what its functions read, write and import, without running them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.evidence import PARAMETERS
from sim.measures.catalogue import MEASURES
from sim.state.tables import TABLES

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sim"

LEVERS: dict[str, dict[str, Any]] = tomllib.loads((PACKAGE / "regimes" / "levers.toml").read_text(encoding="utf-8"))

LEVER_TABLES = ("enacted", "formal", "asked_before", "before", "contracted", "baseline")
"""Tables whose columns are the levers."""

COLUMNS = {
    **{table.name: frozenset(table.names()) for table in TABLES},
    **{table: frozenset(LEVERS) for table in LEVER_TABLES},
    "measured": frozenset(measure.name for measure in MEASURES),
}
"""The columns of every table of a world."""

SAME_COLUMNS = {
    "providers": "units",
    "provider_teams": "teams",
    "provider_employees": "employees",
    "provider_managers": "line_managers",
    "provider_before": "before",
    "provider_enacted": "enacted",
}
"""Tables that keep what others keep, of private providers: their rows are read and written as rows of the others."""

SECOND_ROWS = frozenset({"other", "colleague", "neighbour"})
"""Names for a row that is read beside another of the same table."""

ROW_NAMES = {
    "before": {"earlier"},
    "citizens": {"met"},
    "contracted": {"asked"},
    "enacted": {"lived"},
    "formal": {"asked"},
    "measured": {"row"},
    "national_path": {"year"},
    "practices": {"row"},
    "union_representatives": {"chief"},
    "units": {"provider"},
}
"""What else a row may be called, where a role says more than the table's name."""

RECORDS = {
    "p": frozenset(parameter.name for parameter in PARAMETERS),
    "centre": COLUMNS["centres"],
    "baseline": frozenset(LEVERS),
    "lived": frozenset(LEVERS),
    "asked": frozenset(LEVERS),
    "now": frozenset({"week", "seed_low", "seed_high"}),
}
"""Records handed to rules and processes under a fixed name."""


class Module(NamedTuple):
    """One file of the package."""

    path: Path
    source: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path inside the package."""
        return self.path.relative_to(PACKAGE).as_posix()


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """The files of these rooms (folders or files); of the whole package if none is named. None may be missing."""
    places = [PACKAGE / room for room in rooms] or [PACKAGE]
    files = [file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]
    assert files, rooms
    return tuple(_module(file) for file in files)


def _module(file: Path) -> Module:
    source = file.read_text(encoding="utf-8")
    return Module(file, source, ast.parse(source))


class Function(NamedTuple):
    """One function, with the module it stands in."""

    module: Module
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        """The function's own name."""
        return self.node.name

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"sim/{self.module.name}:{self.node.lineno} {self.node.name}"


def functions(*rooms: str) -> list[Function]:
    """The functions of these rooms, nested ones included."""
    return [
        Function(module, node)
        for module in modules(*rooms)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
    ]


def body_without_docstring(node: ast.FunctionDef) -> list[ast.stmt]:
    """The function's statements."""
    return node.body[1:] if ast.get_docstring(node) is not None else node.body


def singular(table: str) -> str:
    """What one row of a table is called."""
    if table.endswith("ies"):
        return table[:-3] + "y"
    return table.removesuffix("s")


def last_word(table: str) -> str:
    """The last word of what one row is called: "representative" of union_representatives."""
    return singular(table).rsplit("_", 1)[-1]


def may_be_called(row: str, table: str) -> bool:
    """Whether a row may go by this name: the singular, its last word, or a role before it ("first_unit")."""
    names = {singular(table), last_word(table), *SECOND_ROWS, *ROW_NAMES.get(table, ())}
    return row in names or row.endswith(f"_{last_word(table)}")


def table_of(node: ast.AST, rows: dict[str, str]) -> str | None:
    """The table that an expression is a row of, as far as the text tells."""
    match node:
        case ast.Name(id=name):
            return rows.get(name)
        case ast.Subscript(value=ast.Name(id=name)) | ast.Subscript(value=ast.Attribute(attr=name)) if (
            name in COLUMNS or name in SAME_COLUMNS
        ):
            return SAME_COLUMNS.get(name, name)
        case ast.IfExp(body=body, orelse=orelse):
            table = table_of(body, rows)
            return table if table == table_of(orelse, rows) else None
    return None


@cache
def rows_in(function: ast.FunctionDef) -> dict[str, str]:
    """Each name in a function that stands for a row, with its table: rows handed in and rows looked up."""
    rows = {
        argument.arg: table
        for argument in function.args.args
        for table in COLUMNS
        if _is_record(argument) and argument.arg in {singular(table), last_word(table), *ROW_NAMES.get(table, ())}
    }
    for target, value in _assignments(function):
        if isinstance(target, ast.Name) and (table := table_of(value, rows)):
            rows[target.id] = table
    return rows


def _is_record(argument: ast.arg) -> bool:
    """Whether an argument may be a row at all: plain numbers say so in their type."""
    return argument.annotation is None or ast.unparse(argument.annotation) not in {"float", "int", "bool"}


def _assignments(function: ast.FunctionDef) -> list[tuple[ast.expr, ast.expr]]:
    """Each target with its value, in the order of the text; ``a, b = x, y`` is two."""
    found: list[tuple[ast.expr, ast.expr]] = []
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                found += zip(targets, values, strict=True)
            case ast.Assign(targets=[target], value=value):
                found.append((target, value))
    return sorted(found, key=lambda pair: (pair[0].lineno, pair[0].col_offset))


def columns_written(function: Function) -> set[str]:
    """Each column that a function writes, as ``table.column``."""
    targets = [target for node in ast.walk(function.node) for target in _targets(node)]
    return {column for target in targets if (column := _column_written(function, target))}


def _targets(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return [part for target in targets for part in _parts(target)]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.For(target=target):
            return _parts(target)
    return []


def _parts(target: ast.expr) -> list[ast.expr]:
    return [part for each in target.elts for part in _parts(each)] if isinstance(target, ast.Tuple) else [target]


def _column_written(function: Function, target: ast.expr) -> str | None:
    """``table.column`` that an assignment writes; ``table.*`` for all of a table's, None for a local name."""
    match target:
        case ast.Name():
            return None
        case ast.Attribute(value=value, attr=column):
            table = table_of(value, rows_in(function.node))
            assert table is not None, (
                f"{function.place}: cannot tell whose {ast.unparse(target)} is; name the row after it"
            )
            return f"{table}.{column}"
        case ast.Subscript(value=ast.Name(id=name)) if name.removesuffix("_values") in COLUMNS:
            return f"{name.removesuffix('_values')}.*"
    raise AssertionError(f"{function.place}: cannot tell what {ast.unparse(target)} writes")


def attributes(function: ast.FunctionDef) -> Iterator[ast.Attribute]:
    """Every ``x.y`` in a function, docstrings and annotations apart."""
    for statement in body_without_docstring(function):
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute):
                yield node
