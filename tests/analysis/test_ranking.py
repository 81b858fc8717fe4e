"""Who is best: planted regimes whose order is known."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.intervals import wilson_interval
from sim.analysis.ranking import best_shares, gate, judged, lives, pair_orders

MEASURES = pd.DataFrame(
    [("quality", "higher", "outcome"), ("cost", "lower", "outcome"), ("gap", "open", "outcome"),
     ("hours", "lower", "input")],
    columns=["name", "better", "role"],
)  # fmt: skip
REGIMES = ("plain", "better", "worse", "twin_of_worse")


def planted(cases: int = 12, replicates: int = 2) -> pd.DataFrame:
    """ "better" has more quality at any cost, "worse" less; the twin is "worse" under another name."""
    lot = np.random.default_rng(1)
    rows = []
    for case in range(cases):
        for replicate in range(replicates):
            quality, cost = lot.normal(0.5, 0.1), lot.normal(1.0, 0.1)
            spread = lot.normal(0.0, 0.05)
            for regime, more, dearer in zip(REGIMES, (0.0, 0.1, -0.1, -0.1), (0.0, spread, 0.2, 0.2), strict=True):
                rows.append({"case": str(case), "overhead": "as coded", "regime": regime, "replicate": replicate,
                             "status": "ok", "quality": quality + more, "cost": cost + dearer, "gap": 0.0,
                             "hours": 0.0})  # fmt: skip
    return pd.DataFrame(rows)


def test_inputs_and_open_measures_rank_nobody() -> None:
    assert list(judged(MEASURES)["name"]) == ["quality", "cost"]


def test_a_dominated_regime_and_one_that_always_wins_fail_the_gate() -> None:
    best = best_shares(lives(planted(), MEASURES))
    failures = gate(best, {})
    told = {(one.measure, one.regime, one.best) for one in failures.itertuples()}
    assert {("quality", "better", "always"), ("quality", "worse", "never"), ("cost", "worse", "never")} <= told
    assert not {(measure, regime) for measure, regime, _ in told} & {("cost", "plain"), ("cost", "better")}
    assert failures["fails"].all()


def test_a_reason_on_evidence_lets_the_gate_pass_there_and_nowhere_else() -> None:
    best = best_shares(lives(planted(), MEASURES))
    found = gate(best, {("quality", "better", "always"): "because (grade A; claim 9)"})
    assert list(found[~found["fails"]]["regime"]) == ["better"]


def test_a_regime_under_another_name_differs_by_exactly_nothing() -> None:
    runs = planted()
    orders = pair_orders(lives(runs, MEASURES)).set_index(["first", "second", "measure"]).sort_index()
    twins = orders.loc[("worse", "twin_of_worse")]
    assert (twins["ties"] == 12).all()
    assert (twins[["first_better", "first_clearly", "second_clearly"]] == 0).all(axis=None)
    same = best_shares(lives(runs[runs["regime"].str.contains("worse")], MEASURES))
    assert (same["share"] == 1.0).all()
    assert (same["best_alone"] == 0).all()
    assert gate(same, {}).empty


def test_a_case_that_any_regime_has_not_lived_is_left_out_for_all() -> None:
    runs = planted()
    runs.loc[(runs["case"] == "3") & (runs["regime"] == "worse") & (runs["replicate"] == 1), "status"] = "failed"
    (arm,) = lives(runs, MEASURES)
    assert "3" not in arm.cases
    best = best_shares([arm])
    assert set(best["cases"]) == {11}
    assert set(best["cases_planned"]) == {12}


def test_nothing_lived_is_no_share() -> None:
    best = best_shares(lives(planted().assign(status="missing"), MEASURES))
    assert best["share"].isna().all()
    assert gate(best, {}).empty


def test_the_order_is_clear_where_the_difference_is_beyond_the_noise() -> None:
    orders = pair_orders(lives(planted(), MEASURES)).set_index(["first", "second", "measure"]).sort_index()
    assert orders.loc[("plain", "better", "quality"), "second_clearly"] == 12
    by_chance = orders.loc[("plain", "better", "cost")]
    assert by_chance["first_clearly"] + by_chance["second_clearly"] < 12
    alone = pair_orders(lives(planted(replicates=1), MEASURES))
    assert (alone[["first_clearly", "second_clearly"]] == 0).all(axis=None)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)]
)
def test_wilson_intervals_as_published(count: int, of: int, low: float, high: float) -> None:
    """The values that any table of Wilson's interval has for ten trials."""
    found = wilson_interval(count, of)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=1e-3)
