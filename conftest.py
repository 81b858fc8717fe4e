"""What every example and test is given: ``p``, ``centre`` and ``baseline``, the last arguments of rules.

Here and not inside the package, so that no test equipment travels in the wheel.
"""

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.evidence import parameter_set

LEVERS_FILE = Path(__file__).parent / "sim" / "regimes" / "levers.toml"

REFERENCE_CENTRE = {
    # docs/model.md 15: the baseline fixed point at default parameters
    "motivation": 0.61,
    "exhaustion": 0.30,
    "trust_in_manager": 0.68,
    "trust_in_organisation": 0.55,
    "justice": 0.39,
    "job_insecurity": 0.11,
    "skill": 0.65,
    "voice_efficacy": 0.5,
    "effort": 0.74,
    "perceived_control": 0.32,
    "ambiguity": 0.22,
    "autonomy": 0.64,
    "role_conflict": 0.22,
    "psychological_safety": 0.60,
    "relational_coordination": 0.49,
    "support": 0.59,
    "quality": 0.60,
    "measured_quality": 0.59,
    "politician_trust": 0.49,
    "blame": 0.30,
    "output_reference": 0.73,
    "rule_hours": 0.058,
    "rules": 20.0,
    "practice_quality": 0.58,
    # round numbers that docs/model.md gives elsewhere or that follow from its definitions
    "enactment": 0.55,
    "administrator_trust": 0.55,
    "manager_trust": 0.55,
    "perceived_influence": 0.24,
    "documentation": 0.15,
    "lived_discretion": 0.55,
    "public_service_motivation": 0.60,
    "short_absence_norm": 0.02,
    "absence": 0.053,
    "coproduction": 0.27,
    "felt_load": 1.0,
    "cost_index": 0.0,
    "work_index": 0.0,
    "user_value": 0.0,
    "staff_convenience": 0.0,
    # for examples only
    "documentation_strain": 0.1,
    "perceived_quality": 0.60,
    "continuity": 0.80,
    "citizen_trust": 0.55,
    "partner_coordination": 0.49,
    "case_coordination": 0.6,
    "hours_per_citizen": 0.4,
    "hours_per_case": 4.0,
    "complaint_rate": 0.0005,
    "woman_factor": 0.76,
    "acted_service_motivation": 0.39,
}
"""A centre for examples. Runs never read it: initialisation computes theirs."""


def baseline_levers() -> dict[str, float]:
    """The levers' values under the baseline."""
    levers = tomllib.loads(LEVERS_FILE.read_text(encoding="utf-8"))
    return {name: float(lever["baseline"]) for name, lever in levers.items()}


@pytest.fixture(scope="session")
def p() -> Any:
    """The record of the parameters at their values."""
    return SimpleNamespace(**parameter_set().values)


@pytest.fixture(scope="session")
def centre() -> Any:
    """A service's baseline means, round numbers for examples."""
    return SimpleNamespace(**REFERENCE_CENTRE)


@pytest.fixture(scope="session")
def baseline() -> Any:
    """The record of the levers' baseline values."""
    return SimpleNamespace(**baseline_levers())


@pytest.fixture(autouse=True)
def names_in_examples(doctest_namespace: dict[str, Any], p: Any, centre: Any, baseline: Any) -> None:
    """The examples in docstrings may use ``p``, ``centre`` and ``baseline``."""
    doctest_namespace.update(p=p, centre=centre, baseline=baseline)
