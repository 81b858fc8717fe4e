"""One sitting of an experiment at a screen: compile, live what is missing, show progress, write the tables."""

import datetime
import os
from contextlib import closing

from rich.console import Console

from sim.lab.bundle import Found
from sim.lab.laboratory import Completeness, Plan, live_missing, prepare, write_results
from sim.lab.progress import Watch
from sim.simulate import founded


def processors() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # where the system cannot say which of them are ours
        return os.cpu_count() or 1


def sit(
    plan: Plan,
    console: Console,
    command: str,
    *,
    workers: int | None = None,
    fail_fast: bool = False,
    found: Found = founded,
) -> Completeness:
    """Carry out a plan and say on the console what happens. ``found`` makes the simulations: sim.simulate.founded."""
    began = datetime.datetime.now(datetime.UTC)
    crew = workers or processors()
    if plan.reused:
        console.print(f"{plan.reused} of {len(plan.design.runs)} runs are finished already and are not run again.")
    prepare(plan, found, console.print)
    with (
        Watch(plan.bundles, crew, console) as watch,
        closing(live_missing(plan, crew, found, fail_fast=fail_fast)) as news,
    ):
        for one in news:
            watch.hear(one)
    return write_results(plan, began, command)
