"""A second reading of the documents: what a regime could as honestly have been coded to ask.

The coding band of a lever says how far such a reading may lie from ours. One number in [0, 1] for each lever says where
in its band the reading falls: the band's low end at 0, the coding as it stands at a half, the high end at 1. It is the
same number for every regime that moves the lever, since one reader reads them all; a lever that a regime does not move
stays at its baseline. So what is uncertain is the size of a move, never whether the baseline is the baseline.
"""

from collections.abc import Iterable, Mapping

from sim.regimes.levers import BASELINE, LEVERS, Lever

_MIDDLE = 1 / 2


def levers_read_anew(asked: Iterable[Mapping[str, float]]) -> tuple[str, ...]:
    """The levers with a band that any of these regimes moves, in the order of the levers.

    >>> levers_read_anew([{**BASELINE, "voice": 0.9}, {**BASELINE, "decision_rule": 2.0}])
    ('voice',)
    """
    regimes = tuple(asked)
    return tuple(
        name
        for name, lever in LEVERS.items()
        if lever.band.kind != "none" and any(formal[name] != BASELINE[name] for formal in regimes)
    )


def read_anew(formal: Mapping[str, float], places: Mapping[str, float]) -> dict[str, float]:
    """The same regime as a second reader codes it; ``places`` in the bands, by lever, in [0, 1].

    >>> trust = {**BASELINE, "audits_per_unit_month": 0.03}
    >>> [read_anew(trust, {"audits_per_unit_month": place})["audits_per_unit_month"] for place in (0.0, 0.5, 1.0)]
    [0.015, 0.03, 0.06]
    >>> read_anew(BASELINE, {"voice": 0.0}) == BASELINE
    True
    """
    moved = {name: place for name, place in places.items() if formal[name] != BASELINE[name]}
    return {**formal, **{name: _within_band(LEVERS[name], formal[name], place) for name, place in moved.items()}}


def _within_band(lever: Lever, value: float, place: float) -> float:
    """The value at a place in the band around what was coded, which lies in the middle."""
    low, high = (lever.clipped(end) for end in lever.band.around(value))
    end = low if place < _MIDDLE else high
    return lever.clipped(value + (end - value) * abs(2.0 * place - 1.0))
