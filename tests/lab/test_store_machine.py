"""A state machine over the real store: workers start, end runs, die torn at any byte; plans and code change meanwhile.

What the model of it keeps is only what was ended, where on disk that stands, and which of those bytes were spoilt.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from sim.lab import segment as segments
from sim.lab.bundle import Bundle, Lived, Piece, Run, bundle_name
from sim.lab.identity import Ingredients
from sim.lab.laboratory import Plan, completeness_of
from sim.lab.place import mark_place
from sim.lab.segment import JOURNAL, SERIES_FILE
from sim.lab.store import Store, Stored
from sim.lab.workers import live_and_keep
from sim.measures.catalogue import NAMES

WEEKS = 60
"""Two pieces."""
REGIMES = ("baseline", "npm", "trust")
KIND = np.dtype([(name, np.float64) for name in NAMES])


class Design(NamedTuple):
    """A design as the laboratory asks for one."""

    code: int
    replicates: int
    regimes: int

    @property
    def runs(self) -> Mapping[str, Run]:
        every = (self.run(*one) for one in product(range(self.replicates), REGIMES[: self.regimes]))
        return {one.run: one for one in every}

    def run(self, seed: int, regime: str) -> Run:
        made_of = Ingredients(str(self.code), "", "", "", regime, seed, 0, WEEKS)
        return Run(made_of.identity(), made_of, (str(self.code), regime))

    def bundles(self, lived: Container[str] = ()) -> list[Bundle]:
        by_seed = defaultdict(list)
        for run in self.runs.values():
            if run.run not in lived:
                by_seed[run.ingredients.seed].append(run)
        return [
            Bundle(bundle_name(seed, [it.run for it in runs]), "", "", seed, 0, WEEKS, tuple(runs))
            for seed, runs in by_seed.items()
        ]


class World:
    """Weeks that follow from code, seed and regime, as those of a run do; a regime may fail after a piece."""

    def __init__(self, seed: int, failing: set[str]) -> None:
        self.seed, self.failing = seed, failing

    def copy(self) -> "World":
        return World(self.seed, self.failing)

    def enact(self, course: Any) -> None:
        self.course, self.week = course, 0

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        self.week += weeks
        if self.course[1] in self.failing and self.week == WEEKS:
            raise ArithmeticError(threads)
        series = np.zeros((weeks, 1), dtype=KIND)
        series["motivation"][:, 0] = value(self.seed, self.course) + np.arange(self.week - weeks, self.week)
        return series


def value(seed: int, course: tuple[str, ...]) -> int:
    return int.from_bytes(hashlib.sha256(repr((seed, course)).encode()).digest()[:4])


class Copy(NamedTuple):
    """Where one end of a run stands on disk: bytes of a journal, and of its series file."""

    run: str
    status: str
    line: tuple[int, int]
    weeks: tuple[int, int]


class Worker:
    """An in-process stand-in for a worker: the real generator, lived as far as it is let."""

    def __init__(self, store: Store, bundle: Bundle, mark: str, failing: set[str]) -> None:
        self.journal = store.folder / f"{mark}{JOURNAL}"
        self.series = store.folder / f"{mark}{SERIES_FILE}"
        self.mark = mark
        self.segment = store.segment(mark)
        lives = live_and_keep(bundle, lambda *about: World(about[2], failing), 1, self.segment)
        self.news: Iterator[Any] = until_stuck(lives)
        self.durable = (0, 0)

    def until_next_end(self) -> Copy | None:
        for news in self.news:
            if isinstance(news, Lived):
                return self.ended(news)
        self.segment.__exit__()
        return None

    def into_a_run(self) -> Copy | None:
        """Live a piece, which is on disk then; where a run ends before, how."""
        for news in self.news:
            if isinstance(news, Lived):
                return self.ended(news)
            if isinstance(news, Piece):
                break
        return None

    def ended(self, news: Lived) -> Copy:
        (_, before), self.durable = self.durable, self.sizes()
        line = self.journal.read_bytes().rfind(b"\n", 0, -1) + 1
        return Copy(news.run, news.status, (line, self.durable[0]), (before, self.durable[1]))

    def sizes(self) -> tuple[int, int]:
        return tuple(file.stat().st_size if file.exists() else 0 for file in (self.journal, self.series))  # type: ignore[return-value]

    def die(self, share: float) -> None:
        """Leave of what was not made durable any part."""
        durable = self.durable
        self.segment.__exit__()
        for file, kept, size in zip((self.journal, self.series), durable, self.sizes(), strict=True):
            if size > kept:
                os.truncate(file, kept + int(share * (size - kept)))


def until_stuck(lives: Iterator[Any]) -> Iterator[Any]:
    """A worker that finds its file changed by others leaves without a word."""
    with contextlib.suppress(OSError):
        yield from lives


class StoreMachine(RuleBasedStateMachine):
    """What must hold of the store whatever happens to those who write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        mark_place(self.folder)
        self.store = Store(self.folder)
        self.design = Design(0, 2, 2)
        self.failing: set[str] = set()
        self.alive: list[Worker] = []
        self.dead: list[Worker] = []
        self.copies: dict[str, list[Copy]] = defaultdict(list)
        self.spoilt: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.unheard: set[tuple[str, str]] = set()
        self.small_batches = patch.object(segments, "BATCH_BYTES", 1)  # so that a run is on disk before it is ended
        self.small_batches.start()

    def teardown(self) -> None:
        for worker in self.alive:
            worker.die(0.5)
        self.read_all()
        self.small_batches.stop()
        shutil.rmtree(self.folder)

    @rule(which=st.integers(0, 9))
    def start_or_resume(self, which: int) -> None:
        """Nobody holds a lease: a bundle in another's hands is lived twice."""
        bundles = self.plan().bundles
        if bundles:
            self.begin(bundles[which % len(bundles)])

    @rule(which=st.integers(0, 9), at_once=st.booleans())
    def send_a_bundle_again(self, which: int, at_once: bool) -> None:
        bundles = self.design.bundles()
        self.begin(bundles[which % len(bundles)])
        if at_once:
            self.live_on(-1, 9)

    @precondition(lambda self: self.alive)
    @rule(which=st.integers(0, 9), ends=st.integers(1, 3))
    def live_on(self, which: int, ends: int) -> None:
        worker = self.alive[which % len(self.alive)]
        for _ in range(ends):
            ended = worker.until_next_end()
            if ended is None:
                self.alive.remove(worker)
                self.dead.append(worker)
                return
            self.copies[worker.mark].append(ended)

    @precondition(lambda self: self.alive)
    @rule(which=st.integers(0, 9))
    def pause_in_a_run(self, which: int) -> None:
        worker = self.alive[which % len(self.alive)]
        ended = worker.into_a_run()
        if ended is not None:
            self.copies[worker.mark].append(ended)

    @precondition(lambda self: self.alive)
    @rule(which=st.integers(0, 9), news=st.integers(0, 3), share=st.floats(0, 1), trimmed=st.booleans())
    def die(self, which: int, news: int, share: float, trimmed: bool) -> None:
        """In the middle of a run, or when its end was written and nobody heard of it."""
        worker = self.alive.pop(which % len(self.alive))
        for _ in range(news):
            one = next(worker.news, None)
            if isinstance(one, Lived):
                self.unheard.add((one.run, one.status))
        worker.die(share)
        if trimmed:
            self.store.trim(worker.mark)
        self.dead.append(worker)

    @rule()
    def sweep_by_a_clock_that_jumped(self) -> None:
        """A day has passed for the sweeper, and none for those who still write."""
        for series in self.store.folder.glob(f"*{SERIES_FILE}"):
            os.utime(series, (0, 0))
        self.store.sweep()

    @rule(regime=st.sampled_from(REGIMES))
    def begin_or_cease_to_fail(self, regime: str) -> None:
        self.failing ^= {regime}

    @rule(code=st.integers(0, 1))
    def edit_code(self, code: int) -> None:
        self.design = self.design._replace(code=code)

    @rule(replicates=st.integers(1, 3), regimes=st.integers(1, 3))
    def change_plan(self, replicates: int, regimes: int) -> None:
        self.design = self.design._replace(replicates=replicates, regimes=regimes)

    @precondition(lambda self: self.dead)
    @rule(
        which=st.integers(0, 2),
        of_journal=st.booleans(),
        where=st.floats(0, 1, exclude_max=True),
        bit=st.integers(0, 7),
    )
    def flip_a_bit(self, which: int, of_journal: bool, where: float, bit: int) -> None:
        worker = self.dead[which % len(self.dead)]
        file = worker.journal if of_journal else worker.series
        content = bytearray(file.read_bytes()) if file.exists() else bytearray()
        if content:
            place = len(content) - 1 - int(where**2 * len(content))  # a journal's first line is long
            content[place] ^= 1 << bit
            file.write_bytes(content)
            self.spoilt[worker.mark, of_journal].add(place)

    @rule()
    def read_all(self) -> None:
        """What is damaged is taken back as it is read, and a sound copy read instead; the rest is what was lived."""
        for run, stored in self.store.runs().items():
            if stored.is_ok:
                tables = list(self.store.sound_series(stored))
                assert not tables or weeks_of(tables) == weeks_lived(stored), run
                assert tables or self.sound().get(run) != "ok", run

    @invariant()
    def what_was_acknowledged_is_found(self) -> None:
        found = {run: one.row["status"] for run, one in self.store.runs().items()}
        for run, status in self.sound().items():
            assert found.get(run) in {"ok", status}, (run, status)

    @invariant()
    def nothing_is_found_that_never_ended(self) -> None:
        ended = {(copy.run, copy.status) for copies in self.copies.values() for copy in copies} | self.unheard
        for run, stored in self.store.runs().items():
            assert (run, stored.row["status"]) in ended
            assert stored.ingredients.identity() == run

    @invariant()
    def the_plan_adds_up(self) -> None:
        plan, runs = self.plan(), list(self.design.runs)
        ends = completeness_of(runs, plan.stored)
        assert ends.planned == ends.ok + ends.failed + ends.missing == len(runs)
        assert plan.reused == ends.ok
        assert plan.missing == ends.failed + ends.missing

    def begin(self, bundle: Bundle) -> None:
        mark = f"{len(self.alive) + len(self.dead):04d}"
        self.alive.append(Worker(self.store, bundle, mark, set(self.failing)))

    def plan(self) -> Plan[Design]:
        stored = self.store.runs()
        bundles = self.design.bundles({run for run, one in stored.items() if one.is_ok})
        return Plan(self.design, self.folder, stored, bundles)

    def sound(self) -> dict[str, str]:
        """The runs with an acknowledged end of which no byte was spoilt; ok where one of them is."""
        ends: dict[str, str] = {}
        for mark, copies in self.copies.items():
            for copy in copies:
                if not self.is_spoilt(mark, copy) and ends.get(copy.run) != "ok":
                    ends[copy.run] = copy.status
        return ends

    def is_spoilt(self, mark: str, copy: Copy) -> bool:
        spans = ((self.spoilt[mark, True], copy.line), (self.spoilt[mark, False], copy.weeks))
        # the line's first byte follows the line feed before it, which may be the one that was spoilt
        return any(span[0] - 1 <= place < span[1] for places, span in spans for place in places)


def weeks_of(tables: list[pa.Table]) -> list[float]:
    return list(pa.concat_tables(tables)["motivation"].to_pylist())


def weeks_lived(stored: Stored) -> list[float]:
    made_of = stored.ingredients
    first = value(made_of.seed, (made_of.code, made_of.reforms))
    return [float(first + week) for week in range(WEEKS)]


def test_whatever_happens_the_store_holds_what_was_acknowledged_and_nothing_else() -> None:
    run_state_machine_as_test(
        StoreMachine,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
