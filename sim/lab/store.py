"""The store of runs: the segments of one results folder, read as one. Nobody indexes them: the journals are the index.

A run that two workers have lived (a late finisher, a second coordinator, a shard that was sent twice) stands in two
segments with the same weeks, and counts once.
"""

import contextlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from sim.lab.identity import Ingredients
from sim.lab.segment import JOURNAL, SERIES_FILE, DamagedError, Place, Segment, lines_of, series_file_of, tables_of

FOLDER = "segments"
DAMAGED = "damaged"
"""Status of a line that takes back an ok one: its weeks were found not to be what was written."""
_STALE_SECONDS = 24 * 3600.0
"""A segment untouched for so long has nobody who writes it."""


class Stored(NamedTuple):
    """What the store knows of one run: its line, the journal that holds it, and that journal's first line."""

    row: dict[str, Any]
    journal: Path
    worker: dict[str, Any]

    @property
    def is_ok(self) -> bool:
        """Whether it was lived to its end."""
        return bool(self.row["status"] == "ok")

    @property
    def ingredients(self) -> Ingredients:
        """What made it."""
        return Ingredients(**self.row["made_of"])

    @property
    def place(self) -> Place:
        """Where its weeks stand, of an ok run."""
        return Place(*self.row["series"])

    def about(self) -> dict[str, Any]:
        """When the run was lived, by which version, and the digest of each module of that day."""
        return {"lived": self.row["ended"]} | self.worker


class Store:
    """The segments of one results folder."""

    def __init__(self, results: Path) -> None:
        self.folder = results / FOLDER

    def segment(self, mark: str) -> Segment:
        """A segment to be written; ``mark`` is its writer's alone, and is never used again."""
        return Segment(self.folder, mark)

    def runs(self) -> dict[str, Stored]:
        """All runs in the store by identity. An ok run hides failures of the same run, a later one an earlier."""
        found: dict[str, Stored] = {}
        for one in self.lines():
            known = found.get(one.row["run"])
            if known is None or _outranks(one, known):
                found[one.row["run"]] = one
        return found

    def ended(self, mark: str) -> set[str]:
        """The runs that have ended in one segment."""
        return {one.row["run"] for one in _lines_in(self.folder / f"{mark}{JOURNAL}")}

    def series(self, stored: Stored) -> Iterator[pa.Table]:
        """The weekly series of one ok run, a batch at a time: whole weeks, in their order.

        Raises DamagedError, before the first batch, where they are not on disk as they were written, or another's.
        """
        for table in tables_of(stored.journal, stored.place):
            if table["run"].unique().to_pylist() != [stored.row["run"]]:
                raise DamagedError(f"{stored.journal} tells run {stored.row['run']} with the weeks of another")
            yield table

    def sound_series(self, stored: Stored) -> Iterator[pa.Table]:
        """As ``series``; damaged weeks are taken back, and count as never lived: those of another segment are read.

        Nothing where there is no other.
        """
        try:
            yield from self.series(stored)
        except DamagedError:
            self.take_back(stored)
            other = self.runs().get(stored.row["run"])
            if other is not None and other.is_ok:
                yield from self.sound_series(other)

    def take_back(self, stored: Stored) -> None:
        """Note that the weeks of an ok run are damaged, so that it is lived again."""
        with self.segment(uuid.uuid4().hex) as segment:
            told = {"run": stored.row["run"], "status": DAMAGED, "journal": stored.journal.name}
            segment.write_line(told | {"ended": stored.row["ended"]})

    def trim(self, mark: str) -> None:
        """Remove what a worker, known to be dead, had written of runs that it did not end."""
        _trim(self.folder / f"{mark}{JOURNAL}")

    def sweep(self) -> None:
        """Remove what killed workers left behind more than a day ago."""
        for file in self.folder.glob(f"*{SERIES_FILE}"):
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > _STALE_SECONDS:
                    _trim(file.with_suffix(JOURNAL))

    def lines(self) -> Iterator[Stored]:
        """Every end of a run in the store that was not taken back, a run as often as it stands there."""
        every = [one for journal in sorted(self.folder.glob(f"*{JOURNAL}")) for one in _lines_in(journal)]
        taken_back = {(one.row["run"], one.row["journal"]) for one in every if one.row["status"] == DAMAGED}
        for one in every:
            if one.row["status"] != DAMAGED and (one.row["run"], one.journal.name) not in taken_back:
                yield one


def _lines_in(journal: Path) -> Iterator[Stored]:
    """The ends of runs in a journal; ok ones only where the series file is long enough to hold their weeks."""
    try:
        about, *rows = lines_of(journal)
        there = series_file_of(journal).stat().st_size if series_file_of(journal).exists() else 0
    except (OSError, ValueError):
        return
    if "version" not in about:
        rows, about = [about, *rows], {}
    for row in rows:
        if row["status"] != "ok" or row["series"][1] <= there:
            yield Stored(row, journal, about)


def _outranks(one: Stored, other: Stored) -> bool:
    if one.is_ok or other.is_ok:
        return one.is_ok and not other.is_ok
    return bool(one.row["ended"] >= other.row["ended"])


def _trim(journal: Path) -> None:
    file = series_file_of(journal)
    ends = [one.place.end for one in _lines_in(journal) if one.is_ok]
    with contextlib.suppress(OSError):
        if not ends:
            file.unlink()
        elif file.stat().st_size > max(ends):
            os.truncate(file, max(ends))
