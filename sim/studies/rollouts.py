"""Roll-outs as an evaluator sees them: municipalities that join, pool by pool, beside those that do not.

A roll-out is a case that comes in pools. Each seed is one set of municipalities; the year before the first pool is
lived once, and who joins is settled at its end: by lot, or by those most inclined (sim/rules/joining.py). Then every
regime of the case is lived from a copy of the same world. Who joins is the same under all of them, so that those who
join under "baseline", where there is nothing to join, are a placebo, and the twins of those who join a programme.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rich.console import Console

import sim.lab.asked
from sim.analysis.statements import QUARTERS, WEEKS_PER_QUARTER, Quarters, measures_in
from sim.draws import POOL, draws4, moment
from sim.events import Happening
from sim.evidence.claims import OTHERS_OF, Statement
from sim.lab.asked import spreading
from sim.lab.designs import Design, design
from sim.lab.experiment import REFERENCE, Experiment, read_experiment
from sim.lab.identity import digest
from sim.lab.memory import need_of, number_that_fits
from sim.lab.session import processors
from sim.measures.catalogue import NAMES
from sim.mistakes import Mistake, choice
from sim.regimes import Reform
from sim.regimes.reforms import by_lot, phases
from sim.rule import Parameters, meaning_of
from sim.rules.joining import inclination_to_join
from sim.simulate import Simulation, founded
from sim.simulate.fixed_point import baseline_centres
from sim.state.tables import WEEKS_PER_YEAR
from sim.studies.arenas import case_of, named, regime_of
from sim.studies.making import make, read_made

SICK_LEAVE = "sick_leave_share"
"""What those who choose themselves look at in the year before."""
JOINED = "joined"
"""The column with the week in which a municipality joins, or would have."""
NEVER = -1
"""The week of those who do not."""
INDEX = ("regime", "replicate", "municipality", "year", "quarter")


class RollOut(NamedTuple):
    """A case that comes in pools, and how those who join are chosen: "selected" or "randomised"."""

    case: str
    participants: str

    @property
    def name(self) -> str:
        """What it is called in the name of its file."""
        return f"{Path(self.case).stem}_{self.participants}"


class Group(NamedTuple):
    """Those who join in a roll-out, or the others, under one of its regimes."""

    roll_out: RollOut
    regime: str
    joins: bool


type RollOuts = Mapping[RollOut, Path]
"""Roll-outs, and the file that each is kept in."""


def sides_of(statement: Statement) -> dict[str, Group]:
    """The groups that a statement looks at, by what it calls them."""
    case = case_of(statement)
    if not case.pools or not case.burn_in_years:
        raise Mistake(f'the case "{case.name}" is no roll-out: that needs pools, and a year of burn-in or more.')
    roll_out = RollOut(str(statement.case), str(statement.participants))
    return named(statement, lambda scenario, _: _group(roll_out, case, scenario))


def _group(roll_out: RollOut, case: Experiment, scenario: str) -> Group:
    if scenario.startswith(OTHERS_OF):
        return Group(roll_out, regime_of(case, scenario.removeprefix(OTHERS_OF).strip()), joins=False)
    words, of, regime = scenario.partition(" of ")
    if of and regime.strip() in case.regimes:
        raise Mistake(f'there is no group "{words} of". {choice(words, [OTHERS_OF.removesuffix(" of ")])}')
    return Group(roll_out, regime_of(case, scenario), joins=True)


def planned(statements: Iterable[Statement], replicates: int, folder: Path) -> RollOuts:
    """The roll-outs that statements need, each once, and where each is kept."""
    wanted = dict.fromkeys(group.roll_out for it in statements for group in sides_of(it).values())
    return {one: folder / f"roll_out_{one.name}_{_digest(one, replicates)}.parquet" for one in wanted}


def _digest(roll_out: RollOut, replicates: int) -> str:
    """The digest of all that decides its numbers, so that a roll-out is lived once and never out of date."""
    runs = [*design(_experiment(roll_out, replicates)).runs]
    return digest([_definitions(), runs, roll_out.participants])[:8]


@cache
def _definitions() -> list[str]:
    """What the modules that a roll-out is made with mean, beside those of the model."""
    files = (__file__, sim.lab.asked.__file__)
    return [meaning_of(Path(str(file)).read_text(encoding="utf-8")) for file in files]


def _experiment(roll_out: RollOut, replicates: int) -> Experiment:
    case = read_experiment(roll_out.case)[0].at_one_point()
    return case.model_copy(update={"overhead": ("as coded",), "replicates": replicates})


def in_words(roll_out: RollOut, file: Path) -> str:
    """What a roll-out is, and whether it has been lived."""
    state = "lived already" if file.exists() else "to be lived"
    return f"roll-out of {roll_out.case}, participants {roll_out.participants}: {state}"


def threads_that_fit(roll_outs: Iterable[RollOut], workers: int | None, room: float) -> dict[RollOut, int]:
    """How many seeds of each roll-out to live side by side; a Mistake where memory does not hold the worlds of one."""
    return {one: min(workers or processors(), _seeds_that_fit(one, room)) for one in roll_outs}


def _seeds_that_fit(roll_out: RollOut, room: float) -> int:
    lived = design(_experiment(roll_out, replicates=1))
    return number_that_fits(need_of(lived.bundles()), lived.setting, lived.parameters, room)


def made(roll_outs: RollOuts, replicates: int, console: Console, threads: Mapping[RollOut, int]) -> None:
    """Live every roll-out that is not there yet; seeds are lived side by side on threads."""
    make(
        roll_outs,
        lambda one: in_words(one, roll_outs[one]),
        lambda one: lived(design(_experiment(one, replicates)), one.participants, threads[one]),
        console,
    )


def read(statements: Iterable[Statement], roll_outs: RollOuts) -> dict[Group, Quarters]:
    """The quarterly means of every group that the statements look at, municipality by municipality."""
    wanted: dict[Group, dict[str, None]] = {}
    for statement in statements:
        for group in sides_of(statement).values():
            wanted.setdefault(group, {}).update(dict.fromkeys(measures_in(statement.measure)))
    tables = read_made(roll_outs)
    return {
        group: _of_group(tables[group.roll_out], group)[[*measures]]
        for group, measures in wanted.items()
        if group.roll_out in tables
    }


def _of_group(table: pd.DataFrame, group: Group) -> Quarters:
    of_regime: pd.DataFrame = table.xs(group.regime, level="regime")
    return of_regime[(of_regime[JOINED] != NEVER) == group.joins]


def lived(plan: Design, participants: str, workers: int | None = None) -> pd.DataFrame:
    """Live every regime of a design with every seed: the table of municipality and period.

    A row is a regime, replicate, municipality, year (0 is the one before) and quarter; a column is a measure, and
    ``joined``, which is the same under every regime.
    """
    baseline_centres(plan.setting, plan.parameters)  # found once, before threads look for them
    seeds = plan.experiment.seeds()
    with ThreadPoolExecutor(workers or processors()) as threads:
        tables = list(threads.map(partial(_one, plan, participants), seeds))
    whole = pd.concat(tables, keys=range(1, len(seeds) + 1), names=["replicate"])
    return whole.reorder_levels([*INDEX]).sort_index()


def _one(plan: Design, participants: str, seed: int) -> pd.DataFrame:
    experiment, p = plan.experiment, plan.parameters.record()
    simulation = founded(plan.setting, plan.parameters, seed, math.inf)
    simulation.live(experiment.burn_in_weeks - WEEKS_PER_YEAR)
    before = simulation.live(WEEKS_PER_YEAR)
    weeks = [pool.week for pool in experiment.pools for _ in range(pool.municipalities)]
    order = joining_order(participants, before[SICK_LEAVE].mean(axis=0), len(weeks), p, seed)
    joined = dict(zip(order, weeks, strict=False))
    regimes = [regime for regime, _ in plan.asked]
    after = {regime: _after(simulation, plan, regime, order, seed) for regime in regimes}
    tables = [quarters_of(np.concatenate([before, series]), joined) for series in after.values()]
    return pd.concat(tables, keys=regimes, names=["regime"])


def joining_order(
    participants: str, sick_leave: Sequence[float], number: int, p: Parameters, seed: int
) -> Sequence[int]:
    """Municipalities in the order in which they join, the first so many at least.

    ``sick_leave`` is each one's in the year before. Those who choose themselves come into their pools by lot.
    """
    if participants == "randomised":
        return by_lot(len(sick_leave), seed)
    lots = [draws4(moment(0, seed), POOL, m, 0) for m in range(len(sick_leave))]
    inclination = [inclination_to_join(float(own), lots[m][0], p) for m, own in enumerate(sick_leave)]
    most_inclined = sorted(range(len(lots)), key=lambda m: inclination[m], reverse=True)[:number]
    return sorted(most_inclined, key=lambda m: lots[m][1])


def _after(simulation: Simulation, plan: Design, regime: str, order: Sequence[int], seed: int) -> Any:
    """The years after the year before, under one regime and what happens beside it."""
    course = plan.asked[regime, "as coded"]
    run = next(plan.runs[row.run] for row in plan.rows if row.regime == regime and row.seed == seed)
    events = [entry for entry in run.reforms if isinstance(entry, Happening)]
    reforms: tuple[Reform, ...] = phases(course)
    if regime != REFERENCE:
        reforms = spreading(plan.experiment, course, order)
    twin = simulation.copy()
    twin.enact([*reforms, *events])
    return twin.live(plan.experiment.weeks)


def quarters_of(series: NDArray[Any], joined: Mapping[int, int]) -> pd.DataFrame:
    """Quarterly means of weekly measures, an array of (week, municipality) that begins with year 0."""
    municipalities = series.shape[1]
    means = [series[name].reshape(-1, WEEKS_PER_QUARTER, municipalities).mean(axis=1) for name in NAMES]
    quarters = range(len(means[0]))
    index = pd.MultiIndex.from_product([quarters, range(municipalities)], names=["quarter", "municipality"])
    table = pd.DataFrame({name: mean.ravel() for name, mean in zip(NAMES, means, strict=True)}, index=index)
    table = table.reset_index()
    table["year"], table["quarter"] = table["quarter"] // QUARTERS, 1 + table["quarter"] % QUARTERS
    table[JOINED] = [joined.get(m, NEVER) for m in table["municipality"]]
    return table.set_index(["municipality", "year", "quarter"])
