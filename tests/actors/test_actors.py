"""No kind of actor is a constant: take the decisions of any one away, and what another kind feels or does changes.

The world is the same but for the decisions left out (frozen.py), and the draws are the same, so every difference comes
from them.
"""

from typing import NamedTuple

import pytest

from tests.actors.frozen import DECISIONS, OUTCOMES, outcomes_when_frozen
from tests.worlds import interpreted

NOTICEABLE = 1e-5
"""A difference of a mean that no rounding makes."""


class Trace(NamedTuple):
    """What one kind's decisions do to another kind under a regime, and which way it goes where they are missing."""

    regime: str
    frozen: str
    outcome: str
    direction: int
    because: str


TRACES = (
    Trace("npm", "employees", "citizens.satisfaction", 0, "effort follows the targets, and citizens meet the work"),
    Trace("npm", "line_managers", "employees.motivation", 1, "paperwork takes no time from leading"),
    Trace("npm", "central_administrators", "employees.perceived_control", -1, "more audits are asked, none is planned"),
    Trace("npm", "politicians", "employees.job_insecurity", -1, "nothing is put out to tender"),
    Trace("tripartite", "union_representatives", "employees.job_insecurity", 1, "the guarantee does not gain belief"),
    Trace("npm", "citizens", "politicians.trust", 0, "politicians hear of no change"),
    Trace("tripartite", "partners", "citizens.satisfaction", 0, "shared cases go on as they did"),
)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, dict[str, float]]]:
    return {regime: interpreted(outcomes_when_frozen, regime, 1) for regime in sorted({t.regime for t in TRACES})}


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.frozen)
def test_what_one_kind_decides_another_kind_feels(
    trace: Trace, outcomes: dict[str, dict[str, dict[str, float]]]
) -> None:
    free, frozen = outcomes[trace.regime]["nobody"], outcomes[trace.regime][trace.frozen]
    own = {f"{table}.{column}" for table, column in OUTCOMES[trace.frozen]}
    assert trace.outcome not in own
    difference = frozen[trace.outcome] - free[trace.outcome]
    assert abs(difference) > NOTICEABLE
    assert difference * trace.direction >= 0, trace.because


def test_every_kind_is_frozen_once() -> None:
    assert {trace.frozen for trace in TRACES} == set(DECISIONS) - {"nobody"}


def test_a_freeze_of_nobody_is_no_freeze(outcomes: dict[str, dict[str, dict[str, float]]]) -> None:
    """Kinds that a regime gives nothing to decide change nothing: under npm there is no guarantee to believe in."""
    free, frozen = outcomes["npm"]["nobody"], outcomes["npm"]["union_representatives"]
    own = {f"{table}.{column}" for table, column in OUTCOMES["union_representatives"]}
    assert {name for name in free if free[name] != frozen[name]} <= own
