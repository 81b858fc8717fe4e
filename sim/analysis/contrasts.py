"""Paired contrasts: what a regime changes, run by run against its twin under the reference."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.intervals import LEVEL, t_interval
from sim.analysis.windows import EARLY, MAIN, Window, measures_of, window_means

TWINS_SHARE = ["overhead", "replicate", "seed"]
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

    runs    one row per planned run: run, regime, overhead, replicate, seed, status ("ok" or what went wrong). Two rows
            may name the same run, where two regimes ask for the same.
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
    return pd.concat(contrasts, ignore_index=True)[list(COLUMNS)]


def contrasts_of_means(
    runs: pd.DataFrame, means: pd.DataFrame, *, reference: str = "baseline", level: float = LEVEL
) -> pd.DataFrame:
    """The contrasts from one mean per run and measure: ``means`` has the run as its index and a column per measure."""
    finished = means[means.index.isin(runs.loc[runs["status"] == "ok", "run"])]
    rows: list[dict[str, object]] = []
    for group, pairs in beside_twins(runs, reference).groupby(["overhead", "regime"], sort=False):
        overhead, regime = group
        lived = pairs[pairs["run"].isin(finished.index) & pairs["twin"].isin(finished.index)]
        under_regime, under_reference = finished.loc[lived["run"]], finished.loc[lived["twin"]]
        who = {"regime": regime, "reference": reference, "overhead": overhead, "level": level}
        left_out = {"pairs_planned": len(pairs), "pairs_not_run": len(pairs) - len(lived)}
        for measure in means.columns:
            found = _contrast(under_regime[measure].to_numpy(), under_reference[measure].to_numpy(), level)
            rows.append({"measure": measure, **who, **found, **left_out})
    return pd.DataFrame(rows, columns=[name for name in COLUMNS if name not in ("window", "first_year", "last_year")])


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
    twice = runs[runs.duplicated(["regime", *TWINS_SHARE])]
    if len(twice):
        raise ValueError(f"planned twice, so that no pair is sure: {twice[['regime', *TWINS_SHARE]].iloc[0].to_dict()}")
    under_reference = runs["regime"] == reference
    twins = runs.loc[under_reference, [*TWINS_SHARE, "run"]].rename(columns={"run": "twin"})
    return runs[~under_reference].merge(twins, on=TWINS_SHARE, how="left")


def _contrast(
    under_regime: NDArray[np.float64], under_reference: NDArray[np.float64], level: float
) -> dict[str, float | int]:
    """One measure over the pairs that lived: means, paired difference, interval, and what was left out."""
    finite = np.isfinite(under_regime) & np.isfinite(under_reference)
    a, b = under_regime[finite], under_reference[finite]
    difference, low, high = (float(value) for value in t_interval(a - b, level))
    return {
        "mean_reference": float(b.mean()) if len(b) else np.nan,
        "mean_regime": float(a.mean()) if len(a) else np.nan,
        "difference": difference,
        "low": low,
        "high": high,
        "pairs": len(a),
        "pairs_not_finite": len(finite) - len(a),
        "variance_ratio": _variance_ratio(a, b),
    }


def _variance_ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Var(a - b) / (Var(a) + Var(b)); not a number with fewer than two pairs or where nothing varies."""
    if len(a) < 2:
        return np.nan
    unpaired = float(a.var(ddof=1) + b.var(ddof=1))
    return float((a - b).var(ddof=1)) / unpaired if unpaired > 0.0 else np.nan
