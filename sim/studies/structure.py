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
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from rich.console import Console

import sim.analysis.components
import sim.studies.collector
import sim.studies.facts
from sim.analysis.statements import Quarters, Years, measures_in, quarterly
from sim.evidence import parameter_set
from sim.evidence.claims import Statement
from sim.initialisation.founding import numbers_of_rows
from sim.initialisation.setting import Setting, load_setting
from sim.lab.experiment import REFERENCE
from sim.lab.identity import digest, seed_of
from sim.lab.memory import Need, bytes_of_world, number_that_fits
from sim.lab.session import processors
from sim.lab.store import write_table
from sim.mistakes import Mistake
from sim.rule import code_digest, meaning_of
from sim.simulate import Simulation, founded
from sim.simulate.fixed_point import baseline_centres
from sim.state.tables import EMPLOYEES, WEEKS_PER_YEAR
from sim.studies.arenas import BURN_IN_YEARS, NAME
from sim.studies.collector import WEEKS_OF_FOLLOW_UP, Collector
from sim.studies.facts import FACT_NAMES, FACTS, facts_of, lacking

PANEL_BYTES = 8 * 8 + 2
"""What a panel keeps of a post: eight numbers of eight bytes, and two flags."""
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
    if statement.contrast != "level" or statement.a != REFERENCE:
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


def not_made(studies: Studies) -> list[Study]:
    """The studies that are still to be made."""
    return [study for study, file in studies.items() if not file.exists()]


def threads_that_fit(studies: Iterable[Study], workers: int | None, room: float) -> dict[Study, int]:
    """How many seeds of each study to live side by side; a Mistake where memory does not hold the world of one."""
    return {study: min(workers or processors(), _worlds_that_fit(study, room)) for study in studies}


def _worlds_that_fit(study: Study, room: float) -> int:
    setting, parameters = load_setting(study.setting), parameter_set(dict(study.parameters))
    need = Need(bytes_of_world(setting, parameters) + _bytes_of_panels(setting, study.weeks[1]), worlds=1)
    return number_that_fits(need, setting, parameters, room)


def _bytes_of_panels(setting: Setting, weeks: int) -> int:
    posts = numbers_of_rows(setting, setting.places)[EMPLOYEES.name]
    return posts * PANEL_BYTES * (weeks // WEEKS_PER_YEAR + weeks // WEEKS_OF_FOLLOW_UP)


def made(studies: Studies, replicates: int, console: Console, threads: Mapping[Study, int]) -> None:
    """Make every study that is not there yet; seeds are lived side by side on threads.

    A study of which a seed cannot be lived is not kept, and its reason is told.
    """
    for study in not_made(studies):
        console.print(in_words(study, studies[study]))
        try:
            table = followed(study, seeds(replicates), threads[study])
        except (OSError, Mistake):  # no fault of the model's
            raise
        except Exception as trouble:
            console.print(f"It cannot be made: {type(trouble).__name__}: {trouble}", markup=False)
            continue
        write_table(pa.Table.from_pandas(table), studies[study])


def read(studies: Studies) -> dict[Study, Quarters]:
    """The tables of the studies that have been made."""
    return {study: pd.read_parquet(file) for study, file in studies.items() if file.exists()}


def seeds(replicates: int) -> list[int]:
    """One seed per replicate."""
    return [seed_of(NAME, replicate) for replicate in range(1, replicates + 1)]


def followed(study: Study, seeds: Sequence[int], threads: int | None = None) -> Quarters:
    """Live the study with each seed: measures by replicate, year and quarter, with the replicate's facts."""
    setting = load_setting(study.setting)
    baseline_centres(setting, parameter_set(dict(study.parameters)))  # found once, before threads look for them
    with ThreadPoolExecutor(threads or processors()) as pool:
        tables = list(pool.map(partial(_one, study, setting), seeds))
    replicates = range(1, len(seeds) + 1)
    return pd.concat(tables, keys=replicates, names=["replicate"]).sort_index()


def _one(study: Study, setting: Setting, seed: int) -> pd.DataFrame:
    before, weeks = study.weeks
    simulation = founded(setting, parameter_set(dict(study.parameters)), seed, math.inf)
    simulation.live(before)
    collector = Collector(simulation.world)
    measured = observe(simulation, collector, weeks)
    quarters = quarterly(measured.assign(run=0, week=range(1, weeks + 1))).droplevel("run")
    return quarters.assign(**facts_of(collector.followed(), setting, weeks // WEEKS_PER_YEAR))


def observe(simulation: Simulation, collector: Collector, weeks: int) -> pd.DataFrame:
    """Live so many weeks under the collector's eyes; every week's measures, mean over municipalities."""
    names = simulation.world.measured.dtype.names
    means = np.empty((weeks, len(names)))
    for week in range(weeks):
        simulation.step()
        collector.see(simulation.world)
        means[week] = np.asarray(simulation.world.measured).view(np.float64).reshape(-1, len(names)).mean(axis=0)
    return pd.DataFrame(means, columns=list(names))
