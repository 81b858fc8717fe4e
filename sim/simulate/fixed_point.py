"""The baseline fixed point: the mean of every state under the baseline, found by living it (model.md 15).

Rules speak of deviations from these centres, so that the baseline stays where it is. They are found for each set of
parameters by the model itself: several worlds of the reference size live under the baseline while the centres follow
their means, until both agree; the centres are then the means over the last years. Nothing is typed, and no second
version of the model is needed. The result is kept under the digest of code, parameters and setting.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.draws import moment
from sim.evidence import ParameterSet
from sim.initialisation.founding import founded_world
from sim.initialisation.setting import Setting
from sim.rule import Table, cache_folder
from sim.state.records import columns_of, empty_table
from sim.state.tables import CENTRES, COMPLEX_CASE
from sim.state.world import World
from sim.week import step

_WORLDS = 8
"""Worlds that are lived, each with its own seed: people, landscapes and luck differ."""
_WEEKS_BETWEEN = 4
"""Weeks lived between two looks at the means."""
_PHASES = ((16, 0.10), (14, 0.03))
"""Years to live, and the share of the way the centres move towards the means at each look."""
_YEARS_KEPT = 10
"""The last years, over which the centres are averaged."""
_FIRST_GUESS = 0.5
"""Where every share starts; the end does not depend on it."""

# Where the mean of each centre is read: its table, and the column there if it has another name.
_OF_STAFF = {
    name: name
    for name in (
        "motivation", "exhaustion", "trust_in_manager", "trust_in_organisation", "justice", "job_insecurity", "skill",
        "voice_efficacy", "effort", "perceived_control", "ambiguity", "autonomy", "public_service_motivation",
        "documentation_strain",
    )
}  # fmt: skip
_OF_TEAMS = {name: name for name in ("psychological_safety", "short_absence_norm")}
_OF_UNITS = {
    name: name
    for name in (
        "role_conflict", "relational_coordination", "perceived_influence", "quality", "measured_quality",
        "lived_discretion", "documentation", "continuity", "absence", "aspiration", "target", "competition_exposure",
        "buy_in", "load_ratio", "practice_quality",
    )
} | {
    "administrator_trust": "trust_of_administrator",
    "perceived_quality": "mean_perceived_quality",
    "coproduction": "mean_coproduction",
}  # fmt: skip
_OF_LINE_MANAGERS = {"support": "support", "enactment": "enactment", "manager_trust": "trust_in_team"}
_OF_CITIZENS = {"citizen_trust": "trust"}
_OF_POLITICIANS = {"politician_trust": "trust", "blame": "blame"}
_OF_MUNICIPALITIES = {"complaint_rate": "complaint_rate"}
_OF_PARTNERS = {"partner_coordination": "coordination"}
_OF_PRACTICES = ("cost_index", "work_index", "user_value", "staff_convenience")
"""Units keep these against the centre: the centre moves by their mean."""
_BY_SERVICE: Mapping[str, Mapping[str, str]] = {
    "employees": _OF_STAFF,
    "teams": _OF_TEAMS,
    "units": _OF_UNITS | {name: name for name in _OF_PRACTICES},
    "line_managers": _OF_LINE_MANAGERS,
    "citizens": _OF_CITIZENS,
}
_COMMON: Mapping[str, Mapping[str, str]] = {
    "politicians": _OF_POLITICIANS,
    "municipalities": _OF_MUNICIPALITIES,
    "partners": _OF_PARTNERS,
}

_REFERENCE_UNITS = 30
_SIZE = {
    "employees_per_unit": 20,
    "teams_per_unit": 2,
    "central_administrators": 8,
    "politicians": 15,
    "parties": 5,
    "units_per_representative": 3,
    "citizens_per_employee": 5,
    "partners": 3,
}
"""The reference size (model.md 3), at which centres are found; other sizes use them."""


def in_setting(parameters: ParameterSet, setting: Setting) -> ParameterSet:
    """The parameters as they are in this setting: the say of local unions differs between countries."""
    return parameters.with_changes({"union_decentralisation": setting.union_decentralisation})


def baseline_centres(setting: Setting, parameters: ParameterSet) -> Table:
    """The centres of a setting's services: one row per service."""
    reference = _reference(setting)
    return _kept(reference.model_dump_json(), parameters.digest(), reference, parameters)


_known: dict[tuple[str, str], Table] = {}


def _kept(setting_text: str, parameters_digest: str, setting: Setting, parameters: ParameterSet) -> Table:
    key = (setting_text, parameters_digest)
    if key not in _known:
        _known[key] = _read_or_find(key, setting, parameters)
    return _known[key]


def _read_or_find(key: tuple[str, str], setting: Setting, parameters: ParameterSet) -> Table:
    name = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16]
    file = cache_folder() / "centres" / f"{name}.json"
    if not file.exists():
        centres = find_centres(setting, parameters)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{hashlib.sha256(str(id(centres)).encode()).hexdigest()[:8]}")
        draft.write_text(json.dumps(columns_of(centres)))
        draft.replace(file)
    return _table(json.loads(file.read_text()))


def _table(columns: Mapping[str, list[float]]) -> Table:
    rows = len(next(iter(columns.values())))
    centres = empty_table(CENTRES.columns, rows)
    for name, values in columns.items():
        for s, value in enumerate(values):
            setattr(centres[s], name, value)
    return centres


def _reference(setting: Setting) -> Setting:
    """A municipality of the reference size with the setting's mix of services and its country."""
    times = max(1, round(_REFERENCE_UNITS / setting.units))
    services = [entry.model_copy(update={"units": entry.units * times}) for entry in setting.services]
    own = setting.model_dump(include={"country", "absence_level", "union_decentralisation", "efficiency_demand"})
    return Setting(name="reference", title="reference", source=["docs/model.md 15"], services=services, **own, **_SIZE)


def find_centres(setting: Setting, parameters: ParameterSet) -> Table:
    """Live the baseline until the centres are where the means are."""
    p = parameters.record()
    centres = empty_table(CENTRES.columns, len(setting.services))
    _guess(centres, setting, p)
    worlds = [founded_world(setting, p, seed, centres) for seed in range(_WORLDS)]
    kept = []
    week = 0
    for years, pace in _PHASES:
        for _ in range(years * 52 // _WEEKS_BETWEEN):
            made = _rules_made(worlds)
            for world, seed in zip(worlds, range(_WORLDS), strict=True):
                for later in range(_WEEKS_BETWEEN):
                    step(world, p, moment(week + later, seed))
            week += _WEEKS_BETWEEN
            _move_towards_means(centres, worlds, pace, p)
            _hold_rules(centres, worlds, _rules_made(worlds) - made, pace, p)
            kept.append(columns_of(centres))
    return _mean_of(kept[-_YEARS_KEPT * 52 // _WEEKS_BETWEEN :])


def _guess(centres: Table, setting: Setting, p: Any) -> None:
    """Where the search begins: the middle of every scale, and hours that roughly fit the staff."""
    posts_per_citizen = 1.0 / setting.citizens_per_employee
    for s in range(len(centres)):
        centre = centres[s]
        for column in CENTRES.columns:
            setattr(centre, column.name, _FIRST_GUESS if column.high == 1.0 else 0.0)
        centre.load_ratio = 1.0
        centre.output_reference = 1.0
        centre.rules = p.rules_half
        centre.absence = 0.0
        centre.competition_exposure = 0.0
        centre.complaint_rate = p.complaint_chance * p.case_rate
        centre.short_absence_norm = 0.01
        centre.woman_factor = 1.0 / (p.women_share * p.illness_of_women + 1.0 - p.women_share)
        centre.rule_hours = _rule_hours(centre.rules, p)
        centre.hours_per_citizen = (1.0 - p.case_share_of_hours) * posts_per_citizen
        centre.hours_per_case = p.case_share_of_hours * posts_per_citizen / p.case_rate


def _rule_hours(rules: float, p: Any) -> float:
    """The hours all possible rules would cost, so that those of the baseline cost what is known (E4: d_R)."""
    binding = rules + p.national_rules
    return p.baseline_rule_documentation * (binding + p.rules_half) / binding


def _move_towards_means(centres: Table, worlds: list[World], pace: float, p: Any) -> None:
    means = _means(worlds, len(centres))
    for s in range(len(centres)):
        centre = centres[s]
        for name, values in means.items():
            setattr(centre, name, getattr(centre, name) + pace * (values[s] - getattr(centre, name)))
        _fit_hours(centre, worlds, s, pace, p)
    all_units = np.concatenate([np.asarray(world.units.quality) for world in worlds])
    surplus = float(all_units.mean()) / p.baseline_quality - 1.0
    for s in range(len(centres)):
        centres[s].output_reference *= 1.0 + pace * 2.0 * surplus


def _means(worlds: list[World], services: int) -> dict[str, list[float]]:
    """The means of this week, over all worlds, for each service."""
    found: dict[str, list[float]] = {}
    for table, columns in _BY_SERVICE.items():
        kind = np.concatenate([_service_of_rows(world, table) for world in worlds])
        for name, column in columns.items():
            values = np.concatenate([np.asarray(getattr(world, table)[column]) for world in worlds])
            found[name] = [float(values[kind == s].mean()) for s in range(services)]
    for table, columns in _COMMON.items():
        for name, column in columns.items():
            values = np.concatenate([np.asarray(getattr(world, table)[column]) for world in worlds])
            found[name] = [float(values.mean()) if len(values) else _FIRST_GUESS] * services
    for name in _OF_PRACTICES:
        centre = np.asarray(worlds[0].centres[name])
        found[name] = [float(centre[s] + value) for s, value in enumerate(found[name])]
    found["acted_service_motivation"] = _acted_service_motivation(worlds, services)
    found["case_coordination"] = _case_coordination(worlds, services)
    return found


def _service_of_rows(world: World, table: str) -> Any:
    """The service that each row of a table belongs to."""
    services = np.asarray(world.units.service)
    if table == "units":
        return services
    return services[np.asarray(getattr(world, table)["unit"])]


def _acted_service_motivation(worlds: list[World], services: int) -> list[float]:
    kind = np.concatenate([_service_of_rows(world, "employees") for world in worlds])
    acted = np.concatenate([w.employees.public_service_motivation * w.employees.motivation for w in worlds])
    return [float(acted[kind == s].mean()) for s in range(services)]


def _case_coordination(worlds: list[World], services: int) -> list[float]:
    """Mean coordination in this week's complex cases; where a service has none, that of all."""
    complex_ones = [np.asarray(world.cases.kind) == COMPLEX_CASE for world in worlds]
    kind = np.concatenate([_service_of_rows(w, "citizens")[is_complex] for w, is_complex in zip(worlds, complex_ones, strict=True)])
    found = np.concatenate([np.asarray(w.cases.coordination)[is_complex] for w, is_complex in zip(worlds, complex_ones, strict=True)])
    everywhere = float(found.mean()) if len(found) else _FIRST_GUESS
    return [float(found[kind == s].mean()) if (kind == s).any() else everywhere for s in range(services)]


def _fit_hours(centre: Any, worlds: list[World], s: int, pace: float, p: Any) -> None:
    """Standard hours such that demand meets capacity at the baseline, with cases making their share (E4)."""
    of_service = [world.units[np.asarray(world.units.service) == s] for world in worlds]
    capacity = np.concatenate([units.capacity for units in of_service]).mean()
    citizens = np.concatenate([units.citizens for units in of_service]).mean()
    cases = np.concatenate([units.case_hours for units in of_service]).mean() / centre.hours_per_case
    per_citizen = (1.0 - p.case_share_of_hours) * capacity / citizens
    per_case = p.case_share_of_hours * capacity / cases
    centre.hours_per_citizen += pace * (float(per_citizen) - centre.hours_per_citizen)
    centre.hours_per_case += pace * (float(per_case) - centre.hours_per_case)


def _rules_made(worlds: list[World]) -> float:
    """Rules adopted so far, per municipality of reference size."""
    return sum(float((world.municipalities.rules_made / world.municipalities.size_factor).mean()) for world in worlds) / len(worlds)


def _hold_rules(centres: Table, worlds: list[World], made: float, pace: float, p: Any) -> None:
    """The stock of rules moves over decades: it is held where what is made and what is repealed would balance."""
    repealed_share = worlds[0].baseline[0].rule_repeal / 52.0 * _WEEKS_BETWEEN
    rules = centres[0].rules + pace * 0.2 * (made / repealed_share - centres[0].rules)
    for s in range(len(centres)):
        centres[s].rules = rules
        centres[s].rule_hours = _rule_hours(rules, p)
    for world in worlds:
        world.municipalities.rules[:] = rules


def _mean_of(kept: list[dict[str, list[float]]]) -> Table:
    return _table({name: [sum(values) / len(kept) for values in zip(*(columns[name] for columns in kept), strict=True)] for name in kept[0]})
