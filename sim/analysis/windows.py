"""Windows of years after the reform, and each run's mean over them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

WEEKS_PER_YEAR = 52
ABOUT_A_WEEK = ("run", "week", "municipality")
"""Columns of the series that say where a row belongs; every other column is a measure."""


class Window(NamedTuple):
    """Whole years, counted from the reform, first and last included: ``Window("early", 1, 2)``."""

    name: str
    first_year: int
    last_year: int

    @property
    def weeks(self) -> range:
        """The weeks of the window; week 1 is the first after the reform.

        >>> Window("early", 1, 2).weeks
        range(1, 105)
        """
        return range((self.first_year - 1) * WEEKS_PER_YEAR + 1, self.last_year * WEEKS_PER_YEAR + 1)


EARLY = Window("early", 1, 2)
MAIN = Window("main", 3, 8)


def measures_of(series: pd.DataFrame) -> list[str]:
    """The names of the measures in a table of weekly series."""
    return [column for column in series.columns if column not in ABOUT_A_WEEK]


def window_means(series: pd.DataFrame, window: Window, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Each run's mean over the weeks and municipalities of a window: one row per run that lived through all of it.

    A week that is not finite leaves the run's mean not finite: holes are counted later, never averaged away.
    """
    names = list(measures) if measures is not None else measures_of(series)
    inside = series[series["week"].isin(window.weeks)]
    weeks_lived = inside.groupby("run")["week"].nunique()
    whole = weeks_lived.index[weeks_lived == len(window.weeks)]
    lived = inside[inside["run"].isin(whole)]
    with np.errstate(invalid="ignore"):  # an infinite week is counted later, not warned of here
        return lived.groupby("run", sort=True)[names].mean(skipna=False)
