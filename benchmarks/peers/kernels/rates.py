"""How fast four processes go by hand-written C and as the package compiles them, on a copy of one world.

From the checkout, with nothing else running::

    uv run python -m benchmarks.peers.kernels.rates [MUNICIPALITIES]

C is built twice: plain, and with vector instructions by name (kernels.c says what that means). What an empty compiled
function takes to be given the same tables is taken off the package's times: the week gives them to its processes.

With 13 municipalities, the default, the world fits a processor's last cache. With 40 it does not, and memory sets the
pace of C more than of the package.
"""

import platform
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from benchmarks.peers.kernels import kernels
from sim.draws import Now, moment
from sim.evidence import parameter_set
from sim.initialisation.setting import Setting, load_setting
from sim.processes import attendance, cases, citizens
from sim.regimes import Reform, load_regime
from sim.regimes.formal import formal_values
from sim.rule import compiled
from sim.simulate.simulation import founded
from sim.state.world import World

SEED, WEEKS, REPEATS = 1, 60, 30

ROWS = {
    "judge_services": "citizens",
    "draw_conclusions": "citizens",
    "bring_cases": "citizens",
    "fall_ill": "employees",
}
"""The table whose rows a process goes through."""

READ_AND_CHANGED = {
    "judge_services": "citizens",
    "draw_conclusions": "citizens",
    "bring_cases": None,
    "fall_ill": "employees",
}
"""The table that a process changes and reads: it is as before at every repetition."""


class Rate(NamedTuple):
    """The best times of one process, in seconds: plain C, C with vector instructions by name, and the package."""

    process: str
    plain: float
    vectors: float
    package: float


@cache
def package() -> dict[str, Callable[..., None]]:
    """The package's processes, each compiled alone."""
    return {
        "judge_services": compiled(citizens.judge_services),
        "draw_conclusions": compiled(citizens.draw_conclusions),
        "bring_cases": compiled(cases.bring_cases),
        "fall_ill": compiled(attendance.fall_ill),
    }


@compiled
def nothing(*given: Any) -> None:
    """What the package is given, and nothing done with it."""


def given_to(process: str, w: World, now: Now) -> tuple[Any, ...]:
    """What the package gives one of the four."""
    p = w.parameters[0]
    match process:
        case "judge_services":
            return w.units, w.centres, w.citizens, w.experiences, w.providers, w.choices, p
        case "draw_conclusions":
            return w.municipalities, w.units, w.citizens, w.providers, w.choices, p
        case "bring_cases":
            return (
                w.municipalities, w.services, w.centres, w.units, w.citizens, w.cases, w.pairs, w.ties, w.partners,
                w.providers, w.choices, w.lots, w.enacted, p, now,
            )  # fmt: skip
        case "fall_ill":
            return (
                w.employees, w.teams, w.units, w.municipalities, w.services, w.line_managers, w.centres, w.lots,
                w.enacted, w.baseline, p, now,
            )  # fmt: skip
    raise ValueError(process)


def by_package(process: str, w: World, now: Now) -> None:
    """One of the four as the package compiles it, on a world."""
    package()[process](*given_to(process, w, now))


def rates(world: World, now: Now, repeats: int) -> list[Rate]:
    """The best of so many repetitions of each process on a copy of this world."""
    return [_rate(process, world, now, repeats) for process in ROWS]


def _rate(process: str, world: World, now: Now, repeats: int) -> Rate:
    twin = world.copy()  # one for all: several would push each other out of the cache
    given = given_to(process, twin, now)
    plain, vectors = (getattr(kernels.compiled(build), process) for build in ("plain", "vectors"))
    work = package()[process]
    ways: dict[str, Callable[[], None]] = {
        "plain": lambda: plain(twin, now),
        "vectors": lambda: vectors(twin, now),
        "package": lambda: work(*given),
        "nothing": lambda: nothing(*given),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(repeats + 1):  # the first is not the best: it compiles
        for way, run in ways.items():
            _as_before(twin, world, READ_AND_CHANGED[process])
            best[way] = min(best[way], _seconds(run))
    return Rate(process, best["plain"], best["vectors"], best["package"] - best["nothing"])


def _as_before(twin: World, world: World, table: str | None) -> None:
    if table is not None:
        np.copyto(getattr(twin, table), getattr(world, table))


def _seconds(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def report(world: World, now: Now, repeats: int) -> str:
    """A Markdown table: nanoseconds per row of each process, and the package's speed as a share of C's."""
    lines = [
        (
            "| process | rows | plain C, ns per row | C with vector intrinsics, ns per row | package, ns per row "
            "| package's speed, share of plain C | of C with vector intrinsics |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    for process, plain, vectors, own in rates(world, now, repeats):
        rows = len(getattr(world, ROWS[process]))
        each = " | ".join(f"{seconds / rows * 1e9:.1f}" for seconds in (plain, vectors, own))
        lines.append(f"| {process} | {rows:,} {ROWS[process]} | {each} | {plain / own:.0%} | {vectors / own:.0%} |")
    return "\n".join(lines)


def lived_world(setting: Setting, weeks: int = WEEKS, regime: str = "tripartite") -> World:
    """All municipalities of a setting in one world, so many weeks after a reform."""
    parameters = parameter_set()
    simulation = founded(setting, parameters, SEED, float("inf"))
    simulation.enact([Reform(0, formal_values(load_regime(regime), parameters.values))])
    simulation.live(weeks)
    return simulation.world


def country(municipalities: int) -> Setting:
    """So many municipalities of the Norwegian reference size."""
    setting: dict[str, Any] = load_setting("norwegian_reference").model_dump(exclude={"kinds_of_work"})
    return Setting.model_validate({**setting, "municipalities": municipalities}, strict=False)


def main() -> None:
    """Measure, and print the table."""
    municipalities = int(sys.argv[1]) if len(sys.argv) > 1 else 13
    world = lived_world(country(municipalities))
    print(f"{platform.platform()}, {municipalities} municipalities\n")
    print(report(world, moment(WEEKS, SEED), REPEATS))


if __name__ == "__main__":
    main()
