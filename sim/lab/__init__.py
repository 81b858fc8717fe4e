"""From a question to stored runs: design, run, store, and go on where an interruption left off.

What the command line does, in plain functions with tables in and out:

>>> from sim import lab
>>> rows = lab.design("01_regimes", quick=True)
>>> rows.groupby("overhead")["regime"].nunique().to_dict()
{'as coded': 6, 'equal overhead': 6}
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.lab.designs import Design
    from sim.lab.experiment import Experiment
    from sim.lab.tables import Tables

    type Asked = str | Path | Mapping[str, Any] | Experiment


def design(experiment: "Asked", *, quick: bool = False) -> "pd.DataFrame":
    """The design of an experiment: one row per point, regime, arm and replicate, with the run that it names.

    ``experiment`` is a packaged name, a file or folder, or the keys of an experiment file as a mapping. Mistake where
    something in it is wrong. Nothing is lived and nothing is written.
    """
    planned: pd.DataFrame = _designed(experiment, quick=quick).table().to_pandas()
    return planned


def run(
    experiment: "Asked",
    out: str | Path | None = None,
    *,
    quick: bool = False,
    workers: int | None = None,
    dask: str | None = None,
    quiet: bool = False,
) -> "Tables":
    """Live what is missing of an experiment, and give its tables; ``out`` is the results folder.

    As ``styreform run``: interrupted, the same call goes on. Failed runs are rows; nothing is raised for them. In a
    script, call it under ``if __name__ == "__main__":``, since workers are started anew.
    """
    from rich.console import Console

    from sim.lab.laboratory import plan
    from sim.lab.session import Terms, sit

    asked = _designed(experiment, quick=quick)
    results = Path(out) if out is not None else asked.experiment.results(quick=quick)
    sit(plan(asked, results), Console(stderr=True, quiet=quiet), "sim.lab.run", Terms(workers, dask))
    return load(results)


def load(results: str | Path) -> "Tables":
    """The tables of a results folder: sealed ones, or while its runs are being lived those of what is there by now.

    Mistake where no experiment has been begun in the folder.
    """
    from sim.lab.tables import loaded

    return loaded(Path(results))


def _designed(experiment: "Asked", *, quick: bool) -> "Design":
    from sim.lab import designs
    from sim.lab.experiment import Experiment, experiment_from, read_experiment

    written = None
    if isinstance(experiment, Experiment):
        asked = experiment
    elif isinstance(experiment, Mapping):
        asked = experiment_from(experiment)
    else:
        asked, written = read_experiment(str(experiment))
    return designs.design(asked.quick() if quick else asked, written)
