"""The search of one part: waves of draws, after each of which what is implausible is ruled out (history matching).

Draws of the first wave are spread evenly over the prior. Draws of later waves come evenly from what is not ruled out.
Those of them that show every target within its range are the posterior: the prior, held to the targets' ranges.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from scipy.stats import qmc  # type: ignore[import-untyped]

from sim.analysis.matching import RULED_OUT, Emulator, Numbers, coefficients_needed, emulator, within
from sim.evidence.targets import Target
from sim.lab.identity import seed_of
from sim.studies.calibration.axes import Axis, changes_at, from_unit
from sim.studies.calibration.draws import Lives, lived
from sim.studies.calibration.luck import Luck

CANDIDATES, MOST_CANDIDATES = 100_000, 20_000_000
"""Candidates that the emulator is asked about at a time, and at most for one wave."""


class Prior(NamedTuple):
    """Where draws come from: free axes in the unit cube, and before them axes of which a sample is known already."""

    known: Numbers
    free: int

    @property
    def curved(self) -> NDArray[np.bool_]:
        """Axes that the emulator bends: the free ones. Of those known already, little is left to find."""
        return np.arange(self.known.shape[1] + self.free) >= self.known.shape[1]

    def even(self, number: int, seed: int) -> Numbers:
        """So many points, spread evenly over the free axes as a Latin hypercube."""
        return self._beside(qmc.LatinHypercube(self.free, rng=seed).random(number), seed)

    def points(self, number: int, seed: int) -> Numbers:
        """So many independent points."""
        return self._beside(np.random.default_rng(seed).random((number, self.free)), seed)

    def _beside(self, free: Numbers, seed: int) -> Numbers:
        if not self.known.shape[1]:
            return free
        rows = np.random.default_rng([seed, 1]).integers(len(self.known), size=len(free))
        return np.hstack([self.known[rows], free])


def box(axes: int) -> Prior:
    """A prior of free axes only."""
    return Prior(np.empty((0, 0)), axes)


class Part(NamedTuple):
    """A part of the calibration: what may move, what it is fitted to, and where draws come from."""

    name: str
    axes: tuple[Axis, ...]
    targets: tuple[Target, ...]
    prior: Prior

    @property
    def low(self) -> Numbers:
        """Lower ends of the targets."""
        return np.array([target.low for target in self.targets])

    @property
    def high(self) -> Numbers:
        """Upper ends of the targets."""
        return np.array([target.high for target in self.targets])

    def changes(self, points: Numbers) -> list[dict[str, float]]:
        """The parameters at points of the unit cube."""
        return [changes_at(self.axes, [float(value) for value in place]) for place in from_unit(self.axes, points)]


class Wave(NamedTuple):
    """One wave: its draws as points of the unit cube, what they show, and the share of candidates not ruled out."""

    points: Numbers
    found: Numbers
    plausible: float


class Search(NamedTuple):
    """What a search leaves. ``reachable`` marks targets that some point may reach; the others ruled nothing out."""

    part: Part
    waves: tuple[Wave, ...]
    reachable: NDArray[np.bool_]

    @property
    def points(self) -> Numbers:
        """All draws."""
        return np.vstack([wave.points for wave in self.waves])

    @property
    def found(self) -> Numbers:
        """What all draws show."""
        return np.vstack([wave.found for wave in self.waves])

    def emulator(self) -> Emulator:
        """Fitted to all draws."""
        return _fitted(self.part, self.points, self.found)

    @property
    def accepted(self) -> Numbers:
        """Draws of the later waves with every reachable target within its range: the posterior, in the unit cube."""
        later = self.waves[1:]
        if not later:
            return np.empty((0, len(self.part.axes)))
        meets = [_meets(self.part, wave.found, self.reachable) for wave in later]
        return np.vstack([wave.points[rows] for wave, rows in zip(later, meets, strict=True)])


def _meets(part: Part, found: Numbers, of: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(within(found, part.low, part.high)[:, of].all(axis=1))


def searched(
    part: Part, lives: Lives, draws: int, waves: int, folder: Path, console: Console, luck: Luck | None = None
) -> Search:
    """Search in so many waves of so many draws each; the ``luck`` of their seeds is taken off what they show."""
    lived_so_far: list[Wave] = []
    reachable = np.ones(len(part.targets), dtype=np.bool_)
    for number in range(1, waves + 1):
        seed = seed_of(f"calibration {part.name}", number)
        if number == 1:
            points, plausible = part.prior.even(draws, seed), 1.0
        else:
            so_far = Search(part, tuple(lived_so_far), reachable)
            points, plausible, reachable = _plausible(so_far, draws, seed)
        file = folder / f"{part.name}_wave_{number}.jsonl"
        says = f"{part.name.replace('_', ' ')}, wave {number} of {waves}"
        found = lived(lives.draws(part.changes(points)), lives, file, console, says) - _off(luck, lives)
        lived_so_far.append(Wave(points, found, plausible))
    return Search(part, tuple(lived_so_far), reachable)


def _off(luck: Luck | None, lives: Lives) -> Numbers:
    return np.zeros(1) if luck is None else luck.of(lives.seeds)


def _fitted(part: Part, points: Numbers, found: Numbers) -> Emulator:
    usable = np.isfinite(found).all(axis=1)
    return emulator(points[usable], found[usable], part.prior.curved)


def fewest_draws(prior: Prior) -> int:
    """The fewest draws of a wave: half as many again as the emulator has coefficients."""
    return 3 * coefficients_needed(prior.curved) // 2


def _plausible(search: Search, number: int, seed: int) -> tuple[Numbers, float, NDArray[np.bool_]]:
    """So many points that are not ruled out, their share of all, and which targets some point may reach."""
    part, guesses = search.part, search.emulator()
    first = guesses.implausibility(part.prior.points(CANDIDATES, seed), part.low, part.high)
    reachable = (first <= RULED_OUT).any(axis=0) | within(search.found, part.low, part.high).any(axis=0)
    kept: list[Numbers] = []
    asked = 0
    while sum(map(len, kept)) < number and asked < MOST_CANDIDATES:
        candidates = part.prior.points(CANDIDATES, seed + 1 + asked)
        far = guesses.implausibility(candidates, part.low, part.high)[:, reachable].max(axis=1, initial=0.0)
        kept.append(candidates[far <= RULED_OUT])
        asked += CANDIDATES
    found = np.vstack(kept)
    return found[:number], len(found) / asked, reachable
