"""The two Mesa peers are the same model: equal where luck is taken out, and alike in their means where luck differs.

They draw their own random numbers, so that means over seeds are compared. All lives of a seed begin with the same
people; the difference of their means has a standard error found from the seeds themselves. By luck it is more than five
of them once in six thousand times, and about 170 differences are looked at: one change of the code in thirty-five fails
by luck. Four small units see few proposals and incidents in two and a half years; a busy life, in which much more
happens to everybody, holds what is counted to a narrower tolerance.
"""

import math
from collections.abc import Iterator
from functools import cache

import pytest

from benchmarks.peers.free_mesa import FreeMesa, FusedMesa
from sim.measures.catalogue import NAMES
from sim.regimes import Reform
from sim.simulate import Simulation
from sim.state.world import LEVER_TABLES
from tests.worlds import AS_THEY_ARE, REGIMES, begun, four_units, reform

PEERS = (FreeMesa, FusedMesa)
SEEDS = range(1, 17)
WEEKS = 130
BUSY_WEEKS = 40
STANDARD_ERRORS = 5.0
MAIN = (
    "motivation",
    "exhaustion",
    "justice",
    "psychological_safety",
    "trust_in_manager",
    "skill",
    "effort",
    "sick_leave_share",
    "short_spells",
    "presenteeism_share",
    "quality",
    "measured_quality",
    "satisfaction",
    "trust_of_citizens",
    "internal_cooperation",
    "documentation_share",
    "contact_time",
    "cost",
    "proposals_voiced",
    "proposals_accepted",
    "proposals_in_use",
    "incidents",
)

WITHOUT_LUCK = {
    "abandonment_per_year": 0.0,
    "case_rate": 0.0,
    "copying_per_week": 0.0,
    "demand_noise": 0.0,
    "election_noise": 0.0,
    "hard_reach": 1.0,  # every change of form is enacted
    "hard_reach_of_enactment": 0.0,
    "ideas_per_employee_week": 0.0,
    "incident_rate": 0.0,
    "indicator_noise": 0.0,
    "major_illnesses": 0.0,
    "medium_illnesses": 0.0,
    "minor_illnesses": 0.0,
    "municipal_spread": 0.0,
    "results_on_politician_trust": 0.0,  # politicians do not learn from the citizens whom they happen to meet
    "stakes_on_copying": 0.0,
    "stricter_ratio": 1.0,  # votes change nothing
    "temporary_share": 0.0,  # nobody leaves
    "turbulence_per_week": 0.0,
    "weeks_of_a_month": 1e30,  # audits find nothing
}


BUSY = {
    "abandonment_per_year": 1.0,
    "case_rate": 0.3,
    "complaint_chance": 0.05,
    "ideas_per_employee_week": 0.12,
    "incident_rate": 0.08,
    "media_chance": 0.8,
    "medium_illnesses": 1.0,
    "minor_illnesses": 10.0,
    "partner_chance": 0.6,
    "rule_interval_weeks": 1.0,
    "temporary_share": 0.5,
    "turbulence_per_week": 0.1,
}
BUSY_LEVERS = {"tenders_per_unit_year": 1.0}
EVENTS = (
    *MAIN,
    "proposals_implemented",
    "long_spells",
    "self_certified_share",
    "complaints",
    "practice_quality",
    "rules_in_force",
    "competition_exposure",
    "influence_of_employees",
    "influence_of_administration",
    "influence_of_politicians",
    "trust_of_politicians",
    "trust_of_administrator",
)


def unreformed(seed: int, changes: dict[str, float] | None = None, **levers: float) -> Simulation:
    """The compiled model in week 0; some levers held."""
    simulation = begun(four_units(), seed, changes or AS_THEY_ARE)
    for name, value in levers.items():
        for table in (*LEVER_TABLES, "baseline"):
            for row in getattr(simulation.world, table):
                setattr(row, name, value)
    return simulation


def both(
    kind: type[FreeMesa], regime: str, seed: int, changes: dict[str, float] | None = None, **levers: float
) -> tuple[Simulation, FreeMesa]:
    """The compiled model and a peer of this kind, with the same people in week 0, which is reformed."""
    simulation = unreformed(seed, changes, **levers)
    peer = kind(simulation, rng=seed)
    formal = {**reform(regime).formal, **levers}
    simulation.enact([Reform(0, formal, None)])
    peer.enact(formal)
    return simulation, peer


def weeks_of(simulation: Simulation, weeks: int) -> Iterator[dict[str, float]]:
    """The measures of each week."""
    for _ in range(weeks):
        simulation.step()
        row = simulation.world.measured[0]
        yield {name: float(getattr(row, name)) for name in NAMES}


@cache
def means(kind: type[FreeMesa], regime: str, is_busy: bool = False) -> list[dict[str, float]]:
    """For each seed the means over the weeks of a peer."""
    rows = []
    for seed in SEEDS:
        _, peer = both(kind, regime, seed, BUSY if is_busy else None, **(BUSY_LEVERS if is_busy else {}))
        for _ in range(BUSY_WEEKS if is_busy else WEEKS):
            peer.step()
        rows.append(mean_of(peer.weeks))
    return rows


@cache
def means_compiled(regime: str, is_busy: bool = False) -> list[dict[str, float]]:
    """For each seed the means over the weeks of the compiled model."""
    levers = BUSY_LEVERS if is_busy else {}
    rows = []
    for seed in SEEDS:
        simulation = unreformed(seed, BUSY if is_busy else None, **levers)
        simulation.enact([Reform(0, {**reform(regime).formal, **levers}, None)])
        rows.append(mean_of(list(weeks_of(simulation, BUSY_WEEKS if is_busy else WEEKS))))
    return rows


def mean_of(weeks: list[dict[str, float]]) -> dict[str, float]:
    """The mean of each measure."""
    return {name: sum(week[name] for week in weeks) / len(weeks) for name in NAMES}


def standard_errors_apart(one: list[dict[str, float]], other: list[dict[str, float]], name: str) -> float:
    """How many standard errors the mean difference of a measure is from 0, seeds paired."""
    apart = [a[name] - b[name] for a, b in zip(one, other, strict=True)]
    mean = sum(apart) / len(apart)
    variance = sum((each - mean) ** 2 for each in apart) / (len(apart) - 1)
    return abs(mean) / math.sqrt(variance / len(apart) + 1e-24)


@pytest.mark.parametrize("kind", PEERS)
@pytest.mark.parametrize("regime", [regime for regime in REGIMES if regime != "bum_choice"])  # peers have no providers
def test_without_luck_the_two_are_equal(kind: type[FreeMesa], regime: str) -> None:
    simulation, peer = both(kind, regime, 3, WITHOUT_LUCK, tenders_per_unit_year=0.0)
    for week in weeks_of(simulation, 110):
        peer.step()
        assert peer.weeks[-1] == pytest.approx(week, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("kind", "regime"), [(FreeMesa, "baseline"), (FreeMesa, "npm"), (FusedMesa, "npm")])
def test_with_luck_their_means_agree(kind: type[FreeMesa], regime: str) -> None:
    apart = {name: standard_errors_apart(means(kind, regime), means_compiled(regime), name) for name in MAIN}
    assert {name: errors for name, errors in apart.items() if errors > STANDARD_ERRORS} == {}


@pytest.mark.parametrize(
    ("kind", "regime"),  # each regime with its own body that decides; the bodies are those of both peers
    [(FreeMesa, "baseline"), (FreeMesa, "tripartite"), (FreeMesa, "trust"), (FusedMesa, "baseline")],
)
def test_in_a_busy_life_what_happens_agrees(kind: type[FreeMesa], regime: str) -> None:
    free, compiled = means(kind, regime, is_busy=True), means_compiled(regime, is_busy=True)
    apart = {name: standard_errors_apart(free, compiled, name) for name in EVENTS}
    assert {name: errors for name, errors in apart.items() if errors > STANDARD_ERRORS} == {}


def test_the_tolerance_would_notice_another_regime() -> None:
    apart = {name: standard_errors_apart(means(FreeMesa, "npm"), means_compiled("baseline"), name) for name in MAIN}
    noticed = {name for name, errors in apart.items() if errors > STANDARD_ERRORS}
    assert {"motivation", "justice", "effort", "internal_cooperation", "documentation_share"} <= noticed


@pytest.mark.parametrize("kind", PEERS)
def test_it_is_a_mesa_model_of_the_same_people(kind: type[FreeMesa]) -> None:
    simulation, peer = both(kind, "baseline", 1)
    peer.step()
    assert (peer.steps, peer.week, len(peer.weeks)) == (1, 1, 1)
    assert set(peer.weeks[0]) == set(NAMES)
    assert len(peer.agents_by_type[kind.kind_of_employee]) == len(simulation.world.employees)
    assert len(peer.agents_by_type[kind.kind_of_citizen]) == len(simulation.world.citizens)


def test_every_state_of_an_employee_and_a_citizen_can_be_read() -> None:
    simulation, peer = both(FreeMesa, "npm", 3, WITHOUT_LUCK, tenders_per_unit_year=0.0)
    for _ in weeks_of(simulation, 30):
        peer.step()
    world = simulation.world
    for agents, table in ((peer.employees, world.employees), (peer.citizens, world.citizens)):
        for name in (column for column in table.dtype.names if table[column].dtype.kind == "f"):
            assert [getattr(agent, name) for agent in agents] == pytest.approx(table[name].tolist(), rel=1e-9, abs=1e-9)
