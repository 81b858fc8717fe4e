"""From a design to finished tables: what is there already, what is missing, live it, write it down."""

import datetime
import importlib.metadata
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.analysis.contrasts import paired_contrasts
from sim.analysis.windows import window_means
from sim.lab.bundle import Bundle, Found, Lived
from sim.lab.design import Design
from sim.lab.provenance import Times, provenance
from sim.lab.store import Store, Stored, write_json, write_table, write_tables
from sim.lab.workers import News, work_through
from sim.measures.catalogue import MEASURES
from sim.mistakes import Mistake
from sim.rule import COMPILED, cache_folder
from sim.simulate import baseline_is_known

PROVENANCE = "provenance.json"
USUAL_SECONDS_TO_COMPILE = 45
USUAL_SECONDS_TO_FIND_BASELINE = 15

_RUNS = pa.schema(
    [
        *(("run", pa.string()), ("regime", pa.string()), ("overhead", pa.string())),
        *(("replicate", pa.int64()), ("seed", pa.int64())),
        *(("status", pa.string()), ("stage", pa.string()), ("reason", pa.string()), ("seconds", pa.float64())),
        *((measure.name, pa.float64()) for measure in MEASURES),
    ]
)


class RunError(Exception):
    """A run failed, and the user asked to stop at the first that does."""

    def __init__(self, failed: Lived) -> None:
        super().__init__(f"run {failed.run} failed ({failed.stage}): {failed.reason}")
        self.failed = failed


class Plan(NamedTuple):
    """A design held against a results folder: what is stored, and the bundles still to be lived."""

    design: Design
    results: Path
    stored: dict[str, Stored]
    bundles: list[Bundle]

    @property
    def missing(self) -> int:
        """Runs still to be lived."""
        return sum(len(bundle.runs) for bundle in self.bundles)

    @property
    def reused(self) -> int:
        """Runs found finished."""
        return len(self.design.runs) - self.missing

    def in_words(self) -> str:
        """What is planned, what is there, what is to be done."""
        experiment, design = self.design.experiment, self.design
        regimes = len({row.regime for row in design.rows})
        shared = len(design.rows) - len(design.runs)
        same = f", {shared} of which name a run that another row names too" if shared else ""
        return (
            f"{experiment.name} in {experiment.setting}: {regimes} regimes x {len(experiment.overhead)} arms x "
            f"{experiment.replicates} replicates = {len(design.rows)} rows{same}.\n"
            f"{len(design.runs)} runs of {experiment.burn_in_years} + {experiment.years} years in "
            f"{experiment.replicates} bundles, one per replicate (the burn-in is shared).\n"
            f"Already in {self.results}: {self.reused} runs. To be lived: {self.missing} runs in "
            f"{len(self.bundles)} bundles."
        )


class Completeness(NamedTuple):
    """How the runs of a design ended."""

    planned: int
    ok: int
    failed: int
    killed: int
    missing: int

    def in_words(self) -> str:
        """As a sentence."""
        others = {"failed": self.failed, "killed": self.killed, "not lived yet": self.missing}
        rest = "".join(f", {count} {end}" for end, count in others.items() if count)
        return f"{self.ok} of {self.planned} runs finished{rest}."

    @property
    def is_complete(self) -> bool:
        """Every planned run was lived to its end."""
        return self.ok == self.planned


def plan(design: Design, results: Path) -> Plan:
    """Hold a design against what a results folder holds. Failed and killed runs are to be tried again."""
    stored = Store(results).runs()
    finished = {run for run, one in stored.items() if one.is_ok}
    return Plan(design, results, stored, design.bundles(finished))


def prepare(plan: Plan, found: Found, say: Callable[[str], object]) -> None:
    """What is done once before the workers start, so that they find it done: compile, and find the baseline."""
    if not plan.bundles:
        return
    bundle = plan.bundles[0]
    mark = cache_folder() / f"compiled-by-numba-{importlib.metadata.version('numba')}" if COMPILED else None
    to_do = []
    if mark is not None and not mark.exists():
        to_do.append(f"compiling the model (about {USUAL_SECONDS_TO_COMPILE} s)")
    if not baseline_is_known(bundle.setting, bundle.parameters):
        to_do.append(f"finding the baseline of these parameters (about {USUAL_SECONDS_TO_FIND_BASELINE} s)")
    if not to_do:
        return
    say(f"Once, later runs find it done: {' and '.join(to_do)} ...")
    began = time.perf_counter()
    try:
        world = found(bundle.setting, bundle.parameters, bundle.seed)
        world.enact(bundle.runs[0].reforms)
        world.live(1)
    except Exception:
        return  # the runs themselves will say what is wrong, each in its own row
    if mark is not None:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    say(f"Done in {time.perf_counter() - began:.0f} s.")


def live_missing(plan: Plan, workers: int, found: Found, *, fail_fast: bool = False) -> Generator[News]:
    """Live what is missing and tell what happens. Until all tables are written anew the folder has no provenance."""
    plan.results.mkdir(parents=True, exist_ok=True)
    Store(plan.results).sweep()
    if plan.bundles:
        (plan.results / PROVENANCE).unlink(missing_ok=True)
    write_table(plan.design.table(), plan.results / "design.parquet")
    for news in work_through(plan.bundles, plan.results, workers, found):
        yield news
        if fail_fast and isinstance(news, Lived) and news.status != "ok":
            raise RunError(news)


def write_results(plan: Plan, began: datetime.datetime, command: str) -> Completeness:
    """Write the tables of a lived design, the provenance last: without it the tables count for nothing."""
    (plan.results / PROVENANCE).unlink(missing_ok=True)
    store = Store(plan.results)
    stored = store.runs()
    windows = plan.design.experiment.windows
    write_table(plan.design.table(), plan.results / "design.parquet")
    write_table(pa.Table.from_pylist([measure._asdict() for measure in MEASURES]), plan.results / "measures.parquet")
    ok = [stored[run] for run in plan.design.runs if run in stored and stored[run].is_ok]
    write_tables((store.series(one) for one in ok), plan.results / "series.parquet")
    series = pq.read_table(plan.results / "series.parquet").to_pandas()
    runs = runs_table(plan.design, stored, series)
    write_table(runs, plan.results / "runs.parquet")
    contrasts = paired_contrasts(runs.to_pandas(), series, windows=windows)
    write_table(pa.Table.from_pandas(contrasts, preserve_index=False), plan.results / "contrasts.parquet")
    completeness = completeness_of([row.run for row in plan.design.rows], stored)
    times = Times(began, datetime.datetime.now(datetime.UTC), lived=plan.missing, reused=plan.reused)
    write_json(provenance(plan.design, plan.results, completeness._asdict(), times, command), plan.results / PROVENANCE)
    return completeness


def runs_table(design: Design, stored: dict[str, Stored], series: pd.DataFrame) -> pa.Table:
    """One row per row of the design: how the run ended, and each measure's mean over the main window."""
    means = window_means(series, design.experiment.windows[-1])
    nothing = dict.fromkeys(means.columns)
    rows = []
    for row in design.rows:
        one = stored.get(row.run)
        told = {name: one.row[name] if one else None for name in ("stage", "reason", "seconds")}
        measured = means.loc[row.run].to_dict() if row.run in means.index else nothing
        rows.append(row._asdict() | {"status": one.row["status"] if one else "missing"} | told | measured)
    return pa.Table.from_pylist(rows, _RUNS)


def completeness_of(rows: Sequence[str], stored: dict[str, Stored]) -> Completeness:
    """How the runs named in a design's rows ended."""
    planned = dict.fromkeys(rows)
    ends = Counter(stored[run].row["status"] for run in planned if run in stored)
    missing = sum(run not in stored for run in planned)
    return Completeness(len(planned), ends["ok"], ends["failed"], ends["killed"], missing)


def status(results: Path) -> Completeness:
    """How far the experiment in a results folder has come."""
    file = results / "design.parquet"
    if not file.is_file():
        raise Mistake(
            f"{results}: there is no design.parquet here; `styreform run` writes one into its results folder."
        )
    planned = pq.read_table(file, columns=["run"])["run"].to_pylist()
    return completeness_of(planned, Store(results).runs())
