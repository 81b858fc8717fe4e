"""What a sitting is to reach beside a finished design: a precision, an end in time, or both."""

import datetime
from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from rich.console import Console

from sim.analysis.precision import half_width
from sim.analysis.ranking import HEADLINES
from sim.lab.budget import Budget
from sim.lab.bundle import Found
from sim.lab.designs import Design
from sim.lab.differences import Differences
from sim.lab.experiment import Experiment
from sim.lab.forecast import (
    ENOUGH,
    Range,
    expected_half_widths,
    expected_replicates,
    expected_table,
    foretold,
    in_time,
    probed,
    too_long_for_probes,
    what_is_bought,
)
from sim.lab.laboratory import Completeness, Plan, prepare
from sim.lab.limits import seconds_of
from sim.lab.pace import duration_range
from sim.lab.place import coordinating, make_place
from sim.lab.precise import live_until_narrow, replicated, rule_for
from sim.lab.sealing import write_results
from sim.lab.session import ON_THIS_MACHINE, Terms, fitting_crew, foreseen, live_all, processors, refuse_no_workforce
from sim.lab.wishes import Wish, wish_of
from sim.lab.workers import Kept, News
from sim.mistakes import Mistake
from sim.simulate import founded

LEFT_OUT = "budget"
"""The stage of runs that were not lived because the budget was spent."""


class Aims(NamedTuple):
    """What the user asks for beside the experiment: how narrow intervals are to be, how many seconds it may take."""

    wish: Wish | None = None
    seconds: float | None = None


def aims_of(budget: str | None, precision: Sequence[str], most: int | None, experiment: Experiment) -> Aims:
    """The aims as a user writes them; what is wrong is a Mistake.

    >>> from sim.lab.experiment import trial
    >>> aims_of("20m", [], None, trial("npm", "four_units")).seconds
    1200.0
    """
    return Aims(wish_of(precision, most, experiment), None if budget is None else seconds_of(budget, "--budget"))


def sit_for(
    plan: Plan[Design],
    aims: Aims,
    console: Console,
    command: str,
    terms: Terms = ON_THIS_MACHINE,
    found: Found = founded,
) -> Completeness:
    """Carry out a plan, or as much of it as the aims ask for and allow, and say on the console what happens."""
    began = datetime.datetime.now(datetime.UTC)
    budget = Budget(inf if aims.seconds is None else aims.seconds)
    most = aims.wish.most if aims.wish else plan.design.experiment.replicates
    workers = terms.workers or processors()
    prospect = Prospect(budget, most, workers, console)

    def live(one: Plan[Design]) -> bool:
        prospect.plan = one
        live_all(one, console, terms, found, budget=budget, listen=prospect.hear, says_reused=not aims.wish)
        return not budget.stopped

    about: dict[str, Any] = {}
    refuse_no_workforce(plan, terms, budget)  # before anything is written
    make_place(plan.results)
    with coordinating(plan.results):
        if aims.wish:
            plan, precision = live_until_narrow(plan, aims.wish, live, console.print)
            console.print(precision.in_words(), markup=False)
            about["precision"] = precision.provenance()
        else:
            live(plan)
        if aims.seconds is not None:
            about["budget"] = prospect.kept(plan)
        return write_results(plan, began, command, skipped=LEFT_OUT if budget.stopped else "", about=about)


class Prospect:
    """What a budget is expected to buy, told as soon as enough is lived to say so, and held against what it bought."""

    def __init__(self, budget: Budget, most: int, workers: int, console: Console) -> None:
        self.budget, self.most, self.workers, self.console = budget, most, workers, console
        self.plan: Plan[Design] | None = None
        self.replicates: Range | None = None
        self.expected: pd.DataFrame | None = None
        self._differences = Differences()

    def hear(self, news: News) -> None:
        """Tell once, at the first bundle with which enough replicates are whole."""
        if self.expected is None and isinstance(news, Kept) and self.budget.left() is not None:
            self._foretell()

    def _foretell(self) -> None:
        assert self.plan is not None
        found = self._differences.whole_replicates(self.plan.design, self.plan.results)
        left = self.budget.left()
        weeks = sum(bundle.all_weeks for bundle in self.plan.bundles) / len({one.seed for one in self.plan.bundles})
        pace = self.budget.seconds_of(weeks)
        if found.shape[1] < ENOUGH or left is None or pace is None:
            return
        processes = fitting_crew(self.plan, self.workers).processes
        fewest, most = (found.shape[1] + float(int(processes * left / seconds)) for seconds in reversed(pace))
        self.replicates = min(fewest, self.most), min(most, self.most)
        self.expected = expected_half_widths(found, self.replicates)
        self.console.print(what_is_bought((fewest, most), self.most, self.budget.seconds), markup=False)
        for line in expected_table(self.expected, found.shape[1], self.replicates):
            self.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def kept(self, plan: Plan[Design]) -> dict[str, Any]:
        """What was planned against what was achieved: told, and given for the provenance."""
        found = self._differences.whole_replicates(plan.design, plan.results)
        told: dict[str, Any] = {
            "seconds": self.budget.seconds,
            "is_spent": self.budget.stopped,
            "replicates": {"achieved": found.shape[1]},
        }
        if self.expected is None or self.replicates is None:
            self.console.print(
                f"Budget: {found.shape[1]} replicates are whole after {in_time(self.budget.seconds)} at most."
            )
            return told
        told["replicates"]["planned"] = list(self.replicates)
        told["half_widths"] = list(_beside(self.expected, found))
        self.console.print(_achieved(self.expected, self.replicates, found), markup=False)
        return told


def achieved_over_expected(expected: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """The half-width of each contrast of the headline outcomes, as a multiple of what was expected."""
    shown = expected.loc[[*HEADLINES]].query("middle > 0")
    return pd.Series(half_width(found.loc[shown.index].to_numpy()), shown.index) / shown["middle"]


def _achieved(expected: pd.DataFrame, replicates: Range, found: pd.DataFrame) -> str:
    ratio = achieved_over_expected(expected, found)
    achieved, planned = ratio * expected["middle"].loc[ratio.index], expected.loc[ratio.index]
    within = int(achieved.between(planned["low"], planned["high"]).sum())
    return (
        f"Planned against achieved: {replicates[0]:.0f} to {replicates[1]:.0f} replicates were expected, "
        f"{found.shape[1]} are whole. Half-widths of the headline outcomes: {ratio.median():.2f} of what was expected "
        f"in the median, {ratio.min():.2f} to {ratio.max():.2f} in all; {within} of {len(ratio)} within the range."
    )


def _beside(expected: pd.DataFrame, found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Planned and achieved half-widths of every contrast, as far as they are numbers."""
    both = expected.assign(achieved=half_width(found.to_numpy()))
    for about, row in both[np.isfinite(both).all(axis=1)].iterrows():
        numbers = {name: float(f"{value:.4g}") for name, value in row.items()}
        yield dict(zip(both.index.names, about, strict=True)) | numbers


def dry(plan: Plan[Design], aims: Aims, console: Console, workers: int | None = None, found: Found = founded) -> str:
    """What a sitting would do, cost and give, in words; nothing is kept."""
    planned = replicated(plan, _first(plan, aims.wish)) if aims.wish else plan
    lines = [planned.in_words(), foreseen(planned, workers)]
    if not planned.bundles:
        return "\n".join(lines)
    try:
        crew = fitting_crew(planned, workers or processors())
    except Mistake:  # foreseen has said so
        return "\n".join(lines)
    if refusal := too_long_for_probes(planned, crew):
        return "\n".join([*lines, refusal])
    prepare(planned, found, console.print)
    seen = probed(planned, workers or processors(), crew.processes, found)
    lines += foretold(planned, seen, crew.processes, aims.seconds)
    if aims.wish and seen.seconds_per_replicate and seen.differences.shape[1] > 1:
        lines.append(_for_wish(planned, aims.wish, seen.differences, seen.seconds_per_replicate))
    return "\n".join(lines)


def _first(plan: Plan[Design], wish: Wish) -> int:
    rule = rule_for(wish, plan.design.experiment.replicates)
    return rule.floor + rule.look_ahead


def _for_wish(plan: Plan[Design], wish: Wish, differences: pd.DataFrame, per_replicate: Range) -> str:
    fewest, most = expected_replicates(differences, wish.half_widths, rule_for(wish, plan.design.experiment.replicates))
    allowed = "" if most <= wish.most else f"; no more than {wish.most} are lived (--max-replicates)"
    lived = min(fewest, wish.most) * per_replicate[0], min(most, wish.most) * per_replicate[1]
    return (
        f"Precision {wish.in_words()} for every contrast: likely with {fewest} to {most} replicates{allowed}, "
        f"{duration_range(*lived)} for all of them."
    )
