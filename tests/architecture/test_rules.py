"""Rules and processes are plain Python of plain numbers: what numba compiles, CPython interprets and people read."""

import ast
import doctest
import importlib
from collections.abc import Iterator

import pytest

from tests.architecture.syntax import Function, body_without_docstring, functions, modules

LONGEST_RULE = 25
"""Lines of a rule's body. Some fifteen are meant; named parts and the formatter's line breaks are given room."""

DEFINITIONS = {0, 1, 2, 0.5, 4, 5, 12, 52}
"""Numbers a rule may spell: none, all, doubles, halves, 4 (scale of x(1-x)), days a week, months and weeks a year."""

FORBIDDEN = (
    ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr, ast.Try,
    ast.With, ast.Lambda, ast.Slice, ast.Starred, ast.Yield, ast.Await, ast.Global, ast.Nonlocal, ast.ClassDef,
    ast.Import, ast.ImportFrom, ast.Delete, ast.Raise, ast.NamedExpr, ast.Match, ast.Pow,
)  # fmt: skip
"""What neither the compiler nor the browser is asked to understand."""

RULES = functions("rules")
PROCESSES = functions("processes")


def test_rules_and_processes_are_found() -> None:
    assert RULES
    assert PROCESSES


def decorators(function: Function) -> set[str]:
    return {ast.unparse(decorator) for decorator in function.node.decorator_list}


def faults(function: Function) -> Iterator[str]:
    """Where a function is more than plain Python of plain numbers."""
    arguments = function.node.args
    if arguments.defaults or arguments.kw_defaults or arguments.kwonlyargs or arguments.vararg or arguments.kwarg:
        yield "an argument has a default or is no plain argument; a default is a parameter without a home"
    if function.node.returns is None or any(argument.annotation is None for argument in arguments.args):
        yield "an argument or the result has no type"
    for statement in body_without_docstring(function.node):
        for node in ast.walk(statement):
            match node:
                case ast.FunctionDef(name=name):
                    yield f"{name} is a function inside a function"
                case ast.Constant(value=str() | bytes() | None) | ast.Constant(value=complex()):
                    yield f"{ast.unparse(node)} is no plain number"
                case ast.Call(func=ast.Name(id="min" | "max"), args=args) if len(args) != 2:
                    yield f"{ast.unparse(node)}: min and max take two"
                case ast.Call(keywords=[_, *_]):
                    yield f"{ast.unparse(node)}: keyword arguments"
                case _ if isinstance(node, FORBIDDEN):
                    yield f"line {getattr(node, 'lineno', '?')}: {type(node).__name__}"


@pytest.mark.parametrize("function", [*RULES, *PROCESSES], ids=lambda function: function.place)
def test_plain_python_of_plain_numbers(function: Function) -> None:
    assert list(faults(function)) == []


def test_every_function_is_marked_for_what_it_is_and_says_what_it_does() -> None:
    """Rules are rules; in the room of processes stand processes, small rules of their own, and how a world begins."""
    marks = {"rules": ({"rule"},), "processes": ({"process"}, {"rule"}, {"compiled"})}
    wrong = [
        function.place
        for function in [*RULES, *PROCESSES]
        if decorators(function) not in marks[function.module.name.split("/")[0]] or not ast.get_docstring(function.node)
    ]
    assert not wrong


def test_every_rule_has_an_example_that_is_run() -> None:
    """The finder that pytest uses must see the examples through the compiler's wrapping."""
    written, found = set(), set()
    for module in modules("rules"):
        imported = importlib.import_module("sim." + module.name.removesuffix(".py").replace("/", "."))
        found |= {test.name.rsplit(".", 1)[-1] for test in doctest.DocTestFinder().find(imported) if test.examples}
        written |= {node.name for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)}
    assert written - found == set()


def test_a_rule_fits_a_glance() -> None:
    long = [
        f"{rule.place}: {lines} lines"
        for rule in RULES
        if (lines := rule.node.body[-1].end_lineno - body_without_docstring(rule.node)[0].lineno + 1) > LONGEST_RULE  # type: ignore[operator]
    ]
    assert not long


def test_a_number_has_a_home() -> None:
    """A rule spells definitions only; every other number is a parameter with unit, range and source."""
    homeless = [
        f"{rule.place}: {node.value!r}"
        for rule in RULES
        for statement in body_without_docstring(rule.node)
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and node.value not in DEFINITIONS
    ]
    assert not homeless, "\n".join(homeless)


def test_rules_import_rules_and_processes_nothing_above_them() -> None:
    allowed = {
        "rules": ("math", "sim.rule", "sim.rules."),
        "processes": ("math", "sim.rule", "sim.rules.", "sim.draws", "sim.state.tables", "sim.processes."),
    }
    wrong = [
        f"sim/{module.name}: {imported}"
        for room, names in allowed.items()
        for module in modules(room)
        for imported in _imports(module.tree)
        if imported not in names and not imported.startswith(tuple(name for name in names if name.endswith(".")))
    ]
    assert not wrong


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield str(node.module)
