"""Who is best, over many cases: points of an audit, municipalities, whatever the lives compared differ in.

In a case every regime has lived with the same people and the same shocks, in one or more replicates. A case in which
any regime has not lived to the end is left out whole, so that all regimes are ranked over the same cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri  # type: ignore[import-untyped]

from sim.analysis.intervals import wilson_interval

LEVEL = 0.95
HEADLINES = ("motivation", "proposals_implemented", "sick_leave_share", "quality", "satisfaction", "cost")
"""The outcomes on the screen and of an ablation; all of them are in the tables and the figure of an audit."""
SIGNS: Mapping[str, float] = {"higher": 1.0, "lower": -1.0}
"""What a measure's direction multiplies it by, so that more is better."""


class Lives(NamedTuple):
    """The values of one arm: ``values[case, replicate, regime, measure]``, signed so that more is better."""

    overhead: str
    cases: list[str]
    regimes: list[str]
    measures: list[str]
    values: NDArray[np.float64]
    planned: int
    """Cases in the design."""

    @property
    def means(self) -> NDArray[np.float64]:
        """The mean of each case over its replicates: ``means[case, regime, measure]``."""
        return self.values.mean(axis=1)

    def pairs(self) -> Iterator[tuple[str, str, NDArray[np.float64]]]:
        """Each pair of regimes with the paired differences, first minus second: (case, replicate, measure)."""
        for a, b in combinations(range(len(self.regimes)), 2):
            yield self.regimes[a], self.regimes[b], self.values[:, :, a] - self.values[:, :, b]


def judged(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures that say which regime is better: outcomes with a direction, not what levers set themselves."""
    return measures[(measures["role"] == "outcome") & measures["better"].isin(SIGNS)]


def lives(runs: pd.DataFrame, measures: pd.DataFrame) -> list[Lives]:
    """The lives of each arm. ``runs``: case, overhead, regime, replicate, status and a column per measure."""
    about = judged(measures)
    signs = about["better"].map(SIGNS).to_numpy()
    return [_lives(str(name), arm, list(about["name"]), signs) for name, arm in runs.groupby("overhead", sort=False)]


def _lives(overhead: str, runs: pd.DataFrame, measures: list[str], signs: NDArray[np.float64]) -> Lives:
    cases, regimes = list(runs["case"].unique()), list(runs["regime"].unique())
    replicates = sorted(runs["replicate"].unique())
    whole = pd.MultiIndex.from_product([cases, replicates, regimes], names=["case", "replicate", "regime"])
    ok = runs[runs["status"] == "ok"].set_index(["case", "replicate", "regime"])[measures].reindex(whole)
    values = ok.to_numpy(dtype=np.float64).reshape(len(cases), len(replicates), len(regimes), len(measures))
    complete = np.isfinite(values).all(axis=(1, 2, 3))
    kept = [case for case, is_kept in zip(cases, complete, strict=True) if is_kept]
    return Lives(overhead, kept, regimes, measures, values[complete] * signs, len(cases))


def best_shares(arms: Sequence[Lives]) -> pd.DataFrame:
    """The share of cases in which each regime is best on each measure; who ties for the first place is best too."""
    rows = []
    for arm in arms:
        is_best = arm.means == arm.means.max(axis=1, keepdims=True) if arm.cases else np.zeros((0, 0, 0), bool)
        counts = is_best.sum(axis=0) if arm.cases else np.zeros((len(arm.regimes), len(arm.measures)))
        alone = (is_best & (is_best.sum(axis=1, keepdims=True) == 1)).sum(axis=0) if arm.cases else counts
        share, low, high = wilson_interval(counts, len(arm.cases), LEVEL)
        rows += [
            {
                "measure": measure,
                "overhead": arm.overhead,
                "regime": regime,
                "cases": len(arm.cases),
                "cases_planned": arm.planned,
                "best": int(counts[r, m]),
                "best_alone": int(alone[r, m]),
                "share": float(share[r, m]),
                "low": float(low[r, m]),
                "high": float(high[r, m]),
            }
            for m, measure in enumerate(arm.measures)
            for r, regime in enumerate(arm.regimes)
        ]
    return pd.DataFrame(rows)


def pair_orders(arms: Sequence[Lives]) -> pd.DataFrame:
    """Each pair's order on each measure: in how many cases the first is better, and in how many that is clear.

    Clear is a difference beyond the noise of a case's mean, which is pooled over all cases (1.96 standard errors); with
    one replicate nothing is known of the noise, and nothing is clear.
    """
    return pd.DataFrame([row for arm in arms for first, second, paired in arm.pairs()
                         for row in _orders(arm, first, second, paired)])  # fmt: skip


def _orders(arm: Lives, first: str, second: str, paired: NDArray[np.float64]) -> Iterator[dict[str, object]]:
    number, replicates = paired.shape[:2]
    means = paired.mean(axis=1) if number else np.zeros((0, len(arm.measures)))
    noise = np.full(len(arm.measures), np.inf)
    if replicates > 1 and number:
        noise = np.sqrt(paired.var(axis=1, ddof=1).mean(axis=0) / replicates)
    clear = np.abs(means) > float(ndtri(0.5 + LEVEL / 2.0)) * noise
    share, low, high = wilson_interval((means > 0.0).sum(axis=0), number, LEVEL)
    for m, measure in enumerate(arm.measures):
        yield {
            "measure": measure,
            "overhead": arm.overhead,
            "first": first,
            "second": second,
            "cases": number,
            "first_better": int((means[:, m] > 0.0).sum()),
            "ties": int((means[:, m] == 0.0).sum()),
            "share": float(share[m]),
            "low": float(low[m]),
            "high": float(high[m]),
            "first_clearly": int((clear[:, m] & (means[:, m] > 0.0)).sum()),
            "second_clearly": int((clear[:, m] & (means[:, m] < 0.0)).sum()),
        }


def gate(best: pd.DataFrame, reasons: Mapping[tuple[str, str, str], str]) -> pd.DataFrame:
    """Where a regime is best in all cases or in none, and whether a reason that rests on evidence is named for it.

    ``reasons`` by measure, regime and "always" or "never". A measure on which all regimes tie in all cases is silent.
    """
    rows = []
    for (measure, overhead), group in best.groupby(["measure", "overhead"], sort=False):
        if not group["cases"].iloc[0] or (group["best"] == group["cases"]).all():
            continue
        for one in group.itertuples():
            how = "always" if one.best == one.cases else "never" if not one.best else ""
            if how:
                reason = reasons.get((str(measure), str(one.regime), how), "")
                rows.append({"measure": measure, "overhead": overhead, "regime": one.regime, "best": how,
                             "cases": one.cases, "reason": reason, "fails": not reason})  # fmt: skip
    columns = ["measure", "overhead", "regime", "best", "cases", "reason", "fails"]
    return pd.DataFrame(rows, columns=columns)
