"""Write the pages of docs/ that follow from data and code, and fill the places for it in those that people write.

``python -m docs.generate`` (or ``make documents``) writes them; a test says that they are up to date.
"""

from collections.abc import Callable, Mapping

from docs.pages.board import evidence_board_page
from docs.pages.calibration import calibration_page
from docs.pages.levers import levers_page
from docs.pages.markdown import FOLDER
from docs.pages.neutrality import neutrality_page
from docs.pages.odd import odd_page
from docs.pages.parameters import parameters_page
from docs.pages.tables import tables_page
from docs.pages.trace import trace_page

PAGES: Mapping[str, Callable[[], str]] = {
    "parameters.md": parameters_page,
    "levers.md": levers_page,
    "tables.md": tables_page,
    "evidence_board.md": evidence_board_page,
    "neutrality.md": neutrality_page,
    "calibration.md": calibration_page,
    "odd.md": odd_page,
    "trace.md": trace_page,
}
"""The generated pages: file and what writes it."""


def write_pages() -> None:
    """Write every generated page."""
    for file, page in PAGES.items():
        (FOLDER / file).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
