"""Write the pages and figures of docs/ that follow from data and code, and fill the places in those people write.

``python -m docs.generate`` (or ``make documents``) writes them; a test says that they are up to date.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from docs.pages.board import evidence_board_page, found_beside_published_figure
from docs.pages.calibration import calibration_page, targets_figure
from docs.pages.experiments import experiments_page
from docs.pages.levers import levers_page
from docs.pages.markdown import FOLDER
from docs.pages.neutrality import best_figure, neutrality_page
from docs.pages.odd import odd_page
from docs.pages.parameters import parameters_page
from docs.pages.precision import precision_page
from docs.pages.reliability import reliability_page
from docs.pages.tables import tables_page
from docs.pages.trace import trace_page
from sim.report.page import Page, house_type

PAGES: Mapping[str, Callable[[], str]] = {
    "parameters.md": parameters_page,
    "levers.md": levers_page,
    "tables.md": tables_page,
    "evidence_board.md": evidence_board_page,
    "neutrality.md": neutrality_page,
    "calibration.md": calibration_page,
    "experiments.md": experiments_page,
    "precision.md": precision_page,
    "reliability.md": reliability_page,
    "odd.md": odd_page,
    "trace.md": trace_page,
}
"""The generated pages: file and what writes it."""

FIGURES: Mapping[str, Callable[[], Page]] = {
    "found_beside_published.svg": found_beside_published_figure,
    "neutrality.svg": best_figure,
    "calibration.svg": targets_figure,
}
"""The generated figures: file and what draws it."""


def write_pages() -> None:
    """Write every generated page."""
    for file, page in PAGES.items():
        (FOLDER / file).write_text(page(), encoding="utf-8")


def draw_figures(folder: Path) -> None:
    """Draw every generated figure."""
    with house_type():
        for file, figure in FIGURES.items():
            figure().save_svg(folder / file)


if __name__ == "__main__":
    write_pages()
    draw_figures(FOLDER / "figures")
