"""What an audit of neutrality found: the table on the screen, the sentences and the figure."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.table import Table

from sim.analysis.ranking import HEADLINES
from sim.analysis.standing import DEMONSTRATION
from sim.report.heatmap import best_map
from sim.report.page import Page, house_type
from sim.report.words import capitalised, count_of, decimals_for, shortened, signed


def share_tables(best: pd.DataFrame, measures: pd.DataFrame) -> Iterator[Table]:
    """A table per arm: in how many per cent of the cases each regime is best on the headline outcomes."""
    titles = measures.set_index("name")["title"]
    for arm, rows in best.groupby("overhead", sort=False):
        cases = count_of(int(rows["cases"].iloc[0]), "point")
        table = Table(title=f"{capitalised(DEMONSTRATION)}: best in % of points, {arm}, n = {cases}",
                      title_justify="left", box=box.SIMPLE, padding=(0, 1), show_edge=False)  # fmt: skip
        table.add_column("")
        regimes = list(rows["regime"].unique())
        for regime in regimes:
            table.add_column(shortened(regime), justify="right", no_wrap=True)
        shares = rows.set_index(["measure", "regime"])["share"]
        for measure in HEADLINES:
            table.add_row(
                capitalised(titles[measure]), *(f"{100.0 * shares[measure, regime]:.0f}" for regime in regimes)
            )
        yield table


def verdict(gate: pd.DataFrame, best: pd.DataFrame) -> str:
    """The gate in a sentence or two."""
    failures = gate[gate["fails"]]
    asked = count_of(best["measure"].nunique(), "outcome")
    if failures.empty:
        return f"The gate holds: over {asked} no regime is best at every point or at none without a reason named."
    always, never = (failures[failures["best"] == how] for how in ("always", "never"))
    failing = failures["measure"].nunique()
    return (
        f"The gate fails on {failing} of {asked}: {len(always)} times a regime is best at every point, {len(never)} "
        "times at none (counted by outcome, arm and regime), and no reason on evidence of grade A or B is named. "
        "Published as it is; no parameter is moved because of it."
    )


def draw_best(tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any], place: Path) -> list[Path]:
    """Draw the map of who is best, as SVG and PNG."""
    with house_type():
        return best_page(tables, provenance).save(place)


def best_page(tables: Mapping[str, pd.DataFrame], provenance: Mapping[str, Any]) -> Page:
    """The map of who is best."""
    best = tables["best"]
    title = "How often each regime is best, in % of points"
    return best_map(best, tables["measures"], title, best_caption(best, provenance), str(provenance["standing"]))


def best_caption(best: pd.DataFrame, provenance: Mapping[str, Any]) -> str:
    """Below the map: what a point is, how many there are, what a frame says."""
    cases, planned = int(best["cases"].min()), int(best["cases_planned"].max())
    experiment = provenance["experiment"]
    replicates = count_of(int(experiment["replicates"]), "replicate")
    first, last = experiment["main_window"]
    widest = 100.0 * float((best["high"] - best["low"]).max())
    return (
        f"{capitalised(str(provenance['standing']))}. n = {cases} of {planned} points, each a draw of "
        f"{provenance['quantities_drawn']} quantities: all parameters of grade C that are varied, over their ranges, "
        "and the levers' coding bands. At a point all regimes live with the same people and shocks, "
        f"{replicates}, and the means of years {first} to {last} are compared. After each outcome stands which way is "
        "better. Regimes that tie for the first place are both best, so a row may add up to more than 100. A share's "
        f"95 % interval (Wilson) is at most {widest:.0f} percentage points wide. Frame: "
        "best at every point or at none, a failure of the gate unless a reason of grade A or B is named. "
        f"styreform {provenance['versions']['styreform']}, code {provenance['code'][:12]}."
    )


def effects_table(effects: pd.DataFrame, measures: pd.DataFrame, measure: str) -> Table:
    """One headline outcome: what each path does for each regime that it is meant for."""
    rows = effects[effects["measure"] == measure]
    decimals = decimals_for((rows["high"] - rows["low"]) / 2.0)
    title = measures.set_index("name")["title"][measure]
    table = Table(title=f"{capitalised(DEMONSTRATION)}: what each path does, {title}, n = {rows['pairs'].min()} pairs",
                  title_justify="left", box=box.SIMPLE, padding=(0, 1), show_edge=False)  # fmt: skip
    table.add_column("")
    regimes = list(rows["regime"].unique())
    for regime in regimes:
        table.add_column(shortened(regime), justify="right", no_wrap=True)
    for path, found in rows.groupby("path", sort=False):
        by_regime = found.set_index("regime")
        table.add_row(str(path).replace("_", " "), *(effect_in_words(by_regime.loc[it], decimals) for it in regimes))
    return table


def effect_in_words(found: Any, decimals: int) -> str:
    """An effect with a star where its interval excludes 0, and b or c where it is meant as a benefit or a cost."""
    star = "*" if found["low"] > 0.0 or found["high"] < 0.0 else ""
    return f"{signed(float(found['effect']), decimals)}{star}{' ' + found['meant_as'][:1] if found['meant_as'] else ''}"
