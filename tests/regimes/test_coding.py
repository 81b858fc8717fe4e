"""A second reading of the documents stays in the bands, and leaves alone what a regime does not move."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sim.regimes import BASELINE, LEVERS, load_regime, names
from sim.regimes.coding import levers_read_anew, read_anew

CODED = {name: load_regime(name).formal() for name in names("regimes")}
READ = levers_read_anew(CODED.values())

places = st.fixed_dictionaries({lever: st.floats(0.0, 1.0) for lever in READ})


def test_levers_without_a_band_are_not_read_anew() -> None:
    assert READ
    assert not {"decision_rule", "sick_follow_up", "efficiency_demand"} & set(READ)


def test_in_the_middle_of_the_bands_every_regime_is_as_coded() -> None:
    for formal in CODED.values():
        assert read_anew(formal, dict.fromkeys(READ, 0.5)) == formal


@given(places)
def test_a_lever_that_is_not_moved_stays_at_its_baseline(drawn: dict[str, float]) -> None:
    for formal in CODED.values():
        read = read_anew(formal, drawn)
        assert all(read[lever] == BASELINE[lever] for lever in LEVERS if formal[lever] == BASELINE[lever])


@given(places)
def test_a_second_reading_lies_in_the_band_and_in_the_range(drawn: dict[str, float]) -> None:
    for formal in CODED.values():
        for lever, value in read_anew(formal, drawn).items():
            low, high = LEVERS[lever].band.around(formal[lever])
            assert LEVERS[lever].low <= value <= LEVERS[lever].high
            assert min(low, formal[lever]) - 1e-12 <= value <= max(high, formal[lever]) + 1e-12


@given(places)
def test_one_reader_reads_all_regimes_alike(drawn: dict[str, float]) -> None:
    """Of two regimes that move a lever, none overtakes the other."""
    for lever in READ:
        moving = [formal for formal in CODED.values() if formal[lever] != BASELINE[lever]]
        read = sorted((formal[lever], read_anew(formal, drawn)[lever]) for formal in moving)
        assert all(later[1] >= earlier[1] - 1e-12 for earlier, later in pairwise(read)), lever
