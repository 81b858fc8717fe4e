"""Files that hold the old content or the new one, never a part of it: written aside, made durable, renamed."""

import json
import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_PART = ".part"
"""How the name of a file ends that is not whole yet."""


def write_table(table: pa.Table, file: Path) -> None:
    """Write a Parquet file so that the name holds the old file or the new one, never a part of it."""
    write_whole(file, lambda part: pq.write_table(table, part, compression="zstd"))


def write_tables(tables: Iterable[pa.Table], file: Path, schema: pa.Schema) -> None:
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
    part = file.with_name(f"{file.name}.{uuid.uuid4().hex}{_PART}")
    try:
        write(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    make_names_durable(file.parent)


def remove_parts(folder: Path) -> None:
    """Remove what a process, known to be dead, had begun to write."""
    for part in folder.glob(f"*{_PART}"):
        part.unlink(missing_ok=True)


def make_names_durable(folder: Path) -> None:
    """See that the names in a folder survive a power cut; some systems need no asking, and cannot be asked."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
