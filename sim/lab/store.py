"""The store of runs: one pair of Parquet files per bundle, written under a temporary name and then renamed.

Series are appended to a temporary file while the runs are lived, so that nobody ever holds a whole run in memory. The
file gets its name when the bundle is whole; the runs' rows go last: where the rows are, everything is. Readers ask the
rows which runs are ok, and read the series of those only: pieces of a run that failed later may stand there and count
for nothing. A file is named after the runs it holds, so the same bundle lived twice (two coordinators, a late finisher)
overwrites itself with the same content. What a killed worker leaves behind are temporary files, which nobody reads.
"""

import contextlib
import datetime
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim import __version__
from sim.lab.bundle import Bundle, Lived, Piece
from sim.lab.identity import Ingredients, digest
from sim.measures.catalogue import MEASURES
from sim.rule import module_digests

_ABOUT = b"styreform"
_STALE_SECONDS = 24 * 3600.0
"""A temporary file untouched for so long has nobody who writes it: pieces come more often than this."""

ROW_GROUP_BYTES = 12 * 2**20
"""Weeks of a run are written, and read, so many bytes at a time (and a piece more); a small run is one row group."""

_ROWS = pa.schema(
    [
        ("run", pa.string()),
        ("status", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("traceback", pa.string()),
        ("seconds", pa.float64()),
        *((name, pa.int64() if kind is int else pa.string()) for name, kind in Ingredients.__annotations__.items()),
    ]
)

SERIES = pa.schema(
    [
        ("run", pa.string()),
        ("week", pa.int32()),
        ("municipality", pa.int32()),
        *((measure.name, pa.float64()) for measure in MEASURES),
    ]
)
"""The columns of a series: week 1 is the first after the burn-in; measures as in sim.measures.catalogue."""


class Stored(NamedTuple):
    """What the store knows of one run: its row, and the file that holds it."""

    row: dict[str, Any]
    file: Path

    @property
    def is_ok(self) -> bool:
        """Whether it was lived to its end."""
        return bool(self.row["status"] == "ok")

    @property
    def ingredients(self) -> Ingredients:
        """What made it."""
        return Ingredients(*(self.row[name] for name in Ingredients._fields))

    def about(self) -> dict[str, Any]:
        """When the run was lived, by which version, and the digest of each module of that day."""
        metadata = pq.read_schema(self.file).metadata or {}
        return dict(json.loads(metadata.get(_ABOUT, b"{}")))


class Store:
    """The bundles of one results folder."""

    def __init__(self, results: Path) -> None:
        self.folder = results / "bundles"

    def keeping(self, bundle: Bundle, mark: str = "") -> "Keeping":
        """A bundle on its way to the disk. ``mark`` tells the temporary file from that of others at the same bundle."""
        return Keeping(self._rows_file(bundle), bundle, mark or uuid.uuid4().hex)

    def forget(self, bundle: Bundle, mark: str) -> None:
        """Remove what a worker with this mark had written of a bundle before it died."""
        with contextlib.suppress(OSError):
            _part_of(_series_of(self._rows_file(bundle)), mark).unlink()

    def _rows_file(self, bundle: Bundle) -> Path:
        return self.folder / f"{bundle.name}.runs.parquet"

    def runs(self) -> dict[str, Stored]:
        """All runs in the store by identity. An ok run hides an earlier failure of the same run."""
        found: dict[str, Stored] = {}
        for file in sorted(self.folder.glob("*.runs.parquet")):
            for row in _rows_of(file):
                stored = Stored(row, file)
                if stored.is_ok and not _series_of(file).exists():
                    continue
                if row["run"] not in found or not found[row["run"]].is_ok:
                    found[row["run"]] = stored
        return found

    def series(self, stored: Stored) -> Iterator[pa.Table]:
        """The weekly series of one ok run, a row group at a time: whole weeks, in their order."""
        run = stored.row["run"]
        with pq.ParquetFile(_series_of(stored.file)) as file:
            for group in range(file.num_row_groups):
                if _may_hold(file.metadata.row_group(group), run):
                    yield file.read_row_group(group).replace_schema_metadata(None).filter(pc.field("run") == run)
                    pa.default_memory_pool().release_unused()  # or it would keep more and more

    def sweep(self) -> None:
        """Remove what killed workers left behind more than a day ago."""
        for file in self.folder.glob("*.part"):
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > _STALE_SECONDS:
                    file.unlink()


class Keeping:
    """A bundle on its way to the disk, whole or not at all: the series piece by piece, then the runs' rows."""

    def __init__(self, rows_file: Path, bundle: Bundle, mark: str) -> None:
        self._rows_file = rows_file
        self._bundle = bundle
        self._part = _part_of(_series_of(rows_file), mark)
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Self:
        self._rows_file.parent.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()
        with contextlib.suppress(OSError):  # a full disk has been told of already
            self._close()
        self._part.unlink(missing_ok=True)

    def add(self, piece: Piece) -> None:
        """Take in the next piece of a run; runs come one after the other."""
        assert piece.series is not None
        table = series_table(piece.run, piece.series, piece.first_week)
        if self._waiting and self._waiting[0]["run"][0] != table["run"][0]:
            self._write()
        self._waiting.append(table)
        if sum(one.nbytes for one in self._waiting) >= ROW_GROUP_BYTES:
            self._write()
        if self._writer is not None:
            os.utime(self._part)  # a sign of life: what is written seldom is not stale

    def finish(self, lived: Sequence[Lived]) -> None:
        """Give the series their name, then write how the runs ended; without an ok run no series are kept."""
        if any(one.status == "ok" for one in lived):
            self._write()
            self._close()
            _make_durable(self._part)
            self._part.replace(_series_of(self._rows_file))
            _make_name_durable(self._rows_file)
        write_table(_rows_table(self._bundle, lived), self._rows_file)

    def _write(self) -> None:
        """Write what waits as one row group: whole weeks of one run."""
        if not self._waiting:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._part, SERIES, compression="zstd")
        table = pa.concat_tables(self._waiting).combine_chunks()
        self._waiting.clear()
        self._writer.write_table(table, row_group_size=len(table))
        pa.default_memory_pool().release_unused()  # or it would keep more and more

    def _close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()


def _rows_table(bundle: Bundle, lived: Sequence[Lived]) -> pa.Table:
    """How the runs of a bundle ended, a row each, with what made them and the modules of this day."""
    made_of = {run.run: run.ingredients._asdict() for run in bundle.runs}
    told = ("run", "status", "stage", "reason", "traceback", "seconds")
    rows = [{key: getattr(one, key) for key in told} | made_of[one.run] for one in lived]
    about = {
        "lived": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "modules": module_digests(),
    }
    schema = _ROWS.with_metadata({_ABOUT: json.dumps(about).encode()})
    return pa.Table.from_pylist(rows, schema)


def bundle_name(replicate: int, runs: Sequence[str]) -> str:
    """A bundle's name: its replicate, and the digest of the runs it holds."""
    return f"{replicate:04d}-{digest(sorted(runs))[:12]}"


def series_table(run: str, series: np.ndarray, first_week: int = 1) -> pa.Table:
    """A run's weekly measures, of shape (weeks, municipalities), as a table of the columns of ``SERIES``."""
    weeks, municipalities = series.shape
    columns = [
        pa.repeat(run, series.size),
        pa.array(np.repeat(np.arange(first_week, first_week + weeks, dtype=np.int32), municipalities)),
        pa.array(np.tile(np.arange(municipalities, dtype=np.int32), weeks)),
        *(pa.array(np.ascontiguousarray(series[measure.name]).reshape(-1)) for measure in MEASURES),
    ]
    return pa.table(columns, schema=SERIES)


def write_table(table: pa.Table, file: Path) -> None:
    """Write a Parquet file so that the name holds the old file or the new one, never a part of it."""
    write_whole(file, lambda part: pq.write_table(table, part, compression="zstd"))


def write_tables(tables: Iterable[pa.Table], file: Path, schema: pa.Schema = SERIES) -> None:
    """Write tables of one schema, one row group each, in the same way; none need be in memory with another."""

    def write(part: Path) -> None:
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for table in tables:
                if len(table):
                    writer.write_table(table, row_group_size=len(table))
                del table  # before the next is read

    write_whole(file, write)


def write_json(content: Mapping[str, Any], file: Path) -> None:
    """Write a JSON file in the same way."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(file, lambda part: part.write_text(text, encoding="utf-8"))


def write_whole(file: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file, make it durable and give it its name."""
    part = _part_of(file, uuid.uuid4().hex)
    try:
        write(part)
        _make_durable(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    _make_name_durable(file)


def _make_name_durable(file: Path) -> None:
    if os.name == "posix":
        _make_durable(file.parent)


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _series_of(rows_file: Path) -> Path:
    return rows_file.with_name(rows_file.name.replace(".runs.", ".series."))


def _part_of(file: Path, mark: str) -> Path:
    """The temporary file beside a file."""
    return file.with_name(f"{file.name}.{mark}.part")


def _may_hold(group: Any, run: str) -> bool:
    """Whether a row group may hold rows of a run: it says its first and last run, unless somebody else wrote it."""
    runs = group.column(0).statistics
    return runs is None or not runs.has_min_max or runs.min <= run <= runs.max


def _rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a bundle; none where the file is damaged, so that its runs are lived again."""
    try:
        yield from pq.read_table(file).to_pylist()
    except (pa.ArrowException, OSError):
        return
