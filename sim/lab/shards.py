"""A plan cut up for plain array jobs: each shard lives its own bundles, and the tables are gathered at the end."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sim.lab.designs import ASKED, Design, design
from sim.lab.experiment import Experiment
from sim.lab.laboratory import Plan, Planned, plan, planned_in
from sim.lab.place import DESIGN
from sim.lab.variation import KINDS
from sim.mistakes import Mistake


def shard_in(text: str) -> tuple[int, int]:
    """Which shard of how many, as a user writes it.

    >>> shard_in("3/8")
    (3, 8)
    """
    found = re.fullmatch(r"(\d+)/(\d+)", text.strip())
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise Mistake(f"shard {text}: this must be N/M, with N from 1 to M, as in 3/8.")
    return int(found[1]), int(found[2])


def shard_of[D: Planned](whole: Plan[D], number: int, shards: int) -> Plan[D]:
    """The plan of one shard, 1 for the first. Which runs it has does not depend on what is stored."""
    mine = set(runs_of_shard(whole, number, shards))
    bundles = [bundle._replace(runs=tuple(run for run in bundle.runs if run.run in mine)) for bundle in whole.bundles]
    return whole._replace(bundles=[bundle for bundle in bundles if bundle.runs])


def runs_of_shard[D: Planned](whole: Plan[D], number: int, shards: int) -> list[str]:
    """The runs of one shard, whether they are stored or not."""
    return [run.run for bundle in whole.design.bundles()[number - 1 :: shards] for run in bundle.runs]


def experiment_in(results: Path) -> Experiment:
    """The experiment whose design stands in a results folder; a Mistake where none does."""
    planned_in(results)
    try:
        asked = (pq.read_schema(results / DESIGN).metadata or {})[ASKED]
        return Experiment.model_validate_json(asked)
    except (KeyError, ValueError, pa.ArrowException):
        raise Mistake(f"{results / DESIGN} does not hold an experiment that this version of styreform reads.") from None


def varied_in(results: Path) -> list[str]:
    """The columns of what varies between the points of the design in a results folder."""
    kinds = tuple(f"{kind}." for kind in KINDS)
    return [name for name in pq.read_schema(results / DESIGN).names if name.startswith(kinds)]


def plan_in(results: Path) -> Plan[Design]:
    """The plan of the experiment in a results folder, held against what is stored there."""
    return plan(design(experiment_in(results)), results)
