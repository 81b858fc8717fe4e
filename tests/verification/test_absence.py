"""Sick leave against what mathematics says it must be when everything but one mechanism is taken away."""

import math
import statistics
from collections.abc import Iterator
from typing import Any

import pytest

from sim.rules.illness import season, spell_length
from sim.simulate import Simulation
from sim.state.tables import DAYS_PER_WEEK, MEDIUM, WELL
from tests.worlds import PARAMETERS, begun, four_units, live

YEARS = 20
MUNICIPALITIES = 10

ALIKE = {
    "illness_of_women": 1.0, "frailty_shape": 1e6, "municipal_spread": 0.0, "exhaustion_on_minor": 0.0,
    "exhaustion_on_medium": 0.0, "exhaustion_on_major": 0.0, "justice_on_illness": 0.0, "season_of_minor": 0.0,
    "season_of_medium": 0.0, "season_of_major": 0.0, "presenteeism_on_major_illness": 0.0, "follow_up_on_return": 0.0,
    "support_on_return": 0.0, "self_certification_on_return": 0.0, "temporary_share": 0.0,
    "minor_illnesses": 0.0, "medium_illnesses": 0.0, "major_illnesses": 0.0,
}  # fmt: skip
"""Everybody falls ill alike, nothing speeds recovery, nobody leaves; and as it stands nobody falls ill at all."""
ALL_STAY_HOME = {"stay_home_level": 50.0}


def everybody_alike(**changes: float) -> Simulation:
    simulation = begun(four_units(MUNICIPALITIES), seed=3, changes=ALIKE | ALL_STAY_HOME | changes)
    for service in simulation.world.services:
        service.illness_factor = 1.0
    simulation.world.centres.woman_factor[:] = 1.0
    return simulation


def weeks_of(simulation: Simulation) -> Iterator[Any]:
    for _ in range(YEARS * 52):
        simulation.step()
        yield simulation.world.employees


@pytest.fixture(scope="module")
def medium_spells() -> tuple[float, list[int], int, float]:
    """With medium spells only, one a year: share of days lost, lengths drawn, days lost, days of illness left over."""
    absent, lengths = 0, []
    for employees in weeks_of(everybody_alike(medium_illnesses=1.0)):
        absent += int(employees.absent_days.sum())
        lengths += employees.spell_days_drawn[employees.spell_began == 1].tolist()
        assert set(employees.spell.tolist()) <= {WELL, MEDIUM}
    left = float(employees.spell_days_left[employees.spell != WELL].sum())
    return absent / (len(employees) * DAYS_PER_WEEK * YEARS * 52), lengths, absent, left


def test_days_lost_are_the_days_of_the_spells(medium_spells: tuple[float, list[int], int, float]) -> None:
    _, lengths, absent, left = medium_spells
    assert absent + left == sum(lengths)


def test_absent_is_rate_times_duration(medium_spells: tuple[float, list[int], int, float]) -> None:
    """Little's law, with the rate and the duration of the parameters: people are well for 5 / h days, then ill for D.

    From the first day back to the onset pass 5 / h days on average, less one: weeks are tried from the week of return
    on, the spell begins on any of the five days, and the return falls on any of the five before.
    """
    share, lengths, _, _ = medium_spells
    chance = 1.0 - math.exp(-1.0 / 52.0)
    duration = statistics.mean(lengths)
    well = DAYS_PER_WEEK / chance - 1.0
    assert share == pytest.approx(duration / (duration + well), rel=0.03)


def test_spells_last_as_long_as_they_should(medium_spells: tuple[float, list[int], int, float]) -> None:
    _, lengths, _, _ = medium_spells
    assert statistics.median(lengths) == 10
    assert statistics.stdev(map(math.log, lengths)) == pytest.approx(0.6, rel=0.04)
    assert statistics.mean(lengths) == pytest.approx(10.0 * math.exp(0.6**2 / 2), rel=0.03)


def test_no_spell_is_shorter_than_a_day_or_longer_than_a_year() -> None:
    assert spell_length(1.9, 0.65, 260.0, -9.0) == 1.0
    assert spell_length(75.0, 0.8, 260.0, 9.0) == 260.0


def test_the_season_is_as_strong_as_its_parameter() -> None:
    amplitude = PARAMETERS.values["season_of_minor"]
    begun_in = [0] * 52
    for week, employees in enumerate(weeks_of(everybody_alike(minor_illnesses=4.0, season_of_minor=amplitude))):
        begun_in[week % 52] += int(employees.spell_began.sum())
    at_risk = [season(week, amplitude) for week in range(52)]
    expected = sum(at_risk[:13]) / sum(at_risk[26:39])
    assert sum(begun_in[:13]) / sum(begun_in[26:39]) == pytest.approx(expected, rel=0.04)


def test_season_has_mean_one() -> None:
    assert statistics.mean(season(week, 0.3) for week in range(52)) == pytest.approx(1.0)


def test_a_norm_of_absence_has_one_resting_point() -> None:
    """Teams that begin with no short absence, and teams that begin with much, end at the same level."""
    lax, strict = begun(four_units(MUNICIPALITIES)), begun(four_units(MUNICIPALITIES))
    lax.world.teams.short_absence_norm[:] = 0.06
    strict.world.teams.short_absence_norm[:] = 0.0
    levels = []
    for simulation in (lax, strict):
        live(simulation, 4 * 52)
        norms = [live(simulation, 1).world.teams.short_absence_norm.mean() for _ in range(2 * 52)]
        levels.append(statistics.mean(norms))
    assert abs(levels[0] - levels[1]) < 0.05 * 0.06
