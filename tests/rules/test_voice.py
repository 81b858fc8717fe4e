"""Voice moves the way the evidence says, whatever the state (model.md E31, E33)."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import REFERENCE_CENTRE
from sim.evidence import parameter_set
from sim.rules.voice import chance_of_idea, chance_of_voice, voice_efficacy_after
from sim.state.records import record

P: Any = parameter_set().record()
CENTRE: Any = record(REFERENCE_CENTRE)
share = st.floats(0.0, 1.0)


@settings(deadline=None)  # the first call compiles
@given(share, share, share, share, share, share)
def test_safety_invites_and_insecurity_silences(
    low: float, high: float, efficacy: float, influence: float, insecurity: float, exposed: float
) -> None:
    low, high = min(low, high), max(low, high)
    timid = chance_of_voice(low, efficacy, influence, insecurity, exposed, CENTRE, P)
    safe = chance_of_voice(high, efficacy, influence, insecurity, exposed, CENTRE, P)
    assert 0.0 < timid <= safe < 1.0
    secure = chance_of_voice(high, efficacy, influence, low, exposed, CENTRE, P)
    insecure = chance_of_voice(high, efficacy, influence, high, exposed, CENTRE, P)
    assert insecure <= secure


@settings(deadline=None)  # the first call compiles
@given(share, share, share)
def test_a_believed_guarantee_frees_labour_saving_ideas(safety: float, efficacy: float, insecurity: float) -> None:
    exposed = chance_of_voice(safety, efficacy, 0.24, insecurity, 1.0, CENTRE, P)
    covered = chance_of_voice(safety, efficacy, 0.24, insecurity, 0.0, CENTRE, P)
    assert exposed < covered


@settings(deadline=None)  # the first call compiles
@given(share, share)
def test_threat_makes_people_search(motivation: float, insecurity: float) -> None:
    assert chance_of_idea(1.0, motivation, insecurity, 1.0, CENTRE, P) >= chance_of_idea(
        1.0, motivation, 0.11, 1.0, CENTRE, P
    )


@settings(deadline=None)  # the first call compiles
@given(share, share, share)
def test_an_answer_draws_the_belief_towards_itself(belief: float, answer: float, weight: float) -> None:
    after = voice_efficacy_after(belief, answer, weight)
    assert abs(after - answer) <= abs(belief - answer) + 1e-12
    assert 0.0 <= after <= 1.0
