"""What drives a difference between two regimes over many cases, and what one could foresee of it.

For each difference: the rank correlation with every quantity that was drawn, held against what the best of so many
quantities reaches by chance alone, and the share of the variance (of ranks) that the few best explain in cases that
were not used to choose or to fit them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata  # type: ignore[import-untyped]

from sim.analysis.ranking import Lives

DRIVERS = 5
"""As many are named, and fitted, at most."""
FOLDS = 5
SHUFFLES = 400
CHANCE = 0.95
"""A driver is named where chance alone stays below it in so many shuffles, over all quantities at once."""
FEWEST_CASES = 3 * FOLDS


def drivers(arms: Sequence[Lives], assumed: pd.DataFrame) -> pd.DataFrame:
    """The drivers of every pair's difference on every measure; ``assumed`` has a row per case."""
    rows = [row for arm in arms if len(arm.cases) >= FEWEST_CASES for row in _of_arm(arm, assumed)]
    columns = ["measure", "overhead", "first", "second", "place", "quantity", "correlation", "chance", "cases"]
    return pd.DataFrame(rows, columns=[*columns, "held_out_r2"])


def _of_arm(arm: Lives, assumed: pd.DataFrame) -> list[dict[str, object]]:
    drawn = assumed.set_index("case").loc[arm.cases]
    x = standardised(drawn.to_numpy(dtype=np.float64))
    chance = chance_of(x)
    rows: list[dict[str, object]] = []
    for first, second, paired in arm.pairs():
        y = standardised(paired.mean(axis=1))
        correlation = x.T @ y / len(y)
        foreseen = held_out_r2(x, y)
        for m, measure in enumerate(arm.measures):
            strongest = np.argsort(-np.abs(correlation[:, m]), kind="stable")[:DRIVERS]
            rows += [
                {
                    "measure": measure,
                    "overhead": arm.overhead,
                    "first": first,
                    "second": second,
                    "place": place,
                    "quantity": drawn.columns[k],
                    "correlation": float(correlation[k, m]),
                    "chance": chance,
                    "cases": len(y),
                    "held_out_r2": float(foreseen[m]),
                }
                for place, k in enumerate(strongest, 1)
                if abs(correlation[k, m]) > chance
            ]
    return rows


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks down the columns, with mean 0 and variance 1; a column without differences is 0.

    >>> standardised(np.array([[3.0, 1.0], [9.0, 1.0]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    ranks: NDArray[np.float64] = rankdata(values, axis=0)
    centred = ranks - ranks.mean(axis=0)
    spread = centred.std(axis=0)
    return centred / np.where(spread > 0.0, spread, 1.0)


def chance_of(x: NDArray[np.float64]) -> float:
    """What the strongest of all correlations with something unrelated stays below in ``CHANCE`` of the shuffles."""
    lot = np.random.default_rng(0)
    number = len(x)
    unrelated = standardised(np.array([lot.permutation(number) for _ in range(SHUFFLES)], dtype=np.float64).T)
    return float(np.quantile(np.abs(x.T @ unrelated / number).max(axis=0), CHANCE))


def held_out_r2(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of each column of ``y`` that its strongest quantities foretell in cases left out of the choice."""
    fold = np.arange(len(x)) % FOLDS
    error, total = np.zeros(y.shape[1]), np.zeros(y.shape[1])
    for left_out in range(FOLDS):
        kept, out = fold != left_out, fold == left_out
        strongest = np.argsort(-np.abs(x[kept].T @ y[kept]), axis=0, kind="stable")[:DRIVERS]
        for m in range(y.shape[1]):
            error[m] += _squared_error(x[:, strongest[:, m]], y[:, m], kept, out)
            total[m] += float(((y[out, m] - y[kept, m].mean()) ** 2).sum())
    return 1.0 - error / np.where(total > 0.0, total, np.inf)


def _squared_error(x: NDArray[np.float64], y: NDArray[np.float64], kept: Any, out: Any) -> float:
    with_constant = np.column_stack([np.ones(len(x)), x])
    weights = np.linalg.lstsq(with_constant[kept], y[kept], rcond=None)[0]
    return float(((y[out] - with_constant[out] @ weights) ** 2).sum())
