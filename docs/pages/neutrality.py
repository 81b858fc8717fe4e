"""The page on neutrality, from the small tables that an audit and an ablation left in results/reference/."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from docs.pages.markdown import ROOT, table
from sim.analysis.ranking import HEADLINES, SIGNS
from sim.report.neutrality import best_page, effect_in_words, verdict
from sim.report.page import Page
from sim.report.words import capitalised, decimals_for

REFERENCE = ROOT / "results" / "reference"
AUDIT, ABLATION, BEFORE = (REFERENCE / name for name in ("neutrality", "neutrality_ablation", "neutrality_before"))
BAND = "band:"

_LEAD = """\
A **{standing}**, and a report rather than a target: no parameter was or will be moved to change it.
Why it is made so: [decision 9](decisions/0009-neutrality-audit.md). The rule it serves: [model.md](model.md) 13.

A *point* draws every parameter of grade C that is varied (role S) over its range, and for every lever with a coding
band a place in it, the same for all regimes that move the lever. At each point the baseline is found anew, and all
regimes live with the same people and the same shocks. Compared are outcomes with a direction; what levers set
themselves is left out. `uv run styreform neutrality` lives 500 points and goes on from where it stopped, `--quick` 60
of them."""

_SHARES = """\
In how many per cent of the points each regime is best. Regimes that tie are both best. Where a regime is best at none
of 60 points its share is, with 95 % confidence, below 6 %. All outcomes and intervals:
`results/reference/neutrality/best.csv`."""

_GATE = """\
A regime that is best at every point, or at none, without a named reason on evidence of grade A or B
(`sim/studies/neutrality/reasons.toml`, empty so far). With six regimes somebody is easily never best: a regime fails
here as much by a close relative that does all it does and a little better as by a rival, so the pairs below say more.
*(tied)*: best at every point, but never alone."""

_PAIRS = """\
Pairs of regimes of which one is better at every point, on the headline outcomes. Every pair's order with its
interval, and in how many points it is beyond the noise of the seeds: `pairs.csv`."""

_DRIVERS = """\
What the difference between two regimes (first minus second, signed so that more is better) goes with: rank
correlation, named only where it is stronger than the strongest of all quantities is by chance in 95 % of shuffles.
*Foretold*: the share of the variance that the strongest five foretell in points that were not used to choose or fit
them; 0 or less is nothing. What drives the size of a difference need not turn its order. `band:` is the place in a
lever's coding band. All: `drivers.csv`."""

_TURNING = """\
Where one cut through one quantity turns a pair's order: found in one half of the points, told only where it holds in
the other half (Fisher's exact test, one in a hundred). *Density*: of the held-out points beyond the cut, those with
the turned order; *coverage*: of those with the turned order, those beyond the cut. Silence means that nothing of the
kind was found, not that nothing turns the order. All outcomes: `turning.csv`."""

_EFFECTS = """\
Each path by which a regime is meant to gain or lose ([model.md](model.md) 12) is switched off alone, at the point
estimate. A cell is the regime's change against the baseline with the path, less its change without: what the path
does for the regime. A star: the 95 % interval excludes 0 (paired by seed, not corrected for the number of cells).
*b*, *c*: meant as a benefit, as a cost. The model without a path has a baseline of its own. A change in sick leave
below 0 is less sick leave."""

_AS_MEANT = """\
Each regime must have at least four active paths of benefit and four of cost ([model.md](model.md) 13, rule 2). Active
as meant is a path that does on at least one headline outcome, beyond its interval, what it is meant to do; with six
outcomes a path of no effect would look active about one time in seven."""

_LOG = """\
Every parameter that is changed after an audit is entered here, with its source and the shares before and after.

Between the two quick audits the parameters of role K were calibrated to targets of the baseline, which know no regime
([calibration](calibration.md): sources, values before and after).

The later audit also draws 18 quantities more, all of grade C and role S. Two of them can move something here:
`ideas_from_above_per_unit_week` (0 to 0.2, 0 at the point estimate) and `politicians_share_of_ideas_from_above`
(0.1 to 0.4), from rows 8.3 and 8.4 of [evidence.md](evidence.md) and the prior. As every draw of the first lies above
0, every point of the later audit has ideas from above and no point of the earlier one has. No difference between
regimes is found to go with either. The other 16 belong to user choice, to turnover, and to lost tenders and dismissals
by an event; none of these happens here. What both audits draw has the same places in its range in both.

So the table below shows what the calibration and the ideas from above did together; it does not tell them apart."""

_NOT_REPEATED = "**The audit has not been repeated since: all numbers above are from before the calibration.**"

_REPEATED = "Per cent of points at which a regime is best, as coded, before and after:"


def neutrality_page() -> str:
    """The whole page."""
    about, tables = _provenance(AUDIT), _tables()
    titles = tables["measures"].set_index("name")["title"].map(capitalised).to_dict()
    parts = [
        "# Neutrality: who is best under which assumptions",
        "<!-- Written by `make documents` from results/reference/neutrality*. Edit those, not this page. -->",
        _LEAD.format(standing=about["standing"]),
        _origin(about, tables["best"]),
        f"**{verdict(tables['gate'], tables['best'])}**",
        "![How often each regime is best](figures/neutrality.svg)",
        "## Who is best",
        _SHARES,
        *_shares(tables["best"], titles),
        "## The gate",
        _GATE,
        _failures(tables["gate"], tables["best"], titles),
        "## Pairs whose order never turns",
        _PAIRS,
        _never_turning(tables["pairs"], titles),
        "## What drives it",
        _DRIVERS,
        _drivers(tables["drivers"], titles),
        "## What turns it",
        _TURNING,
        _turning(tables["turning"], titles),
        "## Path by path",
        _EFFECTS,
        _origin_of_ablation(_provenance(ABLATION)),
        _as_meant(),
        *_ablation(titles),
        "## Changes after an audit",
        _LOG,
        _before_and_after(about, tables["best"], titles),
    ]
    return "\n\n".join(parts) + "\n"


def _before_and_after(about: dict[str, Any], now: pd.DataFrame, titles: dict[str, str]) -> str:
    """The shares of the headline outcomes, before the calibration and after it."""
    if about["code"] == _provenance(BEFORE)["code"]:
        return _NOT_REPEATED
    before = pd.read_csv(BEFORE / "best.csv")
    both = [_as_coded(table).unstack("regime") for table in (before, now)]
    regimes = list(both[1].columns)
    rows = [
        [titles[measure], *(f"{both[0].loc[measure, it]:.0f} to {both[1].loc[measure, it]:.0f}" for it in regimes)]
        for measure in HEADLINES
    ]
    return f"{_REPEATED}\n\n{table(('outcome', *regimes), rows)}"


def _as_coded(best: pd.DataFrame) -> pd.Series:
    coded = best[best["overhead"] == "as coded"]
    return 100.0 * coded.set_index(["measure", "regime"])["share"]


def best_figure() -> Page:
    """The map of who is best, from the tables of the page."""
    return best_page(_tables(), _provenance(AUDIT))


def _tables() -> dict[str, pd.DataFrame]:
    names = ("best", "gate", "pairs", "drivers", "turning", "measures")
    return {name: pd.read_csv(AUDIT / f"{name}.csv", keep_default_na=False, na_values=[""]) for name in names}


def _provenance(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "provenance.json").read_text(encoding="utf-8")))


def _origin(about: dict[str, Any], best: pd.DataFrame) -> str:
    said, (first, last) = about["experiment"], about["experiment"]["main_window"]
    return (
        f"This page: n = {best['cases'].min()} points of {about['quantities_drawn']} quantities, "
        f"{said['replicates']} replicates each, setting `{said['setting']}`, {said['burn_in_years']} years of burn-in, "
        f"means of years {first} to {last} after the reform; {about['completeness']['ok']} of "
        f"{about['completeness']['planned']} runs finished; code `{about['code']}`.\n\n"
        "Expected, written after the first experiment and before the first point: "
        f"{' '.join(said['expected_answer'].split())}"
    )


def _origin_of_ablation(about: dict[str, Any]) -> str:
    ended, said = about["completeness"], about["experiment"]
    return (
        f"n = {said['replicates']} pairs, as coded; {about['cases'] - 1} paths; {ended['ok']} of {ended['planned']} "
        f"runs finished; code `{about['code']}`; the model as it stood then: {about['standing']}."
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, ["---"] * len(heads), *map(list, rows)])


def _shares(best: pd.DataFrame, titles: dict[str, str]) -> Iterator[str]:
    for arm, rows in best.groupby("overhead", sort=False):
        regimes = list(rows["regime"].unique())
        shares = rows.set_index(["measure", "regime"])["share"].to_dict()
        lines = [[titles[it], *(f"{100.0 * shares[it, regime]:.0f}" for regime in regimes)] for it in HEADLINES]
        yield _table([str(arm), *regimes], lines)


def _failures(gate: pd.DataFrame, best: pd.DataFrame, titles: dict[str, str]) -> str:
    alone = best.set_index(["measure", "overhead", "regime"])["best_alone"].to_dict()
    arms = list(best["overhead"].unique())

    def named(measure: str, arm: str, how: str) -> str:
        rows = gate[(gate["measure"] == measure) & (gate["overhead"] == arm) & (gate["best"] == how) & gate["fails"]]
        tied = [" (tied)" if how == "always" and not alone[measure, arm, regime] else "" for regime in rows["regime"]]
        return ", ".join(f"{regime}{note}" for regime, note in zip(rows["regime"], tied, strict=True)) or "-"

    heads = ["Outcome", *(f"{how}, {arm}" for arm in arms for how in ("always", "never"))]
    failing = gate[gate["fails"]]["measure"].unique()
    rows = [[titles[it], *(named(it, arm, how) for arm in arms for how in ("always", "never"))] for it in failing]
    return _table(heads, rows)


def _never_turning(pairs: pd.DataFrame, titles: dict[str, str]) -> str:
    rows = []
    for measure in HEADLINES:
        for arm, of_arm in pairs[pairs["measure"] == measure].groupby("overhead", sort=False):
            first = of_arm[of_arm["first_better"] == of_arm["cases"]]
            second = of_arm[of_arm["first_better"] + of_arm["ties"] == 0]
            said = [*(f"{it.first} over {it.second}" for it in first.itertuples()),
                    *(f"{it.second} over {it.first}" for it in second.itertuples())]  # fmt: skip
            rows.append([titles[measure], str(arm), "; ".join(said) or "none"])
    return _table(["Outcome", "Arm", "Better at every point"], rows)


def _drivers(drivers: pd.DataFrame, titles: dict[str, str]) -> str:
    rows = []
    shown = drivers[drivers["measure"].isin(HEADLINES)]
    for keys, found in shown.groupby(["measure", "overhead", "first", "second"], sort=False):
        measure, arm, first, second = map(str, keys)
        named = ", ".join(f"`{it.quantity}` {it.correlation:+.2f}" for it in found.itertuples())
        rows.append([titles[measure], arm, f"{first} - {second}", named, f"{found['held_out_r2'].iloc[0]:.2f}"])
    if not rows:
        return "None found."
    chance = _table(
        ["Outcome", "Arm", "Pair", "Drivers", "Foretold"], sorted(rows, key=lambda row: _place(row, titles))
    )
    return f"By chance alone the strongest reaches {drivers['chance'].max():.2f}.\n\n{chance}"


def _place(row: list[str], titles: dict[str, str]) -> int:
    return [titles[measure] for measure in HEADLINES].index(row[0])


def _turning(turning: pd.DataFrame, titles: dict[str, str]) -> str:
    shown = turning[turning["measure"].isin(HEADLINES)]
    if shown.empty:
        return "None found on the headline outcomes."
    rows = [
        [titles[it.measure], it.overhead, f"{it.turned_to} over {it.second if it.turned_to == it.first else it.first}",
         f"`{it.quantity}` {it.side} {it.cut:.3g}", f"{it.density:.2f}", f"{it.coverage:.2f}",
         f"{it.elsewhere:.2f}", f"{it.cases_held_out}"]
        for it in shown.itertuples()
    ]  # fmt: skip
    heads = ["Outcome", "Arm", "Turned to", "Where", "Density", "Coverage", "Elsewhere", "n held out"]
    return _table(heads, sorted(rows, key=lambda row: _place(row, titles)))


def _as_meant() -> str:
    """How many of each regime's paths do on some headline outcome what they are meant to do, beyond their interval."""
    effects = pd.read_csv(ABLATION / "effects.csv").dropna(subset=["meant_as"])
    better = pd.read_csv(ABLATION / "measures.csv").set_index("name")["better"].map(SIGNS)
    sign = effects["measure"].map(better) * effects["meant_as"].map({"benefit": 1.0, "cost": -1.0})
    certain = (effects["low"] > 0.0) | (effects["high"] < 0.0)
    told = effects.assign(
        does=certain & (sign * effects["effect"] > 0.0), not_so=certain & (sign * effects["effect"] < 0.0)
    )
    rows = []
    for (regime, meant), found in told.groupby(["regime", "meant_as"]):
        paths = found.groupby("path")[["does", "not_so"]].any()
        silent = int((~paths["does"] & ~paths["not_so"]).sum())
        counts = [len(paths), int(paths["does"].sum()), int((paths["not_so"] & ~paths["does"]).sum()), silent]
        rows.append([str(regime), str(meant), *map(str, counts)])
    heads = ["Regime", "Meant as", "Paths", "Act so on some outcome", "Only the other way", "Nothing beyond noise"]
    return f"{_AS_MEANT}\n\n{_table(heads, rows)}"


def _ablation(titles: dict[str, str]) -> Iterator[str]:
    effects = pd.read_csv(ABLATION / "effects.csv").fillna({"meant_as": ""})
    paths = pd.read_csv(ABLATION / "paths.csv").set_index("path")
    regimes = list(effects["regime"].unique())
    for measure in HEADLINES:
        found = effects[effects["measure"] == measure]
        decimals = decimals_for((found["high"] - found["low"]) / 2.0)
        by_cell = found.set_index(["path", "regime"])
        lines = [
            [str(paths.loc[path, "meaning"]), *(effect_in_words(by_cell.loc[(path, it)], decimals) for it in regimes)]
            for path in found["path"].unique()
        ]
        yield _table([titles[measure], *regimes], lines)
