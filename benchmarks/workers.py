"""A batch of a hundred runs on one and on two workers, and one run alone: time and memory."""

import tempfile
from pathlib import Path

from benchmarks.first_experiment import Took, timed
from benchmarks.timing import table

RUNS = 100
YEARS = 40
EXPERIMENT = """\
question = "How long does a batch take?"
expected_answer = "As long as its runs, over the workers."
setting = "norwegian_reference"
regimes = ["baseline"]
overhead = ["as coded"]
replicates = {replicates}
burn_in_years = 0
years = {years}
main_window = [1, {years}]
early_window = [1, 1]
"""


def report() -> str:
    """Through the command line, with compiled code cached: start, runs, tables and figures."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = (_batch(Path(folder), RUNS, workers) for workers in (1, 2))
        alone = _batch(Path(folder), 1, 1)
    rows: list[tuple[object, ...]] = [
        ("1 run", "1", f"{alone.seconds:.1f}", _megabytes(alone.peak_megabytes)),
        (f"{RUNS} runs", "1", f"{one.seconds:.1f}", _megabytes(one.peak_megabytes)),
        (f"{RUNS} runs", "2", f"{two.seconds:.1f}", _megabytes(two.peak_megabytes)),
    ]
    gained = (one.seconds - alone.seconds) / (two.seconds - alone.seconds)
    return (
        table((f"{YEARS} years of the reference municipality", "workers", "seconds", "peak memory, MB"), rows)
        + f"\n\nTwo workers do {gained:.2f} times the work of one, what a single run takes in all taken off "
        + f"(goal 1.9; with start, tables and figures {one.seconds / two.seconds:.2f})."
    )


def _batch(folder: Path, replicates: int, workers: int) -> Took:
    """One experiment of so many runs, through the command line, in a results folder of its own."""
    file = folder / f"{replicates}_{workers}.toml"
    file.write_text(EXPERIMENT.format(replicates=replicates, years=YEARS), encoding="utf-8")
    out = folder / f"results_{replicates}_{workers}"
    return timed(["run", str(file), "--workers", str(workers), "--out", str(out)], {})


def _megabytes(peak: float | None) -> str:
    return "" if peak is None else f"{peak:.0f}"
