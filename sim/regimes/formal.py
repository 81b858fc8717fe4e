"""What a regime formally asks of every lever, in both modes of documentation and both arms of overhead."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Literal

from sim.mistakes import Mistake
from sim.regimes.levers import BASELINE, LEVERS
from sim.regimes.overhead import with_equal_overhead
from sim.regimes.regime import Regime
from sim.rule import Parameters

type Documentation = Literal["derived", "coded"]
"""Whether the documentation asked follows from audits, stakes and reimbursement, or is the instruments' own figure."""
type Overhead = Literal["as_coded", "equal"]
"""Whether governance costs the hours it costs, or as many as under the baseline."""


def derived_documentation(formal: Mapping[str, float], p: Parameters) -> float:
    """The documentation asked from above that audits, stakes and reimbursement bring with them (docs/model.md, iv).

    One formula for every regime, because the coded share alone drove the ranking of regimes.

    >>> p = SimpleNamespace(derived_documentation_of_audits=0.5, derived_documentation_of_stakes=0.03,
    ...                     derived_documentation_of_reimbursement=0.02, derived_documentation_of_exemption=0.01)
    >>> derived_documentation(BASELINE, p) == BASELINE["documentation_share"]
    True
    >>> round(derived_documentation({**BASELINE, "audits_per_unit_month": 0.12}, p), 3)
    0.15
    """

    def moved(lever: str) -> float:
        return formal[lever] - BASELINE[lever]

    share = (
        BASELINE["documentation_share"]
        + p.derived_documentation_of_audits * moved("audits_per_unit_month")
        + p.derived_documentation_of_stakes * moved("target_stakes")
        + p.derived_documentation_of_reimbursement * moved("reimbursement_detail")
        - p.derived_documentation_of_exemption * formal["state_exemption"]
    )
    return LEVERS["documentation_share"].clipped(float(share))


def formal_values(
    regime: Regime,
    parameters: Mapping[str, float],
    documentation: Documentation = "derived",
    overhead: Overhead = "as_coded",
) -> dict[str, float]:
    """The formal value of every lever under a regime; ``parameters`` are the model's, by name."""
    try:
        return in_mode(regime.formal(), parameters, documentation, overhead)
    except Mistake as mistake:
        raise Mistake(f"{regime.id}: {mistake}") from None


def in_mode(
    coded: Mapping[str, float],
    parameters: Mapping[str, float],
    documentation: Documentation = "derived",
    overhead: Overhead = "as_coded",
) -> dict[str, float]:
    """The formal values in a mode of documentation and an arm of overhead, from those that were coded."""
    p = SimpleNamespace(**parameters)
    formal = dict(coded)
    if documentation == "derived":
        formal["documentation_share"] = derived_documentation(formal, p)
    return formal if overhead == "as_coded" else with_equal_overhead(formal, p)
