"""The compiled week is far faster than the interpreted one: a ratio on the same machine, not a time."""

import time

from sim.rule import COMPILED
from tests.worlds import four_units, interpreted, live, under

LEAST = 25
"""Usually it is more than a hundred times; below this, something is no longer compiled, or compiled every week."""


def seconds_per_week(weeks: int) -> float:
    """Four units under trust; the first weeks, in which code is loaded, do not count."""
    simulation = live(under("trust", four_units()), 2)
    if COMPILED:
        simulation.live(2)
    began = time.perf_counter()
    if COMPILED:
        simulation.live(weeks)
    else:
        live(simulation, weeks)
    return (time.perf_counter() - began) / weeks


def test_the_compiled_week_is_far_faster_than_the_interpreted_one() -> None:
    assert interpreted(seconds_per_week, 20) > LEAST * seconds_per_week(520)
