"""Variance components and persistence of quartiles, against what was planted."""

import numpy as np
import pytest

from sim.analysis.components import quartile_persistence, shares_of_variance, variance_components, without_means


def test_a_table_with_a_known_answer() -> None:
    """Two units of two people with two years each: mean squares 50, 9 and 2 by hand."""
    years = [1.0, 3.0, 4.0, 6.0, 6.0, 8.0, 9.0, 11.0]
    unit, person = [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2, 3, 3]
    between_units, between_people, within = variance_components(years, unit, person)
    assert within == pytest.approx(2.0)
    assert between_people == pytest.approx((9.0 - 2.0) / 2)
    assert between_units == pytest.approx((50.0 - 9.0) / 4)


@pytest.mark.parametrize("planted", [(1.0, 2.0, 4.0, 8.0), (0.0, 0.1, 5.0, 1.0)])
def test_planted_components_come_back(planted: tuple[float, ...]) -> None:
    draw = np.random.default_rng(1)
    levels = [np.repeat(np.arange(150), 60), np.repeat(np.arange(1500), 6), np.repeat(np.arange(4500), 2)]
    values = sum(
        np.sqrt(variance) * draw.standard_normal(level.max() + 1)[level]
        for variance, level in zip(planted, [*levels, np.arange(9000)], strict=True)
    )
    kept = draw.random(9000) < 0.7  # groups of all sizes
    found = variance_components(np.asarray(values)[kept], *(level[kept] for level in levels))
    assert found == pytest.approx(planted, rel=0.2, abs=0.15)


def test_the_names_and_the_order_of_groups_do_not_matter() -> None:
    draw = np.random.default_rng(2)
    unit, values = np.repeat(np.arange(5), 4), draw.standard_normal(20)
    mixed = draw.permutation(20)
    again = variance_components(values[mixed], 100 - 7 * unit[mixed])
    assert again == pytest.approx(variance_components(values, unit))


def test_shares_sum_to_one() -> None:
    draw = np.random.default_rng(3)
    assert shares_of_variance(draw.standard_normal(40), np.repeat(np.arange(8), 5)).sum() == pytest.approx(1.0)


def test_levels_that_cannot_be_told_apart_have_no_numbers() -> None:
    assert np.isnan(variance_components([1.0, 2.0, 3.0], [0, 0, 0])).all()
    assert np.isnan(variance_components([1.0, 2.0, 3.0], [0, 1, 2])).all()


def test_places_that_never_change_keep_their_quartile_and_chance_keeps_a_quarter() -> None:
    draw = np.random.default_rng(4)
    level = np.arange(40.0)
    assert quartile_persistence([level, level + 1.0, 2.0 * level]) == 1.0
    assert quartile_persistence(draw.standard_normal((2000, 40))) == pytest.approx(0.25, abs=0.01)
    assert quartile_persistence([level, -level]) == 0.0


def test_what_a_kind_explains_is_taken_out() -> None:
    left = without_means([1.0, 2.0, 11.0, 13.0], [5, 5, 2, 2])
    assert left.tolist() == [-0.5, 0.5, -1.0, 1.0]
