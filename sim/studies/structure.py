"""The baseline's structure: who is ill how often and how long, and what sets units and municipalities apart.

A study lives the baseline in a setting, seed by seed, and follows persons and units while it does (collector.py). What
it leaves is a table like those of the arenas: quarterly means of every measure, and beside them every fact (facts.py)
that can be counted there, the same in all quarters.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
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
from sim.evidence import parameter_set
from sim.evidence.claims import Statement
from sim.initialisation.setting import Setting, load_setting
from sim.lab.experiment import REFERENCE
from sim.lab.identity import digest, seed_of
from sim.lab.session import processors
from sim.mistakes import Mistake
from sim.rule import code_digest, meaning_of
from sim.simulate import founded
from sim.simulate.fixed_point import baseline_centres
from sim.state.tables import WEEKS_PER_YEAR
from sim.state.world import World
from sim.studies.arenas import BURN_IN_YEARS
from sim.studies.collector import Collector
from sim.studies.facts import FACT_NAMES, FACTS, facts_of, lacking

QUESTION = "evidence"
"""The name that seeds follow from: those of the arenas."""
_MODULES = (sim.analysis.components, sim.studies.collector, sim.studies.facts)


class Study(NamedTuple):
    """Where the baseline is lived: setting, parameters that differ, and the years after burn-in that are followed."""

    setting: str
    parameters: tuple[tuple[str, float], ...]
    window: Years

    @property
    def weeks(self) -> tuple[int, int]:
        """Weeks to be lived before anybody is followed, and weeks to follow."""
        first, last = self.window
        return (BURN_IN_YEARS + first - 1) * WEEKS_PER_YEAR, (last - first + 1) * WEEKS_PER_YEAR


type Studies = Mapping[Study, Path]
"""Studies, and the file that each is kept in."""


def is_asked(statement: Statement) -> bool:
    """Whether a statement names a fact."""
    return not set(FACT_NAMES).isdisjoint(measures_in(statement.measure))


def checked(statement: Statement) -> None:
    """Refuse a statement that names a fact and asks more than a study of the baseline can say."""
    asked = [fact for fact in FACTS if fact.name in measures_in(statement.measure)]
    if not asked:
        return
    if statement.contrast != "level" or statement.a != REFERENCE or statement.participants:
        raise Mistake(f'{asked[0].name} is a fact of the baseline: it needs a = "baseline" and contrast = "level".')
    first, last = statement.window
    for fact in asked:
        if lack := lacking(fact, load_setting(statement.setting), last - first + 1):
            raise Mistake(lack)


def study_of(statement: Statement) -> Study:
    """The study that a statement needs."""
    changes = statement.parameters | statement.parameters_a
    return Study(statement.setting, tuple(sorted(changes.items())), statement.window)


def planned(statements: Iterable[Statement], replicates: int, folder: Path) -> Studies:
    """The studies that statements need, each once, and where each is kept."""
    studies = dict.fromkeys(study_of(statement) for statement in statements)
    return {study: folder / _file_name(study, replicates) for study in studies}


def _file_name(study: Study, replicates: int) -> str:
    """It carries the digest of all that decides its numbers, so that a study is made once and never out of date."""
    setting = load_setting(study.setting)
    made_of = [code_digest(), _definitions(), setting.model_dump(mode="json"), dict(study.parameters), study.window]
    return f"structure_{setting.name}_{digest([*made_of, replicates])[:8]}.parquet"


@cache
def _definitions() -> list[str]:
    """What the modules that count facts mean."""
    return [meaning_of(Path(str(module.__file__)).read_text(encoding="utf-8")) for module in _MODULES]


def in_words(study: Study, file: Path) -> str:
    """What a study is, and whether it has been made."""
    first, last = study.window
    state = "made already" if file.exists() else "to be made"
    return f"structure of {study.setting}, years {first} to {last} of the baseline: {state}"


def made(studies: Studies, replicates: int, console: Console, workers: int | None = None) -> None:
    """Make every study that is not there yet; seeds are lived side by side on threads."""
    for study, file in studies.items():
        if not file.exists():
            console.print(in_words(study, file))
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".draft")
            followed(study, seeds(replicates), workers).to_parquet(draft)
            draft.replace(file)


def read(studies: Studies) -> dict[Study, Quarters]:
    """The tables of studies that have been made."""
    return {study: pd.read_parquet(file) for study, file in studies.items()}


def seeds(replicates: int) -> list[int]:
    """One seed per replicate."""
    return [seed_of(QUESTION, replicate) for replicate in range(1, replicates + 1)]


def followed(study: Study, seeds: Sequence[int], workers: int | None = None) -> Quarters:
    """Live the study with each seed: measures by replicate, year and quarter, with the replicate's facts."""
    setting = load_setting(study.setting)
    baseline_centres(setting, parameter_set(dict(study.parameters)))  # found once, before threads look for them
    with ThreadPoolExecutor(workers or processors()) as threads:
        tables = list(threads.map(partial(_one, study, setting), seeds))
    replicates = range(1, len(seeds) + 1)
    return pd.concat(tables, keys=replicates, names=["replicate"]).sort_index()


def _one(study: Study, setting: Setting, seed: int) -> pd.DataFrame:
    before, weeks = study.weeks
    simulation = founded(setting, parameter_set(dict(study.parameters)), seed, math.inf)
    simulation.live(before)
    return quarters_of(simulation, setting, weeks)


class Life(Protocol):
    """What is followed: one world that lives on week by week."""

    @property
    def world(self) -> World:
        """The world as the last week left it."""
        ...

    def step(self) -> None:
        """Live a week."""
        ...


def quarters_of(life: Life, setting: Setting, weeks: int) -> pd.DataFrame:
    """The next weeks of a life: quarterly means of every measure, and every fact that can be counted in so many."""
    collector = Collector(life.world)
    measured = observe(life, collector, weeks)
    quarters = quarterly(measured.assign(run=0, week=range(1, weeks + 1))).droplevel("run")
    return quarters.assign(**facts_of(collector.followed(), setting, weeks // WEEKS_PER_YEAR))


def observe(life: Life, collector: Collector, weeks: int) -> pd.DataFrame:
    """Live so many weeks under the collector's eyes; every week's measures, mean over municipalities."""
    names = life.world.measured.dtype.names
    means = np.empty((weeks, len(names)))
    for week in range(weeks):
        life.step()
        collector.see(life.world)
        means[week] = np.asarray(life.world.measured).view(np.float64).reshape(-1, len(names)).mean(axis=0)
    return pd.DataFrame(means, columns=list(names))
