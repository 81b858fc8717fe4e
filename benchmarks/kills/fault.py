"""What a fault is, and what came of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.kills.trial import Checked, Finished, Trial, Undisturbed

NOT_HERE = "cannot be tried here"
TRIED = "tried"

type Peace = Mapping[int, Undisturbed]
"""The undisturbed experiment by its replicates."""


class Came(NamedTuple):
    """What came of a fault, and whether it was handled: "yes" or "no"."""

    happened: str
    handled: str


class Fault(NamedTuple):
    """A fault, and what injects it into an experiment in a folder of its own."""

    kind: str
    fault: str
    inject: Callable[[Path, Peace], Came]


def handled(holds: bool) -> str:
    """In a word."""
    return "yes" if holds else "no"


def came_through(trial: Trial, told: str = "") -> Came:
    """Hold the store against what was told, give the command again, compare the tables."""
    checked, finished = trial.check(), trial.finish()
    bad = _bad(checked, finished)
    found = ", ".join(f"{name} {count}" for name, count in bad.items() if count) or "nothing lost, nothing wrong"
    before = f"{told}; " if told else ""
    return Came(
        f"{before}{checked.acknowledged} runs acknowledged; the same command: {found}", handled(not any(bad.values()))
    )


def last_words(trial: Trial) -> str:
    """The last line that the command wrote on its standard error."""
    lines = trial.errors().strip().splitlines()
    return lines[-1].replace(str(trial.order.folder), "...") if lines else "no word"


def _bad(checked: Checked, finished: Finished) -> dict[str, int]:
    return {
        "lost": checked.lost,
        "wrong": checked.wrong + finished.wrong,
        "duplicated": finished.duplicated,
        "unfinished": finished.unfinished,
        "left behind": finished.left_behind,
    }
