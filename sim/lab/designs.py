"""The design: from an experiment to its rows, one per run, and to the bundles that are still to be lived."""

from collections.abc import Container, Iterator, Mapping
from itertools import batched, chain
from typing import Any, NamedTuple

import pyarrow as pa

from sim.events import Happening, happenings
from sim.evidence import ParameterSet, parameter_set
from sim.evidence.posterior import read_posterior
from sim.initialisation.setting import Setting, load_setting
from sim.lab.asked import Asked, courses_of, refuse_what_is_idle, what_is_asked
from sim.lab.bundle import Bundle, Run, bundle_name
from sim.lab.experiment import Experiment, Overhead
from sim.lab.labels import labelled
from sim.lab.placed import placed
from sim.lab.points import NOTHING, Point, points_of
from sim.lab.rows import Row, rows_and_runs
from sim.mistakes import Mistake, Written
from sim.regimes.levers import LEVERS

ASKED = b"styreform.experiment"
"""Where the metadata of a design's table hold the experiment that it answers, as JSON."""
RUNS_A_BUNDLE = 100
"""Runs of a bundle at most, so that work can be shared out: about a minute for the reference municipality."""


class Design(NamedTuple):
    """Everything that is to be lived to answer an experiment's question."""

    experiment: Experiment
    setting: Setting
    draws: tuple[ParameterSet, ...]
    """The parameters: one set for all replicates, or draws that replicates take in turn."""
    points: tuple[Point, ...]
    """What varies; one point where nothing does."""
    sets: dict[str, ParameterSet]
    """Every set of parameters that a run has, by its digest."""
    asked_at: tuple[dict[tuple[str, Overhead], Asked], ...]
    """What steering asks under each regime, or course of regimes, and arm, at each point."""
    rows: tuple[Row, ...]
    runs: dict[str, Run]
    """The runs by identity."""

    @property
    def parameters(self) -> ParameterSet:
        """The parameters of the first replicate, and of all where they do not differ; no point's values are in them."""
        return self.draws[0]

    @property
    def asked(self) -> dict[tuple[str, Overhead], Asked]:
        """What steering asks at the first point, and at all where nothing varies."""
        return self.asked_at[0]

    def varied(self) -> list[dict[str, float | None]]:
        """The values of what varies at each point, by column; None where a point leaves something as it is."""
        points = [point.columns() for point in self.points]
        names = dict.fromkeys(name for columns in points for name in columns)
        return [{name: columns.get(name) for name in names} for columns in points]

    def bundles(self, lived: Container[str] = ()) -> list[Bundle]:
        """The runs that are still to be lived, all points of a replicate before the next replicate begins.

        The runs of a bundle share a founding and a burn-in, whatever point they belong to.
        """
        return list(self._bundles(lived))

    def _bundles(self, lived: Container[str]) -> Iterator[Bundle]:
        for (replicate, seed, parameters), runs in self._burn_ins().items():
            missing = [run for run in runs if run not in lived]
            for some in batched(missing, RUNS_A_BUNDLE):
                yield Bundle(
                    name=bundle_name(replicate, some),
                    setting=self.setting,
                    parameters=self.sets[parameters],
                    seed=seed,
                    burn_in_weeks=self.experiment.burn_in_weeks,
                    weeks=self.experiment.weeks,
                    runs=tuple(self.runs[run] for run in some),
                )

    def _burn_ins(self) -> dict[tuple[int, int, str], dict[str, None]]:
        """The runs that can share a burn-in, by replicate, seed and the digest of their parameters."""
        burn_ins: dict[tuple[int, int, str], dict[str, None]] = {}
        for row in self.rows:
            key = row.replicate, row.seed, self.runs[row.run].ingredients.parameters
            burn_ins.setdefault(key, {})[row.run] = None
        return burn_ins

    def in_words(self) -> str:
        """What is planned."""
        experiment, burn_ins = self.experiment, len(self._burn_ins())
        regimes = len({row.regime for row in self.rows})
        shared = len(self.rows) - len(self.runs)
        same = f", {shared} of which name a run that another row names too" if shared else ""
        points = f"{len(self.points)} points x " if len(self.points) > 1 else ""
        several = any(point.parameters for point in self.points)
        together = "shared by all runs with its replicate and parameters."
        baselines = f" {len(self.sets)} sets of parameters, each with a baseline of its own." if several else ""
        return (
            f"{experiment.name} in {experiment.setting}: {points}{regimes} regimes x {len(experiment.overhead)} arms x "
            f"{experiment.replicates} replicates = {len(self.rows)} rows{same}.\n"
            f"{len(self.runs)} runs of {experiment.burn_in_years} + {experiment.years} years from {burn_ins} "
            f"burn-in{'s, each' if burn_ins > 1 else ','} {together}{baselines}"
        )

    def table(self) -> pa.Table:
        """The design as a table: its rows, what varies, and every formal lever that differs between any of them.

        Of a course it is the value that is asked last.
        """
        columns: dict[str, Any] = {name: [getattr(row, name) for row in self.rows] for name in Row._fields}
        columns |= {
            "setting": [self.experiment.setting] * len(self.rows),
            "burn_in_weeks": [self.experiment.burn_in_weeks] * len(self.rows),
            "weeks": [self.experiment.weeks] * len(self.rows),
        }
        varied = self.varied()
        for name in varied[0]:
            columns[name] = pa.array([varied[row.point - 1][name] for row in self.rows], pa.float64())
        formal = [{key: asked[-1][1] for key, asked in at_point.items()} for at_point in self.asked_at]
        for lever in LEVERS:
            if len({asked[lever] for at_point in formal for asked in at_point.values()}) > 1:
                own = [formal[row.point - 1][row.regime, row.overhead][lever] for row in self.rows]
                columns[f"formal_{lever}"] = own
        table = pa.table(columns).replace_schema_metadata({ASKED: self.experiment.model_dump_json()})
        return table.cast(labelled(table.schema))


def design(
    experiment: Experiment,
    written: Written | None = None,
    parameters: ParameterSet | None = None,
    places: Mapping[str, float] = NOTHING,
) -> Design:
    """Design an experiment; an unknown name or a value that is not allowed is a Mistake with its place in the file.

    A study may give all ``parameters`` itself, and the ``places`` in the levers' coding bands where it reads them.
    """
    with placed(written, "setting"):
        setting = load_setting(experiment.setting)
    reached = sum(pool.municipalities for pool in experiment.pools)
    with placed(written, "pools"):
        if reached > setting.municipalities:
            raise Mistake(f"the pools hold {reached} municipalities; {setting.name} has {setting.municipalities}.")
    draws = (parameters,) if parameters else _draws(experiment, written)
    with placed(written, "events"):
        events = happenings([occasion.event for occasion in experiment.events], setting, experiment.weeks)
    courses = courses_of(experiment, written)
    points = points_of(experiment, written)
    refuse_what_is_idle(experiment, courses, written)
    taken = draws[: experiment.replicates]
    own = [[draw.with_changes(point.parameters) for draw in taken] for point in points]
    asked_at = tuple(
        what_is_asked(experiment, courses, of_point[0], written, point._replace(bands={**places, **point.bands}))
        for point, of_point in zip(points, own, strict=True)
    )
    digests = [[one.digest() for one in of_point] for of_point in own]
    sets = dict(zip(chain(*digests), chain(*own), strict=True))
    happens = {
        regime_id: _under(name, experiment, events) for regime_id, name in zip(courses, experiment.regimes, strict=True)
    }
    planned = list(rows_and_runs(experiment, setting, digests, asked_at, happens))
    runs = {run.run: run for _, run in planned}
    return Design(experiment, setting, draws, points, sets, asked_at, tuple(row for row, _ in planned), runs)


def _draws(experiment: Experiment, written: Written | None) -> tuple[ParameterSet, ...]:
    draws: tuple[ParameterSet, ...] = (parameter_set(),)
    if experiment.posterior:
        key = "posterior" if written is not None and "posterior" in written.content else "parameters"
        with placed(written, key):
            draws = read_posterior(experiment.posterior)
    for name, value in experiment.parameters.items():
        with placed(written, "parameters", name):
            draws = tuple(draw.with_changes({name: value}) for draw in draws)
    return draws


def _under(name: str, experiment: Experiment, events: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """What happens under a regime, by the name it has in the experiment."""
    return tuple(
        happening
        for happening, occasion in zip(events, experiment.events, strict=True)
        if occasion.only_under is None or name in occasion.only_under
    )
