"""All benchmarks, measured side by side on this machine.

From the checkout::

    uv run python -m benchmarks                 # everything: about 15 minutes
    uv run python -m benchmarks weeks kernels   # only these

They want the machine for themselves. What they gave last stands in docs/performance.md.
"""

import argparse
import datetime
import os
import platform

from benchmarks import country, first_experiment, fresh, peers_side_by_side, scaling, workers
from benchmarks.places import begun, several
from benchmarks.processes import in_words, time_by_process
from sim.rule import code_digest


def processes() -> str:
    """Where the time of a week goes, in ten municipalities of the reference size."""
    simulation = begun(several(10), weeks=60)
    world = simulation.world
    return in_words(time_by_process(simulation), len(world.employees), len(world.citizens))


PARTS = {
    "weeks": ("The package beside Mesa", peers_side_by_side.weeks),
    "kernels": ("The four heaviest processes beside C", peers_side_by_side.kernels),
    "processes": ("Time by process", processes),
    "scaling": ("From 100 people to a million", scaling.report),
    "workers": ("A batch, and two workers", workers.report),
    "country": ("A country", country.report),
    "start": ("The command line, compiling, the first experiment", first_experiment.report),
    "fresh": ("A fresh install", fresh.report),
}


def main() -> None:
    """Measure what is asked, and print it as Markdown."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; nothing for all")
    parts = asked.parse_args().parts or list(PARTS)
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(f"{datetime.date.today()}, {machine}, {os.cpu_count()} processors, code {code_digest()}\n", flush=True)
    for part in parts:
        title, report = PARTS[part]
        print(f"## {title}\n\n{report()}\n", flush=True)


if __name__ == "__main__":
    main()
