"""Progress that a person can read: done, left, and a range of time, never a single number."""

import time
from bisect import insort
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from sim.lab.bundle import Bundle, BurnedIn, Lived, Piece
from sim.lab.laboratory import USUAL_SECONDS_TO_FIND_BASELINE
from sim.lab.workers import Died, Kept, News
from sim.simulate import baseline_is_known

PLAIN_LINE_EVERY_SECONDS = 20.0


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
        weeks = self.seconds_a_week or sorted(seconds / number for number, seconds in self.burn_ins if number)
        if not weeks:
            return None
        searches, beside = self._searches(weeks[len(weeks) // 2]), self._beside()
        fast, slow = (
            self.weeks_left * week + self.baselines_left * search
            for week, search in zip(_tenths(weeks), _tenths(searches), strict=True)
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


class Watch:
    """Shows an experiment's progress in weeks lived: a bar on a terminal, now and then a plain line elsewhere."""

    def __init__(self, bundles: list[Bundle], processes: int, console: Console) -> None:
        self.runs = sum(len(bundle.runs) for bundle in bundles)
        self.weeks = sum(bundle.all_weeks for bundle in bundles)
        self._unknown = unknown_baselines(bundles)
        self.pace = Pace(self.weeks, processes, len(self._unknown))
        self.console = console
        self.done = 0
        self.failed = 0
        self.bundles_kept = 0
        self._spoke = time.monotonic()
        self._bar = Progress(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.description}"),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(self._in_words(), total=self.weeks)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def hear(self, news: News) -> None:
        """Take in what happened, and show it."""
        match news:
            case BurnedIn():
                self.pace.note_burn_in(news.weeks, news.seconds)
            case Piece():
                self.pace.note(news.weeks, news.seconds)
            case Lived():
                self.done += 1
                if news.status != "ok":
                    self.failed += 1
                    self.console.print(f"Run {news.run[:8]} failed ({news.stage}): {news.reason}", markup=False)
            case Kept():
                self.bundles_kept += 1
                self.pace.weeks_left -= news.weeks_forgone
                self._unknown.discard(news.bundle.parameters.digest())
                self.pace.baselines_left = len(self._unknown)
            case Died():
                self._mourn(news)
        self._show()

    def _mourn(self, news: Died) -> None:
        self.done -= news.runs_lost
        self.pace.weeks_left += news.weeks_lost - (news.bundle.all_weeks if news.set_aside else 0)
        end = "is set aside: it killed its worker before" if news.set_aside else "will be tried once more"
        if news.set_aside:
            self.done += len(news.bundle.runs)
            self.failed += len(news.bundle.runs)
        self.console.print(
            f"A worker died (exit code {news.exit_code}) with bundle {news.bundle.name}, which {end}.", markup=False
        )

    def _show(self) -> None:
        self._bar.update(self._task, completed=self.weeks - self.pace.weeks_left, description=self._in_words())
        if not self.console.is_terminal and time.monotonic() - self._spoke > PLAIN_LINE_EVERY_SECONDS:
            self._spoke = time.monotonic()
            share = 1.0 - self.pace.weeks_left / self.weeks if self.weeks else 1.0
            self.console.print(f"{share:.0%} of all weeks lived, {self._in_words()}")

    def _in_words(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} of {self.runs} runs done{failed}, {self.pace.in_words()}"


def unknown_baselines(bundles: Sequence[Bundle]) -> set[str]:
    """The digests of the parameters whose baseline nobody has found yet; the bundles share their setting."""
    by_digest = {bundle.parameters.digest(): bundle for bundle in bundles}
    return {name for name, one in by_digest.items() if not baseline_is_known(one.setting, one.parameters)}


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
