"""Points: the values that the factors of an experiment take together, drawn by SALib or listed by the user.

The lot that draws them follows from the experiment's name and ``first_seed`` alone. Every replicate lives all points
with the same seed, so that points are paired as regimes are.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.lab.experiment import Experiment
from sim.lab.factors import Factor, factors_of, listed_values
from sim.lab.identity import seed_of
from sim.lab.placed import placed
from sim.lab.variation import KINDS, Kind, Sampling
from sim.mistakes import Mistake, Written

MOST_POINTS = 100_000
MORRIS_LEVELS = 4
"""Levels of Morris' method where the file gives none, as is usual."""

NOTHING: Mapping[str, float] = MappingProxyType({})


class Point(NamedTuple):
    """One point: its number, counted from 1, and its values by name. What it does not name stays as it is."""

    number: int
    parameters: Mapping[str, float] = NOTHING
    levers: Mapping[str, float] = NOTHING
    intensities: Mapping[str, float] = NOTHING
    bands: Mapping[str, float] = NOTHING

    def columns(self) -> dict[str, float]:
        """Its values by the names of their columns.

        >>> Point(1, levers={"voice": 0.5}).columns()
        {'levers.voice': 0.5}
        """
        return {f"{kind}.{name}": value for kind in KINDS for name, value in getattr(self, kind).items()}

    def in_words(self) -> str:
        """Its values as text.

        >>> Point(1, levers={"voice": 0.5}, bands={"formal_rules": 0.25}).in_words()
        'levers.voice 0.5, bands.formal_rules 0.25'
        """
        return ", ".join(f"{name} {value:g}" for name, value in self.columns().items())


ONLY = (Point(1),)
"""The points of an experiment in which nothing varies."""


def points_of(experiment: Experiment, written: Written | None = None) -> tuple[Point, ...]:
    """The points of an experiment, in the order of the method that draws them."""
    sampling = experiment.sampling
    if sampling is None:
        return ONLY
    if sampling.method == "listed":
        listed = listed_values(experiment, written)
    else:
        factors = factors_of(experiment, written)
        with placed(written, "sampling"):
            _refuse_too_many(sampling, factors)
        listed = [
            {(factor.kind, factor.name): value for factor, value in zip(factors, row, strict=True)}
            for row in _rows(experiment, sampling, factors)
        ]
    return tuple(_point(number, values) for number, values in enumerate(listed, 1))


def _point(number: int, values: Mapping[tuple[Kind, str], float]) -> Point:
    of_kind = {kind: {name: value for (own, name), value in values.items() if own == kind} for kind in KINDS}
    return Point(number, **of_kind)


def number_of_points(sampling: Sampling, factors: Sequence[Factor]) -> int:
    """How many points a method draws for these factors."""
    match sampling.method:
        case "full factorial":
            return prod(len(_levels(factor, sampling)) for factor in factors)
        case "morris":
            return (sampling.trajectories or 0) * (len(factors) + 1)
        case "sobol":
            return (sampling.points or 0) * (len(factors) * (2 if sampling.second_order else 1) + 2)
    return sampling.points or 0


def _refuse_too_many(sampling: Sampling, factors: Sequence[Factor]) -> None:
    number = number_of_points(sampling, factors)
    if number > MOST_POINTS:
        raise Mistake(f"this would be {number:,} points; at most {MOST_POINTS:,} are taken.")


def _rows(experiment: Experiment, sampling: Sampling, factors: Sequence[Factor]) -> list[tuple[float, ...]]:
    """One value of each factor for every point."""
    if sampling.method == "full factorial":
        return list(product(*(_levels(factor, sampling) for factor in factors)))
    seed = seed_of(f"{experiment.name} {sampling.method}", 0, experiment.first_seed)
    places = _DRAW[sampling.method](_problem(len(factors)), sampling, seed)
    return [tuple(_within(factor, place) for factor, place in zip(factors, row, strict=True)) for row in places]


def _levels(factor: Factor, sampling: Sampling) -> tuple[float, ...]:
    """The values of a factor in a full factorial: those of the file, or at even distances over its range."""
    if factor.values:
        return factor.values
    steps = (sampling.levels or 1) - 1
    return tuple(_within(factor, step / steps) for step in range(steps + 1))


def _within(factor: Factor, place: float) -> float:
    """The value at a place in a factor's range, where rounding leads no step beyond its ends."""
    value = factor.low + (factor.high - factor.low) * float(place)
    return min(max(value, factor.low), factor.high)


def _problem(factors: int) -> dict[str, Any]:
    """The unit cube, as SALib has it: it draws places in the ranges."""
    return {"num_vars": factors, "names": [str(k) for k in range(factors)], "bounds": [[0.0, 1.0]] * factors}


def _latin_hypercube(problem: dict[str, Any], sampling: Sampling, seed: int) -> Any:
    from SALib.sample import latin

    return latin.sample(problem, sampling.points, seed=seed)


def _sobol(problem: dict[str, Any], sampling: Sampling, seed: int) -> Any:
    from SALib.sample import sobol

    return sobol.sample(problem, sampling.points, calc_second_order=sampling.second_order, scramble=True, seed=seed)


def _morris(problem: dict[str, Any], sampling: Sampling, seed: int) -> Any:
    from SALib.sample import morris

    return morris.sample(problem, sampling.trajectories, num_levels=sampling.levels or MORRIS_LEVELS, seed=seed)


_DRAW: Mapping[str, Callable[[dict[str, Any], Sampling, int], Any]] = {
    "latin hypercube": _latin_hypercube,
    "sobol": _sobol,
    "morris": _morris,
}

_EXTENDED = {
    "full factorial": "More values give more points and keep the runs of the old ones.",
    "listed": "More points in the list leave the others as they are.",
    "latin hypercube": "A Latin hypercube cannot grow: more points are all new ones.",
    "sobol": "Twice the points keep all points that there are.",
    "morris": "More trajectories keep all points that there are.",
}


def in_words(experiment: Experiment) -> list[str]:
    """What varies over which range and on whose word, how the points are drawn, and whether they can become more."""
    sampling = experiment.sampling
    if sampling is None:
        return []
    number = len(points_of(experiment))
    if sampling.method == "listed":
        return [f"Points: {number}, listed. {_EXTENDED['listed']}"]
    return [
        *(f"Varies: {factor.in_words()}" for factor in factors_of(experiment)),
        f"Points: {number} ({_method_in_words(sampling)}). {_EXTENDED[sampling.method]}",
    ]


def _method_in_words(sampling: Sampling) -> str:
    match sampling.method:
        case "sobol":
            orders = "first, second and total" if sampling.second_order else "first and total"
            return f"Sobol' sequence, scrambled: {sampling.points} base points, for indices of {orders} order"
        case "morris":
            return f"Morris: {sampling.trajectories} trajectories on {sampling.levels or MORRIS_LEVELS} levels"
        case "full factorial":
            return "full factorial"
    return "Latin hypercube"
