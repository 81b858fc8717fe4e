"""The means of all states over several worlds, service by service: what the baseline's centres follow."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.state.tables import COMPLEX_CASE
from sim.state.world import World

type Means = dict[str, list[float]]
"""For each centre its mean in each service."""

_SAME_NAME = {
    "employees": (
        "motivation", "exhaustion", "trust_in_manager", "trust_in_organisation", "justice", "job_insecurity", "skill",
        "voice_efficacy", "effort", "perceived_control", "ambiguity", "autonomy", "public_service_motivation",
        "documentation_strain",
    ),
    "teams": ("psychological_safety", "short_absence_norm"),
    "units": (
        "role_conflict", "relational_coordination", "perceived_influence", "quality", "measured_quality",
        "lived_discretion", "documentation", "continuity", "absence", "aspiration", "target", "competition_exposure",
        "buy_in", "felt_load", "waiting_weeks", "practice_quality", "cost_index", "work_index", "user_value",
        "staff_convenience",
    ),
    "line_managers": ("support", "enactment"),
}  # fmt: skip
_OTHER_NAME = {
    "units": {
        "administrator_trust": "trust_of_administrator",
        "perceived_quality": "mean_perceived_quality",
        "coproduction": "mean_coproduction",
    },
    "line_managers": {"manager_trust": "trust_in_team"},
    "citizens": {"citizen_trust": "trust"},
}
_COMMON = {
    "politicians": {"politician_trust": "trust", "blame": "blame"},
    "municipalities": {"complaint_rate": "complaint_rate"},
    "partners": {"partner_coordination": "coordination"},
    "pairs": {"pair_coordination": "coordination"},
}
"""Means that are the same for all services."""
KEPT_AGAINST_CENTRE = ("cost_index", "work_index", "user_value", "staff_convenience")
"""What units keep against the centre already: the mean of the raw value is the centre plus the mean."""


def _columns_by_service() -> dict[str, dict[str, str]]:
    tables = {table: {name: name for name in names} for table, names in _SAME_NAME.items()}
    for table, columns in _OTHER_NAME.items():
        tables.setdefault(table, {}).update(columns)
    return tables


_BY_SERVICE = _columns_by_service()


def means_by_service(worlds: list[World]) -> Means:
    """The means of this week over all worlds."""
    services = len(worlds[0].services)
    found: Means = {}
    for table, columns in _BY_SERVICE.items():
        kinds = _joined([service_of_rows(world, table) for world in worlds])
        for centre, column in columns.items():
            found[centre] = _means(kinds, _column(worlds, table, column), services)
    for table, columns in _COMMON.items():
        for centre, column in columns.items():
            values = _column(worlds, table, column)
            found[centre] = [float(values.mean()) if len(values) else 0.5] * services
    for centre in KEPT_AGAINST_CENTRE:
        found[centre] = [worlds[0].centres[s][centre] + mean for s, mean in enumerate(found[centre])]
    return found | _of_more_than_one_column(worlds, services)


def _of_more_than_one_column(worlds: list[World], services: int) -> Means:
    staff = _joined([service_of_rows(world, "employees") for world in worlds])
    units = _joined([service_of_rows(world, "units") for world in worlds])
    acted = _joined([w.employees["public_service_motivation"] * w.employees["motivation"] for w in worlds])
    in_use = _joined([w.units["in_use"] / w.units["employees"] for w in worlds])
    spreads = [_spreads(world, services) for world in worlds]
    return {
        "acted_service_motivation": _means(staff, acted, services),
        "in_use_per_post": _means(units, in_use, services),
        "practice_spread": [float(spread) for spread in np.mean(spreads, axis=0)],
        "case_coordination": _case_coordination(worlds, services),
    }


def _spreads(world: World, services: int) -> list[float]:
    kinds, quality = world.units["service"], world.units["practice_quality"]
    return [float(quality[kinds == s].std()) for s in range(services)]


def _case_coordination(worlds: list[World], services: int) -> list[float]:
    """Mean coordination in this week's complex cases; in a service without any, that of all."""
    this_week = [world.cases[world.rows_of_cases()] for world in worlds]
    complex_cases = [cases[cases["kind"] == COMPLEX_CASE] for cases in this_week]
    coordination = _joined([cases["coordination"] for cases in complex_cases])
    kinds = _joined(
        [service_of_rows(w, "citizens")[cases["citizen"]] for w, cases in zip(worlds, complex_cases, strict=True)]
    )
    everywhere = float(coordination.mean()) if len(coordination) else 0.5
    return [float(coordination[kinds == s].mean()) if (kinds == s).any() else everywhere for s in range(services)]


def service_of_rows(world: World, table: str) -> Any:
    """The service that each row of a table belongs to, through its unit."""
    services = world.units["service"]
    return services if table == "units" else services[getattr(world, table)["unit"]]


def _column(worlds: list[World], table: str, column: str) -> Any:
    return _joined([getattr(world, table)[column] for world in worlds])


def _joined(parts: list[Any]) -> Any:
    return np.concatenate(parts)


def _means(kinds: Any, values: Any, services: int) -> list[float]:
    sums = np.bincount(kinds, weights=values, minlength=services)
    return [float(mean) for mean in sums / np.bincount(kinds, minlength=services)]


def averages(kept: Sequence[Mapping[str, list[float]]]) -> Means:
    """The averages of several weeks' means."""
    return {
        name: [sum(values) / len(kept) for values in zip(*(means[name] for means in kept), strict=True)]
        for name in kept[0]
    }
