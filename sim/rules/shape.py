"""Small shapes that many rules share."""

import math

from sim.rule import rule


@rule
def clip(x: float, low: float, high: float) -> float:
    """``x`` held within [low, high].

    >>> clip(2.5, 0.5, 2.0)
    2.0
    """
    return min(max(x, low), high)


@rule
def clip01(x: float) -> float:
    """``x`` held within [0, 1].

    >>> clip01(-0.2)
    0.0
    """
    return min(max(x, 0.0), 1.0)


@rule
def positive(x: float) -> float:
    """``x`` where it is above 0, else 0.

    >>> positive(-3.0)
    0.0
    """
    return max(x, 0.0)


@rule
def logistic(x: float) -> float:
    """The share between 0 and 1 that belongs to a logit.

    >>> logistic(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-x))


@rule
def logit(share: float) -> float:
    """The logit of a share strictly between 0 and 1.

    >>> logit(0.5)
    0.0
    """
    return math.log(share / (1.0 - share))


@rule
def normal(u1: float, u2: float) -> float:
    """A standard normal number from two numbers in (0, 1) (Box and Muller 1958).

    >>> round(normal(0.5, 0.25), 12)
    0.0
    """
    return math.sqrt(-2.0 * math.log(u1)) * math.cos(2.0 * math.pi * u2)
