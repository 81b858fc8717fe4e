"""The crash record: real kills of real processes, faults injected one by one, and what it costs to be safe from them.

From the checkout::

    uv run python -m benchmarks.kills --kills 1000 --seed 0

Deaths count as kills; processes that are stopped and go on come on top. The tables are written to
results/reference/reliability; ``make documents`` writes docs/reliability.md from them.
"""

import argparse
import datetime
from pathlib import Path


def main() -> None:
    """Kill, inject faults, measure; write what came of it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=1000, help="deaths, at the least")
    asked.add_argument("--seed", type=int, default=0, help="what random instants follow from")
    asked.add_argument("--at-once", type=int, default=2, help="experiments killed side by side")
    asked.add_argument("--parts", nargs="*", choices=["kills", "faults", "cost"], default=["kills", "faults", "cost"])
    asked.add_argument("--out", type=Path, default=Path("results/reference/reliability"))
    given = asked.parse_args()
    from benchmarks.kills.record import write

    began = datetime.datetime.now(datetime.UTC)
    command = f"python -m benchmarks.kills --kills {given.kills} --seed {given.seed}"
    if "kills" in given.parts:
        from benchmarks.kills.campaign import tables_of_kills

        for table in tables_of_kills(given.kills, given.seed, given.at_once):
            write(given.out, "kills", table, command, began)
    if "faults" in given.parts:
        from benchmarks.kills.faults import table_of_faults

        write(given.out, "faults", table_of_faults(), command, began)
    if "cost" in given.parts:
        from benchmarks.kills.cost import table_of_cost

        write(given.out, "cost", table_of_cost(), command, began)


if __name__ == "__main__":
    main()
