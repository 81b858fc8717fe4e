"""Faults of disks and folders."""

import os
import random
import shutil
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.kills.coordinator import Order
from benchmarks.kills.fault import Came, Fault, Peace, came_through, handled, last_words
from benchmarks.kills.kills import Kind, Outcome, Sought, killed_at_call, killed_at_random
from benchmarks.kills.trial import Trial

_ERRORS = ("ENOSPC", "EDQUOT", "EIO")
_CALLS_OF_WORKER, _CALLS_OF_COORDINATOR = range(3, 99, 8), range(2, 62, 5)
_AT_ONCE = 4
_SMALL_FILE_BYTES = 60_000


def errors_in_a_worker(folder: Path, peace: Peace) -> Came:
    """The disk gives an error at every eighth call of a first worker, one kind of error after the other."""
    return _errors("worker", _CALLS_OF_WORKER, folder, peace)


def errors_in_the_coordinator(folder: Path, peace: Peace) -> Came:
    """The same at every fifth call of the coordinator, when the store is opened and when tables are written."""
    return _errors("coordinator", _CALLS_OF_COORDINATOR, folder, peace)


def _errors(who: str, calls: range, folder: Path, peace: Peace) -> Came:
    counts, met = Counter[str](), 0
    kind = Kind("stand-in", who, "error", "store call")

    def meet(number: int, call: int) -> Outcome | None:
        return killed_at_call(kind, call, folder / str(call), peace[1], act=_ERRORS[number % len(_ERRORS)])

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(lambda it: meet(*it), enumerate(calls)))
    for outcome in outcomes:
        if outcome is not None:
            met += 1
            counts += outcome.counts
    bad = {name: counts[name] for name in ("lost", "wrong", "duplicated", "unfinished") if counts[name]}
    found = f"{bad}" if bad else "nothing lost, nothing wrong"
    said = f"{met} errors, {counts['acknowledged']} runs acknowledged; the same command: {found}"
    return Came(said, handled(not bad and met > 0))


def file_too_large(folder: Path, peace: Peace) -> Came:
    """The system cuts a write short and refuses the next: the limit of a file's size, for all processes."""
    trial = Trial(Order(folder, "stand-in", 4, largest_file=_SMALL_FILE_BYTES), peace[4])
    trial.start().join()
    said = last_words(trial)
    trial.order = trial.order._replace(largest_file=None)
    return came_through(trial, f'"{said}"')


def folder_removed(folder: Path, peace: Peace) -> Came:
    """Somebody removes the results folder while runs are lived: what stood there is gone, and must not be told."""
    trial = Trial(Order(folder, "stand-in", 4), peace[4])
    process = trial.start()
    trial.wait(lambda: len(trial.acknowledged()) >= 5, process)
    shutil.rmtree(trial.order.results, ignore_errors=True)
    process.join()
    missing = "complete" not in trial.told()
    finished = trial.finish()
    whole = not finished.unfinished and not finished.wrong and not finished.duplicated
    again = "lives all again, tables as undisturbed" if whole else f"{finished}"
    said = "the command does not say that it is complete" if missing else "told as complete"
    return Came(f"{said}; the same command {again}", handled(whole and missing))


def strange_path(folder: Path, peace: Peace) -> Came:
    """A path with spaces and letters of several scripts, and a kill of all."""
    place = folder / "løn og  tillæg" / "Å 結果 'x' #%"
    place.mkdir(parents=True)
    outcome = killed_at_random(Sought(Kind("stand-in", "all", "KILL"), 2, seed=1), place, peace[8])
    bad = sum(outcome.counts[name] for name in ("lost", "wrong", "duplicated", "unfinished", "left_behind"))
    return Came(f"{outcome.kills} kills of all: {bad} runs lost, wrong or duplicated", handled(bad == 0))


def clock_put_forward(folder: Path, peace: Peace) -> Came:
    """Two days pass while a worker is stopped in a run; another coordinator sweeps the store, then it goes on."""
    trial = Trial(Order(folder, "stand-in", 4), peace[4])
    process = trial.start()
    trial.wait(lambda: len(trial.acknowledged()) >= 4, process)
    worker = random.Random(0).choice(trial.workers())
    os.kill(worker, signal.SIGSTOP)
    process.kill()
    process.join()
    for file in (trial.order.results / "segments").iterdir():
        os.utime(file, (0, 0))
    trial.start().join()
    os.kill(worker, signal.SIGCONT)
    return came_through(trial, "a late worker went on in a store that was swept")


FAULTS = (
    Fault("storage", "ENOSPC, EDQUOT, EIO at every eighth call of a worker", errors_in_a_worker),
    Fault("storage", "ENOSPC, EDQUOT, EIO at every fifth call of the coordinator", errors_in_the_coordinator),
    Fault("storage", "short write, then a file that may not grow (RLIMIT_FSIZE)", file_too_large),
    Fault("storage", "results folder deleted while runs are lived", folder_removed),
    Fault("storage", "path with spaces, quotes and non-ASCII letters, all killed", strange_path),
    Fault("storage", "clock put forward by days, late worker", clock_put_forward),
)
