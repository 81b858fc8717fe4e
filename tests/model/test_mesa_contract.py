"""Which of Mesa's names are used, that they exist, and that what Mesa 4 gives up is not among them.

Mesa 4 is only an alpha; the tests of this folder are run against it by hand (CONTRIBUTING.md).
"""

import ast
import importlib
from itertools import chain

import mesa
import pytest
from mesa.agentset import AbstractAgentSet
from mesa.agentset import AgentSet as MesaSet

from sim.model import AgentSet
from tests.architecture.syntax import modules

IMPORTED = {
    "mesa": {"Agent", "DataCollector", "Model"},
    "mesa.agentset": {"AbstractAgentSet", "GroupBy"},
    "mesa.experimental.scenarios": {"Scenario"},
}
"""Everything that sim.model imports from Mesa."""

OF_MODELS = {
    "added to": {"agents", "agents_by_type", "agent_types", "step"},
    "read": {"agent_id_counter", "random", "rng", "scenario", "time"},
    "promised to users": {"deregister_agent", "register_agent", "remove_all_agents", "run_for", "running"}
    | {"run_until", "schedule_event", "schedule_recurring"},
}
OF_COLLECTORS = {"collect", "get_agenttype_vars_dataframe", "get_model_vars_dataframe", "model_reporters"}

GONE = {"PropertyLayer", "batch_run", "pos", "reset_randomizer", "reset_rng", "space", "steps"}
"""What Mesa 4 has no more."""


def test_nothing_else_is_imported() -> None:
    imported: dict[str, set[str]] = {}
    for module in modules("model"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "mesa":
                imported.setdefault(node.module or "", set()).update(alias.name for alias in node.names)
            if isinstance(node, ast.Import):
                assert not any(alias.name.partition(".")[0] == "mesa" for alias in node.names), "name what is used"
    assert imported == IMPORTED


@pytest.mark.parametrize("module", IMPORTED)
def test_what_is_imported_exists(module: str) -> None:
    assert set(dir(importlib.import_module(module))) >= IMPORTED[module]


def test_what_is_used_of_a_model_exists() -> None:
    assert set(dir(mesa.Model(rng=1))) >= set(chain(*OF_MODELS.values()))
    assert set(dir(mesa.DataCollector())) >= OF_COLLECTORS


def test_nothing_is_used_that_mesa_4_gives_up() -> None:
    for module in modules("model"):
        used = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        assert not used & GONE
        keywords = {node.arg for node in ast.walk(module.tree) if isinstance(node, ast.keyword)}
        assert "seed" not in keywords or module.name == "model/scenario.py", "there it is a field of our own"


def test_every_method_of_a_set_is_our_own() -> None:
    """One that is inherited would look for agents where Mesa's sets keep them."""
    public = {name for one in (AbstractAgentSet, MesaSet) for name in vars(one) if not name.startswith("_")}
    assert public <= set(vars(AgentSet))
    assert not AgentSet.__abstractmethods__
