"""The store of runs: one pair of Parquet files per bundle, written under a temporary name and then renamed.

The series go first, the runs' rows last: where the rows are, everything is. A file is named after the runs it holds, so
the same bundle lived twice (two coordinators, a late finisher) overwrites itself with the same content. What a killed
worker leaves behind are temporary files, which nobody reads.
"""

import contextlib
import datetime
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim import __version__
from sim.lab.bundle import Bundle, Lived
from sim.lab.identity import Ingredients, digest
from sim.measures.catalogue import MEASURES
from sim.rule import module_digests

_ABOUT = b"styreform"
_STALE_SECONDS = 3600.0

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

    def keep(self, bundle: Bundle, lived: Sequence[Lived]) -> None:
        """Put a bundle on disk, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        rows_file = self.folder / f"{bundle.name}.runs.parquet"
        series = [series_table(one.run, one.series) for one in lived if one.series is not None]
        if series:
            write_tables(series, _series_of(rows_file))
        made_of = {run.run: run.ingredients._asdict() for run in bundle.runs}
        told = ("run", "status", "stage", "reason", "traceback", "seconds")
        rows = [{key: getattr(one, key) for key in told} | made_of[one.run] for one in lived]
        about = {
            "lived": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "modules": module_digests(),
        }
        schema = _ROWS.with_metadata({_ABOUT: json.dumps(about).encode()})
        write_table(pa.Table.from_pylist(rows, schema), rows_file)

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

    def series(self, stored: Stored) -> pa.Table:
        """The weekly series of one ok run."""
        table = pq.read_table(_series_of(stored.file), filters=[("run", "==", stored.row["run"])])
        return table.replace_schema_metadata(None)

    def sweep(self) -> None:
        """Remove what killed workers left behind more than an hour ago."""
        for file in self.folder.glob("*.part"):
            with contextlib.suppress(OSError):
                if time.time() - file.stat().st_mtime > _STALE_SECONDS:
                    file.unlink()


def bundle_name(replicate: int, runs: Sequence[str]) -> str:
    """A bundle's name: its replicate, and the digest of the runs it holds."""
    return f"{replicate:04d}-{digest(sorted(runs))[:12]}"


def series_table(run: str, series: np.ndarray) -> pa.Table:
    """A run's weekly measures, of shape (weeks, municipalities), as a table of the columns of ``SERIES``."""
    weeks, municipalities = series.shape
    columns = [
        pa.repeat(run, series.size),
        pa.array(np.repeat(np.arange(1, weeks + 1, dtype=np.int32), municipalities)),
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
                writer.write_table(table)

    write_whole(file, write)


def write_json(content: Mapping[str, Any], file: Path) -> None:
    """Write a JSON file in the same way."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(file, lambda part: part.write_text(text, encoding="utf-8"))


def write_whole(file: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file, make it durable and give it its name."""
    part = file.with_name(f"{file.name}.{uuid.uuid4().hex}.part")
    try:
        write(part)
        _make_durable(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
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


def _rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a bundle; none where the file is damaged, so that its runs are lived again."""
    try:
        yield from pq.read_table(file).to_pylist()
    except (pa.ArrowException, OSError):
        return
