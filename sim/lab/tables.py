"""The tables of a results folder as data frames, sealed or so far."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from sim.lab.laboratory import Completeness, Plan, status
from sim.lab.place import DESIGN, PROVENANCE
from sim.lab.sealing import measures_table, tables_so_far
from sim.lab.shards import plan_in
from sim.lab.store import Store


class Tables(NamedTuple):
    """What is known of an experiment. Where it is not ``sealed`` more runs may come, or tables are not written yet."""

    results: Path
    sealed: bool
    completeness: Completeness
    design: pd.DataFrame
    runs: pd.DataFrame
    """One row per row of the design: how the run ended, and each measure's mean over the main window."""
    contrasts: pd.DataFrame
    """One row per measure, regime, arm and window: the mean paired difference to the baseline, with its interval."""
    measures: pd.DataFrame
    """Title, unit and direction of each measure."""

    def series(self, run: str, measures: Sequence[str] | None = None) -> pd.DataFrame:
        """The weekly series of one ok run, by the first digits of its identity; unless named, of all measures.

        Raises KeyError where no ok run begins so.
        """
        store = Store(self.results)
        stored = next((one for name, one in store.runs().items() if name.startswith(run) and one.is_ok), None)
        if stored is None:
            raise KeyError(f"no run that begins with {run!r} has ended as ok")
        whole: pd.DataFrame = pa.concat_tables(store.series(stored)).to_pandas()
        return whole if measures is None else whole[["run", "week", "municipality", *measures]]


def loaded(results: Path) -> Tables:
    """The tables of a results folder."""
    completeness = status(results)
    if (results / PROVENANCE).exists():
        names = ("runs", "contrasts", "measures")
        runs, contrasts, measures = (pd.read_parquet(results / f"{name}.parquet") for name in names)
        return Tables(results, True, completeness, pd.read_parquet(results / DESIGN), runs, contrasts, measures)
    plan = plan_in(results)
    return _so_far(plan, completeness)


def _so_far(plan: Plan, completeness: Completeness) -> Tables:  # type: ignore[type-arg]
    runs, contrasts = tables_so_far(plan)
    design, measures = plan.design.table().to_pandas(), measures_table(plan.design).to_pandas()
    return Tables(plan.results, False, completeness, design, runs.to_pandas(), contrasts, measures)
