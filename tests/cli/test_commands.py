"""The commands as a user meets them: what they print and their exit codes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from sim.cli import main

ROOT = Path(__file__).parents[2]
HEAVY = {"numpy", "pandas", "pyarrow", "numba", "mesa", "matplotlib", "pydantic", "scipy"}

EXPERIMENT = """\
question = "Does the command line work?"
expected_answer = "Yes."
setting = "four_units"
regimes = ["baseline", "npm"]
replicates = 2
burn_in_years = 0
years = 1
early_window = [1, 1]
main_window = [1, 1]
"""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    stdout: str
    stderr: str


type Give = Callable[..., Ended]


@pytest.fixture
def styreform(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Give:
    """Gives a command, in a folder, as the console script does."""

    def give(*arguments: str | Path, folder: Path = ROOT) -> Ended:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["styreform", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(int(ended.value.code or 0), said.out, said.err)

    return give


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """A very small experiment in a folder of its own."""
    file = tmp_path / "tiny" / "experiment.toml"
    file.parent.mkdir()
    file.write_text(EXPERIMENT, encoding="utf-8")
    return file


def test_help_answers_without_anything_that_is_slow_to_import(styreform: Give) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, sim.cli; print(*{name.split('.')[0] for name in sys.modules})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY.isdisjoint(said.stdout.split())
    shown = styreform("--help")
    assert shown.code == 0
    assert "Example: styreform run experiments/01_regimes" in shown.stdout


def test_a_run_from_the_file_to_the_table_and_once_more(experiment: Path, styreform: Give) -> None:
    folder = experiment.parent.parent
    first = styreform("run", "tiny", "--workers", "2", folder=folder)
    assert first.code == 0, first.stderr
    assert "uncalibrated demonstration" in first.stdout.lower()
    assert "results/tiny" in first.stdout
    results = folder / "results" / "tiny"
    for name in ("design", "runs", "series", "contrasts", "measures"):
        assert (results / f"{name}.parquet").is_file()
    assert json.loads((results / "provenance.json").read_text(encoding="utf-8"))["command"].endswith(
        "run tiny --workers 2"
    )
    assert sorted({file.suffix for file in (results / "figures").iterdir()}) == [".png", ".svg"]
    again = styreform("run", "tiny", folder=folder)
    assert again.code == 0
    assert "6 of 6 runs are finished already" in again.stderr
    assert again.stdout == first.stdout
    state = styreform("status", results, "--json", folder=folder)
    assert json.loads(state.stdout)["complete"] is True
    run = pd.read_parquet(results / "runs.parquet")["run"][0]
    reason = styreform("why", run[:12], folder=folder)
    assert "It is reused" in reason.stdout
    assert "baseline, as coded, replicate 1; baseline, equal overhead, replicate 1" in reason.stdout


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(experiment: Path, styreform: Give) -> None:
    before = sorted(experiment.parent.parent.rglob("*"))
    said = styreform("run", "tiny", "--dry-run", "--workers", "2", folder=experiment.parent.parent)
    assert said.code == 0
    assert "To be lived: 6 runs in 2 bundles." in said.stdout
    assert "Memory: about 0.7 GB for 2 processes" in said.stdout
    assert sorted(experiment.parent.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "tiny"], 'Did you mean "four_units"?'),
        (["run"], "Name an experiment"),
        (["run", "nowhere"], 'There is no experiment "nowhere"'),
        (["run", "--scenario", "trsut"], 'Did you mean "trust"?'),
        (["run", "--scenario", "baseline"], "is what a scenario is compared with"),
        (["run", "tiny", "--scenario", "npm"], "Name an experiment"),
        (["show", "nmp"], 'Did you mean "npm"?'),
        (["check", "tiny/experiment.toml"], "line 3, setting"),
        (["status", "results/nowhere"], "no design.parquet"),
        (["why", "0123"], 'There is no run that begins with "0123"'),
    ],
)
def test_a_mistake_is_one_message_and_exit_code_2(
    experiment: Path, arguments: list[str], said: str, styreform: Give
) -> None:
    experiment.write_text(EXPERIMENT.replace("four_units", "four_unts"), encoding="utf-8")
    before = sorted(experiment.parent.parent.rglob("*"))
    ended = styreform(*arguments, folder=experiment.parent.parent)
    assert (ended.code, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert sorted(experiment.parent.parent.rglob("*")) == before


@pytest.mark.parametrize("out", ["tiny/experiment.toml", "tiny/experiment.toml/below/it", "/proc/nowhere", "x" * 300])
def test_results_that_cannot_be_kept_are_a_mistake(experiment: Path, out: str, styreform: Give) -> None:
    folder = experiment.parent.parent
    before = sorted(folder.rglob("*"))
    ended = styreform("run", "tiny", "--workers", "1", "--out", out, folder=folder)
    assert (ended.code, ended.stdout) == (2, "")
    assert f"Results cannot be kept in {out}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert sorted(folder.rglob("*")) == before
    assert experiment.read_text(encoding="utf-8") == EXPERIMENT


def test_what_memory_does_not_hold_is_a_mistake_before_anything_is_written(
    experiment: Path, styreform: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment.write_text(EXPERIMENT.replace("four_units", "denmark"), encoding="utf-8")
    folder = experiment.parent.parent
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr("sim.lab.session.memory_at_hand", lambda: 2e9)
    ended = styreform("run", "tiny", folder=folder)
    assert (ended.code, ended.stdout) == (2, "")
    assert '"denmark" is too large for the memory at hand' in ended.stderr
    foreseen = styreform("run", "tiny", "--dry-run", folder=folder)
    assert foreseen.code == 0
    assert '"denmark" is too large for the memory at hand' in foreseen.stdout
    monkeypatch.setattr("sim.lab.session.memory_at_hand", lambda: 6e9)
    foreseen = styreform("run", "tiny", "--dry-run", "--workers", "2", folder=folder)
    assert "about 4.6 GB for 1 process (each with 2 worlds of 2.1 GB); 6.0 GB are free" in foreseen.stdout
    assert "holds 1 of the 2 processes" in foreseen.stdout
    assert sorted(folder.rglob("*")) == before


def test_what_there_is_can_be_listed_and_shown(styreform: Give) -> None:
    listed = json.loads(styreform("list", "--json").stdout)
    assert {"baseline", "npm", "npm_lean", "tripartite", "trust", "hybrid"} <= set(listed["regimes"])
    assert "four_units" in listed["municipalities"]
    assert "01_regimes" in listed["experiments"]
    assert "npm_lean" in styreform("list").stdout
    shown = json.loads(styreform("show", "tripartite", "--json").stdout)
    assert shown["kind"] == "regime"
    assert "steering_group" in shown["text"]


def test_right_files_are_explained(experiment: Path, styreform: Give) -> None:
    said = styreform("check", experiment, ROOT / "scenarios" / "regimes" / "npm.toml")
    assert said.code == 0, said.stderr
    assert "Does the command line work?" in said.stdout
    assert "npm" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--quick", "--points", "9"), "--points and --quick cannot both be had"),
        (("--ablation", "--points", "9"), "--points and --ablation cannot both be had"),
        (("10_country",), "leave out the pools"),
        (("09_neutralty",), 'Did you mean "09_neutrality"?'),
        (("--points", "0"), "points"),
    ],
)
def test_a_mistake_about_the_audit_is_one_message(styreform: Give, arguments: tuple[str, ...], said: str) -> None:
    ended = styreform("neutrality", *arguments, "--dry-run")
    assert ended.code == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_neutrality_says_what_it_would_live_and_for_how_long(styreform: Give, tmp_path: Path) -> None:
    ended = styreform("neutrality", "--points", "3", "--dry-run", "--out", tmp_path / "audit")
    assert ended.code == 0
    assert "3 cases x 6 regimes x 2 arms x 2 replicates, 66 runs" in ended.stdout
    assert "baselines to be found and 21840 weeks to be lived" in ended.stdout
    assert not (tmp_path / "audit").exists()
