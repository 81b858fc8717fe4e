"""Ablation: each path by which regimes win or lose is switched off alone, and what its regimes then change is shown.

The model without a path is another model: it has a baseline of its own, found anew, and a regime's change is counted
from that. What a path does for a regime is its change with the path less its change without, seed by seed.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sim.analysis.contrasts import beside_twins
from sim.analysis.intervals import t_interval
from sim.analysis.ranking import HEADLINES
from sim.evidence import parameter_set
from sim.lab.experiment import REFERENCE, Experiment
from sim.mistakes import Written
from sim.studies.neutrality.audit import Audit, cases_of
from sim.studies.neutrality.paths import SteeringPath

WHOLE = "whole model"
REPLICATES = 8
LEVEL = 0.95


def ablation_of(experiment: Experiment, paths: Mapping[str, SteeringPath], written: Written | None = None) -> Audit:
    """The experiment at the point estimate, with all paths and without each, always with the same seeds, as coded."""
    changes = {"overhead": ("as coded",), "replicates": max(REPLICATES, experiment.replicates)}
    sets = {WHOLE: parameter_set()} | {name: path.switched_off() for name, path in paths.items()}
    assumed = pd.DataFrame([{"case": WHOLE, "parameter": "", "value": np.nan}, *_changes(paths)])
    return cases_of(experiment.model_copy(update=changes), sets.items(), assumed, written)


def _changes(paths: Mapping[str, SteeringPath]) -> Iterator[dict[str, object]]:
    for name, path in paths.items():
        for parameter, value in path.off.items():
            yield {"case": name, "parameter": parameter, "value": value}


def effects_of_paths(runs: pd.DataFrame, paths: Mapping[str, SteeringPath]) -> pd.DataFrame:
    """What each path does for each regime on each headline outcome: its change with the path less that without."""
    changes = {str(case): _changes_of(rows) for case, rows in runs[runs["status"] == "ok"].groupby("case", sort=False)}
    rows = [
        row
        for name, path in paths.items()
        if name in changes and WHOLE in changes
        for row in _effects(name, path, changes[WHOLE], changes[name])
    ]
    columns = ["path", "regime", "meant_as", "measure", "with_path", "without_path", "effect", "low", "high", "pairs"]
    return pd.DataFrame(rows, columns=columns)


def _changes_of(runs: pd.DataFrame) -> pd.DataFrame:
    """What each regime changes of the headline outcomes, by regime and seed."""
    twins = beside_twins(runs, REFERENCE).dropna(subset=["twin"])
    under_reference = runs.drop_duplicates("run").set_index("run").loc[twins["twin"], [*HEADLINES]].to_numpy()
    keys = pd.MultiIndex.from_frame(twins[["regime", "seed"]])
    return pd.DataFrame(twins[[*HEADLINES]].to_numpy() - under_reference, index=keys, columns=[*HEADLINES])


def _effects(name: str, path: SteeringPath, whole: pd.DataFrame, without: pd.DataFrame) -> Iterator[dict[str, object]]:
    both = whole.index.intersection(without.index)
    for regime in both.get_level_values("regime").unique():
        here = both[both.get_level_values("regime") == regime]
        for measure in HEADLINES:
            with_path, without_path = whole.loc[here, measure].to_numpy(), without.loc[here, measure].to_numpy()
            effect, low, high = (float(end) for end in t_interval(with_path - without_path, LEVEL))
            yield {
                "path": name,
                "regime": regime,
                "meant_as": path.kind_for(str(regime)),
                "measure": measure,
                "with_path": float(with_path.mean()),
                "without_path": float(without_path.mean()),
                "effect": effect,
                "low": low,
                "high": high,
                "pairs": len(here),
            }
