"""The design: from an experiment to its rows, one per run, and to the bundles that are still to be lived."""

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import pyarrow as pa

from sim.evidence import ParameterSet, parameter_set
from sim.initialisation.setting import Setting, load_setting
from sim.lab.bundle import Bundle, Run
from sim.lab.experiment import REFERENCE, Experiment, Overhead
from sim.lab.identity import Ingredients, digest
from sim.lab.store import bundle_name
from sim.mistakes import Mistake, Written
from sim.regimes.coding import read_anew
from sim.regimes.formal import Overhead as Mode
from sim.regimes.formal import in_mode
from sim.regimes.levers import LEVERS
from sim.regimes.reforms import Timeline, by_lot, in_pools, programme
from sim.regimes.scenario import load_regime
from sim.rule import code_digest

AS_CODED: Mapping[str, float] = MappingProxyType({})
"""Every lever is read as it is coded."""

_MODES: dict[Overhead, Mode] = {"as coded": "as_coded", "equal overhead": "equal"}


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
    parameters: ParameterSet
    formal: dict[tuple[str, Overhead], dict[str, float]]
    """What steering asks under each regime and arm, by lever."""
    rows: tuple[Row, ...]
    runs: dict[str, Run]
    """The runs by identity."""

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
                    parameters=self.parameters,
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
        """The design as a table: its rows, and the formal value of every lever that differs between any of them."""
        columns: dict[str, Any] = {name: [getattr(row, name) for row in self.rows] for name in Row._fields}
        columns |= {
            "setting": [self.experiment.setting] * len(self.rows),
            "burn_in_weeks": [self.experiment.burn_in_weeks] * len(self.rows),
            "weeks": [self.experiment.weeks] * len(self.rows),
        }
        asked = list(self.formal.values())
        for lever in asked[0]:
            if len({values[lever] for values in asked}) > 1:
                columns[f"formal_{lever}"] = [self.formal[row.regime, row.overhead][lever] for row in self.rows]
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
    with _placed(written, "setting"):
        setting = load_setting(experiment.setting)
    reached = sum(pool.municipalities for pool in experiment.pools)
    with _placed(written, "pools"):
        if reached > setting.municipalities:
            raise Mistake(f"the pools hold {reached} municipalities; {setting.name} has {setting.municipalities}.")
    parameters = parameters or _parameters(experiment, written)
    formal = _formal(experiment, written, parameters, places)
    pools = [(pool.week, pool.municipalities) for pool in experiment.pools]
    rows, runs = [], {}
    made = _maker(experiment, setting, parameters)
    for replicate, seed in enumerate(experiment.seeds(), 1):
        order = by_lot(setting.municipalities, seed)
        for (regime_id, arm), values in formal.items():
            spreads = pools and regime_id != REFERENCE
            run = made(in_pools(values, pools, order) if spreads else programme(values), seed)
            runs[run.run] = run
            rows.append(Row(run.run, regime_id, arm, replicate, seed))
    return Design(experiment, setting, parameters, formal, tuple(rows), runs)


def _parameters(experiment: Experiment, written: Written | None) -> ParameterSet:
    parameters = parameter_set()
    for name, value in experiment.parameters.items():
        with _placed(written, "parameters", name):
            parameters = parameters.with_changes({name: value})
    return parameters


def coded_regimes(experiment: Experiment, written: Written | None = None) -> dict[str, Mapping[str, float]]:
    """What each regime of an experiment is coded to ask, by the regime's id."""
    coded: dict[str, Mapping[str, float]] = {}
    for place, name in enumerate(experiment.regimes):
        with _placed(written, "regimes", place):
            regime = load_regime(name)
            if regime.id in coded:
                raise Mistake(f'the regime "{regime.id}" stands here already; write it once.')
            coded[regime.id] = regime.formal()
    return coded


def _formal(
    experiment: Experiment, written: Written | None, parameters: ParameterSet, places: Mapping[str, float]
) -> dict[tuple[str, Overhead], dict[str, float]]:
    """What each regime asks in each arm."""
    formal: dict[tuple[str, Overhead], dict[str, float]] = {}
    for place, (regime_id, coded) in enumerate(coded_regimes(experiment, written).items()):
        asked = read_anew(coded, places)
        for arm in experiment.overhead:
            with _placed(written, "regimes", place), _said_of(regime_id):
                formal[regime_id, arm] = in_mode(asked, parameters.values, experiment.documentation, _MODES[arm])
    return formal


@cache
def data_digest() -> str:
    """The digest of what the model knows of the levers beside their values in a reform; their words do not count."""
    wordless = ("baseline", "low", "high", "reach", "change_scale")
    return digest({name: [getattr(lever, part) for part in wordless] for name, lever in LEVERS.items()})


def _maker(experiment: Experiment, setting: Setting, parameters: ParameterSet) -> Callable[[Timeline, int], Run]:
    """What makes a run from its reforms and seed: the digests that all runs share are taken once."""
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

    def made(reforms: Timeline, seed: int) -> Run:
        ingredients = shared._replace(reforms=digest(reforms), seed=seed)
        return Run(ingredients.identity(), ingredients, reforms)

    return made


@contextmanager
def _placed(written: Written | None, *key: str | int) -> Iterator[None]:
    """Give a Mistake the place in the experiment's file that it is about."""
    try:
        yield
    except Mistake as mistake:
        if written is None:
            raise
        raise written.mistake(str(mistake), key) from None


@contextmanager
def _said_of(regime: str) -> Iterator[None]:
    """Give a Mistake the name of the regime that it is about."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(f"{regime}: {mistake}") from None
