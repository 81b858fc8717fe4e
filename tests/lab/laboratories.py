"""Small experiments on four small units, for the tests of the laboratory."""

import datetime
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from sim.lab.bundle import Found, Lived
from sim.lab.designs import design
from sim.lab.experiment import Experiment
from sim.lab.laboratory import Completeness, live_missing, plan, prepare
from sim.lab.sealing import write_results
from sim.lab.workers import News
from sim.simulate import founded

ROOT = Path(__file__).parents[2]

SMALL: dict[str, Any] = {
    "name": "small",
    "question": "Does the laboratory lose or mix runs?",
    "expected_answer": "No.",
    "setting": "four_units",
    "regimes": ("baseline", "npm", "trust"),
    "overhead": ("as coded", "equal overhead"),
    "replicates": 3,
    "burn_in_years": 0,
    "years": 1,
    "early_window": (1, 1),
    "main_window": (1, 1),
}
ROWS_A_REPLICATE = 6
RUNS_A_REPLICATE = 5
"""The baseline has the baseline's overhead: its two arms are one run."""


def small(**changes: Any) -> Experiment:
    """The small experiment, but for these changes."""
    return Experiment(**(SMALL | changes))


def peak_of_this_process() -> int:
    """The most bytes that this process has had in memory (resource.getrusage counts its parent's in)."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise OSError("Linux only")


def hundred_municipalities(folder: Path) -> Path:
    """A setting's file: a hundred municipalities of four small units each."""
    text = (ROOT / "scenarios" / "municipalities" / "four_units.toml").read_text(encoding="utf-8")
    file = folder / "hundred.toml"
    changed = text.replace('name = "four_units"', 'name = "hundred"').replace(
        "municipalities = 1", "municipalities = 100"
    )
    file.write_text(changed, encoding="utf-8")
    return file


def lived(experiment: Experiment, results: Path, workers: int = 1, found: Found = founded) -> list[News]:
    """Live what is missing of an experiment, and all the news of it."""
    planned = plan(design(experiment), results)
    prepare(planned, founded, str)
    return list(live_missing(planned, workers, found))


def carried_out(experiment: Experiment, results: Path, workers: int = 1, found: Found = founded) -> Completeness:
    """Live what is missing and write the tables."""
    lived(experiment, results, workers, found)
    return write_results(plan(design(experiment), results), datetime.datetime.now(datetime.UTC), "a test")


def runs_lived(news: list[News]) -> int:
    """How many runs were lived, whether to their end or not."""
    return sum(isinstance(one, Lived) for one in news)


def table(results: Path, name: str) -> pd.DataFrame:
    """A table of a results folder, without the seconds, which differ every time."""
    return pd.read_parquet(results / f"{name}.parquet").drop(columns="seconds", errors="ignore")


def assert_same_tables(one: Path, other: Path) -> None:
    """Two results folders hold the same, bit for bit."""
    for name in ("design", "series", "contrasts", "measures"):
        assert (one / f"{name}.parquet").read_bytes() == (other / f"{name}.parquet").read_bytes(), name
    pd.testing.assert_frame_equal(table(one, "runs"), table(other, "runs"), check_exact=True)


@contextmanager
def environment(changes: Mapping[str, str]) -> Iterator[None]:
    """Environment variables that workers inherit."""
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
