"""``styreform calibrate``: sick leave alone, then everything; known points recovered; the posterior kept as a table."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from rich.console import Console

import sim.analysis.matching
import sim.studies.collector
import sim.studies.facts
import sim.studies.structure
from sim.analysis.matching import Numbers
from sim.evidence import parameter_set
from sim.evidence.targets import AS_IT_IS, Target, read_scales, read_targets
from sim.initialisation.setting import load_setting
from sim.lab.identity import digest, seed_of
from sim.lab.place import make_place, refuse_no_folder
from sim.lab.session import processors
from sim.rule import code_digest, meaning_of
from sim.studies import targets
from sim.studies.calibration import axes as moved
from sim.studies.calibration import luck as lucky
from sim.studies.calibration import parts, peers, reduced, search, smc
from sim.studies.calibration.axes import Axis, changes_at, from_unit, to_unit
from sim.studies.calibration.draws import Lives
from sim.studies.calibration.effort import Effort
from sim.studies.calibration.luck import Luck, luck_of
from sim.studies.calibration.recovery import recovery
from sim.studies.calibration.search import Part, Prior, Search, box, searched

DRAWS_KEPT = 200
"""Draws of the posterior that experiments may run over."""
FEWEST_ACCEPTED = 20
"""With fewer draws that meet every target, the nearest stand in for them, and it is said."""
POINTS_TRIED = 5
"""Draws near the posterior's mean that are checked until one shows every target that can be reached."""
_NAME = "calibration"
_MODULES = (
    sim.analysis.matching, sim.studies.collector, sim.studies.facts, sim.studies.structure, lucky, moved, parts, peers,
    reduced, search, targets,
)  # fmt: skip


def place_of(out: Path | None, *, quick: bool) -> Path:
    """The results folder; one that is a file, or below one, is a Mistake."""
    results = out or Path("results") / (f"{_NAME}_quick" if quick else _NAME)
    refuse_no_folder(results)
    return results


class Checked(NamedTuple):
    """A point, what it shows of every target with seeds that nothing was fitted to, and how many were tried for it."""

    point: dict[str, float]
    shown: pd.DataFrame
    tried: int


class Calibration(NamedTuple):
    """What is left: both searches, what was recovered, both posteriors (that of sick leave in the unit cube)."""

    sick_leave: Search
    joint: Search
    recovered: pd.DataFrame
    of_illness: Numbers
    posterior: Numbers
    nearest_stand_in: bool
    checked: Checked


def folder_of(effort: Effort, out: Path) -> Path:
    """Where draws are kept: named after all that decides their numbers, so that no draw is ever out of date."""
    fitted = {target.id: target for target in (*parts.of_sick_leave(), *parts.of_the_whole_model())}
    made_of = [
        code_digest(),
        [meaning_of(Path(str(module.__file__)).read_text(encoding="utf-8")) for module in _MODULES],
        [target.model_dump(mode="json") for target in fitted.values()],
        [axis._asdict() for axis in _axes(fitted.values())],
        [load_setting(name).model_dump(mode="json") for name in sorted({one.setting for one in fitted.values()})],
        parameter_set().digest(),
        effort,
    ]
    return out / f"draws_{digest(made_of)[:8]}"


class _Sitting(NamedTuple):
    """What all steps of a calibration share."""

    effort: Effort
    folder: Path
    console: Console
    workers: int | None


def calibrated(effort: Effort, out: Path, console: Console, workers: int | None) -> Calibration:
    """Calibrate. What is lived already is not lived again."""
    make_place(out)
    sitting = _Sitting(effort, folder_of(effort, out), console, workers)
    ill, luck_in_illness = _searched(_sick_leave(), sitting)
    of_illness, _ = _posterior(ill)
    everything, luck = _searched(
        Part("joint", *_moved_by(parts.of_the_whole_model(), ill.part.axes, of_illness)), sitting
    )
    recovered = pd.concat(
        [_recovered(ill, luck_in_illness, sitting), _recovered(everything, luck, sitting)], ignore_index=True
    )
    points, stand_in = _posterior(everything)
    posterior = from_unit(everything.part.axes, points)[:DRAWS_KEPT]
    checked = _settled(everything, posterior, _unidentified(recovered), sitting)
    return Calibration(ill, everything, recovered, of_illness, posterior, stand_in, checked)


def by_another_road(effort: Effort, out: Path) -> pd.DataFrame:
    """Intervals of the posterior of sick leave by ABC-SMC, in one process; a stopped search goes on."""
    smc.needed()
    make_place(out)
    part = _sick_leave()
    sitting = _Sitting(effort, folder_of(effort, out), Console(stderr=True), workers=None)
    file = sitting.folder / f"smc_{effort.particles}.db"
    found = smc.by_smc(part, _lives(part, sitting), effort.particles, file, _luck(part, sitting))
    return smc.intervals(found).reset_index()


def _sick_leave() -> Part:
    return Part("sick_leave", *_moved_by(parts.of_sick_leave()))


def _moved_by(
    of: tuple[Target, ...], before: tuple[Axis, ...] = (), known: Numbers | None = None
) -> tuple[tuple[Axis, ...], tuple[Target, ...], Prior]:
    """Axes, targets and prior of a part; axes that an earlier part has moved come first, with the sample it left."""
    free = tuple(axis for axis in _axes(of) if axis not in before)
    return (*before, *free), of, box(len(free)) if known is None else Prior(known, len(free))


def _axes(of: Iterable[Target]) -> tuple[Axis, ...]:
    return tuple(moved.axes_of(of, read_scales()))


def _searched(part: Part, sitting: _Sitting) -> tuple[Search, Luck]:
    effort, luck = sitting.effort, _luck(part, sitting)
    draws = effort.joint if part.name == "joint" else effort.sick_leave
    lives = _lives(part, sitting)
    return searched(part, lives, draws, effort.waves, sitting.folder, sitting.console, luck), luck


def _luck(part: Part, sitting: _Sitting) -> Luck:
    seeds = tuple(seed_of(_NAME, number) for number in range(1, sitting.effort.seeds_of_luck + 1))
    return luck_of(seeds, part.name, _lives(part, sitting), sitting.folder, sitting.console)


def _lives(part: Part, sitting: _Sitting, first: int = 1) -> Lives:
    shown = parts.shown_by_the_whole_model if part.name == "joint" else parts.shown_by_sick_leave
    return Lives(shown, _seeds(sitting.effort, first), sitting.workers)


def _seeds(effort: Effort, first: int = 1) -> tuple[int, ...]:
    return tuple(seed_of(_NAME, number) for number in range(first, first + effort.seeds))


def _recovered(of: Search, luck: Luck, sitting: _Sitting) -> pd.DataFrame:
    """What is recovered of the axes that are free in a part; known points have seeds that the search has not seen."""
    known = of.part.prior.even(sitting.effort.known, seed_of(f"known {of.part.name}", 1))
    lives = _lives(of.part, sitting, first=1 + sitting.effort.seeds)
    table = recovery(of, known, lives, sitting.folder, sitting.console, luck)
    return table[of.part.prior.curved].assign(part=of.part.name)


def _posterior(of: Search) -> tuple[Numbers, bool]:
    """The draws that meet every reachable target; where they are too few, the nearest of the later waves instead."""
    accepted = of.accepted
    if len(accepted) >= FEWEST_ACCEPTED:
        return accepted, False
    part = of.part
    points, found = of.points, of.found
    if len(of.waves) > 1:
        points, found = (np.vstack([getattr(wave, what) for wave in of.waves[1:]]) for what in ("points", "found"))
    outside = np.maximum(0.0, np.maximum(part.low - found, found - part.high)) / (part.high - part.low)
    distance = np.nan_to_num(outside[:, of.reachable], nan=np.inf).max(axis=1, initial=0.0)
    return points[np.argsort(distance, kind="stable")[:FEWEST_ACCEPTED]], True


def _unidentified(recovered: pd.DataFrame) -> set[str]:
    return set(recovered.loc[~recovered["identified"], "axis"])


def _settled(everything: Search, posterior: Numbers, unidentified: set[str], sitting: _Sitting) -> Checked:
    """The point, checked: the first of those nearest the posterior's mean that still shows all that can be reached."""
    reachable = {target.id for target, can in zip(everything.part.targets, everything.reachable, strict=True) if can}
    apart = {target.id for target in parts.of_sick_leave()} - {target.id for target in everything.part.targets}
    tried: list[Checked] = []
    for point in _nearest_points(everything.part.axes, posterior, unidentified)[:POINTS_TRIED]:
        shown = _shown_at(point, sitting)
        tried.append(Checked(point, shown, len(tried) + 1))
        if shown.loc[shown["target"].isin(reachable | apart), "met"].all():
            return tried[-1]
    return max(tried, key=lambda one: int(one.shown["met"].sum()))._replace(tried=len(tried))


def _nearest_points(axes: Sequence[Axis], posterior: Numbers, unidentified: set[str]) -> list[dict[str, float]]:
    """The draws by their distance from the posterior's mean on the axes that are identified; others at their value."""
    identified = np.array([axis.name not in unidentified for axis in axes])
    units = to_unit(axes, posterior)
    away = ((units - units.mean(axis=0)) ** 2)[:, identified].sum(axis=1)
    places = np.where(identified, posterior[np.argsort(away, kind="stable")], [axis.value for axis in axes])
    points = (changes_at(axes, [float(value) for value in place]) for place in places)
    return [{name: float(f"{value:.3g}") for name, value in point.items()} for point in points]


def _shown_at(point: dict[str, float], sitting: _Sitting) -> pd.DataFrame:
    """All targets that can be counted, at the point, with seeds that nothing was fitted to."""
    asked = tuple(target for target in read_targets() if target.measure)
    seeds = [seed_of(f"{_NAME} check", number) for number in range(1, sitting.effort.seeds_of_check + 1)]
    rows = []
    for design in dict.fromkeys(target.design for target in asked):
        of_design = [target for target in asked if target.design == design]
        lived = {}
        for study in dict.fromkeys(parts.study_of(target) for target in of_design):
            setting = study.side.arena.setting
            sitting.console.print(f"The point is checked: {len(seeds)} seeds in {setting}, {design}.")
            if design == AS_IT_IS:
                lived[study] = parts.whole(study, point, seeds, sitting.workers or processors())
            else:
                lived[study] = parts.reduced(study, point, seeds)
        rows.append(targets.held_against(of_design, lived))
    return pd.concat(rows, ignore_index=True).sort_values("number", kind="stable", ignore_index=True)
