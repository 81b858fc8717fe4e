"""When there are pairs enough: the rule, what it costs in coverage, and what is expected of more pairs."""

from itertools import islice, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.coverage import FOLDER, KINDS, NAIVE, stopped, trials
from sim.analysis.precision import RULE, Rule, Spread, first_narrow, half_width

LEAST = 0.93
WIDTH = 0.5


def test_intervals_hold_the_truth_though_one_stops_when_they_are_narrow_and_would_not_with_a_naive_rule() -> None:
    normal = np.random.default_rng(1).normal(size=(3_000, 200))
    assert stopped(normal, 0.0, WIDTH).coverage > LEAST
    assert stopped(normal, 0.0, WIDTH, NAIVE).coverage < LEAST


@pytest.mark.parametrize("kind", ["normal", "skewed: log-normal, CV 0.5"])
def test_the_published_coverage_is_what_the_rule_gives(kind: str) -> None:
    kept = pd.read_csv(FOLDER / "coverage.csv").set_index(["kind", "width"]).loc[(kind, WIDTH)]
    found = trials(KINDS[kind], WIDTH)
    assert {name: round(value, 4) for name, value in found.items()} == kept.to_dict()


@given(
    st.integers(0, 2**32),
    st.integers(1, 4),
    st.integers(26, 120),
    st.floats(0.1, 1.5),
    st.integers(0, 60),
)
@settings(max_examples=60, deadline=None)
def test_the_first_size_at_which_all_hold_whatever_else_is_lived(
    seed: int, rows: int, pairs: int, width: float, more: int
) -> None:
    differences = np.random.default_rng(seed).normal(size=(rows, pairs + more))
    widths = np.full(rows, width)
    size = first_narrow(differences[:, :pairs], widths)
    if size is None:
        return
    ahead = range(size, size + RULE.look_ahead + 1)
    assert all((half_width(differences[:, :number]) <= width).all() for number in ahead)
    assert size >= RULE.floor
    assert first_narrow(differences, widths) == size
    later = [first_narrow(row[None, :], [width]) or 0 for row in differences]
    assert size >= max(later)


@given(st.integers(1, 50), st.integers(1, 10), st.floats(0.0, 1.0))
def test_sizes_grow_from_the_floor_without_end(floor: int, step: int, growth: float) -> None:
    sizes = list(islice(Rule(floor=floor, step=step, growth=growth).sizes(), 30))
    assert sizes[0] == floor
    assert all(later - earlier >= step for earlier, later in pairwise(sizes))


def test_the_half_width_comes_within_the_expected_range_as_often_as_it_says() -> None:
    differences = np.random.default_rng(2).normal(size=(4_000, 112))
    achieved = half_width(differences[:, 12:])
    ranges = [Spread(float(row[:12].std(ddof=1)), 12).half_widths(100) for row in differences]
    within = np.mean([low <= width <= high for (low, high), width in zip(ranges, achieved, strict=True)])
    assert 0.75 < within < 0.82  # 80 %, less what luck there is in 100 pairs
