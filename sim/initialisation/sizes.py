"""How large municipalities are: all alike, as published, or fitted to a country's smallest, largest and total."""

from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

_NORMAL = NormalDist()
_HALVINGS = 200
_APART = 1e-6


class Size(NamedTuple):
    """How many of whom one municipality has."""

    units: tuple[int, ...]
    """Units of each service, in the order of the setting's services."""
    citizens: int
    central_administrators: int
    partners: int

    @property
    def all_units(self) -> int:
        """Units of all services."""
        return sum(self.units)


def fitted_sizes(number: int, smallest: int, largest: int, total: int) -> tuple[int, ...]:
    """So many sizes, the largest first, with this smallest, largest and total; ValueError where there are none.

    The logarithm of the size is a parabola in the rank's normal score: a log-normal distribution, bent as far as the
    three published figures ask for. Nothing else about the sizes is known.

    >>> fitted_sizes(5, 100, 10_000, 16_000)
    (10000, 3798, 1557, 545, 100)
    """
    if not smallest * number <= total <= largest * number or smallest > largest:
        raise ValueError(f"{number} sizes from {smallest} to {largest} cannot have the total {total}.")
    if smallest == largest:
        return (smallest,) * number
    scores = [_NORMAL.inv_cdf((number - rank - 3 / 8) / (number + 1 / 4)) for rank in range(number)]
    slope = log(largest / smallest) / (2.0 * scores[0])
    low, high = -slope / (2.0 * scores[0]), slope / (2.0 * scores[0])  # beyond these the largest is not the largest
    for _ in range(_HALVINGS):
        bend = (low + high) / 2.0
        sizes = _bent(scores, sqrt(smallest * largest), slope, bend)
        low, high = (bend, high) if sum(sizes) > total else (low, bend)
    if abs(sum(sizes) / total - 1.0) > _APART:
        raise ValueError(f"no bent log-normal from {smallest} to {largest} has the total {total}.")
    return (largest, *in_whole_numbers(sizes[1:-1], total - largest - smallest), smallest)


def _bent(scores: Sequence[float], middle: float, slope: float, bend: float) -> list[float]:
    """Sizes by rank; the first and the last do not depend on the bend, and a greater one makes the others smaller."""
    end = scores[0] * scores[0]
    return [middle * exp(slope * score + bend * (score * score - end)) for score in scores]


def in_whole_numbers(weights: Sequence[float], total: int, least: int = 0) -> tuple[int, ...]:
    """Whole numbers in proportion to the weights, with this sum: the largest remainders are rounded up.

    Each is at least ``least``; the total must be at least that often the number of weights.

    >>> in_whole_numbers([1.0, 1.0, 2.0], 10)
    (3, 2, 5)
    >>> in_whole_numbers([1.0, 9.0], 4, least=1)
    (1, 3)
    """
    room = total - least * len(weights)
    whole = sum(weights)
    exact = [max(0.0, weight / whole * total - least) for weight in weights]
    scale = room / sum(exact) if room else 0.0
    parts = [least + int(part * scale) for part in exact]
    by_remainder = sorted(range(len(weights)), key=lambda k: (int(exact[k] * scale) - exact[k] * scale, k))
    for k in by_remainder[: total - sum(parts)]:
        parts[k] += 1
    return tuple(parts)
