"""Illness: the quick bound never hides an illness (model.md E26)."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import REFERENCE_CENTRE
from sim.evidence import parameter_set
from sim.rules.illness import onset_at_most, onset_chance
from sim.state.records import record

P: Any = parameter_set().record()
CENTRE: Any = record(REFERENCE_CENTRE)
share = st.floats(0.0, 1.0)
season = st.floats(0.5, 1.5)


@settings(deadline=None)
@given(st.floats(0.0, 50.0), st.floats(0.0, 200.0), season, season, season, share, share)
def test_no_illness_sets_in_above_the_bound(
    level: float, worn: float, of_minor: float, of_medium: float, of_major: float, exhaustion: float, justice: float
) -> None:
    surplus = exhaustion - CENTRE.exhaustion
    major = onset_chance(P.major_illnesses, worn, of_major, P.exhaustion_on_major * surplus, justice, CENTRE, P)
    medium = onset_chance(P.medium_illnesses, level, of_medium, P.exhaustion_on_medium * surplus, justice, CENTRE, P)
    minor = onset_chance(P.minor_illnesses, level, of_minor, P.exhaustion_on_minor * surplus, justice, CENTRE, P)
    at_most = onset_at_most(level, worn, of_minor, of_medium, of_major, surplus, justice, CENTRE, P)
    assert major + medium + minor <= at_most
