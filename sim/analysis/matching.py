"""History matching: rule out, wave by wave, what cannot have brought about what is known (Vernon and others 2010).

A simulation is dear, so a polynomial of second degree stands in for it: an emulator, fitted to the draws that were
lived. Where its best guess lies further outside a target's range than it can be wrong, the point is ruled out.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]

RULED_OUT = 3.0
"""Standard deviations beyond the range at which a point is implausible (Pukelsheim: 95 % of any law with one peak)."""


class Emulator(NamedTuple):
    """Best guess and standard deviation of each target at any point of the unit cube.

    ``curved`` marks the coordinates with squares and products; the others are straight lines.
    """

    curved: NDArray[np.bool_]
    coefficients: Numbers
    deviation: Numbers

    def guess(self, points: Numbers) -> Numbers:
        """The targets at these points: shape (points, targets)."""
        return _terms(points, self.curved) @ self.coefficients

    def implausibility(self, points: Numbers, low: Numbers, high: Numbers) -> Numbers:
        """How many standard deviations the best guess lies outside each range; 0 within. Shape (points, targets)."""
        guess = self.guess(points)
        return np.maximum(0.0, np.maximum(low - guess, guess - high)) / self.deviation


def emulator(points: Numbers, found: Numbers, curved: NDArray[np.bool_] | None = None) -> Emulator:
    """Fit the targets ``found`` (draws, targets) at ``points`` (draws, coordinates in [0, 1]) by least squares.

    The deviation is that of draws left out one at a time, so it holds what the polynomial misses and the seeds' noise.

    >>> points = np.random.default_rng(0).random((50, 2))
    >>> found = (points[:, :1] ** 2 - points[:, 1:])
    >>> fitted = emulator(points, found)
    >>> bool(np.allclose(fitted.guess(np.array([[0.5, 0.5]])), [[-0.25]]))
    True
    """
    curved = np.ones(points.shape[1], dtype=np.bool_) if curved is None else curved
    terms = _terms(points, curved)
    if len(terms) <= terms.shape[1]:
        raise ValueError(f"{len(terms)} draws cannot tell {terms.shape[1]} coefficients apart")
    coefficients, *_ = np.linalg.lstsq(terms, found, rcond=None)
    q, _ = np.linalg.qr(terms)
    leverage = np.minimum((q**2).sum(axis=1), 1.0 - 1e-6)
    left_out = (found - terms @ coefficients) / (1.0 - leverage)[:, np.newaxis]
    deviation = np.maximum(np.sqrt((left_out**2).mean(axis=0)), 1e-12)
    return Emulator(curved, coefficients, deviation)


def coefficients_needed(curved: NDArray[np.bool_]) -> int:
    """How many coefficients the emulator has: so many draws and more are needed.

    >>> coefficients_needed(np.array([True, True, False]))
    7
    """
    many = int(curved.sum())
    return 1 + len(curved) + many * (many + 1) // 2


def _terms(points: Numbers, curved: NDArray[np.bool_]) -> Numbers:
    centred = 2.0 * points - 1.0
    bent = centred[:, curved]
    first, second = np.triu_indices(bent.shape[1])
    return np.hstack([np.ones((len(points), 1)), centred, bent[:, first] * bent[:, second]])


def within(found: Numbers, low: Numbers, high: Numbers) -> NDArray[np.bool_]:
    """Which draws have which targets within their ranges: shape (draws, targets)."""
    return (low <= found) & (found <= high)
