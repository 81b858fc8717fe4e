"""History matching on surfaces that are known: what is ruled out is out of reach, and what is kept is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.analysis.matching import coefficients_needed, emulator, within


def surface(points: np.ndarray) -> np.ndarray:
    first, second = points.T
    return np.column_stack([1.0 + 2.0 * first - second + 3.0 * first * second, second**2])


def cloud(number: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((number, 2))


def test_a_surface_of_second_degree_is_found_exactly() -> None:
    fitted = emulator(cloud(20), surface(cloud(20)))
    elsewhere = cloud(50, seed=2)
    assert np.allclose(fitted.guess(elsewhere), surface(elsewhere))


def test_noise_is_the_deviation_that_is_left() -> None:
    noise = np.random.default_rng(3).normal(scale=0.2, size=(4000, 2))
    fitted = emulator(cloud(4000), surface(cloud(4000)) + noise)
    assert fitted.deviation == pytest.approx([0.2, 0.2], rel=0.05)


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), low=st.floats(-1.0, 1.0), width=st.floats(0.1, 2.0))
def test_what_a_point_itself_shows_never_rules_it_out(seed: int, low: float, width: float) -> None:
    """Noise apart: a point within the range is nearer than any that is 3 deviations outside."""
    noise = np.random.default_rng(seed).normal(scale=0.05, size=(200, 2))
    points, found = cloud(200, seed), surface(cloud(200, seed))
    fitted = emulator(points, found + noise)
    far = fitted.implausibility(points, np.full(2, low), np.full(2, low + width))
    inside = within(found, np.full(2, low), np.full(2, low + width))
    assert (far >= 0.0).all()
    assert far[inside].max(initial=0.0) < 3.0


def test_a_wider_range_rules_out_no_more() -> None:
    fitted = emulator(cloud(60), surface(cloud(60)) + np.random.default_rng(5).normal(scale=0.1, size=(60, 2)))
    narrow = fitted.implausibility(cloud(60), np.array([1.0, 0.2]), np.array([1.5, 0.3]))
    wide = fitted.implausibility(cloud(60), np.array([0.8, 0.1]), np.array([1.9, 0.6]))
    assert (wide <= narrow).all()


def test_too_few_draws_are_refused() -> None:
    assert coefficients_needed(np.array([True, True])) == 6
    with pytest.raises(ValueError, match="6 coefficients"):
        emulator(cloud(6), surface(cloud(6)))


def test_straight_coordinates_are_given_no_bend() -> None:
    fitted = emulator(cloud(40), surface(cloud(40)), np.array([True, False]))
    assert fitted.coefficients.shape == (coefficients_needed(np.array([True, False])), 2)
    assert not np.allclose(fitted.guess(cloud(9)), surface(cloud(9)))
