"""The process that carries out an experiment, and is killed. It says in a file what it acknowledges, line by line."""

import datetime
import os
import resource
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.kills import store_calls, worlds
from sim.lab.bundle import Found, Lived
from sim.lab.designs import Design, design
from sim.lab.experiment import Experiment
from sim.lab.laboratory import live_missing, plan
from sim.lab.sealing import write_results

RESULTS, TOLD, BEGUN, ERRORS = "results", "told", "begun", "errors"
AT_TABLES, COMPLETE = "tables", "complete"


class Order(NamedTuple):
    """What a coordinator is to do, and whether it or its first worker is to die at a call to the store."""

    folder: Path
    world: str
    replicates: int
    workers: int = 2
    at: int | None = None
    who: str = "worker"
    act: str = "kill"
    largest_file: int | None = None
    """Bytes beyond which the system lets no file grow."""
    hash_seed: str | None = None

    @property
    def results(self) -> Path:
        """The results folder."""
        return self.folder / RESULTS

    @property
    def mark(self) -> Path:
        """The file that is made when somebody has died at a call to the store."""
        return self.folder / "died"


def designed(replicates: int) -> Design:
    """Five runs a replicate, each of two years in four small units."""
    return design(
        Experiment(
            name="kills",
            question="Does a kill cost more than what was in flight?",
            expected_answer="No.",
            setting="four_units",
            regimes=("baseline", "npm", "trust"),
            overhead=("as coded", "equal overhead"),
            replicates=replicates,
            burn_in_years=0,
            years=2,
            early_window=(1, 1),
            main_window=(2, 2),
        )
    )


def founding(world: str) -> Found:
    """What founds a world of this name."""
    if world == "odd":
        from benchmarks.kills.models import odd

        return odd
    return worlds.WORLDS[world]


def coordinate(order: Order) -> None:
    """Carry out the experiment in a process group of its own, as far as it comes."""
    os.setsid()
    sys.stderr = (order.folder / ERRORS).open("a", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), 2)
    os.environ[worlds.BEGUN] = str(order.folder / BEGUN)
    with (order.folder / TOLD).open("a", encoding="utf-8") as told:
        _arm(order)

        def tell(line: str) -> None:
            told.write(f"{line}\n")
            told.flush()

        planned = plan(designed(order.replicates), order.results)
        for news in live_missing(planned, order.workers, founding(order.world)):
            if isinstance(news, Lived):
                tell(f"{news.run} {news.status}")
        tell(AT_TABLES)
        planned = plan(planned.design, order.results)
        if write_results(planned, datetime.datetime.now(datetime.UTC), "a trial of kills").is_complete:
            tell(COMPLETE)


def _arm(order: Order) -> None:
    if order.hash_seed is not None:
        os.environ["PYTHONHASHSEED"] = order.hash_seed
    if order.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, order.largest_file))
    if order.at is None:
        return
    if order.who == "coordinator":
        store_calls.arm(order.at, order.act, order.mark)
    else:
        marks = {store_calls.AT: str(order.at), store_calls.ACT: order.act, store_calls.MARK: str(order.mark)}
        os.environ.update(marks)
