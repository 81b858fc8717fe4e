"""A segment: what one worker has kept, in two files that are only ever appended to.

The series file is an Arrow stream of weekly measures. The journal has a line for each run that has ended: how it
ended, what made it, and where in the series file its weeks stand, with a sum over those bytes. A line is written when
the weeks before it are durable, and it carries a sum over itself. So a line that reads well speaks of weeks that are
there; a torn or damaged line counts for nothing, and neither do bytes that no line speaks of.

Nobody but its worker ever writes to a segment, and its name is never used again.
"""

import contextlib
import datetime
import io
import json
import os
import platform
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim import __version__
from sim.lab.bundle import Lived, Piece, Run
from sim.lab.durable import make_names_durable
from sim.measures.catalogue import MEASURES
from sim.rule import module_digests

BATCH_BYTES = 12 * 2**20
"""Weeks of a run are written, and read, so many bytes at a time (and a piece more); a small run is one batch."""
JOURNAL, SERIES_FILE = ".journal", ".arrows"
_CHUNK_BYTES = 2**20
_TOLD = ("run", "status", "stage", "reason", "traceback", "seconds")

SERIES = pa.schema(
    [
        ("run", pa.string()),
        ("week", pa.int32()),
        ("municipality", pa.int32()),
        *((measure.name, pa.float64()) for measure in MEASURES),
    ]
)
"""The columns of a series: week 1 is the first after the burn-in; measures as in sim.measures.catalogue."""


class DamagedError(Exception):
    """The weeks of a run are not on disk as they were written."""


class Place(NamedTuple):
    """Where in a series file the weeks of a run stand: from one byte to another, and the sum over them."""

    start: int
    end: int
    checksum: int


class _Summed(io.BufferedWriter):
    """A file that sums up what is written to it: what stands on disk may since have become something else."""

    checksum = 0

    def write(self, content: Any) -> int:
        """Write, and sum up."""
        self.checksum = zlib.crc32(content, self.checksum)
        return super().write(content)


class Segment:
    """A segment that is being written. Its files are made when there is something to keep."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._journal_file = folder / f"{mark}{JOURNAL}"
        self._series_file = folder / f"{mark}{SERIES_FILE}"
        self._journal: Any = None
        self._series: _Summed | None = None
        self._writer: pa.RecordBatchStreamWriter | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._bytes_waiting = 0
        self._start: int | None = None

    def __enter__(self) -> "Segment":
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files. What has been told of is durable already, so nothing that goes wrong here matters."""
        for part in (self._writer, self._series, self._journal):
            if part is not None:
                with contextlib.suppress(OSError):
                    part.close()

    def add(self, piece: Piece) -> None:
        """Take in the next piece of a run; runs come one after the other, each with its end."""
        assert piece.series is not None
        batch = series_batch(piece.run, piece.series, piece.first_week)
        self._waiting.append(batch)
        self._bytes_waiting += batch.nbytes
        if self._bytes_waiting >= BATCH_BYTES:
            self._write()

    def end(self, lived: Lived, run: Run) -> None:
        """Make durable how a run has ended, and its weeks where it is ok. Only now may anybody be told."""
        place = self._place_of_run() if lived.status == "ok" else None
        self._forget_what_waits()
        self._start = None
        told = {key: getattr(lived, key) for key in _TOLD}
        self.write_line(told | {"ended": _now(), "made_of": run.ingredients._asdict(), "series": place})

    def write_line(self, content: Mapping[str, Any]) -> None:
        """Append a line to the journal and make it durable."""
        if self._journal is None:
            self._journal_file.parent.mkdir(parents=True, exist_ok=True)
            self._journal = self._journal_file.open("xb")
            self._journal.write(_line(_about()))
            make_names_durable(self._journal_file.parent)
        self._journal.write(_line(content))
        _make_durable(self._journal)

    def _place_of_run(self) -> Place:
        self._write()
        assert self._series is not None
        assert self._start is not None
        _make_durable(self._series)
        place = Place(self._start, self._series.tell(), self._series.checksum)
        if checksum(self._series_file, place.start, place.end) != place.checksum:
            raise OSError(f"{self._series_file} is no longer what was written")
        return place

    def _write(self) -> None:
        """Write what waits as one batch: whole weeks of one run."""
        if not self._waiting:
            return
        if self._writer is None or self._series is None:
            self._series_file.parent.mkdir(parents=True, exist_ok=True)
            self._series = _Summed(self._series_file.open("xb", buffering=0))
            options = pa.ipc.IpcWriteOptions(compression="zstd")
            self._writer = pa.ipc.new_stream(self._series, SERIES, options=options)
        if self._start is None:
            self._series.flush()
            self._start, self._series.checksum = self._series.tell(), 0
        self._writer.write_batch(pa.concat_batches(self._waiting))
        self._forget_what_waits()
        pa.default_memory_pool().release_unused()  # or it would keep more and more

    def _forget_what_waits(self) -> None:
        self._waiting.clear()
        self._bytes_waiting = 0


def series_batch(run: str, series: np.ndarray, first_week: int = 1) -> pa.RecordBatch:
    """A run's weekly measures, of shape (weeks, municipalities), in the columns of ``SERIES``."""
    weeks, municipalities = series.shape
    columns = [
        pa.repeat(run, series.size),
        pa.array(np.repeat(np.arange(first_week, first_week + weeks, dtype=np.int32), municipalities)),
        pa.array(np.tile(np.arange(municipalities, dtype=np.int32), weeks)),
        *(pa.array(np.ascontiguousarray(series[measure.name]).reshape(-1)) for measure in MEASURES),
    ]
    return pa.record_batch(columns, schema=SERIES)


def lines_of(journal: Path) -> Iterator[dict[str, Any]]:
    """The lines of a journal that read as they were written, the first of them about the worker. Others are passed by.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Segment(Path(folder), "m") as segment:
    ...         segment.write_line({"run": "a"})
    ...     with (Path(folder) / "m.journal").open("ab") as journal:
    ...         _ = journal.write(b"0000 torn")
    ...     [sorted(line)[-1] for line in lines_of(Path(folder) / "m.journal")]
    ['version', 'run']
    """
    for line in journal.read_bytes().split(b"\n"):
        told, _, text = line.partition(b" ")
        if told == _sum_of(text):
            yield json.loads(text)


def tables_of(journal: Path, place: Place) -> Iterator[pa.Table]:
    """The weeks that stand in one place of the series file, a batch at a time: whole weeks, in their order."""
    file = series_file_of(journal)
    if checksum(file, *place[:2]) != place.checksum:
        raise DamagedError(f"bytes {place.start} to {place.end} of {file} are not what was written")
    with pa.OSFile(str(file)) as series:
        series.seek(place.start)
        while series.tell() < place.end:
            message = pa.ipc.read_message(series)
            if message.type == "schema":  # a stream begins with one
                continue
            table = pa.Table.from_batches([pa.ipc.read_record_batch(message, SERIES)])
            del message
            yield table
            del table
            pa.default_memory_pool().release_unused()  # or it would keep more and more


def series_file_of(journal: Path) -> Path:
    """The series file of a journal."""
    return journal.with_suffix(SERIES_FILE)


def checksum(file: Path, start: int, end: int) -> int:
    """A sum over the bytes of a file from one place to another; -1 where there is no such file, or not so many."""
    total, left = 0, end - start
    try:
        with file.open("rb") as content:
            content.seek(start)
            while left > 0:
                chunk = content.read(min(left, _CHUNK_BYTES))
                if not chunk:
                    return -1
                total, left = zlib.crc32(chunk, total), left - len(chunk)
    except OSError:
        return -1
    return total


def _about() -> dict[str, Any]:
    """Who writes: the version, the digest of each module of this day, the machine and the process."""
    return {"version": __version__, "modules": module_digests(), "host": platform.node(), "process": os.getpid()}


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _line(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, separators=(",", ":")).encode()
    return _sum_of(text) + b" " + text + b"\n"


def _sum_of(text: bytes) -> bytes:
    return b"%08x" % zlib.crc32(text)


def _make_durable(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
