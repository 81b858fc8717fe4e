"""Where results come from: enough for somebody else to make them again, or to see why they cannot."""

import datetime
import hashlib
import importlib.metadata
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim import __version__
from sim.analysis.standing import DEMONSTRATION
from sim.lab.designs import Design
from sim.rule import COMPILED, code_digest, module_digests

PACKAGES = ("numpy", "numba", "pandas", "pyarrow", "pydantic", "mesa", "matplotlib", "SALib")


class Times(NamedTuple):
    """When the command began and ended, and how many runs it lived or found finished."""

    began: datetime.datetime
    ended: datetime.datetime
    lived: int
    reused: int


def provenance(
    design: Design, results: Path, completeness: Mapping[str, int], times: Times, command: str
) -> dict[str, Any]:
    """What is written beside the tables of a results folder."""
    return {
        "standing": DEMONSTRATION,
        "command": command,
        "complete": completeness["ok"] == completeness["planned"],
        "completeness": dict(completeness),
        "times": {
            "began": times.began.isoformat(timespec="seconds"),
            "ended": times.ended.isoformat(timespec="seconds"),
            "seconds": round((times.ended - times.began).total_seconds(), 1),
            "runs_lived": times.lived,
            "runs_reused": times.reused,
        },
        "experiment": design.experiment.model_dump(mode="json"),
        "setting": design.setting.model_dump(mode="json"),
        "formal": [
            {"regime": regime, "overhead": overhead, "week": week, "levers": values}
            for (regime, overhead), asked in (design.asked.items() if len(design.points) == 1 else ())
            for week, values in asked
        ],
        "points": len(design.points),
        "parameters": _of_parameters(design),
        "seeds": design.experiment.seeds(),
        **of_the_program(),
        "tables": digests_of_tables(results),
    }


def _of_parameters(design: Design) -> dict[str, Any]:
    """All parameters; of draws, those of the first replicate and what differs between draws."""
    first = {"digest": design.parameters.digest(), "values": design.parameters.values}
    if len(design.draws) == 1:
        return first
    differing = [name for name in first["values"] if len({draw.values[name] for draw in design.draws}) > 1]
    draws = [{name: draw.values[name] for name in differing} for draw in design.draws]
    return first | {"posterior": design.experiment.posterior, "draws": draws}


def of_the_program() -> dict[str, Any]:
    """The code that ran, and what it ran on."""
    return {
        "code": code_digest(),
        "modules": module_digests(),
        "compiled": COMPILED,
        "versions": {"styreform": __version__, "python": platform.python_version()} | _versions(),
        "platform": {"system": platform.platform(), "machine": platform.machine(), "processors": os.cpu_count()},
    }


def digests_of_tables(results: Path) -> dict[str, str]:
    """The digest of every table in a results folder."""
    return {file.name: _file_digest(file) for file in sorted(results.glob("*.parquet"))}


def _versions() -> dict[str, str]:
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def _file_digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
