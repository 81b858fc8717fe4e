"""Worker processes: each takes one bundle at a time, keeps its result on disk and only then says so.

Why not a ``ProcessPoolExecutor``: there, one worker killed from outside takes every task of the pool with it, and
nobody can say which task was to blame. Here each worker has its own pipe, so a death costs one bundle's work, and the
blame is known (docs/decisions/0004-runs-and-store.md).
"""

import contextlib
import multiprocessing
import signal
import threading
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from sim.lab.bundle import Bundle, BurnedIn, Found, Lived, live
from sim.lab.store import Store
from sim.rule import code_digest

DEATHS_ALLOWED = 2
"""A bundle that has been the death of this many workers is set aside."""


_AT_THE_START = "at the start"


class WorkError(Exception):
    """The work cannot go on, for a reason that lies outside the model."""


class Kept(NamedTuple):
    """News: a bundle is on disk."""

    bundle: Bundle


class Died(NamedTuple):
    """News: a worker died with a bundle in its hands, and with it so many runs lived but not yet kept."""

    bundle: Bundle
    exit_code: int | None
    runs_lost: int
    set_aside: bool
    """The bundle has killed too often: its runs are kept as "killed"."""


class _Ready(NamedTuple):
    """The worker has started and can take work."""


class _Stuck(NamedTuple):
    """The worker cannot go on: the disk is full, the folder is gone, the code is no longer what was planned with ..."""

    why: str


type News = BurnedIn | Lived | Kept | Died


class _Worker:
    """One process, its pipe and the bundle in its hands."""

    def __init__(self, folder: Path, found: Found) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, theirs = spawn.Pipe()
        self.process: BaseProcess = spawn.Process(target=_work, args=(theirs, folder, found), daemon=True)
        self.bundle: Bundle | None = None
        self.runs_lived = 0
        self.is_ready = False
        with _interrupts_ignored():
            self.process.start()
        theirs.close()  # or the end of the worker would never be seen here

    def give(self, bundle: Bundle | None) -> None:
        self.bundle, self.runs_lived = bundle, 0
        if bundle is not None:
            with contextlib.suppress(OSError):  # a worker that has just died is noticed when it is next listened to
                self.pipe.send(bundle)

    def end(self) -> int | None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return self.process.exitcode


def work_through(bundles: Sequence[Bundle], folder: Path, workers: int, found: Found) -> Generator[News]:
    """Live every bundle on so many workers, and tell what happens. Closing this generator ends the workers at once."""
    waiting = deque(bundles)
    deaths: Counter[str] = Counter()
    crew: dict[Connection, _Worker] = {}
    try:
        while waiting or any(worker.bundle for worker in crew.values()):
            busy = sum(worker.bundle is not None for worker in crew.values())
            while len(crew) < min(workers, busy + len(waiting)):
                worker = _Worker(folder, found)
                crew[worker.pipe] = worker
            for pipe in wait(list(crew)):
                worker = crew[pipe]  # type: ignore[index]
                try:
                    news = worker.pipe.recv()
                except (EOFError, OSError):
                    del crew[worker.pipe]
                    yield from _mourn(worker, waiting, deaths, folder)
                    continue
                if isinstance(news, _Stuck):
                    raise WorkError(news.why)
                if isinstance(news, _Ready | Kept):
                    worker.is_ready = True
                    worker.give(waiting.popleft() if waiting else None)
                worker.runs_lived += isinstance(news, Lived)
                if not isinstance(news, _Ready):
                    yield news
    finally:
        for worker in crew.values():
            worker.end()


def _mourn(worker: _Worker, waiting: deque[Bundle], deaths: Counter[str], folder: Path) -> Iterator[News]:
    """Take back a dead worker's bundle: to the end of the queue, or out of it when it has killed too often."""
    exit_code = worker.end()
    bundle = worker.bundle
    if bundle is None:
        deaths[_AT_THE_START] += not worker.is_ready
        if deaths[_AT_THE_START] >= DEATHS_ALLOWED:
            raise RuntimeError(
                f"The worker processes do not start (exit code {exit_code}; their message stands above)."
            )
        return
    deaths[bundle.name] += 1
    set_aside = deaths[bundle.name] >= DEATHS_ALLOWED
    if set_aside:
        reason = f"its worker died {DEATHS_ALLOWED} times (exit code {exit_code})"
        Store(folder).keep(bundle, [Lived(run.run, "killed", "worker", reason) for run in bundle.runs])
    else:
        waiting.append(bundle)
    yield Died(bundle, exit_code, worker.runs_lived, set_aside)


def _work(pipe: Connection, folder: Path, found: Found) -> None:
    """The life of a worker: take a bundle, live it, keep it, say so; leave when nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the coordinator, who then ends its workers
    store = Store(folder)
    with contextlib.suppress(EOFError, ConnectionError):
        pipe.send(_Ready())
        while True:
            bundle = pipe.recv()
            if any(run.ingredients.code != code_digest() for run in bundle.runs):
                pipe.send(_Stuck("the model's code was changed while the experiment ran; give the command again"))
                return
            lived = []
            for one in live(bundle, found):
                with contextlib.suppress(OSError):  # the coordinator may be gone: what is lived is still kept
                    pipe.send(one.without_series() if isinstance(one, Lived) else one)
                if isinstance(one, Lived):
                    lived.append(one)
            try:
                store.keep(bundle, lived)
            except OSError as trouble:
                pipe.send(_Stuck(str(trouble)))
                return
            pipe.send(Kept(bundle))


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """A child started here ignores Ctrl-C from its first instruction, not only once its imports are done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
