"""What a person sees while runs are lived."""

import io

import pytest
from rich.console import Console

from sim.lab import progress
from sim.lab.bundle import BurnedIn, Lived, Piece
from sim.lab.design import design
from sim.lab.progress import Watch
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
