"""Stored results: the tables of one results folder, with where they came from and how complete they are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from sim.analysis.contrasts import OF_A_POINT, contrasts_over_points
from sim.analysis.windows import Window
from sim.mistakes import Mistake

REFERENCE = "baseline"


@dataclass(frozen=True)
class Completeness:
    """How much of the design was lived."""

    planned: int
    finished: int
    unfinished: Mapping[str, int]
    """What became of the others: status and number."""

    def __str__(self) -> str:
        """In words, as captions say it."""
        said = f"{self.finished} of {self.planned} runs"
        if not self.unfinished:
            return said
        fates = ", ".join(f"{count} {status}" for status, count in self.unfinished.items())
        return f"{said}; incomplete: {fates}, listed in runs.parquet"


@dataclass(frozen=True)
class Results:
    """The small tables of a results folder. The weekly series are read when asked for."""

    folder: Path
    provenance: Mapping[str, Any]
    design: pd.DataFrame
    runs: pd.DataFrame
    contrasts: pd.DataFrame
    """As in contrasts.parquet; of a design with several points, those of the mean over the points."""
    measures: pd.DataFrame
    """Title, unit, better, family and role of each measure, by name."""

    @property
    def finished(self) -> set[str]:
        """The runs that were lived to the end."""
        return set(self.runs.loc[self.runs["status"] == "ok", "run"])

    def series(self, measures: Sequence[str]) -> pd.DataFrame:
        """The weekly series of some measures, means over the municipalities: run, week and measures.

        Read a row group at a time, since all municipalities of all runs may be more than memory holds.
        """
        parts = _whole_weeks(self.folder / "series.parquet", ["run", "week", *measures])
        by_week = (rows.groupby(["run", "week"], sort=False)[[*measures]].mean(skipna=False) for rows in parts)
        return pd.concat(by_week).reset_index()

    @property
    def completeness(self) -> Completeness:
        """How many of the planned runs were finished, and what became of the others."""
        planned = self.design["run"].drop_duplicates()
        ends = self.runs.drop_duplicates("run").set_index("run")["status"]
        fates = planned.map(ends).fillna("missing")
        counts = {str(status): int(count) for status, count in fates.value_counts().items()}
        finished = counts.pop("ok", 0)
        return Completeness(planned=len(planned), finished=finished, unfinished=counts)

    @property
    def points(self) -> int:
        """Points of the design; 1 where nothing varies."""
        return self.design["point"].nunique() if "point" in self.design else 1

    @property
    def regimes(self) -> list[str]:
        """The regimes in the order of the design, the reference left out."""
        return [regime for regime in self.design["regime"].unique() if regime != REFERENCE]

    @property
    def overheads(self) -> list[str]:
        """The overhead arms in the order of the design."""
        return list(self.design["overhead"].unique())


def stored_results(folder: Path) -> Results:
    """Read a results folder; tables that cannot say where they came from are refused."""
    origin = folder / "provenance.json"
    if not origin.is_file():
        raise Mistake(
            f"{folder}: there is no provenance.json, so nobody can say which model and runs its tables come from: "
            "nothing is drawn from them. `styreform run` finishes what was begun and writes it last."
        )
    try:
        provenance = json.loads(origin.read_text(encoding="utf-8"))
    except ValueError as broken:
        raise Mistake(f"{origin}: this is not a JSON file: {broken}.") from broken
    tables = {name: _table(folder / f"{name}.parquet") for name in ("design", "runs", "contrasts", "measures")}
    _table(folder / "series.parquet", read=False)
    tables["measures"] = tables["measures"].set_index("name")
    if OF_A_POINT in tables["contrasts"]:
        tables["contrasts"] = _over_points(tables)
    return Results(folder, provenance, **tables)


def _over_points(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The contrasts over the main window of the mean over all points, which figures and screen can show."""
    last = tables["contrasts"].iloc[-1]
    window = Window(last["window"], last["first_year"], last["last_year"])
    return contrasts_over_points(tables["runs"], window, list(tables["measures"].index), level=last["level"])


def _table(file: Path, *, read: bool = True) -> pd.DataFrame:
    if not file.is_file():
        raise Mistake(f"{file}: this table is missing. `styreform run` writes what is missing and keeps what is there.")
    return pd.read_parquet(file) if read else pd.DataFrame()


def _whole_weeks(file: Path, columns: list[str]) -> Iterator[pd.DataFrame]:
    """The rows of a file, a row group at a time; a week that two of them share comes whole, with the second."""
    cut = None
    with pq.ParquetFile(file) as stored:
        for group in range(stored.num_row_groups):
            rows = stored.read_row_group(group, columns=columns).to_pandas()
            rows = rows if cut is None else pd.concat([cut, rows], ignore_index=True)
            in_last = (rows["run"] == rows["run"].iloc[-1]) & (rows["week"] == rows["week"].iloc[-1])
            cut = rows[in_last]
            yield rows[~in_last]
    if cut is not None:
        yield cut
