"""Who knows whom among the units: informal ties inside a municipality, and sight of units of the same service."""

from sim.draws import NETWORK, Now, draw_between
from sim.initialisation.setting import Setting
from sim.rule import Parameters

_SIGHT = 1_000_000
"""Where the numbers for sight begin among those of one unit's network."""


def services_of_units(setting: Setting) -> list[int]:
    """The service of each unit of one municipality, dealt in turn so that neighbours differ: 0, 1, 2, 3, 0, 1 ..."""
    left = [entry.units for entry in setting.services]
    order: list[int] = []
    while any(left):
        for service, units in enumerate(left):
            if units:
                order.append(service)
                left[service] -= 1
    return order


def informal_ties(setting: Setting, p: Parameters, now: Now) -> list[list[int]]:
    """For each unit, those of its municipality it has informal ties with: a small world, ties both ways."""
    size = setting.units
    ties: list[set[int]] = [set() for _ in range(setting.municipalities * size)]
    for m in range(setting.municipalities):
        first = m * size
        for place in range(size):
            for step in range(1, min(int(p.informal_neighbours) // 2, (size - 1) // 2) + 1):
                other = _end_of_tie(first + place, place, step, size, p, now)
                if other != place:
                    ties[first + place].add(first + other)
                    ties[first + other].add(first + place)
    return [sorted(known) for known in ties]


def _end_of_tie(unit: int, place: int, step: int, size: int, p: Parameters, now: Now) -> int:
    """Where the tie leads: ``step`` further on the ring, or anywhere in the municipality."""
    if draw_between(now, NETWORK, unit, 2 * step) >= p.rewired_ties:
        return (place + step) % size
    return int(draw_between(now, NETWORK, unit, 2 * step + 1) * size)


def service_ties(setting: Setting, p: Parameters, now: Now) -> list[list[int]]:
    """For each unit, the units of the same service whose practice it can see and copy.

    All in its own municipality and in the two next to it on the regional ring, and some of the others.
    """
    services = services_of_units(setting)
    units = range(setting.municipalities * setting.units)
    of_service = [[u for u in units if services[u % setting.units] == s] for s in range(len(setting.services))]
    return [
        [other for other in of_service[services[u % setting.units]] if other != u and _sees(u, other, setting, p, now)]
        for u in units
    ]


def _sees(u: int, other: int, setting: Setting, p: Parameters, now: Now) -> bool:
    places = setting.municipalities
    apart = (u // setting.units - other // setting.units) % places
    return apart in (0, 1, places - 1) or draw_between(now, NETWORK, u, _SIGHT + other) < p.service_sight
