"""A heat map of shares: how often each regime is best on each outcome, the arms side by side."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from sim.report.page import HEADER, INK, MARGIN, QUIET, SMALL_POINTS, TEXT_POINTS, WIDTH, Page
from sim.report.words import capitalised, shortened

NAMES_WIDTH, GAP, ROW, ABOVE, FAMILY = 2.75, 0.3, 0.235, 0.85, 0.28
LONGEST_TITLE = 42
SHADES = LinearSegmentedColormap.from_list("share", ["#ffffff", "#cfe3f1", "#56b4e9", "#0072b2", "#003c63"])
"""White to dark blue: light to dark for every eye and in print."""
LIGHT_INK_FROM = 0.55
FAILS = "#D55E00"


def best_map(best: pd.DataFrame, measures: pd.DataFrame, title: str, caption: str, standing: str) -> Page:
    """The map. ``best`` as ``best_shares`` gives it; a frame marks a regime that is best always or never."""
    about = measures.set_index("name")
    arms, regimes = list(best["overhead"].unique()), list(best["regime"].unique())
    families = about.loc[best["measure"].unique()].groupby("family", sort=False)
    height = ABOVE + sum(FAMILY + ROW * len(group) for _, group in families) + 0.15
    page = Page(title, caption, height, standing)
    width = (WIDTH - 2 * MARGIN - NAMES_WIDTH - GAP * len(arms)) / len(arms)
    for place, arm in enumerate(arms):
        left = MARGIN + NAMES_WIDTH + GAP * (place + 1) + width * place - GAP / 2
        page.write(left, HEADER + 0.02, arm, weight="bold")
        for k, regime in enumerate(regimes):
            middle = left + width * (k + 0.5) / len(regimes)
            page.write(middle, HEADER + ABOVE - 0.06, shortened(regime), size=SMALL_POINTS, rotation=35,
                       ha="left", va="bottom", rotation_mode="anchor", color=INK)  # fmt: skip
    top = HEADER + ABOVE
    for family, group in families:
        page.write(MARGIN, top + 0.1, capitalised(str(family)), size=TEXT_POINTS, weight="bold", color=QUIET)
        top += FAMILY
        for k, (_, one) in enumerate(group.iterrows()):
            words = f"{capitalised(shortened(one['title'], LONGEST_TITLE))}, {one['better']}"
            page.write(MARGIN, top + ROW * (k + 0.5), words, size=SMALL_POINTS, va="center_baseline")
        for place, arm in enumerate(arms):
            left = MARGIN + NAMES_WIDTH + GAP * (place + 1) + width * place - GAP / 2
            panel = page.panel(left, top, width, ROW * len(group))
            _draw(panel, best[best["overhead"] == arm], list(group.index), regimes)
        top += ROW * len(group)
    return page


def _draw(panel: Axes, best: pd.DataFrame, measures: Sequence[str], regimes: Sequence[str]) -> None:
    """One family of one arm: a cell per measure and regime, with its percentage."""
    cells = best.set_index(["measure", "regime"])
    shares = cells["share"].unstack("regime").loc[list(measures), list(regimes)].to_numpy()
    panel.imshow(shares, cmap=SHADES, vmin=0.0, vmax=1.0, aspect="auto", interpolation="nearest")
    panel.set_axis_off()
    for row, measure in enumerate(measures):
        silent = bool((cells.loc[measure, "best"] == cells.loc[measure, "cases"]).all())
        for column in range(len(regimes)):
            share = float(shares[row, column])
            fails = share in (0.0, 1.0) and not silent
            ink = "white" if share > LIGHT_INK_FROM else INK
            words = "tie" if silent else f"{100.0 * share:.0f}"
            panel.text(column, row, words, ha="center", va="center_baseline", size=SMALL_POINTS, color=ink,
                       weight="bold" if fails else "normal")  # fmt: skip
            if fails:
                panel.add_patch(_frame(column, row))


def _frame(column: int, row: int) -> Rectangle:
    return Rectangle((column - 0.44, row - 0.4), 0.88, 0.8, fill=False, edgecolor=FAILS, linewidth=1.1)
