"""The baseline fixed point: the mean of every state under the baseline, found by living it (docs/model.md 15).

Rules speak of deviations from these centres, so that the baseline stays where it is. They are found for each set of
parameters by the model itself: several worlds of the reference size live under the baseline while the centres follow
their means, until both agree; the centres are then the means over the last years. Nothing is typed, and no second
version of the model is needed. The result is kept on disk under the digest of code, parameters and setting.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.draws import moment
from sim.evidence import ParameterSet
from sim.initialisation.founding import founded_world
from sim.initialisation.setting import Setting
from sim.measures.catalogue import NAMES
from sim.rule import Table, cache_folder
from sim.simulate.means import averages, means_by_service, service_of_rows
from sim.state.records import columns_of, empty_table
from sim.state.tables import CENTRES, WEEKS_PER_YEAR
from sim.state.world import World
from sim.week import step

_WORLDS = 8
"""Worlds that are lived, each with its own seed: people, landscapes and luck differ."""
_WEEKS_BETWEEN = 4
"""Weeks lived between two looks at the means."""
_PHASES = ((14, 0.10), (16, 0.03))
"""Years to live, and the share of the way that the centres move towards the means at each look."""
_YEARS_KEPT = 10
"""The last years, over which the centres are averaged."""
_SLOWLY = 0.2
"""Rules and answers to proposals are few, so they are followed more slowly than the other means."""
_MIDDLE = 0.5
"""Where every share starts; where the search ends does not depend on it."""

_REFERENCE_UNITS = 30
_REFERENCE_SIZE = {
    "employees_per_unit": 20,
    "teams_per_unit": 2,
    "central_administrators": 8,
    "politicians": 15,
    "parties": 5,
    "units_per_representative": 3,
    "partners": 3,
}
"""The size at which centres are found (docs/model.md 3); settings of other sizes use the same."""

_found: dict[str, Table] = {}


def in_setting(parameters: ParameterSet, setting: Setting) -> ParameterSet:
    """The parameters as they are in this setting: the say of local unions differs between countries."""
    return parameters.with_changes({"union_decentralisation": setting.union_decentralisation})


def baseline_centres(setting: Setting, parameters: ParameterSet) -> Table:
    """The centres of a setting's services, one row per service: looked up, or found once."""
    reference, parameters = _reference(setting), in_setting(parameters, setting)
    key = _key(reference, parameters)
    if key not in _found:
        file = _file(key)
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(columns_of(find_centres(reference, parameters))), encoding="utf-8")
            draft.replace(file)
        _found[key] = _table(json.loads(file.read_text(encoding="utf-8")))
    return _found[key]


def baseline_is_known(setting: Setting, parameters: ParameterSet) -> bool:
    """Whether the centres of this setting and these parameters have been found before."""
    key = _key(_reference(setting), in_setting(parameters, setting))
    return key in _found or _file(key).exists()


def _key(reference: Setting, parameters: ParameterSet) -> str:
    said = json.dumps((reference.model_dump_json(), parameters.digest()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _file(key: str) -> Path:
    return cache_folder() / "centres" / f"{key}.json"


def _reference(setting: Setting) -> Setting:
    """A municipality of the reference size with the setting's mix of services, citizens for a post and country."""
    times = max(1, round(_REFERENCE_UNITS / sum(entry.units for entry in setting.services)))
    services = [entry.model_copy(update={"units": entry.units * times}) for entry in setting.services]
    country = setting.model_dump(include={"country", "absence_level", "union_decentralisation", "efficiency_demand"})
    words = {"name": "reference", "title": "reference size", "source": ["docs/model.md 15"]}
    size = {**_REFERENCE_SIZE, "citizens_per_employee": setting.citizens_for_a_post, "services": services}
    return Setting.model_validate({**words, **country, **size})


def _table(columns: Mapping[str, list[float]]) -> Table:
    rows = len(next(iter(columns.values())))
    centres = empty_table(CENTRES.columns, rows)
    for name, values in columns.items():
        for s, value in enumerate(values):
            setattr(centres[s], name, value)
    return centres


def find_centres(setting: Setting, parameters: ParameterSet) -> Table:
    """Live the baseline until the centres are where the means are."""
    p = parameters.record()
    centres = _first_guess(setting, p)
    worlds = [founded_world(setting, p, seed, centres, NAMES) for seed in range(_WORLDS)]
    kept = []
    week = 0
    for years, pace in _PHASES:
        for _ in range(years * WEEKS_PER_YEAR // _WEEKS_BETWEEN):
            rules_before, answers_before = _rules_made(worlds), _answers(worlds, p)
            _live(worlds, week)
            week += _WEEKS_BETWEEN
            _follow(centres, worlds, pace, p)
            _hold_rules(centres, worlds, _rules_made(worlds) - rules_before, pace, p)
            _hold_voice_efficacy(centres, worlds, _answers(worlds, p) - answers_before, pace)
            kept.append(columns_of(centres))
    return _table(averages(kept[-_YEARS_KEPT * WEEKS_PER_YEAR // _WEEKS_BETWEEN :]))


def _live(worlds: list[World], week: int) -> None:
    for seed, world in enumerate(worlds):
        for later in range(_WEEKS_BETWEEN):
            step(world, moment(week + later, seed))


def _first_guess(setting: Setting, p: Any) -> Table:
    """Where the search begins: the middle of every scale, and hours that roughly fit the staff."""
    centres = empty_table(CENTRES.columns, len(setting.services))
    posts_per_citizen = 1.0 / setting.citizens_for_a_post
    for s in range(len(centres)):
        centre = centres[s]
        for column in CENTRES.columns:
            setattr(centre, column.name, _MIDDLE if column.high == 1.0 else 0.0)
        centre.felt_load = 1.0
        centre.output_reference = 1.0
        centre.absence = 0.0
        centre.practice_spread = 0.0
        centre.competition_exposure = 0.0
        centre.short_absence_norm = 0.01
        centre.complaint_rate = p.complaint_chance * p.case_rate
        centre.woman_factor = 1.0 / (p.women_share * p.illness_of_women + 1.0 - p.women_share)
        centre.rules = p.rules_half
        centre.rule_hours = _rule_hours(centre.rules, p)
        centre.hours_per_citizen = (1.0 - p.case_share_of_hours) * posts_per_citizen
        centre.hours_per_case = p.case_share_of_hours * posts_per_citizen / p.case_rate
    return centres


def _rule_hours(rules: float, p: Any) -> float:
    """The hours all possible rules would cost, so that those of the baseline cost what is known (E4: d_R)."""
    binding = rules + p.national_rules
    return p.baseline_rule_documentation * (binding + p.rules_half) / binding


def _follow(centres: Table, worlds: list[World], pace: float, p: Any) -> None:
    """The centres move a part of the way towards the means; scales move so that quality and load stay on theirs."""
    means = means_by_service(worlds)
    for s in range(len(centres)):
        centre = centres[s]
        for name, values in means.items():
            setattr(centre, name, getattr(centre, name) + pace * (values[s] - getattr(centre, name)))
        _fit_hours(centre, worlds, s, pace, p)
    quality = sum(float(world.units["quality"].mean()) for world in worlds) / len(worlds)
    for s in range(len(centres)):
        centres[s].output_reference *= 1.0 + 2.0 * pace * (quality / p.baseline_quality - 1.0)


def _fit_hours(centre: Any, worlds: list[World], s: int, pace: float, p: Any) -> None:
    """Standard hours such that demand meets capacity at the baseline, with cases making their share (E4)."""
    units = [world.units[service_of_rows(world, "units") == s] for world in worlds]
    capacity = sum(float(rows["capacity"].sum()) for rows in units)
    citizens = sum(int(rows["citizens"].sum()) for rows in units)
    cases = sum(float(rows["case_hours"].sum()) for rows in units) / centre.hours_per_case
    per_citizen = (1.0 - p.case_share_of_hours) * capacity / citizens
    per_case = p.case_share_of_hours * capacity / cases
    centre.hours_per_citizen += pace * (per_citizen - centre.hours_per_citizen)
    centre.hours_per_case += pace * (per_case - centre.hours_per_case)


def _rules_made(worlds: list[World]) -> float:
    """Rules adopted so far per municipality of the reference size, mean over the worlds."""
    made = [float((w.municipalities["rules_made"] / w.municipalities["size_factor"]).mean()) for w in worlds]
    return sum(made) / len(made)


def _hold_rules(centres: Table, worlds: list[World], made: float, pace: float, p: Any) -> None:
    """The stock of rules moves over decades: it is held where what is made and what is repealed balance."""
    repealed = worlds[0].baseline[0].rule_repeal / WEEKS_PER_YEAR * _WEEKS_BETWEEN
    rules = centres[0].rules + _SLOWLY * pace * (made / repealed - centres[0].rules)
    for s in range(len(centres)):
        centres[s].rules = rules
        centres[s].rule_hours = _rule_hours(rules, p)
    for world in worlds:
        world.municipalities["rules"] = rules


def _answers(worlds: list[World], p: Any) -> Any:
    """The answers that proposals have had so far: what they were worth to those who hear them, and their number."""
    accepted, reasoned, silent = (
        sum(int(world.units[column].sum()) for world in worlds) for column in ("accepted", "turned_down", "dropped")
    )
    worth = accepted * p.answer_of_acceptance + reasoned * p.answer_of_reasoned_no + silent * p.answer_of_silence
    return np.array([worth, accepted + reasoned + silent])


def _hold_voice_efficacy(centres: Table, worlds: list[World], answers: Any, pace: float) -> None:
    """Answers are rare and their lesson takes decades: people are moved to where the answers would lead them."""
    worth, number = answers
    step = _SLOWLY * pace * (worth - number * centres[0].voice_efficacy) / max(number, 1.0)
    for world in worlds:
        world.employees["voice_efficacy"] = np.clip(world.employees["voice_efficacy"] + step, 0.0, 1.0)
