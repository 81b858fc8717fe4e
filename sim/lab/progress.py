"""Progress that a person can read: done, left, and a range of time, never a single number."""

import time
from collections.abc import Sequence
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from sim.lab.bundle import Bundle, BurnedIn, Lived, Piece
from sim.lab.pace import Pace
from sim.lab.workers import Died, Kept, News
from sim.simulate import baseline_is_known

PLAIN_LINE_EVERY_SECONDS = 20.0
LINE_IN_NOTEBOOK_EVERY_SECONDS = 1.0


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
        self._line: Any = None
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
                    end = "failed" if news.status == "failed" else f"ended as {news.status}"
                    again = f"to see it again: --replay {news.run[:12]}"
                    self.console.print(
                        f"Run {news.run[:12]} {end} ({news.stage}): {news.reason}; {again}", markup=False
                    )
            case Kept():
                self.bundles_kept += 1
                self.pace.weeks_left -= news.weeks_forgone
                self._unknown.discard(news.bundle.parameters.digest())
                self.pace.baselines_left = len(self._unknown)
            case Died():
                self._mourn(news)
        self._show()

    def _mourn(self, news: Died) -> None:
        self.pace.weeks_left += news.weeks_more
        rest = (
            "what killed it twice, or took too much, is set aside" if news.set_aside else "it will be tried once more"
        )
        self.console.print(
            f"A worker died (exit code {news.exit_code}) with bundle {news.bundle.name}: {rest}.", markup=False
        )

    def _show(self) -> None:
        self._bar.update(self._task, completed=self.weeks - self.pace.weeks_left, description=self._in_words())
        every = LINE_IN_NOTEBOOK_EVERY_SECONDS if self.console.is_jupyter else PLAIN_LINE_EVERY_SECONDS
        if self.console.is_terminal or time.monotonic() - self._spoke < every:
            return
        self._spoke = time.monotonic()
        share = 1.0 - self.pace.weeks_left / self.weeks if self.weeks else 1.0
        words = f"{share:.0%} of all weeks lived, {self._in_words()}"
        if self.console.is_jupyter:
            self._show_in_notebook(words)
        else:
            self.console.print(words)

    def _show_in_notebook(self, words: str) -> None:
        """One line, written over again."""
        if self._line is None:
            self._line = import_module("IPython.display").display({"text/plain": words}, raw=True, display_id=True)
        else:
            self._line.update({"text/plain": words}, raw=True)

    def _in_words(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} of {self.runs} runs done{failed}, {self.pace.in_words()}"


def unknown_baselines(bundles: Sequence[Bundle]) -> set[str]:
    """The digests of the parameters whose baseline nobody has found yet; the bundles share their setting."""
    by_digest = {bundle.parameters.digest(): bundle for bundle in bundles}
    return {name for name, one in by_digest.items() if not baseline_is_known(one.setting, one.parameters)}
