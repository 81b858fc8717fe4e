"""The points of the audit: draws over what is assumed (grade C, role S) and over how the regimes were coded.

Points come in blocks, each a Latin hypercube: in every twentieth of every range lies one point of a block. A block has
seeds of its own and so has each quantity in it, by its name. So more points keep the old ones, and so does a new
parameter.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from typing import NamedTuple

from scipy.stats import qmc  # type: ignore[import-untyped]

from sim.evidence import PARAMETERS, ParameterSet, parameter_set
from sim.evidence.parameters import Parameter
from sim.lab.factors import SET_BY_THE_SETTING
from sim.lab.identity import seed_of

BLOCK = 20
"""Points of one Latin hypercube."""
BAND = "band:"
"""Stands before a lever's name where a table has a column for the place in its coding band."""


class Point(NamedTuple):
    """One point: its number, counted from 1, all parameters, and the places in the coding bands by lever, in [0, 1]."""

    number: int
    parameters: ParameterSet
    places: Mapping[str, float]

    def drawn(self, varied: Sequence[Parameter]) -> dict[str, float]:
        """What was drawn, by name."""
        values = {one.name: self.parameters.values[one.name] for one in varied}
        return values | {f"{BAND}{lever}": place for lever, place in self.places.items()}


def varied_parameters() -> tuple[Parameter, ...]:
    """What the audit draws: plausible assumptions that are varied, neither calibrated nor fixed."""
    return tuple(
        one
        for one in PARAMETERS
        if one.grade == "C" and one.role == "S" and one.low < one.high and one.name not in SET_BY_THE_SETTING
    )


def points(number: int, levers: Sequence[str]) -> list[Point]:
    """The first so many points; ``levers`` are those that are read anew (sim.regimes.coding).

    >>> points(3, ["voice"]) == points(25, ["voice"])[:3]
    True
    """
    return list(islice(_points(levers), number))


def _points(levers: Sequence[str]) -> Iterator[Point]:
    varied, usual = varied_parameters(), parameter_set()
    for block in count():
        at = {name: _column(name, block) for name in [*(one.name for one in varied), *(f"{BAND}{it}" for it in levers)]}
        for k in range(BLOCK):
            drawn = {one.name: one.low + (one.high - one.low) * at[one.name][k] for one in varied}
            places = {lever: at[f"{BAND}{lever}"][k] for lever in levers}
            yield Point(block * BLOCK + k + 1, ParameterSet(usual.values | drawn), places)


def _column(name: str, block: int) -> list[float]:
    """One quantity's places in its range over a block: one in each twentieth, in an order drawn by lot."""
    sample = qmc.LatinHypercube(1, rng=seed_of(f"neutrality {name}", block)).random(BLOCK)
    return [float(place) for place in sample[:, 0]]
