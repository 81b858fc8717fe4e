"""One sitting of an experiment at a screen: see that it fits, live what is missing, show progress, write the tables."""

import datetime
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, nullcontext
from math import inf
from typing import NamedTuple

from rich.console import Console

from sim.lab.budget import Budget
from sim.lab.bundle import Found
from sim.lab.cluster import cluster_at, work_on_cluster
from sim.lab.designs import Design
from sim.lab.laboratory import Completeness, Plan, Planned, follow, prepare
from sim.lab.limits import NO_LIMITS, Limits
from sim.lab.memory import crew_that_fits, memory_at_hand, need_of
from sim.lab.place import coordinating, make_place
from sim.lab.progress import Watch
from sim.lab.sealing import write_results
from sim.lab.store import FOLDER
from sim.lab.workers import Crew, News, crew_of, work_through
from sim.mistakes import Mistake
from sim.simulate import founded


def processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # where the system cannot say which of them are ours
        return os.cpu_count() or 1


class Terms(NamedTuple):
    """On what terms a plan is carried out: where, and what a run may take."""

    workers: int | None = None
    """Processors of this machine; unless given, all."""
    dask: str | None = None
    """Instead, the address of the scheduler of a Dask cluster."""
    limits: Limits = NO_LIMITS
    failures_allowed: float = inf
    is_shard: bool = False
    """Whether others live other shards of the same plan at the same time."""


ON_THIS_MACHINE = Terms()


def sit(
    plan: Plan[Design], console: Console, command: str, terms: Terms = ON_THIS_MACHINE, found: Found = founded
) -> Completeness:
    """Carry out a plan and say on the console what happens. ``found`` makes the simulations: sim.simulate.founded."""
    began = datetime.datetime.now(datetime.UTC)
    live_all(plan, console, terms, found)
    return write_results(plan, began, command)


def live_all[D: Planned](
    plan: Plan[D],
    console: Console,
    terms: Terms = ON_THIS_MACHINE,
    found: Found = founded,
    *,
    budget: Budget | None = None,
    listen: Callable[[News], object] = bool,
    says_reused: bool = True,
) -> None:
    """Live what a plan finds missing, as far as the budget goes, and keep it; the tables are left to the caller.

    Whoever wants to ``listen`` is told all news after they are shown.
    """
    with _workforce(plan, terms, found, budget, console) as force:
        make_place(plan.results, FOLDER)
        alone = not terms.is_shard
        with coordinating(plan.results) if alone else nullcontext():
            if plan.reused and says_reused:
                console.print(
                    f"{plan.reused} of {len(plan.design.runs)} runs are finished already and are not run again."
                )
            if force.is_here:
                prepare(plan, found, console.print)
            lives = follow(plan, force.work, failures_allowed=terms.failures_allowed, alone=alone)
            with Watch(plan.bundles, force.processes, console) as watch, closing(lives) as news:
                for one in news:
                    watch.hear(one)
                    listen(one)


def refuse_no_workforce[D: Planned](plan: Plan[D], terms: Terms, budget: Budget | None = None) -> None:
    """A Mistake where memory holds not one process, or no cluster is to be reached."""
    _refuse_limits_elsewhere(terms, budget)
    if plan.bundles and terms.dask is None:
        fitting_crew(plan, terms.workers or processors())
    elif plan.bundles:
        with cluster_at(str(terms.dask)):
            pass


def _refuse_limits_elsewhere(terms: Terms, budget: Budget | None) -> None:
    """What only the coordinator of this machine's own workers can hold is contradictory on a cluster."""
    if terms.dask and (terms.limits != NO_LIMITS or (budget and budget.left() is not None)):
        raise Mistake("--dask: limits of time and memory, and a budget, hold on this machine only; leave them out.")


class _Force(NamedTuple):
    """Who does the work: how many processes, whether on this machine, and the news of their work once it begins."""

    processes: int
    is_here: bool
    work: Generator[News]


@contextmanager
def _workforce[D: Planned](
    plan: Plan[D], terms: Terms, found: Found, budget: Budget | None, console: Console
) -> Iterator[_Force]:
    """Who will do the work of a plan; a Mistake, before anything is written, where nobody can."""
    if terms.dask is None or not plan.bundles:
        wanted = terms.workers or processors()
        crew = _crew(plan, wanted, console)
        work = work_through(plan.bundles, plan.results, wanted, found, crew.processes, terms.limits, budget)
        yield _Force(crew.processes, True, work)
        return
    _refuse_limits_elsewhere(terms, budget)
    with cluster_at(terms.dask) as client:
        workers = len(client.nthreads())
        console.print(f"On {workers} workers of the cluster at {terms.dask}.")
        yield _Force(workers, False, work_on_cluster(plan.bundles, plan.results, client, found))


def foreseen[D: Planned](plan: Plan[D], workers: int | None = None) -> str:
    """The memory that a plan will need, in words; and whether that is there."""
    if not plan.bundles:
        return "Memory: nothing is to be lived."
    room, wanted = memory_at_hand(), workers or processors()
    try:
        crew = fitting_crew(plan, wanted)
    except Mistake as mistake:
        return str(mistake)
    needed = need_of(plan.bundles).in_words(crew.processes, room)
    return "\n".join([needed, *_fewer(plan, wanted, crew)])


def fitting_crew[D: Planned](plan: Plan[D], wanted: int) -> Crew:
    """The processes, of so many wanted, that memory holds; a Mistake where it holds none."""
    return crew_that_fits(plan.bundles, wanted, memory_at_hand())


def _crew[D: Planned](plan: Plan[D], wanted: int, console: Console) -> Crew:
    """The processes that memory holds; a Mistake where it holds none, a word where it holds fewer than asked for."""
    if not plan.bundles:
        return crew_of(wanted, 1)
    crew = fitting_crew(plan, wanted)
    for words in _fewer(plan, wanted, crew):
        console.print(words)
    return crew


def _fewer[D: Planned](plan: Plan[D], wanted: int, crew: Crew) -> list[str]:
    unbounded = crew_of(wanted, len(plan.bundles)).processes
    if crew.processes == unbounded:
        return []
    return [
        f"The memory at hand holds {crew.processes} of the {unbounded} processes that would be started: no more are."
    ]
