"""All figures of a results folder."""

from collections.abc import Iterator
from pathlib import Path

from sim.mistakes import Mistake
from sim.report.fans import FAN_MEASURES, fan_chart
from sim.report.outcomes import outcome_pages
from sim.report.page import house_type
from sim.report.results import Results, stored_results


def draw_all(results_folder: Path) -> list[Path]:
    """Draw every figure of a results folder into its ``figures/``, each as SVG and PNG, and name the files written.

    Fan charts of motivation, innovation and sick leave over time, per overhead arm; small multiples of all outcomes
    with intervals, per window. Of a design with several points the outcomes are means over the points, in the main
    window, and there are no fan charts: fans would show what was assumed as if it were luck. A folder without
    provenance.json is refused.
    """
    results = stored_results(results_folder)
    if not results.finished:
        raise Mistake(f"{results_folder}: no run was lived to its end, so there is nothing to draw.")
    place = results_folder / "figures"
    place.mkdir(exist_ok=True)
    with house_type():
        return [*(_fans(results, place) if results.points == 1 else ()), *_outcomes(results, place)]


def _fans(results: Results, place: Path) -> Iterator[Path]:
    measures = [measure for measure in FAN_MEASURES if measure in results.measures.index]
    if not measures:
        return
    series = results.series(measures)
    for overhead in results.overheads:
        for measure in measures:
            name = f"fan_{measure}_{overhead.replace(' ', '_')}"
            yield from fan_chart(results, series, measure, overhead).save(place / name)


def _outcomes(results: Results, place: Path) -> Iterator[Path]:
    for window in results.contrasts["window"].unique():
        for families, page in outcome_pages(results, window):
            yield from page.save(place / f"outcomes_{window}_{families}")
