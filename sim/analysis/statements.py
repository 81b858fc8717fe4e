"""Statements about two scenarios, taken from quarterly means: which contrast, of which measure, over which years.

``Quarters`` holds one scenario: a row per replicate, year and quarter, a column per measure. Scenarios are paired by
replicate, which is to say by seed. A roll-out has a row per municipality as well; means are then over all of its rows.
"""

import ast
import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

WEEKS_PER_QUARTER, QUARTERS = 13, 4
LONGEST_EXPRESSION, MOST_OPERATIONS = 1000, 100
"""Characters, and signs of arithmetic: what is nested deeper than so is not worked out."""

type Quarters = pd.DataFrame
type Years = tuple[int, int]


def quarterly(weekly: pd.DataFrame) -> pd.DataFrame:
    """Quarterly means of weekly series: ``run``, ``week`` (from 1) and measures; by run, year (from 1) and quarter."""
    quarter = (weekly["week"] - 1) // WEEKS_PER_QUARTER
    when = {"year": 1 + quarter // QUARTERS, "quarter": 1 + quarter % QUARTERS}
    return weekly.drop(columns="week").assign(**when).groupby(["run", "year", "quarter"], sort=True).mean()


def measures_in(expression: str) -> list[str]:
    """The measures that an expression names, one or more; what is no expression of measures is a ValueError.

    >>> measures_in("proposals_reused / (proposals_reused + proposals_implemented)")
    ['proposals_reused', 'proposals_implemented']
    >>> measures_in("quality > 0.5")
    Traceback (most recent call last):
    ValueError: only measures, numbers, + - * / and brackets can stand in it
    """
    if len(expression) > LONGEST_EXPRESSION:
        raise ValueError(f"it is longer than {LONGEST_EXPRESSION} characters")
    try:
        tree = ast.parse(_on_one_line(expression), mode="eval")
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("it cannot be read as an expression") from None
    names, operations = [], 0
    for node in ast.walk(tree.body):
        operations += isinstance(node, ast.operator | ast.unaryop)
        if isinstance(node, ast.Name):
            names.append(node.id)
        elif not isinstance(node, _ALLOWED) or (isinstance(node, ast.Constant) and not _is_number(node.value)):
            raise ValueError("only measures, numbers, + - * / and brackets can stand in it")
    if operations > MOST_OPERATIONS:
        raise ValueError(f"it has more than {MOST_OPERATIONS} operations")
    if not names:
        raise ValueError("it names no measure")
    return list(dict.fromkeys(names))


def _on_one_line(expression: str) -> str:
    """An expression may be written on several lines, which Python would not go on with."""
    return " ".join(expression.split())


_ALLOWED = (
    ast.BinOp, ast.UnaryOp, ast.Constant, ast.Load, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.UAdd,
)  # fmt: skip


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


REPLICATE, MUNICIPALITY = ("replicate",), ("replicate", "municipality")
"""What a value can belong to."""


def over(side: Quarters, years: Years, measure: str, of: Sequence[str] = REPLICATE) -> pd.Series:
    """A measure, or an expression of measures, from the means over these years: one value per replicate."""
    within = side.index.get_level_values("year")
    means = side[(within >= years[0]) & (within <= years[1])].groupby([*of])[measures_in(measure)].mean()
    return _evaluated(means, measure)


def _evaluated(means: pd.DataFrame, measure: str) -> pd.Series:
    found: pd.Series = means.eval(_on_one_line(measure), engine="python")
    return found


def difference(a: Quarters, b: Quarters, years: Years, measure: str) -> NDArray[np.float64]:
    """A minus B, pair by pair."""
    pairs = _paired(over(a, years, measure), over(b, years, measure))
    return (pairs["a"] - pairs["b"]).to_numpy()


def ratio(a: Quarters, b: Quarters, years: Years, measure: str) -> NDArray[np.float64]:
    """A over B, pair by pair."""
    pairs = _paired(over(a, years, measure), over(b, years, measure))
    return (pairs["a"] / pairs["b"]).to_numpy()


def difference_in_differences(
    a: Quarters, b: Quarters, years: Years, before: Years, measure: str
) -> NDArray[np.float64]:
    """How much more A changed than B, from an earlier window to a later one."""
    pairs = _paired(change(a, years, before, measure), change(b, years, before, measure))
    return (pairs["a"] - pairs["b"]).to_numpy()


def change(a: Quarters, years: Years, before: Years, measure: str, of: Sequence[str] = REPLICATE) -> pd.Series:
    """How much A changed from an earlier window to a later one."""
    return over(a, years, measure, of) - over(a, before, measure, of)


def spread_of_change(a: Quarters, years: Years, before: Years, measure: str) -> NDArray[np.float64]:
    """The standard deviation of change between the municipalities of A, less the size of its mean."""
    by_replicate = change(a, years, before, measure, MUNICIPALITY).groupby("replicate")
    return (by_replicate.std() - by_replicate.mean().abs()).to_numpy()


def share_rising(a: Quarters, years: Years, before: Years, measure: str) -> NDArray[np.float64]:
    """The share of the municipalities of A in which the measure rose."""
    rose = change(a, years, before, measure, MUNICIPALITY) > 0.0
    return rose.groupby("replicate").mean().to_numpy(dtype=float)


def slope(a: Quarters, b: Quarters, years: Years, measure: str) -> NDArray[np.float64]:
    """The yearly trend of A minus B over the window, by least squares, pair by pair."""
    span = range(years[0], years[1] + 1)
    yearly = [_paired(over(a, (y, y), measure), over(b, (y, y), measure)) for y in span]
    apart = np.array([(pairs["a"] - pairs["b"]).to_numpy() for pairs in yearly])
    return np.polyfit(np.array(span, dtype=float), apart, 1)[0]


def season(a: Quarters, years: Years, measure: str) -> NDArray[np.float64]:
    """The first quarter over the third, in the means over the window."""
    quarter = a.index.get_level_values("quarter")
    first, third = (over(a[quarter == which], years, measure) for which in (1, 3))
    return (first / third).to_numpy()


def ranks(a: int, sides: Sequence[Quarters], years: Years, measure: str) -> NDArray[np.float64]:
    """The rank of the scenario at place ``a`` among all, seed by seed; 1 is the highest value."""
    table = pd.concat([over(side, years, measure) for side in sides], axis=1, join="inner", keys=range(len(sides)))
    return table.rank(axis=1, ascending=False)[a].to_numpy(dtype=float)


def _paired(a: pd.Series, b: pd.Series) -> pd.DataFrame:
    return pd.concat([a, b], axis=1, join="inner", keys=["a", "b"])


def beside_replicates(quarters: pd.DataFrame, runs: pd.DataFrame, regime: str) -> Quarters:
    """One scenario out of all runs: its finished runs by replicate. ``runs`` has run, regime, replicate and status."""
    mine = runs[(runs["regime"] == regime) & (runs["status"] == "ok")]
    replicate = mine.set_index("run")["replicate"]
    found = quarters[quarters.index.get_level_values("run").isin(replicate.index)].reset_index("run")
    found["replicate"] = found.pop("run").map(replicate)
    return found.set_index("replicate", append=True).reorder_levels(["replicate", "year", "quarter"]).sort_index()


def unknown_measures(expression: str, known: Iterable[str]) -> list[str]:
    """The names in an expression that are no measures."""
    there = set(known)
    return [name for name in measures_in(expression) if name not in there]


def tried(expression: str) -> None:
    """Work an expression out once; one that gives no finite number whatever its measures are is a ValueError.

    The measures' values are chosen so that no difference of them is nothing by accident.

    >>> tried("quality / (motivation - skill)")
    >>> tried("quality / (1 - 1)")
    Traceback (most recent call last):
    ValueError: it gives no finite number
    """
    values = {name: [math.sin(place)] for place, name in enumerate(measures_in(expression), 1)}
    try:
        found = float(_evaluated(pd.DataFrame(values), expression).iloc[0])
    except ArithmeticError:
        found = math.inf
    if not math.isfinite(found):
        raise ValueError("it gives no finite number")
