"""A trial: one experiment in a folder of its own, carried out until it is whole however often it is killed."""

import hashlib
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import psutil
import pyarrow as pa

from benchmarks.kills.coordinator import AT_TABLES, BEGUN, COMPLETE, ERRORS, TOLD, Order, coordinate
from sim.lab.segment import DamagedError
from sim.lab.store import DAMAGED, Store, Stored

_PATIENCE_SECONDS = 120.0
_COMMANDS = 8
"""A trial that is not whole after the same command was given so often is none."""
_LOOK_EVERY_SECONDS = 0.003
_TABLES = ("design", "series", "contrasts", "measures")


class Undisturbed(NamedTuple):
    """The same experiment carried out in peace: its results folder, and the digest of each run's weeks."""

    results: Path
    digests: dict[str, str]


class Checked(NamedTuple):
    """What a process that has no part in the experiment finds in the store after a kill."""

    acknowledged: int
    """Runs whose end the coordinator had told: each is looked for."""
    lost: int
    wrong: int
    """Runs in the store, acknowledged or not, whose weeks are not the undisturbed ones."""


class Finished(NamedTuple):
    """What is found when the experiment is whole."""

    unfinished: int = 0
    """Whether it never became whole."""
    duplicated: int = 0
    """Rows of the tables that stand there twice."""
    wrong: int = 0
    """Tables that are not those of the undisturbed experiment, bit for bit."""
    begun_again: int = 0
    """Runs begun once more than needed."""
    lived_again: int = 0
    """Runs that stand more than once in the journals as ok."""
    set_aside: int = 0
    """Times that a run was told as killed, and waited for the next command."""
    left_behind: int = 0
    """Processes still there long after their coordinator."""


class Trial:
    """One experiment, its coordinators, and what they acknowledged."""

    def __init__(self, order: Order, undisturbed: Undisturbed | None = None) -> None:
        self.order, self.undisturbed = order, undisturbed
        self.coordinators: list[int] = []
        order.folder.mkdir(parents=True)

    def start(self, **changes: object) -> BaseProcess:
        """Start a coordinator; ``changes`` are those of its order."""
        start = multiprocessing.get_context("forkserver")
        start.set_forkserver_preload(["benchmarks.kills.coordinator"])
        process = start.Process(target=coordinate, args=(self.order._replace(**changes),))  # type: ignore[arg-type]
        process.start()
        assert process.pid is not None
        self.coordinators.append(process.pid)
        return process

    def told(self) -> list[str]:
        """The lines that coordinators have told, whole ones."""
        file = self.order.folder / TOLD
        return file.read_text(encoding="utf-8").split("\n")[:-1] if file.exists() else []

    def errors(self) -> str:
        """What coordinators and workers said on their standard error."""
        return (self.order.folder / ERRORS).read_text(encoding="utf-8")

    def acknowledged(self) -> set[str]:
        """The runs that were told as ok."""
        return {line.split()[0] for line in self.told() if line.endswith(" ok")}

    def check(self) -> Checked:
        """Hold the store against what was acknowledged before it is read."""
        acknowledged = self.acknowledged()
        store = Store(self.order.results)
        stored = {run: one for run, one in store.runs().items() if one.is_ok}
        assert self.undisturbed is not None
        right = self.undisturbed.digests
        wrong = sum(digest_of_weeks(store, one) != right.get(run) for run, one in stored.items())
        return Checked(len(acknowledged), len(acknowledged - stored.keys()), wrong)

    def finish(self) -> Finished:
        """Give the command again until all is lived; the tables are then compared."""
        for _ in range(_COMMANDS):
            if COMPLETE in self.told():
                break
            self.start(at=None).join()
        else:
            return Finished(unfinished=1)
        left_behind = self._wait_for_orphans()
        begun = (self.order.folder / BEGUN).read_text(encoding="utf-8").split("\n")[:-1]
        oks = Counter(one.row["run"] for one in Store(self.order.results).lines() if one.is_ok)
        set_aside = sum(line.endswith(" killed") for line in self.told())
        assert self.undisturbed is not None
        return Finished(
            duplicated=_twice(self.order.results),
            wrong=tables_that_differ(self.undisturbed.results, self.order.results),
            begun_again=len(begun) - len(set(begun)),
            lived_again=oks.total() - len(oks),
            set_aside=set_aside,
            left_behind=left_behind,
        )

    def workers(self) -> list[int]:
        """The processes of the worker processes of the last coordinator."""
        try:
            return [child.pid for child in psutil.Process(self.coordinators[-1]).children()]
        except psutil.Error:
            return []

    def wait(self, holds: Callable[[], bool], process: BaseProcess) -> bool:
        """Wait until something holds; False where the coordinator ended before."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if not process.is_alive():
                return False
            if time.monotonic() > end:
                raise AssertionError(f"waited too long: {self.order.folder}")
            time.sleep(_LOOK_EVERY_SECONDS)
        return True

    def is_at_tables(self) -> bool:
        """Whether the last coordinator writes, or has written, the tables."""
        told = self.told()
        return bool(told) and told[-1] in (AT_TABLES, COMPLETE)

    def _wait_for_orphans(self) -> int:
        """Wait for workers whose coordinator is gone; how many have to be ended from here."""
        end = time.monotonic() + _PATIENCE_SECONDS
        groups = [group for group in self.coordinators if not is_gone(group)]
        while groups and time.monotonic() < end:
            time.sleep(_LOOK_EVERY_SECONDS)
            groups = [group for group in groups if not is_gone(group)]
        for group in groups:
            os.killpg(group, signal.SIGKILL)
        return len(groups)


def in_peace(order: Order) -> Undisturbed:
    """Carry out an experiment undisturbed."""
    trial = Trial(order)
    trial.start().join()
    if COMPLETE not in trial.told():
        raise AssertionError(f"the experiment fails even in peace: {trial.errors()}")
    store = Store(order.results)
    return Undisturbed(order.results, {run: digest_of_weeks(store, one) for run, one in store.runs().items()})


def digest_of_weeks(store: Store, stored: Stored) -> str:
    """A digest of a run's weekly measures, to the last bit."""
    try:
        table = pa.concat_tables(store.series(stored)).combine_chunks()
    except DamagedError:
        return DAMAGED
    return hashlib.sha256(b"".join(bytes(buffer) for column in table.columns for buffer in _values(column))).hexdigest()


def tables_that_differ(one: Path, other: Path) -> int:
    """How many tables of two results folders differ in a bit; the seconds that runs took are not compared."""
    differing = sum((one / f"{it}.parquet").read_bytes() != (other / f"{it}.parquet").read_bytes() for it in _TABLES)
    runs = [pd.read_parquet(folder / "runs.parquet").drop(columns="seconds") for folder in (one, other)]
    return differing + (not runs[0].equals(runs[1]))


def is_gone(group: int) -> bool:
    """Whether no process of a group is alive."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def _values(column: pa.ChunkedArray) -> list[pa.Buffer]:
    return [buffer for chunk in column.chunks for buffer in chunk.buffers() if buffer is not None]


def _twice(results: Path) -> int:
    runs = pd.read_parquet(results / "runs.parquet", columns=["run", "regime", "overhead", "replicate"])
    series = pd.read_parquet(results / "series.parquet", columns=["run", "week", "municipality"])
    return int(runs.duplicated().sum() + series.duplicated().sum())
