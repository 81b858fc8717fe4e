"""A bundle: one replicate. Found a world once, let it burn in once, then live each run from a copy of it.

So the runs that are compared share their people and their past, and the burn-in is paid for once. Runs are lived and
handed on piece by piece: what a run needs in memory is its world, however many weeks it is lived.
"""

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from sim.lab.identity import Ingredients, digest

PIECE_WEEKS = 52
"""Weeks that are lived, checked and handed on at a time."""


class Simulation(Protocol):
    """What the laboratory asks of a simulation (sim.simulate)."""

    def copy(self) -> "Simulation":
        """The same world in the same week, to go its own way."""
        ...

    def enact(self, timeline: Any) -> None:
        """Put reforms into force, in weeks counted from now."""
        ...

    def live(self, weeks: int, threads: int = 1) -> np.ndarray:
        """Live so many weeks: a record array of measures, of shape (weeks, municipalities)."""
        ...


def bundle_name(replicate: int, runs: Sequence[str]) -> str:
    """What a bundle is called in messages: its replicate, and a digest of the runs it holds."""
    return f"{replicate:04d}-{digest(sorted(runs))[:12]}"


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

    @property
    def all_weeks(self) -> int:
        """Weeks to be lived: the burn-in once, and those of every run."""
        return self.burn_in_weeks + self.weeks * len(self.runs)


class BurnedIn(NamedTuple):
    """News: so many weeks of a bundle's burn-in were lived, or its world is ready where there is none."""

    weeks: int
    seconds: float


class Begun(NamedTuple):
    """News: a run is about to be lived."""

    run: str


class Piece(NamedTuple):
    """News: a piece of a run was lived. Its series counts for nothing until the run is told as ok."""

    run: str
    first_week: int
    weeks: int
    seconds: float
    series: np.ndarray | None = None

    def without_series(self) -> "Piece":
        """The news alone, light enough to be sent."""
        return self._replace(series=None)


class Lived(NamedTuple):
    """News: how one run ended; only of an ok run do the pieces count.

    ``status`` is "ok", "failed" (by an exception), "timeout" (lived too long) or "killed" (its worker died of it).
    """

    run: str
    status: str
    stage: str = ""
    reason: str = ""
    traceback: str = ""
    weeks: int = 0
    seconds: float = 0.0


def live(bundle: Bundle, found: Found, threads: int = 1) -> Iterator[BurnedIn | Begun | Piece | Lived]:
    """Live a bundle. A run that fails is told as such, and its neighbours are lived as if nothing had happened.

    The last run lives on in the burned-in world itself: one world less in memory, and a lone run needs but one.
    """
    stage, began = "founding", time.perf_counter()
    try:
        world = found(bundle.setting, bundle.parameters, bundle.seed)
        stage = "burn-in"
        yield from _burn_in(world, bundle.burn_in_weeks, threads, began)
    except Exception as trouble:
        yield from [_failed(run, stage, trouble, began) for run in bundle.runs]
        return
    for run in bundle.runs:
        yield Begun(run.run)
        yield from _live_one(world, run, bundle.weeks, threads, is_last=run is bundle.runs[-1])


def _burn_in(world: Simulation, weeks: int, threads: int, began: float) -> Iterator[BurnedIn]:
    for _, piece in _pieces(weeks):
        world.live(piece, threads)
        now = time.perf_counter()
        yield BurnedIn(piece, now - began)
        began = now
    if not weeks:
        yield BurnedIn(0, time.perf_counter() - began)


def _live_one(world: Simulation, run: Run, weeks: int, threads: int, *, is_last: bool) -> Iterator[Piece | Lived]:
    stage, began = "reform", time.perf_counter()
    try:
        simulation = world if is_last else world.copy()
        simulation.enact(run.reforms)
        for first_week, piece in _pieces(weeks):
            stage, piece_began = "weeks", time.perf_counter()
            series = simulation.live(piece, threads)
            stage = "measures"
            _refuse_wrong_length(series, piece)
            _refuse_what_is_not_a_number(series, first_week)
            yield Piece(run.run, first_week, piece, time.perf_counter() - piece_began, series)
    except Exception as trouble:
        yield _failed(run, stage, trouble, began)
        return
    yield Lived(run.run, "ok", weeks=weeks, seconds=time.perf_counter() - began)


def _pieces(weeks: int) -> Iterator[tuple[int, int]]:
    """The first week of each piece, counted from 1, and its number of weeks.

    >>> list(_pieces(120))
    [(1, 52), (53, 52), (105, 16)]
    """
    for first in range(1, weeks + 1, PIECE_WEEKS):
        yield first, min(PIECE_WEEKS, weeks + 1 - first)


def _failed(run: Run, stage: str, trouble: Exception, began: float) -> Lived:
    reason = f"{type(trouble).__name__}: {trouble}"
    trace = "".join(traceback.format_exception(trouble))
    return Lived(run.run, "failed", stage, reason, trace, seconds=time.perf_counter() - began)


def _refuse_wrong_length(series: np.ndarray, weeks: int) -> None:
    if len(series) != weeks:
        raise ValueError(f"{len(series)} weeks were measured where {weeks} were to be lived")


def _refuse_what_is_not_a_number(series: np.ndarray, first_week: int) -> None:
    """A measure that is NaN or infinite in any week would spoil every mean it enters: the run has failed."""
    for measure in series.dtype.names or ():
        bad = np.argwhere(~np.isfinite(series[measure]))
        if len(bad):
            week, municipality = bad[0]
            value = series[measure][week, municipality]
            raise FloatingPointError(f"{measure} is {value} in week {first_week + week}, municipality {municipality}")
