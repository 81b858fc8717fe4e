"""Every parameter is read by code, every number read has a home, and every source leads somewhere."""

import ast
import dataclasses
import tomllib
from functools import cache

from sim.evidence import PARAMETERS, references, resolves
from tests.architecture.syntax import LEVERS, ROOT, modules

READING_ROOMS = ("rules", "processes", "initialisation", "measures", "regimes", "week.py", "events", "simulate", "lab")

NAMES = frozenset(parameter.name for parameter in PARAMETERS)


@cache
def read_from_the_record() -> frozenset[str]:
    """What code reads as ``p.name``."""
    return frozenset(
        node.attr
        for module in modules(*READING_ROOMS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p"
    )


@cache
def read_by_key() -> frozenset[str]:
    """What code reads as ``values["name"]``, where a record cannot go: regimes may not import evidence."""
    return frozenset(
        node.slice.value
        for module in modules(*READING_ROOMS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )


def test_parameters_are_found() -> None:
    assert PARAMETERS


def test_every_parameter_is_read() -> None:
    assert sorted(NAMES - read_from_the_record() - read_by_key()) == []


def test_every_parameter_read_has_a_home() -> None:
    assert sorted(read_from_the_record() - NAMES) == []


def test_no_parameter_is_called_like_a_lever() -> None:
    assert not NAMES & set(LEVERS)


def test_definitions_have_no_range() -> None:
    assert [it.name for it in PARAMETERS if it.basis == "definition" and it.low != it.high] == []


def test_nothing_is_graded_above_its_source() -> None:
    """A prior or a published sign alone is a plausible assumption: grade C."""
    assert [it.name for it in PARAMETERS if set(it.source) == {"prior"} and it.grade != "C"] == []


def test_every_source_of_a_parameter_resolves() -> None:
    lost = [f"{it.mechanism}.toml [{it.name}]: {one}" for it in PARAMETERS for one in it.source if not resolves(one)]
    assert not lost, "\n".join(lost)


def test_every_source_of_a_scenario_resolves() -> None:
    files = sorted(file for folder in ("scenarios", "experiments") for file in (ROOT / folder).rglob("*.toml"))
    assert files
    lost = [
        f"{file.relative_to(ROOT)}: {source}"
        for file in files
        for source in _sources(tomllib.loads(file.read_text(encoding="utf-8")))
        if not resolves(source)
    ]
    assert not lost, "\n".join(lost)


def _sources(entry: object) -> list[str]:
    """Every ``source`` in a file, at any depth."""
    if isinstance(entry, list):
        return [source for one in entry for source in _sources(one)]
    if not isinstance(entry, dict):
        return []
    here = entry.get("source", [])
    return [*([here] if isinstance(here, str) else here), *(s for value in entry.values() for s in _sources(value))]


STILL_OPEN = {"dalo11", "hauth23", "pmc7409772", "wall24"}
"""Works known by their address only. The list may shrink."""


def test_works_are_complete() -> None:
    wrong = []
    for key, work in references().works.items():
        needed = {"open", "year", "published"} if key in STILL_OPEN else {"authors", "year", "title", "published"}
        allowed = needed | {"doi", "address", "from_memory"}
        if not needed <= set(work) <= allowed or not all(str(value).strip() for value in work.values()):
            wrong.append(key)
    assert not wrong


def test_facts_claims_and_documents_are_complete() -> None:
    for kind, fields in {
        "rows": {"fact", "number", "source", "mark", "confidence"},
        "claims": {"claim", "direction", "source", "role"},
        "documents": {"authors", "title", "year", "published"},
    }.items():
        wrong = [key for key, it in getattr(references(), kind).items() if set(it) != fields or not all(it.values())]
        assert not wrong, kind


def test_the_list_has_no_other_kind_of_entry() -> None:
    assert {field.name for field in dataclasses.fields(references())} == {"works", "documents", "rows", "claims"}
