"""The design of the audit: one small design for every point, all lived and kept by the laboratory as one."""

from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa

from sim.evidence import ParameterSet
from sim.lab.asked import coded_regimes
from sim.lab.bundle import Bundle, Run
from sim.lab.designs import Design, design
from sim.lab.experiment import Experiment
from sim.mistakes import Written
from sim.regimes.coding import levers_read_anew
from sim.simulate import baseline_is_known
from sim.studies.neutrality.points import points, varied_parameters


class Case(NamedTuple):
    """One design of many: what it is called, and what was assumed in it."""

    name: str
    design: Design


class Audit(NamedTuple):
    """Many small designs that are lived together. Runs that two of them share are lived once."""

    experiment: Experiment
    cases: tuple[Case, ...]
    assumed: pd.DataFrame
    """What differs between the cases: one row each, with the case's name."""

    @property
    def runs(self) -> Mapping[str, Run]:
        """All runs by identity."""
        return {name: run for case in self.cases for name, run in case.design.runs.items()}

    def bundles(self, lived: Container[str] = ()) -> list[Bundle]:
        """Every case's first replicate, then every case's second: a case's baseline is found by one worker only."""
        replicate = {seed: n for case in self.cases for n, seed in enumerate(case.design.experiment.seeds(), 1)}
        missing = [bundle for case in self.cases for bundle in case.design.bundles(lived)]
        return sorted(missing, key=lambda bundle: replicate[bundle.seed])

    def rows(self) -> list[dict[str, Any]]:
        """One row per case, regime, arm and replicate, with the run that it names."""
        return [{"case": case.name, **row._asdict()} for case in self.cases for row in case.design.rows]

    def table(self) -> pa.Table:
        """The rows as a table."""
        return pa.Table.from_pylist(self.rows())

    def in_words(self) -> str:
        """What is planned."""
        one = self.experiment
        return (
            f"{one.name} in {one.setting}: {len(self.cases)} cases x {len(one.regimes)} regimes x "
            f"{len(one.overhead)} arms x {one.replicates} replicates, {len(self.runs)} runs of "
            f"{one.burn_in_years} + {one.years} years."
        )

    def baselines_to_find(self) -> int:
        """How many cases have parameters whose baseline nobody has found yet."""
        designs = (case.design for case in self.cases)
        return sum(not baseline_is_known(one.setting, one.parameters) for one in designs)


def audit_of(experiment: Experiment, number: int, written: Written | None = None) -> Audit:
    """The audit of an experiment's regimes over so many points. Each point has seeds of its own."""
    coded = coded_regimes(experiment, written)
    drawn = points(number, levers_read_anew(coded.values()))
    varied = varied_parameters()
    cases = tuple(
        Case(
            str(point.number),
            design(
                experiment.model_copy(update={"first_seed": experiment.first_seed + point.number}),
                written,
                point.parameters,
                point.places,
            ),
        )
        for point in drawn
    )
    assumed = pd.DataFrame([{"case": str(point.number), **point.drawn(varied)} for point in drawn])
    return Audit(experiment, cases, assumed)


def cases_of(
    experiment: Experiment, sets: Iterable[tuple[str, ParameterSet]], assumed: pd.DataFrame, written: Written | None
) -> Audit:
    """The same experiment with the same seeds under several sets of parameters."""
    cases = tuple(Case(name, design(experiment, written, parameters)) for name, parameters in sets)
    return Audit(experiment, cases, assumed)
