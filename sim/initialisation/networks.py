"""Who knows whom among the units of a municipality: informal ties, a small world."""

from collections.abc import Sequence

from sim.draws import NETWORK, Now, draw_between
from sim.rule import Parameters


def services_of_units(units: Sequence[int]) -> list[int]:
    """The service of each unit of a municipality, dealt in turn so that neighbours differ: 0, 1, 2, 3, 0, 1 ...

    ``units`` are the numbers of units of each service.

    >>> services_of_units((2, 1, 3))
    [0, 1, 2, 0, 2, 2]
    """
    left = list(units)
    order: list[int] = []
    while any(left):
        for service, number in enumerate(left):
            if number:
                order.append(service)
                left[service] -= 1
    return order


def informal_ties(first_id: int, size: int, p: Parameters, now: Now) -> list[list[int]]:
    """For each of a municipality's units, counted from 0, those it has informal ties with; ties go both ways.

    ``first_id`` is the identity of its first unit, ``size`` the number of its units.
    """
    ties: list[set[int]] = [set() for _ in range(size)]
    for place in range(size):
        for step in range(1, min(int(p.informal_neighbours) // 2, (size - 1) // 2) + 1):
            other = _end_of_tie(first_id + place, place, step, size, p, now)
            if other != place:
                ties[place].add(other)
                ties[other].add(place)
    return [sorted(known) for known in ties]


def _end_of_tie(unit: int, place: int, step: int, size: int, p: Parameters, now: Now) -> int:
    """Where the tie leads: ``step`` further on the ring, or anywhere in the municipality."""
    if draw_between(now, NETWORK, unit, 2 * step) >= p.rewired_ties:
        return (place + step) % size
    return int(draw_between(now, NETWORK, unit, 2 * step + 1) * size)
