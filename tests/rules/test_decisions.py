"""Positions, agendas and consent (model.md E32)."""

import statistics
from typing import Any

import pytest

from sim.rules.decisions import (
    is_consented,
    number_taken_up,
    places_on_agenda,
    position_after_talks,
    position_of_administration,
    position_of_employees,
)

DRAWS = [(i + 0.5) / 20000 for i in range(20000)]


@pytest.mark.parametrize("mean", [0.11, 0.22, 1.0])
def test_proposals_taken_up_are_poisson(mean: float) -> None:
    taken = [number_taken_up(mean, u) for u in DRAWS]
    assert statistics.mean(taken) == pytest.approx(mean, rel=0.01)
    assert statistics.pvariance(taken) == pytest.approx(mean, rel=0.02)


def test_agenda_grows_with_the_number_of_units(p: Any) -> None:
    places = statistics.mean(places_on_agenda(4, 0.0, u, p) for u in DRAWS)
    assert places == pytest.approx(1.6, abs=0.01)


@pytest.mark.parametrize("meeting", [1, 2, 3])
def test_talks_keep_the_mean_and_the_order(p: Any, meeting: int) -> None:
    positions = [-0.08, -0.01, 0.02, 0.11]
    mean = statistics.mean(positions)
    after = [position_after_talks(position, mean, meeting, p) for position in positions]
    assert statistics.mean(after) == pytest.approx(mean)
    assert after == sorted(after)
    assert statistics.pstdev(after) == pytest.approx(statistics.pstdev(positions) * 0.5 ** min(meeting, 2))


def test_one_strong_objection_blocks_and_a_small_one_does_not(p: Any) -> None:
    assert not is_consented(position_after_talks(-0.20, 0.02, 1, p), p)
    assert is_consented(position_after_talks(-0.04, 0.02, 1, p), p)


def test_saved_work_divides_the_parties_only_where_it_is_cut(p: Any, centre: Any) -> None:
    kept = position_of_employees(0.0, -0.04, 0.0, 0.0, 1.0, 0.5, centre, p)
    cut = position_of_employees(0.0, -0.04, 0.0, 1.0, 1.0, 0.5, centre, p)
    assert cut < 0.0 < kept
    thrift = position_of_administration(0.0, 0.0, -0.04, 1.0, 0.0, 0.0, p)
    assert thrift > position_of_administration(0.0, 0.0, -0.04, 0.0, 0.0, 0.0, p)


def test_partners_savings_count_under_a_joint_budget(p: Any) -> None:
    alone, jointly = (position_of_administration(0.0, 0.0, 0.0, 0.5, 0.02, joint, p) for joint in (0.0, 1.0))
    assert alone < jointly
