"""How the moves of several instruments add up.

What instruments ask of a lever is kept as ``Asked``: how strongly each move is asked. To ask together is to add up the
strengths, so the order and the grouping of instruments cannot matter, nothing asked changes nothing, and intensity j
with intensity k is intensity j + k: a commutative monoid, the same for every lever. The lever's law only reads the sum:

======== ============================ ============= =====================================
law      two moves together           intensity k   for
======== ============================ ============= =====================================
sum      a + b                        k a           most levers
product  a b                          a^k           factors
any      1 - (1 - a)(1 - b)           1 - (1 - a)^k chances, shares given up
least    the smaller                  a             limits, mandates
most     the larger                   a             guarantees, duties
sole     a if a = b, else a conflict  a             a choice of form
======== ============================ ============= =====================================

Numbers are exact fractions of the decimals as written; they are clipped to the lever's range and become floats last.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from sim.mistakes import Mistake
from sim.regimes.instruments import Instrument
from sim.regimes.levers import LEVERS, Law, Lever, exact

type Asked = Mapping[Fraction, Fraction]
"""How strongly each move is asked."""
type Part = tuple[Instrument, float]
"""An instrument and its intensity."""

NOTHING: Asked = MappingProxyType({})


@dataclass(frozen=True)
class Conflict:
    """Two different forms asked of one lever. Whatever else is asked, it stays a conflict, and no run accepts it."""

    lever: str


def asked(move: float | Fraction, intensity: float | Fraction) -> Asked:
    """One move asked with an intensity; intensity 0 asks nothing."""
    return {exact(move): exact(intensity)} if intensity else NOTHING


def together(one: Asked, other: Asked) -> Asked:
    """What two ask together.

    >>> together(asked(0.3, 1), asked(0.3, 0.5)) == asked(0.3, 1.5)
    True
    """
    return {move: one.get(move, Fraction()) + other.get(move, Fraction()) for move in one.keys() | other.keys()}


def settled(lever: Lever, wishes: Asked) -> float | Conflict:
    """The value that a lever takes when these moves are asked of it.

    >>> settled(LEVERS["voice"], together(asked(0.3, 1), asked(0.1, 2)))
    0.9
    """
    if lever.law == "sole" and len(wishes) > 1:
        return Conflict(lever.name)
    return lever.clipped(_READINGS[lever.law](exact(lever.baseline), wishes))


def _sum(baseline: Fraction, wishes: Asked) -> Fraction:
    return baseline + sum(move * strength for move, strength in wishes.items())


def _product(baseline: Fraction, wishes: Asked) -> Fraction:
    return baseline * _powers(wishes)


def _any(baseline: Fraction, wishes: Asked) -> Fraction:
    return 1 - (1 - baseline) * _powers({1 - move: strength for move, strength in wishes.items()})


def _powers(strengths: Asked) -> Fraction:
    # A root is rounded once, alone; the product of fractions is exact, so no order shows.
    return math.prod((Fraction(base**strength) for base, strength in strengths.items()), start=Fraction(1))


def _least(baseline: Fraction, wishes: Asked) -> Fraction:
    return min(baseline, *wishes) if wishes else baseline


def _most(baseline: Fraction, wishes: Asked) -> Fraction:
    return max(baseline, *wishes) if wishes else baseline


def _sole(baseline: Fraction, wishes: Asked) -> Fraction:
    return next(iter(wishes), baseline)


_READINGS: Mapping[Law, Callable[[Fraction, Asked], Fraction]] = {
    "sum": _sum,
    "product": _product,
    "any": _any,
    "least": _least,
    "most": _most,
    "sole": _sole,
}


def fold(parts: Iterable[Part]) -> dict[str, float]:
    """The formal value of every lever under these instruments with their intensities.

    >>> fold([]) == {name: lever.baseline for name, lever in LEVERS.items()}
    True
    """
    parts = tuple(parts)
    wishes = dict.fromkeys(LEVERS, NOTHING)
    for instrument, intensity in parts:
        for name, move in instrument.moves.items():
            wishes[name] = together(wishes[name], asked(move, intensity))
    formal = {}
    for name, lever in LEVERS.items():
        value = settled(lever, wishes[name])
        if isinstance(value, Conflict):
            raise Mistake(_conflict_in_words(lever, parts))
        formal[name] = value
    return formal


def _conflict_in_words(lever: Lever, parts: Iterable[Part]) -> str:
    asking = [
        f"{instrument.id} asks for {lever.in_words(instrument.moves[lever.name])}"
        for instrument, intensity in parts
        if intensity and lever.name in instrument.moves
    ]
    return (
        f"conflict over {lever.name} ({lever.meaning}): {', '.join(asking)}. Only one can be had: leave the others out."
    )
