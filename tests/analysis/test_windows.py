"""Means over windows do not depend on how the series come."""

import numpy as np
import pandas as pd

from sim.analysis.windows import Window, WindowMeans, window_means

WINDOW = Window("main", 1, 2)


def series() -> pd.DataFrame:
    """Three runs of three municipalities, of values so unlike in size that rounding shows."""
    draws = np.random.default_rng(5)
    keys = [(run, week, place) for run in ("b", "a", "c") for week in range(1, 105) for place in range(3)]
    values = draws.normal(size=(len(keys), 2)) * 10.0 ** draws.integers(-6, 7, (len(keys), 1))
    return pd.DataFrame(keys, columns=["run", "week", "municipality"]).assign(cost=values[:, 0], quality=values[:, 1])


def test_means_are_the_same_bits_however_the_series_are_cut() -> None:
    whole = series()
    at_once = window_means(whole, WINDOW)
    for rows in (1, 50, 312):
        in_parts = WindowMeans(WINDOW, ["cost", "quality"])
        for first in range(0, len(whole), rows):
            in_parts.add(whole.iloc[first : first + rows])
        pd.testing.assert_frame_equal(in_parts.table(), at_once, check_exact=True)
    alone = window_means(whole[whole["run"] == "a"], WINDOW)
    pd.testing.assert_frame_equal(alone, at_once.loc[["a"]], check_exact=True)


def test_means_are_right() -> None:
    whole = series()
    expected = whole.groupby("run")[["cost", "quality"]].mean()
    pd.testing.assert_frame_equal(window_means(whole, WINDOW), expected, rtol=1e-12)


def test_a_run_that_missed_a_week_has_no_mean() -> None:
    whole = series()
    short = whole[(whole["run"] != "b") | (whole["week"] != 77)]
    assert list(window_means(short, WINDOW).index) == ["a", "c"]
