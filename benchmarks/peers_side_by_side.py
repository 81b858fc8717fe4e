"""The week of the reference municipality: the package beside the same model as Mesa models, and beside C."""

from benchmarks.peers.free_mesa import FreeMesa, FusedMesa
from benchmarks.peers.kernels import rates
from benchmarks.peers.twin import MesaTwin
from benchmarks.places import REFERENCE, begun, several
from benchmarks.timing import side_by_side, table
from sim.draws import moment
from sim.initialisation.setting import load_setting

ROUNDS = 60
WEEKS_AT_ONCE = 10
"""Weeks that the package lives in one round: one would be too short for the clock."""
AS_LARGE_AS_A_WORLD = 13
"""Municipalities of the reference size that fill a world."""
GOAL = 60


def weeks() -> str:
    """One thread; every measure of every week recorded by all; rounds in turn."""
    setting = load_setting(REFERENCE)
    package = begun(setting)
    peers = {
        "twin: ordinary Mesa, the package's rules and draws, the same numbers": MesaTwin(begun(setting)),
        "free Mesa: agents that act, formulas inlined, Mesa's random numbers": FreeMesa(begun(setting), rng=1),
        "fused Python: agents as records, their loops fused by hand": FusedMesa(begun(setting), rng=1),
    }
    acts = {name: peer.step for name, peer in peers.items()}
    times = side_by_side({"package": lambda: package.live(WEEKS_AT_ONCE), **acts}, ROUNDS)
    own = times["package"]
    rows: list[tuple[object, ...]] = [("package", f"{1e3 * own.median / WEEKS_AT_ONCE:.3f}", "1", "1")]
    for name in peers:
        by_median = times[name].median / own.median * WEEKS_AT_ONCE
        by_best = times[name].best / own.best * WEEKS_AT_ONCE
        rows.append((name, f"{1e3 * times[name].median:.1f}", f"{by_median:.0f}", f"{by_best:.0f}"))
    heads = ("week of 600 employees and 3,000 citizens", "ms, median", "times the package", "by the shortest")
    return f"{table(heads, rows)}\n\nGoal: {GOAL} times free Mesa."


def kernels() -> str:
    """The three heaviest processes beside hand-written C, on a world as large as the package lets one become."""
    simulation = begun(several(AS_LARGE_AS_A_WORLD), weeks=60)
    return rates.report(simulation.world, moment(simulation.week, simulation.seed), repeats=30) + "\n\nGoal: 0.7 of C."
