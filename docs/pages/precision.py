"""The page on precision and budgets, from the tables that ``python -m benchmarks.coverage`` left."""

import csv
import json
from typing import Any

from docs.pages.markdown import ROOT, page, table
from sim.analysis.precision import RULE
from sim.lab.forecast import ENOUGH, PROBE_SECONDS, PROBES
from sim.lab.wishes import MOST_REPLICATES

TABLES = ROOT / "results" / "reference" / "precision"
LEAST = 0.93
"""The coverage that is asked for; what stays below is named as a miss."""

_LEAD = f"""\
How many replicates are enough, and what can be had in a given time: `styreform run` answers before, during and after.
Why it is done so: [decision 16](decisions/0016-budget-and-precision.md).

| | what `styreform run` does |
| --- | --- |
| `--dry-run` | lives up to {PROBES} replicates for {PROBE_SECONDS:.0f} s in a folder that is removed, says how long \
all takes, how much disk, and how wide intervals will likely be; {ENOUGH} replicates in the results folder do as well |
| `--budget 20m` | lives replicate by replicate for so long (tables and figures come after), begins nothing that would \
not end in time, stops what is in flight; what is left out is `skipped`, tables say *partial*, and what was planned is \
held against what was achieved. The same command goes on |
| `--precision motivation=0.01` | adds replicates until the 95 % interval of every regime's paired difference to the \
reference, in every arm, over the main window, is known to ±0.01 or better; repeatable for more measures. \
`--max-replicates` (else {MOST_REPLICATES:,}) or a budget may end it before: what is too wide is then named |

More replicates leave those that were lived as they are: a seed follows from its number. Units are the measure's own
(measures.parquet names them). Where a design has several points, a replicate's mean over them counts."""

_RULE = """\
Looking often and stopping at the first narrow interval stops where the spread happens to look small, so that intervals
hold the truth less often than they say. The rule of `--precision`: {rule}. Sizes: {sizes} ... They depend on no
outcome; an experiment that asks for more than {floor} replicates begins with its own number. The interval is the one
that contrasts.parquet shows, over all replicates that were lived, those looked ahead to included."""

_COVERAGE = """\
{trials} trials each, fixed seed {seed}. *Width*: the half-width asked for, in standard deviations of a difference.
*Pairs*: lived when the rule stopped, on average. *Naive*: the same, but from the third pair on and at the first
narrow size. *Fixed*: as many pairs as ours, fixed beforehand, so that what is lost by stopping can be told from what
the interval itself loses. In brackets the 95 % binomial interval."""

_OWN = """\
The same on the model's own differences: {trials} trials each on differences drawn with replacement from {replicates}
replicates of `{name}` in `{setting}`, as coded, whose mean is then the truth (code `{code}`). Standardised
skewness of the {contrasts} contrasts lies between {skew_low} and {skew_high}, kurtosis between {kurt_low} and
{kurt_high} (normal: 0 and 3).
Coverage of the contrasts, the lowest and the mean; the model's tails beyond {replicates} replicates are not in it."""


def precision_page() -> str:
    """What the options do, the rule, and how often its intervals hold the truth."""
    parts = [_LEAD, "## The rule", _rule(), "## Coverage", *_coverage(), "## On the model's own differences", *_own()]
    return page("Precision and budget", "`results/reference/precision`", parts)


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _about(name: str) -> dict[str, Any]:
    return dict(json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8")))


def _rule() -> str:
    if _about("coverage")["rule"] != RULE._asdict():
        raise ValueError("the rule has changed since its coverage was measured: python -m benchmarks.coverage")
    sizes = ", ".join(map(str, RULE.sizes_within(110)))
    return _RULE.format(rule=RULE.in_words(), sizes=sizes, floor=RULE.floor)


def _coverage() -> list[str]:
    about, rows = _about("coverage"), _rows("coverage")
    heads = ("differences", "width", "coverage", "pairs", "naive", "pairs", "fixed")
    return [
        _COVERAGE.format(trials=f"{about['trials']:,}", seed=about["seed"]),
        table(heads, map(_line, rows)),
        _misses(rows),
    ]


def _line(row: dict[str, str]) -> list[str]:
    """One kind of difference at one width."""
    covered = _percent(row, "coverage")
    return [
        row["kind"],
        f"{float(row['width']):g}",
        f"**{covered}**" if float(row["coverage"]) < LEAST else covered,
        f"{float(row['pairs']):.0f}",
        _percent(row, "naive_coverage"),
        f"{float(row['naive_pairs']):.0f}",
        _share(row, "fixed_coverage"),
    ]


def _misses(rows: list[dict[str, str]]) -> str:
    missed = [row for row in rows if float(row["coverage"]) < LEAST]
    if not missed:
        return f"Nothing covers less than {LEAST:.0%}."
    named = "\n".join(
        f"- {row['kind']}, width {float(row['width']):g}: {_share(row, 'coverage')} % (with as many pairs fixed "
        f"beforehand {_share(row, 'fixed_coverage')} %)"
        for row in missed
    )
    return (
        f"**Missed** (below {100 * LEAST:.0f} %, which is what is asked for):\n\n{named}\n\n"
        "Who compares strongly skewed outcomes should fix the number of pairs beforehand, and take many."
    )


def _percent(row: dict[str, str], name: str) -> str:
    return f"{_share(row, name)} [{_share(row, f'{name}_low')}, {_share(row, f'{name}_high')}]"


def _share(row: dict[str, str], name: str) -> str:
    return f"{100 * float(row[name]):.1f}"


def _own() -> list[str]:
    about, rows = _about("own"), _rows("own")
    said = about["results"]["experiment"]
    skewness, kurtosis = ([float(row[name]) for row in rows] for name in ("skewness", "kurtosis"))
    words = _OWN.format(
        trials=f"{about['trials']:,}", replicates=said["replicates"], name=said["name"], setting=said["setting"],
        code=about["results"]["code"][:12], contrasts=len({(row["measure"], row["regime"]) for row in rows}),
        skew_low=f"{min(skewness):.1f}", skew_high=f"{max(skewness):.1f}",
        kurt_low=f"{min(kurtosis):.1f}", kurt_high=f"{max(kurtosis):.1f}",
    )  # fmt: skip
    widths = sorted({row["width"] for row in rows}, key=float, reverse=True)
    measures = dict.fromkeys(row["measure"] for row in rows)
    lines = [[f"`{measure}`", *(_of_contrasts(rows, measure, width) for width in widths)] for measure in measures]
    return [words, table(("measure", *(f"width {float(width):g}" for width in widths)), lines)]


def _of_contrasts(rows: list[dict[str, str]], measure: str, width: str) -> str:
    found = [float(row["coverage"]) for row in rows if row["measure"] == measure and row["width"] == width]
    return f"{100 * min(found):.1f}, {100 * sum(found) / len(found):.1f}"
