"""What the code says of itself: first sentences of docstrings, the order of the week, who asks which rules."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sim.evidence import references
from tests.architecture.syntax import Function, Module, functions, modules

_FIRST_SENTENCE = re.compile(r".+?\.(?=\s+[A-Z`]|$)")
_EQUATION = r"E\d+[ab]?(?:-E?\d+[ab]?)?"
_ROW = r"\d+\.\d+(?:-\d+\.\d+)?"
_CLAIM = r"\d+(?:-\d+)?"
_AND = r"(?:, and | and |, )"
_ROWS_AND_CLAIMS = rf"rows? {_ROW}(?:{_AND}{_ROW})*|claims? {_CLAIM}(?:{_AND}{_CLAIM})*"
_BRACKETS = re.compile(r" \(([^()]*)\)")
_BETWEEN = re.compile(r"(?:docs/)?model\.md|\band\b|[\s,;:]")
_HEADING = re.compile(r"    # (.+)")


class Act(NamedTuple):
    """One line of the week: a process, under the heading where it stands."""

    heading: str
    process: Function


def docstring(node: ast.Module | ast.FunctionDef) -> str:
    """The docstring, which there must be, its examples left out."""
    text = ast.get_docstring(node)
    assert text is not None, ast.unparse(node)[:80]
    return text.partition(">>>")[0]


def first_sentence(node: ast.Module | ast.FunctionDef) -> str:
    """What a docstring says first, as Markdown; brackets that hold nothing but references are left out."""
    lead = " ".join(docstring(node).partition("\n\n")[0].split())
    found = _FIRST_SENTENCE.match(lead)
    sentence = _BRACKETS.sub(lambda it: "" if _only_refers(it[1]) else it[0], found[0] if found else lead)
    return sentence.replace("``", "`").replace("docs/model.md", "model.md").replace("model.md E", "E")


def _only_refers(text: str) -> bool:
    """Whether a text is a list of equations and sources.

    >>> _only_refers("model.md E39-E41, E44; zhang22; rows 9.3-9.12"), _only_refers("the monitored floor, 1")
    (True, False)
    """
    for named in (*sources(text), *equations(text)):
        text = text.replace(named, "", 1)
    return not _BETWEEN.sub("", text)


def equations(text: str) -> list[str]:
    """The equations of docs/model.md that a text names, in its order.

    >>> equations("Perceived control and needs (model.md E11-E13; E15b).")
    ['E11-E13', 'E15b']
    """
    return list(dict.fromkeys(re.findall(rf"\b{_EQUATION}", text)))


def sources(text: str) -> list[str]:
    """The works, rows and claims that a text names, in its order.

    >>> sources("Citizens (model.md E39; zhang22, brown08; rows 9.3-9.12).")
    ['zhang22', 'brown08', 'rows 9.3-9.12']
    """
    named = re.findall(rf"{_ROWS_AND_CLAIMS}|\w+", text)
    return [it for it in dict.fromkeys(named) if " " in it or it in references().works]


def key_of(function: Function) -> str:
    """Room, file and name of a function: ``processes/employees.feel_control``."""
    return f"{function.module.name.removesuffix('.py')}.{function.name}"


@cache
def processes() -> dict[str, Function]:
    """The functions of the room of processes, by their keys."""
    return {key_of(function): function for function in functions("processes")}


def week() -> Iterator[Act]:
    """The week, line by line, as ``step`` lives it."""
    (module,) = modules("week.py")
    parts = {part.name: part for part in functions_of(module)}
    for call in _calls(parts["step"]):
        yield from _acts(module, parts[ast.unparse(call.func)])


def _acts(module: Module, part: ast.FunctionDef) -> Iterator[Act]:
    """The processes of one part of the week; a line of comment above some of them is their heading.

    The week of private providers is one line there, and calls the same processes.
    """
    lines, origin = module.source.splitlines(), _imported(module)
    heading, seen = "", part.lineno
    for call in _calls(part):
        for line in lines[seen : call.lineno - 1]:
            if found := _HEADING.fullmatch(line):
                heading = found[1]
        if ast.unparse(call.func) in origin:
            yield Act(heading, processes()[origin[ast.unparse(call.func)]])
        seen = call.lineno


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """The lines of a function that are nothing but a call."""
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            yield statement.value


def functions_of(module: Module) -> list[ast.FunctionDef]:
    """The functions of a file, in its order."""
    return [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]


@cache
def _imported(module: Module) -> dict[str, str]:
    """What a file imports from the package, by the name it calls it: its key."""
    return {
        alias.asname or alias.name: f"{str(node.module).removeprefix('sim.').replace('.', '/')}.{alias.name}"
        for node in module.tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def rules_asked(process: Function) -> list[str]:
    """The files of rules that a process asks, itself or through its parts."""
    seen, new = set[str](), {key_of(process)}
    while new:
        seen |= new
        new = {key for one in new if one in processes() for key in _asked(processes()[one])} - seen
    files = (key.partition(".")[0] for key in seen if key.startswith("rules/"))
    return sorted({file.removeprefix("rules/") for file in files} - {"shape"})


@cache
def _asked(function: Function) -> frozenset[str]:
    """The functions that a function asks, by their keys."""
    here = {one.name: key_of(Function(function.module, one)) for one in functions_of(function.module)}
    known = here | _imported(function.module)
    called = (node.func for node in ast.walk(function.node) if isinstance(node, ast.Call))
    return frozenset(known[it.id] for it in called if isinstance(it, ast.Name) and it.id in known)


def signature(rule: ast.FunctionDef) -> str:
    """How a rule is asked: its arguments, and what it gives where that is not a plain number."""
    arguments = ", ".join(argument.arg for argument in rule.args.args)
    gives = "" if rule.returns is None else ast.unparse(rule.returns)
    return f"`{rule.name}({arguments})`" + ("" if gives == "float" else f", gives `{gives}`")
