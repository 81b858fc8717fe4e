"""What it costs to be safe: time spent on making runs durable, bytes on disk, time to read the journals of a store."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.timing import seconds_of
from sim.lab.bundle import Bundle, Lived, Piece, Run
from sim.lab.designs import design
from sim.lab.experiment import Experiment
from sim.lab.segment import Segment
from sim.lab.store import Store
from sim.lab.workers import live_and_keep
from sim.simulate import founded

_SETTINGS = {"four_units": 2, "norwegian_reference": 40}
"""Settings and the years lived in each: the least there is, and the reference."""
_JOURNALS = 20
_STORES = (10_000, 100_000)


def table_of_cost() -> list[dict[str, str | float]]:
    """A row for each quantity."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row for setting, years in _SETTINGS.items() for row in _of_runs(setting, years, folder / setting)]
        rows += [_of_reading(runs, folder / str(runs), folder / "four_units") for runs in _STORES]
    return rows


class _Timed(Segment):
    """A segment that counts the seconds that are spent in it."""

    seconds, processor = 0.0, 0.0

    def add(self, piece: Piece) -> None:
        """Take in a piece, against the clock."""
        with self._counted():
            super().add(piece)

    def end(self, lived: Lived, run: Run) -> None:
        """Make an end durable, against the clock."""
        with self._counted():
            super().end(lived, run)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        began, processor = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - began
        self.processor += time.process_time() - processor


def _of_runs(setting: str, years: int, folder: Path) -> list[dict[str, str | float]]:
    bundle = _bundle(setting, years)
    for _ in live_and_keep(bundle, founded, 1, Segment(folder.with_name("warm"), setting)):
        break  # compiled, and the baseline found
    with _Timed(folder / "segments", "timed") as segment:
        began, processor = time.perf_counter(), time.process_time()
        for _ in live_and_keep(bundle, founded, 1, segment):
            pass
        took, processor = time.perf_counter() - began, time.process_time() - processor
    runs = len(bundle.runs)
    size = sum(file.stat().st_size for file in (folder / "segments").iterdir())
    about = f"{years} years of {setting}"
    return [
        _row("seconds a run", about, took / runs),
        _row("of these, on making it durable", about, segment.seconds / runs),
        _row("share of the time that goes to making runs durable", about, segment.seconds / took),
        _row("share of the processor's time that goes to it", about, segment.processor / processor),
        _row("bytes on disk a run", about, size / runs),
    ]


def _of_reading(runs: int, folder: Path, lived: Path) -> dict[str, str | float]:
    """Read a store of so many runs, made of the lines of a small one."""
    row = next(iter(Store(lived).runs().values())).row
    store = Store(folder)
    for journal in range(_JOURNALS):
        _write_journal(store, journal, row, runs // _JOURNALS)
    found: dict[str, Any] = {}
    seconds = seconds_of(lambda: found.update(store.runs()))
    assert len(found) == runs
    return _row("seconds to read the journals when a command is given again", f"{runs} runs", seconds)


def _write_journal(store: Store, journal: int, row: dict[str, Any], runs: int) -> None:
    with patch.object(os, "fsync"), store.segment(f"{journal:02d}") as segment:  # nobody pulls the plug meanwhile
        for number in range(journal * runs, (journal + 1) * runs):
            segment.write_line(row | {"run": f"{number:032x}"})
    with (store.folder / f"{journal:02d}.arrows").open("wb") as series:
        series.truncate(row["series"][1])


def _bundle(setting: str, years: int) -> Bundle:
    experiment = Experiment(
        name="cost",
        question="What does durability cost?",
        expected_answer="Little beside the weeks that are lived.",
        setting=setting,
        regimes=("baseline", "npm", "trust"),
        overhead=("as coded",),
        replicates=1,
        burn_in_years=0,
        years=years,
        early_window=(1, 1),
        main_window=(years, years),
    )
    return design(experiment).bundles()[0]


def _row(quantity: str, of: str, value: float) -> dict[str, str | float]:
    return {"quantity": quantity, "of": of, "value": float(f"{value:.4g}")}
