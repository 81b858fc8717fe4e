"""The tables of a calibration: targets, axes, the posterior, the point, and every draw."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.matching import Numbers, within
from sim.analysis.standing import DEMONSTRATION
from sim.evidence import parameter_set
from sim.evidence.targets import Target
from sim.lab.durable import write_json, write_whole
from sim.lab.identity import digest
from sim.lab.provenance import of_the_program
from sim.studies.calibration.axes import Axis, changes_at, from_unit
from sim.studies.calibration.effort import Effort
from sim.studies.calibration.search import Search
from sim.studies.calibration.study import Calibration


def tables_of(of: Calibration, usual: Mapping[str, float]) -> dict[str, pd.DataFrame]:
    """Everything that is kept, by the name of its file; ``usual`` are the parameters before."""
    return {
        "targets": _targets_table(of),
        "axes": _axes_table(of),
        "posterior": posterior_table(of),
        "point": pd.DataFrame(
            [{"parameter": it, "before": usual[it], "value": value} for it, value in of.checked.point.items()]
        ),
        "sick_leave": _interval_table(of.sick_leave.part.axes, from_unit(of.sick_leave.part.axes, of.of_illness)),
        "draws": pd.concat([_draws_table(of.sick_leave), _draws_table(of.joint)], ignore_index=True),
    }


def posterior_table(of: Calibration) -> pd.DataFrame:
    """The posterior: a row per draw, a column per parameter."""
    return pd.DataFrame([changes_at(of.joint.part.axes, [float(value) for value in row]) for row in of.posterior])


def _targets_table(of: Calibration) -> pd.DataFrame:
    """Each target: what the prior shows, how often the last wave meets it, and what the point shows."""
    whole = _fitted_table(of.joint)
    alone = _fitted_table(of.sick_leave)
    fitted = pd.concat([whole, alone[~alone["target"].isin(whole["target"])]], ignore_index=True)
    shown = of.checked.shown
    return shown.merge(fitted, on="target", how="left").assign(fitted=shown["target"].isin(fitted["target"]).to_numpy())


def _fitted_table(search: Search) -> pd.DataFrame:
    """The targets of a part: what the prior shows, how often the last wave meets them, and the nearest of all draws."""
    part, first, last = search.part, search.waves[0], search.waves[-1]
    low, middle, high = np.nanquantile(first.found, [0.05, 0.5, 0.95], axis=0)
    return pd.DataFrame(
        {
            "target": [target.id for target in part.targets],
            "prior_low": low,
            "prior_middle": middle,
            "prior_high": high,
            "met_by_last_wave": within(last.found, part.low, part.high).mean(axis=0),
            "reachable": search.reachable,
            "nearest": [_nearest(target, search.found[:, k]) for k, target in enumerate(part.targets)],
        }
    )


def _nearest(target: Target, found: Numbers) -> float:
    """What the draw showed that came nearest to a target's range."""
    shown = found[np.isfinite(found)]
    outside = np.maximum(0.0, np.maximum(target.low - shown, shown - target.high))
    return float(shown[np.argmin(outside)])


def _interval_table(axes: Sequence[Axis], places: Numbers) -> pd.DataFrame:
    """5, 50 and 95 % of every axis."""
    low, middle, high = np.quantile(places, [0.05, 0.5, 0.95], axis=0)
    return pd.DataFrame({"axis": [axis.name for axis in axes], "low": low, "middle": middle, "high": high})


def _axes_table(of: Calibration) -> pd.DataFrame:
    """Each axis: prior, posterior, and what recovery says of it."""
    axes = of.joint.part.axes
    prior = {
        "axis": [axis.name for axis in axes],
        "parameters": [", ".join(axis.of) for axis in axes],
        "prior_low": [axis.low for axis in axes],
        "prior_high": [axis.high for axis in axes],
        "value": [axis.value for axis in axes],
    }
    posterior = _interval_table(axes, of.posterior)
    return pd.DataFrame(prior).merge(posterior, on="axis").merge(of.recovered, on="axis", how="left")


def _draws_table(of: Search) -> pd.DataFrame:
    """Every draw: part, wave, values of the axes, and what the baseline shows."""
    names = [axis.name for axis in of.part.axes]
    shown = [f"shown:{target.id}" for target in of.part.targets]
    frames = [
        pd.DataFrame(np.hstack([from_unit(of.part.axes, wave.points), wave.found]), columns=[*names, *shown]).assign(
            part=of.part.name, wave=number
        )
        for number, wave in enumerate(of.waves, 1)
    ]
    return pd.concat(frames, ignore_index=True)


def missed(of: Calibration) -> list[str]:
    """The fitted targets that the point does not meet, each in a sentence."""
    table = _targets_table(of)
    return [_missed(row) for _, row in table[table["fitted"] & ~table["met"]].iterrows()]


def _missed(row: pd.Series) -> str:
    span = f"{row['target_low']:g} to {row['target_high']:g} {row['unit']}"
    if row["reachable"]:
        return f"{row['title']}: {row['found']:.3g}, not {span}; reachable by itself, but not at this point."
    nearest = f"the nearest of all draws shows {row['nearest']:.3g}"
    return f"{row['title']}: {row['found']:.3g}, not {span}; out of reach: {nearest}."


def write_all(of: Calibration, effort: Effort, results: Path, command: str) -> dict[str, pd.DataFrame]:
    """Write every table as CSV, and provenance; the tables."""
    kept = tables_of(of, parameter_set().values)
    for name, table in kept.items():
        write_whole(results / f"{name}.csv", lambda part, table=table: table.to_csv(part, index=False))  # type: ignore[misc]
    write_json(_provenance(of, effort, command), results / "provenance.json")
    return kept


def _provenance(of: Calibration, effort: Effort, command: str) -> dict[str, Any]:
    return {
        "standing": DEMONSTRATION,
        "command": command,
        "effort": effort._asdict(),
        "targets": digest([target.model_dump(mode="json") for target in of.joint.part.targets]),
        "draws_in_the_posterior": len(of.posterior),
        "accepted": {"sick_leave": len(of.sick_leave.accepted), "joint": len(of.joint.accepted)},
        "plausible": {one.part.name: [wave.plausible for wave in one.waves] for one in (of.sick_leave, of.joint)},
        "nearest_stand_in": of.nearest_stand_in,
        "points_tried": of.checked.tried,
        "missed": missed(of),
        **of_the_program(),
    }
