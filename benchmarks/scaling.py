"""How the cost of a week grows with employees and with citizens: the exponent of a power law fitted to it."""

import numpy as np

from benchmarks.places import alike, begun, one_large
from benchmarks.timing import side_by_side, table
from sim.initialisation.setting import Setting
from sim.simulate.simulation import PEOPLE_OF_A_WORLD

PEOPLE = (100, 1_000, 10_000, 100_000, 1_000_000)
FEWEST_WEEKS, MOST_WEEKS = 4, 400
"""Small settings are lived longer, so that the clock has something to measure."""
REPEATS = 3


def seconds_per_week(setting: Setting, people: int) -> float:
    """The best time of a week on one thread."""
    weeks = max(FEWEST_WEEKS, min(MOST_WEEKS, 400_000 // people))
    simulation = begun(setting, people_of_a_world=PEOPLE_OF_A_WORLD)
    times = side_by_side({"live": lambda: simulation.live(weeks)}, REPEATS)
    return times["live"].best / weeks


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """The slope of log seconds over log size, by least squares."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def by_employees(people: int) -> Setting:
    """Municipalities of 100 employees and 100 citizens."""
    return alike(people // 100, employees_per_unit=20, citizens=100)


def by_citizens(people: int) -> Setting:
    """Municipalities of 100 citizens and 10 employees."""
    return alike(people // 100, employees_per_unit=2, citizens=100)


SERIES = {
    "employees, in municipalities of 100 employees and 100 citizens": by_employees,
    "citizens, in municipalities of 10 employees and 100 citizens": by_citizens,
    "citizens of one municipality that grows, 11.4 for each employee": one_large,
}


def report() -> str:
    """Each series with its exponent; the last has pairs of units, which grow with the square, and no goal."""
    parts = []
    for what, setting_of in SERIES.items():
        seconds = [seconds_per_week(setting_of(people), people) for people in PEOPLE]
        rows: list[tuple[object, ...]] = [
            (f"{people:,}", f"{1e3 * took:.3f}", f"{1e9 * took / people:.0f}")
            for people, took in zip(PEOPLE, seconds, strict=True)
        ]
        found = exponent(list(PEOPLE), seconds)
        goal = "" if setting_of is one_large else f" (goal: 0.95 to 1.05{'' if 0.95 <= found <= 1.05 else ', missed'})"
        parts.append(f"By {what}: exponent {found:.3f}{goal}.\n\n" + table(("people", "ms per week", "ns each"), rows))
    return "\n\n".join(parts)
