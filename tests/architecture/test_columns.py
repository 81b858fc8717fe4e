"""Columns: those that code reads and writes exist, each has one writer, and none is dead."""

import ast
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.architecture.syntax import (
    COLUMNS,
    RECORDS,
    Function,
    Module,
    attributes,
    columns_written,
    functions,
    may_be_called,
    modules,
    rows_in,
    table_of,
)

SHARED = tomllib.loads(Path(__file__).with_name("shared_columns.toml").read_text(encoding="utf-8"))["shared"]
"""Columns with several writers: which, and why."""


def _known_attributes(function: Function, node: ast.Attribute) -> frozenset[str] | None:
    """The names that may stand after the dot, or None where the text does not tell."""
    if (table := table_of(node.value, rows_in(function.node))) is not None:
        return COLUMNS[table]
    if isinstance(node.value, ast.Name):
        return RECORDS.get(node.value.id)
    return None


def test_every_column_parameter_and_lever_that_rules_and_processes_read_exists() -> None:
    wrong = []
    for function in functions("rules", "processes"):
        for node in attributes(function.node):
            if isinstance(node.value, ast.Name) and node.value.id == "math":
                continue
            known = _known_attributes(function, node)
            if known is None or node.attr not in known:
                why = "no table or record known by that name" if known is None else "no such name in it"
                wrong.append(f"{function.place}: {ast.unparse(node)}: {why}")
    assert not wrong, "\n".join(wrong)


def test_rows_are_named_after_their_table() -> None:
    wrong = [
        f"{function.place}: {row} is a row of {table}"
        for function in functions("rules", "processes")
        for row, table in rows_in(function.node).items()
        if not may_be_called(row, table)
    ]
    assert not wrong, "\n".join(wrong)


FOUNDING = {"processes/founding.py", "processes/newcomers.py"}
"""Where a world begins and where somebody new fills a post: everything is written there, by nature."""

type Key = tuple[str, str]
"""A function of the room: its module and its name."""

LIVING: dict[Key, Function] = {
    (function.module.name, function.name): function
    for function in functions("processes")
    if function.module.name not in FOUNDING
}


def _calls(function: Function) -> set[Key]:
    """The functions of this room that a function asks, founding apart."""
    names = _imported(function.module) | {
        name: (module, name) for module, name in LIVING if module == function.module.name
    }
    return {
        names[node.func.id]
        for node in ast.walk(function.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    } & set(LIVING)


def _imported(module: Module) -> dict[str, Key]:
    """The functions of other modules of this room that a module imports, by the name it calls them."""
    return {
        alias.asname or alias.name: (f"{str(node.module).removeprefix('sim.').replace('.', '/')}.py", alias.name)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("sim.processes.")
        for alias in node.names
    }


@cache
def writers() -> dict[str, frozenset[str]]:
    """Each column that is written in a week, with the processes that write it, themselves or through their parts.

    A process is what no other function of the room calls: the week calls it.
    """
    calls = {key: _calls(function) for key, function in LIVING.items()}
    found: dict[str, set[str]] = defaultdict(set)
    for process in set(LIVING) - set[Key]().union(*calls.values()):
        for part in _with_parts(process, calls):
            for column in columns_written(LIVING[part]):
                found[column].add(process[1])
    return {column: frozenset(processes) for column, processes in found.items()}


def _with_parts(process: Key, calls: dict[Key, set[Key]]) -> set[Key]:
    parts, new = set[Key](), {process}
    while new:
        parts |= new
        new = set[Key]().union(*(calls[part] for part in new)) - parts
    return parts


def test_one_process_writes_a_column_and_shared_ones_are_declared() -> None:
    shared = {column: set(processes) for column, processes in writers().items() if len(processes) > 1}
    declared = {column: set(entry["writers"]) for entry in SHARED for column in entry["columns"]}
    differing = {column for column in shared.keys() | declared.keys() if shared.get(column) != declared.get(column)}
    assert not differing, "\n".join(f"{it}: written by {sorted(shared.get(it, ()))}" for it in sorted(differing))


def test_every_shared_column_says_why() -> None:
    assert all(entry["why"].strip() for entry in SHARED)


def test_no_process_writes_an_identity_or_what_steering_asks() -> None:
    written = set(writers())
    assert sorted(column for column in written if column.endswith(".id")) == []
    assert sorted(column for column in written if column.startswith(("baseline.", "services.", "levers."))) == []


def test_no_column_is_dead() -> None:
    """Every column is named in code somewhere outside the list of tables: as an attribute, a keyword or a string."""
    named = set()
    for module in modules():
        if module.name in {"state/tables.py", "measures/catalogue.py"}:
            continue
        for node in ast.walk(module.tree):
            match node:
                case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.Constant(value=str(name)):
                    named.add(name)
    dead = {f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns - named}
    assert not dead, "\n".join(sorted(dead))
