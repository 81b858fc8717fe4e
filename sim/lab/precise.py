"""Replicates until the paired differences are known precisely enough: the loop, and what came of it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.analysis.precision import RULE, Rule, first_narrow, half_width
from sim.lab.designs import Design, design
from sim.lab.differences import Differences
from sim.lab.laboratory import Plan, plan
from sim.lab.wishes import Wish

CAUTION = 0.9
"""Of the replicates that the spread so far asks for, the share that is lived before the next look."""
TOO_WIDE_SHOWN = 6


class Precision(NamedTuple):
    """What came of a wish."""

    wish: Wish
    rule: Rule
    size: int | None
    """The size at which every interval was narrow, and stayed so; None where none was."""
    replicates: int
    """Replicates that were lived whole, those looked ahead to included."""
    half_widths: pd.Series
    """The half-width of each measure and contrast, over these replicates."""
    ended_by: str
    """Why no more were lived: "precision", "budget", "max-replicates" or "failures"."""

    @property
    def is_reached(self) -> bool:
        """Whether the rule is met."""
        return self.size is not None

    def too_wide(self) -> pd.Series:
        """The half-widths that are larger than wished for, the farthest off first."""
        share = self.half_widths / _wished(self.half_widths, self.wish)
        return self.half_widths[share.sort_values(ascending=False).index][~(share.sort_values(ascending=False) <= 1.0)]

    def in_words(self) -> str:
        """The result, with the rule."""
        widest = ", ".join(
            f"{measure} ±{self.half_widths.loc[[measure]].max():.2g}" for measure in self.wish.half_widths
        )
        asked = (
            f"Asked for: {self.wish.in_words()}, for every contrast, in the main window. Rule: {self.rule.in_words()}."
        )
        if self.is_reached:
            kept = f"with {self.size} replicates, and kept up to {self.replicates}"
            return f"Precision reached {kept}: {widest} at most. {asked}"
        return (
            f"Precision not reached with {self.replicates} replicates: {_WHY[self.ended_by]}. {self._missed()} {asked}"
        )

    def _missed(self) -> str:
        wide = self.too_wide()
        named = [
            f"{measure}, {regime}, {overhead} ±{width:.2g}"
            for (measure, regime, overhead), width in wide.head(TOO_WIDE_SHOWN).items()
        ]
        more = f"; and {len(wide) - TOO_WIDE_SHOWN} more" if len(wide) > TOO_WIDE_SHOWN else ""
        return (
            f"Too wide still: {'; '.join(named)}{more}." if named else "None is too wide now, but not for long enough."
        )

    def provenance(self) -> dict[str, Any]:
        """For the file that stands beside the tables."""
        return {
            "asked": dict(self.wish.half_widths),
            "rule": self.rule.in_words(),
            "sizes": self.rule.sizes_within(self.replicates),
            "reached": self.is_reached,
            "size": self.size,
            "replicates": self.replicates,
            "ended_by": self.ended_by,
            "half_widths": [
                dict(zip(self.half_widths.index.names, map(str, about), strict=True)) | {"half_width": _plain(width)}
                for about, width in self.half_widths.items()
            ],
        }


_WHY = {
    "budget": "the budget is spent",
    "max-replicates": "more are not allowed (--max-replicates)",
    "failures": "further replicates did not come to their end, because runs failed",
}


def rule_for(wish: Wish, replicates: int) -> Rule:
    """The rule of an experiment: its own replicates are the first size, where they are more than the floor."""
    floor = max(RULE.floor, replicates)
    return RULE._replace(floor=min(floor, wish.most - RULE.look_ahead))


def replicated(planned: Plan[Design], replicates: int) -> Plan[Design]:
    """The same experiment with another number of replicates; those it had keep their seeds, and so their runs."""
    experiment = planned.design.experiment.model_copy(update={"replicates": replicates})
    return plan(design(experiment), planned.results)


def live_until_narrow(
    planned: Plan[Design], wish: Wish, live: Callable[[Plan[Design]], bool], say: Callable[[str], object]
) -> tuple[Plan[Design], Precision]:
    """Live replicates until the rule is met, or more may not be lived; the plan of those that count, and the result.

    ``live`` lives what a plan finds missing, and says whether there is time for more.
    """
    rule = rule_for(wish, planned.design.experiment.replicates)
    allowed = rule.sizes_within(wish.most)
    differences = Differences()
    replicates, whole = allowed[0] + rule.look_ahead, 0
    while True:
        planned = replicated(planned, replicates)
        has_time = live(planned)
        found = differences.whole_replicates(planned.design, planned.results, [*wish.half_widths])
        size = first_narrow(found.to_numpy(), _wished(found, wish).to_numpy(), rule)
        ended_by = _why_ended(size, has_time, found.shape[1] > whole, replicates, wish, allowed[-1] + rule.look_ahead)
        if ended_by:
            break
        holes, whole = replicates - found.shape[1], found.shape[1]
        replicates = min(wish.most, _next_size(found, wish, allowed, rule) + rule.look_ahead + holes)
        say(f"{whole} replicates: {_widest(found, wish)}; going on to {replicates}.")
    if size is not None:
        found = found.iloc[:, : size + rule.look_ahead]
        planned = replicated(planned, int(found.columns[-1]))
    widths = pd.Series(half_width(found.to_numpy()), found.index)
    return planned, Precision(wish, rule, size, found.shape[1], widths, ended_by)


def _why_ended(size: int | None, has_time: bool, has_grown: bool, replicates: int, wish: Wish, last: int) -> str:
    if size is not None:
        return "precision"
    if not has_time:
        return "budget"
    if not has_grown:
        return "failures"
    return "max-replicates" if replicates >= min(last, wish.most) else ""


def _next_size(found: pd.DataFrame, wish: Wish, allowed: Sequence[int], rule: Rule) -> int:
    """The size to be looked at next: a later one where the spread so far leaves no hope of an earlier.

    What is found does not depend on it: the rule looks at every size, and takes the first that holds.
    """
    later = [size for size in allowed if size + rule.look_ahead > found.shape[1]]
    if not later:
        return allowed[-1]
    needed = CAUTION * found.shape[1] * float((_ratio(found, wish) ** 2).max())
    return max([later[0], *(size for size in later if size <= needed)])


def _ratio(found: pd.DataFrame, wish: Wish) -> pd.Series:
    return pd.Series(half_width(found.to_numpy()), found.index) / _wished(found, wish)


def _widest(found: pd.DataFrame, wish: Wish) -> str:
    """The interval that is farthest from what is wished for."""
    measure, regime, overhead = _ratio(found, wish).idxmax()
    width = float(half_width(found.loc[(measure, regime, overhead)].to_numpy()))
    return f"{measure}, {regime}, {overhead} is known to ±{width:.2g}"


def _wished(about: pd.DataFrame | pd.Series, wish: Wish) -> pd.Series:
    measures = about.index.get_level_values("measure")
    return pd.Series([wish.half_widths[measure] for measure in measures], about.index)


def _plain(width: float) -> float | None:
    return float(f"{width:.4g}") if np.isfinite(width) else None
