"""Bands over runs: what they hold, and that they hide the season."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.bands import bands_over_runs, moving_means


def series_of(values: dict[str, list[float]]) -> pd.DataFrame:
    return pd.concat(
        [
            pd.DataFrame({"run": run, "week": range(1, len(lived) + 1), "municipality": 0, "quality": lived})
            for run, lived in values.items()
        ]
    )


def test_bands_hold_the_middle_half_and_the_middle_nine_tenths() -> None:
    moving = pd.DataFrame({0.5: np.arange(101.0), 1.5: np.full(101, 7.0)})
    bands = bands_over_runs(moving)
    assert list(bands.loc[0.5]) == [5.0, 25.0, 50.0, 75.0, 95.0]
    assert list(bands.loc[1.5]) == [7.0] * 5


def test_a_year_of_season_is_averaged_away_and_the_mean_stands_in_the_middle_of_its_weeks() -> None:
    season = 3.0 + np.cos(2.0 * np.pi * np.arange(4 * 52) / 52.0)
    moving = moving_means(series_of({"a": list(season)}), "quality")
    assert moving.loc["a"].to_numpy() == pytest.approx(3.0)
    assert (moving.columns[0], moving.columns[-1]) == (0.5, 3.5)


def test_a_mean_of_the_first_year_is_the_mean_of_the_first_year() -> None:
    moving = moving_means(series_of({"a": [*range(104)]}), "quality")
    assert moving.loc["a", 0.5] == np.mean(range(52))


def test_a_hole_empties_the_means_it_belongs_to_and_no_other() -> None:
    lived = [1.0] * 104
    lived[60] = np.nan
    moving = moving_means(series_of({"a": lived}), "quality").loc["a"]
    assert moving.iloc[:9].notna().all()
    assert moving.iloc[9:].isna().all()


def test_municipalities_of_a_run_are_averaged() -> None:
    here = series_of({"a": [1.0] * 104})
    there = here.assign(municipality=1, quality=3.0)
    assert (moving_means(pd.concat([here, there]), "quality").loc["a"] == 2.0).all()
