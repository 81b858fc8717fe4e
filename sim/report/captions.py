"""Captions: what a reader must know to judge a figure, in words below it."""

from collections.abc import Iterable

import pandas as pd

from sim.analysis.standing import DEMONSTRATION
from sim.report.results import Results
from sim.report.words import LABEL_CHARACTERS, count_of, shortened, span_of

DIGITS_OF_A_DIGEST = 12


def origin(results: Results) -> str:
    """Where the numbers come from: seeds, completeness, code and version.

    Every caption ends with it.
    """
    seeds = results.design["seed"].nunique()
    code = str(results.provenance.get("code", "unknown"))[:DIGITS_OF_A_DIGEST]
    version = results.provenance.get("versions", {}).get("styreform", "of unknown version")
    return f"{count_of(seeds, 'seed')}, in design.parquet; {results.completeness}. styreform {version}, code {code}."


def fan_caption(results: Results, runs_shown: Iterable[int], smoothing_weeks: int) -> str:
    """Below a fan chart: how the lines and bands are made and how many runs they show."""
    return (
        f"{DEMONSTRATION.capitalize()}. Line: median of the runs; dark band: the middle 50 % of the runs; light band: "
        "the middle 90 % (bands show how runs differ, not how well a mean is known). Each run is a moving mean of "
        f"{count_of(smoothing_weeks, 'week')}, placed at its middle. n = {span_of(runs_shown)} runs per regime."
        f"{_in_full(results.regimes)} {origin(results)}"
    )


def outcomes_caption(results: Results, shown: pd.DataFrame, *, has_inputs: bool) -> str:
    """Below the small multiples of outcomes: what is compared, over which years, with which interval."""
    level = f"{100 * shown['level'].iloc[0]:.0f} %"
    inputs = ' "(input)": set by the levers themselves, no outcome.' if has_inputs else ""
    return (
        f"{DEMONSTRATION.capitalize()}. Difference to the {shown['reference'].iloc[0]}, same people and same shocks "
        f"(paired by seed), mean of {years_of(shown)} after the reform. Dot: mean of the pairs; bar: {level} "
        f"interval of that mean (paired t), not corrected for the number of comparisons.{over_points(shown)} "
        f"n = {span_of(shown['pairs'])} pairs per dot{_left_out(shown)}.{inputs}"
        f"{_in_full(results.regimes)} {origin(results)}"
    )


def over_points(contrasts: pd.DataFrame) -> str:
    """What is said where the contrasts are means over the points of a design.

    >>> over_points(pd.DataFrame({"points": [64]}))
    ' Each pair is its mean over 64 points; the interval holds luck, not how far points differ: contrasts.parquet.'
    """
    if "points" not in contrasts or contrasts.empty:
        return ""
    pairs = f"Each pair is its mean over {contrasts['points'].iloc[0]} points"
    return f" {pairs}; the interval holds luck, not how far points differ: contrasts.parquet."


def years_of(contrasts: pd.DataFrame) -> str:
    """The window in words.

    >>> years_of(pd.DataFrame({"first_year": [3], "last_year": [8]}))
    'years 3-8'
    """
    first, last = contrasts["first_year"].iloc[0], contrasts["last_year"].iloc[0]
    return f"year {first}" if first == last else f"years {first}-{last}"


def _in_full(regimes: Iterable[str]) -> str:
    """The whole names of regimes whose labels are cut."""
    cut = [f"{shortened(regime)} = {regime}" for regime in regimes if len(regime) > LABEL_CHARACTERS]
    return f" {'; '.join(cut)}." if cut else ""


def _left_out(shown: pd.DataFrame) -> str:
    """What was left out of the pairs, if anything."""
    not_run, not_finite = int(shown["pairs_not_run"].max()), int(shown["pairs_not_finite"].max())
    reasons = [f"up to {not_run} missing, failed or too short"] if not_run else []
    reasons += [f"up to {not_finite} with a value that is not finite"] if not_finite else []
    return f" (left out: {'; '.join(reasons)})" if reasons else ""
