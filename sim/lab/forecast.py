"""What a plan will cost and give: time, disk and the width of intervals, from a few runs lived for the purpose.

The probes are the plan's own first bundles, lived in a temporary folder that is removed; where a results folder holds
runs enough, they say what the spread is, and only time and disk are probed.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from math import ceil
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sim.analysis.precision import LIKELY, Rule, spread_of
from sim.analysis.ranking import HEADLINES
from sim.lab.budget import Budget
from sim.lab.bundle import Bundle, BurnedIn, Found, Lived
from sim.lab.designs import Design
from sim.lab.differences import Differences
from sim.lab.laboratory import Plan, live_missing
from sim.lab.memory import bytes_of_world
from sim.lab.pace import Pace, duration_range
from sim.lab.workers import Crew
from sim.simulate import founded

PROBES, ENOUGH, FEWEST = 12, 6, 4
"""Replicates lived as probes; those in a store that are enough to do without; fewer say nothing of a spread."""
PROBE_SECONDS = 20.0
"""No probe is begun that would not end in so many seconds, and none is lived longer."""
USUAL_SECONDS_A_WEEK_PER_BYTE = 5e-10
"""Of a world, on one thread, as measured from one municipality to a country (docs/performance.md)."""
USUALLY = (0.6, 2.0)
"""The range in which the time of a sitting lies, as shares of the usual."""

type Range = tuple[float, float]


class Probed(NamedTuple):
    """What probes, and runs in the store, have shown of a plan."""

    seconds: Range | None
    """How long all that is to be lived will take; None where no run came to its end."""
    seconds_per_replicate: Range | None
    """How much of that is a replicate's."""
    bytes_per_run: float
    differences: pd.DataFrame
    """Paired differences by contrast and replicate (``Differences.whole_replicates``)."""


def probed(plan: Plan[Design], workers: int, processes: int, found: Found = founded) -> Probed:
    """Live probes of what is missing, in a folder that is removed; nothing is written to the plan's own."""
    differences = Differences().whole_replicates(plan.design, plan.results)
    is_enough = differences.shape[1] >= ENOUGH
    pace, runs = Pace(0, 1), 0
    with tempfile.TemporaryDirectory(prefix="styreform-") as name:
        folder = Path(name)
        probes = plan._replace(results=folder, bundles=_first(plan, processes if is_enough else PROBES))
        with closing(live_missing(probes, workers, found, at_most=processes, budget=Budget(PROBE_SECONDS))) as news:
            for one in news:
                if isinstance(one, BurnedIn | Lived):
                    pace.note(one.weeks, one.seconds)
                runs += isinstance(one, Lived) and one.status == "ok"
        if not is_enough:
            differences = Differences().whole_replicates(plan.design, folder)
        written = bytes_in(folder)
    weeks = sum(bundle.all_weeks for bundle in plan.bundles)
    replicates = len({bundle.seed for bundle in plan.bundles})
    rounds = ceil(len(plan.bundles) / processes) / len(plan.bundles)
    total = pace.seconds_of(ceil(weeks * rounds)) if runs else None
    return Probed(
        total, total and (total[0] / replicates, total[1] / replicates), written / runs if runs else 0.0, differences
    )


def too_long_for_probes(plan: Plan[Design], crew: Crew) -> str:
    """What is said instead where a probe would hardly end: the time, by the size of the world; else nothing."""
    bundle = plan.bundles[0]
    seconds_a_week = USUAL_SECONDS_A_WEEK_PER_BYTE * bytes_of_world(bundle.setting, bundle.parameters)
    if seconds_a_week * bundle.all_weeks / crew.threads < PROBE_SECONDS:
        return ""
    weeks = sum(one.all_weeks for one in plan.bundles)
    seconds = seconds_a_week * weeks / (crew.processes * crew.threads)
    return (
        f"Time: about {duration_range(USUALLY[0] * seconds, USUALLY[1] * seconds)}, by the size of its world. A probe "
        "would take too long, so disk and the width of the intervals are not known."
    )


def _first(plan: Plan[Design], replicates: int) -> list[Bundle]:
    """The bundles of the first replicates that are not lived yet."""
    seeds = list(dict.fromkeys(bundle.seed for bundle in plan.bundles))[:replicates]
    return [bundle for bundle in plan.bundles if bundle.seed in seeds]


def bytes_in(results: Path) -> int:
    """The bytes that runs take in a results folder; the table of the design is none of theirs."""
    return sum(file.stat().st_size for file in results.rglob("*") if file.is_file() and file.name != "design.parquet")


def foretold(plan: Plan[Design], found: Probed, processes: int, seconds: float | None = None) -> Iterator[str]:
    """Time, disk and widths in words; within so many ``seconds``, where they are the budget."""
    if found.seconds is None or found.seconds_per_replicate is None:
        yield f"Time: not known; no run came to its end in {PROBE_SECONDS:.0f} s."
        return
    crew = in_number(processes, "process", "processes")
    yield f"Time: {duration_range(*found.seconds)} with {crew}, then the tables."
    size = found.bytes_per_run * plan.missing
    yield f"Disk: about {in_bytes(2 * size)} ({in_bytes(found.bytes_per_run)} a run, once more in series.parquet)."
    replicates = float(plan.design.experiment.replicates)
    bought = (replicates, replicates)
    if seconds is not None:
        stored = plan.design.experiment.replicates - len({bundle.seed for bundle in plan.bundles})
        buys = _bought(found.seconds_per_replicate, seconds, stored)
        bought = min(buys[0], replicates), min(buys[1], replicates)
        yield what_is_bought(buys, plan.design.experiment.replicates, seconds)
    if found.differences.shape[1] < FEWEST:
        yield f"Width of the intervals: not known; fewer than {FEWEST} replicates came to their end."
        return
    yield from expected_table(expected_half_widths(found.differences, bought), found.differences.shape[1], bought)


def _bought(per_replicate: Range, seconds: float, stored: int) -> Range:
    fast, slow = per_replicate
    return stored + float(int(seconds / slow)), stored + float(int(seconds / fast))


def what_is_bought(buys: Range, planned: int, seconds: float) -> str:
    """How many replicates a budget is expected to buy, beside those that are planned."""
    low, high = (f"{number:,.0f}" for number in buys)
    number = low if low == high else f"{low} to {high}"
    if buys[0] >= planned:
        return f"Budget: {in_time(seconds)} would buy {number} replicates; {planned} are asked for, and will be lived."
    return f"Budget: {in_time(seconds)} are expected to buy {number} of {planned} replicates."


def expected_half_widths(differences: pd.DataFrame, pairs: Range) -> pd.DataFrame:
    """Each contrast's half-width with a number of pairs in that range: at its middle, and the likely range."""
    fewest, most = (max(2, int(end)) for end in pairs)
    rows = []
    for _, values in differences.iterrows():
        spread = spread_of(values.to_numpy())
        middle = spread.half_width(round((fewest + most) / 2))
        rows.append((spread.half_widths(most)[0], middle, spread.half_widths(fewest)[1]))
    return pd.DataFrame(rows, index=differences.index, columns=["low", "middle", "high"])


def expected_table(expected: pd.DataFrame, probes: int, pairs: Range) -> Iterator[str]:
    """The expected half-widths of the headline outcomes, a line per contrast."""
    ends = sorted({f"{end:.0f}" for end in pairs}, key=float)
    yield (
        f"Expected half-width of the 95 % intervals of the main window with {' to '.join(ends)} pairs "
        f"({100 * LIKELY:.0f} % ranges, from {probes} replicates):"
    )
    cells = expected["low"].map("{:.2g}".format) + "-" + expected["high"].map("{:.2g}".format)
    for overhead, arm in cells.groupby("overhead", sort=False):
        by_measure = arm.droplevel("overhead").unstack("measure", sort=False)[[*HEADLINES]]
        yield f"{overhead}:\n{by_measure.rename_axis(index=None, columns=None).to_string()}"


def expected_replicates(differences: pd.DataFrame, widths: Mapping[str, float], rule: Rule) -> tuple[int, int]:
    """The range of replicates that every contrast will likely need to be so narrow."""
    needs = [
        spread_of(values.to_numpy()).pairs_for(widths[contrast[0]], rule)
        for contrast, values in differences.loc[[*widths]].iterrows()
    ]
    return max(fewest for fewest, _ in needs), max(most for _, most in needs)


def in_number(number: int, one: str, several: str) -> str:
    """A number of things.

    >>> in_number(1, "process", "processes"), in_number(2, "process", "processes")
    ('1 process', '2 processes')
    """
    return f"{number} {one if number == 1 else several}"


def in_bytes(amount: float) -> str:
    """Bytes in words.

    >>> in_bytes(250_000), in_bytes(3_400_000_000)
    ('250 kB', '3.4 GB')
    """
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if amount >= size:
            return f"{amount / size:.2g} {unit}"
    return f"{amount / 1e3:.3g} kB"


def in_time(seconds: float) -> str:
    """A duration as a user writes it.

    >>> in_time(1200.0), in_time(90.0), in_time(9000.0)
    ('20 min', '90 s', '2.5 h')
    """
    if seconds < 120:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min" if seconds < 7200 else f"{seconds / 3600:g} h"
