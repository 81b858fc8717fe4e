"""The model in the order of the ODD protocol: what of it follows from the code."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby

from docs.pages.code import (
    Act,
    docstring,
    equations,
    first_sentence,
    functions_of,
    rules_asked,
    signature,
    sources,
    week,
)
from docs.pages.markdown import ROOT, Parts, filled, table
from sim.evidence import PARAMETERS, references
from sim.initialisation.founding import NATIONAL_PATHS
from sim.initialisation.setting import Setting, load_setting, services
from sim.measures.catalogue import MEASURES
from sim.regimes import names
from sim.state.columns import Table
from sim.state.tables import TABLES
from tests.architecture.syntax import Function, Module, columns_written, functions, modules

_AT_THE_START = "processes/founding.py"
_NEWCOMERS = "processes/newcomers.py"
_WRITING = ("processes", "measures", "draws.py")
"""Where tables are written from one week to the next."""
_DECISION = re.compile(r"^([A-Z][A-Z_]+) = (\d+)$|^# (.+)$", re.MULTILINE)
_ROLES = {"C": "to calibrate with", "T": "to test on", "N": "nulls and adverse claims that the model must not break"}


def odd_page() -> str:
    """The page of the ODD protocol."""
    return filled("odd.md", PARTS)


def patterns() -> str:
    """How many claims the model is held to, by their role."""
    roles = Counter(claim["role"][0] for claim in references().claims.values())
    counted = "; ".join(f"{roles[role]} {words}" for role, words in _ROLES.items())
    return f"{sum(roles.values())} claims: {counted}."


def entities() -> str:
    """Every table: what a row is, what stays as founded, what moves in a week."""
    living = [it for it in functions(*_WRITING) if it.module.name not in {_AT_THE_START, _NEWCOMERS}]
    in_the_week = _written(living)
    with_people = _written(functions(_NEWCOMERS)) - in_the_week
    rows = (
        (
            f"[`{it.name}`](tables.md#{it.name})", it.rows,
            *(", ".join(f"`{name}`" for name in group) or "-" for group in _groups(it, with_people, in_the_week)),
        )
        for it in TABLES
    )  # fmt: skip
    heads = (
        "Table",
        "A row is one of the",
        "Set at the founding or from outside",
        "Drawn for whoever fills the post",
        "Moves in a week",
    )
    return table(heads, rows)


def _groups(of: Table, with_people: set[str], in_the_week: set[str]) -> tuple[list[str], list[str], list[str]]:
    states = [column.name for column in of.columns if column.unit != "row" and column.name != "id"]
    moving = [name for name in states if f"{of.name}.{name}" in in_the_week]
    drawn = [name for name in states if f"{of.name}.{name}" in with_people]
    return [name for name in states if name not in {*moving, *drawn}], drawn, moving


def _written(by: Iterable[Function]) -> set[str]:
    return {column for function in by for column in columns_written(function)}


def schedule() -> str:
    """Every line of the week in its order, with what its process says of itself and the rules it asks."""
    numbered = enumerate(week(), start=1)
    return "\n\n".join(
        f"**{heading[0].upper()}{heading[1:]}**\n\n{_lines(acts)}"
        for heading, acts in groupby(numbered, key=lambda line: line[1].heading)
    )


def _lines(acts: Iterable[tuple[int, Act]]) -> str:
    rows = (
        (
            str(number), f"`{act.process.module.path.stem}: {act.process.name}`", first_sentence(act.process.node),
            ", ".join(equations(docstring(act.process.node))) or "-",
            ", ".join(_link(file) for file in rules_asked(act.process)) or "-",
        )
        for number, act in acts
    )  # fmt: skip
    return table(("", "Process", "What it does", "Equations", "Submodels"), rows)


def _link(file: str) -> str:
    return f"[{file.replace('_', ' ')}](#{file})"


def stochasticity() -> str:
    """Every decision that chance has a part in, with its number and where it is drawn."""
    (module,) = modules("draws.py")
    listed = module.source.partition("# The list of decisions.")[2]
    drawn = _drawn()
    heading, groups = "", defaultdict[str, list[tuple[str, str, str]]](list)
    for name, number, comment in _DECISION.findall(listed):
        heading = comment.partition(" (")[0].removesuffix(".") or heading
        if name:
            words = name.lower().replace("_", " ")
            groups[heading].append((number, words, ", ".join(f"`{place}`" for place in drawn[name]) or "nowhere"))
    heads = ("Number", "Decision", "Drawn in")
    return "\n\n".join(f"**{heading}**\n\n{table(heads, rows)}" for heading, rows in groups.items())


def _drawn() -> dict[str, list[str]]:
    """The functions that name each decision."""
    places = defaultdict[str, list[str]](list)
    for module in modules():
        if module.name == "draws.py":
            continue
        for function in functions_of(module):
            for name in sorted(set(re.findall(r"\b[A-Z][A-Z_]+\b", _text(module, Function(module, function))))):
                places[name].append(f"{module.path.stem}: {function.name}")
    return places


def _text(module: Module, function: Function) -> str:
    lines = module.source.splitlines()
    return "\n".join(lines[function.node.lineno - 1 : function.node.end_lineno])


def observation() -> str:
    """Every measure, by family."""
    rows = (
        (measure.family, f"`{measure.name}`", measure.title, measure.unit, measure.better, measure.role)
        for measure in sorted(MEASURES, key=lambda it: list(dict.fromkeys(m.family for m in MEASURES)).index(it.family))
    )
    return table(("Family", "Measure", "What it is", "Unit", "Better", "Role"), rows)


def founding() -> str:
    """How everybody and everything begins, in the order of the file."""
    (module,) = modules(_AT_THE_START)
    called = (it for it in functions_of(module) if [ast.unparse(mark) for mark in it.decorator_list] == ["compiled"])
    return table(("Process", "What it founds"), ((f"`{it.name}`", first_sentence(it)) for it in called))


def settings() -> str:
    """The settings that come with the program."""
    rows = (
        (f"`{it.name}`", it.title, *_size(it), f"{it.absence_level:g}")
        for it in map(load_setting, names("municipalities"))
    )
    heads = ("Setting", "What it is", "Municipalities", "Units", "Employees", "Citizens", "Level of sick leave (log)")
    return table(heads, rows)


def _size(setting: Setting) -> tuple[str, ...]:
    return tuple(f"{it:,}" for it in (setting.municipalities, setting.units, setting.employees, setting.citizens))


def input_data() -> str:
    """Time series that drive the model from outside, and the services' attributes."""
    paths = (
        (f"`{name}`", str(len(path)), ", ".join(f"{level:g}" for level in path) or "-")
        for name, path in NATIONAL_PATHS.items()
    )
    kinds = (
        (
            f"`{name}`", f"{it.measurability:g}", f"{it.complexity:g}", f"{it.useful_documentation:g}",
            f"{it.illness_factor:g}", it.grade, "; ".join(it.source),
        )
        for name, it in services().items()
    )  # fmt: skip
    heads = ("Service", "Measurability", "Complexity", "Useful documentation", "Illness factor", "Grade", "Source")
    return f"{table(('National path of absence', 'Years', 'Level, per cent'), paths)}\n\n{table(heads, kinds)}"


def submodels() -> str:
    """Every rule: how it is asked, what it says, the equations and sources it names."""
    return "\n\n".join(_submodel(module) for module in modules("rules") if module.path.stem != "__init__")


def _submodel(module: Module) -> str:
    rows = (
        (signature(rule), first_sentence(rule), "; ".join([*equations(text), *sources(text)]) or "-")
        for rule in functions_of(module)
        if (text := docstring(rule))
    )
    lead = [first_sentence(module.tree), f"Code: `sim/{module.name}`."]
    if module.path.stem in {parameter.mechanism for parameter in PARAMETERS}:
        lead.append(f"Numbers: [parameters.md](parameters.md#{module.path.stem.replace('_', '-')}).")
    if (ROOT / "tests" / "cases" / f"{module.path.stem}.toml").exists():
        lead.append(f"Worked cases: [tests/cases](../tests/cases/{module.path.stem}.toml).")
    said = docstring(module.tree)
    named = "; ".join([*equations(said), *sources(said)])
    heads = ("Rule", "What it says", "Equations and sources that it names")
    return f"### {module.path.stem}\n\n{' '.join(lead)}{f' Names: {named}.' if named else ''}\n\n{table(heads, rows)}"


PARTS: Parts = {
    "patterns": patterns,
    "entities": entities,
    "schedule": schedule,
    "stochasticity": stochasticity,
    "observation": observation,
    "founding": founding,
    "settings": settings,
    "input_data": input_data,
    "submodels": submodels,
}
"""What follows from the code, by its place in docs/odd.md."""
