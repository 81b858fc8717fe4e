"""What a calibration may move: parameters of role K, some of them together on one scale, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.matching import Numbers
from sim.evidence.parameters import PARAMETERS, Parameter
from sim.evidence.targets import Scale, Target


class Axis(NamedTuple):
    """One direction of the search, from low to high; on a scale, factors on the values of several parameters."""

    name: str
    low: float
    high: float
    value: float
    of: Mapping[str, float]

    def changes(self, value: float) -> dict[str, float]:
        """The parameters at this place of the axis."""
        return {name: value * unit for name, unit in self.of.items()}


def axes_of(targets: Iterable[Target], scales: Iterable[Scale]) -> list[Axis]:
    """The axes that targets move, each once, in the order in which they are first named."""
    scaled = {name: scale for scale in scales for name in scale.of}
    named = dict.fromkeys(name for target in targets for name in target.moves)
    axes = {scaled[name].id if name in scaled else name: scaled.get(name) for name in named}
    return [_axis(name, scale) for name, scale in axes.items()]


def _axis(name: str, scale: Scale | None) -> Axis:
    if scale is None:
        parameter = _BY_NAME[name]
        return Axis(name, parameter.low, parameter.high, parameter.value, {name: 1.0})
    moved = [_BY_NAME[each] for each in scale.of]
    low = max(one.low / one.value for one in moved)
    high = min(one.high / one.value for one in moved)
    return Axis(name, low, high, 1.0, {one.name: one.value for one in moved})


_BY_NAME: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}


def changes_at(axes: Sequence[Axis], place: Sequence[float]) -> dict[str, float]:
    """The parameters at a place: values of the axes, in their order."""
    return {
        name: number for axis, value in zip(axes, place, strict=True) for name, number in axis.changes(value).items()
    }


def from_unit(axes: Sequence[Axis], points: Numbers) -> Numbers:
    """Points of the unit cube as values of the axes."""
    low, high = ends(axes)
    return low + points * (high - low)


def to_unit(axes: Sequence[Axis], places: Numbers) -> Numbers:
    """Values of the axes as points of the unit cube."""
    low, high = ends(axes)
    return (places - low) / (high - low)


def ends(axes: Sequence[Axis]) -> tuple[Numbers, Numbers]:
    """The lower and the upper ends of the axes."""
    return np.array([axis.low for axis in axes]), np.array([axis.high for axis in axes])
