"""The evidence board on the screen and as a figure: what was found beside what was published."""

import textwrap
from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from rich import box
from rich.table import Table

from sim.analysis.standing import DEMONSTRATION
from sim.report.page import HEADER, INK, MARGIN, QUIET, SMALL_POINTS, Page
from sim.report.words import span_of, with_interval

COLOURS = {
    "reproduced": "#009E73",
    "direction only": "#56B4E9",
    "not reproduced": "#6e6e6e",
    "contradicted": "#D55E00",
    "too few runs": QUIET,
}
"""A verdict's colour; its word always stands beside it."""
BAND = "#e3ded0"
ROW, LINE, PANEL_LEFT, PANEL_WIDTH = 0.66, 0.155, 4.45, 2.5
CHARACTERS, SPACING = 68, 1.3


def screen_table(claims: pd.DataFrame) -> Table:
    """The verdict on every claim, emergent ones first."""
    table = Table(box=box.SIMPLE, show_edge=False, title=f"{DEMONSTRATION.capitalize()}: the claims and the model")
    for name in ("claim", "kind", "verdict", "title"):
        table.add_column(name, no_wrap=name != "title")
    for claim in claims.sort_values("kind", key=_by_kind, kind="stable").itertuples():
        mark = " (must not be contradicted)" if claim.must_not_be_contradicted else ""
        style = "bold" if claim.verdict == "contradicted" else ""
        table.add_row(str(claim.claim), str(claim.kind), str(claim.verdict), f"{claim.title}{mark}", style=style)
    return table


def _by_kind(kinds: pd.Series) -> pd.Series:
    return kinds.map({"emergent": 0, "encoded": 1, "calibrated": 2}).fillna(3)


def score_table(score: pd.DataFrame) -> Table:
    """How many claims of each kind end with each verdict; only emergent ones speak for the model."""
    table = Table(box=box.SIMPLE, show_edge=False)
    table.add_column("kind")
    for verdict in score.columns:
        table.add_column(str(verdict), justify="right")
    for kind, counts in score.iterrows():
        table.add_row(str(kind), *(str(count) for count in counts))
    return table


def has_published_sizes(statements: pd.DataFrame) -> bool:
    """Whether there is a statement with a published range."""
    return bool(_sized(statements).any())


def _sized(statements: pd.DataFrame) -> pd.Series:
    return statements[["published_low", "published_high"]].notna().all(axis=1)


def found_beside_published(statements: pd.DataFrame, origin: str) -> Page:
    """Each statement with a published number: its range as a band, what is found as a dot with its interval.

    A statement of a measure with a unit says it; one of an expression of measures says the expression.
    """
    shown = statements[_sized(statements)]
    caption = (
        f"{DEMONSTRATION.capitalize()}. Band: the published range. Dot and bar: mean over seeds and its 95 % interval "
        "(Student's t; Wilson's for a share of pairs). Where two scenarios are compared, each seed is a pair of the "
        "same people and the same shocks. Each row has a scale of its own. "
        f"n = {span_of(shown['pairs'])} seeds. {origin}"
    )
    page = Page("Found beside published", caption, ROW * len(shown) + 0.1)
    for top, (_, row) in zip(_tops(len(shown)), shown.iterrows(), strict=True):
        page.write(MARGIN, top, f"Claim {row['claim']} ({row['kind']})", size=SMALL_POINTS, color=QUIET)
        said = [str(row["says"]), *([] if row["unit"] else [f"= {row['measure']}"])]
        said = [line for one in said for line in textwrap.wrap(one, CHARACTERS)]
        page.write(MARGIN, top + LINE, "\n".join(said), size=SMALL_POINTS, linespacing=SPACING)
        _draw(page.panel(PANEL_LEFT, top + 0.02, PANEL_WIDTH, 0.24), row)
        left = PANEL_LEFT + PANEL_WIDTH + 0.2
        colour = COLOURS[str(row["verdict"])]
        page.write(left, top, _found_in_words(row), size=SMALL_POINTS, color=colour, linespacing=SPACING)
        published = f"published {row['published_low']:g} to {row['published_high']:g}"
        page.write(left, top + 2 * LINE, published, size=SMALL_POINTS, color=QUIET)
    return page


def _found_in_words(row: pd.Series) -> str:
    """The verdict, and below it what is found."""
    found = with_interval(row["found"], row["low"], row["high"], row["unit"]) if row["pairs"] else "-"
    return f"{row['verdict']}\n{found}"


def _tops(rows: int) -> Iterator[float]:
    return (HEADER + ROW * row for row in range(rows))


def _draw(panel: Axes, row: pd.Series) -> None:
    ends = np.array([row["published_low"], row["published_high"], row["low"], row["high"], row["found"]], dtype=float)
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.12 * (high - low) or 0.1
    panel.set_xlim(low - room, high + room)
    panel.set_ylim(-1.0, 1.0)
    panel.axvspan(row["published_low"], row["published_high"], color=BAND, linewidth=0)
    colour = COLOURS[str(row["verdict"])]
    panel.hlines(0.0, row["low"], row["high"], color=colour, linewidth=1.8)
    panel.plot([row["found"]], [0.0], marker="o", markersize=5.5, color=colour)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.spines["bottom"].set_color(INK)
    panel.locator_params(axis="x", nbins=5)
