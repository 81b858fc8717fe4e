"""The same posterior by another road: ABC-SMC, as pyABC does it (an extra: ``pip install "styreform[calibration]"``).

A draw's distance is how far what it shows lies from the middle of the targets, at the worst of them, in halves of their
ranges: at a distance of 1 it shows every target within its range, which is what the search by waves asks, too. So the
two must find the same posterior, and where they do not, one of them is wrong.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.mistakes import Mistake
from sim.studies.calibration.axes import changes_at
from sim.studies.calibration.draws import Lives
from sim.studies.calibration.luck import Luck
from sim.studies.calibration.search import Part

DISTANCES = (16.0, 8.0, 4.0, 2.0, 1.0)
"""The distance that a draw may have, generation by generation."""


def by_smc(part: Part, lives: Lives, particles: int, file: Path, luck: Luck | None = None) -> pd.DataFrame:
    """So many draws of the posterior with their weights, in one process; a stopped search goes on from ``file``."""
    pyabc = needed()
    prior = pyabc.Distribution(**{axis.name: pyabc.RV("uniform", axis.low, axis.high - axis.low) for axis in part.axes})
    names = [target.id for target in part.targets]
    halves = (part.high - part.low) / 2.0
    off = np.zeros(len(names)) if luck is None else luck.of(lives.seeds)
    distance = pyabc.PNormDistance(p=math.inf, fixed_weights=dict(zip(names, 1.0 / halves, strict=True)))

    def shown(place: dict[str, float]) -> dict[str, float]:
        changes = changes_at(part.axes, [place[axis.name] for axis in part.axes])
        values = np.nan_to_num(np.array(lives.shown(changes, lives.seeds)) - off, nan=math.inf)
        return {name: float(value) for name, value in zip(names, values, strict=True)}

    smc = pyabc.ABCSMC(
        shown, prior, distance, particles, eps=pyabc.ListEpsilon(list(DISTANCES)), sampler=pyabc.SingleCoreSampler()
    )
    done = _begun(smc, file, dict(zip(names, (part.low + part.high) / 2.0, strict=True)))
    if done < len(DISTANCES):
        smc.run(max_nr_populations=len(DISTANCES) - done)
    places, weights = smc.history.get_distribution()
    return places[[axis.name for axis in part.axes]].reset_index(drop=True).assign(weight=np.asarray(weights))


def intervals(draws: pd.DataFrame) -> pd.DataFrame:
    """The weighted 5, 50 and 95 % of every axis: columns low, middle, high."""
    weight = draws["weight"].to_numpy()
    rows = {name: _quantiles(draws[name].to_numpy(), weight) for name in draws.columns if name != "weight"}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "middle", "high"]).rename_axis("axis")


def _quantiles(values: np.ndarray, weight: np.ndarray) -> list[float]:
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) / weight.sum()
    last = len(values) - 1
    return [float(values[order][min(int(np.searchsorted(reached, share)), last)]) for share in (0.05, 0.5, 0.95)]


def _begun(smc: Any, file: Path, observed: dict[str, float]) -> int:
    """Begin, or go on with what an earlier sitting left; the generations that are done."""
    place = f"sqlite:///{file}"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        smc.new(place, observed)
        return 0
    smc.load(place, 1)
    return int(smc.history.max_t) + 1


def needed() -> Any:
    """The package pyABC; a Mistake where it is not installed."""
    try:
        import pyabc  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        what = (
            'ABC-SMC needs pyABC: install it with pip install "styreform[calibration]" (uv sync --extra calibration).'
        )
        raise Mistake(what) from None
    return pyabc
