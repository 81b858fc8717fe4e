"""The commands as a user meets them: what they print and their exit codes."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from sim.cli import main
from sim.lab.session import sit
from sim.lab.workers import WorkError
from sim.rule import COMPILED
from tests.lab import planted

ROOT = Path(__file__).parents[2]
HEAVY = {"numpy", "pandas", "pyarrow", "numba", "mesa", "matplotlib", "pydantic", "scipy", "SALib"}

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
    assert "calibrated demonstration" in first.stdout.lower()
    assert "results/tiny" in first.stdout
    assert "Expected, written before the first run: " in first.stdout
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
    for foretold in ("Time: ", "Disk: about", "Width of the intervals: not known"):
        assert foretold in said.stdout
    assert sorted(experiment.parent.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "tiny"], 'Did you mean "four_units"?'),
        (["run"], "Name an experiment"),
        (["run", "01_regimes", "--dask", "tcp://127.0.0.1:1", "--time-limit", "1m"], "hold on this machine only"),
        (["run", "01_regimes", "--replay", "zz"], 'no run that begins with "zz"'),
        (["run", "01_regimes", "--max-failures", "101%"], "a share from 0% to 100%"),
        (["run", "01_regimes", "--memory-limit", "2"], "a number and MB or GB"),
        (["shard", "4/3", "01_regimes"], "with N from 1 to M"),
        (["gather", "nowhere"], "there is no design.parquet here"),
        (["run", "nowhere"], 'There is no experiment "nowhere"'),
        (["run", "--scenario", "trsut"], 'Did you mean "trust"?'),
        (["run", "--scenario", "baseline"], "is what a scenario is compared with"),
        (["run", "tiny", "--scenario", "npm"], "Name an experiment"),
        (["run", "01_regimes", "--budget", "20x"], "as in 20m"),
        (["run", "01_regimes", "--precision", "motivatoin=0.01"], 'Did you mean "motivation"?'),
        (["run", "01_regimes", "--precision", "motivation=-1"], "more than 0"),
        (["run", "01_regimes", "--precision", "cost=1", "--precision", "cost=2"], "write it once"),
        (["run", "01_regimes", "--precision", "cost=1", "--max-replicates", "9"], "at least 25"),
        (["run", "01_regimes", "--max-replicates", "99"], "is not given"),
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


CLAIMS = """
[[claim]]
id = "one"
title = "Trust"
kind = "emergent"
source = ["claim 25"]
statement = [
  { says = "Trust is what it is", a = "trust", b = "trust", measure = "quality", window = [1, 2], setting = "four_units", expected = { direction = "same", margin = 0.001 } },
]

[[claim]]
id = "two"
title = "The high stakes of npm"
kind = "emergent"
source = ["claim 25"]
statement = [
  { says = "Quality falls", a = "npm", measure = "quality", window = [1, 2], setting = "four_units", expected = { direction = "lower" } },
]
"""  # noqa: E501
FACT = CLAIMS.split("\n\n", maxsplit=1)[0].replace(
    'a = "trust", b = "trust", measure = "quality"', 'a = "baseline", measure = "spells_begun", contrast = "level"'
)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Two claims about four units in a file of their own."""
    file = tmp_path / "own.toml"
    file.write_text(CLAIMS, encoding="utf-8")
    return file


@pytest.fixture
def soon_lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arenas of three years without a burn-in."""
    monkeypatch.setattr("sim.studies.arenas.BURN_IN_YEARS", 0)
    monkeypatch.setattr("sim.studies.arenas.USUAL_YEARS", 3)


def board(folder: Path, of: str = "claims") -> Any:
    """A table of the board of claims that was kept in a folder."""
    return pd.read_csv(folder / "results" / "evidence_own_quick" / f"{of}.csv").set_index("claim")


@pytest.mark.skipif(not COMPILED, reason="too slow without numba")
@pytest.mark.usefixtures("soon_lived")
def test_a_claim_of_which_a_run_fails_is_not_told_from_fewer_pairs(
    claims: Path, styreform: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.studies.arenas.sit", partial(sit, found=planted.failing_under_npm))
    ended = styreform("evidence", "--claims", claims, "--quick", folder=claims.parent)
    assert ended.code == 1, ended.stderr
    assert 'Claims that need them say "too few runs"' in ended.stderr
    assert "12 of 18 runs finished, 6 failed" in ended.stderr
    assert "too few runs" in ended.stdout
    assert board(claims.parent)["verdict"].to_dict() == {"one": "reproduced", "two": "too few runs"}
    assert board(claims.parent, "statements")["pairs"].to_dict() == {"one": 6, "two": 0}
    monkeypatch.setattr("sim.studies.arenas.sit", sit)
    again = styreform("evidence", "--claims", claims, "--quick", folder=claims.parent)
    assert again.code == 0, again.stderr
    assert board(claims.parent, "statements")["pairs"].to_dict() == {"one": 6, "two": 6}


@pytest.mark.skipif(not COMPILED, reason="reads columns, which only record arrays have")
def test_a_study_that_cannot_be_made_is_told(claims: Path, styreform: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    claims.write_text(FACT, encoding="utf-8")
    monkeypatch.setattr("sim.studies.structure.founded", planted.failing_at_founding)
    ended = styreform("evidence", "--claims", claims, "--quick", folder=claims.parent)
    assert ended.code == 1, ended.stderr
    assert "It cannot be made: ZeroDivisionError: no employees" in ended.stderr
    assert "structure of four_units_8_years: not made" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert board(claims.parent)["verdict"].to_dict() == {"one": "too few runs"}


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("text", "where", "trouble", "code", "said"),
    [
        (CLAIMS, "arenas.sit", FULL, 1, "Stopped: [Errno 28] No space left on device."),
        (CLAIMS, "arenas.sit", WorkError("the code has changed"), 1, "Stopped: the code has changed."),
        (CLAIMS, "arenas.sit", KeyboardInterrupt(), 130, "Stopped. The same command goes on from there."),
        (FACT, "making.write_table", FULL, 1, "Stopped: [Errno 28] No space left on device."),
        (FACT, "structure.followed", KeyboardInterrupt(), 130, "Stopped. The same command goes on from there."),
        (FACT, "evidence.write_json", FULL, 1, "Stopped: [Errno 28] No space left on device."),
    ],
)
def test_trouble_outside_the_model_ends_the_board_with_a_sentence(
    claims: Path, styreform: Give, monkeypatch: pytest.MonkeyPatch,
    text: str, where: str, trouble: BaseException, code: int, said: str,
) -> None:  # fmt: skip
    def stop(*_: Any, **__: Any) -> None:
        raise trouble

    claims.write_text(text, encoding="utf-8")
    monkeypatch.setattr(f"sim.studies.{where}", stop)
    ended = styreform("evidence", "--claims", claims, "--quick", folder=claims.parent)
    assert (ended.code, ended.stdout) == (code, "")
    assert ended.stderr.rstrip().endswith(said)


@pytest.mark.parametrize("text", [CLAIMS, FACT], ids=["scenarios", "facts"])
@pytest.mark.parametrize("out", ["own.toml", "own.toml/below/it", "/proc/nowhere", "x" * 300])
def test_a_board_that_cannot_be_kept_is_a_mistake(claims: Path, styreform: Give, out: str, text: str) -> None:
    claims.write_text(text, encoding="utf-8")
    ended = styreform("evidence", "--claims", claims, "--out", out, folder=claims.parent)
    assert (ended.code, ended.stdout) == (2, "")
    assert f"Results cannot be kept in {out}" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert [file.name for file in claims.parent.iterdir()] == ["own.toml"]


@pytest.mark.parametrize("out", ["own.toml", "own.toml/below/it", "/proc/nowhere"])
def test_an_audit_that_cannot_be_kept_is_a_mistake(claims: Path, styreform: Give, out: str) -> None:
    ended = styreform("neutrality", "--points", "1", "--out", out, folder=claims.parent)
    assert (ended.code, ended.stdout) == (2, "")
    assert f"Results cannot be kept in {out}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert [file.name for file in claims.parent.iterdir()] == ["own.toml"]


@pytest.mark.parametrize(
    ("named", "said"), [(".", "this is a folder"), ("owm.toml", 'Did you mean "own.toml"?'), ("", "this is a folder")]
)
def test_claims_that_cannot_be_read_are_a_mistake(claims: Path, styreform: Give, named: str, said: str) -> None:
    ended = styreform("evidence", "--claims", named, folder=claims.parent)
    assert (ended.code, ended.stdout) == (2, "")
    assert said in ended.stderr


@pytest.mark.parametrize("text", [CLAIMS, FACT], ids=["scenarios", "facts"])
def test_a_board_that_memory_does_not_hold_is_a_mistake_before_anything_is_written(
    claims: Path, styreform: Give, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    claims.write_text(text.replace("four_units", "denmark"), encoding="utf-8")
    monkeypatch.setattr("sim.studies.evidence.memory_at_hand", lambda: 1e9)
    ended = styreform("evidence", "--claims", claims, "--quick", folder=claims.parent)
    assert (ended.code, ended.stdout) == (2, "")
    assert '"denmark" is too large for the memory at hand' in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert [file.name for file in claims.parent.iterdir()] == ["own.toml"]
