"""Clocks: several ways of doing the same, measured side by side so that a busy machine slows all of them."""

import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Times(NamedTuple):
    """Seconds of several repetitions."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The shortest: what the machine can do."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)


def seconds_of(act: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def side_by_side(acts: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, Times]:
    """Each act in turn, so many times over; the first round, in which things are made ready, does not count."""
    rounds = [{name: seconds_of(act) for name, act in acts.items()} for _ in range(repeats + 1)][1:]
    return {name: Times(tuple(one[name] for one in rounds)) for name in acts}


def peak_megabytes() -> float:
    """The most memory this process has held so far (Linux counts kilobytes, macOS bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024.0 if sys.platform != "darwin" else 1024.0**2)


def table(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A table in Markdown."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
