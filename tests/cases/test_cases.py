"""Every case in the tables named after mechanisms: what a rule of the model answers, worked out by hand.

A table is for somebody who knows the field and need not read Python. A case writes out all that its rule looks at:

- ``title``: what happens, in words; ``rule``: which rule is asked, as module.name of sim/rules;
- ``inputs``: the arguments by name; where the rule looks at them, ``parameters``, ``centre`` (baseline means of the
  service), ``baseline`` (baseline values of levers) and ``lived`` (levers as they are lived);
- ``worked``: the arithmetic, step by step, each step as "what it is: arithmetic = number"; ``exp`` is the exponential
  function, ``ln``, ``sqrt`` and ``tanh`` likewise. The numbers on the right are checked too;
- ``expected``: the last of these numbers; with ``digits`` it is rounded to so many decimals, without it is exact;
- ``source``: equations of docs/model.md, and keys, rows and claims of sim/evidence/references.toml.
"""

import inspect
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import REFERENCE_CENTRE, baseline_levers
from sim.evidence import parameter_set
from sim.evidence.references import resolves

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

EXACT = 1e-9
SHAPES = {"__init__", "shape"}
"""Rule files that are no mechanism."""
MECHANISMS = sorted({file.stem for file in (ROOT / "sim" / "rules").glob("*.py")} - SHAPES | {"gaming"})
EQUATIONS = set(re.findall(r"\*\*(E\d+[ab]?) ", (ROOT / "docs" / "model.md").read_text(encoding="utf-8")))

RECORDS = {"p": "parameters", "centre": "centre", "baseline": "baseline", "lived": "lived"}
"""The rules' last arguments, and the entry of a case that fills each."""
USUAL = {
    "p": parameter_set().values,
    "centre": REFERENCE_CENTRE,
    "baseline": baseline_levers(),
    "lived": baseline_levers(),
}
NEEDED = {"title", "rule", "inputs", "worked", "expected", "source"}
ALLOWED = NEEDED | {"digits"} | set(RECORDS.values())

FUNCTIONS = {"exp": math.exp, "ln": math.log, "sqrt": math.sqrt, "tanh": math.tanh, "min": min, "max": max}
ARITHMETIC = re.compile(rf"(?:{'|'.join(FUNCTIONS)}|[\d.\s+*/(),<>-])+")
TRUTHS = {"true": True, "false": False}


class Case(NamedTuple):
    """One case of a table."""

    file: str
    entries: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.file}: {self.entries.get('title', 'a case without a title')}"

    @property
    def rule(self) -> Callable[..., Any]:
        module, _, name = self.entries["rule"].partition(".")
        return getattr(import_module(f"sim.rules.{module}"), name)


class Record:
    """The usual values and a case's own; it remembers what a rule looked at."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = values
        self.looked_at: set[str] = set()

    def __getattr__(self, name: str) -> float:
        self.looked_at.add(name)
        return self._values[name]


def cases_of(file: Path) -> list[Case]:
    return [Case(file.name, entries) for entries in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


TABLES = [HERE / f"{mechanism}.toml" for mechanism in MECHANISMS]
CASES = [case for file in TABLES if file.is_file() for case in cases_of(file)]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def records_asked(case: Case) -> dict[str, str]:
    """The records that a case's rule looks at, by argument; ``lived`` may also be the name of a plain number."""
    arguments = inspect.signature(case.rule).parameters
    return {
        argument: entry
        for argument, entry in RECORDS.items()
        if argument in arguments and arguments[argument].annotation is not float
    }


def faults_of_form(entries: Mapping[str, Any]) -> list[str]:
    """What is missing in a case, or not a word of cases."""
    missing = [f"{entry} is missing" for entry in sorted(NEEDED - set(entries))]
    return missing + [f"{entry} is no entry of a case" for entry in sorted(set(entries) - ALLOWED)]


def faults_of_inputs(case: Case) -> list[str]:
    """What keeps a case's rule from being asked: it is not there, or its inputs have other names."""
    module, _, name = case.entries["rule"].partition(".")
    if not (ROOT / "sim" / "rules" / f"{module}.py").is_file():
        return [f"there is no file sim/rules/{module}.py"]
    if not hasattr(import_module(f"sim.rules.{module}"), name):
        return [f"sim/rules/{module}.py has no rule {name}"]
    asked = set(inspect.signature(case.rule).parameters)
    given = set(case.entries["inputs"])
    records = records_asked(case)
    wrong = [f"{case.entries['rule']} has no input {name}" for name in sorted(given - asked | given & set(records))]
    wrong += [f"input {name} is missing" for name in sorted(asked - given - set(records))]
    return wrong + [
        f"{case.entries['rule']} looks at no {entry}"
        for argument, entry in RECORDS.items()
        if entry in case.entries and argument not in records
    ]


def records_for(case: Case) -> dict[str, Record]:
    return {
        argument: Record({**USUAL[argument], **case.entries.get(entry, {})})
        for argument, entry in records_asked(case).items()
    }


def answer(case: Case, records: Mapping[str, Record]) -> Any:
    """What the case's rule says."""
    assert faults_of_inputs(case) == []
    return case.rule(**case.entries["inputs"], **records)


def step_of(line: str) -> tuple[str, str]:
    """The arithmetic of one step and its result, as they are written."""
    arithmetic, equals, result = line.rpartition(": ")[2].rpartition(" = ")
    assert equals, f"{line!r} is not of the form 'what it is: arithmetic = number'"
    assert ARITHMETIC.fullmatch(arithmetic), f"{arithmetic!r} holds more than numbers and {', '.join(FUNCTIONS)}"
    return arithmetic, result


def reckoned(arithmetic: str) -> Any:
    return eval(arithmetic, {"__builtins__": {}}, FUNCTIONS)


def value_of(result: str) -> float | bool:
    return TRUTHS[result] if result in TRUTHS else float(result)


def half_of_last_digit(result: str) -> float:
    return 0.5 * 10.0 ** -len(result.partition(".")[2])


@each_case
def test_the_rule_answers_as_worked_out_by_hand(case: Case) -> None:
    expected = case.entries["expected"]
    if isinstance(expected, bool):
        assert answer(case, records_for(case)) is expected
    elif "digits" in case.entries:
        within = 0.5 * 10.0 ** -case.entries["digits"]
        assert answer(case, records_for(case)) == pytest.approx(expected, rel=0.0, abs=within)
    else:
        assert answer(case, records_for(case)) == pytest.approx(expected, rel=EXACT, abs=EXACT * EXACT)


@each_case
def test_a_case_is_complete(case: Case) -> None:
    assert faults_of_form(case.entries) == []
    assert faults_of_inputs(case) == []


@each_case
def test_a_case_writes_out_what_its_rule_looks_at_and_no_more(case: Case) -> None:
    """Else a change of a default would move it, or a word would mislead."""
    records = records_for(case)
    answer(case, records)
    for argument, entry in RECORDS.items():
        looked_at = records[argument].looked_at if argument in records else set()
        assert set(case.entries.get(entry, {})) == looked_at, entry


@each_case
def test_the_arithmetic_is_right(case: Case) -> None:
    steps = [step_of(line) for line in case.entries["worked"]]
    for arithmetic, result in steps:
        assert reckoned(arithmetic) == pytest.approx(
            value_of(result), rel=0.0, abs=half_of_last_digit(result) + EXACT
        ), f"{arithmetic} = {result}"
    assert value_of(steps[-1][1]) == case.entries["expected"]


@each_case
def test_every_source_leads_somewhere(case: Case) -> None:
    assert case.entries["source"]
    assert [one for one in case.entries["source"] if one not in EQUATIONS and not resolves(one)] == []


def test_every_mechanism_has_cases() -> None:
    assert [file.name for file in TABLES if file.name not in {case.file for case in CASES}] == []


def test_no_two_cases_have_one_title() -> None:
    titles = [case.entries["title"] for case in CASES]
    assert sorted(set(titles)) == sorted(titles)


def test_a_wrong_name_is_told_in_words() -> None:
    queue = {"rule": "load.queue_change", "inputs": {"load_ratio": 1.0, "waiting_list": 0.0}, "lived": {"voice": 0.4}}
    assert faults_of_inputs(Case("load.toml", queue)) == [
        "load.queue_change has no input waiting_list",
        "input waiting_weeks is missing",
        "load.queue_change looks at no lived",
    ]
    assert faults_of_inputs(Case("", {"rule": "loads.queue_change"})) == ["there is no file sim/rules/loads.py"]
    assert faults_of_inputs(Case("", {"rule": "load.queues"})) == ["sim/rules/load.py has no rule queues"]
    assert faults_of_form({"title": "", "rule": "", "inputs": {}, "worked": [], "source": [], "result": 1.0}) == [
        "expected is missing",
        "result is no entry of a case",
    ]
