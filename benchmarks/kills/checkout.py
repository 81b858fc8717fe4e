"""A rule that is edited while an experiment runs: in a copy of the package, with processes of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.kills.coordinator import ERRORS, TOLD
from benchmarks.kills.fault import Came, Peace, handled
from sim.lab.store import Store

_ROOT = Path(__file__).parents[2]
_COORDINATOR = """
import sys
from pathlib import Path
from benchmarks.kills.coordinator import Order, coordinate
if __name__ == "__main__":
    coordinate(Order(Path(sys.argv[1]), "stand-in", 12, workers=1))
"""


def edited_while_it_runs(folder: Path, _peace: Peace) -> Came:
    """A rule is edited, a worker dies, and the next finds other code than was planned with."""
    folder.mkdir(parents=True)
    for room in ("sim", "benchmarks", "scenarios", "experiments"):
        shutil.copytree(_ROOT / room, folder / room)
    process = _started(folder)
    _wait(lambda: _told(folder) >= 3)
    rule = folder / "sim" / "rules" / "cost.py"
    rule.write_text(rule.read_text(encoding="utf-8") + "\nEDITED = 1\n", encoding="utf-8")
    _kill_a_child(process.pid)
    process.wait(timeout=120)
    said = (folder / ERRORS).read_text(encoding="utf-8").strip().splitlines()[-1]
    codes = {one.ingredients.code for one in Store(folder / "results").runs().values()}
    return Came(
        f'"{said}"; runs kept were made by {len(codes)} code', handled("code was changed" in said and len(codes) == 1)
    )


def _started(folder: Path) -> subprocess.Popen[bytes]:
    there = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.Popen([sys.executable, "-c", _COORDINATOR, str(folder)], cwd=folder, env=there)


def _told(folder: Path) -> int:
    file = folder / TOLD
    return file.read_text(encoding="utf-8").count(" ok") if file.exists() else 0


def _kill_a_child(pid: int) -> None:
    for child in psutil.Process(pid).children():
        if "spawn_main" in " ".join(child.cmdline()):
            child.kill()
            return


def _wait(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 120.0
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("waited too long")
        time.sleep(0.01)
