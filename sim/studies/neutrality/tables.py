"""The tables of an audit, from its runs: who is best, each pair's order, what drives it, what turns it, the gate."""

import datetime
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from sim.analysis.drivers import drivers
from sim.analysis.ranking import best_shares, gate, lives, pair_orders
from sim.analysis.standing import DEMONSTRATION
from sim.analysis.turning import turning_conditions
from sim.analysis.windows import WindowMeans
from sim.lab.durable import write_json, write_table, write_whole
from sim.lab.laboratory import Completeness, Plan, completeness_of
from sim.lab.place import PROVENANCE
from sim.lab.provenance import digests_of_tables, of_the_program
from sim.lab.store import Store, Stored
from sim.measures.catalogue import MEASURES, NAMES
from sim.studies.neutrality.audit import Audit
from sim.studies.neutrality.reasons import named_reasons

SMALL = "small"
"""The folder of the small tables: text, six digits, fit to be kept in git and to be written about."""
LARGE = frozenset({"runs", "points", "means"})
DIGITS = "%.6g"


def measures_table() -> pd.DataFrame:
    """The catalogue of measures."""
    return pd.DataFrame([measure._asdict() for measure in MEASURES])


def runs_of(plan: Plan[Audit]) -> pd.DataFrame:
    """One row per case, regime, arm and replicate: how its run ended, and each measure's mean over the main window."""
    store = Store(plan.results)
    stored = store.runs()
    means = WindowMeans(plan.design.experiment.windows[-1], NAMES)
    for part in _series(store, stored, plan.design):
        means.add(part)
    rows = pd.DataFrame(plan.design.rows())
    rows["status"] = [stored[run].row["status"] if run in stored else "missing" for run in rows["run"]]
    return rows.merge(means.table(), left_on="run", right_index=True, how="left")


def _series(store: Store, stored: dict[str, Stored], audit: Audit) -> Iterator[pd.DataFrame]:
    for run in audit.runs:
        if run in stored and stored[run].is_ok:
            for table in store.sound_series(stored[run]):
                yield table.to_pandas()


def tables_of(runs: pd.DataFrame, assumed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every table of an audit by name."""
    about = measures_table()
    arms = lives(runs, about)
    best = best_shares(arms)
    return {
        "points": assumed,
        "runs": runs,
        "means": runs.groupby(["case", "overhead", "regime"], sort=False)[list(NAMES)].mean().reset_index(),
        "measures": about,
        "best": best,
        "pairs": pair_orders(arms),
        "gate": gate(best, named_reasons()),
        "drivers": drivers(arms, assumed),
        "turning": turning_conditions(arms, assumed),
    }


def write_all(
    plan: Plan[Audit], tables: dict[str, pd.DataFrame], began: datetime.datetime, command: str
) -> Completeness:
    """Write tables, and where they come from."""
    (plan.results / PROVENANCE).unlink(missing_ok=True)
    (plan.results / SMALL).mkdir(exist_ok=True)
    write_table(plan.design.table(), plan.results / "design.parquet")
    for name, table in tables.items():
        write_table(pa.Table.from_pandas(table, preserve_index=False), plan.results / f"{name}.parquet")
        if name not in LARGE:
            write_whole(plan.results / SMALL / f"{name}.csv", partial(_write_text, table))
    completeness = completeness_of([row["run"] for row in plan.design.rows()], Store(plan.results).runs())
    about = _provenance(plan, completeness, began, command)
    write_json(about, plan.results / SMALL / PROVENANCE)
    write_json(about, plan.results / PROVENANCE)
    return completeness


def _write_text(table: pd.DataFrame, file: Path) -> None:
    table.to_csv(file, index=False, float_format=DIGITS, lineterminator="\n")


def _provenance(
    plan: Plan[Audit], completeness: Completeness, began: datetime.datetime, command: str
) -> dict[str, Any]:
    ended = datetime.datetime.now(datetime.UTC)
    experiment = plan.design.experiment
    return {
        "standing": DEMONSTRATION,
        "command": command,
        "complete": completeness.is_complete,
        "completeness": completeness._asdict(),
        "times": {
            "began": began.isoformat(timespec="seconds"),
            "ended": ended.isoformat(timespec="seconds"),
            "seconds": round((ended - began).total_seconds(), 1),
            "runs_lived": plan.missing,
            "runs_reused": plan.reused,
        },
        "experiment": experiment.model_dump(mode="json"),
        "cases": len(plan.design.cases),
        "quantities_drawn": plan.design.assumed.shape[1] - 1,
        **of_the_program(),
        "tables": digests_of_tables(plan.results),
    }
