"""From a design to finished tables: what is there already, what is missing, live it, write it down."""

import importlib.metadata
import time
from collections import Counter
from collections.abc import Callable, Container, Generator, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from sim.lab.budget import Budget
from sim.lab.bundle import Bundle, Found, Lived, Run
from sim.lab.durable import write_table
from sim.lab.limits import NO_LIMITS, Limits
from sim.lab.pace import USUAL_SECONDS_TO_FIND_BASELINE
from sim.lab.place import DESIGN, PROVENANCE, coordinating, mark_place, refuse_wrong_place
from sim.lab.store import Store, Stored
from sim.lab.workers import News, work_through
from sim.mistakes import Mistake
from sim.rule import COMPILED, cache_folder
from sim.simulate import baseline_is_known
from sim.simulate.simulation import PEOPLE_OF_A_WORLD, parts_of

USUAL_SECONDS_TO_COMPILE = 45


class RunError(Exception):
    """More runs failed than the user allows."""

    def __init__(self, last: Lived, failures: int) -> None:
        these = f"{failures} runs have failed, more than are allowed; the last, " if failures > 1 else ""
        super().__init__(f"{these}run {last.run} failed ({last.stage}): {last.reason}")
        self.failed = last


class Planned(Protocol):
    """What can be lived and kept: the design of an experiment (sim.lab.designs) or of a study."""

    @property
    def runs(self) -> Mapping[str, Run]:
        """All runs by identity."""
        ...

    def bundles(self, lived: Container[str] = ()) -> list[Bundle]:
        """The bundles of the runs that are still to be lived."""
        ...

    def table(self) -> pa.Table:
        """One row per row of the design, with the column ``run``."""
        ...

    def in_words(self) -> str:
        """What is planned."""
        ...


class Plan[D: Planned](NamedTuple):
    """A design held against a results folder: what is stored, and the bundles still to be lived."""

    design: D
    results: Path
    stored: dict[str, Stored]
    bundles: list[Bundle]

    @property
    def missing(self) -> int:
        """Runs still to be lived."""
        return sum(len(bundle.runs) for bundle in self.bundles)

    @property
    def reused(self) -> int:
        """Runs found finished."""
        return len(self.design.runs) - self.missing

    def in_words(self) -> str:
        """What is planned, what is there, what is to be done."""
        return (
            f"{self.design.in_words()}\n"
            f"Already in {self.results}: {self.reused} runs. To be lived: {self.missing} runs in "
            f"{len(self.bundles)} bundles."
        )


class Completeness(NamedTuple):
    """How the runs of a design ended."""

    planned: int
    ok: int
    failed: int
    timeout: int
    killed: int
    missing: int

    def in_words(self) -> str:
        """As a sentence."""
        others = {"failed": self.failed, "took too long": self.timeout, "killed": self.killed}
        others["not lived yet"] = self.missing
        rest = "".join(f", {count} {end}" for end, count in others.items() if count)
        return f"{self.ok} of {self.planned} runs finished{rest}."

    @property
    def is_only_unfinished(self) -> bool:
        """Whether runs are missing, and none was begun that did not come to its end."""
        return self.missing > 0 and self.ok + self.missing == self.planned

    @property
    def is_complete(self) -> bool:
        """Every planned run was lived to its end."""
        return self.ok == self.planned


def plan[D: Planned](design: D, results: Path) -> Plan[D]:
    """Hold a design against what a results folder holds. Failed and killed runs are to be tried again."""
    refuse_wrong_place(results)
    stored = Store(results).runs()
    finished = {run for run, one in stored.items() if one.is_ok}
    return Plan(design, results, stored, design.bundles(finished))


def prepare[D: Planned](plan: Plan[D], found: Found, say: Callable[[str], object]) -> None:
    """What is done once before the workers start, so that they find it done: compile, and find the baseline."""
    if not plan.bundles:
        return
    bundle = plan.bundles[0]
    mark = _mark_of_compiled(bundle) if COMPILED else None
    to_do = []
    if mark is not None and not mark.exists():
        to_do.append(f"compiling the model (about {USUAL_SECONDS_TO_COMPILE} s)")
    if not baseline_is_known(bundle.setting, bundle.parameters):
        to_do.append(f"finding the baseline of these parameters (about {USUAL_SECONDS_TO_FIND_BASELINE} s)")
    if not to_do:
        return
    say(f"Once, later runs find it done: {' and '.join(to_do)} ...")
    began = time.perf_counter()
    try:
        world = found(bundle.setting, bundle.parameters, bundle.seed)
        world.enact(bundle.runs[0].reforms)
        world.live(1)
    except Exception:
        return  # the runs themselves will say what is wrong, each in its own row
    if mark is not None:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    say(f"Done in {time.perf_counter() - began:.0f} s.")


def _mark_of_compiled(bundle: Bundle) -> Path:
    """The file that says that the weeks of a bundle are compiled; those of worlds side by side are others."""
    worlds = parts_of(bundle.setting, PEOPLE_OF_A_WORLD)
    several = "-side-by-side" if len(worlds) > 1 else ""
    return cache_folder() / f"compiled-by-numba-{importlib.metadata.version('numba')}{several}"


def live_missing[D: Planned](
    plan: Plan[D],
    workers: int,
    found: Found,
    *,
    at_most: int | None = None,
    limits: Limits = NO_LIMITS,
    failures_allowed: float = float("inf"),
    budget: Budget | None = None,
) -> Generator[News]:
    """Live what is missing and tell what happens. Until all tables are written anew the folder has no provenance.

    ``at_most`` so many processes are started: as many as memory holds. A run that takes more than ``limits`` is ended;
    what the ``budget`` does not hold is left. RunError where more runs than ``failures_allowed`` end otherwise than ok.
    """
    return follow(
        plan,
        work_through(plan.bundles, plan.results, workers, found, at_most, limits, budget),
        failures_allowed=failures_allowed,
    )


def follow[D: Planned](
    plan: Plan[D], work: Generator[News], *, failures_allowed: float = float("inf"), alone: bool = True
) -> Generator[News]:
    """Tell what happens where the work of a plan is done, as its only coordinator or as one of many (``alone``)."""
    with coordinating(plan.results) if alone else nullcontext(), closing(work):
        open_store(plan)
        failures = 0
        for news in work:
            yield news
            failures += isinstance(news, Lived) and news.status != "ok"
            if failures > failures_allowed:
                assert isinstance(news, Lived)
                raise RunError(news, failures)


def open_store[D: Planned](plan: Plan[D]) -> None:
    """What stands in a results folder before the first run is lived: whose it is, and what is planned."""
    mark_place(plan.results)
    Store(plan.results).sweep()
    if plan.bundles:
        (plan.results / PROVENANCE).unlink(missing_ok=True)
    write_table(plan.design.table(), plan.results / DESIGN)


def completeness_of(rows: Sequence[str], stored: dict[str, Stored]) -> Completeness:
    """How the runs named in a design's rows ended."""
    planned = dict.fromkeys(rows)
    ends = Counter(stored[run].row["status"] for run in planned if run in stored)
    missing = sum(run not in stored for run in planned)
    return Completeness(len(planned), ends["ok"], ends["failed"], ends["timeout"], ends["killed"], missing)


def status(results: Path) -> Completeness:
    """How far the experiment in a results folder has come."""
    planned = planned_in(results)
    return completeness_of(planned, Store(results).runs())


def planned_in(results: Path) -> list[str]:
    """The run that each row of the design in a results folder names; a Mistake where there is no design of ours."""
    file = results / DESIGN
    if not file.is_file():
        raise Mistake(
            f"{results}: there is no design.parquet here; `styreform run` writes one into its results folder."
        )
    try:
        return list(pq.read_table(file, columns=["run"])["run"].to_pylist())
    except (pa.ArrowException, OSError, KeyError) as trouble:
        raise Mistake(f"{file} is not a design that `styreform run` has written: {trouble}") from None
