"""Verification of the landscape: peaks, scale and what is shared (model.md E34)."""

import statistics
from typing import Any

import pytest

from sim.draws import moment
from sim.evidence import parameter_set
from sim.rules.search import sight_of_centre, ways_around, with_way
from sim.state import tables
from sim.state.records import empty_table, record
from sim.state.tables import LOCI
from tests.processes.compiled import practice_change, practice_values

PRACTICES = 2**LOCI


@pytest.fixture(scope="module")
def ages() -> Any:
    return empty_table(tables.LOCUS_AGES.columns, LOCI)


def parameters(**changes: float) -> Any:
    return record({**parameter_set().values, **changes})


def values(bits: int, p: Any, ages: Any, unit: int = 7, seed: int = 1) -> tuple[float, ...]:
    return tuple(practice_values(bits, 0, 3, unit, ages, p, moment(0, seed)))


def flipped(bits: int, locus: int) -> int:
    return bits ^ (1 << locus)


def is_peak(quality: list[float], bits: int) -> bool:
    return all(quality[flipped(bits, locus)] < quality[bits] for locus in range(LOCI))


def test_without_links_there_is_one_peak(ages: Any) -> None:
    p = parameters(linked_loci=0.0)
    quality = [values(bits, p, ages)[0] for bits in range(PRACTICES)]
    assert sum(is_peak(quality, bits) for bits in range(PRACTICES)) == 1


def test_links_make_many_peaks(ages: Any) -> None:
    p = parameters()
    quality = [values(bits, p, ages)[0] for bits in range(PRACTICES)]
    peaks = [quality[bits] for bits in range(PRACTICES) if is_peak(quality, bits)]
    assert len(peaks) > 10
    assert statistics.mean(peaks) == pytest.approx(0.67, abs=0.03)


def test_scale_over_practices_and_over_single_changes(ages: Any) -> None:
    p = parameters()
    spread, steps = [], []
    for seed in range(12):
        sample = [(37 * i + 11 * seed) % PRACTICES for i in range(150)]
        quality = {bits: values(bits, p, ages, seed=seed)[0] for bits in sample}
        spread.append(statistics.pstdev(quality.values()))
        steps += [
            values(flipped(bits, i % LOCI), p, ages, seed=seed)[0] - quality[bits] for i, bits in enumerate(quality)
        ]
    assert statistics.mean(spread) == pytest.approx(0.08, abs=0.01)
    assert statistics.pstdev(steps) == pytest.approx(0.074, abs=0.006)


@pytest.mark.parametrize(("place", "spread"), [(1, 0.02), (2, 0.02), (3, 0.05), (4, 0.05)])
def test_scale_of_cost_work_and_values(ages: Any, place: int, spread: float) -> None:
    p = parameters()
    steps = [
        values(flipped(bits, bits % LOCI), p, ages, seed=seed)[place] - values(bits, p, ages, seed=seed)[place]
        for seed in range(20)
        for bits in range(0, PRACTICES, 61)
    ]
    assert statistics.pstdev(steps) == pytest.approx(spread, rel=0.12)


def test_user_value_and_staff_convenience_conflict(ages: Any) -> None:
    p = parameters()
    drawn = [values(bits, p, ages, seed=seed) for seed in range(30) for bits in range(0, PRACTICES, 41)]
    assert statistics.correlation([v[3] for v in drawn], [v[4] for v in drawn]) == pytest.approx(-0.4, abs=0.12)


def test_all_but_local_quality_is_shared_by_a_service(ages: Any) -> None:
    p = parameters()
    one, other = values(0b1011, p, ages, unit=1), values(0b1011, p, ages, unit=2)
    assert one[1:] == other[1:]
    assert one[0] != other[0]
    common = parameters(local_share_of_quality=0.0)
    assert values(0b1011, common, ages, unit=1) == values(0b1011, common, ages, unit=2)


def test_a_change_is_the_difference_of_two_practices(ages: Any) -> None:
    p = parameters()
    before, after = values(0b0110, p, ages), values(0b1011, p, ages)
    quality, _, *rest = practice_change(0b0110, 0b1011, 0, 3, 7, ages, p, moment(0, 1))
    assert [quality, *rest] == pytest.approx([b - a for a, b in zip(before, after, strict=True)])


def test_a_redrawn_locus_is_worth_something_else() -> None:
    ages = empty_table(tables.LOCUS_AGES.columns, LOCI)
    p = parameters()
    before = values(0b1011, p, ages)
    ages[2].redrawn = 1
    assert all(a != b for a, b in zip(before, values(0b1011, p, ages), strict=True))


def test_a_change_of_one_locus_is_seen_by_it_and_those_before_it() -> None:
    touched = [k for k in range(LOCI) if ways_around(0, k, 4, LOCI) != ways_around(with_way(0, 5, 1), k, 4, LOCI)]
    assert touched == [1, 2, 3, 4, 5]


def test_the_town_hall_of_a_large_municipality_sees_less() -> None:
    p = parameters()
    sights = [sight_of_centre(units, p) for units in (4, 12, 30, 60, 138)]
    assert sights == sorted(sights, reverse=True)
