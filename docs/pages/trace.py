"""What was done to earn trust in the model: what of it follows from tests, parameters and evidence."""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docs.pages.code import first_sentence
from docs.pages.markdown import ROOT, Parts, filled, table
from sim.analysis.standing import DEMONSTRATION
from sim.evidence import PARAMETERS, references
from tests.architecture.syntax import functions


def trace_page() -> str:
    """The page after TRACE."""
    return filled("trace.md", PARTS)


def evidence() -> str:
    """What the evidence consists of, and how much of it was read."""
    known = references()
    remembered = sum(bool(work.get("from_memory")) for work in known.works.values())
    marks = Counter(mark for row in known.rows.values() for mark in row["mark"].split(","))
    return (
        f"- {len(known.works)} works with a key, {remembered} of them entered from memory;\n"
        f"- {len(known.documents)} founding documents;\n"
        f"- {len(known.rows)} facts that the program refers to: {marks['S']} stated in the founding documents, "
        f"{marks['F']} found on public pages, {marks['K']} from the literature, {marks['D']} derived from such numbers "
        "(a fact may have two marks);\n"
        f"- {len(known.claims)} claims."
    )


def grades() -> str:
    """The parameters of each mechanism by basis and grade."""
    mechanisms = sorted({parameter.mechanism for parameter in PARAMETERS})
    bases = ("measured", "calibrated", "computed", "assumed", "definition")
    rows = [_graded(mechanism, bases) for mechanism in mechanisms]
    return table(("Mechanism", "Parameters", "Grade A", "Grade B", "Grade C", *(it.capitalize() for it in bases)), rows)


def _graded(mechanism: str, bases: tuple[str, ...]) -> list[str]:
    mine = [parameter for parameter in PARAMETERS if parameter.mechanism == mechanism]
    grade, basis = Counter(it.grade for it in mine), Counter(it.basis for it in mine)
    link = f"[{mechanism.replace('_', ' ')}](parameters.md#{mechanism.replace('_', '-')})"
    return [link, *(str(count) for count in (len(mine), *(grade[it] for it in "ABC"), *(basis[it] for it in bases)))]


def verification() -> str:
    """Every file of tests, with what it says it does and how many tests it defines."""
    rows = [
        (f"`{file.relative_to(ROOT / 'tests')}`", first_sentence(tree), str(tests)) for file, tree, tests in _tests()
    ]
    examples = sum(">>>" in (ast.get_docstring(rule.node) or "") for rule in functions("rules"))
    cases = sum(len(tomllib.loads(file.read_text(encoding="utf-8"))["case"]) for file in _cases())
    return (
        f"{sum(int(tests) for *_, tests in rows)} test functions in {len(rows)} files; {cases} cases worked by hand in "
        f"`tests/cases/*.toml`; {examples} rules with examples that are run.\n\n"
        f"{table(('File in tests/', 'What it holds', 'Tests'), rows)}"
    )


def _tests() -> Iterator[tuple[Path, ast.Module, int]]:
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        yield file, tree, sum(name.startswith("test_") for name in named)


def _cases() -> list[Path]:
    return sorted((ROOT / "tests" / "cases").glob("*.toml"))


def stamp() -> str:
    """The stamp as it stands on figures and tables."""
    return f"> {DEMONSTRATION}"


PARTS: Parts = {"evidence": evidence, "grades": grades, "verification": verification, "stamp": stamp}
"""What follows from tests and data, by its place in docs/trace.md."""
