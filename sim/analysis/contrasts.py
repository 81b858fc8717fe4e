"""Paired contrasts: what a regime changes, run by run against its twin under the reference."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.intervals import LEVEL, t_interval
from sim.analysis.windows import EARLY, MAIN, Window, measures_of, window_means

TWINS_SHARE = ["point", "overhead", "replicate", "seed"]
"""Two runs are twins when these agree: the same people, the same shocks, another way of steering."""

COLUMNS = {
    "measure": "name of the measure",
    "regime": "the regime",
    "reference": "the regime it is compared with",
    "overhead": "arm of the experiment, the same for both twins",
    "window": "name of the window of years",
    "first_year": "first year of the window, counted from the reform",
    "last_year": "last year of the window",
    "mean_reference": "mean under the reference, over the pairs used",
    "mean_regime": "mean under the regime, over the pairs used",
    "difference": "mean of the paired differences, regime minus reference",
    "low": "lower end of the interval of that mean (paired t)",
    "high": "upper end",
    "level": "level of the interval",
    "pairs": "pairs used",
    "pairs_planned": "pairs in the design",
    "pairs_not_run": "pairs left out: a twin is missing, failed, or ended before the window did",
    "pairs_not_finite": "pairs left out: a twin has a value that is not finite",
    "variance_ratio": "variance of a paired difference over that of an unpaired one; 0.1 = a tenth of the runs do",
}

OF_A_POINT = "point"
"""The column that comes first where the design has several points: the point of both twins."""


def paired_contrasts(
    runs: pd.DataFrame,
    series: pd.DataFrame,
    *,
    reference: str = "baseline",
    windows: Sequence[Window] = (EARLY, MAIN),
    measures: Sequence[str] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Each regime against the reference, per measure, overhead arm and window: a table with the columns in COLUMNS.

    runs    one row per planned run: run, regime, overhead, replicate, seed, status ("ok" or what went wrong), and
            point where there are several. Two rows may name the same run, where two regimes ask for the same.
    series  one row per run, week and municipality, one column per measure; week 1 is the first after the reform.

    A pair with a missing, failed or short run is left out and counted. So is, for one measure only, a pair in which a
    value is not finite.
    """
    names = list(measures) if measures is not None else measures_of(series)
    means = [(window, window_means(series, window, names)) for window in windows]
    return contrasts_of_windows(runs, means, reference=reference, level=level)


def contrasts_of_windows(
    runs: pd.DataFrame,
    means: Iterable[tuple[Window, pd.DataFrame]],
    *,
    reference: str = "baseline",
    level: float = LEVEL,
) -> pd.DataFrame:
    """The same table from the means of runs over each window (``WindowMeans``), where series are too long to hold."""
    contrasts = []
    for window, of_window in means:
        in_window = contrasts_of_means(runs, of_window, reference=reference, level=level)
        contrasts.append(in_window.assign(window=window.name, first_year=window.first_year, last_year=window.last_year))
    table = pd.concat(contrasts, ignore_index=True)
    return table[[name for name in (OF_A_POINT, *COLUMNS) if name in table]]


def contrasts_of_means(
    runs: pd.DataFrame, means: pd.DataFrame, *, reference: str = "baseline", level: float = LEVEL
) -> pd.DataFrame:
    """The contrasts from one mean per run and measure: ``means`` has the run as its index and a column per measure."""
    finished = means[means.index.isin(runs.loc[runs["status"] == "ok", "run"])]
    planned = beside_twins(runs, reference)
    planned["lived"] = planned["run"].isin(finished.index) & planned["twin"].isin(finished.index)
    by = ["overhead", "regime"] if planned["point"].nunique() <= 1 else ["point", "overhead", "regime"]
    tables = []
    for group, pairs in planned.groupby(by, sort=False):
        lived = pairs[pairs["lived"]]
        found = _contrasts(finished.loc[lived["run"]], finished.loc[lived["twin"]], level)
        left_out = {"pairs_planned": len(pairs), "pairs_not_run": len(pairs) - len(lived)}
        who = dict(zip(by, group, strict=True)) | {"reference": reference, "level": level}
        tables.append(found.assign(**who, **left_out))
    if not tables:
        return pd.DataFrame(columns=[name for name in COLUMNS if name not in ("window", "first_year", "last_year")])
    return pd.concat(tables, ignore_index=True)


def contrasts_over_points(
    runs: pd.DataFrame, window: Window, measures: Sequence[str], *, reference: str = "baseline", level: float = 0.95
) -> pd.DataFrame:
    """The contrasts of the mean over all points, with the number of points in the column ``points``.

    ``runs`` holds each run's mean over the window, a column per measure. A replicate is one observation: its mean over
    the points, and only where it lived all of them. So the intervals speak of luck, not of where the points lie.
    """
    replicates = runs.groupby(["regime", "overhead", "replicate", "seed"], sort=False)
    means = replicates[[*measures]].mean(skipna=False)
    lived = replicates["status"].agg(lambda status: "ok" if (status == "ok").all() else "missing")
    averaged = lived.reset_index().assign(run=[str(k) for k in range(len(lived))])
    of_window = means.set_axis(averaged["run"])
    contrasts = contrasts_of_windows(averaged, [(window, of_window)], reference=reference, level=level)
    return contrasts.assign(points=runs["point"].nunique())


def paired_differences(runs: pd.DataFrame, means: pd.DataFrame, *, reference: str = "baseline") -> pd.DataFrame:
    """Every planned pair with its difference, regime minus reference, in each measure.

    Whose they are, in the order of ``runs``, then a column per measure. Not a number where a twin has no mean: it is
    missing, failed, or ended too early.
    """
    pairs = beside_twins(runs.drop(columns=means.columns, errors="ignore"), reference).reset_index(drop=True)
    under_regime, under_reference = (means.reindex(pairs[which]).to_numpy() for which in ("run", "twin"))
    return pairs.join(pd.DataFrame(under_regime - under_reference, columns=means.columns))


def beside_twins(runs: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Every planned run of another regime, with the run of its twin under the reference in the column ``twin``."""
    runs = runs if "point" in runs else runs.assign(point=1)
    twice = runs[runs.duplicated(["regime", *TWINS_SHARE])]
    if len(twice):
        raise ValueError(f"planned twice, so that no pair is sure: {twice[['regime', *TWINS_SHARE]].iloc[0].to_dict()}")
    under_reference = runs["regime"] == reference
    twins = runs.loc[under_reference, [*TWINS_SHARE, "run"]].rename(columns={"run": "twin"})
    return runs[~under_reference].merge(twins, on=TWINS_SHARE, how="left")


def _contrasts(under_regime: pd.DataFrame, under_reference: pd.DataFrame, level: float) -> pd.DataFrame:
    """Every measure over the pairs that lived, a row each: means, paired difference, interval, and what was left out.

    Pair stands beside pair in the two tables. All measures are taken at once where every value is finite.
    """
    a, b = (np.ascontiguousarray(table.to_numpy().T) for table in (under_regime, under_reference))
    finite = np.isfinite(a) & np.isfinite(b)
    if finite.all():
        found = _of_pairs(a, b, level)
    else:
        rows = [_of_pairs(a[[k], :][:, kept], b[[k], :][:, kept], level) for k, kept in enumerate(finite)]
        found = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    pairs = finite.sum(axis=1)
    about = {"measure": under_regime.columns, "pairs": pairs, "pairs_not_finite": finite.shape[1] - pairs}
    return pd.DataFrame(about | found)


def _of_pairs(a: NDArray[np.float64], b: NDArray[np.float64], level: float) -> dict[str, NDArray[np.float64]]:
    """Means, paired difference and interval, of measures down and pairs across."""
    difference, low, high = t_interval(a - b, level)
    nothing = np.full(len(a), np.nan)
    return {
        "mean_reference": b.mean(axis=1) if b.shape[1] else nothing,
        "mean_regime": a.mean(axis=1) if a.shape[1] else nothing,
        "difference": difference,
        "low": low,
        "high": high,
        "variance_ratio": _variance_ratio(a, b),
    }


def _variance_ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Var(a - b) / (Var(a) + Var(b)); not a number with fewer than two pairs or where nothing varies."""
    if a.shape[1] < 2:
        return np.full(len(a), np.nan)
    paired, unpaired = (a - b).var(axis=1, ddof=1), a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)
    return np.divide(paired, unpaired, out=np.full(len(a), np.nan), where=unpaired > 0.0)
