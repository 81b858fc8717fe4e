"""Structure: who is ill how often and how long, what sets units apart, and what becomes of each change of practice.

A study lives one side of a statement, seed by seed, and follows persons, units and changes (collector.py). What it
leaves is a table like those of the arenas: quarterly means of every measure, and beside them every fact
(facts.py) that can be counted there, the same in all quarters.
"""

import math
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from rich.console import Console

import sim.analysis.components
import sim.studies.collector
import sim.studies.facts
from sim.analysis.statements import Quarters, Years, measures_in, quarterly
from sim.evidence.claims import OF_ONE, Statement
from sim.initialisation.founding import numbers_of_rows
from sim.initialisation.setting import Setting, load_setting
from sim.lab.designs import Design, design
from sim.lab.experiment import REFERENCE
from sim.lab.identity import digest
from sim.lab.memory import Need, bytes_of_world, number_that_fits
from sim.lab.rows import Row
from sim.lab.session import processors
from sim.mistakes import Mistake, choice
from sim.rule import meaning_of
from sim.simulate import founded
from sim.simulate.fixed_point import baseline_centres
from sim.state.tables import EMPLOYEES, WEEKS_PER_YEAR
from sim.state.world import World
from sim.studies.arenas import Side, experiment_in, sides_of
from sim.studies.collector import WEEKS_OF_FOLLOW_UP, Collector
from sim.studies.facts import FACT_NAMES, FACTS, facts_of, lacking
from sim.studies.making import make

CONTRASTS = ("level", "difference", "ratio", "share", "rank")
"""Contrasts that look at one window as a whole, as facts do."""
PANEL_BYTES = 8 * 8 + 2
"""What a panel keeps of a post: eight numbers of eight bytes, and two flags."""
_MODULES = (sim.analysis.components, sim.studies.collector, sim.studies.facts)


class Study(NamedTuple):
    """What is lived, and the years after the reform in which persons, units and changes are followed."""

    side: Side
    window: Years

    @property
    def weeks(self) -> tuple[int, int]:
        """Weeks to be lived after the reform before anybody is followed, and weeks to follow."""
        first, last = self.window
        return (first - 1) * WEEKS_PER_YEAR, (last - first + 1) * WEEKS_PER_YEAR

    def design(self, replicates: int) -> Design:
        """The experiment in which it is lived, as in the arenas."""
        scenarios = tuple(dict.fromkeys((REFERENCE, self.side.scenario)))
        return design(experiment_in(self.side.arena, scenarios, replicates))

    def rows(self, lived: Design) -> list[Row]:
        """The rows of that experiment that it lives, one for each replicate."""
        return [row for row in lived.rows if row.regime == self.side.scenario]


type Studies = Mapping[Study, Path]
"""Studies, and the file that each is kept in."""


def is_asked(statement: Statement) -> bool:
    """Whether a statement names a fact."""
    return not set(FACT_NAMES).isdisjoint(measures_in(statement.measure))


def checked(statement: Statement) -> None:
    """Refuse a statement that names a fact and asks more than a study can say."""
    asked = [fact for fact in FACTS if fact.name in measures_in(statement.measure)]
    if not asked:
        return
    if statement.participants:
        raise Mistake(f"{asked[0].name} is a fact, and facts are not counted in roll-outs: leave out participants.")
    if statement.contrast not in CONTRASTS:
        what = f"{asked[0].name} is a fact of a whole window, which has no {statement.contrast}."
        raise Mistake(f"{what} {choice('', CONTRASTS)}")
    first, last = statement.window
    for study in studies_of(statement).values():
        for fact in asked:
            if lack := lacking(fact, load_setting(study.side.arena.setting), last - first + 1):
                raise Mistake(lack)


def studies_of(statement: Statement) -> dict[str, Study]:
    """The studies that a statement looks at, by what it calls their sides."""
    sides = sides_of(statement)
    looked_at = ("a",) if statement.contrast in OF_ONE else tuple(sides)
    return {name: Study(sides[name], statement.window) for name in looked_at}


def planned(statements: Iterable[Statement], replicates: int, folder: Path) -> Studies:
    """The studies that statements need, each once, and where each is kept."""
    studies = dict.fromkeys(study for statement in statements for study in studies_of(statement).values())
    return {study: folder / _file_name(study, replicates) for study in studies}


@cache
def _file_name(study: Study, replicates: int) -> str:
    """It carries the digest of all that decides its numbers, so that a study is made once and never out of date."""
    runs = [row.run for row in study.rows(study.design(replicates))]
    return f"structure_{Path(study.side.arena.setting).stem}_{digest([runs, study.window, _definitions()])[:8]}.parquet"


@cache
def _definitions() -> list[str]:
    """What the modules that count facts mean."""
    return [meaning_of(Path(str(module.__file__)).read_text(encoding="utf-8")) for module in _MODULES]


def in_words(study: Study, file: Path) -> str:
    """What a study is, and whether it has been made."""
    (first, last), arena = study.window, study.side.arena
    scenario = "the baseline" if study.side.scenario == REFERENCE else study.side.scenario
    state = "made already" if file.exists() else "to be made"
    return f"structure of {arena.case or arena.setting}, years {first} to {last} of {scenario}: {state}"


def provenance(study: Study, file: Path) -> dict[str, object]:
    """Where the numbers of a study come from."""
    arena = study.side.arena._asdict()
    return arena | {"scenario": study.side.scenario, "window": study.window, "file": file.name}


def threads_that_fit(studies: Iterable[Study], workers: int | None, room: float) -> dict[Study, int]:
    """How many seeds of each study to live side by side; a Mistake where memory does not hold the world of one."""
    return {study: min(workers or processors(), _worlds_that_fit(study, room)) for study in studies}


def _worlds_that_fit(study: Study, room: float) -> int:
    lived = study.design(replicates=1)
    need = Need(bytes_of_world(lived.setting, lived.parameters) + _bytes_of_panels(lived.setting, study.weeks[1]), 1)
    return number_that_fits(need, lived.setting, lived.parameters, room)


def _bytes_of_panels(setting: Setting, weeks: int) -> int:
    posts = numbers_of_rows(setting, setting.places)[EMPLOYEES.name]
    return posts * PANEL_BYTES * (weeks // WEEKS_PER_YEAR + weeks // WEEKS_OF_FOLLOW_UP)


def made(studies: Studies, replicates: int, console: Console, threads: Mapping[Study, int]) -> None:
    """Make every study that is not there yet; seeds are lived side by side on threads."""
    make(
        studies,
        lambda study: in_words(study, studies[study]),
        lambda study: followed(study, replicates, threads[study]),
        console,
    )


def followed(study: Study, replicates: int, threads: int | None = None) -> Quarters:
    """Live the study with each seed: measures by replicate, year and quarter, with the replicate's facts."""
    lived = study.design(replicates)
    baseline_centres(lived.setting, lived.parameters)  # found once, before threads look for them
    rows = study.rows(lived)
    with ThreadPoolExecutor(threads or processors()) as pool:
        tables = list(pool.map(partial(_one, study, lived), rows))
    return pd.concat(tables, keys=[row.replicate for row in rows], names=["replicate"]).sort_index()


def _one(study: Study, lived: Design, row: Row) -> pd.DataFrame:
    before, _ = study.weeks
    simulation = founded(lived.setting, lived.parameters, row.seed, math.inf)
    simulation.live(lived.experiment.burn_in_weeks)
    simulation.enact(lived.runs[row.run].reforms)
    simulation.live(before)
    return quarters_of(simulation, lived.setting, study.weeks)


class Life(Protocol):
    """What is followed: one world that lives on week by week."""

    @property
    def world(self) -> World:
        """The world as the last week left it."""
        ...

    def step(self) -> None:
        """Live a week."""
        ...


def quarters_of(life: Life, setting: Setting, weeks: tuple[int, int]) -> pd.DataFrame:
    """The next weeks of a life: quarterly means of every measure, and every fact that can be counted in so many.

    ``weeks`` are those after the reform that lie behind, and those to follow.
    """
    before, to_follow = weeks
    collector = Collector(life.world)
    measured = observe(life, collector, to_follow)
    quarters = quarterly(measured.assign(run=0, week=range(before + 1, before + to_follow + 1))).droplevel("run")
    return quarters.assign(**facts_of(collector.followed(), setting, to_follow // WEEKS_PER_YEAR))


def observe(life: Life, collector: Collector, weeks: int) -> pd.DataFrame:
    """Live so many weeks under the collector's eyes; every week's measures, mean over municipalities."""
    names = life.world.measured.dtype.names
    means = np.empty((weeks, len(names)))
    for week in range(weeks):
        life.step()
        collector.see(life.world)
        means[week] = np.asarray(life.world.measured).view(np.float64).reshape(-1, len(names)).mean(axis=0)
    return pd.DataFrame(means, columns=list(names))
