"""Every decision has a number of its own, so that a new decision, regime or neighbour changes no other draw.

Draws are functions of their counter (tests/verification/test_draws.py), so it is enough that no two decisions of a run
use the same counter.
"""

import math

import pytest

from sim import draws
from tests.laws.counters import counters_used
from tests.worlds import interpreted

READ_AGAIN = {
    draws.LANDSCAPE: "what a way of working is worth is looked up whenever somebody compares two ways",
    draws.LANDSCAPE_LOCAL: "the same, for the unit's own part",
    draws.LANDSCAPE_VALUES: "the same, for cost, work, users and staff",
    draws.CASE_ARRIVAL: "its first number is drawn for all citizens at once, the others for those who have a case",
    draws.ILLNESS_ONSET: "its first number is drawn for everybody at once, the others for those who fall ill",
    draws.EVENT_LOT: "which units an event in force has reached is looked up whenever another begins or ends",
    draws.AGENDA: "a proposal's lot for the week is compared with others' for every place on the agenda",
}
"""Decisions whose numbers belong to a thing, a way of working or a proposal this week, and are looked up at need."""

FIRST_DECISION_OF_THE_WEEK = draws.DEMAND
"""Decisions below it belong to the founding, or to whoever comes into a post later."""

WEEKS = 105
"""Two New Years, with their budgets and municipal levels, and elections."""
SEED = 2**32 + 5


@pytest.fixture(scope="module", params=["baseline", "npm", "tripartite"])
def used(request: pytest.FixtureRequest) -> dict[str, list[list[int]]]:
    return interpreted(counters_used, request.param, WEEKS, SEED, 1)


def test_no_two_decisions_share_a_number(used: dict[str, list[list[int]]]) -> None:
    names = {value: name for name, value in vars(draws).items() if name.isupper() and isinstance(value, int)}
    twice = [
        f"{names[decision]}: who {who}, week {week}, other {other}, {times} times"
        for who, week, decision, other, times in used["counters"]
        if times > 1 and decision not in READ_AGAIN
    ]
    assert twice == []


def test_what_is_read_again_is_read_again(used: dict[str, list[list[int]]]) -> None:
    often = {decision for _, _, decision, _, times in used["counters"] if times > 1}
    assert often >= set(READ_AGAIN)


def test_one_key_and_words_that_fit(used: dict[str, list[list[int]]]) -> None:
    assert used["keys"] == [[5, 1]]
    assert all(0 <= word < 2**32 for *counter, _ in used["counters"] for word in counter)


def test_decisions_of_the_founding_stay_there(used: dict[str, list[list[int]]]) -> None:
    newcomers = {draws.EMPLOYEE_TRAITS, draws.EMPLOYEE_TRAITS_MORE, draws.MUNICIPAL_LEVEL}
    later = {d for _, week, d, _, _ in used["counters"] if week > 0 and d < FIRST_DECISION_OF_THE_WEEK}
    assert later - set(READ_AGAIN) == newcomers


def test_luck_does_not_depend_on_the_regime() -> None:
    """Everybody meets the same demand, illness, cases and elections, whichever regime is in force."""
    events = (draws.DEMAND, draws.MEASUREMENT, draws.CASE_ARRIVAL, draws.INCIDENT, draws.TENDER, draws.ELECTION)

    def drawn(regime: str) -> set[tuple[int, ...]]:
        counters = interpreted(counters_used, regime, 52, SEED, 1)["counters"]
        return {tuple(counter) for *counter, _ in counters if counter[2] in events}

    assert drawn("baseline") == drawn("hybrid")


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [
        value
        for name, value in vars(draws).items()
        if name.isupper() and isinstance(value, int) and not name.startswith("_")
    ]
    assert len(numbers) == len(set(numbers))
    assert math.log2(max(numbers)) < 32
