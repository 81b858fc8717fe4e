"""An experiment on four small units, with the real model: what is written, and that nothing is run twice."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from sim.lab.designs import design
from sim.lab.durable import write_table
from sim.lab.laboratory import plan, status
from sim.lab.place import MARK
from sim.lab.replay import replayed
from sim.lab.store import FOLDER
from sim.measures.catalogue import MEASURES
from sim.mistakes import Mistake
from sim.simulate import founded
from tests.lab import planted
from tests.lab.laboratories import (
    ROWS_A_REPLICATE,
    RUNS_A_REPLICATE,
    assert_same_tables,
    carried_out,
    lived,
    small,
    table,
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small experiment, carried out with one worker."""
    folder = tmp_path_factory.mktemp("one_worker")
    assert carried_out(small(), folder).is_complete
    return folder


def test_every_row_of_the_design_ends_as_a_run(results: Path) -> None:
    runs = table(results, "runs")
    assert len(runs) == 3 * ROWS_A_REPLICATE
    assert (runs["status"] == "ok").all()
    assert runs["run"].equals(table(results, "design")["run"])
    assert [measure.name for measure in MEASURES] == list(runs.columns[-len(MEASURES) :])


def test_the_baseline_has_its_own_overhead_so_its_two_arms_are_one_run(results: Path) -> None:
    design = table(results, "design")
    assert design["run"].nunique() == 3 * RUNS_A_REPLICATE
    assert (design[design["regime"] == "baseline"].groupby("replicate")["run"].nunique() == 1).all()


def test_a_run_is_the_mean_of_its_series(results: Path) -> None:
    runs, series = table(results, "runs"), table(results, "series")
    assert len(series) == 3 * RUNS_A_REPLICATE * 52
    run = runs.iloc[4]
    weeks = series[series["run"] == run["run"]]
    assert list(weeks["week"]) == list(range(1, 53))
    for measure in MEASURES:
        assert run[measure.name] == pytest.approx(weeks[measure.name].mean(), rel=1e-12)


def test_the_runs_differ_by_regime_and_by_replicate(results: Path) -> None:
    runs = table(results, "runs")
    assert runs.drop_duplicates("run")["motivation"].nunique() == 3 * RUNS_A_REPLICATE


def test_contrasts_are_paired_by_replicate(results: Path) -> None:
    contrasts, runs = table(results, "contrasts"), table(results, "runs").set_index(["regime", "overhead", "replicate"])
    assert (contrasts["pairs"] == 3).all()
    of_npm = contrasts.query(
        "regime == 'npm' and overhead == 'as coded' and window == 'main' and measure == 'motivation'"
    )
    pairs = [
        runs.loc[("npm", "as coded", n), "motivation"] - runs.loc[("baseline", "as coded", n), "motivation"]
        for n in (1, 2, 3)
    ]
    assert of_npm["difference"].item() == pytest.approx(np.mean(pairs), rel=1e-12)


def test_provenance_says_where_it_comes_from(results: Path) -> None:
    said = json.loads((results / "provenance.json").read_text(encoding="utf-8"))
    assert said["complete"]
    assert said["completeness"] == {"planned": 15, "ok": 15} | dict.fromkeys(
        ("failed", "timeout", "killed", "missing"), 0
    )
    assert said["seeds"] == list(table(results, "design")["seed"].unique())
    assert {"design.parquet", "runs.parquet", "series.parquet", "contrasts.parquet"} <= set(said["tables"])
    assert said["experiment"]["expected_answer"] == "No."
    assert "rule.py" in said["modules"]


def test_two_workers_write_the_same_bits_as_one(results: Path, tmp_path: Path) -> None:
    carried_out(small(), tmp_path, workers=2)
    assert_same_tables(results, tmp_path)


def test_a_second_time_nothing_is_lived(results: Path) -> None:
    assert lived(small(), results) == []
    assert (results / "provenance.json").exists()


def test_more_replicates_or_regimes_live_only_what_is_new(results: Path) -> None:
    more_replicates = small(replicates=5)
    assert plan(design(more_replicates), results).missing == 2 * RUNS_A_REPLICATE
    more_regimes = small(regimes=("baseline", "npm", "hybrid", "trust"))
    assert plan(design(more_regimes), results).missing == 3 * 2
    assert plan(design(small(years=2)), results).missing == 3 * RUNS_A_REPLICATE


def test_a_failing_run_is_a_row_and_its_neighbours_are_unharmed(results: Path, tmp_path: Path) -> None:
    completeness = carried_out(small(), tmp_path, found=planted.failing_under_npm)
    assert (completeness.ok, completeness.failed) == (9, 6)
    runs, healthy = table(tmp_path, "runs"), table(results, "runs")
    npm = runs["regime"] == "npm"
    assert (runs.loc[npm, "status"] == "failed").all()
    assert (runs.loc[npm, "stage"] == "weeks").all()
    assert (runs.loc[npm, "reason"] == "ArithmeticError: the stakes are too high").all()
    assert runs.loc[npm, "motivation"].isna().all()
    pd.testing.assert_frame_equal(runs[~npm], healthy[~npm], check_exact=True)
    assert set(table(tmp_path, "contrasts").query("regime == 'npm'")["pairs"]) == {0}
    assert not json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["complete"]

    carried_out(small(), tmp_path)  # failed runs are tried again
    assert_same_tables(results, tmp_path)


def test_damaged_segments_are_lived_again(results: Path, tmp_path: Path) -> None:
    """A torn line is missed at once; weeks that a bit was flipped in when they are next read, and then lived again."""
    shutil.copytree(results, tmp_path, dirs_exist_ok=True)
    (journal,) = (tmp_path / FOLDER).glob("*.journal")
    journal.write_bytes(journal.read_bytes()[:-100])
    assert plan(design(small()), tmp_path).reused == 3 * RUNS_A_REPLICATE - 1
    (series,) = (tmp_path / FOLDER).glob("*.arrows")
    content = bytearray(series.read_bytes())
    content[len(content) // 2] ^= 1
    series.write_bytes(content)
    completeness = carried_out(small(), tmp_path)
    assert (completeness.ok, completeness.missing) == (3 * RUNS_A_REPLICATE - 1, 1)
    carried_out(small(), tmp_path)
    assert_same_tables(results, tmp_path)


def test_without_its_series_no_run_counts(results: Path, tmp_path: Path) -> None:
    shutil.copytree(results, tmp_path, dirs_exist_ok=True)
    for series in (tmp_path / FOLDER).glob("*.arrows"):
        series.unlink()
    assert plan(design(small()), tmp_path).reused == 0


def test_one_run_is_replayed_without_being_kept(results: Path) -> None:
    planned = plan(design(small()), results)
    run = planned.design.rows[2].run
    assert replayed(planned, run[:10], founded).status == "ok"
    assert replayed(planned, planned.design.rows[2].run, planted.failing_under_npm).reason.startswith("ArithmeticError")
    with pytest.raises(Mistake, match='no run that begins with "zz"'):
        replayed(planned, "zz", founded)


def test_a_folder_of_somebody_elses_or_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    others = tmp_path / "thesis.docx"
    others.write_text("mine")
    with pytest.raises(Mistake, match=r"holds what is not styreform's \(thesis.docx\)"):
        plan(design(small()), tmp_path)
    (tmp_path / MARK).write_text('{"store": "styreform", "schema": 99}')
    with pytest.raises(Mistake, match="its store has version 99, this one knows versions up to 2"):
        plan(design(small()), tmp_path)
    (tmp_path / MARK).write_text('{"store": "Aldi"}')
    with pytest.raises(Mistake, match="is not a file of styreform's"):
        plan(design(small()), tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [MARK, "thesis.docx"]


def test_a_design_of_somebody_elses_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "design.parquet").write_text("not Parquet")
    with pytest.raises(Mistake, match="is not a design"):
        status(tmp_path)
    write_table(pa.table({"length": [1.0]}), tmp_path / "design.parquet")
    with pytest.raises(Mistake, match="is not a design"):
        status(tmp_path)
