"""A precision asked for, an end in time, and what is foretold of both."""

import datetime
import io
import json
import time
import uuid
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.precision import RULE
from sim.lab.aims import Aims, achieved_over_expected, sit_for
from sim.lab.budget import Budget
from sim.lab.bundle import BurnedIn, Found
from sim.lab.designs import Design, design
from sim.lab.differences import Differences
from sim.lab.experiment import Experiment
from sim.lab.forecast import expected_half_widths, probed
from sim.lab.laboratory import Plan, open_store, plan
from sim.lab.precise import Precision, live_until_narrow, replicated
from sim.lab.sealing import write_results
from sim.lab.session import Terms
from sim.lab.store import Store
from sim.lab.wishes import Wish
from sim.lab.workers import live_and_keep
from sim.simulate import founded
from tests.lab import planted
from tests.lab.laboratories import assert_same_tables, small, table

FIRST = RULE.floor + RULE.look_ahead


def two_regimes(**changes: Any) -> Experiment:
    return small(regimes=("baseline", "npm"), overhead=("as coded",), **changes)


def live_here(planned: Plan[Design], found: Found = founded) -> bool:
    """Live what is missing in this process: workers take seconds to start."""
    open_store(planned)
    with Store(planned.results).segment(uuid.uuid4().hex) as segment:
        for bundle in planned.bundles:
            for _ in live_and_keep(bundle, found, 1, segment):
                pass
    return True


def written(planned: Plan[Design], results: Path) -> Path:
    write_results(plan(planned.design, results), datetime.datetime.now(datetime.UTC), "a test")
    return results


def sought(results: Path, wish: Wish, found: Found = founded) -> tuple[Path, Precision, list[str]]:
    """The tables of what is lived for a wish, what came of it, and what was said."""
    said: list[str] = []
    asked = plan(design(two_regimes()), results)
    planned, precision = live_until_narrow(asked, wish, partial(live_here, found=found), said.append)
    return written(planned, results), precision, said


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many replicates as the first check needs."""
    results = tmp_path_factory.mktemp("first")
    planned = plan(design(two_regimes(replicates=FIRST)), results)
    live_here(planned)
    return written(planned, results)


def half_width_in(results: Path) -> float:
    (row,) = table(results, "contrasts").query("window == 'main' and measure == 'motivation'").itertuples()
    return (row.high - row.low) / 2.0


def test_replicates_are_added_until_the_difference_is_narrow_and_old_ones_stay(first: Path, tmp_path: Path) -> None:
    wish = Wish({"motivation": 0.8 * half_width_in(first)}, 100)
    results, precision, said = sought(tmp_path, wish)
    assert precision.size is not None
    assert precision.size > RULE.floor
    assert said
    runs = table(results, "runs")
    assert runs["replicate"].max() == precision.replicates == precision.size + RULE.look_ahead
    pd.testing.assert_frame_equal(runs[runs["replicate"] <= FIRST], table(first, "runs"))
    assert half_width_in(results) == pytest.approx(float(precision.half_widths.iloc[0]), rel=1e-12)
    assert half_width_in(results) <= wish.half_widths["motivation"]
    at_once = replicated(plan(design(two_regimes()), results), 100)
    live_here(at_once)
    assert sought(results, wish)[1].size == precision.size  # whatever else is in the store


def test_what_is_too_wide_is_named_where_more_may_not_be_lived(tmp_path: Path) -> None:
    _, precision, _ = sought(tmp_path, Wish({"motivation": 1e-9, "cost": 1e9}, FIRST))
    assert not precision.is_reached
    assert precision.ended_by == "max-replicates"
    assert "Too wide still: motivation, npm, as coded" in precision.in_words()
    assert "cost, npm" not in precision.in_words()


def test_runs_that_fail_end_the_search(tmp_path: Path) -> None:
    _, precision, _ = sought(tmp_path, Wish({"motivation": 1.0}, 1000), planted.failing_under_npm)
    assert precision.ended_by == "failures"
    assert table(tmp_path, "runs")["replicate"].max() == FIRST


def test_a_budget_ends_in_time_tables_say_partial_and_the_same_command_goes_on(first: Path, tmp_path: Path) -> None:
    experiment, began = two_regimes(replicates=FIRST), time.monotonic()
    said = io.StringIO()
    asked = plan(design(experiment), tmp_path)
    sit_for(asked, Aims(seconds=8.0), Console(file=said), "a test", Terms(2), planted.slow)
    told = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))
    assert time.monotonic() - began < 60.0
    assert not told["complete"]
    assert told["budget"]["is_spent"]
    runs = table(tmp_path, "runs")
    left = runs[runs["status"] != "ok"]
    assert set(left["status"]) == {"skipped"}
    assert set(left["stage"]) == {"budget"}
    lived = runs[runs["status"] == "ok"]["replicate"]
    assert 0 < lived.nunique() < FIRST
    assert lived.max() <= lived.nunique() + 2  # replicate by replicate, but for those in flight
    assert "are whole" in said.getvalue()
    live_here(plan(design(experiment), tmp_path))
    assert_same_tables(first, written(asked, tmp_path))


def test_a_bundle_that_would_not_end_in_time_is_not_begun() -> None:
    (bundle,) = design(small(replicates=1, years=8, burn_in_years=2)).bundles()
    budget = Budget(100.0)
    assert budget.holds(bundle)  # nothing is known yet
    budget.hear(BurnedIn(52, 104.0))
    assert not budget.holds(bundle)
    assert budget.stopped
    assert not budget.is_over()


def test_half_widths_come_within_a_quarter_of_the_plan(tmp_path: Path) -> None:
    results = tmp_path / "results"
    planned = plan(design(small(replicates=FIRST)), results)
    seen = probed(planned, 2, 2)
    assert seen.seconds is not None
    assert not results.exists()
    live_here(planned)
    found = Differences().whole_replicates(planned.design, results)
    assert found.shape[1] == FIRST
    expected = expected_half_widths(seen.differences, (FIRST, FIRST))
    assert 0.75 < achieved_over_expected(expected, found).median() < 1.25
