"""What a run is made of, as a Mesa scenario."""

import operator
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mesa.experimental.scenarios import Scenario

from sim.events import Event
from sim.evidence.parameters import NO_CHANGES
from sim.initialisation.setting import Setting
from sim.mistakes import Mistake, choice
from sim.regimes import Regime
from sim.regimes.formal import Documentation, Overhead

SEEDS = 2**64


class MunicipalityScenario(Scenario):  # type: ignore[misc]  # Mesa has no types
    """What a run is made of: the keywords of ``Municipality``, and as ``seed`` the whole number given as ``rng``.

    A field that a subclass adds travels with it; any other name is a mistake.
    """

    setting: str | Path | Setting = "danish_reference"
    regime: str | Path | Regime = "baseline"
    parameters: Mapping[str, float] = NO_CHANGES
    documentation: Documentation = "derived"
    overhead: Overhead = "as_coded"
    burn_in: int = 0
    reform_week: int = 0
    events: Sequence[Mapping[str, Any] | Event] = ()

    def __init__(self, *, rng: int | None = None, **choices: Any) -> None:
        for name in choices:
            if name.startswith("_") or not hasattr(type(self), name):
                raise Mistake(f'a scenario has no "{name}". {choice(name, CHOICES)}')
        choices["parameters"] = dict(choices.get("parameters", NO_CHANGES))  # the scenario's own, and can be pickled
        choices["events"] = tuple(choices.get("events", ()))
        seed = whole_seed(rng)
        super().__init__(rng=seed, seed=seed, **choices)


CHOICES = tuple(MunicipalityScenario.__annotations__)
"""What can be chosen in a scenario, beside the seed."""


def whole_seed(rng: Any) -> int:
    """The seed. Only a whole number will do: every other kind of seed means something else in some version of Mesa."""
    try:
        seed = operator.index(rng)
    except TypeError:
        seed = -1
    if isinstance(rng, bool) or not 0 <= seed < SEEDS:
        raise Mistake(f"rng needs a seed, a whole number from 0 to 2**64 - 1, as in Municipality(rng=1); not {rng!r}.")
    return seed


def whole_weeks(name: str, weeks: Any) -> int:
    """A number of weeks that a user gives."""
    if isinstance(weeks, bool) or not isinstance(weeks, int) or weeks < 0:
        raise Mistake(f"{name} needs a whole number of weeks, 0 or more, not {weeks!r}.")
    return weeks


def one_of(name: str, value: Any, allowed: tuple[str, ...]) -> Any:
    """A word that a user gives, if it is one of those allowed."""
    if value not in allowed:
        raise Mistake(f'{name} cannot be "{value}". {choice(str(value), allowed)}')
    return value
