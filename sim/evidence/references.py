"""The works, documents, facts and claims that parameters and scenarios rest on: sim/evidence/references.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("references.toml")

NO_PUBLISHED_SOURCE = frozenset({"prior", "definition", "computed"})
"""What a parameter says when no published number stands behind it."""

type Entries = Mapping[str, Mapping[str, Any]]

_ROWS = re.compile(r"rows? (\d+\.\d+)(?:-(\d+\.\d+))?(?:: .+)?")
_CLAIMS = re.compile(r"claims? (\d+)(?:-(\d+))?(?:: .+)?")
_DOCUMENT = re.compile(r"(S\d)(?:: .+)?", re.DOTALL)
_IN_WORDS = re.compile(r"(?:assumption: .+)|(?:.*docs/(?:model|calibration)\.md.*)", re.DOTALL)


@dataclass(frozen=True)
class References:
    """Works by key ("cer16"), documents ("S2"), facts by row ("7.12") and claims by number ("55")."""

    works: Entries
    documents: Entries
    rows: Entries
    claims: Entries


def read_references(file: Path = FILE) -> References:
    """The reference list in a file."""
    return References(**tomllib.loads(file.read_text(encoding="utf-8")))


@cache
def references() -> References:
    """The reference list of the project."""
    return read_references()


def resolves(source: str) -> bool:
    """Whether a source leads somewhere.

    It may be the key of a work, a row or claim or a span of them, a document with or without a quotation, a page of
    the model or its calibration, an assumption in words, or an honest "prior".

    >>> [resolves(source) for source in ("cer16", "rows 7.12-7.13", "claim 55", 'S2: "fire parter"', "prior")]
    [True, True, True, True, True]
    >>> [resolves(source) for source in ("cer61", "row 7.99", "S9", "assumption:", "")]
    [False, False, False, False, False]
    """
    known = references()
    if rows := _ROWS.fullmatch(source):
        return all(row in known.rows for row in rows.groups() if row)
    if claims := _CLAIMS.fullmatch(source):
        return all(claim in known.claims for claim in claims.groups() if claim)
    if document := _DOCUMENT.fullmatch(source):
        return document[1] in known.documents
    return source in NO_PUBLISHED_SOURCE or source in known.works or _IN_WORDS.fullmatch(source) is not None
