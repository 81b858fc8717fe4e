"""How closely a calibration looks, and how long that takes."""

from typing import NamedTuple

import numpy as np

from sim.evidence.targets import read_scales
from sim.lab.pace import USUAL_SECONDS_TO_FIND_BASELINE, duration_range
from sim.lab.session import processors
from sim.mistakes import Mistake
from sim.studies.calibration import parts
from sim.studies.calibration.axes import axes_of
from sim.studies.calibration.search import Prior, fewest_draws

TIMES_AS_MANY = 5
"""Draws of sick leave for each draw of everything, where a user gives the number."""


class Seconds(NamedTuple):
    """What a seed takes on a processor that is not shared."""

    sick_leave: float
    whole: float


USUAL_SECONDS_OF_A_SEED = Seconds(sick_leave=0.11, whole=0.5)


class Effort(NamedTuple):
    """How closely the calibration looks: draws of each wave in both parts, waves, seeds of a draw, known points ..."""

    sick_leave: int = 1000
    joint: int = 200
    waves: int = 3
    seeds: int = 5
    known: int = 50
    seeds_of_luck: int = 100
    seeds_of_check: int = 64
    particles: int = 100

    def in_words(self) -> str:
        """What will be lived."""
        return (
            f"{self.waves} waves of {self.sick_leave} draws of sick leave on the reduced municipality and of "
            f"{self.joint} draws of everything on the whole model, {self.seeds} seeds each; {self.known} known points "
            f"to be recovered in each part; the point checked with {self.seeds_of_check} seeds of its own."
        )


QUICK = Effort(sick_leave=150, joint=72, waves=2, seeds=2, known=10, seeds_of_luck=20, seeds_of_check=6, particles=20)


def effort_of(draws: int | None, *, quick: bool) -> Effort:
    """The effort that a user asks for; too few draws for the emulators are a Mistake."""
    if draws is None:
        return QUICK if quick else Effort()
    if quick:
        raise Mistake("--draws and --quick cannot both be had: the quick form has its own number of draws.")
    fewest = fewest_draws(_prior_of_all())
    if draws < fewest:
        raise Mistake(f"--draws {draws} is too few: the emulator of the whole model needs {fewest} or more.")
    return Effort(joint=draws, sick_leave=TIMES_AS_MANY * draws)


def _prior_of_all() -> Prior:
    """The shape of the joint prior, before anything of it is known."""
    scales = read_scales()
    before, axes = axes_of(parts.of_sick_leave(), scales), axes_of(parts.of_the_whole_model(), scales)
    return Prior(np.empty((1, len(before))), len(axes) - len(before))


def foretold(effort: Effort, workers: int | None) -> str:
    """How long it takes, in words."""
    ill = effort.waves * effort.sick_leave + effort.known
    whole = effort.waves * effort.joint + effort.known
    lived = USUAL_SECONDS_OF_A_SEED
    seconds = ill * effort.seeds * lived.sick_leave + whole * (
        USUAL_SECONDS_TO_FIND_BASELINE + effort.seeds * lived.whole
    )
    seconds /= workers or processors()
    return (
        f"About {duration_range(0.7 * seconds, 1.6 * seconds)}. Interrupt it when you like: the same command goes on."
    )
