"""Markdown: tables, numbers, whole pages, and pages written by hand with places for what follows from the code."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

FOLDER = Path(__file__).parents[1]
"""Where the pages are."""
ROOT = FOLDER.parent

type Parts = Mapping[str, Callable[[], str]]
"""What follows from the code, by the name of its place in a page."""

_WRITTEN_BY = "<!-- Written by `make documents` from {source}. Edit those, not this page. -->"
_PLACE = re.compile(r"(<!-- written: (\w+) -->\n).*?(<!-- /written -->)", re.DOTALL)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table.

    >>> print(table(("a", "b"), [("1", "2 | 3")]))
    | a | b |
    | --- | --- |
    | 1 | 2 / 3 |
    """
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


def number(value: float) -> str:
    """A number, to four digits."""
    return f"{value:.4g}"


def page(title: str, source: str, parts: Iterable[str]) -> str:
    """A page that is written from data alone."""
    return "\n\n".join([f"# {title}", _WRITTEN_BY.format(source=source), *parts]) + "\n"


def filled(file: str, parts: Parts) -> str:
    """A page that people write, each of its places filled with what follows from the code.

    A place stands between ``<!-- written: name -->`` and ``<!-- /written -->``. Every part has one place, and every
    place a part.
    """
    text = (FOLDER / file).read_text(encoding="utf-8")
    places = [place[2] for place in _PLACE.finditer(text)]
    if sorted(places) != sorted(parts):
        raise ValueError(f"docs/{file} has places for {sorted(places)}; what is written is {sorted(parts)}")
    return _PLACE.sub(lambda place: f"{place[1]}\n{parts[place[2]]()}\n\n{place[3]}", text)
