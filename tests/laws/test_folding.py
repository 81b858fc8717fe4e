"""Folding is a commutative monoid: nothing changes nothing, order and grouping do not matter, intensities add up."""

from dataclasses import replace
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mistakes import Mistake
from sim.regimes import BASELINE, LEVERS, Conflict, Instrument, fold, load_instrument, names
from sim.regimes.fold import NOTHING, Asked, asked, settled, together
from sim.regimes.levers import Law, Lever, exact

LAWS: tuple[Law, ...] = ("sum", "product", "any", "least", "most", "sole")

intensities = st.integers(0, 40).map(lambda quarters: quarters / 4) | st.floats(0.0, 10.0).map(lambda x: round(x, 6))
moves = st.integers(-1000, 1000).map(lambda thousandths: thousandths / 1000)
shares = st.integers(0, 1000).map(lambda thousandths: thousandths / 1000)
wishes = st.lists(st.tuples(moves, intensities), max_size=5).map(
    lambda several: reduce(together, (asked(move, k) for move, k in several), NOTHING)
)
instruments = st.sampled_from([load_instrument(name) for name in names("instruments")])
parts = st.lists(st.tuples(instruments, intensities), max_size=6)


def lever(law: Law, baseline: float = 0.25) -> Lever:
    """A lever of this law whose range stops nothing that these tests ask."""
    return replace(LEVERS["voice"], law=law, baseline=baseline, low=-1e9, high=1e9)


def value(law: Law, one: Asked, baseline: float = 0.25) -> float:
    settled_value = settled(lever(law, baseline), one)
    assert isinstance(settled_value, float)
    return settled_value


@given(wishes)
def test_nothing_asked_changes_nothing(one: Asked) -> None:
    assert together(one, NOTHING) == one == together(NOTHING, one)


@given(wishes, wishes)
def test_order_does_not_matter(one: Asked, other: Asked) -> None:
    assert together(one, other) == together(other, one)


@given(wishes, wishes, wishes)
def test_grouping_does_not_matter(one: Asked, other: Asked, third: Asked) -> None:
    assert together(together(one, other), third) == together(one, together(other, third))


@given(moves, intensities, intensities)
def test_intensity_j_with_intensity_k_is_j_plus_k(move: float, j: float, k: float) -> None:
    assert together(asked(move, j), asked(move, k)) == asked(move, exact(j) + exact(k))


@given(moves)
def test_intensity_zero_asks_nothing(move: float) -> None:
    assert asked(move, 0.0) == NOTHING


@pytest.mark.parametrize("law", LAWS)
def test_under_every_law_a_lever_of_which_nothing_is_asked_is_at_its_baseline(law: Law) -> None:
    assert value(law, NOTHING) == 0.25


# What two ask together, and an intensity, mean under each law: the table of the architecture, cell by cell.


@given(moves, moves, intensities)
def test_moves_of_a_sum_add_up(a: float, b: float, k: float) -> None:
    assert value("sum", together(asked(a, 1), asked(b, k))) == float(exact(0.25) + exact(a) + exact(k) * exact(b))


@given(shares, shares)
def test_moves_of_a_product_multiply(a: float, b: float) -> None:
    assert value("product", together(asked(a, 1), asked(b, 1))) == float(exact(0.25) * exact(a) * exact(b))


@given(shares, intensities)
def test_the_intensity_of_a_factor_is_its_power(a: float, k: float) -> None:
    assert value("product", asked(a, k), baseline=1.0) == pytest.approx(a**k, abs=1e-12)


@given(shares, shares)
def test_chances_join_as_chances_do(a: float, b: float) -> None:
    joined = 1 - (1 - exact(a)) * (1 - exact(b))
    assert value("any", together(asked(a, 1), asked(b, 1)), baseline=0.0) == float(joined)


@given(shares, intensities)
def test_the_intensity_of_a_chance_is_the_number_of_tries(a: float, k: float) -> None:
    assert value("any", asked(a, k), baseline=0.0) == pytest.approx(1 - (1 - a) ** k, abs=1e-12)


@given(st.lists(st.tuples(shares, intensities), max_size=5))
def test_limits_take_the_least_and_guarantees_the_most(several: list[tuple[float, float]]) -> None:
    one = reduce(together, (asked(move, k) for move, k in several), NOTHING)
    reached = [0.25, *(move for move, k in several if k > 0)]
    assert value("least", one) == min(reached)
    assert value("most", one) == max(reached)


@given(shares, intensities.filter(bool))
def test_one_form_may_be_asked_any_number_of_times(a: float, k: float) -> None:
    assert value("sole", together(asked(a, 1), asked(a, k))) == a


@given(shares, shares, wishes)
def test_two_forms_are_a_conflict_that_nothing_undoes(a: float, b: float, more: Asked) -> None:
    one = together(asked(a, 1), asked(b, 1))
    if a == b:
        return
    assert settled(lever("sole"), one) == Conflict("voice")
    assert settled(lever("sole"), together(one, more)) == Conflict("voice")


# The same for whole instruments.


def folded(some: list[tuple[Instrument, float]]) -> dict[str, float] | str:
    try:
        return fold(some)
    except Mistake as mistake:
        return str(mistake).split(":")[0]


@given(parts, st.randoms(use_true_random=False))
def test_a_fold_does_not_know_the_order_of_its_instruments(some: list[tuple[Instrument, float]], luck) -> None:  # noqa: ANN001
    shuffled = list(some)
    luck.shuffle(shuffled)
    assert folded(shuffled) == folded(some)


@given(parts, instruments, st.integers(0, 8), st.integers(0, 8))
def test_an_instrument_twice_is_one_of_both_intensities(
    some: list[tuple[Instrument, float]], instrument: Instrument, j: int, k: int
) -> None:
    assert folded([*some, (instrument, j / 4), (instrument, k / 4)]) == folded([*some, (instrument, (j + k) / 4)])


@given(parts, instruments)
def test_an_instrument_at_intensity_zero_is_no_instrument(
    some: list[tuple[Instrument, float]], instrument: Instrument
) -> None:
    assert folded([*some, (instrument, 0.0)]) == folded(some)


@given(parts)
def test_every_value_is_within_its_range(some: list[tuple[Instrument, float]]) -> None:
    formal = folded(some)
    if isinstance(formal, dict):
        assert list(formal) == list(LEVERS)
        assert all(LEVERS[name].low <= number <= LEVERS[name].high for name, number in formal.items())


def test_clipping_comes_after_folding() -> None:
    much = load_instrument("steering_group")
    less = load_instrument("closed_decisions")
    assert fold([(much, 3), (less, 2)])["voice"] == 0.9  # .4 + .9 - .4, though .4 + .9 alone would stop at 1


def test_no_instrument_is_the_baseline() -> None:
    assert fold([]) == dict(BASELINE)


def test_decimals_add_up_as_they_are_written() -> None:
    assert 0.1 + 0.2 != 0.3
    assert exact(0.1) + exact(0.2) == Fraction(3, 10)


def test_a_conflict_is_reported_by_the_names_of_lever_and_instruments() -> None:
    with pytest.raises(Mistake) as caught:
        fold([(load_instrument("steering_group"), 0.5), (load_instrument("professional_discretion"), 1)])
    for word in ("decision_rule", "steering_group asks for consensus", "professional_discretion asks for delegated"):
        assert word in str(caught.value)
