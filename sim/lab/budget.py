"""A budget of time: what is begun in it, when it is over, and what it buys."""

import time
from math import inf

from sim.lab.bundle import Bundle, BurnedIn, Piece
from sim.lab.pace import Pace


class Budget:
    """So many seconds from now on, without end unless given; it learns from what is lived how long things take."""

    def __init__(self, seconds: float = inf) -> None:
        self.seconds = seconds
        self.ends = time.monotonic() + seconds
        self.stopped = False
        """Whether something was not begun, or not lived to its end, because the time was over."""
        self._pace = Pace(0, 1)

    def left(self) -> float | None:
        """Seconds left; None where there is no end."""
        return None if self.ends == inf else max(0.0, self.ends - time.monotonic())

    def patience(self, otherwise: float | None) -> float | None:
        """For how many seconds one may wait for news; ``otherwise`` where the end is farther off."""
        return min((one for one in (otherwise, self.left()) if one is not None), default=None)

    def is_over(self) -> bool:
        """Whether the time is over: then whatever is in flight is stopped."""
        self.stopped = self.stopped or time.monotonic() >= self.ends
        return self.stopped and time.monotonic() >= self.ends

    def holds(self, bundle: Bundle) -> bool:
        """Whether a bundle begun now would end in time, at the pace of the slowest tenth so far."""
        expected = self.seconds_of(bundle.all_weeks)
        in_time = time.monotonic() + (expected[1] if expected else 0.0) < self.ends
        self.stopped = self.stopped or not in_time
        return in_time

    def hear(self, news: object) -> None:
        """Learn from what was lived."""
        if isinstance(news, BurnedIn | Piece):
            self._pace.note(news.weeks, news.seconds)

    def seconds_of(self, weeks: float) -> tuple[float, float] | None:
        """How long so many weeks take one process, as a range; None while nothing is known."""
        return self._pace.seconds_of(weeks)
