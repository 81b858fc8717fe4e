"""Bands over runs in time: where the middle half and the middle nine tenths of the runs lie."""

import pandas as pd

from sim.analysis.windows import WEEKS_PER_YEAR

QUANTILES = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}
"""The bands hold 50 % and 90 % of the runs. They show how runs differ, not how well a mean is known."""


def smoothing_weeks(weeks: int) -> int:
    """The length of the moving mean: a year hides the season; runs too short for it are smoothed over a quarter.

    >>> smoothing_weeks(416), smoothing_weeks(52), smoothing_weeks(10)
    (52, 13, 1)
    """
    if weeks >= 2 * WEEKS_PER_YEAR:
        return WEEKS_PER_YEAR
    return WEEKS_PER_YEAR // 4 if weeks >= WEEKS_PER_YEAR // 2 else 1


def moving_means(series: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Each run's moving mean of one measure: one row per run, one column per point in time (years after the reform).

    A mean stands at the middle of its weeks. Municipalities of a run are averaged. A week that is missing or not finite
    leaves the means it belongs to empty.
    """
    weekly = series.groupby(["run", "week"])[measure].mean(skipna=False).unstack("week")
    weekly = weekly.reindex(columns=range(1, int(weekly.columns.max()) + 1))
    width = smoothing_weeks(weekly.shape[1])
    smooth: pd.DataFrame = weekly.T.rolling(width).mean().T.iloc[:, width - 1 :]
    return smooth.set_axis([(week - width / 2) / WEEKS_PER_YEAR for week in smooth.columns], axis="columns")


def bands_over_runs(moving: pd.DataFrame) -> pd.DataFrame:
    """The quantiles in QUANTILES over runs (the rows of ``moving``): one row per point in time."""
    return pd.DataFrame({name: moving.quantile(q) for name, q in QUANTILES.items()}).rename_axis("year")
