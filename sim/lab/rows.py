"""The rows of a design, one per run, and what each run is made of."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sim.events import Happening
from sim.initialisation.setting import Setting
from sim.lab.asked import Asked, spreading
from sim.lab.bundle import Run
from sim.lab.experiment import REFERENCE, Experiment, Overhead
from sim.lab.identity import Ingredients, digest
from sim.regimes.contract import coded_on_contract
from sim.regimes.levers import LEVERS
from sim.regimes.reforms import Timeline, by_lot, phases
from sim.rule import code_digest


class Row(NamedTuple):
    """One row of the design. Two rows name the same run where two regimes, or two points, ask for the same."""

    run: str
    regime: str
    overhead: Overhead
    replicate: int
    seed: int
    point: int
    """Counted from 1; 1 where nothing varies."""


def rows_and_runs(
    experiment: Experiment,
    setting: Setting,
    parameters: Sequence[Sequence[str]],
    asked_at: Sequence[Mapping[tuple[str, Overhead], Asked]],
    happens: Mapping[str, tuple[Happening, ...]],
) -> Iterator[tuple[Row, Run]]:
    """The rows and their runs, replicate by replicate; ``parameters`` are digests, by point and draw."""
    shared = _shared(experiment, setting)

    @cache
    def lived_through(at: int, regime_id: str, arm: Overhead, order: Sequence[int]) -> tuple[tuple[Any, ...], str]:
        course = asked_at[at][regime_id, arm]
        spreads = experiment.pools and regime_id != REFERENCE
        reforms = spreading(experiment, course, order) if spreads else phases(course)
        return (*reforms, *happens[regime_id]), _digest_of(reforms, happens[regime_id])

    for replicate, seed in enumerate(experiment.seeds(), 1):
        order = tuple(by_lot(setting.municipalities, seed)) if experiment.pools else ()
        for at, asked in enumerate(asked_at):
            with_parameters = shared._replace(parameters=draw_of(replicate, parameters[at]), seed=seed)
            for regime_id, arm in asked:
                reforms, theirs = lived_through(at, regime_id, arm, order)
                ingredients = with_parameters._replace(reforms=theirs)
                run = Run(ingredients.identity(), ingredients, reforms)
                yield Row(run.run, regime_id, arm, replicate, seed, at + 1), run


def draw_of[T](replicate: int, draws: Sequence[T]) -> T:
    """What a replicate, counted from 1, has of the draws: they are taken in turn, so more replicates keep theirs."""
    return draws[(replicate - 1) % len(draws)]


@cache
def data_digest() -> str:
    """The digest of what the model knows of the levers beside their values in a reform; their words do not count.

    What private providers are asked where nobody says so belongs to it.
    """
    wordless = ("baseline", "low", "high", "reach", "change_scale")
    levers = {name: [getattr(lever, part) for part in wordless] for name, lever in LEVERS.items()}
    return digest([levers, coded_on_contract()])


def _shared(experiment: Experiment, setting: Setting) -> Ingredients:
    """What all runs of an experiment are made of; parameters, reforms and seed are still to be said."""
    return Ingredients(
        code=code_digest(),
        data=data_digest(),
        setting=digest(setting.model_dump(mode="json", exclude={"name", "title", "source"})),
        parameters="",
        reforms="",
        seed=0,
        burn_in_weeks=experiment.burn_in_weeks,
        weeks=experiment.weeks,
    )


def _digest_of(reforms: Timeline, events: tuple[Happening, ...]) -> str:
    """The digest of what a run goes through."""
    happens = [
        [happening.place, happening.event.model_dump(mode="json"), happening.event.asks_of_others()]
        for happening in events
    ]
    return digest([*reforms, *happens])
