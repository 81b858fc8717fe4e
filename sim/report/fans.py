"""Fan charts: how a measure moves in the years after the reform, each regime beside the baseline."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.analysis.bands import bands_over_runs, moving_means, smoothing_weeks
from sim.analysis.windows import WEEKS_PER_YEAR
from sim.report.captions import fan_caption
from sim.report.page import (
    HEADER,
    INK,
    MARGIN,
    REFERENCE_COLOUR,
    SMALL_POINTS,
    TEXT_POINTS,
    WIDTH,
    Page,
    colours_of,
    ink_of,
    pushed_apart,
)
from sim.report.results import REFERENCE, Results
from sim.report.words import shortened, with_unit

FAN_MEASURES = ("motivation", "proposals_implemented", "sick_leave_share")
"""The three outcomes asked for first: motivation, innovation and sick leave."""

COLUMNS = 3
LEFT, GAP = 0.55, 0.42
PANEL_WIDTH = (WIDTH - LEFT - MARGIN - GAP * (COLUMNS - 1)) / COLUMNS
PANEL_HEIGHT, ABOVE, BELOW = 2.0, 0.34, 0.36
LABEL_INCHES = 0.80
"""Room for the regimes' names to the right of the last year."""
WEEKS_BETWEEN_POINTS = 4
LIGHT, DARK = 0.20, 0.42


class Fans(NamedTuple):
    """What the panels of one chart share."""

    bands: Mapping[str, pd.DataFrame]
    colours: Mapping[str, str]
    low: float
    high: float
    last_year: float


def fan_chart(results: Results, series: pd.DataFrame, measure: str, overhead: str) -> Page:
    """One page for one measure and overhead arm: all medians together, then each regime's fan over the baseline's."""
    weeks = int(series["week"].max())
    moving = _moving_means_by_regime(results, moving_means(series, measure), overhead)
    fans = _fans(moving, results.regimes, weeks)
    beside = [REFERENCE] if REFERENCE in fans.bands else []
    panels = [[*fans.bands], *([*beside, regime] for regime in fans.bands if regime != REFERENCE)]

    about = results.measures.loc[measure]
    title = f"{with_unit(about['title'], about['unit'])}, {overhead}"
    caption = fan_caption(results, [len(runs) for runs in moving.values()], smoothing_weeks(weeks))
    rows = -(-len(panels) // COLUMNS)
    page = Page(title, caption, rows * (ABOVE + PANEL_HEIGHT + BELOW) + 0.1)
    _name_the_bands(page)
    for place, regimes in enumerate(panels):
        row, column = divmod(place, COLUMNS)
        top = HEADER + row * (ABOVE + PANEL_HEIGHT + BELOW) + ABOVE
        panel = page.panel(LEFT + column * (PANEL_WIDTH + GAP), top, PANEL_WIDTH, PANEL_HEIGHT)
        _dress(panel, fans, " beside ".join(map(shortened, reversed(regimes))) if place else "medians of all")
        for regime in regimes:
            _draw_fan(panel, fans.bands[regime], fans.colours[regime], with_bands=place > 0)
        _label_the_ends(panel, fans, regimes)
    return page


def _moving_means_by_regime(results: Results, moving: pd.DataFrame, overhead: str) -> dict[str, pd.DataFrame]:
    """The finished runs of each regime in one overhead arm, the reference first."""
    finished = results.finished & set(moving.index)
    arm = results.design[results.design["overhead"] == overhead]
    runs_of = {regime: arm.loc[arm["regime"] == regime, "run"] for regime in [REFERENCE, *results.regimes]}
    shown = moving.iloc[:, ::WEEKS_BETWEEN_POINTS]
    means = {regime: shown.loc[runs[runs.isin(finished)]] for regime, runs in runs_of.items()}
    return {regime: runs for regime, runs in means.items() if runs.notna().any(axis=None)}


def _fans(moving: Mapping[str, pd.DataFrame], regimes: Sequence[str], weeks: int) -> Fans:
    bands = {regime: bands_over_runs(runs) for regime, runs in moving.items()}
    low = min((band["low_90"].min() for band in bands.values()), default=0.0)
    high = max((band["high_90"].max() for band in bands.values()), default=1.0)
    margin = 0.06 * (high - low) or 0.05 * abs(high) or 1.0
    colours = {REFERENCE: REFERENCE_COLOUR} | colours_of(regimes)
    return Fans(bands, colours, low - margin, high + margin, weeks / WEEKS_PER_YEAR)


def _draw_fan(panel: Axes, bands: pd.DataFrame, colour: str, *, with_bands: bool) -> None:
    if with_bands:
        panel.fill_between(bands.index, bands["low_90"], bands["high_90"], color=colour, alpha=LIGHT, linewidth=0)
        panel.fill_between(bands.index, bands["low_50"], bands["high_50"], color=colour, alpha=DARK, linewidth=0)
        panel.plot(bands.index, bands["median"], color="white", linewidth=3.4)
    panel.plot(bands.index, bands["median"], color=colour, linewidth=1.8, solid_capstyle="round")


def _label_the_ends(panel: Axes, fans: Fans, regimes: Sequence[str]) -> None:
    """Each regime's name at the end of its median, pushed apart where names would touch."""
    medians = [fans.bands[regime]["median"].dropna() for regime in regimes]
    ends = [(float(median.index[-1]), float(median.iloc[-1])) for median in medians]
    gap = 1.25 * TEXT_POINTS / 72 / PANEL_HEIGHT * (fans.high - fans.low)
    heights = pushed_apart([height for _, height in ends], gap, fans.low + gap / 2, fans.high - gap / 2)
    beside = fans.last_year + 0.015 * (panel.get_xlim()[1] - panel.get_xlim()[0])
    for regime, (year, end), height in zip(regimes, ends, heights, strict=True):
        colour = fans.colours[regime]
        panel.plot([year, beside], [end, height], color=colour, linewidth=0.6)
        panel.text(beside, height, f" {shortened(regime)}", color=ink_of(colour), va="center", fontsize=TEXT_POINTS)


def _dress(panel: Axes, fans: Fans, heading: str) -> None:
    """Heading, limits and ticks. The axis ends with the last year; the names stand to the right of it."""
    panel.set_title(heading, loc="left", fontsize=TEXT_POINTS, fontweight="bold", color=INK, pad=5)
    panel.set_ylim(fans.low, fans.high)
    panel.set_xlim(0.0, fans.last_year * PANEL_WIDTH / (PANEL_WIDTH - LABEL_INCHES))
    panel.spines["bottom"].set_bounds(0.0, fans.last_year)
    panel.set_xticks(range(0, int(fans.last_year) + 1, max(1, round(fans.last_year / 8))))
    panel.yaxis.set_major_locator(MaxNLocator(5))
    panel.set_xlabel("years after the reform", fontsize=SMALL_POINTS, labelpad=2, loc="left")


def _name_the_bands(page: Page) -> None:
    """A line of signs and words below the title, in the reference's grey."""
    middle, x = 0.56, MARGIN
    for words, thickness, alpha, inches in (
        ("median of the runs", 0.025, 1.0, 1.3),
        ("middle 50 % of the runs", 0.13, LIGHT + DARK, 1.6),
        ("middle 90 % of the runs", 0.13, LIGHT, 1.6),
    ):
        page.bar(x, middle - thickness / 2, 0.28, thickness, color=REFERENCE_COLOUR, alpha=alpha)
        page.write(x + 0.36, middle, words, size=SMALL_POINTS, va="center_baseline")
        x += 0.36 + inches
