"""Real kills: of a worker, of the coordinator, by the model, by Ctrl-C. Nothing kept is lost, nothing is mixed."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.lab.bundle import Lived
from sim.lab.designs import design
from sim.lab.experiment import read_experiment
from sim.lab.laboratory import RunError, live_missing, plan
from sim.lab.limits import Limits
from sim.lab.store import FOLDER, Store
from sim.lab.workers import Died
from sim.mistakes import Mistake
from sim.simulate import founded
from tests.lab import planted
from tests.lab.laboratories import (
    ROOT,
    RUNS_A_REPLICATE,
    assert_same_tables,
    carried_out,
    environment,
    hundred_municipalities,
    lived,
    runs_lived,
    small,
    table,
)

COORDINATOR = """
import sys
from pathlib import Path
from tests.lab import planted
from tests.lab.laboratories import carried_out, small
if __name__ == "__main__":
    carried_out(small(), Path(sys.argv[1]), workers=2, found=planted.slow)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small experiment, carried out in peace."""
    folder = tmp_path_factory.mktemp("undisturbed")
    carried_out(small(), folder)
    return folder


def test_a_worker_killed_from_outside_costs_only_the_run_in_its_hands(undisturbed: Path, tmp_path: Path) -> None:
    killed, news = False, []
    for one in live_missing(plan(design(small()), tmp_path), 2, planted.slow):
        news.append(one)
        if isinstance(one, Lived) and not killed:
            killed = True
            os.kill(_pid(multiprocessing.active_children()[0]), signal.SIGKILL)
    deaths = [one for one in news if isinstance(one, Died)]
    assert len(deaths) == 1
    assert deaths[0].exit_code == -signal.SIGKILL
    assert not deaths[0].set_aside
    assert runs_lived(news) == 3 * RUNS_A_REPLICATE  # what was kept before the death is not lived again
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_a_bundle_that_kills_its_worker_once_is_tried_again(undisturbed: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    with environment({planted.MARKS: str(marks)}):
        news = lived(small(), tmp_path / "results", workers=2, found=planted.killing_once)
    assert sum(isinstance(one, Died) for one in news) >= 1
    carried_out(small(), tmp_path / "results")
    assert_same_tables(undisturbed, tmp_path / "results")


def test_a_run_that_always_kills_is_set_aside_and_nobody_else_is_blamed(undisturbed: Path, tmp_path: Path) -> None:
    seed = small().seeds()[1]
    with environment({planted.SEED: str(seed)}):
        completeness = carried_out(small(), tmp_path, workers=2, found=planted.killing_every_time)
    assert (completeness.ok, completeness.killed) == (3 * RUNS_A_REPLICATE - 2, 2)
    runs = table(tmp_path, "runs")
    to_blame = (runs["replicate"] == 2) & (runs["regime"] == "npm")
    assert (runs.loc[to_blame, "status"] == "killed").all()
    assert (runs.loc[~to_blame, "status"] == "ok").all()
    assert runs.loc[to_blame, "reason"].str.contains("died 2 times").all()
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_killed_in_the_middle_of_a_run_nothing_of_it_counts(tmp_path: Path) -> None:
    marks, results, peaceful = tmp_path / "marks", tmp_path / "results", tmp_path / "peaceful"
    marks.mkdir()
    long = small(years=3, replicates=1)
    with environment({planted.MARKS: str(marks)}):
        news = list(live_missing(plan(design(long), results), 1, planted.killing_in_year_3))
    (death,) = [one for one in news if isinstance(one, Died)]
    assert death.weeks_more == 2 * 52
    assert runs_lived(news) == RUNS_A_REPLICATE
    carried_out(long, results)
    carried_out(long, peaceful)
    assert_same_tables(peaceful, results)


def test_what_a_dead_worker_had_written_is_removed(tmp_path: Path) -> None:
    experiment = small(years=30, replicates=1, setting=str(hundred_municipalities(tmp_path)))
    results = tmp_path / "results"
    news = live_missing(plan(design(experiment), results), 1, founded)
    _wait_for_a_batch(news, results / FOLDER)
    worker = multiprocessing.active_children()[0]
    news.close()  # as Ctrl-C does
    assert not worker.is_alive()
    assert list((results / FOLDER).iterdir()) == []
    assert plan(design(experiment), results).reused == 0


def _wait_for_a_batch(news: Iterator[object], segments: Path) -> None:
    """Listen until something of a run is on disk."""
    for _ in news:
        if any(series.stat().st_size > 1_000_000 for series in segments.glob("*.arrows")):
            return
    raise AssertionError("all was lived before anything was written")


def test_what_lives_too_long_is_ended_and_its_neighbours_are_lived(tmp_path: Path) -> None:
    one = small(replicates=1)
    limits = Limits(seconds=6.0)
    news = list(live_missing(plan(design(one), tmp_path), 1, planted.never_ending_under_npm, limits=limits))
    assert Counter(end.status for end in news if isinstance(end, Lived)) == {"ok": 3, "timeout": 2}
    stored = Store(tmp_path).runs()
    assert {end.row["reason"] for end in stored.values() if not end.is_ok} == {"it was not done after 6 s"}
    assert plan(design(one), tmp_path).missing == 2


def test_what_takes_too_much_memory_is_ended_and_its_neighbours_are_lived(tmp_path: Path) -> None:
    limits = Limits(bytes=1.2e9)
    one = small(replicates=1)
    news = list(live_missing(plan(design(one), tmp_path), 1, planted.greedy_under_npm, limits=limits))
    assert Counter(end.status for end in news if isinstance(end, Lived)) == {"ok": 3, "killed": 2}
    reasons = {stored.row["reason"] for stored in Store(tmp_path).runs().values() if not stored.is_ok}
    assert all("1.2 GB are allowed" in reason for reason in reasons)


def test_it_stops_when_more_fail_than_are_allowed(tmp_path: Path) -> None:
    news = live_missing(plan(design(small()), tmp_path), 1, planted.failing_under_npm, failures_allowed=2)
    with pytest.raises(RunError, match="3 runs have failed, more than are allowed"):
        list(news)
    ends = Counter(one.row["status"] for one in Store(tmp_path).runs().values())
    assert ends["ok"] >= 4
    assert ends["ok"] + ends["failed"] < 3 * RUNS_A_REPLICATE


def test_a_second_coordinator_is_refused_with_the_reason_until_the_first_is_gone(tmp_path: Path) -> None:
    coordinator = _started(["-c", COORDINATOR, str(tmp_path)])
    _wait_until(lambda: any((tmp_path / FOLDER).glob("*.journal")), coordinator)
    with pytest.raises(Mistake, match=f"Another styreform works in .*process {coordinator.pid} on"):
        lived(small(), tmp_path)
    os.kill(coordinator.pid, signal.SIGKILL)
    coordinator.communicate()
    assert carried_out(small(), tmp_path).is_complete


def test_a_killed_coordinator_loses_no_kept_run_and_leaves_no_worker(undisturbed: Path, tmp_path: Path) -> None:
    coordinator = _started(["-c", COORDINATOR, str(tmp_path)])
    _wait_until(lambda: bool(Store(tmp_path).runs()), coordinator)
    os.kill(coordinator.pid, signal.SIGKILL)
    coordinator.communicate()
    _wait_until(lambda: _is_gone(coordinator.pid))
    assert not (tmp_path / "provenance.json").exists()
    assert runs_lived(lived(small(), tmp_path)) < 3 * RUNS_A_REPLICATE
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_ctrl_c_ends_with_a_sentence_and_the_same_command_goes_on(tmp_path: Path) -> None:
    experiment = tmp_path / "long" / "experiment.toml"
    experiment.parent.mkdir()
    experiment.write_text(
        'question = "?"\nexpected_answer = "!"\nsetting = "four_units"\nregimes = ["baseline", "npm"]\n'
        "replicates = 400\nburn_in_years = 0\nyears = 1\nearly_window = [1, 1]\nmain_window = [1, 1]\n",
        encoding="utf-8",
    )
    results = tmp_path / "results"
    arguments = ["run", str(experiment), "--out", str(results), "--workers", "2"]
    command = _started(["-c", "from sim.cli import main; main()", *arguments])
    _wait_until(lambda: bool(Store(results).runs()), command)
    os.killpg(command.pid, signal.SIGINT)  # as a terminal does: everybody in the foreground hears it
    _, said = command.communicate(timeout=120)
    assert command.returncode == 130, said
    assert "The same command goes on from there." in said
    assert "Traceback" not in said
    _wait_until(lambda: _is_gone(command.pid))
    kept = len(Store(results).runs())
    assert 0 < kept < 800
    assert not (results / "provenance.json").exists()
    assert plan(design(*read_experiment(str(experiment))), results).reused == kept


def _started(arguments: list[str]) -> subprocess.Popen[str]:
    """Python in a session of its own, so that its workers can be counted and Ctrl-C reaches them all."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _wait_until(holds: Callable[[], bool], process: subprocess.Popen[str] | None = None, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited too long"
        if process is not None and process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode}: {process.communicate()[1]}")
        time.sleep(0.02)


def _is_gone(group: int) -> bool:
    """Whether no process of a group is alive."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def _pid(process: multiprocessing.process.BaseProcess) -> int:
    assert process.pid is not None
    return process.pid
