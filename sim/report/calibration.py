"""A calibration on the screen and as a figure: what the baseline shows of each target, before and after."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from rich import box
from rich.table import Table

from sim.report.page import INK, MARGIN, QUIET, REFERENCE_COLOUR, SMALL_POINTS, Page

MET, MISSED, BAND = "#0072B2", "#D55E00", "#e3ded0"
ROW, PANEL_LEFT, PANEL_WIDTH = 0.56, 4.2, 2.9


def targets_screen_table(targets: pd.DataFrame) -> Table:
    """Each target: its range, what the point shows, and how often draws of the last wave met it."""
    table = Table(box=box.SIMPLE, show_edge=False, title="Targets of the baseline, at the point")
    for name in ("target", "range", "found", "met", "draws that meet it"):
        table.add_column(name, justify="left" if name == "target" else "right")
    for _, row in targets.iterrows():
        draws = f"{100.0 * row['met_by_last_wave']:.0f} %" if row["fitted"] else "not fitted"
        table.add_row(
            str(row["title"]),
            f"{row['target_low']:g} to {row['target_high']:g} {row['unit']}",
            f"{row['found']:.3g} [{row['low']:.3g}, {row['high']:.3g}]",
            "yes" if row["met"] else "no",
            draws,
        )
    return table


def axes_screen_table(axes: pd.DataFrame) -> Table:
    """Each axis: prior, posterior, and whether known values of it are found again."""
    table = Table(box=box.SIMPLE, show_edge=False, title="What was moved")
    for name in ("parameter or scale", "prior", "posterior, 90 %", "median", "recovered", "narrower", "identified"):
        table.add_column(name, justify="left" if name == "parameter or scale" else "right")
    for _, row in axes.iterrows():
        table.add_row(
            str(row["axis"]),
            f"{row['prior_low']:.3g} to {row['prior_high']:.3g}",
            f"{row['low']:.3g} to {row['high']:.3g}",
            f"{row['middle']:.3g}",
            f"{100.0 * row['held']:.0f} %",
            f"{100.0 * row['gain']:.0f} %",
            "yes" if row["identified"] else "no",
        )
    return table


def targets_sheet(targets: pd.DataFrame) -> Page:
    """Every target: its range, what the prior shows, and what the point shows with its interval."""
    seeds = int(targets["seeds"].max())
    caption = (
        "Band: the target's range. Grey: 90 % of the draws from the prior (fitted targets only). Dot and bar: mean at "
        f"the calibrated point and its 95 % interval, n = {seeds} seeds that nothing was fitted to. Blue: within the "
        "range; red: not. Each row has a scale and unit of its own."
    )
    page = Page("Targets of the baseline, before and after calibration", caption, ROW * len(targets) + 0.1)
    for number, (_, row) in enumerate(targets.iterrows()):
        _draw_row(page, 0.78 + ROW * number, row)
    return page


def _draw_row(page: Page, top: float, row: pd.Series) -> None:
    words = f"{row['target_low']:g} to {row['target_high']:g} {row['unit']}"
    page.write(MARGIN, top, str(row["title"]), size=SMALL_POINTS)
    page.write(MARGIN, top + 0.15, f"target {row['number']}: {words}", size=SMALL_POINTS, color=QUIET)
    colour = MET if row["met"] else MISSED
    _draw(page.panel(PANEL_LEFT, top + 0.02, PANEL_WIDTH, 0.22), row, colour)
    said = f"{row['found']:.3g} [{row['low']:.3g}, {row['high']:.3g}]"
    fitted = "" if row["fitted"] else "\nnot fitted"
    page.write(PANEL_LEFT + PANEL_WIDTH + 0.2, top, said + fitted, size=SMALL_POINTS, color=colour)


def _draw(panel: Axes, row: pd.Series, colour: str) -> None:
    names = ["target_low", "target_high", "low", "high", "prior_low", "prior_high"]
    ends = row[names].to_numpy(dtype=float)
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.08 * (high - low) or 0.1
    panel.set_xlim(low - room, high + room)
    panel.set_ylim(-1.0, 1.0)
    panel.axvspan(row["target_low"], row["target_high"], color=BAND, linewidth=0)
    if row["fitted"]:
        panel.hlines(-0.55, row["prior_low"], row["prior_high"], color=REFERENCE_COLOUR, linewidth=1.2)
    panel.hlines(0.2, row["low"], row["high"], color=colour, linewidth=1.8)
    panel.plot([row["found"]], [0.2], marker="o", markersize=5.0, color=colour)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.spines["bottom"].set_color(INK)
    panel.locator_params(axis="x", nbins=5)
