"""The week of the reference municipality: the package beside the same model as Mesa models, and beside C."""

from collections.abc import Callable

from benchmarks.peers.free_mesa import FreeMesa, FusedMesa
from benchmarks.peers.kernels import rates
from benchmarks.peers.twin import MesaTwin
from benchmarks.places import REFERENCE, begun, several
from benchmarks.timing import side_by_side, table
from sim.draws import moment
from sim.initialisation.setting import load_setting

ROUNDS = 30
OWN_WEEKS, WEEKS_OF_PEERS = 52, 4
"""Weeks that each lives in one round, at one go: so many that it does not count who has filled the caches before."""
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
    acts: dict[str, Callable[[], object]] = {"package": lambda: package.live(OWN_WEEKS)}
    for name, peer in peers.items():
        acts[name] = lambda peer=peer: [peer.step() for _ in range(WEEKS_OF_PEERS)]  # type: ignore[misc]
    times = side_by_side(acts, ROUNDS)
    own = times["package"]
    rows: list[tuple[object, ...]] = [("package", f"{1e3 * own.median / OWN_WEEKS:.3f}", "1", "1")]
    for name in peers:
        took = times[name]
        by_median, by_best = (
            one / mine * OWN_WEEKS / WEEKS_OF_PEERS for one, mine in ((took.median, own.median), (took.best, own.best))
        )
        rows.append((name, f"{1e3 * took.median / WEEKS_OF_PEERS:.1f}", f"{by_median:.0f}", f"{by_best:.0f}"))
    heads = ("week of 600 employees and 3,000 citizens", "ms, median", "times the package", "by the shortest")
    return f"{table(heads, rows)}\n\nGoal: {GOAL} times free Mesa."


def kernels() -> str:
    """The heaviest processes beside hand-written C, on a world as large as the package lets one become."""
    simulation = begun(several(AS_LARGE_AS_A_WORLD), weeks=60)
    return rates.report(simulation.world, moment(simulation.week, simulation.seed), repeats=30) + "\n\nGoal: 0.7 of C."
