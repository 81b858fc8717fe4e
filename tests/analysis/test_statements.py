"""Contrasts of statements: what they must give whatever the numbers, and on numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis import statements as take
from sim.analysis.verdicts import Expectation, Found, found_in, share_found, verdict

YEARS = (1, 2)
numbers = st.lists(st.floats(0.1, 10.0), min_size=24, max_size=24)


def side(values: list[float]) -> pd.DataFrame:
    """Three replicates of two years of four quarters."""
    index = pd.MultiIndex.from_product([(1, 2, 3), (1, 2), (1, 2, 3, 4)], names=["replicate", "year", "quarter"])
    return pd.DataFrame({"m": values, "n": 2.0}, index=index)


@given(numbers)
def test_a_scenario_does_not_differ_from_itself(values: list[float]) -> None:
    a = side(values)
    assert (take.difference(a, a, YEARS, "m") == 0.0).all()
    assert take.ratio(a, a, YEARS, "m") == pytest.approx([1.0] * 3)
    assert take.difference_in_differences(a, a, (2, 2), (1, 1), "m") == pytest.approx([0.0] * 3)
    assert take.slope(a, a, YEARS, "m") == pytest.approx([0.0] * 3)


@given(numbers, numbers)
def test_who_is_a_and_who_is_b_only_turns_the_sign(one: list[float], other: list[float]) -> None:
    a, b = side(one), side(other)
    assert take.difference(a, b, YEARS, "m") == pytest.approx(-take.difference(b, a, YEARS, "m"))
    assert take.ratio(a, b, YEARS, "m") * take.ratio(b, a, YEARS, "m") == pytest.approx(1.0)
    assert take.slope(a, b, YEARS, "m") == pytest.approx(-take.slope(b, a, YEARS, "m"))


@given(numbers, numbers)
def test_the_order_of_rows_does_not_matter(one: list[float], other: list[float]) -> None:
    a, b = side(one), side(other)
    assert take.difference(a.iloc[::-1].sort_index(), b, YEARS, "m") == pytest.approx(take.difference(a, b, YEARS, "m"))


def test_pairs_are_pairs_of_the_same_seed() -> None:
    a, b = side([float(k) for k in range(24)]), side([0.0] * 24)
    without_second = b[b.index.get_level_values("replicate") != 2]
    assert len(take.difference(a, without_second, YEARS, "m")) == 2


def test_contrasts_worked_out_by_hand() -> None:
    a = side(([1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 3.0, 3.0]) * 3)
    b = side([1.0] * 24)
    assert take.difference(a, b, (2, 2), "m").tolist() == [2.0] * 3
    assert take.difference(a, b, (1, 2), "m * n - 1").tolist() == [2.0] * 3
    assert take.difference_in_differences(a, b, (2, 2), (1, 1), "m").tolist() == [2.0] * 3
    assert take.slope(a, b, (1, 2), "m") == pytest.approx([2.0] * 3)
    assert take.ranks(0, [a, b], (2, 2), "m").tolist() == [1.0] * 3
    assert take.ratio(a, b, (2, 2), "m").tolist() == [3.0] * 3
    assert take.season(side([2.0, 0.0, 1.0, 0.0] * 6), YEARS, "m").tolist() == [2.0] * 3


def test_quarters_are_of_thirteen_weeks() -> None:
    weekly = pd.DataFrame({"run": "r", "week": range(1, 105), "m": range(1, 105)})
    found = take.quarterly(weekly)
    assert found["m"].tolist() == [7.0 + 13.0 * quarter for quarter in range(8)]
    assert found.index.tolist()[4] == ("r", 2, 1)


@pytest.mark.parametrize(
    "expression", ["m.n", "m[0]", "open('x')", "m > 1", "'m'", "m if n else m", "lambda: m", "m +"]
)
def test_an_expression_is_arithmetic_and_nothing_else(expression: str) -> None:
    with pytest.raises(ValueError, match=r"read|brackets"):
        take.measures_in(expression)


def test_an_expression_may_be_written_on_several_lines() -> None:
    a = side([float(k) for k in range(24)])
    assert take.over(a, YEARS, "m\n  + n\n").tolist() == take.over(a, YEARS, "m + n").tolist()


@given(st.lists(st.floats(-5.0, 5.0), min_size=3, max_size=20))
def test_what_is_higher_is_not_lower(values: list[float]) -> None:
    found = [found_in(np.array(values), Expectation(direction)) for direction in ("higher", "lower")]
    said = {verdict(one, Expectation(way)) for one, way in zip(found, ("higher", "lower"), strict=True)}
    assert said in ({"reproduced", "contradicted"}, {"not reproduced"}, {"not reproduced", "contradicted"})


def test_one_wild_seed_does_not_carry_a_verdict() -> None:
    values = np.array([0.1] * 7 + [-0.01] * 3)
    assert found_in(values, Expectation("higher")).low > 0.0
    assert verdict(found_in(values, Expectation("higher")), Expectation("higher")) == "not reproduced"


@pytest.mark.parametrize(
    ("found", "expected", "said"),
    [
        (Found(0.5, 0.4, 0.6, 9, 1.0), Expectation("within", low=0.55), "reproduced"),
        (Found(0.5, 0.4, 0.6, 9, 1.0), Expectation("within", high=0.3), "not reproduced"),
        (Found(0.5, 0.4, 0.6, 9, 0.0), Expectation("same", margin=0.3), "contradicted"),
        (Found(0.5, 0.2, 0.8, 9, 0.0), Expectation("same", margin=0.3), "not reproduced"),
        (Found(1.2, 1.1, 1.3, 9, 1.0), Expectation("higher", nothing=1.0), "reproduced"),
        (Found(float("nan"), float("nan"), float("nan"), 1, 1.0), Expectation("higher"), "not reproduced"),
    ],
)
def test_verdicts(found: Found, expected: Expectation, said: str) -> None:
    assert verdict(found, expected) == said


def test_a_share_has_wilsons_interval() -> None:
    found = share_found(np.array([True] * 9 + [False]), Expectation("higher", nothing=0.5))
    assert (round(found.low, 3), round(found.high, 3)) == (0.596, 0.982)
    assert verdict(found, Expectation("higher", nothing=0.5)) == "reproduced"


def test_change_from_place_to_place_worked_out_by_hand() -> None:
    index = pd.MultiIndex.from_product([(1, 2), (0, 1), (0, 3)], names=["replicate", "municipality", "year"])
    a = pd.DataFrame({"m": [1.0, 2.0, 4.0, 1.0, 1.0, 2.0, 4.0, 7.0]}, index=index)
    b = pd.DataFrame({"m": [1.0] * 8}, index=index)
    later, before = (3, 3), (0, 0)
    assert take.change(a, later, before, "m").tolist() == [-1.0, 2.0]
    assert take.difference_in_differences(a, b, later, before, "m").tolist() == [-1.0, 2.0]
    assert take.spread_of_change(a, later, before, "m") == pytest.approx([np.sqrt(8.0) - 1.0, np.sqrt(2.0) - 2.0])
    assert take.share_rising(a, later, before, "m").tolist() == [0.5, 1.0]
