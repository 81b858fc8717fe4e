"""What is kept of four units after half a year under a regime: a digest of all bits, and some numbers one can read."""

import hashlib
import json
import platform
from pathlib import Path
from typing import Any

from tests.worlds import Columns, columns_after

FILE = Path(__file__).with_name("golden.json")
WEEKS = 26
RENEW = "uv run python -m tests.golden.renew"

READABLE = (
    ("employees", "motivation"), ("employees", "exhaustion"), ("employees", "effort"), ("employees", "gaming"),
    ("employees", "justice"), ("employees", "trust_in_manager"), ("employees", "trust_in_organisation"),
    ("employees", "absence_last_year"), ("employees", "job_insecurity"), ("teams", "psychological_safety"),
    ("line_managers", "support"), ("units", "quality"), ("units", "measured_quality"), ("units", "documentation"),
    ("units", "relational_coordination"), ("units", "practice_quality"), ("units", "voiced"), ("units", "in_use"),
    ("units", "cost"), ("politicians", "trust"), ("municipalities", "rules"), ("citizens", "satisfaction"),
    ("citizens", "trust"), ("pairs", "coordination"),
)  # fmt: skip
"""Columns whose mean over the rows is written out."""


def this_platform() -> str:
    """What the last bits of a result may depend on: the machine and its mathematical library."""
    return f"{platform.system()} {platform.machine()} {' '.join(platform.libc_ver())}".strip()


def kept_of(columns: Columns) -> dict[str, Any]:
    """The digest of a world's measures and readable columns, and these columns' means.

    How tables are kept beside that may change without a number of the model changing.
    """
    kept = [columns["measured"], *(columns[table][column] for table, column in READABLE)]
    exact = json.dumps(kept, sort_keys=True).encode()  # Python writes a number so that it reads back bit by bit
    means = {
        f"{table}.{column}": sum(columns[table][column]) / len(columns[table][column]) for table, column in READABLE
    }
    return {"digest": hashlib.sha256(exact).hexdigest()[:16], "means": means}


def lived(regime: str) -> dict[str, Any]:
    """What is kept of a regime as the code is now."""
    return kept_of(columns_after(regime, WEEKS))
