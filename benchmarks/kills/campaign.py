"""All kills of a record: which kinds, how many of each, one after the other or side by side."""

import math
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import count
from pathlib import Path

from benchmarks.kills.coordinator import Order
from benchmarks.kills.kills import (
    REPLICATES,
    Kind,
    Outcome,
    Sought,
    killed_at_call,
    killed_at_random,
)
from benchmarks.kills.trial import Undisturbed, in_peace

AT_CALLS = (Kind("stand-in", "worker", "KILL", "store call"), Kind("stand-in", "coordinator", "KILL", "store call"))
"""First of all: how many calls there are is not known beforehand."""
SHARES = {
    Kind("stand-in", "worker", "KILL"): 0.28,
    Kind("stand-in", "worker", "TERM"): 0.20,
    Kind("stand-in", "coordinator", "KILL"): 0.14,
    Kind("stand-in", "coordinator", "TERM"): 0.10,
    Kind("stand-in", "all", "KILL"): 0.12,
    Kind("stand-in", "all", "TERM"): 0.08,
    Kind("model", "worker", "KILL"): 0.04,
    Kind("model", "coordinator", "KILL"): 0.02,
    Kind("model", "all", "KILL"): 0.02,
    Kind("stand-in", "worker", "STOP, CONT"): 0.05,
    Kind("stand-in", "coordinator", "STOP, CONT"): 0.05,
    Kind("stand-in", "all", "STOP, CONT"): 0.05,
}
"""Kills of each kind at random instants, as a share of the deaths that are left; stops come on top."""
_KILLS_A_TASK = 10

type Row = dict[str, str | int]


def tables_of_kills(deaths: int, seed: int, at_once: int) -> Iterator[list[Row]]:
    """Kill at every call to the store, then at random until there are so many deaths; a row for each kind.

    The table is given each time that some more kills are done.
    """
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(at_once) as pool:
        folder = Path(name)
        peace = {
            (world, replicates): in_peace(Order(folder / f"peace_{world}_{replicates}", world, replicates))
            for world, replicates in (*REPLICATES.items(), *((kind.world, 1) for kind in AT_CALLS[:1]))
        }
        for kind in AT_CALLS:
            outcomes += _at_every_call(kind, folder, peace[kind.world, 1], pool, at_once)
            yield _table(outcomes)
            _tell(f"{len(outcomes)} deaths, one at each call to the store of {kind.target} and those before")
        tasks = list(_tasks(max(0, deaths - len(outcomes)), seed))
        random.Random(seed).shuffle(tasks)
        for outcome in _carried_out(tasks, folder, peace, pool):
            outcomes.append(outcome)
            yield _table(outcomes)
            kills = sum(one.kills for one in outcomes)
            _tell(f"{kills} kills; the last {outcome.kills}: {', '.join(outcome.kind)} {dict(outcome.counts)}")


def _at_every_call(
    kind: Kind, folder: Path, peace: Undisturbed, pool: ThreadPoolExecutor, at_once: int
) -> Iterator[Outcome]:
    for first in count(1, at_once):

        def kill(call: int) -> Outcome | None:
            return killed_at_call(kind, call, folder / f"{kind.target}_at_{call}", peace)

        found = list(pool.map(kill, range(first, first + at_once)))
        yield from (one for one in found if one is not None)
        if None in found:
            return


def _tasks(deaths: int, seed: int) -> Iterator[Sought]:
    for number, (kind, share) in enumerate(SHARES.items()):
        left = math.ceil(share * deaths)
        while left > 0:
            kills = min(left, _KILLS_A_TASK)
            yield Sought(kind, kills, seed * 1_000_000 + number * 10_000 + left)
            left -= kills


def _carried_out(
    tasks: list[Sought], folder: Path, peace: dict[tuple[str, int], Undisturbed], pool: ThreadPoolExecutor
) -> Iterator[Outcome]:
    def carry_out(number: int, task: Sought) -> Outcome:
        place = folder / f"task_{number}"
        outcome = killed_at_random(task, place, peace[task.kind.world, REPLICATES[task.kind.world]])
        shutil.rmtree(place)
        return outcome

    for done in as_completed([pool.submit(carry_out, number, task) for number, task in enumerate(tasks)]):
        yield done.result()


def _table(outcomes: list[Outcome]) -> list[Row]:
    return [_row(kind, [one for one in outcomes if one.kind == kind]) for kind in (*AT_CALLS, *SHARES)]


def _row(kind: Kind, outcomes: list[Outcome]) -> Row:
    counts: Counter[str] = sum((one.counts for one in outcomes), Counter())
    kills = sum(one.kills for one in outcomes)
    found = ("trials", "acknowledged", "lost", "wrong", "duplicated", "unfinished", "left_behind")
    again = ("begun_again", "lived_again", "set_aside")
    return {
        **kind._asdict(),
        "kills": kills,
        **{name: counts[name] for name in found},
        "in_flight": kills * kind.in_flight,
        **{name: counts[name] for name in again},
    }


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)
