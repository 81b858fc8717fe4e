"""The model does not know which regime it lives under, and words mean one thing."""

import ast
import re
import tomllib

from tests.architecture.syntax import ROOT, modules

MODEL = ("rules", "processes", "state", "measures", "initialisation", "week.py", "events", "simulate")

REGIMES = {
    tomllib.loads(file.read_text(encoding="utf-8"))["id"] for file in (ROOT / "scenarios" / "regimes").glob("*.toml")
}

ORDINARY_WORDS = {
    "baseline": "the record of the levers' baseline values, from which every lever is counted",
    "trust": "what people have in each other: a state, and a word in many columns",
    "relational": "said of coordination across units: a state, and of the interventions that build it, a lever",
}
"""Regimes whose id is also a word of the domain: the model may say the word, but never compare with it as text."""


def test_regimes_are_found() -> None:
    assert {"baseline", "npm", "npm_lean", "tripartite", "trust", "hybrid"} <= REGIMES


def test_no_rule_process_or_table_knows_a_regime() -> None:
    names = re.compile(rf"(?<![a-z])({'|'.join(REGIMES - set(ORDINARY_WORDS))})(?![a-z])", re.IGNORECASE)
    wrong = [f"sim/{module.name} says {names.findall(module.source)}" for module in modules(*MODEL)
             if names.search(module.source)]  # fmt: skip
    assert not wrong


def test_the_model_compares_with_no_regime_as_text() -> None:
    wrong = []
    for module in modules("rules", "processes", "week.py"):
        for node in ast.walk(module.tree):
            match node:
                case ast.Constant(value=str(text)) if text in REGIMES:
                    wrong.append(f"sim/{module.name}:{node.lineno}: {text!r}")
                case ast.arg(arg=name) | ast.Name(id=name) | ast.Attribute(attr=name) if "regime" in name:
                    wrong.append(f"sim/{module.name}:{node.lineno}: {name}")
    assert not wrong


ATTIC = re.compile(r"(^|_)(utils?|helpers?|fast)$|^get_|(?<!Line)Manager$")
"""Words that name no thing of the domain. A manager is a person here."""


def test_words_name_things_of_the_domain() -> None:
    wrong = []
    for module in modules():
        names = {module.path.stem} | {
            node.name for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        wrong += [f"sim/{module.name}: {name}" for name in names if ATTIC.search(name)]
    assert not wrong
