"""Pages: the sheet that every figure is drawn on, its type, colours and files.

Drawn through matplotlib's objects on the Agg canvas, without pyplot, which is slow to load and keeps global state. All
places are in inches, so that nothing moves when a label grows. A page is ten inches wide: shown at 1,000 pixels, the
smallest type is 11 pixels high.
"""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.analysis.standing import DEMONSTRATION

WIDTH = 10.0
MARGIN = 0.3
HEADER = 0.78
CAPTION_LINE = 0.155
CAPTION_CHARACTERS = 156
DOTS_PER_INCH = 200

INK, QUIET, FAINT = "#222222", "#5f5f5f", "#d9d9d9"
TITLE_POINTS, TEXT_POINTS, SMALL_POINTS = 13.0, 9.0, 8.2

REFERENCE_COLOUR = "#6e6e6e"
COLOURS = ("#D55E00", "#E69F00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#000000")
"""Okabe and Ito's palette, which colour-blind readers can tell apart (jfly.uni-koeln.de/color), less its yellow."""

TYPE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "Helvetica"],
    "font.size": TEXT_POINTS,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": SMALL_POINTS,
    "ytick.labelsize": SMALL_POINTS,
    "svg.fonttype": "none",  # letters stay letters: they can be searched, read aloud and translated
    "svg.hashsalt": "styreform",  # the same figure is the same file
}


class Page:
    """A sheet with a title above and a caption below; panels are placed in inches from the top left corner."""

    def __init__(self, title: str, caption: str, height: float, standing: str = DEMONSTRATION) -> None:
        """Lay out a sheet with room of so many inches above the caption; ``standing`` is that of its numbers."""
        lines = textwrap.wrap(caption, CAPTION_CHARACTERS)
        self.title, self.caption = title, caption
        self.height = HEADER + height + len(lines) * CAPTION_LINE + MARGIN
        self.figure = Figure(figsize=(WIDTH, self.height), facecolor="white")
        FigureCanvasAgg(self.figure)
        self.write(MARGIN, 0.16, title, size=TITLE_POINTS, weight="bold")
        self.write(WIDTH - MARGIN, 0.2, standing, size=TEXT_POINTS, style="italic", ha="right", color=QUIET)
        self.write(MARGIN, HEADER + height, "\n".join(lines), size=SMALL_POINTS, color=QUIET, linespacing=1.3)

    def write(self, x: float, y: float, text: str, *, size: float = TEXT_POINTS, **style: Any) -> None:
        """Write with the top left corner so many inches from the sheet's."""
        place: dict[str, Any] = {"ha": "left", "va": "top"} | style
        self.figure.text(x / WIDTH, 1.0 - y / self.height, text, fontsize=size, **place)

    def panel(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes with the top left corner so many inches from the sheet's."""
        box = (x / WIDTH, 1.0 - (y + height) / self.height, width / WIDTH, height / self.height)
        return self.figure.add_axes(box)

    def bar(self, x: float, y: float, width: float, height: float, *, color: str, alpha: float = 1.0) -> None:
        """A plain bar, as a sign in a line of words."""
        corner = (x / WIDTH, 1.0 - (y + height) / self.height)
        bar = Rectangle(corner, width / WIDTH, height / self.height, color=color, alpha=alpha, linewidth=0)
        bar.set_transform(self.figure.transFigure)
        self.figure.add_artist(bar)

    def dot(self, x: float, y: float, *, color: str, hollow: bool) -> None:
        """A dot, as a sign in a line of words."""
        self.figure.add_artist(
            Line2D(
                [x / WIDTH],
                [1.0 - y / self.height],
                marker="o",
                markersize=5.0,
                color=color,
                markerfacecolor="white" if hollow else color,
                linestyle="none",
            )
        )

    def save(self, place: Path) -> list[Path]:
        """Write the sheet as SVG and PNG; without a date, so that the same figure is the same file."""
        svg, png = place.with_name(f"{place.name}.svg"), place.with_name(f"{place.name}.png")
        self.save_svg(svg)
        words = {"Title": self.title, "Description": self.caption, "Software": "styreform"}
        self.figure.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata=words)
        return [svg, png]

    def save_svg(self, file: Path) -> None:
        """Write the sheet as SVG alone."""
        words = {"Title": self.title, "Description": self.caption, "Creator": "styreform", "Date": None}
        self.figure.savefig(file, format="svg", metadata=words)


@contextmanager
def house_type() -> Iterator[None]:
    """The type and line settings of every page; whatever the caller had set comes back afterwards."""
    with mpl.rc_context(TYPE):
        yield


def colours_of(regimes: Sequence[str]) -> dict[str, str]:
    """A colour for each regime, by its place in the design."""
    return {regime: COLOURS[place % len(COLOURS)] for place, regime in enumerate(regimes)}


def ink_of(colour: str) -> tuple[float, float, float]:
    """A darker shade of a colour, in which words can be read on white."""
    red, green, blue = to_rgb(colour)
    return 0.72 * red, 0.72 * green, 0.72 * blue


def pushed_apart(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels near these heights: at least ``gap`` apart, in the same order, within [low, high].

    They move as little as possible (least squares): labels that would touch form a block around their common mean.

    >>> pushed_apart([1.0, 1.0, 5.0], gap=1.0, low=0.0, high=9.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(heights)), key=lambda label: heights[label])
    blocks: list[tuple[float, int]] = []  # mean of height minus the room below it, and number of labels
    for rank, label in enumerate(order):
        mean, count = heights[label] - rank * gap, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        blocks.append((mean, count))
    highest = max(low, high - gap * (len(order) - 1))
    free = [min(max(mean, low), highest) for mean, count in blocks for _ in range(count)]
    places = [0.0] * len(order)
    for rank, label in enumerate(order):
        places[label] = free[rank] + rank * gap
    return places
