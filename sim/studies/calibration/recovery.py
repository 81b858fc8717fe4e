"""Recovery of known parameters: would the search find them again, had the world been made with them?

Points are drawn from the prior and lived with seeds of their own. What each shows becomes the target, with the width
that the real target has, and the posterior is asked of the emulator of the search. A calibration that cannot find what
was put in can say nothing of what was found.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rich.console import Console

from sim.analysis.matching import Numbers, within
from sim.lab.identity import seed_of
from sim.studies.calibration.axes import Axis
from sim.studies.calibration.draws import Lives, lived
from sim.studies.calibration.luck import Luck
from sim.studies.calibration.search import Search

LEVEL = 0.9
"""Of the intervals."""
LEAST_GAIN = 0.2
"""An axis whose interval is not so much narrower than the prior's, in half of the points, is not identified."""
CANDIDATES, FEWEST = 1_000_000, 50
"""Candidates that the emulator is asked about, and those that must be near a known point for an interval."""


def recovery(
    search: Search, known: Numbers, lives: Lives, folder: Path, console: Console, luck: Luck | None = None
) -> pd.DataFrame:
    """For each axis: how often its interval holds the known value, and how much narrower it is than the prior's."""
    part = search.part
    file = folder / f"{part.name}_recovery.jsonl"
    says = f"{part.name.replace('_', ' ')}, known points"
    found = lived(lives.draws(part.changes(known)), lives, file, console, says)
    if luck is not None:
        found = found - luck.of(lives.seeds)
    candidates = part.prior.points(CANDIDATES, seed_of(f"recovery {part.name}", 1))
    shown = _with_noise(search, candidates)
    half = (part.high - part.low) / 2.0
    rows = [
        row
        for point, target in zip(known, found, strict=True)
        for row in _recovered(part.axes, point, candidates, _near(shown, target, half, search.reachable))
    ]
    return _summary(part.axes, pd.DataFrame(rows, columns=["axis", "held", "gain", "known", "middle"]))


def _with_noise(search: Search, candidates: Numbers) -> Numbers:
    """What candidates would show: the emulator's best guess, and as much beside it as draws were off."""
    guesses = search.emulator()
    noise = np.random.default_rng(seed_of("noise", 1)).standard_normal((len(candidates), len(guesses.deviation)))
    return np.asarray(guesses.guess(candidates) + guesses.deviation * noise)


def _near(shown: Numbers, target: Numbers, half: Numbers, of: NDArray[np.bool_]) -> NDArray[np.bool_]:
    usable = of & np.isfinite(target)
    return np.asarray(within(shown, target - half, target + half)[:, usable].all(axis=1))


def _recovered(
    axes: Sequence[Axis], point: Numbers, candidates: Numbers, near: NDArray[np.bool_]
) -> list[tuple[str, float, float, float, float]]:
    if near.sum() < FEWEST:
        return []
    ends = [(1.0 - LEVEL) / 2.0, 0.5, (1.0 + LEVEL) / 2.0]
    prior_low, _, prior_high = np.quantile(candidates, ends, axis=0)
    low, middle, high = np.quantile(candidates[near], ends, axis=0)
    gain = 1.0 - (high - low) / (prior_high - prior_low)
    held = (low <= point) & (point <= high)
    return [
        (axis.name, float(held[k]), float(gain[k]), float(point[k]), float(middle[k])) for k, axis in enumerate(axes)
    ]


def _summary(axes: Sequence[Axis], rows: pd.DataFrame) -> pd.DataFrame:
    """One row per axis, in their order; an axis about which no point could be asked has none of the numbers."""
    asked = rows.groupby("axis", sort=False)
    table = pd.DataFrame(
        {
            "points": asked.size(),
            "held": asked["held"].mean(),
            "gain": asked["gain"].median(),
            "correlation": asked[["known", "middle"]].apply(lambda axis: axis["known"].corr(axis["middle"])),
        }
    ).reindex([axis.name for axis in axes])
    return table.assign(identified=table["gain"] >= LEAST_GAIN).rename_axis("axis").reset_index()
