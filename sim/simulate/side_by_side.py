"""Worlds side by side: each lives its week on whichever thread is free, and once a week all of them meet.

The compiled week lets go of Python's lock, so threads are processors here. Worlds share one table, what units show each
other, and the meeting keeps its writers and its readers apart: every unit has shown its practice before any looks at
another's. So nothing depends on the number of threads or on who is first.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from sim.draws import Now
from sim.measures.weekly import measure
from sim.rule import compiled
from sim.state.world import World
from sim.week import live_on_from_there, live_until_units_meet, step


class Threads:
    """Threads that live worlds, the largest first: whoever is free takes the next."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def live(self, worlds: Sequence[World], part_of_week: Callable[[World], object]) -> None:
        """Live a part of the week in every world; back when all have."""
        waiting = deque(sorted(worlds, key=lambda world: len(world.citizens), reverse=True))

        def work() -> None:
            while True:
                try:
                    world = waiting.popleft()
                except IndexError:
                    return
                part_of_week(world)

        if self._pool is None:
            work()
            return
        for done in [self._pool.submit(work) for _ in range(self.threads)]:
            done.result()


def live_week(worlds: Sequence[World], now: Now, threads: Threads) -> None:
    """One week in every world, and what is measured of it."""
    threads.live(worlds, lambda world: live_until_units_meet(world, now))
    threads.live(worlds, lambda world: (live_on_from_there(world, now), measure(world)))


@compiled
def live_weeks(world: World, now: Now, series: Any) -> None:
    """The weeks from ``now`` on in a world that is alone; the measures of each fill a row of ``series``."""
    for k in range(len(series)):
        step(world, Now(now.week + k, now.seed_low, now.seed_high))
        measure(world)
        for m in range(len(world.municipalities)):
            series[k, m] = world.measured[m]
