"""A results folder: whether it may be written to, whose it is, and that only one coordinator at a time works in it."""

import errno
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from sim.lab.durable import remove_parts, write_json
from sim.lab.identity import SCHEMA
from sim.mistakes import Mistake

MARK = "store.json"
"""Says that a folder is styreform's, and by which version of the store it was written."""
DESIGN, PROVENANCE = "design.parquet", "provenance.json"
_LOCK, _COORDINATOR = "coordinator.lock", "coordinator.json"
_BEGUN = (MARK, _LOCK, _COORDINATOR, "segments")
"""What stands in a folder of ours, or begins to be written, before its mark does: a kill may leave it so."""
_ANOTHER = "Name another folder with --out."


def refuse_wrong_place(results: Path) -> None:
    """A Mistake, before anything is planned, where results cannot be kept in a folder; nothing is written.

    It may be a file or below one, hold what is not styreform's, or be a store of a newer version.
    """
    refuse_no_folder(results)
    mark = results / MARK
    if mark.exists():
        _refuse_newer(mark)
    elif results.is_dir() and not any((results / ours).exists() for ours in (DESIGN, PROVENANCE)):
        others = sorted(one.name for one in results.iterdir() if not one.name.startswith(_BEGUN))
        if others:
            raise Mistake(f"{results} holds what is not styreform's ({', '.join(others[:3])}). {_ANOTHER}")


def refuse_no_folder(results: Path) -> None:
    """A results folder that is a file, or below one, is a Mistake before anything is planned."""
    for place in (results, *results.parents):
        try:
            is_in_the_way = place.exists() and not place.is_dir()
        except OSError as trouble:
            raise Mistake(f"Results cannot be kept in {results}: {trouble.strerror}.") from None
        if is_in_the_way:
            raise Mistake(f"Results cannot be kept in {results}: {place} is a file. {_ANOTHER}")


def make_place(results: Path, *within: str) -> None:
    """Make a results folder, and these within; one that cannot be written to is a Mistake before anything is kept."""
    try:
        for folder in (results, *(results / name for name in within)):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as trouble:
        if trouble.errno == errno.ENOSPC:  # no mistake of the user's
            raise
        reason = trouble.strerror or str(trouble)
        raise Mistake(f"Results cannot be kept in {results}: {reason}. {_ANOTHER}") from None


def mark_place(results: Path) -> None:
    """Note that a folder is styreform's."""
    results.mkdir(parents=True, exist_ok=True)
    if not (results / MARK).exists():
        write_json({"store": "styreform", "schema": SCHEMA}, results / MARK)


@contextmanager
def coordinating(results: Path) -> Iterator[None]:
    """Be the only coordinator of a results folder; where another works in it, that is a Mistake that says who.

    The system gives the lock back when its holder ends, however it ends. Within one process it may be taken again.
    """
    make_place(results)
    lock = FileLock(results / _LOCK, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout:
        raise Mistake(
            f"{_who_works_in(results)} Wait until it is done, stop it, or name another folder with --out."
        ) from None
    try:
        if lock.lock_counter == 1:
            remove_parts(results)
            write_json({"process": os.getpid(), "host": platform.node()}, results / _COORDINATOR)
        yield
    finally:
        if lock.lock_counter == 1:
            (results / _COORDINATOR).unlink(missing_ok=True)
        lock.release()


def _who_works_in(results: Path) -> str:
    who = _read(results / _COORDINATOR)
    told = f" (process {who['process']} on {who['host']})" if {"process", "host"} <= who.keys() else ""
    return f"Another styreform works in {results}{told}."


def _refuse_newer(mark: Path) -> None:
    told = _read(mark)
    schema = told.get("schema")
    if told.get("store") != "styreform" or not isinstance(schema, int):
        raise Mistake(f"{mark} is not a file of styreform's. {_ANOTHER}")
    if schema > SCHEMA:
        raise Mistake(
            f"{mark.parent} was written by a newer styreform: its store has version {schema}, this one knows versions "
            f"up to {SCHEMA}. Update styreform, or name another folder with --out."
        )


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
