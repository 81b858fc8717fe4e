"""Borders between rooms, drawn in pyproject.toml and checked by import-linter, cover every room there is."""

import subprocess
import sys
import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.architecture.syntax import PACKAGE, ROOT

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in LINTER["contracts"]}

ROOMS = {
    f"sim.{entry.stem}"
    for entry in PACKAGE.iterdir()
    if (entry.suffix == ".py" or (entry / "__init__.py").exists()) and entry.stem != "__init__"
}

MAY = {
    "Only sim.model knows Mesa": {"sim.model"},
    "Only sim.rule knows numba": {"sim.rule"},
    "Below simulate, only state, initialisation and measures know NumPy, and none knows more": {
        "sim.state", "sim.initialisation", "sim.measures",
        "sim.cli", "sim.studies", "sim.classroom", "sim.model", "sim.lab", "sim.report", "sim.simulate", "sim.analysis",
    },
}  # fmt: skip
"""The rooms that a contract lets through; it must name all others, so that a new room cannot slip past."""


def test_borders_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == 0


@pytest.mark.parametrize("contract", MAY)
def test_a_contract_names_every_room_it_binds(contract: str) -> None:
    assert set(CONTRACTS[contract]["source_modules"]) == ROOMS - MAY[contract]


HEAVY = ("matplotlib", "mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy")


def test_the_command_line_loads_nothing_heavy() -> None:
    """What makes `styreform --help` quick: counted in packages, since seconds depend on the machine."""
    code = f"import sys, sim.cli; print(*(set({HEAVY}) & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert answer.stdout.split() == []
