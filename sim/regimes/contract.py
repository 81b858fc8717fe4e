"""What contractors and private providers live under: steering of their own, not the municipality's."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from sim.mistakes import Fault, Mistake
from sim.regimes.formal import derived_documentation
from sim.regimes.levers import LEVERS
from sim.regimes.scenario import load_regime
from sim.rule import Parameters

ON_CONTRACT = "purchaser_provider_split + minute_pricing"
"""Their instruments unless an entry names others: they are bound by a contract and paid by the task."""


def readable_steering(scenario: str) -> str:
    """The same line, if a regime can be read from it; a Fault where not."""
    try:
        load_regime(scenario)
    except Mistake as mistake:
        raise Fault(str(mistake)) from None
    return scenario


type Steering = Annotated[str, AfterValidator(readable_steering)]
"""A regime by name, a file, or a line of instruments."""


def coded_on_contract(scenario: str = ON_CONTRACT) -> Mapping[str, float]:
    """What this steering asks, as coded, by the levers that instruments set."""
    return {lever: value for lever, value in load_regime(scenario).formal().items() if not LEVERS[lever].set_by}


def asked_on_contract(scenario: str, p: Parameters) -> Mapping[str, float]:
    """What this steering asks; documentation follows from audits, stakes and reimbursement as it does anywhere."""
    coded = coded_on_contract(scenario)
    return {**coded, "documentation_share": derived_documentation(coded, p)}
