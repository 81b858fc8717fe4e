"""Whether failures depend on the design: runs that fail in one corner of it bias every mean over the rest."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

LEVEL = 0.05
"""Chance, at most, that anything is told where failures strike at random (Holm's correction over all looked at)."""
LIVED = ("ok", "failed", "timeout", "killed")


class Dependence(NamedTuple):
    """Something that failures depend on: where they are, in words, and the corrected chance of seeing that by luck."""

    name: str
    words: str
    chance: float


def dependences(runs: pd.DataFrame, varied: Sequence[str]) -> list[Dependence]:
    """What failures depend on: regimes and arms (Fisher's exact test) and what ``varied`` (Mann-Whitney's test).

    ``runs`` as in runs.parquet, a row per row of the design; runs that were never tried do not count. Nothing is told
    where no run failed or none is ok.

    >>> runs = pd.DataFrame({"run": range(40), "status": ["failed"] * 6 + ["ok"] * 34, "overhead": "as coded",
    ...                      "regime": ["npm"] * 20 + ["trust"] * 20, "x": [0.9] * 6 + [k / 40 for k in range(34)]})
    >>> for found in dependences(runs, ["x"]):
    ...     print(found.words)
    x: 0.9 in the median of failed runs, 0.412 of the others
    regime npm: 6 of 20 runs failed, of the others 0 of 20
    """
    tried = runs[runs["status"].isin(LIVED)].drop_duplicates("run")
    failed = tried["status"] != "ok"
    if not failed.any() or failed.all():
        return []
    found = sorted([*_of_groups(tried, failed), *_of_values(tried, failed, varied)], key=lambda one: one.chance)
    corrected, chance = [], 0.0
    for rank, one in enumerate(found):
        chance = max(chance, min(1.0, one.chance * (len(found) - rank)))
        corrected.append(one._replace(chance=chance))
    return [one for one in corrected if one.chance <= LEVEL]


def _of_groups(tried: pd.DataFrame, failed: pd.Series) -> Iterator[Dependence]:
    from scipy.stats import fisher_exact  # type: ignore[import-untyped]

    for column in ("regime", "overhead"):
        names = tried[column].unique()
        for name in names if len(names) > 1 else ():
            here, there = failed[tried[column] == name], failed[tried[column] != name]
            counts = [[here.sum(), (~here).sum()], [there.sum(), (~there).sum()]]
            words = (
                f"{column} {name}: {here.sum()} of {len(here)} runs failed, of the others {there.sum()} of {len(there)}"
            )
            yield Dependence(f"{column} {name}", words, float(fisher_exact(counts, "greater").pvalue))


def _of_values(tried: pd.DataFrame, failed: pd.Series, varied: Sequence[str]) -> Iterator[Dependence]:
    from scipy.stats import mannwhitneyu

    for name in varied:
        bad, good = tried.loc[failed, name].dropna(), tried.loc[~failed, name].dropna()
        if len(bad) and len(good) and tried[name].nunique() > 1:
            words = f"{name}: {bad.median():.3g} in the median of failed runs, {good.median():.3g} of the others"
            yield Dependence(name, words, float(mannwhitneyu(bad, good).pvalue))
