"""How long the first experiment takes: help, first compilation, the experiment with compiled code cached, peak memory.

Run it from the checkout, with nothing else running::

    uv run python -m benchmarks.first_experiment [--quick] [--workers 2] [EXPERIMENT]

It uses a cache and a results folder of its own, and removes them. The peak is the largest resident memory of the whole
family of processes, sampled ten times a second (Linux; elsewhere that line is left out).
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.timing import table

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from sim.cli import main; main()"]
REPEATS_OF_HELP = 5


class Took(NamedTuple):
    """One command's time and memory."""

    seconds: float
    peak_megabytes: float | None


def main() -> None:
    """Measure, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("experiment", nargs="?", default="01_regimes")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--quick", action="store_true")
    wish = asked.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors\n")
    print(report(wish.experiment, wish.workers, quick=wish.quick))


def report(experiment: str = "01_regimes", workers: int = 2, *, quick: bool = False) -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        cache = {"STYREFORM_CACHE": str(Path(folder) / "cache")}
        lines = measured(experiment, workers, quick, Path(folder), cache)
    rows: list[tuple[object, ...]] = [
        (what, f"{took.seconds:.2f}", "" if took.peak_megabytes is None else f"{took.peak_megabytes:.0f}")
        for what, took in lines.items()
    ]
    return table(("what", "seconds", "peak memory, MB"), rows)


def measured(experiment: str, crew: int, quickly: bool, folder: Path, cache: dict[str, str]) -> dict[str, Took]:
    """Each line of the table."""
    workers = ["--workers", str(crew)]
    quick = ["--quick"] if quickly else []
    helps = [timed(["--help"], cache) for _ in range(REPEATS_OF_HELP)]
    trial = ["run", "--scenario", "npm", "--setting", "four_units", "--quick", *workers]
    compiling = timed([*trial, "--out", str(folder / "first")], cache)
    compiled = timed([*trial, "--out", str(folder / "second")], cache)
    lines = {
        f"`styreform --help` (best of {REPEATS_OF_HELP})": min(helps),
        "first compilation (a trial on four units, less the same trial compiled)": Took(
            compiling.seconds - compiled.seconds, compiling.peak_megabytes
        ),
        "the same trial, compiled": compiled,
    }
    run = ["run", experiment, *quick, *workers, "--out", str(folder / "experiment")]
    size = " --quick" if quickly else ""
    lines[f"`styreform run {experiment}{size}`, compiled, {crew} workers"] = timed(run, cache)
    lines["the same again: every run found, tables and figures anew"] = timed(run, cache)
    return lines


def timed(arguments: list[str], cache: dict[str, str]) -> Took:
    """Give a command, and watch the clock and the memory of its whole family."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, env=surroundings() | cache, stdout=subprocess.DEVNULL, start_new_session=True
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident_kilobytes(process.pid))
        time.sleep(0.1 if time.perf_counter() - began > 1 else 0.01)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"styreform {' '.join(arguments)} ended with {process.returncode}")
    return Took(seconds, peak / 1024 if peak else None)


def surroundings() -> dict[str, str]:
    """The environment of a command that is measured: it does not inherit where this process keeps compiled code."""
    return {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}


def resident_kilobytes(session: int) -> int:
    """Resident memory of all processes of a session; 0 where the system does not say."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                status = (folder / "status").read_text(encoding="utf-8")
                total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
        except OSError:
            continue  # it has just ended
    return total


if __name__ == "__main__":
    main()
