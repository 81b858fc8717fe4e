"""Kills at random instants, and at every call to the store in turn; after each, what was told is looked for."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from benchmarks.kills.coordinator import COMPLETE, Order
from benchmarks.kills.trial import Checked, Finished, Trial, Undisturbed

REPLICATES = {"stand-in": 8, "model": 4}
WORKERS = 2
SIGNALS = {"KILL": signal.SIGKILL, "TERM": signal.SIGTERM, "STOP, CONT": signal.SIGSTOP}
TARGETS = ("worker", "coordinator", "all")
_LONGEST_STOP_SECONDS = 0.4


class Kind(NamedTuple):
    """A kind of kill: of whom, with what, when ("random" or "store call"), in which world."""

    world: str
    target: str
    signal: str
    instant: str = "random"

    @property
    def in_flight(self) -> int:
        """Runs that one such kill may cost: one for each worker that it reaches."""
        if self.signal == "STOP, CONT":
            return 0
        return 1 if self.target == "worker" or self.instant != "random" else WORKERS


class Outcome(NamedTuple):
    """What came of the kills of one kind."""

    kind: Kind
    kills: int
    counts: Counter[str]
    """The sums over its trials of what is checked after each kill and at the end (benchmarks.kills.trial)."""


class Sought(NamedTuple):
    """So many kills of one kind, at instants that follow from a seed."""

    kind: Kind
    kills: int
    seed: int


def killed_at_random(sought: Sought, folder: Path, undisturbed: Undisturbed) -> Outcome:
    """Kill so often, in as many trials as it takes; each is carried to its end and compared."""
    rng, kills, counts = random.Random(sought.seed), 0, Counter[str]()
    trials = 0
    while kills < sought.kills:
        trials += 1
        order = Order(folder / str(trials), sought.kind.world, REPLICATES[sought.kind.world], WORKERS)
        trial = Trial(order, undisturbed)
        of_trial = _kill_until_done(trial, sought, sought.kills - kills, rng, counts)
        kills += of_trial
        add(counts, trial.finish())
    counts["trials"] = trials
    return Outcome(sought.kind, kills, counts)


def _kill_until_done(trial: Trial, sought: Sought, at_most: int, rng: random.Random, counts: Counter[str]) -> int:
    kills = 0
    process = trial.start()
    while kills < at_most:
        if not process.is_alive():
            if trial.is_at_tables() or sought.kind.target == "worker":
                break  # done, or waiting for the next command
            process = trial.start()
        if not _wait_for_an_instant(trial, process, rng):
            continue
        if _kill(trial, process, sought.kind, rng):
            kills += 1
            add(counts, trial.check())
    process.join()
    return kills


def _wait_for_an_instant(trial: Trial, process: BaseProcess, rng: random.Random) -> bool:
    """Some time after the start, after so many more runs were told, or while tables are written."""
    chance, more, later = rng.random(), rng.randint(0, 8), rng.uniform(0.0, 0.08)
    if chance < 0.2:
        time.sleep(later * 20.0)
    elif chance < 0.85:
        told = len(trial.told())
        trial.wait(lambda: len(trial.told()) >= told + more or trial.is_at_tables(), process)
        time.sleep(later)
    else:
        trial.wait(trial.is_at_tables, process)
        time.sleep(later * 5.0)
    return process.is_alive()


def _kill(trial: Trial, process: BaseProcess, kind: Kind, rng: random.Random) -> bool:
    send = _sender(trial, process, kind, rng)
    if send is None:
        return False
    try:
        send(SIGNALS[kind.signal])
        if kind.signal == "STOP, CONT":
            time.sleep(rng.uniform(0.0, _LONGEST_STOP_SECONDS))
            send(signal.SIGCONT)
    except ProcessLookupError:
        return False
    if kind.in_flight and kind.target != "worker":
        process.join()
    return True


def _sender(
    trial: Trial, process: BaseProcess, kind: Kind, rng: random.Random
) -> Callable[[signal.Signals], None] | None:
    pid = process.pid
    assert pid is not None
    match kind.target:
        case "coordinator":
            return lambda number: os.kill(pid, number)
        case "all":
            return lambda number: os.killpg(pid, number)
    workers = trial.workers()
    if not workers:
        return None
    worker = rng.choice(workers)
    return lambda number: os.kill(worker, number)


def killed_at_call(kind: Kind, call: int, folder: Path, undisturbed: Undisturbed, act: str = "kill") -> Outcome | None:
    """A first worker, or a coordinator, that dies (or meets an error) at one of its calls to the store.

    None where it has fewer calls in a whole batch, and so survives.
    """
    trial = Trial(Order(folder, kind.world, 1, workers=1), undisturbed)
    trial.start(at=call, who=kind.target, act=act).join()
    if not trial.order.mark.exists():
        assert COMPLETE in trial.told(), trial.errors()
        return None
    counts = Counter[str]()
    add(counts, trial.check())
    add(counts, trial.finish())
    counts["trials"] = 1
    return Outcome(kind, 1, counts)


def add(counts: Counter[str], found: Checked | Finished) -> None:
    """Add what was found to the counts."""
    for name, count in found._asdict().items():
        counts[name] += count
