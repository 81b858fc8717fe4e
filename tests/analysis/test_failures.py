"""Failures that depend on the design are told; those that strike at random are not."""

import numpy as np
import pandas as pd

from sim.analysis.failures import dependences

VARIED = ["parameters.a", "parameters.b", "intensities.targets"]


def design(draws: np.random.Generator, number: int = 300) -> pd.DataFrame:
    """A design in which three quantities vary, all of whose runs are ok."""
    values = {name: draws.random(number) for name in VARIED}
    regimes = draws.choice(["baseline", "npm", "trust"], number)
    return pd.DataFrame(values | {"run": range(number), "regime": regimes, "overhead": "as coded", "status": "ok"})


def test_failures_in_one_corner_are_told_by_the_parameters_of_that_corner() -> None:
    runs = design(np.random.default_rng(1))
    corner = (runs["parameters.a"] > 0.7) & (runs["intensities.targets"] < 0.3)
    runs.loc[corner.to_numpy().nonzero()[0][:15], "status"] = "failed"  # five in a hundred
    assert {one.name for one in dependences(runs, VARIED)} == {"parameters.a", "intensities.targets"}


def test_failures_under_one_regime_are_told_by_its_name() -> None:
    runs = design(np.random.default_rng(2))
    runs.loc[(runs["regime"] == "npm").to_numpy().nonzero()[0][:15], "status"] = "timeout"
    assert [one.name for one in dependences(runs, VARIED)] == ["regime npm"]


def test_failures_at_random_are_hardly_ever_told() -> None:
    draws = np.random.default_rng(3)
    told = 0
    for _ in range(100):
        runs = design(draws)
        runs.loc[draws.choice(300, 15, replace=False), "status"] = "failed"
        told += bool(dependences(runs, VARIED))
    assert told <= 11  # the 99.5 % limit of 100 designs at 5 %


def test_without_failures_or_without_any_ok_run_nothing_is_told() -> None:
    runs = design(np.random.default_rng(4))
    assert dependences(runs, VARIED) == []
    assert dependences(runs.assign(status="failed"), VARIED) == []
    assert dependences(runs.assign(status="missing"), VARIED) == []
