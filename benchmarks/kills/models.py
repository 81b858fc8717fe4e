"""Faults of the model, and of what it is run in."""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.kills.coordinator import Order
from benchmarks.kills.fault import Came, Fault, Peace, came_through, handled
from benchmarks.kills.trial import Trial, in_peace, tables_that_differ
from benchmarks.kills.worlds import StandIn
from sim.lab.store import Store


class _UntellableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class Odd(StandIn):
    """A stand-in of which some courses give what is no series."""

    def copy(self) -> "Odd":
        """The same world in the same week."""
        return Odd(self.seed, self.course, self.week)

    def live(self, weeks: int, threads: int = 1) -> Any:
        """Give, by course and seed, a function, infinite numbers, an error without words, or right weeks."""
        series = super().live(weeks, threads)
        match (self.course + self.seed) % 5:
            case 0:
                return lambda: series
            case 1:
                series["motivation"][3] = -np.inf
            case 2:
                raise _UntellableError
        return series


def odd(_setting: Any, _parameters: Any, seed: int) -> Odd:
    """Found an odd world."""
    return Odd(seed)


def what_is_no_series(folder: Path, peace: Peace) -> Came:
    """Weeks that are a function (and cannot be pickled), infinite numbers, an exception whose words are an error."""
    trial = Trial(Order(folder, "odd", 4), peace[4])
    trial.start().join()
    rows = [one.row for one in Store(trial.order.results).runs().values()]
    ends = sorted({f"{row['status']} ({row['reason'].split(':')[0]})" for row in rows if row["status"] != "ok"})
    checked = trial.check()
    good = checked.lost == checked.wrong == 0 and len(rows) == 20 and any(row["status"] == "ok" for row in rows)
    return Came(f"{len(rows)} rows of 20; {'; '.join(ends)}; {checked.wrong} wrong", handled(good))


def other_hash_seed(folder: Path, _peace: Peace) -> Came:
    """The model in processes that hash differently, and on other numbers of processes and threads."""
    one = in_peace(Order(folder / "one", "model", 2, workers=1, hash_seed="1"))
    other = in_peace(Order(folder / "other", "model", 2, workers=4, hash_seed="2"))
    differing = tables_that_differ(one.results, other.results)
    return Came(f"{differing} tables differ in a bit", handled(differing == 0))


def killed_and_odd(folder: Path, peace: Peace) -> Came:
    """An odd world's failures, carried out again by a sound one."""
    trial = Trial(Order(folder, "odd", 4), peace[4])
    trial.start().join()
    trial.order = trial.order._replace(world="stand-in")
    return came_through(trial, "failed runs were tried again with a mended model")


FAULTS = (
    Fault("model", "weeks that are a function, -inf, an exception that cannot be told", what_is_no_series),
    Fault("model", "the same, mended before the next command", killed_and_odd),
    Fault("model", "other hash seed, other number of processes and threads", other_hash_seed),
)
