"""How fast weeks are lived, and how long the rest will take: a range, never a single number."""

from bisect import insort


class Pace:
    """How long a week takes to live, from those lived so far, and so how long the rest will take."""

    def __init__(self, weeks: int, workers: int) -> None:
        self.weeks_left = weeks
        self.workers = workers
        self.seconds_a_week: list[float] = []
        """From the fastest to the slowest."""

    def note(self, weeks: int, seconds: float) -> None:
        """So many weeks were lived in so many seconds."""
        self.weeks_left = max(0, self.weeks_left - weeks)
        if weeks:
            insort(self.seconds_a_week, seconds / weeks)

    def left(self) -> tuple[float, float] | None:
        """Seconds left, at the pace of the fastest tenth and of the slowest tenth; None while nothing is known."""
        left = self.seconds_of(self.weeks_left)
        return left and (left[0] / self.workers, left[1] / self.workers)

    def seconds_of(self, weeks: float) -> tuple[float, float] | None:
        """Seconds that so many weeks take one worker, at the same two paces."""
        if not self.seconds_a_week:
            return None
        paces = self.seconds_a_week
        tenth = len(paces) // 10
        return weeks * paces[tenth], weeks * paces[-1 - tenth]

    def in_words(self) -> str:
        """The time left in words."""
        left = self.left()
        return "time left not known yet" if left is None else f"{duration_range(*left)} left"


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
