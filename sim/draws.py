"""Random numbers by what they decide: seed, week, decision, who, and the other party.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11) is a function,
not a stream: the key is the run's seed and the counter says whose decision it is. Nothing is ever advanced, so the same
person in the same week meets the same luck under every regime, on any number of workers, in any order. That is what
pairs regimes person by person.

``who`` is an identity that no regime changes (a post, a unit, a citizen), never a row number that could move. One
decision owns the four words of its block. Everything is computed in signed 64-bit integers with masks, which gives the
same bits compiled and interpreted.
"""

import math
from typing import NamedTuple

from sim.rule import Table, inlined, process, rule

_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_WORD = 0xFFFFFFFF
_TO_UNIT = 1.0 / 4294967296.0


class Now(NamedTuple):
    """The week that is lived, and the run's seed as two 32-bit words."""

    week: int
    seed_low: int
    seed_high: int


def moment(week: int, seed: int) -> Now:
    """The given week (0 or later) of the run with this seed (0 to 2**64 - 1).

    >>> moment(3, 2**32 + 5)
    Now(week=3, seed_low=5, seed_high=1)
    """
    return Now(week, seed & _WORD, (seed >> 32) & _WORD)


@inlined
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """The Philox4x32-10 block of a counter (four 32-bit words) under a key (two).

    >>> [hex(int(word)) for word in philox(0, 0, 0, 0, 0, 0)]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    for _ in range(10):
        p0 = _MULTIPLIER_0 * c0
        p1 = _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            ((p1 >> 32) & _WORD) ^ c1 ^ k0,
            p1 & _WORD,
            ((p0 >> 32) & _WORD) ^ c3 ^ k1,
            p0 & _WORD,
        )
        k0 = (k0 + _WEYL_0) & _WORD
        k1 = (k1 + _WEYL_1) & _WORD
    return c0, c1, c2, c3


@rule
def draw(now: Now, decision: int, who: int) -> float:
    """One number in (0, 1) for this decision of this one this week."""
    word, _, _, _ = philox(int(who), int(now.week), decision, 0, now.seed_low, now.seed_high)
    return (word + 0.5) * _TO_UNIT


@rule
def draw_between(now: Now, decision: int, who: int, other: int) -> float:
    """One number in (0, 1) for a decision between two parties, or the ``other``-th of one party's (0 to 2**32 - 1)."""
    word, _, _, _ = philox(int(who), int(now.week), decision, int(other), now.seed_low, now.seed_high)
    return (word + 0.5) * _TO_UNIT


@rule
def draws4(now: Now, decision: int, who: int, other: int) -> tuple[float, float, float, float]:
    """The four numbers in (0, 1) that belong to one decision."""
    a, b, c, d = philox(int(who), int(now.week), decision, int(other), now.seed_low, now.seed_high)
    return (a + 0.5) * _TO_UNIT, (b + 0.5) * _TO_UNIT, (c + 0.5) * _TO_UNIT, (d + 0.5) * _TO_UNIT


@process
def draw_lots(lots: Table, rows: Table, first: int, number: int, now: Now, decision: int) -> None:
    """What ``draw`` gives for so many rows, all at once: that is ten times as fast as one by one.

    They belong to one municipality, whose identities follow one another: so only the first is looked up.
    """
    identity = rows[first].id - first
    for i in range(first, first + number):
        word, _, _, _ = philox(identity + i, now.week, decision, 0, now.seed_low, now.seed_high)
        lots[i].lot = (word + 0.5) * _TO_UNIT


_TRIES = 64
"""Counters set aside for one draw by rejection; running out has a chance below 1e-80."""


@rule
def gamma_draw(now: Now, decision: int, who: int, stream: int, shape: float) -> float:
    """A gamma number with the given shape (above 0) and scale 1, by rejection (Marsaglia and Tsang 2000).

    ``stream`` tells apart several such numbers of one decision.
    """
    raised = shape if shape >= 1.0 else shape + 1.0
    d = raised - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for attempt in range(_TRIES):
        u1, u2, u3, u4 = draws4(now, decision, who, stream * _TRIES + attempt)
        x = math.sqrt(-2.0 * math.log(u1)) * math.cos(2.0 * math.pi * u2)
        v = 1.0 + c * x
        v = v * v * v
        if v > 0.0 and math.log(u3) < 0.5 * x * x + d - d * v + d * math.log(v):
            return d * v if shape >= 1.0 else d * v * math.pow(u4, 1.0 / shape)
    return d


@rule
def beta_draw(now: Now, decision: int, who: int, stream: int, first: float, second: float) -> float:
    """A beta number with the given shapes (above 0), from two gamma numbers."""
    a = gamma_draw(now, decision, who, 2 * stream, first)
    b = gamma_draw(now, decision, who, 2 * stream + 1, second)
    return a / (a + b)


# The list of decisions. A number once given is never given again: changing one changes every result.
# Founding (the week is 0 and nothing else uses these decisions).
EMPLOYEE_TRAITS = 1
EMPLOYEE_TRAITS_MORE = 2
EMPLOYEE_CONTRACT = 3
MANAGER_TRAITS = 4
MANAGER_TRUST = 5
POLITICIAN_TRAITS = 6
CITIZEN_TRAITS = 7
CITIZEN_TIES = 8
NETWORK = 9
MUNICIPAL_LEVEL = 10
ADMINISTRATOR_TRAITS = 11
PRACTICE = 12
LANDSCAPE = 13
LANDSCAPE_LOCAL = 14
LANDSCAPE_VALUES = 15
PRACTICE_LEVEL = 17
POOL = 18

# The week.
DEMAND = 30
TURBULENCE = 31
CASE_ARRIVAL = 32
CASE_UNITS = 33
MEASUREMENT = 34
INCIDENT = 35
MEDIA = 36
COUNCIL_VOTE = 37
POLITICIAN_VOTE = 38
AUDIT_FINDING = 39
ILLNESS_ONSET = 40
ILLNESS_LENGTH = 41
STAY_HOME = 42
IDEA = 43
IDEA_PRACTICE = 44
VOICE = 45
BODY_MEETS = 46
AGENDA = 47
BODY_NOISE = 48
PILOT = 49
START = 50
SUCCESS = 51
REVERSAL = 52
ABANDONMENT = 53
REUSE = 54
CONSULTED = 55
ENACTED_FORM = 56
ELECTION = 57
SEAT = 58
CASE_OUTCOME = 59
COMPLAINT = 60
PARTNER_JOINS = 61
CONTRACT_END = 62
TENDER = 63
BUDGET = 64
JOINT_TEAM = 65
CONSENT = 67
HEARD = 68
DEPARTURE = 69

# Events.
EVENT_LOT = 70
NEW_MANAGER_TRAITS = 71
NEW_MANAGER_TRUST = 72
REORGANISATION = 73
CALLED_ELECTION = 74
CALLED_SEAT = 75
STANDARD = 76
STANDARD_SEEN = 77

# The town hall.
IDEA_FROM_ABOVE = 78

# The week again: turnover and markets.
QUIT = 90
CHOICE = 91
TENDER_OUTCOME = 92
