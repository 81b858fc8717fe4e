"""A country: all of Denmark, every employee and every citizen, on one and on two threads."""

import gc

from benchmarks.peers.kernels import rates
from benchmarks.places import begun
from benchmarks.processes import in_words, time_by_process
from benchmarks.timing import Times, peak_megabytes, seconds_of, table
from sim.draws import moment
from sim.initialisation.setting import load_setting
from sim.simulate import Simulation
from sim.simulate.simulation import PEOPLE_OF_A_WORLD

SETTLED = 26
"""Weeks lived before the clock starts: proposals must be under way."""
WEEKS = 10
ROUNDS = 3
TEN_YEARS = 520


def report() -> str:
    """Seconds per week, whether two threads give the numbers of one, memory, and the C kernels on the same tables."""
    setting = load_setting("denmark")
    simulation = begun(setting, SETTLED, PEOPLE_OF_A_WORLD, threads=2)
    one_world = peak_megabytes()
    same = _same_on_two_threads(simulation)
    gc.collect()
    rows: list[tuple[object, ...]] = []
    for threads in (1, 2):
        times = Times(tuple(seconds_of(lambda t=threads: simulation.live(WEEKS, t)) / WEEKS for _ in range(ROUNDS)))
        rows.append((threads, f"{times.median:.3f}", f"{times.best:.3f}", f"{times.median * TEN_YEARS / 60:.1f}"))
    heads = ("threads", "seconds per week, median", "shortest", "minutes for ten years")
    size = f"{setting.municipalities} municipalities, {setting.employees:,} employees, {setting.citizens:,} citizens"
    return "\n\n".join(
        [
            f"{size}, in {len(simulation.worlds)} worlds; peak memory {one_world / 1024:.2f} GB.",
            table(heads, rows),
            f"Two threads give the measures of one, bit for bit: {'yes' if same else 'NO'}.",
            _beside_c(simulation),
            in_words(time_by_process(simulation), setting.employees, setting.citizens),
        ]
    )


def _same_on_two_threads(simulation: Simulation) -> bool:
    """One week of a copy on one thread, and of the simulation on two."""
    twin = simulation.copy()
    return bool(twin.live(1, 1).tobytes() == simulation.live(1, 2).tobytes())


def _beside_c(simulation: Simulation) -> str:
    """What the kernels take for all worlds, and so what ten years would take were all of the week like them."""
    now = moment(simulation.week, simulation.seed)
    plain, package = 0.0, 0.0
    for world in simulation.worlds:
        found = rates.rates(world, now, repeats=2)
        plain += sum(rate.plain for rate in found)
        package += sum(rate.package for rate in found)
    return (
        f"The four processes of the kernels take {package:.3f} s a week here and {plain:.3f} s in C: "
        f"{package / plain:.2f} times C on one thread (goal: at most 2)."
    )
