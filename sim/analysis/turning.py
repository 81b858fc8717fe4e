"""The condition that turns a ranking: one cut through one drawn quantity, beyond which the rarer order is the rule.

Found in every second case and held against the others. *Density* is the share of the cases beyond the cut that have
the rarer order; *coverage* the share of the rarer order's cases that lie beyond it. A condition is told only where, in
the cases that did not help to find it, the rarer order is the commoner one beyond the cut, and so much commoner than
elsewhere that chance would do it once in a hundred times (Fisher's exact test); otherwise nothing is said.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import hypergeom  # type: ignore[import-untyped]

from sim.analysis.ranking import Lives

CUTS = (0.25, 0.5, 0.75)
"""Quantiles at which a quantity may be cut."""
CHANCE = 0.01
"""A condition is told where a cut without any meaning would do as well in the held-out cases no more often."""
FEWEST = 5
"""Cases of either order in each half: with fewer nothing can be learned or held against anything."""

COLUMNS = [
    *("measure", "overhead", "first", "second", "turned_to", "quantity", "side", "cut"),
    *("density", "coverage", "elsewhere", "chance", "cases_held_out"),
]


def turning_conditions(arms: Sequence[Lives], assumed: pd.DataFrame) -> pd.DataFrame:
    """The conditions found, one at most for every pair, measure and arm."""
    return pd.DataFrame([row for arm in arms for row in _of_arm(arm, assumed)], columns=COLUMNS)


def _of_arm(arm: Lives, assumed: pd.DataFrame) -> list[dict[str, object]]:
    drawn = assumed.set_index("case").loc[arm.cases]
    x = drawn.to_numpy(dtype=np.float64)
    learning = np.arange(len(x)) % 2 == 0
    rows: list[dict[str, object]] = []
    for first, second, paired in arm.pairs():
        means = paired.mean(axis=1)
        for m, measure in enumerate(arm.measures):
            wins = means[:, m] > 0.0
            rarer = wins if wins.sum() * 2 < len(wins) else means[:, m] < 0.0
            found = turning(x, rarer, learning)
            if found is not None:
                quantity, above, cut, told = found
                about = {"measure": measure, "overhead": arm.overhead, "first": first, "second": second}
                to = first if rarer is wins else second
                where = {"quantity": drawn.columns[quantity], "side": "above" if above else "below", "cut": cut}
                rows.append({**about, "turned_to": to, **where, **told})
    return rows


def turning(
    x: NDArray[np.float64], rarer: NDArray[np.bool_], learning: NDArray[np.bool_]
) -> tuple[int, bool, float, dict[str, float]] | None:
    """The quantity, the side and the cut that turn an order, with what held-out cases say; None where none is found."""
    if min(rarer[part].sum() for part in (learning, ~learning)) < FEWEST:
        return None
    quantity, above, cut = _best_cut(x[learning], rarer[learning])
    inside = (x[:, quantity] > cut) == above
    beyond, elsewhere, of_rarer = inside & ~learning, ~inside & ~learning, rarer & ~learning
    held_out, number, turned = int((~learning).sum()), int(beyond.sum()), int((beyond & rarer).sum())
    chance = float(hypergeom.sf(turned - 1, held_out, int(of_rarer.sum()), number))
    if turned * 2 <= number or chance > CHANCE:
        return None
    told = {"density": turned / number, "coverage": turned / int(of_rarer.sum()), "chance": chance}
    told |= {"elsewhere": float(rarer[elsewhere].mean()) if elsewhere.any() else 0.0, "cases_held_out": held_out}
    return quantity, above, cut, told


def _best_cut(x: NDArray[np.float64], rarer: NDArray[np.bool_]) -> tuple[int, bool, float]:
    """The cut that parts the orders best: the largest difference of shares in units of its standard error."""
    cuts = np.quantile(x, CUTS, axis=0)
    above = x[:, None, :] > cuts[None]
    share = above.mean(axis=0)
    covered = np.tensordot(rarer - rarer.mean(), above, axes=1) / len(x)
    strength = covered / np.sqrt(np.maximum(share * (1.0 - share), 1.0 / len(x)))
    c, quantity = np.unravel_index(int(np.abs(strength).argmax()), strength.shape)
    return int(quantity), bool(strength[c, quantity] > 0.0), float(cuts[c, quantity])
