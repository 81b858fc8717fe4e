"""The real model with faults planted in it: each function founds a simulation as sim.simulate.founded does.

Workers import this module by name, so that a fault happens where it would happen: in another process.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sim.lab.bundle import Simulation
from sim.simulate import founded
from tests.lab.laboratories import peak_of_this_process

MARKS = "STYREFORM_TEST_MARKS"
"""Environment variable: the folder in which faults leave a mark that they have happened."""
SEED = "STYREFORM_TEST_SEED"
"""Environment variable: the seed of the replicate that kills its worker."""
HIGH_STAKES = 0.6
"""Of the regimes used in these tests only npm asks for higher stakes."""


class Planted:
    """A simulation in which something happens before the weeks of a reform are lived."""

    def __init__(self, real: Simulation, happens: Callable[[float, int], None], seed: int, stakes: float = 0.0) -> None:
        self.real, self.happens, self.seed, self.stakes = real, happens, seed, stakes

    def copy(self) -> "Planted":
        """A copy with the same fault."""
        return Planted(self.real.copy(), self.happens, self.seed, self.stakes)

    def enact(self, timeline: Any) -> None:
        """Enact, and remember the stakes that are asked for."""
        self.real.enact(timeline)
        self.stakes = timeline[0].formal["target_stakes"]

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        """Live, after the fault has had its chance."""
        self.happens(self.stakes, self.seed)
        return self.real.live(weeks, threads)


def telling_its_peak(setting: Any, parameters: Any, seed: int) -> Planted:
    """No fault: the worker leaves a note of the most memory it has had."""
    return Planted(founded(setting, parameters, seed), _tell_peak, seed)


def slow(setting: Any, parameters: Any, seed: int) -> Planted:
    """Every stretch of weeks takes a third of a second longer."""
    return Planted(founded(setting, parameters, seed), _dawdle, seed)


def failing_under_npm(setting: Any, parameters: Any, seed: int) -> Planted:
    """An error in a week, under npm only."""
    return Planted(founded(setting, parameters, seed), _fail_at_high_stakes, seed)


def failing_at_founding(*_: Any) -> Planted:
    """A world that cannot be founded."""
    raise ZeroDivisionError("no employees")


def without_number_under_npm(setting: Any, parameters: Any, seed: int) -> "NotANumber":
    """A measure that is not a number in week 3, under npm only."""
    return NotANumber(founded(setting, parameters, seed), _nothing, seed)


def without_number_in_year_3_under_npm(setting: Any, parameters: Any, seed: int) -> "NotANumber":
    """The same in week 107."""
    return NotANumber(founded(setting, parameters, seed), _nothing, seed, sound_pieces=2)


def losing_a_week(setting: Any, parameters: Any, seed: int) -> "LosingAWeek":
    """A simulation that measures a week less than it lives."""
    return LosingAWeek(founded(setting, parameters, seed), _nothing, seed)


def killing_in_year_3(setting: Any, parameters: Any, seed: int) -> "InALaterYear":
    """The first time, the worker is killed when two years under npm are lived."""
    return InALaterYear(founded(setting, parameters, seed), _kill_once_at_high_stakes, seed)


def killing_every_time(setting: Any, parameters: Any, seed: int) -> Planted:
    """The replicate named by the environment kills its worker whenever it is tried."""
    return Planted(founded(setting, parameters, seed), _kill, seed)


def killing_once(setting: Any, parameters: Any, seed: int) -> Planted:
    """The same replicate kills its worker the first time only."""
    return Planted(founded(setting, parameters, seed), _kill_once, seed)


def never_ending_under_npm(setting: Any, parameters: Any, seed: int) -> Planted:
    """A week under npm that goes on for ever."""
    return Planted(founded(setting, parameters, seed), _go_on_for_ever, seed)


def greedy_under_npm(setting: Any, parameters: Any, seed: int) -> Planted:
    """A week under npm that takes more and more memory."""
    return Planted(founded(setting, parameters, seed), _take_memory, seed)


class NotANumber(Planted):
    """A simulation that measures a NaN under high stakes."""

    def __init__(self, *about: Any, sound_pieces: int = 0) -> None:
        super().__init__(*about)
        self.sound_pieces = sound_pieces

    def copy(self) -> "NotANumber":
        """A copy with the same fault."""
        return NotANumber(self.real.copy(), self.happens, self.seed, self.stakes, sound_pieces=self.sound_pieces)

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        """Live, and spoil one number."""
        series = self.real.live(weeks, threads).copy()
        if self.stakes > HIGH_STAKES:
            if not self.sound_pieces:
                series["motivation"][2, 0] = np.nan
            self.sound_pieces -= 1
        return series


class LosingAWeek(Planted):
    """A simulation whose last week is not measured."""

    def copy(self) -> "LosingAWeek":
        """A copy with the same fault."""
        return LosingAWeek(self.real.copy(), self.happens, self.seed)

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        """Live, and lose the last week."""
        return self.real.live(weeks, threads)[:-1]


class InALaterYear(Planted):
    """A simulation in which something happens before the third piece of a run."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.pieces = 0

    def copy(self) -> "InALaterYear":
        """A copy with the same fault."""
        return InALaterYear(self.real.copy(), self.happens, self.seed)

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        """Live, after the fault has had its chance in the third piece."""
        self.pieces += 1
        if self.pieces == 3:
            self.happens(self.stakes, self.seed)
        return self.real.live(weeks, threads)


def _nothing(*_: float) -> None:
    pass


def _tell_peak(*_: float) -> None:
    (Path(os.environ[MARKS]) / "peak").write_text(str(peak_of_this_process()), encoding="utf-8")


def _dawdle(*_: float) -> None:
    time.sleep(0.3)


def _fail_at_high_stakes(stakes: float, *_: int) -> None:
    if stakes > HIGH_STAKES:
        raise ArithmeticError("the stakes are too high")


def _go_on_for_ever(stakes: float, _: int) -> None:
    while stakes > HIGH_STAKES:
        time.sleep(0.01)


def _take_memory(stakes: float, _: int) -> None:
    taken = []
    while stakes > HIGH_STAKES:
        taken.append(np.ones(2**23))
        time.sleep(0.05)


def _kill(stakes: float, seed: int) -> None:
    if seed == int(os.environ[SEED]) and stakes > HIGH_STAKES:
        os.kill(os.getpid(), signal.SIGKILL)


def _kill_once_at_high_stakes(stakes: float, _: int) -> None:
    if stakes > HIGH_STAKES:
        _kill_once()


def _kill_once(*_: float) -> None:
    mark = Path(os.environ[MARKS]) / "killed"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
