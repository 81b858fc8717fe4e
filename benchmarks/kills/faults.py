"""Faults of the design page, each injected once into a real experiment, and what became of it.

A fault that a test shows is named by its test; one that cannot be tried here is listed as not tried.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.kills import damage, disks, models
from benchmarks.kills.coordinator import Order
from benchmarks.kills.fault import NOT_HERE, TRIED, Came, Fault
from benchmarks.kills.trial import in_peace

_LAB = "tests/lab/"
_KILLS, _RUNS, _SERIES = f"{_LAB}test_kills.py", f"{_LAB}test_runs.py", f"{_LAB}test_series.py"
_MACHINE, _CRASHES = f"{_LAB}test_store_machine.py", f"{_LAB}test_crashes.py"


class Shown(NamedTuple):
    """A fault that a test injects, or that has its place elsewhere."""

    kind: str
    fault: str
    happened: str
    where: str
    handled: str = "yes"


SHOWN = (
    Shown("process", "KILL, TERM, STOP and CONT of worker, coordinator, all", "the table above", _CRASHES),
    Shown("process", "a run that kills every worker", "set aside after two deaths; neighbours are lived", _KILLS),
    Shown("process", "two coordinators on one store", "the second is told who works there", _KILLS),
    Shown("process", "a fork with a held lock", "workers are spawned, none is forked", "sim/lab/workers.py"),
    Shown("storage", "torn last record", "the run is lived again", f"{_SERIES}, {_MACHINE}"),
    Shown("storage", "bit flip in a journal or in weeks", "never read as data; lived again", f"{_SERIES}, {_MACHINE}"),
    Shown(
        "storage", "a folder that may not be written to", "told before anything is lived", "tests/cli/test_commands.py"
    ),
    Shown("storage", "rename across devices", "files are renamed within their folder", "sim/lab/durable.py"),
    Shown("model", "exception at founding, in a week; NaN in a measure", "a row, and neighbours are lived", _RUNS),
    Shown("model", "an endless loop", "ended by --time-limit, blamed alone", _KILLS),
    Shown("model", "memory blow-up", "ended by --memory-limit, blamed alone", _KILLS),
    Shown("model", "dependence on threads", "same bits on one thread as on several", f"{_LAB}test_bundle.py"),
    Shown(
        "randomness", "overlapping counters, two purposes with one key, truncation", "none", "tests/laws/test_draws.py"
    ),
    Shown("plan", "a store of a newer version", "refused, nothing written", _RUNS),
    Shown("plan", "the same run asked twice", "lived once", _RUNS),
    Shown("plan", "a plan changed between commands", "what it still names is found", _MACHINE),
    Shown("network", "a lost Dask worker", "its pack goes to another", "tests/lab/test_cluster.py"),
    Shown("network", "a lost and restarted scheduler", "told; the same command goes on", "tests/lab/test_cluster.py"),
    Shown("network", "array tasks cut off, repeated", "the tables are the same", "tests/lab/test_cluster.py"),
    Shown("storage", "power loss: writes that were not made durable are dropped", NOT_HERE, "", "not tried"),
    Shown("storage", "a network disk that answers late or differently to two hosts", NOT_HERE, "", "not tried"),
    Shown("network", "partition; hosts with other versions of packages", NOT_HERE, "", "not tried"),
    Shown("network", "a real SLURM and its walltime", "TERM and KILL of all stand for it", "", "not tried"),
    Shown("process", "Windows", NOT_HERE, "", "not tried"),
)


def table_of_faults() -> list[dict[str, str]]:
    """Inject every fault in turn; a row for each."""
    with tempfile.TemporaryDirectory() as name:
        return [*_tried(Path(name)), *(one._asdict() for one in SHOWN)]


def _tried(folder: Path) -> Iterator[dict[str, str]]:
    peace = {many: in_peace(Order(folder / f"peace_{many}", "stand-in", many)) for many in (1, 4, 8)}
    faults: tuple[Fault, ...] = (*disks.FAULTS, *damage.FAULTS, *models.FAULTS)
    for number, fault in enumerate(faults):
        came: Came = fault.inject(folder / f"fault_{number}", peace)
        print(f"{fault.kind}: {fault.fault}: {came.happened} ({came.handled})", flush=True)
        yield Shown(fault.kind, fault.fault, came.happened, TRIED, came.handled)._asdict()
