"""The table that a run ends with: what each regime changes, on the screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from sim.analysis.standing import DEMONSTRATION
from sim.report.captions import over_points, years_of
from sim.report.words import capitalised, decimals_for, level, says_unit, shortened, signed, span_of, unit_in_words

ROWS = (
    ("motivation",),
    ("proposals_voiced", "proposals_accepted", "proposals_in_use", "proposals_reused"),
    ("sick_leave_days", "sick_leave_share", "short_spells", "long_spells"),
    ("quality", "measured_quality", "satisfaction", "documentation_share", "cost"),
)
"""The measures asked for first, in groups, in the order they are read."""
ENDS_OF_GROUPS = frozenset(group[-1] for group in ROWS)

MARK = "*"
"""Marks an interval that excludes 0, also where neither bold nor colour can be seen."""
NAME_WIDTH, LEVEL_WIDTH = 24, 8
DECIMALS = 3
"""At most: more would not fit five regimes into 120 columns."""


def screen_table(contrasts: pd.DataFrame, measures: pd.DataFrame, window: str = "main") -> "ScreenTable":
    """The contrasts of one window as something that rich prints: a table per overhead arm.

    ``contrasts`` as ``paired_contrasts`` gives them; ``measures`` with name, title and unit, as in measures.parquet.
    """
    about = measures.set_index("name") if "name" in measures.columns else measures
    return ScreenTable(contrasts[contrasts["window"] == window], about)


@dataclass(frozen=True)
class ScreenTable:
    """Measures down, regimes across; where the screen is narrow, the regimes are spread over several tables."""

    contrasts: pd.DataFrame
    measures: pd.DataFrame

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """One arm after the other, then what the signs mean."""
        if self.contrasts.empty:
            yield Text(f"{DEMONSTRATION.capitalize()}: there is nothing to compare yet.")
            return
        for overhead, arm in self.contrasts.groupby("overhead", sort=False):
            yield Text(_title(str(overhead), arm), style="bold")
            yield from self._tables(arm, options.max_width)
        percent = f"{100 * self.contrasts['level'].iloc[0]:.0f} %"
        yield Text(
            f"Each cell: mean paired difference to the {self.contrasts['reference'].iloc[0]}, below it its {percent} "
            f"interval (paired t, not corrected for the number of comparisons). {MARK} = the interval excludes 0."
            f"{over_points(self.contrasts)}"
        )

    def _tables(self, arm: pd.DataFrame, width: int) -> Iterator[Table]:
        """One arm, in as many tables as the width asks for."""
        of_measure = {str(measure): rows.set_index("regime") for measure, rows in arm.groupby("measure", sort=False)}
        shown = {measure: of_measure[measure] for group in ROWS for measure in group if measure in of_measure}
        cells = {measure: _cells(rows) for measure, rows in shown.items()}
        texts = [cell.plain for row in cells.values() for cell in row.values()]
        widest = max((len(line) for text in texts for line in text.splitlines()), default=1)
        room = (width - NAME_WIDTH - LEVEL_WIDTH - 1) // (widest + 1)
        regimes = list(arm["regime"].unique())
        fit = max(1, min(room, len(regimes)))
        for first in range(0, len(regimes), fit):
            yield self._table(shown, cells, regimes[first : first + fit], widest)

    def _table(
        self,
        shown: Mapping[str, pd.DataFrame],
        cells: Mapping[str, Mapping[str, Text]],
        regimes: Sequence[str],
        cell_width: int,
    ) -> Table:
        table = Table(box=box.SIMPLE, padding=0, show_edge=False)
        table.add_column("", width=NAME_WIDTH)
        reference = next(iter(shown.values()))["reference"].iloc[0] if shown else ""
        table.add_column(shortened(reference, LEVEL_WIDTH), width=LEVEL_WIDTH, justify="right")
        for regime in regimes:
            table.add_column(shortened(regime, cell_width), width=cell_width, justify="right", no_wrap=True)
        for measure, rows in shown.items():
            levels = rows["mean_reference"].dropna()
            row = [cells[measure].get(regime, Text("-")) for regime in regimes]
            table.add_row(
                self._name(measure),
                level(levels.iloc[0]) if len(levels) else "-",
                *row,
                end_section=measure in ENDS_OF_GROUPS,
            )
        return table

    def _name(self, measure: str) -> Text:
        """A measure's title, its unit in a line of its own."""
        about = self.measures.loc[measure]
        name = Text(capitalised(about["title"]))
        return name if says_unit(*about[["title", "unit"]]) else name.append(f"\n{unit_in_words(about['unit'])}", "dim")


def _title(overhead: str, arm: pd.DataFrame) -> str:
    """What the table shows, over how many pairs."""
    planned, used = span_of(arm["pairs_planned"]), span_of(arm["pairs"])
    is_partial = used != planned
    pairs = f"{used} of {planned} pairs" if is_partial else f"{used} pairs"
    about = f"difference to the {arm['reference'].iloc[0]}, {overhead}, {years_of(arm)}, n = {pairs}"
    return f"{DEMONSTRATION.capitalize()}{', partial' if is_partial else ''}: {about}"


def _cells(rows: pd.DataFrame) -> dict[str, Text]:
    """The cells of one measure by regime, all with the same number of decimals."""
    decimals = min(decimals_for((rows["high"] - rows["low"]) / 2.0), DECIMALS)
    return {str(regime): _cell(row, decimals) for regime, row in rows.iterrows()}


def _cell(found: Any, decimals: int) -> Text:
    """A difference with its interval below it; bold and marked where the interval excludes 0."""
    difference, low, high = (signed(float(found[end]), decimals) for end in ("difference", "low", "high"))
    excludes_zero = bool(found["low"] > 0.0 or found["high"] < 0.0)
    mark, style = (MARK, "bold") if excludes_zero else (" ", "")
    return Text(f"{difference}{mark}\n[{low}, {high}]", style=style)
