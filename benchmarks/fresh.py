"""From a fresh clone to the first result, as the README says: environment, compiling, a quick experiment."""

import subprocess
import tempfile
from pathlib import Path

from benchmarks.first_experiment import ROOT, surroundings
from benchmarks.timing import seconds_of, table


def report() -> str:
    """Seconds until the tables of the quick first experiment stand, with no environment and nothing compiled."""
    with tempfile.TemporaryDirectory() as folder:
        clone, cache = Path(folder) / "clone", Path(folder) / "cache"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        outside = {"VIRTUAL_ENV", "PYTHONPATH"}
        there = {name: value for name, value in surroundings().items() if name not in outside}
        there["STYREFORM_CACHE"] = str(cache)

        def give(*words: str) -> None:
            command = ["uv", "run", *words]
            subprocess.run(command, cwd=clone, env=there, check=True, capture_output=True)

        environment = seconds_of(lambda: give("styreform", "--help"))
        first = seconds_of(lambda: give("styreform", "run", "experiments/01_regimes", "--quick"))
    rows: list[tuple[object, ...]] = [
        ("environment made, `styreform --help` answered", f"{environment:.0f}"),
        ("`styreform run experiments/01_regimes --quick`, compiling and finding the baseline", f"{first:.0f}"),
    ]
    return table(("from a fresh clone", "seconds"), rows)
