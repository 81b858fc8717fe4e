"""Draws: places of the axes that are lived, each kept as soon as it is known, so that a stopped search goes on."""

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.analysis.matching import Numbers
from sim.lab.session import processors
from sim.lab.workers import WorkError

type Shown = Callable[[dict[str, float], Sequence[int]], list[float]]
"""What the baseline shows of every target, given parameters that differ and seeds."""


class Draw(NamedTuple):
    """One draw: the parameters that differ, and the seeds that it is lived with."""

    changes: dict[str, float]
    seeds: tuple[int, ...]


class Lives(NamedTuple):
    """How draws are lived: ``shown`` at each, usually with these seeds, on so many processes."""

    shown: Shown
    seeds: tuple[int, ...]
    workers: int | None = None

    def draws(self, changes: Sequence[dict[str, float]]) -> list[Draw]:
        """Draws with the usual seeds."""
        return [Draw(each, self.seeds) for each in changes]


def lived(draws: Sequence[Draw], lives: Lives, file: Path, console: Console, says: str) -> Numbers:
    """What every draw shows, shape (draws, targets): read from ``file`` where known, lived and added to it elsewhere.

    The file must be named after all that decides its numbers: a draw in it is the draw of that number.
    """
    known = dict(_kept(file))
    missing = [number for number in range(len(draws)) if number not in known]
    if missing:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as kept, _progress(console) as progress:
            task = progress.add_task(says, total=len(draws), completed=len(known))
            for number, values in _found({number: draws[number] for number in missing}, lives):
                kept.write(json.dumps([number, values]) + "\n")
                kept.flush()
                os.fsync(kept.fileno())
                known[number] = values
                progress.advance(task)
    return np.array([known[number] for number in range(len(draws))], dtype=float)


def _kept(file: Path) -> Iterator[tuple[int, list[float]]]:
    """The draws of a file. A line that was cut short as the computer went down is written off, and lived again."""
    if not file.exists():
        return
    text = file.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        file.write_text(whole, encoding="utf-8")
    for line in whole.splitlines():
        number, values = json.loads(line)
        yield number, values


def _found(draws: dict[int, Draw], lives: Lives) -> Iterator[tuple[int, list[float]]]:
    """Live draws, each on whichever process is free, in whatever order they are done; one process is this one."""
    processes = min(lives.workers or processors(), len(draws))
    if processes == 1:
        yield from ((number, lives.shown(*draw)) for number, draw in draws.items())
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_coordinator)
    try:
        at_work = {pool.submit(lives.shown, *draw): number for number, draw in draws.items()}
        for done in as_completed(at_work):
            yield at_work[done], done.result()
    except BrokenProcessPool:
        raise WorkError(
            "a process died while it lived a draw; what was done is kept, the same command goes on"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _end_with_coordinator() -> None:
    """A process whose coordinator is killed ends with it: nobody would keep its draws. Ctrl-C is not for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    coordinator = parent_process()
    if coordinator is not None:
        threading.Thread(target=_watch, args=(coordinator.sentinel,), daemon=True).start()


def _watch(coordinator: int) -> None:
    wait([coordinator])
    os._exit(1)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )
