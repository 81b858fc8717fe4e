"""Random numbers: the published answers of Philox, and draws that are spread as they should be."""

import math
import statistics
from itertools import combinations, pairwise

import pytest

from sim import draws
from sim.draws import beta_draw, draw, draw_between, draws4, gamma_draw, moment, philox

KNOWN_ANSWERS = {
    # Random123 1.14, tests/kat_vectors, philox 4x32 10 (Salmon and others 2011)
    "zeros": ((0,) * 4, (0,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    "ones": ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    "pi": (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
}

PEOPLE, WEEKS = 200, 100
LIMIT = 3.9
"""Standard deviations that a right number exceeds once in ten thousand times; draws are fixed, so nothing flickers."""


@pytest.mark.parametrize("name", KNOWN_ANSWERS)
def test_published_answers(name: str) -> None:
    counter, key, answer = KNOWN_ANSWERS[name]
    assert philox(*counter, *key) == answer


def test_one_block_belongs_to_one_decision() -> None:
    now = moment(7, 3)
    assert draw(now, draws.VOICE, 5) == draw_between(now, draws.VOICE, 5, 0) == draws4(now, draws.VOICE, 5, 0)[0]


@pytest.mark.parametrize("changed", ["seed", "week", "decision", "who", "other"])
def test_every_part_of_a_counter_counts(changed: str) -> None:
    asked = {"seed": 2**32 + 9, "week": 3, "decision": draws.VOICE, "who": 5, "other": 7}

    def number(of: dict[str, int]) -> float:
        return draw_between(moment(of["week"], of["seed"]), of["decision"], of["who"], of["other"])

    assert number(asked) != number(asked | {changed: asked[changed] + 1})
    assert number(asked) != number(asked | {changed: asked[changed] + 2**20})


def numbers() -> list[float]:
    """One draw for everybody every week."""
    return [draw(moment(week, 11), draws.ILLNESS_ONSET, who) for who in range(PEOPLE) for week in range(WEEKS)]


def words() -> list[list[float]]:
    """Each of the four numbers of one decision, over the weeks."""
    blocks = [draws4(moment(week, 11), draws.ILLNESS_LENGTH, 4, 0) for week in range(5000)]
    return [list(word) for word in zip(*blocks, strict=True)]


def test_draws_are_uniform_and_strictly_inside() -> None:
    bins = 100
    for drawn in (numbers(), *words()):
        assert 0.0 < min(drawn) < max(drawn) < 1.0
        counts = [0] * bins
        for u in drawn:
            counts[int(u * bins)] += 1
        expected = len(drawn) / bins
        chi_square = sum((count - expected) ** 2 / expected for count in counts)
        assert abs(chi_square - (bins - 1)) < LIMIT * math.sqrt(2 * (bins - 1))


def test_weeks_and_people_and_words_are_independent() -> None:
    drawn = numbers()
    by_week = list(pairwise(drawn))
    by_person = list(zip(drawn, drawn[WEEKS:], strict=False))
    by_word = [list(zip(one, other, strict=True)) for one, other in combinations(words(), 2)]
    for pairs in (by_week, by_person, *by_word):
        assert abs(statistics.correlation(*zip(*pairs, strict=True))) < LIMIT / math.sqrt(len(pairs))


@pytest.mark.parametrize("shape", [0.8, 1.0, 1.6, 3.0])
def test_gamma_numbers_have_their_moments(shape: float) -> None:
    n = 8000
    drawn = [gamma_draw(moment(0, 1), draws.EMPLOYEE_TRAITS, who, 6, shape) for who in range(n)]
    assert abs(statistics.mean(drawn) - shape) < LIMIT * math.sqrt(shape / n)
    variance_of_square = shape * (shape + 1) * (4 * shape + 6)
    assert abs(statistics.mean(x * x for x in drawn) - shape * (shape + 1)) < LIMIT * math.sqrt(variance_of_square / n)


@pytest.mark.parametrize(("first", "second"), [(5.0, 2.0), (0.7, 1.5), (6.0, 6.0)])
def test_beta_numbers_have_their_moments(first: float, second: float) -> None:
    n = 8000
    drawn = [beta_draw(moment(0, 1), draws.EMPLOYEE_TRAITS, who, 0, first, second) for who in range(n)]
    mean = first / (first + second)
    variance = mean * (1 - mean) / (first + second + 1)
    assert abs(statistics.mean(drawn) - mean) < LIMIT * math.sqrt(variance / n)
    assert statistics.pvariance(drawn) == pytest.approx(variance, rel=0.05)
