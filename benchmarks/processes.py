"""Where the time goes: the compiled week as it is, with a look at the processor's clock after each of its lines."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.timing import seconds_of, table
from sim import week
from sim.draws import moment
from sim.measures.weekly import measure
from sim.rule import COMPILED
from sim.simulate import Simulation

WEEKS = 26
SHOWN = 0.01
"""Processes that take less of the week are told together."""
LAST_LOOK = 0
"""Where a clock keeps when it was last looked at; the lines follow."""


def time_by_process(simulation: Simulation) -> dict[str, float]:
    """Seconds that each process takes of a week of all worlds, on one thread."""
    if not COMPILED:
        raise SystemExit("There is nothing to measure where numba is missing.")
    names, parts = timed_week()
    clock = np.zeros(1 + len(names), dtype=np.int64)

    def live() -> None:
        for part in parts:
            for world in simulation.worlds:
                part(world, moment(simulation.week, simulation.seed), clock)
        simulation.week += 1

    live()  # compiles
    clock[:] = 0
    seconds = sum(seconds_of(live) for _ in range(WEEKS)) / WEEKS
    cycles = clock[1:].tolist()
    # the clock counts at a pace of its own: what the lines share is the time that the week took
    return {name: seconds * count / sum(cycles) for name, count in zip(names, cycles, strict=True)}


def timed_week() -> tuple[list[str], list[Callable[..., None]]]:
    """The names of the week's processes, and the two parts of the week that time them; ``measure`` ends the second."""
    tree = ast.parse(inspect.getsource(week))
    parts = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("live_")]
    parts[-1].body += ast.parse("measure(world)").body
    names: list[str] = []
    for part in parts:
        part.args.args.append(ast.arg("clock"))
        part.decorator_list = []
        part.body = [line for one in part.body for line in _timed(one, names)]
        part.body.insert(1, ast.parse("clock[0] = cycles()").body[0])
    module = ast.fix_missing_locations(ast.Module(list(parts), []))
    room = vars(week) | {"measure": measure, "cycles": _cycles()}
    exec(compile(module, "timed week", "exec"), room)
    return names, [compiled_here(room[part.name]) for part in parts]


def _timed(line: ast.stmt, names: list[str]) -> list[ast.stmt]:
    """A line of the week, and what it adds to its count where it is a process."""
    if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Call) and isinstance(line.value.func, ast.Name)):
        return [line]
    names.append(line.value.func.id)
    look = f"now_at = cycles()\nclock[{len(names)}] += now_at - clock[{LAST_LOOK}]\nclock[{LAST_LOOK}] = now_at"
    return [line, *ast.parse(look).body]


def compiled_here(function: Any) -> Callable[..., None]:
    """A function compiled for now; nothing is kept on disk."""
    import numba

    return numba.njit(error_model="python")(function)  # type: ignore[no-any-return]


def _cycles() -> Any:
    """The processor's own clock, as compiled code reads it."""
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    def cycles(_typing: Any) -> Any:
        def read(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
            clock = ir.FunctionType(ir.IntType(64), [])
            return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", fnty=clock), [])

        return types.int64(), read

    return intrinsic(cycles)


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
