"""The record on disk: a table for each part, and where it comes from."""

import csv
import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.lab.durable import write_json
from sim.lab.provenance import of_the_program

_PROVENANCE = "provenance.json"
_LABORATORY = Path(__file__).parents[2] / "sim" / "lab"


def write(folder: Path, name: str, rows: Sequence[Mapping[str, Any]], command: str, began: datetime.datetime) -> None:
    """Write one table and note in the provenance how it came about."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    file = folder / _PROVENANCE
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    ended = datetime.datetime.now(datetime.UTC)
    about = {
        "command": command,
        "began": began.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "laboratory": digest_of_the_laboratory(),
        **of_the_program(),
    }
    write_json(known | {name: about}, file)


def digest_of_the_laboratory() -> str:
    """A digest of the code that keeps runs: a record made with other code says so."""
    texts = [file.read_bytes() for file in sorted(_LABORATORY.glob("*.py"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]
