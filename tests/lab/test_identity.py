"""A run's identity: everything that decides its numbers, and nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.lab.designs import Design, design
from sim.lab.experiment import trial
from sim.lab.identity import canonical, digest, seed_of
from tests.lab.laboratories import ROOT, small

PRINT_RUNS = """
from sim.lab.designs import design
from sim.lab.experiment import trial
print(*design(trial("npm", "four_units")).runs)
"""


def runs_of(designed: Design, regime: str) -> list[str]:
    return [row.run for row in designed.rows if row.regime == regime]


def identities(root: Path) -> list[str]:
    """The runs of a trial, designed by another process, with another hash seed, from the package in ``root``."""
    return subprocess.run(
        [sys.executable, "-c", PRINT_RUNS],
        cwd=root,
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(root), "STYREFORM_INTERPRETED": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()


def test_a_comment_changes_no_identity_and_a_rule_changes_every_one(tmp_path: Path) -> None:
    for folder in ("sim", "scenarios"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    here = list(design(trial("npm", "four_units")).runs)
    shape = tmp_path / "sim" / "rules" / "shape.py"
    text = shape.read_text(encoding="utf-8")
    shape.write_text(text + "\n# a remark\n", encoding="utf-8")
    assert identities(tmp_path) == here
    shape.write_text(text + "\nSOMETHING_ELSE = 1\n", encoding="utf-8")
    assert set(identities(tmp_path)).isdisjoint(here)


def test_regimes_that_ask_the_same_are_the_same_run() -> None:
    spelt_out = "tendering + targets + purchaser_provider_split + audit_and_documentation"
    one, other = design(small()), design(small(regimes=("baseline", spelt_out)))
    assert runs_of(one, "npm") == runs_of(other, spelt_out)


def test_everything_that_decides_a_run_enters_its_identity() -> None:
    changes: list[dict[str, object]] = [
        {},
        {"setting": "danish_reference"},
        {"parameters": {"motivation_on_effort": 3.0}},
        {"documentation": "coded"},
        {"first_seed": 1},
        {"name": "another"},
        {"burn_in_years": 1},
        {"years": 2},
    ]
    runs = [run for change in changes for run in design(small(regimes=("baseline", "npm"), **change)).runs]
    documentation_of_the_baseline = 3  # one run a replicate: coded and derived are the same there
    assert len(runs) - len(set(runs)) == documentation_of_the_baseline


def test_what_decides_nothing_does_not_enter() -> None:
    one = design(small()).runs
    other = design(small(question="Another?", expected_answer="Yes.", main_window=(1, 1), early_window=(1, 1)))
    assert one.keys() == other.runs.keys()


def test_more_replicates_leave_the_first_seeds_alone() -> None:
    assert small(replicates=30).seeds()[:3] == small().seeds()
    assert len(set(small(replicates=1000).seeds())) == 1000


def test_seeds_fit_a_signed_column() -> None:
    assert all(0 <= seed_of("any", replicate) < 2**63 for replicate in range(1000))


def test_numbers_have_one_text() -> None:
    assert canonical([1, 1.0, -0.0, 0.1, True]) == "[1,1,0,0.1,true]"
    assert canonical({"b": (1, 2), "a": None}) == '{"a":null,"b":[1,2]}'
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON compliant"):
            digest(value)


def test_a_trial_of_the_baseline_is_no_comparison() -> None:
    with pytest.raises(Exception, match="is what a scenario is compared with"):
        trial("baseline", "four_units")
