"""The paired contrasts, on tables small enough to work out by hand."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.contrasts import COLUMNS, contrasts_of_means, contrasts_over_points, paired_contrasts
from sim.analysis.windows import Window, window_means

YEAR = Window("first", 1, 1)


def runs_of(*regimes: str, replicates: int = 3, overhead: str = "as coded") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "run": f"{regime} {overhead} {replicate}",
                "regime": regime,
                "overhead": overhead,
                "replicate": replicate,
                "seed": 100 + replicate,
                "status": "ok",
            }
            for replicate in range(replicates)
            for regime in regimes
        ]
    )


def series_of(levels: dict[str, float], weeks: int = 52, municipalities: int = 1) -> pd.DataFrame:
    """Runs that stay at a level."""
    return pd.DataFrame(
        [
            {"run": run, "week": week, "municipality": municipality, "quality": level}
            for run, level in levels.items()
            for week in range(1, weeks + 1)
            for municipality in range(municipalities)
        ]
    )


@pytest.fixture
def runs() -> pd.DataFrame:
    return runs_of("baseline", "trust")


@pytest.fixture
def levels() -> dict[str, float]:
    """Differences within pairs: 1, 2, 3."""
    under_baseline = {f"baseline as coded {replicate}": 10.0 * replicate for replicate in range(3)}
    under_trust = {f"trust as coded {replicate}": 10.0 * replicate + replicate + 1.0 for replicate in range(3)}
    return under_baseline | under_trust


def only_row(contrasts: pd.DataFrame) -> pd.Series:
    assert len(contrasts) == 1
    return contrasts.iloc[0]


def test_difference_and_interval_are_those_worked_out_by_hand(runs: pd.DataFrame, levels: dict[str, float]) -> None:
    found = only_row(paired_contrasts(runs, series_of(levels), windows=[YEAR]))
    assert list(found.index) == list(COLUMNS)
    assert (found["regime"], found["reference"], found["window"]) == ("trust", "baseline", "first")
    assert (found["mean_reference"], found["mean_regime"], found["difference"]) == (10.0, 12.0, 2.0)
    reach = 4.302652729911275 / np.sqrt(3.0)  # t with 2 degrees of freedom, standard deviation 1
    assert found["low"] == pytest.approx(2.0 - reach)
    assert found["high"] == pytest.approx(2.0 + reach)
    assert found["variance_ratio"] == pytest.approx(1.0 / (100.0 + 121.0))
    assert (found["pairs"], found["pairs_planned"]) == (3, 3)


def test_pairs_are_found_by_seed_and_not_by_place(runs: pd.DataFrame, levels: dict[str, float]) -> None:
    in_order = paired_contrasts(runs, series_of(levels), windows=[YEAR])
    shuffled = paired_contrasts(
        runs.sample(frac=1.0, random_state=1), series_of(levels).sample(frac=1.0, random_state=2), windows=[YEAR]
    )
    pd.testing.assert_frame_equal(in_order, shuffled)


def test_each_arm_is_held_against_its_own_baseline(levels: dict[str, float]) -> None:
    runs = pd.concat([runs_of("baseline", "trust"), runs_of("baseline", "trust", overhead="equal overhead")])
    moved = {run.replace("as coded", "equal overhead"): level + 50.0 for run, level in levels.items()}
    contrasts = paired_contrasts(runs, series_of(levels | moved), windows=[YEAR])
    assert list(contrasts["difference"]) == [2.0, 2.0]
    assert list(contrasts["mean_reference"]) == [10.0, 60.0]


def test_a_failed_a_missing_and_a_short_run_each_cost_one_pair_and_are_counted() -> None:
    runs = runs_of("baseline", "trust", replicates=5)
    series = series_of(dict.fromkeys(runs["run"], 1.0))
    runs.loc[runs["run"] == "trust as coded 0", "status"] = "failed"
    series = series[series["run"] != "baseline as coded 1"]
    series = series[(series["run"] != "trust as coded 2") | (series["week"] < 52)]
    found = only_row(paired_contrasts(runs, series, windows=[YEAR]))
    assert (found["pairs"], found["pairs_planned"], found["pairs_not_run"]) == (2, 5, 3)


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_costs_a_pair_of_that_measure_only(hole: float) -> None:
    runs = runs_of("baseline", "trust")
    series = series_of(dict.fromkeys(runs["run"], 1.0)).assign(cost=2.0)
    series.loc[(series["run"] == "baseline as coded 1") & (series["week"] == 7), "cost"] = hole
    contrasts = paired_contrasts(runs, series, windows=[YEAR]).set_index("measure")
    assert list(contrasts.loc[["quality", "cost"], "pairs"]) == [3, 2]
    assert list(contrasts.loc[["quality", "cost"], "pairs_not_finite"]) == [0, 1]
    assert np.isfinite(contrasts["difference"]).all()


def test_without_a_reference_there_are_no_pairs_and_no_numbers() -> None:
    runs = runs_of("trust", "npm")
    contrasts = paired_contrasts(runs, series_of(dict.fromkeys(runs["run"], 1.0)), windows=[YEAR])
    assert list(contrasts["pairs"]) == [0, 0]
    assert list(contrasts["pairs_not_run"]) == [3, 3]
    assert contrasts[["difference", "low", "high", "variance_ratio"]].isna().all(axis=None)


def test_one_pair_has_a_difference_and_no_interval(levels: dict[str, float]) -> None:
    found = only_row(paired_contrasts(runs_of("baseline", "trust", replicates=1), series_of(levels), windows=[YEAR]))
    assert found["difference"] == 1.0
    assert np.isnan(found["low"])


def test_two_regimes_that_are_the_same_run_differ_by_exactly_nothing() -> None:
    runs = runs_of("baseline", "nothing new")
    runs["run"] = [run.replace("nothing new", "baseline") for run in runs["run"]]
    levels = dict(zip(runs["run"].unique(), (0.1, 0.2, 0.3), strict=True))
    found = only_row(paired_contrasts(runs, series_of(levels), windows=[YEAR]))
    assert (found["difference"], found["low"], found["high"], found["variance_ratio"]) == (0.0, 0.0, 0.0, 0.0)


def test_a_cell_planned_twice_is_refused(runs: pd.DataFrame, levels: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="planned twice"):
        paired_contrasts(pd.concat([runs, runs.tail(1)]), series_of(levels), windows=[YEAR])


@pytest.mark.parametrize("regimes", [("baseline",), ("baseline", "trust")])
def test_no_regime_or_no_finished_run_gives_a_table_all_the_same(regimes: tuple[str, ...]) -> None:
    runs = runs_of(*regimes).assign(status="failed")
    contrasts = paired_contrasts(runs, series_of({"nobody": 1.0}).iloc[:0], windows=[YEAR])
    assert list(contrasts.columns) == list(COLUMNS)
    assert (contrasts["pairs"] == 0).all()


def test_windows_hold_their_years_and_nothing_else() -> None:
    series = series_of({"a": 0.0}, weeks=8 * 52, municipalities=2)
    series["quality"] = np.ceil(series["week"] / 52)
    assert window_means(series, Window("early", 1, 2)).loc["a", "quality"] == 1.5
    assert window_means(series, Window("main", 3, 8)).loc["a", "quality"] == 5.5
    assert window_means(series, Window("late", 8, 9)).empty


def test_means_of_runs_give_the_same_contrasts_as_series(runs: pd.DataFrame, levels: dict[str, float]) -> None:
    means = pd.DataFrame({"quality": levels})
    from_means = only_row(contrasts_of_means(runs, means))
    from_series = only_row(paired_contrasts(runs, series_of(levels), windows=[YEAR]))
    assert from_means.to_dict() == from_series[from_means.index].to_dict()


def at_points(*shifts: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Runs at several points, whose levels are shifted under trust, and one mean per run."""
    tables = [runs_of("baseline", "trust").assign(point=point) for point in range(1, len(shifts) + 1)]
    runs = pd.concat(tables, ignore_index=True)
    runs["run"] += " at " + runs["point"].astype(str)
    moved = [shifts[point - 1] + replicate for point, replicate in zip(runs["point"], runs["replicate"], strict=True)]
    means = pd.DataFrame({"quality": np.where(runs["regime"] == "trust", moved, 0.0)}, index=runs["run"])
    return runs, means


def test_pairs_are_drawn_within_a_point() -> None:
    runs, means = at_points(1.0, 5.0, -2.0)
    everything = contrasts_of_means(runs.sample(frac=1, random_state=1), means).set_index("point").sort_index()
    assert list(everything["difference"]) == [2.0, 6.0, -1.0]
    for point, alone in runs.groupby("point"):
        pd.testing.assert_series_equal(
            everything.loc[point], only_row(contrasts_of_means(alone, means)), check_names=False, check_dtype=False
        )


def test_over_points_a_replicate_is_one_observation_and_counts_only_when_whole() -> None:
    runs, means = at_points(1.0, 5.0)
    wide = runs.assign(quality=means["quality"].to_numpy())
    found = only_row(contrasts_over_points(wide, YEAR, ["quality"]))
    assert (found["difference"], found["pairs"], found["points"]) == (4.0, 3, 2)
    alone = only_row(contrasts_of_means(runs[runs["point"] == 1], means))
    assert found["high"] - found["low"] == pytest.approx(alone["high"] - alone["low"])  # luck, not how points differ
    wide.loc[wide.index[-1], ["status", "quality"]] = ["failed", np.nan]
    found = only_row(contrasts_over_points(wide, YEAR, ["quality"]))
    assert (found["difference"], found["pairs"], found["pairs_not_run"]) == (3.5, 2, 1)
