"""A bundle: one replicate. Found a world once, let it burn in once, then live each run from a copy of it.

So the runs that are compared share their people and their past, and the burn-in is paid for once.
"""

import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

import numpy as np

from sim.lab.identity import Ingredients


class Simulation(Protocol):
    """What the laboratory asks of a simulation (sim.simulate)."""

    def copy(self) -> "Simulation":
        """The same world in the same week, to go its own way."""
        ...

    def enact(self, timeline: Any) -> None:
        """Put reforms into force, in weeks counted from now."""
        ...

    def live(self, weeks: int) -> np.ndarray:
        """Live so many weeks: a record array of measures, of shape (weeks, municipalities)."""
        ...


type Found = Callable[[Any, Any, int], Simulation]
"""Makes a simulation from a setting, parameters and a seed: ``sim.simulate.founded``."""


class Run(NamedTuple):
    """One run to be lived: its identity, what made it, and the reforms that it goes through."""

    run: str
    ingredients: Ingredients
    reforms: tuple[Any, ...]


class Bundle(NamedTuple):
    """The runs of one replicate, and the world that they all start from."""

    name: str
    setting: Any
    parameters: Any
    seed: int
    burn_in_weeks: int
    weeks: int
    runs: tuple[Run, ...]


class BurnedIn(NamedTuple):
    """News: a bundle's world is ready."""

    weeks: int
    seconds: float


class Lived(NamedTuple):
    """News: how one run ended. ``status`` is "ok", "failed" or "killed"; only an ok run has a series."""

    run: str
    status: str
    stage: str = ""
    reason: str = ""
    traceback: str = ""
    weeks: int = 0
    seconds: float = 0.0
    series: np.ndarray | None = None

    def without_series(self) -> "Lived":
        """The news alone, light enough to be sent."""
        return self._replace(series=None)


def live(bundle: Bundle, found: Found) -> Iterator[BurnedIn | Lived]:
    """Live a bundle. A run that fails is told as such, and its neighbours are lived as if nothing had happened."""
    stage, began = "founding", time.perf_counter()
    try:
        world = found(bundle.setting, bundle.parameters, bundle.seed)
        stage = "burn-in"
        if bundle.burn_in_weeks:
            world.live(bundle.burn_in_weeks)
    except Exception as trouble:
        yield from [_failed(run, stage, trouble, began) for run in bundle.runs]
        return
    yield BurnedIn(bundle.burn_in_weeks, time.perf_counter() - began)
    for run in bundle.runs:
        yield _live_one(world, run, bundle.weeks)


def _live_one(world: Simulation, run: Run, weeks: int) -> Lived:
    stage, began = "reform", time.perf_counter()
    try:
        simulation = world.copy()
        simulation.enact(run.reforms)
        stage = "weeks"
        series = simulation.live(weeks)
        stage = "measures"
        _refuse_what_is_not_a_number(series)
    except Exception as trouble:
        return _failed(run, stage, trouble, began)
    return Lived(run.run, "ok", weeks=weeks, seconds=time.perf_counter() - began, series=series)


def _failed(run: Run, stage: str, trouble: Exception, began: float) -> Lived:
    reason = f"{type(trouble).__name__}: {trouble}"
    trace = "".join(traceback.format_exception(trouble))
    return Lived(run.run, "failed", stage, reason, trace, seconds=time.perf_counter() - began)


def _refuse_what_is_not_a_number(series: np.ndarray) -> None:
    """A measure that is NaN or infinite in any week would spoil every mean it enters: the run has failed."""
    for measure in series.dtype.names or ():
        bad = np.argwhere(~np.isfinite(series[measure]))
        if len(bad):
            week, municipality = bad[0]
            value = series[measure][week, municipality]
            raise FloatingPointError(f"{measure} is {value} in week {week + 1}, municipality {municipality}")
