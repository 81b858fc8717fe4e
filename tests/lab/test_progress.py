"""What a person sees while runs are lived."""

import io
import math

import pytest
from rich.console import Console

from sim.lab import progress
from sim.lab.bundle import BurnedIn, Lived, Piece
from sim.lab.designs import design
from sim.lab.progress import Pace, Watch
from sim.lab.workers import Died, Kept
from tests.lab.laboratories import RUNS_A_REPLICATE, small


def test_a_long_run_shows_how_far_it_is_and_the_time_left_while_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PLAIN_LINE_EVERY_SECONDS", -1.0)
    (bundle,) = design(small(replicates=1, years=8, burn_in_years=2)).bundles()
    alone = bundle._replace(runs=bundle.runs[:1])
    said = io.StringIO()
    watch = Watch([alone], 1, Console(file=said, width=120))
    watch.hear(BurnedIn(104, 104.0))
    watch.hear(Piece(alone.runs[0].run, 1, 52, 52.0))
    assert said.getvalue().splitlines() == [
        "20% of all weeks lived, 0 of 1 runs done, 6-7 min left",
        "30% of all weeks lived, 0 of 1 runs done, 6-7 min left",
    ]


def test_baselines_that_are_still_to_be_found_are_in_the_time_left() -> None:
    """Ten sets of parameters, 2 replicates each: ten seconds for a baseline, a thousandth of one for a week."""
    pace = Pace(weeks=20 * 1040, workers=1, baselines=10)
    for bundle in range(20):
        low, high = pace.left() or (0.0, math.inf)
        truly = pace.weeks_left * 0.001 + pace.baselines_left * 10.0
        assert low <= truly * 1.01
        assert high >= truly * 0.99
        assert bundle == 0 or high - low < 0.1 * truly
        pace.note_burn_in(52, 0.052 + (10.0 if bundle < 10 else 0.1))
        for _ in range(19):
            pace.note(52, 0.052)
        pace.baselines_left -= bundle < 10
    assert pace.left() == (0.0, 0.0)


def test_a_baseline_is_counted_once_however_many_bundles_need_it() -> None:
    first, second = design(small(replicates=2, years=2)).bundles()
    unknown = first.parameters.with_changes({"voice_level": first.parameters.values["voice_level"] + 1e-6})
    bundles = [one._replace(parameters=unknown) for one in (first, second)]
    watch = Watch(bundles, 1, Console(file=io.StringIO()))
    assert watch.pace.baselines_left == 1
    watch.hear(Kept(bundles[1]))
    assert watch.pace.baselines_left == 0


def test_weeks_left_are_right_after_failures_and_deaths() -> None:
    (bundle,) = design(small(replicates=1, years=2)).bundles()
    watch = Watch([bundle], 1, Console(file=io.StringIO()))
    all_weeks = RUNS_A_REPLICATE * 104
    watch.hear(Piece("a", 1, 52, 1.0))
    watch.hear(Died(bundle, -9, weeks_more=52, set_aside=False))
    assert watch.pace.weeks_left == all_weeks
    watch.hear(Piece("a", 1, 52, 1.0))
    watch.hear(Lived("a", "failed", "weeks", "too high"))
    watch.hear(Kept(bundle, weeks_forgone=all_weeks - 52))
    assert watch.pace.weeks_left == 0
