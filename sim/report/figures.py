"""All figures of a results folder."""

from pathlib import Path

from sim.mistakes import Mistake
from sim.report.fans import FAN_MEASURES, fan_chart
from sim.report.outcomes import outcome_pages
from sim.report.page import house_type
from sim.report.results import stored_results


def draw_all(results_folder: Path) -> list[Path]:
    """Draw every figure of a results folder into its ``figures/``, each as SVG and PNG, and name the files written.

    Fan charts of motivation, innovation and sick leave over time, per overhead arm; small multiples of all outcomes
    with intervals, per window. A folder without provenance.json is refused.
    """
    results = stored_results(results_folder)
    if not results.finished:
        raise Mistake(f"{results_folder}: no run was lived to its end, so there is nothing to draw.")
    place = results_folder / "figures"
    place.mkdir(exist_ok=True)
    drawn: list[Path] = []
    with house_type():
        measures = [measure for measure in FAN_MEASURES if measure in results.measures.index]
        series = results.series(measures)
        for overhead in results.overheads:
            for measure in measures:
                name = f"fan_{measure}_{overhead.replace(' ', '_')}"
                drawn += fan_chart(results, series, measure, overhead).save(place / name)
        for window in results.contrasts["window"].unique():
            for families, page in outcome_pages(results, window):
                drawn += page.save(place / f"outcomes_{window}_{families}")
    return drawn
