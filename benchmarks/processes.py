"""Where the time goes: each line of the week, compiled alone and timed in its place."""

import statistics
import time
import types
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.timing import table
from sim import week
from sim.draws import moment
from sim.measures.weekly import measure
from sim.rule import COMPILED, compiled
from sim.simulate import Simulation

WEEKS = 12
LEFT_OUT = 2
"""First weeks, in which the processes are compiled."""
SHOWN = 0.01
"""Processes that take less of the week are told together."""


def nothing(*_: Any) -> None:
    """Only the call."""


def time_by_process(simulation: Simulation) -> dict[str, float]:
    """Seconds that each process takes of a week of all worlds, the time of calling it from Python taken off."""
    if not COMPILED:
        raise SystemExit("There is nothing to measure where numba is missing.")
    clock: Counter[str] = Counter()
    parts = [_timed_part(part, clock) for part in (week.live_until_units_meet, week.live_on_from_there)]
    weeks = []
    for _ in range(WEEKS):
        clock.clear()
        for part in parts:
            for world in simulation.worlds:
                part(world, moment(simulation.week, simulation.seed))
        for world in simulation.worlds:
            clock["measure"] += _seconds(measure, world)
        simulation.week += 1
        weeks.append(dict(clock))
    return {name: statistics.median(one[name] for one in weeks[LEFT_OUT:]) for name in weeks[0]}


def _timed_part(part: Any, clock: Counter[str]) -> Callable[..., None]:
    """A part of the week, as Python, that calls each of its processes compiled and timed."""
    plain = part.py_func
    names = [name for name in plain.__code__.co_names if callable(plain.__globals__.get(name))]
    timed = {name: _timed(name, plain.__globals__[name], clock) for name in names}
    return types.FunctionType(plain.__code__, plain.__globals__ | timed)


def _timed(name: str, process: Callable[..., None], clock: Counter[str]) -> Callable[..., None]:
    work, call = compiled(process), compiled(nothing)

    def act(*arguments: Any) -> None:
        clock[name] += _seconds(work, *arguments) - _seconds(call, *arguments)

    return act


def _seconds(act: Callable[..., object], *arguments: Any) -> float:
    began = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - began


def in_words(seconds: dict[str, float], employees: int, citizens: int) -> str:
    """The processes by the time they take, with what that is for each employee and each citizen."""
    week_long = sum(seconds.values())
    by_time = sorted(seconds.items(), key=lambda one: -one[1])
    rows: list[tuple[object, ...]] = [
        _row(f"`{name}`", took, week_long, employees, citizens) for name, took in by_time if took >= SHOWN * week_long
    ]
    others = [took for _, took in by_time if took < SHOWN * week_long]
    rows.append(_row(f"{len(others)} others", sum(others), week_long, employees, citizens))
    rows.append(_row("**all**", week_long, week_long, employees, citizens))
    return table(("process", "share of the week", "ns per employee", "ns per citizen"), rows)


def _row(name: str, seconds: float, of: float, employees: int, citizens: int) -> tuple[object, ...]:
    return name, f"{100 * seconds / of:.1f} %", f"{1e9 * seconds / employees:.1f}", f"{1e9 * seconds / citizens:.1f}"
