"""Windows of years after the reform, and each run's mean over them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    means = WindowMeans(window, list(measures) if measures is not None else measures_of(series))
    means.add(series)
    return means.table()


class WindowMeans:
    """Each run's mean over a window, from series that come a part at a time.

    Sums are compensated (Kahan) and taken row by row, so that the means do not depend on how the series are cut, or on
    what other runs there are.
    """

    def __init__(self, window: Window, measures: Sequence[str]) -> None:
        self.window = window
        self.measures = list(measures)
        self._sums: dict[str, _Sum] = {}

    def add(self, series: pd.DataFrame) -> None:
        """Take in a part of the series: whichever rows of whichever runs."""
        weeks = self.window.weeks
        inside = series[series["week"].between(weeks.start, weeks.stop - 1)]
        for run, rows in inside.groupby("run", sort=False):
            total = self._sums.setdefault(str(run), _Sum(len(self.measures), len(weeks)))
            total.lived[rows["week"].to_numpy() - weeks.start] = True
            total.add(np.ascontiguousarray(rows[self.measures].to_numpy(dtype=np.float64)))

    def table(self) -> pd.DataFrame:
        """One row per run that lived through all of the window, in the order of their identities."""
        whole = [run for run in sorted(self._sums) if self._sums[run].lived.all()]
        means = [self._sums[run].mean() for run in whole]
        rows = np.array(means, dtype=np.float64).reshape(len(whole), len(self.measures))
        return pd.DataFrame(rows, index=pd.Index(whole, name="run", dtype="str"), columns=self.measures)


class _Sum:
    """The sum of one run's rows so far, what rounding has lost of it, and the weeks it holds."""

    def __init__(self, measures: int, weeks: int) -> None:
        self.total = np.zeros(measures)
        self.lost = np.zeros(measures)
        self.rows = 0
        self.lived = np.zeros(weeks, dtype=np.bool_)

    def add(self, rows: NDArray[np.float64]) -> None:
        with np.errstate(invalid="ignore"):  # an infinite week is counted later, not warned of here
            for row in rows:
                addend = row - self.lost
                total = self.total + addend
                self.lost = (total - self.total) - addend
                self.total = total
        self.rows += len(rows)

    def mean(self) -> NDArray[np.float64]:
        return self.total / self.rows
