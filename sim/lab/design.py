"""The design: from an experiment to its rows, one per run, and to the bundles that are still to be lived."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from sim.events import Happening, happenings
from sim.evidence import ParameterSet, parameter_set
from sim.evidence.posterior import read_posterior
from sim.initialisation.setting import Setting, load_setting
from sim.lab.asked import AS_CODED, Asked, placed, spreading, what_is_asked
from sim.lab.bundle import Bundle, Run, bundle_name
from sim.lab.experiment import REFERENCE, Experiment, Overhead
from sim.lab.identity import Ingredients, digest
from sim.mistakes import Mistake, Written
from sim.regimes.contract import coded_on_contract
from sim.regimes.levers import LEVERS
from sim.regimes.reforms import Timeline, by_lot, phases
from sim.rule import code_digest


class Row(NamedTuple):
    """One row of the design. Two rows name the same run where two regimes ask for the same."""

    run: str
    regime: str
    overhead: Overhead
    replicate: int
    seed: int


class Design(NamedTuple):
    """Everything that is to be lived to answer an experiment's question."""

    experiment: Experiment
    setting: Setting
    draws: tuple[ParameterSet, ...]
    """The parameters: one set for all replicates, or draws that replicates take in turn."""
    asked: dict[tuple[str, Overhead], Asked]
    """What steering asks under each regime, or course of regimes, and arm."""
    rows: tuple[Row, ...]
    runs: dict[str, Run]
    """The runs by identity."""

    @property
    def parameters(self) -> ParameterSet:
        """The parameters of the first replicate, and of all where they do not differ."""
        return self.draws[0]

    def bundles(self, lived: Container[str] = ()) -> list[Bundle]:
        """One bundle per replicate that still has runs to be lived."""
        return list(self._bundles(lived))

    def _bundles(self, lived: Container[str]) -> Iterator[Bundle]:
        for replicate, seed in enumerate(self.experiment.seeds(), 1):
            planned = dict.fromkeys(row.run for row in self.rows if row.replicate == replicate)
            missing = [run for run in planned if run not in lived]
            if missing:
                yield Bundle(
                    name=bundle_name(replicate, missing),
                    setting=self.setting,
                    parameters=draw_of(replicate, self.draws),
                    seed=seed,
                    burn_in_weeks=self.experiment.burn_in_weeks,
                    weeks=self.experiment.weeks,
                    runs=tuple(self.runs[run] for run in missing),
                )

    def in_words(self) -> str:
        """What is planned."""
        experiment = self.experiment
        regimes = len({row.regime for row in self.rows})
        shared = len(self.rows) - len(self.runs)
        same = f", {shared} of which name a run that another row names too" if shared else ""
        return (
            f"{experiment.name} in {experiment.setting}: {regimes} regimes x {len(experiment.overhead)} arms x "
            f"{experiment.replicates} replicates = {len(self.rows)} rows{same}.\n"
            f"{len(self.runs)} runs of {experiment.burn_in_years} + {experiment.years} years in "
            f"{experiment.replicates} bundles, one per replicate (the burn-in is shared)."
        )

    def table(self) -> pa.Table:
        """The design as a table: its rows, and the formal value of every lever that differs between any of them.

        Of a course it is the value that is asked last.
        """
        columns: dict[str, Any] = {name: [getattr(row, name) for row in self.rows] for name in Row._fields}
        columns |= {
            "setting": [self.experiment.setting] * len(self.rows),
            "burn_in_weeks": [self.experiment.burn_in_weeks] * len(self.rows),
            "weeks": [self.experiment.weeks] * len(self.rows),
        }
        formal = {key: asked[-1][1] for key, asked in self.asked.items()}
        for lever in LEVERS:
            if len({values[lever] for values in formal.values()}) > 1:
                columns[f"formal_{lever}"] = [formal[row.regime, row.overhead][lever] for row in self.rows]
        return pa.table(columns)


def design(
    experiment: Experiment,
    written: Written | None = None,
    parameters: ParameterSet | None = None,
    places: Mapping[str, float] = AS_CODED,
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
    asked = what_is_asked(experiment, draws[0], written, places)
    rows, runs = [], {}
    names = dict(zip(dict.fromkeys(regime_id for regime_id, _ in asked), experiment.regimes, strict=True))
    for replicate, seed in enumerate(experiment.seeds(), 1):
        made = _maker(experiment, setting, draw_of(replicate, draws))
        order = by_lot(setting.municipalities, seed)
        for (regime_id, arm), course in asked.items():
            spreads = experiment.pools and regime_id != REFERENCE
            reforms = spreading(experiment, course, order) if spreads else phases(course)
            run = made(reforms, _under(names[regime_id], experiment, events), seed)
            runs[run.run] = run
            rows.append(Row(run.run, regime_id, arm, replicate, seed))
    return Design(experiment, setting, draws, asked, tuple(rows), runs)


def draw_of(replicate: int, draws: Sequence[ParameterSet]) -> ParameterSet:
    """The parameters of a replicate, counted from 1: draws are taken in turn, so more replicates keep theirs."""
    return draws[(replicate - 1) % len(draws)]


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


@cache
def data_digest() -> str:
    """The digest of what the model knows of the levers beside their values in a reform; their words do not count.

    What private providers are asked where nobody says so belongs to it.
    """
    wordless = ("baseline", "low", "high", "reach", "change_scale")
    levers = {name: [getattr(lever, part) for part in wordless] for name, lever in LEVERS.items()}
    return digest([levers, coded_on_contract()])


def _under(name: str, experiment: Experiment, events: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """What happens under a regime, by the name it has in the experiment."""
    return tuple(
        happening
        for happening, occasion in zip(events, experiment.events, strict=True)
        if occasion.only_under is None or name in occasion.only_under
    )


def _maker(
    experiment: Experiment, setting: Setting, parameters: ParameterSet
) -> Callable[[Timeline, tuple[Happening, ...], int], Run]:
    """What makes a run from its reforms, events and seed: the digests that all runs share are taken once."""
    shared = Ingredients(
        code=code_digest(),
        data=data_digest(),
        setting=digest(setting.model_dump(mode="json", exclude={"name", "title", "source"})),
        parameters=parameters.digest(),
        reforms="",
        seed=0,
        burn_in_weeks=experiment.burn_in_weeks,
        weeks=experiment.weeks,
    )

    def made(reforms: Timeline, events: tuple[Happening, ...], seed: int) -> Run:
        happens = [
            [happening.place, happening.event.model_dump(mode="json"), happening.event.asks_of_others()]
            for happening in events
        ]
        ingredients = shared._replace(reforms=digest([*reforms, *happens]), seed=seed)
        return Run(ingredients.identity(), ingredients, (*reforms, *events))

    return made
