"""The tables of an experiment: sealed in its folder when all is lived, or worked out of what is there so far."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa

from sim.analysis.contrasts import contrasts_of_windows
from sim.analysis.windows import ABOUT_A_WEEK, WindowMeans
from sim.lab.designs import Design
from sim.lab.durable import write_json, write_table, write_tables
from sim.lab.labels import labelled
from sim.lab.laboratory import Completeness, Plan, completeness_of
from sim.lab.place import DESIGN, PROVENANCE, coordinating
from sim.lab.provenance import Times, provenance
from sim.lab.rows import Row
from sim.lab.segment import SERIES
from sim.lab.store import Store, Stored
from sim.measures.catalogue import MEASURES, NAMES

_RUNS = pa.schema(
    [
        *(("run", pa.string()), ("regime", pa.string()), ("overhead", pa.string())),
        *(("replicate", pa.int64()), ("seed", pa.int64()), ("point", pa.int64())),
        *(("status", pa.string()), ("stage", pa.string()), ("reason", pa.string()), ("seconds", pa.float64())),
        *((measure.name, pa.float64()) for measure in MEASURES),
    ]
)


def write_results(
    plan: Plan[Design],
    began: datetime.datetime,
    command: str,
    *,
    skipped: str = "",
    about: Mapping[str, Any] = MappingProxyType({}),
) -> Completeness:
    """Write the tables of a lived design, the provenance last: without it the tables count for nothing.

    A run whose weeks turn out to be damaged on disk is missing: the same command lives it again. ``skipped`` names what
    was spent where runs were left for that; ``about`` stands in the provenance, too.
    """
    with coordinating(plan.results):
        return _write_results(plan, began, command, skipped, about)


def _write_results(
    plan: Plan[Design], began: datetime.datetime, command: str, skipped: str, about: Mapping[str, Any]
) -> Completeness:
    (plan.results / PROVENANCE).unlink(missing_ok=True)
    store = Store(plan.results)
    means = [WindowMeans(window, plan.design.experiment.kept) for window in plan.design.experiment.windows]
    columns = series_columns(plan.design)
    write_tables(_read_once(store, _ok(plan.design, store), means, columns), plan.results / "series.parquet", columns)
    stored = store.runs()
    runs = runs_table(plan.design, stored, means[-1].table(), skipped)
    write_table(plan.design.table(), plan.results / DESIGN)
    _seal(measures_table(plan.design), plan.results / "measures.parquet")
    _seal(runs, plan.results / "runs.parquet")
    contrasts = pa.Table.from_pandas(contrasts_table(runs, means), preserve_index=False)
    _seal(contrasts, plan.results / "contrasts.parquet")
    completeness = completeness_of([row.run for row in plan.design.rows], stored)
    times = Times(began, datetime.datetime.now(datetime.UTC), lived=plan.missing, reused=plan.reused)
    told = provenance(plan.design, plan.results, completeness._asdict(), times, command)
    write_json(told | dict(about), plan.results / PROVENANCE)
    return completeness


def _seal(table: pa.Table, file: Path) -> None:
    write_table(table.cast(labelled(table.schema)), file)


def tables_so_far(plan: Plan[Design]) -> tuple[pa.Table, pd.DataFrame]:
    """Runs and contrasts of what is in a store by now; nothing is written."""
    store = Store(plan.results)
    means = [WindowMeans(window, plan.design.experiment.kept) for window in plan.design.experiment.windows]
    for _ in _read_once(store, _ok(plan.design, store), means, series_columns(plan.design)):
        pass
    runs = runs_table(plan.design, store.runs(), means[-1].table())
    return runs, contrasts_table(runs, means)


def series_columns(design: Design) -> pa.Schema:
    """The columns of a series that an experiment keeps, with their labels."""
    return labelled(pa.schema([SERIES.field(name) for name in (*ABOUT_A_WEEK, *design.experiment.kept)]))


def measures_table(design: Design) -> pa.Table:
    """The measures that an experiment keeps: title, unit, direction, family and role of each."""
    return pa.Table.from_pylist([one._asdict() for one in MEASURES if one.name in design.experiment.kept])


def contrasts_table(runs: pa.Table, means: Iterable[WindowMeans]) -> pd.DataFrame:
    """Every contrast to the reference, window by window."""
    return contrasts_of_windows(runs.to_pandas(), [(one.window, one.table()) for one in means])


def _ok(design: Design, store: Store) -> list[Stored]:
    stored = store.runs()
    return [stored[run] for run in design.runs if run in stored and stored[run].is_ok]


def _read_once(
    store: Store, ok: Iterable[Stored], means: Iterable[WindowMeans], columns: pa.Schema
) -> Iterator[pa.Table]:
    """All series, a batch at a time; the means take in each in passing, so that nobody reads it again."""
    for one in ok:
        for table in store.sound_series(one):
            table = table.select(columns.names).cast(columns)
            part = table.to_pandas()
            for of_window in means:
                of_window.add(part)
            del part  # one batch in memory at a time
            yield table
            del table


def runs_table(design: Design, stored: dict[str, Stored], means: pd.DataFrame, skipped: str = "") -> pa.Table:
    """One row per row of the design: how the run ended, and each measure's mean over the main window."""
    not_lived = {"status": "skipped", "stage": skipped, "reason": f"the {skipped} was spent"} if skipped else {}
    absent = {"status": "missing", "stage": None, "reason": None, "seconds": None} | not_lived
    nothing, varied = dict.fromkeys(means.columns), design.varied()
    rows = []
    for row in design.rows:
        one = stored.get(row.run)
        told = {name: one.row[name] if one else unlived for name, unlived in absent.items()}
        measured = means.loc[row.run].to_dict() if row.run in means.index else nothing
        rows.append(row._asdict() | varied[row.point - 1] | told | measured)
    of_row = len(Row._fields)
    of_points = [pa.field(name, pa.float64()) for name in varied[0]]
    ended = [field for field in list(_RUNS)[of_row:] if field.name not in NAMES or field.name in means.columns]
    return pa.Table.from_pylist(rows, pa.schema([*list(_RUNS)[:of_row], *of_points, *ended]))
