"""Labels pushed apart: in order, apart, inside, and no farther than they must."""

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from sim.report.page import pushed_apart

HEIGHTS = st.lists(st.floats(-1.0, 2.0), min_size=1, max_size=8)


@given(HEIGHTS)
def test_labels_are_apart_inside_and_in_their_order(heights: list[float]) -> None:
    places = pushed_apart(heights, gap=0.1, low=0.0, high=1.0)
    assert all(-1e-9 <= place <= 1.0 + 1e-9 for place in places)
    by_height = [place for _, place in sorted(zip(heights, places, strict=True))]
    assert all(above - below >= 0.1 - 1e-9 for below, above in pairwise(by_height))


@given(HEIGHTS)
def test_labels_that_have_room_stay_where_they_are(heights: list[float]) -> None:
    ordered = sorted(heights)
    assume(all(above - below >= 0.1 for below, above in pairwise(ordered)))
    moved = pushed_apart(heights, gap=0.1, low=-2.0, high=3.0)
    assert all(abs(place - height) < 1e-9 for place, height in zip(moved, heights, strict=True))


def test_more_labels_than_there_is_room_for_still_stand_apart() -> None:
    assert pushed_apart([0.5, 0.5, 0.5], gap=1.0, low=0.0, high=1.0) == [0.0, 1.0, 2.0]
