"""Worker processes: each takes one bundle at a time, keeps its result on disk and only then says so.

Why not a ``ProcessPoolExecutor``: there, one worker killed from outside takes every task of the pool with it, and
nobody can say which task was to blame. Here each worker has its own pipe, so a death costs one bundle's work, and the
blame is known (docs/decisions/0004-runs-and-store.md).
"""

import contextlib
import multiprocessing
import signal
import threading
import uuid
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from sim.lab.budget import Budget
from sim.lab.bundle import Bundle, BurnedIn, Found, Lived, Piece, live
from sim.lab.store import Keeping, Store
from sim.rule import code_digest

DEATHS_ALLOWED = 2
"""A bundle that has been the death of this many workers is set aside."""


_AT_THE_START = "at the start"


class WorkError(Exception):
    """The work cannot go on, for a reason that lies outside the model."""


class Kept(NamedTuple):
    """News: a bundle is on disk. Runs that failed leave weeks that nobody will live."""

    bundle: Bundle
    weeks_forgone: int = 0


class Died(NamedTuple):
    """News: a worker died with a bundle in its hands, and with it so many weeks and runs lived but not yet kept."""

    bundle: Bundle
    exit_code: int | None
    weeks_lost: int
    runs_lost: int
    set_aside: bool
    """The bundle has killed too often: its runs are kept as "killed"."""


class _Ready(NamedTuple):
    """The worker has started and can take work."""


class _Stuck(NamedTuple):
    """The worker cannot go on: the disk is full, the folder is gone, the code is no longer what was planned with ..."""

    why: str


type News = BurnedIn | Piece | Lived | Kept | Died


class Crew(NamedTuple):
    """How the processors asked for are used: so many processes, each on so many threads."""

    processes: int
    threads: int


def crew_of(workers: int, bundles: int, at_most: int | None = None) -> Crew:
    """A process per bundle as far as processors (and memory, ``at_most``) go; processors left over become threads.

    >>> crew_of(4, 20), crew_of(4, 2), crew_of(4, 20, at_most=1)
    (Crew(processes=4, threads=1), Crew(processes=2, threads=2), Crew(processes=1, threads=4))
    """
    processes = max(1, min(workers, bundles, workers if at_most is None else at_most))
    return Crew(processes, workers // processes)


class _Worker:
    """One process, its pipe and the bundle in its hands."""

    def __init__(self, folder: Path, found: Found, threads: int) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.folder = folder
        self.mark = uuid.uuid4().hex
        self.pipe, theirs = spawn.Pipe()
        about = (theirs, folder, found, threads, self.mark)
        self.process: BaseProcess = spawn.Process(target=_work, args=about, daemon=True)
        self.bundle: Bundle | None = None
        self.weeks_lived = 0
        self.runs_lived = 0
        self.is_ready = False
        with _interrupts_ignored():
            self.process.start()
        theirs.close()  # or the end of the worker would never be seen here

    def give(self, bundle: Bundle | None) -> None:
        self.bundle, self.weeks_lived, self.runs_lived = bundle, 0, 0
        if bundle is not None:
            with contextlib.suppress(OSError):  # a worker that has just died is noticed when it is next listened to
                self.pipe.send(bundle)

    def count(self, news: News) -> News:
        """Count what the worker says it has lived; a bundle that is kept is told with what was not."""
        match news:
            case BurnedIn() | Piece():
                self.weeks_lived += news.weeks
            case Lived():
                self.runs_lived += 1
            case Kept():
                return news._replace(weeks_forgone=news.bundle.all_weeks - self.weeks_lived)
        return news

    def end(self) -> int | None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        if self.bundle is not None:
            Store(self.folder).forget(self.bundle, self.mark)
        return self.process.exitcode


def work_through(
    bundles: Sequence[Bundle],
    folder: Path,
    workers: int,
    found: Found,
    at_most: int | None = None,
    budget: Budget | None = None,
) -> Generator[News]:
    """Live every bundle on so many processors, and tell what happens. Closing this generator ends the workers at once.

    ``at_most`` so many processes: each needs a world of its own in memory, which its threads share. No bundle is begun
    that would not end within the ``budget``, and what is in flight at its end is stopped.
    """
    budget = budget or Budget()
    processes, threads = crew_of(workers, len(bundles), at_most)
    waiting = deque(bundles)
    deaths: Counter[str] = Counter()
    crew: dict[Connection, _Worker] = {}
    try:
        while waiting or any(worker.bundle for worker in crew.values()):
            for idle in [worker for worker in crew.values() if worker.is_ready and worker.bundle is None]:
                idle.give(_next(waiting, budget))  # what a dead worker leaves may find others idle
            busy = sum(worker.bundle is not None for worker in crew.values())
            while len(crew) < min(processes, busy + len(waiting)):
                worker = _Worker(folder, found, threads)
                crew[worker.pipe] = worker
            heard = wait(list(crew), budget.left())
            if budget.is_over():
                return
            for pipe in heard:
                worker = crew[pipe]  # type: ignore[index]
                try:
                    news = worker.pipe.recv()
                except (EOFError, OSError):
                    del crew[worker.pipe]
                    yield from _mourn(worker, waiting, deaths, folder)
                    continue
                if isinstance(news, _Stuck):
                    raise WorkError(news.why)
                budget.hear(news)
                if not isinstance(news, _Ready):
                    news = worker.count(news)
                if isinstance(news, _Ready | Kept):
                    worker.is_ready = True
                    worker.give(_next(waiting, budget))
                if not isinstance(news, _Ready):
                    yield news
    finally:
        for worker in crew.values():
            worker.end()


def _next(waiting: deque[Bundle], budget: Budget) -> Bundle | None:
    """The bundle that is begun next; none is once the budget does not hold the next one."""
    if waiting and not budget.holds(waiting[0]):
        waiting.clear()
    return waiting.popleft() if waiting else None


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
        with Store(folder).keeping(bundle) as keeping:
            keeping.finish([Lived(run.run, "killed", "worker", reason) for run in bundle.runs])
    else:
        waiting.append(bundle)
    yield Died(bundle, exit_code, worker.weeks_lived, worker.runs_lived, set_aside)


def _work(pipe: Connection, folder: Path, found: Found, threads: int, mark: str) -> None:
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
            try:
                with store.keeping(bundle, mark) as keeping:
                    _live_and_keep(live(bundle, found, threads), keeping, pipe)
            except OSError as trouble:
                pipe.send(_Stuck(str(trouble)))
                return
            pipe.send(Kept(bundle))


def _live_and_keep(lives: Iterable[BurnedIn | Piece | Lived], keeping: Keeping, pipe: Connection) -> None:
    """Keep what is lived, piece by piece, and tell of it."""
    ends = []
    for news in lives:
        if isinstance(news, Piece):
            keeping.add(news)
        if isinstance(news, Lived):
            ends.append(news)
        with contextlib.suppress(OSError):  # the coordinator may be gone: what is lived is still kept
            pipe.send(news.without_series() if isinstance(news, Piece) else news)
    keeping.finish(ends)


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
