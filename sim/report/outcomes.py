"""Small multiples of all outcomes: what each regime changes, measure by measure, with intervals."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.report.captions import outcomes_caption, years_of
from sim.report.page import (
    HEADER,
    INK,
    MARGIN,
    QUIET,
    SMALL_POINTS,
    TEXT_POINTS,
    WIDTH,
    Page,
    colours_of,
    ink_of,
)
from sim.report.results import Results
from sim.report.words import capitalised, level, shortened, unit_in_words, unit_of_difference

COLUMNS, ROWS = 3, 5
LEFT, GAP = 1.15, 0.42
PANEL_WIDTH = (WIDTH - LEFT - MARGIN - GAP * (COLUMNS - 1)) / COLUMNS
INCHES_PER_REGIME = 0.22
FAMILY, ABOVE, BELOW = 0.42, 0.56, 0.56
APART = 0.17
"""Distance of the two overhead arms from a regime's line, in regimes."""
TITLE_CHARACTERS = 33
"""Longer titles of panels are set in two lines."""
BETTER_SIDE = "#eef3f6"
"""The faint shade of the side on which a measure is better."""


def outcome_pages(results: Results, window: str) -> Iterator[tuple[str, Page]]:
    """Every measure with a contrast in the window, grouped by family, on as many pages as it takes: (name, page)."""
    shown = results.contrasts[results.contrasts["window"] == window]
    present = results.measures[results.measures.index.isin(shown["measure"])]
    families = {str(family): list(group.index) for family, group in present.groupby("family", sort=False)}
    for names in _packed(families):
        yield "_".join(names).replace(" ", "_"), _page(results, shown, {name: families[name] for name in names})


def _packed(families: dict[str, list[str]]) -> Iterator[list[str]]:
    """Families in their order, as many on a page as it has rows for; a family is never cut."""
    page: list[str] = []
    rows = 0
    for family, measures in families.items():
        needed = -(-len(measures) // COLUMNS)
        if page and rows + needed > ROWS:
            yield page
            page, rows = [], 0
        page.append(family)
        rows += needed
    if page:
        yield page


def _page(results: Results, shown: pd.DataFrame, families: Mapping[str, Sequence[str]]) -> Page:
    here = shown[shown["measure"].isin([measure for measures in families.values() for measure in measures])]
    panel_height = INCHES_PER_REGIME * len(results.regimes) + 0.1
    row_height = ABOVE + panel_height + BELOW
    rows = {family: -(-len(measures) // COLUMNS) for family, measures in families.items()}
    title = f"What each regime changes, {years_of(shown)}: {', '.join(families)}"
    has_inputs = bool((results.measures.loc[here["measure"].unique(), "role"] == "input").any())
    caption = outcomes_caption(results, here, has_inputs=has_inputs)
    page = Page(title, caption, sum(rows.values()) * row_height + FAMILY * len(families))
    _name_the_dots(page, results)
    top = HEADER
    for family, measures in families.items():
        page.write(MARGIN, top + 0.08, capitalised(family), size=TEXT_POINTS + 2.0, weight="bold", color=QUIET)
        top += FAMILY
        for place, measure in enumerate(measures):
            row, column = divmod(place, COLUMNS)
            x, y = LEFT + column * (PANEL_WIDTH + GAP), top + row * row_height
            about, contrasts = results.measures.loc[measure], here[here["measure"] == measure]
            _write_heading(page, x, y, about, contrasts)
            panel = page.panel(x, y + ABOVE, PANEL_WIDTH, panel_height)
            _draw_intervals(panel, contrasts, results)
            _dress(panel, contrasts, results.regimes, named=column == 0)
            _write_direction(page, x, y + ABOVE + panel_height, panel, about)
        top += rows[family] * row_height
    return page


def _name_the_dots(page: Page, results: Results) -> None:
    """A line of signs and words below the title: filled and hollow dots, and the shaded side."""
    middle, x = 0.56, MARGIN
    for place, overhead in enumerate(results.overheads):
        page.dot(x + 0.1, middle, color=INK, hollow=place > 0)
        page.write(x + 0.24, middle, overhead, size=SMALL_POINTS, va="center_baseline")
        x += 0.24 + 0.075 * len(overhead) + 0.25
    page.bar(x, middle - 0.075, 0.28, 0.15, color=BETTER_SIDE)
    page.write(x + 0.36, middle, "the side on which the measure is better", size=SMALL_POINTS, va="center_baseline")


def _write_heading(page: Page, x: float, y: float, about: pd.Series, contrasts: pd.DataFrame) -> None:
    """The measure's title; below it the level under the reference, with its unit."""
    title = capitalised(about["title"]) + (" (input)" if about["role"] == "input" else "")
    page.write(x, y + 0.21, textwrap.fill(title, TITLE_CHARACTERS), weight="bold", va="bottom")
    levels = [level(value) for value in contrasts["mean_reference"].dropna()]
    unit = unit_in_words(about["unit"])
    words = f"{contrasts['reference'].iloc[0]} {levels[0]}, {unit}" if levels else unit
    page.write(x, y + 0.25, words, size=SMALL_POINTS, color=QUIET)


def _draw_intervals(panel: Axes, contrasts: pd.DataFrame, results: Results) -> None:
    """A dot and a bar per regime and overhead arm; filled for the first arm, hollow for the second."""
    colours = [*colours_of(results.regimes).values()]
    panel.axvline(0.0, color=INK, linewidth=0.9, zorder=1)
    for place, overhead in enumerate(results.overheads):
        found = contrasts[contrasts["overhead"] == overhead].set_index("regime").reindex(results.regimes)
        heights = np.arange(len(found)) + (2 * place - (len(results.overheads) - 1)) * APART
        panel.hlines(heights, found["low"], found["high"], colors=colours, linewidths=1.6, zorder=2)
        inside = "white" if place > 0 else colours
        panel.scatter(
            found["difference"], heights, s=21, facecolors=inside, edgecolors=colours, linewidths=1.1, zorder=3
        )


def _dress(panel: Axes, contrasts: pd.DataFrame, regimes: Sequence[str], *, named: bool) -> None:
    """Regimes from the top down, zero in sight, room at both sides."""
    ends = contrasts[["difference", "low", "high"]].to_numpy(dtype=float)
    low, high = np.nanmin(ends, initial=0.0), np.nanmax(ends, initial=0.0)
    margin = 0.1 * (high - low) or 1.0
    panel.set_xlim(low - margin, high + margin)
    panel.set_ylim(len(regimes) - 0.4, -0.6)
    panel.set_yticks(range(len(regimes)), [shortened(regime) for regime in regimes] if named else [])
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
    for label, colour in zip(panel.get_yticklabels(), colours_of(regimes).values(), strict=False):
        label.set_color(ink_of(colour))
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:+.4g}" if abs(value) > 1e-12 else "0"))


def _write_direction(page: Page, x: float, y: float, panel: Axes, about: pd.Series) -> None:
    """Below the axis: the unit of the difference, and which side is better; the better side is shaded."""
    words, better = unit_of_difference(about["unit"]), about["better"]
    line = y + 0.26
    if better not in ("higher", "lower"):
        page.write(x, line, words, size=SMALL_POINTS)
        return
    low, high = panel.get_xlim()
    up = better == "higher"
    panel.axvspan(0.0 if up else low, high if up else 0.0, color=BETTER_SIDE, linewidth=0, zorder=0)
    left, right = (words, "better \N{RIGHTWARDS ARROW}") if up else ("\N{LEFTWARDS ARROW} better", words)
    page.write(x, line, left, size=SMALL_POINTS)
    page.write(x + PANEL_WIDTH, line, right, size=SMALL_POINTS, ha="right")
