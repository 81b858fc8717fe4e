"""Toys that a calibration can be tried on: what they show follows from two parameters, a third does nothing."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.evidence.targets import Target
from sim.studies.calibration.axes import Axis
from sim.studies.calibration.search import Part, box

SLOPE, BEND = 4.0, 3.0


def shown(changes: dict[str, float], seeds: Sequence[int]) -> list[float]:
    """A line in the first parameter, a bend in the second, and something that never leaves 0.5."""
    noise = 0.01 * float(np.mean([np.random.default_rng(seed).standard_normal() for seed in seeds]))
    return [SLOPE * changes["first"] + noise, changes["first"] + BEND * changes["second"] ** 2 + noise, 0.5]


def shown_and_told(changes: dict[str, float], seeds: Sequence[int]) -> list[float]:
    """The same; every draw that is lived leaves a line in a file."""
    with Path("lived.txt").open("a", encoding="utf-8") as file:
        file.write("lived\n")
    return shown(changes, seeds)


def fails(*_: object) -> list[float]:
    """A process that dies with a draw in its hands."""
    os._exit(1)


def lasts(*_: object) -> list[float]:
    """A draw that takes a minute, and leaves a file with the number of its process."""
    Path(f"{os.getpid()}.pid").touch()
    time.sleep(60.0)
    return [0.0]


def target(name: str, low: float, high: float) -> Target:
    """A target of a toy."""
    return Target(
        id=name, number=1, title=name, measure=name, low=low, high=high, unit="-", source=("a toy",), grade="C"
    )


def part(reach: tuple[float, float] = (0.4, 0.6)) -> Part:
    """Three axes from 0 to 1 and three targets, of which the last is met only if ``reach`` holds 0.5."""
    axes = tuple(Axis(name, 0.0, 1.0, 0.3, {name: 1.0}) for name in ("first", "second", "idle"))
    return Part("toy", axes, (target("line", 2.0, 2.4), target("bend", 1.0, 2.0), target("stuck", *reach)), box(3))
