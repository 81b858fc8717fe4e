"""A lost tender (E48): the unit goes over to a contractor as it is, and lives under the contractor's steering."""

from typing import Any

import numpy as np
import pytest

from sim.draws import moment
from sim.events import event_of, happenings
from sim.mistakes import Fault
from sim.regimes import BASELINE
from sim.regimes.contract import ON_CONTRACT, asked_on_contract
from sim.rules.cost import price_of_contract
from tests.events.entries import with_events
from tests.worlds import PARAMETERS, begun, differences, four_units, live, reform

YEAR = 52
LOST = {"kind": "tender", "week": 4, "units": [1], "outcome": "lost"}


def after(*entries: dict[str, Any], weeks: int, **conditions: Any) -> Any:
    return live(with_events(*entries, **conditions), weeks).world


def test_the_unit_lives_under_the_contractors_steering_and_nobody_else_does() -> None:
    lost, usual = after(LOST, weeks=5 * YEAR), after(weeks=5 * YEAR)
    assert lost.units.on_contract.tolist() == [0, 1, 0, 0]
    asked = asked_on_contract(ON_CONTRACT, PARAMETERS.record())
    assert lost.contracted.reimbursement_detail[0] == asked["reimbursement_detail"] > BASELINE["reimbursement_detail"]
    assert lost.formal.tolist() == usual.formal.tolist()
    goal = BASELINE["reimbursement_detail"] + lost.units.hard_enactment[1] * (
        asked["reimbursement_detail"] - BASELINE["reimbursement_detail"]
    )
    assert lost.enacted.reimbursement_detail[1] == pytest.approx(goal, abs=0.02)
    others = [0, 2, 3]
    assert lost.enacted.reimbursement_detail[others] == pytest.approx(usual.enacted.reimbursement_detail[others])


def test_the_contractors_steering_is_the_entrys() -> None:
    entry = LOST | {"contractor": "targets + time_for_method"}
    lost = after(entry, weeks=YEAR)
    assert lost.contracted.target_stakes[0] == pytest.approx(0.75)
    assert lost.enacted.target_stakes[1] > lost.enacted.target_stakes[0]


def test_a_contractor_that_cannot_be_read_is_told_in_one_message() -> None:
    with pytest.raises(
        Fault, match=r'there is no regime or instrument "minute_prising". .*Did you mean "minute_pricing"'
    ):
        event_of(LOST | {"contractor": "minute_prising"})


def test_reforms_of_the_municipality_pass_the_unit_by() -> None:
    simulation = with_events(LOST)
    simulation.enact([reform("trust", week=10)])
    world = live(simulation, 3 * YEAR).world
    assert world.enacted.discretion[0] > BASELINE["discretion"] > world.enacted.discretion[1]
    calm = with_events(LOST)
    live(calm, 11)
    reformed = with_events(LOST)
    reformed.enact([reform("trust", week=10)])
    live(reformed, 11)
    assert reformed.world.units.reform_load[1] == calm.world.units.reform_load[1] > 0.0
    assert reformed.world.units.reform_load[0] > calm.world.units.reform_load[0] == 0.0


def test_a_guarantee_ends_where_the_municipality_no_longer_runs_the_unit() -> None:
    world = after(LOST, weeks=8, regime="tripartite")
    assert world.units.guarantee[1] == 0.0 < world.units.guarantee[0]


def test_staff_keep_what_they_are_but_trust_and_security() -> None:
    setting = four_units()
    simulation = live(begun(setting), YEAR)
    before = simulation.world.copy()
    (happening,) = happenings([event_of(LOST)], setting)
    now = moment(YEAR, 1)
    for scene in happening.scenes(simulation.world, now, now):
        happening.event.happen(scene)
    own = before.employees.unit == 1
    after, p = simulation.world, PARAMETERS.values
    assert after.employees.trust_in_organisation[own] == pytest.approx(
        0.5 * before.employees.trust_in_organisation[own]
    )
    assert (after.employees.job_insecurity[own] - before.employees.job_insecurity[own]) == pytest.approx(
        np.minimum(p["insecurity_of_lost_tender"], 1.0 - before.employees.job_insecurity[own])
    )
    moved = set(differences(after.columns(), before.columns()))
    assert {column for column in moved if column.startswith(("employees.", "citizens.", "teams.", "practices."))} == {
        "employees.trust_in_organisation", "employees.job_insecurity",
    }  # fmt: skip


def test_the_price_is_the_contracts_and_not_the_staffs() -> None:
    world = after(LOST, weeks=YEAR)
    p = world.parameters[0]
    price = price_of_contract(world.services[1].measurability, 1.0, p)
    assert world.units.cost[1] == pytest.approx(
        price + p.cost_of_audits * world.units.audit_rate[1]
        + p.cost_of_split * world.enacted.purchaser_provider_split[1]
    )  # fmt: skip
    assert world.units.competition_exposure[1] == 1.0 > world.units.competition_exposure[0]
    prices = [price_of_contract(om, 1.0, p) for om in np.linspace(0.0, 1.0, 5)]
    assert np.all(np.diff(prices) < 0.0)


def test_a_drawn_outcome_is_lost_as_often_as_the_evidence_says_and_the_same_under_every_regime() -> None:
    entry = {"kind": "tender", "week": 0, "outcome": "drawn"}
    lost = [
        after(entry, weeks=1, setting=four_units(100), regime=regime).units.on_contract for regime in ("npm", "trust")
    ]
    assert lost[0].tolist() == lost[1].tolist()
    assert lost[0].mean() == pytest.approx(PARAMETERS.values["chance_of_losing_tender"], abs=0.075)


def test_what_the_state_asks_holds_for_the_contractor_too() -> None:
    cut = {"kind": "budget_cut", "week": 6, "efficiency_demand": 0.015}
    world = after(LOST, cut, weeks=YEAR)
    assert world.contracted.efficiency_demand[0] == world.formal.efficiency_demand[0]
    assert len(set(world.enacted.efficiency_demand)) == 1


BEYOND_NOISE = 3.0
"""Standard errors over units."""


def quality_and_cost(contractor: str, regime: str) -> tuple[float, float]:
    """True quality and cost of the units that were lost, less those of the same units kept, in standard errors."""
    setting = four_units(25)
    entry = {"kind": "tender", "week": 0, "outcome": "lost", "contractor": contractor}
    lost, kept = (after(*entries, weeks=4 * YEAR, setting=setting, regime=regime).units for entries in ([entry], []))
    return in_standard_errors(lost.quality - kept.quality), in_standard_errors(lost.cost - kept.cost)


def in_standard_errors(values: np.ndarray) -> float:
    return float(values.mean() / (values.std(ddof=1) / np.sqrt(len(values))))


def test_a_lost_unit_can_lose_and_can_win() -> None:
    """By what its contractor asks, against what the municipality asks: no sign of quality is built in."""
    worse, cheaper = quality_and_cost("npm", "hybrid")
    better, cheaper_too = quality_and_cost("hybrid", "npm")
    assert worse < -BEYOND_NOISE
    assert better > BEYOND_NOISE
    assert max(cheaper, cheaper_too) < -BEYOND_NOISE
