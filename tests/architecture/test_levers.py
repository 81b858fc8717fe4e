"""Levers: each is read by code and moved by an instrument, and nothing else is."""

import ast
import tomllib
from functools import cache

from tests.architecture.syntax import LEVERS, ROOT, attributes, functions, modules, rows_in, table_of

LEVERS_READ_FROM = {"enacted", "formal"}
"""Tables whose reading counts: what is lived, and what is asked. Only to compare with the baseline is not to read."""

INSTRUMENTS = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "scenarios" / "instruments").glob("*.toml"))
}

SET_OUTSIDE_INSTRUMENTS = {name for name, lever in LEVERS.items() if "set_by" in lever}


@cache
def levers_read() -> frozenset[str]:
    """Levers that rules and processes read as ``lived.x`` or ``asked.x``."""
    return frozenset(
        node.attr
        for function in functions("rules", "processes")
        for node in attributes(function.node)
        if table_of(node.value, rows_in(function.node)) in LEVERS_READ_FROM
    )


def levers_moved() -> set[str]:
    """Levers that some instrument moves."""
    return {lever for instrument in INSTRUMENTS.values() for lever in instrument["moves"]}


def test_every_lever_is_read() -> None:
    assert set(LEVERS) - levers_read() == set()


def test_every_lever_is_moved_by_an_instrument_unless_the_file_says_who_sets_it() -> None:
    assert sorted(set(LEVERS) - SET_OUTSIDE_INSTRUMENTS - levers_moved()) == []


def test_instruments_move_levers_only() -> None:
    assert INSTRUMENTS
    assert levers_moved() <= set(LEVERS)


def test_a_lever_set_elsewhere_says_by_whom_and_no_instrument_moves_it() -> None:
    assert not levers_moved() & SET_OUTSIDE_INSTRUMENTS
    assert all(str(LEVERS[lever]["set_by"]).strip() for lever in SET_OUTSIDE_INSTRUMENTS)


def test_no_number_stands_beside_the_rules() -> None:
    """Deviations count from the baseline record and coefficients come as parameters, never from a module's own copy."""
    beside = [
        f"sim/{module.name}:{node.lineno}"
        for module in modules("rules")
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    ]
    assert not beside
