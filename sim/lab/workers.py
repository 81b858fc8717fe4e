"""Worker processes: each takes one bundle at a time, keeps each run on disk and only then says so.

Why not a ``ProcessPoolExecutor``: there, one worker killed from outside takes every task of the pool with it, and
nobody can say which task was to blame. Here each worker has its own pipe, so a death costs the run in its hands, and
the blame is known (docs/decisions/0015-the-durable-store.md).
"""

import contextlib
import multiprocessing
import signal
import time
import uuid
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

import psutil

from sim.lab.budget import Budget
from sim.lab.bundle import Begun, Bundle, BurnedIn, Found, Lived, Piece, Run, live
from sim.lab.limits import NO_LIMITS, Limits
from sim.lab.segment import Segment
from sim.lab.store import Store
from sim.rule import code_digest

DEATHS_ALLOWED = 2
"""A run that has been the death of this many workers is set aside."""
_LOOK_EVERY_SECONDS = 0.5
"""How often workers are held against their limits."""

_AT_THE_START = "at the start"


class WorkError(Exception):
    """The work cannot go on, for a reason that lies outside the model."""


class Kept(NamedTuple):
    """News: a bundle is through. Runs that failed leave weeks that nobody will live."""

    bundle: Bundle
    weeks_forgone: int = 0


class Died(NamedTuple):
    """News: a worker died with a bundle in its hands. What it had kept is kept; the rest goes to others."""

    bundle: Bundle
    exit_code: int | None
    weeks_more: int
    """Weeks that are to be lived once more, less those that nobody will live."""
    set_aside: bool
    """A run (or the whole bundle) has killed too often, or taken too much, and is not tried again."""


class _Ready(NamedTuple):
    """The worker has started and can take work."""


class _Stuck(NamedTuple):
    """The worker cannot go on: the disk is full, the folder is gone, the code is no longer what was planned with ..."""

    why: str


type News = BurnedIn | Begun | Piece | Lived | Kept | Died


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
        self.store = Store(folder)
        self.mark = uuid.uuid4().hex
        self.pipe, theirs = spawn.Pipe()
        about = (theirs, folder, found, threads, self.mark)
        self.process: BaseProcess = spawn.Process(target=_work, args=about, daemon=True)
        self.bundle: Bundle | None = None
        self.run: str | None = None
        """The run that is being lived; none while the bundle is founded and burned in."""
        self.began = 0.0
        """When the run, or the bundle, was begun."""
        self.weeks_lived = 0
        self.is_ready = False
        self.overstepped: Lived | None = None
        """How the run is told to have ended when its worker was killed for what it took."""
        with _interrupts_held():
            self.process.start()
        theirs.close()  # or the end of the worker would never be seen here

    def give(self, bundle: Bundle | None) -> None:
        self.bundle, self.run, self.weeks_lived, self.began = bundle, None, 0, time.monotonic()
        if bundle is not None:
            with contextlib.suppress(OSError):  # a worker that has just died is noticed when it is next listened to
                self.pipe.send(bundle)

    def count(self, news: News) -> News:
        """Count what the worker says it has lived; a bundle that is through is told with what was not."""
        match news:
            case BurnedIn() | Piece():
                self.weeks_lived += news.weeks
            case Begun():
                self.run, self.began = news.run, time.monotonic()
            case Kept():
                return news._replace(weeks_forgone=news.bundle.all_weeks - self.weeks_lived)
        return news

    def hold_against(self, limits: Limits) -> None:
        """Kill the process where what it lives takes more than is allowed."""
        if self.bundle is None or self.overstepped is not None:
            return
        seconds = time.monotonic() - self.began
        if limits.seconds is not None and seconds > limits.seconds:
            self._overstep("timeout", f"it was not done after {limits.seconds:g} s", seconds)
        elif limits.bytes is not None and (taken := self._memory()) > limits.bytes:
            self._overstep(
                "killed", f"its process took {taken / 1e9:.2f} GB; {limits.bytes / 1e9:g} GB are allowed", seconds
            )

    def _overstep(self, status: str, reason: str, seconds: float) -> None:
        stage = "weeks" if self.run else "burn-in"
        self.overstepped = Lived(self.run or "", status, stage, reason, seconds=seconds)
        self.process.kill()

    def _memory(self) -> float:
        try:
            return float(psutil.Process(self.process.pid).memory_info().rss)
        except psutil.Error:
            return 0.0

    def end(self) -> int | None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.store.trim(self.mark)
        return self.process.exitcode


def work_through(
    bundles: Sequence[Bundle],
    folder: Path,
    workers: int,
    found: Found,
    at_most: int | None = None,
    limits: Limits = NO_LIMITS,
    budget: Budget | None = None,
) -> Generator[News]:
    """Live every bundle on so many processors, and tell what happens. Closing this generator ends the workers at once.

    ``at_most`` so many processes: each needs a world of its own in memory, which its threads share. What takes more
    than ``limits`` is ended, and told as "timeout" or "killed". No bundle is begun that would not end within the
    ``budget``, and what is in flight at its end is stopped.
    """
    budget = budget or Budget()
    processes, threads = crew_of(workers, len(bundles), at_most)
    waiting = deque(bundles)
    deaths: Counter[str] = Counter()
    crew: dict[Connection, _Worker] = {}
    patience = None if limits == NO_LIMITS else _LOOK_EVERY_SECONDS
    try:
        while waiting or any(worker.bundle for worker in crew.values()):
            for idle in [worker for worker in crew.values() if worker.is_ready and worker.bundle is None]:
                idle.give(_next(waiting, budget))  # what a dead worker leaves may find others idle
            busy = sum(worker.bundle is not None for worker in crew.values())
            while len(crew) < min(processes, busy + len(waiting)):
                worker = _Worker(folder, found, threads)
                crew[worker.pipe] = worker
            heard = wait(list(crew), budget.patience(patience))
            if budget.is_over():
                return
            for pipe in heard:
                worker = crew[pipe]  # type: ignore[index]
                try:
                    news = worker.pipe.recv()
                except (EOFError, OSError):
                    del crew[worker.pipe]
                    yield from _mourn(worker, waiting, deaths)
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
            for worker in crew.values():
                worker.hold_against(limits)
    finally:
        for worker in crew.values():
            worker.end()


def _next(waiting: deque[Bundle], budget: Budget) -> Bundle | None:
    """The bundle that is begun next; none is once the budget does not hold the next one."""
    if waiting and not budget.holds(waiting[0]):
        waiting.clear()
    return waiting.popleft() if waiting else None


def _mourn(worker: _Worker, waiting: deque[Bundle], deaths: Counter[str]) -> Iterator[News]:
    """Take back what a dead worker had not kept: to the end of the queue, but for what has killed too often."""
    exit_code = worker.end()
    bundle = worker.bundle
    if bundle is None:
        deaths[_AT_THE_START] += not worker.is_ready
        if deaths[_AT_THE_START] >= DEATHS_ALLOWED:
            raise RuntimeError(
                f"The worker processes do not start (exit code {exit_code}; their message stands above)."
            )
        return
    kept = worker.store.ended(worker.mark)
    left = [run for run in bundle.runs if run.run not in kept]
    blamed = [run for run in left if run.run == worker.run] if worker.run else left
    deaths[worker.run or bundle.name] += 1
    end = worker.overstepped
    if end is None and deaths[worker.run or bundle.name] >= DEATHS_ALLOWED:
        end = Lived("", "killed", "worker", f"its worker died {DEATHS_ALLOWED} times (exit code {exit_code})")
    if end is not None:
        yield from _set_aside(blamed, end, worker.store)
        left = [run for run in left if run not in blamed]
    again = bundle._replace(runs=tuple(sorted(left, key=lambda run: run in blamed)))
    if left:
        waiting.append(again)
    weeks_left = again.all_weeks if left else 0
    yield Died(bundle, exit_code, weeks_left - (bundle.all_weeks - worker.weeks_lived), end is not None)


def _set_aside(runs: Iterable[Run], end: Lived, store: Store) -> Iterator[Lived]:
    """Keep how runs ended that no worker can tell of any more."""
    with store.segment(uuid.uuid4().hex) as segment:
        for run in runs:
            ended = end._replace(run=run.run)
            segment.end(ended, run)
            yield ended


def _work(pipe: Connection, folder: Path, found: Found, threads: int, mark: str) -> None:
    """The life of a worker: take a bundle, live it, keep it, say so; leave when nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the coordinator, who then ends its workers
    with contextlib.suppress(EOFError, ConnectionError), Store(folder).segment(mark) as segment:
        pipe.send(_Ready())
        while True:
            bundle = pipe.recv()
            if has_other_code(bundle):
                pipe.send(_Stuck("the model's code was changed while the experiment ran; give the command again"))
                return
            try:
                for news in live_and_keep(bundle, found, threads, segment):
                    if not _is_heard(pipe, news) and not isinstance(news, Piece):
                        return  # the coordinator is gone; a run that was begun is still lived out and kept
            except OSError as trouble:
                pipe.send(_Stuck(str(trouble)))
                return
            pipe.send(Kept(bundle))


def _is_heard(pipe: Connection, news: News) -> bool:
    """Tell the coordinator; False where it is gone."""
    try:
        pipe.send(news)
    except OSError:
        return False
    return True


def has_other_code(bundle: Bundle) -> bool:
    """Whether a bundle was planned with other code than this process has: its numbers would get a wrong identity."""
    return any(run.ingredients.code != code_digest() for run in bundle.runs)


def live_and_keep(
    bundle: Bundle, found: Found, threads: int, segment: Segment
) -> Iterator[BurnedIn | Begun | Piece | Lived]:
    """Live a bundle and keep it piece by piece; each run is durable before its end is told. News come without weeks."""
    runs = {run.run: run for run in bundle.runs}
    for news in live(bundle, found, threads):
        match news:
            case Piece():
                segment.add(news)
                yield news.without_series()
            case Lived():
                segment.end(news, runs[news.run])
                yield news
            case _:
                yield news


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """A Ctrl-C that comes while a child is started waits until it is; the child inherits that it hears of none."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
