"""What is formally asked: derived documentation and the arm of equal overhead."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence import parameter_set
from sim.mistakes import Mistake
from sim.regimes import (
    BASELINE,
    LEVERS,
    derived_documentation,
    formal_values,
    governance_hours,
    load_regime,
    names,
)
from sim.regimes.formal import Documentation
from sim.regimes.overhead import HOURS, scaled, with_equal_overhead

VALUES = parameter_set().values
P = SimpleNamespace(**VALUES)


def test_the_baseline_spends_about_eighteen_percent_of_hours_on_governance() -> None:
    assert governance_hours(BASELINE, P) == pytest.approx(0.182)


@pytest.mark.parametrize("documentation", ["derived", "coded"])
@pytest.mark.parametrize("name", [*names("regimes"), "trust + targets*0.5", "internal_facilitators*4 + targets"])
def test_equal_overhead_is_equal(name: str, documentation: Documentation) -> None:
    formal = formal_values(load_regime(name), VALUES, documentation, "equal")
    assert governance_hours(formal, P) == pytest.approx(governance_hours(BASELINE, P), abs=1e-12)


@pytest.mark.parametrize("documentation", ["derived", "coded"])
def test_equal_overhead_leaves_the_baseline_untouched_to_the_last_bit(documentation: Documentation) -> None:
    assert formal_values(load_regime("baseline"), VALUES, documentation, "equal") == dict(BASELINE)


@pytest.mark.parametrize("name", names("regimes"))
def test_equal_overhead_moves_hours_and_nothing_else(name: str) -> None:
    regime = load_regime(name)
    coded, equal = formal_values(regime, VALUES), formal_values(regime, VALUES, overhead="equal")
    moved = {lever for lever in LEVERS if coded[lever] != equal[lever]}
    assert moved <= {*HOURS, "overhead_scale"}
    for lever in HOURS:
        assert equal[lever] == pytest.approx(equal["overhead_scale"] * coded[lever])


levers_of_hours = st.fixed_dictionaries(
    {
        name: st.floats(LEVERS[name].low, LEVERS[name].high)
        for name in (
            *HOURS,
            "cross_unit_structures",
            "results_follow_up",
            "internal_facilitators",
            "leadership_development",
        )
    }
)


@given(levers_of_hours)
def test_equal_overhead_finds_the_factor_wherever_there_is_one(hours: dict[str, float]) -> None:
    formal = {**BASELINE, **hours}
    scarce = governance_hours(scaled(formal, LEVERS["overhead_scale"].high), P) < governance_hours(BASELINE, P)
    if scarce:  # there is next to nothing to scale
        with pytest.raises(Mistake, match="no factor"):
            with_equal_overhead(formal, P)
        return
    equal = with_equal_overhead(formal, P)
    assert governance_hours(equal, P) == pytest.approx(governance_hours(BASELINE, P), abs=1e-12)
    assert all(LEVERS[name].low <= equal[name] <= LEVERS[name].high for name in LEVERS)


def test_documentation_follows_from_audits_stakes_and_reimbursement() -> None:
    npm = formal_values(load_regime("npm"), VALUES)
    by_hand = 0.12 + 0.5 * (0.12 - 0.06) + 0.03 * (0.75 - 0.30) + 0.02 * (0.4 - 0.2)
    assert npm["documentation_share"] == pytest.approx(by_hand)
    trust = formal_values(load_regime("trust"), VALUES)
    assert trust["documentation_share"] == pytest.approx(0.12 - 0.5 * 0.03 - 0.03 * 0.2 - 0.02 * 0.1)


def test_exemption_from_state_rules_takes_documentation_away() -> None:
    exempted = derived_documentation({**BASELINE, "state_exemption": 1.0}, P)
    assert exempted == pytest.approx(BASELINE["documentation_share"] - P.derived_documentation_of_exemption)


def test_derived_documentation_stays_within_its_range() -> None:
    audited = {**BASELINE, "audits_per_unit_month": 1.0}
    assert derived_documentation(audited, P) == LEVERS["documentation_share"].high


def test_coded_documentation_is_the_instruments_own() -> None:
    assert formal_values(load_regime("npm"), VALUES, "coded")["documentation_share"] == 0.16
