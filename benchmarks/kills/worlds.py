"""The worlds that are lived while processes are killed: the model, and a stand-in that costs almost nothing.

The laboratory does not look into a world, so the stand-in goes through the same store calls as the model does. Both
note each run that is begun, so that work done again can be counted. Workers import this module by name.
"""

import hashlib
import os
import time
from typing import Any

import numpy as np

from benchmarks.kills.store_calls import obey
from sim.lab.bundle import Simulation
from sim.measures.catalogue import NAMES

BEGUN = "STYREFORM_KILLS_BEGUN"
"""Environment variable: the file in which each run that is begun leaves a line."""
_SECONDS_A_PIECE = 0.02
_KIND = np.dtype([(name, np.float64) for name in NAMES])


class StandIn:
    """Numbers that follow from the seed, the reforms and the week, as those of a run do."""

    def __init__(self, seed: int, course: int = 0, week: int = 0) -> None:
        self.seed, self.course, self.week = seed, course, week

    def copy(self) -> "StandIn":
        """The same world in the same week."""
        return StandIn(self.seed, self.course, self.week)

    def enact(self, timeline: Any) -> None:
        """Go the course of these reforms."""
        self.course = _course(timeline)
        note(self.seed, self.course)

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:  # noqa: ARG002
        """Sleep a little, and give the numbers of so many weeks in one municipality."""
        time.sleep(_SECONDS_A_PIECE)
        keyed = np.random.Generator(np.random.Philox(key=[self.seed, self.course], counter=[0, self.week, 0, 0]))
        self.week += weeks
        return keyed.random((weeks, len(NAMES))).view(_KIND).reshape(weeks, 1)


class Noted:
    """A simulation of the model that notes the runs it begins."""

    def __init__(self, real: Simulation, seed: int) -> None:
        self.real, self.seed = real, seed

    def copy(self) -> "Noted":
        """A copy that notes as well."""
        return Noted(self.real.copy(), self.seed)

    def enact(self, timeline: Any) -> None:
        """Enact, and note it."""
        note(self.seed, _course(timeline))
        self.real.enact(timeline)

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        """Live."""
        return self.real.live(weeks, threads)


def stand_in(_setting: Any, _parameters: Any, seed: int) -> StandIn:
    """Found a stand-in."""
    obey()
    return StandIn(seed)


def model(setting: Any, parameters: Any, seed: int) -> Noted:
    """Found the model."""
    from sim.simulate import founded

    obey()
    return Noted(founded(setting, parameters, seed), seed)


WORLDS = {"stand-in": stand_in, "model": model}


def note(seed: int, course: int) -> None:
    """Note that a run is begun: a line of its own, however many write."""
    if BEGUN in os.environ:
        file = os.open(os.environ[BEGUN], os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        os.write(file, f"{seed} {course}\n".encode())
        os.close(file)


def _course(timeline: Any) -> int:
    return int.from_bytes(hashlib.sha256(repr(timeline).encode()).digest()[:8])
