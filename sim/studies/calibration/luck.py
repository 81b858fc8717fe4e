"""The luck of a few seeds: how far what they show lies from what many show; known at one point, taken off everywhere.

All draws are lived with the same few seeds, so that they differ by their parameters alone. What these seeds have in
common, healthy people say, would then move the whole calibration. It is found where it is cheap, at the parameters'
values, with many seeds once.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console

from sim.analysis.matching import Numbers
from sim.studies.calibration.draws import Draw, Lives, lived


class Luck(NamedTuple):
    """What each of many seeds shows at the parameters' values: shape (seeds, targets)."""

    seeds: tuple[int, ...]
    shown: Numbers

    def of(self, seeds: tuple[int, ...]) -> Numbers:
        """How far these seeds, which are among the many, lie above the mean of all, target by target."""
        rows = [self.seeds.index(seed) for seed in seeds]
        return np.asarray(np.nanmean(self.shown[rows], axis=0) - np.nanmean(self.shown, axis=0))


def luck_of(seeds: tuple[int, ...], name: str, lives: Lives, folder: Path, console: Console) -> Luck:
    """Live every seed once at the parameters' values."""
    draws = [Draw({}, (seed,)) for seed in seeds]
    says = f"{name.replace('_', ' ')}, luck of the seeds"
    return Luck(seeds, lived(draws, lives, folder / f"{name}_luck.jsonl", console, says))
