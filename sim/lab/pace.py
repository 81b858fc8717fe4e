"""How fast weeks are lived, and how long the rest will take: a range, never a single number."""

import time
from bisect import insort
from collections.abc import Sequence

USUAL_SECONDS_TO_FIND_BASELINE = 15


class Pace:
    """How long a week takes to live and a baseline to find, from those of this sitting: how long the rest will take.

    Weeks take what workers say. What they do between weeks (keeping, copying worlds) shows in the time of all workers
    since the first news, as far as it is more than they tell of.
    """

    def __init__(self, weeks: int, workers: int, baselines: int = 0) -> None:
        self.weeks_left = weeks
        self.baselines_left = self.baselines = baselines
        self.workers = workers
        self.seconds_a_week: list[float] = []
        """Of weeks of runs, from the fastest to the slowest."""
        self.burn_ins: list[tuple[int, float]] = []
        """Weeks and seconds of pieces of burn-ins; the first of a bundle holds the search for its baseline, too."""
        self._told = 0.0
        self._began: float | None = None

    def note(self, weeks: int, seconds: float) -> None:
        """So many weeks of a run were lived in so many seconds."""
        self._count(weeks, seconds)
        if weeks:
            insort(self.seconds_a_week, seconds / weeks)

    def note_burn_in(self, weeks: int, seconds: float) -> None:
        """So many weeks of a burn-in were lived in so many seconds, and maybe their world was founded before."""
        self._count(weeks, seconds)
        self.burn_ins.append((weeks, seconds))

    def _count(self, weeks: int, seconds: float) -> None:
        self.weeks_left = max(0, self.weeks_left - weeks)
        if self._began is None:
            self._began = time.monotonic()
        else:
            self._told += seconds

    def left(self) -> tuple[float, float] | None:
        """Seconds left, at the pace of the fastest tenth and of the slowest tenth; None while nothing is known."""
        return self._seconds_of(self.weeks_left, self.baselines_left)

    def seconds_of(self, weeks: float) -> tuple[float, float] | None:
        """Seconds that so many weeks take one worker, at the same two paces."""
        alone = self._seconds_of(weeks, 0)
        return alone and (alone[0] * self.workers, alone[1] * self.workers)

    def _seconds_of(self, weeks: float, baselines: int) -> tuple[float, float] | None:
        paces = self.seconds_a_week or sorted(seconds / number for number, seconds in self.burn_ins if number)
        if not paces:
            return None
        searches, beside = self._searches(paces[len(paces) // 2]), self._beside()
        fast, slow = (
            weeks * week + baselines * search for week, search in zip(_tenths(paces), _tenths(searches), strict=True)
        )
        return beside * fast / self.workers, beside * slow / self.workers

    def _searches(self, usual_week: float) -> list[float]:
        """Seconds that searches for baselines took: what the slowest burn-ins took beyond their weeks."""
        found = self.baselines - self.baselines_left
        beyond = sorted(max(0.0, seconds - weeks * usual_week) for weeks, seconds in self.burn_ins)
        return beyond[-found:] if found and beyond else [USUAL_SECONDS_TO_FIND_BASELINE]

    def _beside(self) -> float:
        """The time of all workers since the first news, against what they told of it: 1 or more."""
        if self._began is None or not self._told:
            return 1.0
        return max(1.0, (time.monotonic() - self._began) * self.workers / self._told)

    def in_words(self) -> str:
        """The time left in words."""
        left = self.left()
        return "time left not known yet" if left is None else f"{duration_range(*left)} left"


def _tenths(values: Sequence[float]) -> tuple[float, float]:
    """The value of the lowest tenth and that of the highest, of values in order."""
    tenth = len(values) // 10
    return values[tenth], values[-1 - tenth]


def duration_range(low: float, high: float) -> str:
    """A range of seconds in the words people use, rounded outwards.

    >>> duration_range(70, 130), duration_range(12, 12), duration_range(3500, 9000)
    ('1-3 min', '10-20 s', '0.9-2.5 h')
    """
    if high < 90:
        return f"{int(low // 10 * 10)}-{int(-(-high // 10) * 10)} s"
    if high < 5400:
        return f"{int(low // 60)}-{int(-(-high // 60))} min"
    return f"{int(low // 360) / 10:g}-{int(-(-high // 360)) / 10:g} h"
