"""One sitting of the audit, or of the ablation: say what is planned and how long it takes, live it, write it down."""

import datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rich.console import Console

from sim.lab.bundle import Found
from sim.lab.experiment import read_experiment
from sim.lab.laboratory import Completeness, Plan, plan
from sim.lab.pace import USUAL_SECONDS_TO_FIND_BASELINE, duration_range
from sim.lab.session import Terms, live_all, processors
from sim.mistakes import Mistake
from sim.simulate import founded
from sim.studies.neutrality.ablation import ablation_of, effects_of_paths
from sim.studies.neutrality.audit import Audit, audit_of
from sim.studies.neutrality.paths import read_paths
from sim.studies.neutrality.tables import measures_table, runs_of, tables_of, write_all

EXPERIMENT = "09_neutrality"
POINTS, QUICK_POINTS = 500, 60
USUAL_SECONDS_A_WEEK = 0.0005
"""A week of the reference municipality with all that keeping it costs, on a processor that is not shared."""


class Findings(NamedTuple):
    """What a sitting leaves."""

    tables: dict[str, pd.DataFrame]
    completeness: Completeness


def planned_audit(name: str, points: int | None, out: Path | None, *, quick: bool, ablation: bool) -> Plan[Audit]:
    """What is to be lived, held against what the results folder holds."""
    if points is not None and (quick or ablation):
        other = "--quick" if quick else "--ablation"
        raise Mistake(
            f"--points and {other} cannot both be had: the quick form has {QUICK_POINTS} points, an ablation 1."
        )
    experiment, written = read_experiment(name)
    experiment.at_one_point()
    if experiment.pools:
        raise Mistake(f"{experiment.name}: an audit compares regimes from week 0 everywhere; leave out the pools.")
    if ablation:
        audit = ablation_of(experiment, read_paths(), written)
        return plan(audit, out or Path("results") / "neutrality_ablation")
    number = points or (QUICK_POINTS if quick else POINTS)
    return plan(audit_of(experiment, number, written), out or Path("results") / "neutrality")


def foretold(planned: Plan[Audit], workers: int | None) -> str:
    """How long it will take, in words."""
    weeks = sum(bundle.all_weeks for bundle in planned.bundles)
    baselines = planned.design.baselines_to_find() if planned.bundles else 0
    seconds = (baselines * USUAL_SECONDS_TO_FIND_BASELINE + weeks * USUAL_SECONDS_A_WEEK) / (workers or processors())
    if not planned.bundles:
        return "Nothing is to be lived."
    return (
        f"About {duration_range(0.7 * seconds, 1.5 * seconds)}: {baselines} baselines to be found and "
        f"{weeks} weeks to be lived. Interrupt it when you like: the same command goes on."
    )


def sit_audit(
    planned: Plan[Audit], console: Console, command: str, *, workers: int | None = None, found: Found = founded
) -> Findings:
    """Live the audit and write its tables."""
    began = _live(planned, console, workers, found)
    tables = tables_of(runs_of(planned), planned.design.assumed)
    return Findings(tables, write_all(planned, tables, began, command))


def sit_ablation(
    planned: Plan[Audit], console: Console, command: str, *, workers: int | None = None, found: Found = founded
) -> Findings:
    """Live the ablation and write its tables."""
    began = _live(planned, console, workers, found)
    paths, runs = read_paths(), runs_of(planned)
    about = [
        {"path": name, "meaning": path.meaning, "benefits": ", ".join(path.benefits), "costs": ", ".join(path.costs)}
        for name, path in paths.items()
    ]
    tables = {"runs": runs, "measures": measures_table(), "switches": planned.design.assumed}
    tables |= {"paths": pd.DataFrame(about), "effects": effects_of_paths(runs, paths)}
    return Findings(tables, write_all(planned, tables, began, command))


def _live(planned: Plan[Audit], console: Console, workers: int | None, found: Found) -> datetime.datetime:
    began = datetime.datetime.now(datetime.UTC)
    console.print(f"{planned.in_words()}\n{foretold(planned, workers)}")
    live_all(planned, console, Terms(workers), found)
    return began
