"""The figures of a results folder: their files, their captions, and what is refused."""

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.text import Text
from PIL import Image

from docs.generate import FIGURES
from sim.analysis.contrasts import paired_contrasts
from sim.analysis.windows import Window
from sim.measures.catalogue import MEASURES, PROXIES
from sim.mistakes import Mistake
from sim.report.board import found_beside_published
from sim.report.fans import FAN_MEASURES, fan_chart
from sim.report.figures import draw_all
from sim.report.outcomes import outcome_pages
from sim.report.page import Page, house_type
from sim.report.results import stored_results

SMALLEST_POINTS = 7.8
"""At 1,000 pixels a point is 1.39 pixels: the smallest letters are 11 pixels high."""


@pytest.fixture(scope="module")
def drawn(kept_results: Path) -> list[Path]:
    return draw_all(kept_results)


@pytest.fixture
def folder(kept_results: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(kept_results, tmp_path / "copy", ignore=shutil.ignore_patterns("figures")))


def pages(folder: Path) -> Iterator[Page]:
    results = stored_results(folder)
    series = results.series(list(FAN_MEASURES))
    with house_type():
        yield fan_chart(results, series, "motivation", "equal overhead")
        yield from (page for _, page in outcome_pages(results, "main"))


def written_on(page: Page) -> Iterator[Text]:
    """Every text that can be seen; matplotlib also keeps the labels of ticks that lie outside their axis."""
    outside = set()
    for panel in page.figure.axes:
        for axis in (panel.xaxis, panel.yaxis):
            low, high = sorted(axis.get_view_interval())
            outside |= {tick.label1 for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high}
    for text in page.figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text not in outside:
            yield text


def caption_in(svg: Path) -> str:
    """The caption as the file's own description."""
    described = ET.parse(svg).find(".//{http://purl.org/dc/elements/1.1/}description")
    assert described is not None
    return str(described.text)


def test_the_fans_are_of_the_three_proxies() -> None:
    assert FAN_MEASURES == PROXIES


def test_every_figure_is_there_as_svg_and_png(drawn: list[Path]) -> None:
    names = {file.name for file in drawn}
    assert all(file.is_file() for file in drawn)
    assert {Path(name).stem for name in names if name.endswith(".svg")} == {
        Path(name).stem for name in names if name.endswith(".png")
    }
    assert {f"fan_{measure}_{arm}.svg" for measure in PROXIES for arm in ("as_coded", "equal_overhead")} <= names


def test_every_measure_has_its_place_on_a_page(drawn: list[Path]) -> None:
    texts = ["".join(ET.parse(file).getroot().itertext()) for file in drawn if file.match("outcomes_main_*.svg")]
    words = " ".join(" ".join(texts).split()).casefold()
    assert [measure.title for measure in MEASURES if measure.title.casefold() not in words] == []


def test_every_caption_says_what_a_reader_must_know(drawn: list[Path]) -> None:
    for file in drawn:
        if file.suffix == ".svg":
            caption = caption_in(file)
            for words in ("Calibrated demonstration", "n = 5 ", "5 seeds", "60 of 60 runs", "styreform 0.1.0"):
                assert words in caption, file.name
            assert "code 0123456789ab" in caption
            assert ("paired t" if file.match("outcomes_*") else "middle 90 %") in caption


def test_a_png_carries_its_caption_too_and_is_2000_pixels_wide(drawn: list[Path]) -> None:
    for file in drawn:
        if file.suffix == ".png":
            with Image.open(file) as picture:
                assert picture.width == 2000
                assert "Calibrated demonstration" in picture.info["Description"]


def test_letters_in_an_svg_are_letters_and_no_date_is_written(drawn: list[Path]) -> None:
    svg = next(file for file in drawn if file.name == "fan_motivation_as_coded.svg").read_text(encoding="utf-8")
    assert ">years after the reform<" in svg
    assert "dc:date" not in svg


def test_the_same_results_give_the_same_files(kept_results: Path, tmp_path: Path) -> None:
    first, second = ((tmp_path / name) for name in ("first", "second"))
    for place in (first, second):
        place.mkdir()
        with house_type():
            next(pages(kept_results)).save(place / "fan")
    for name in ("fan.svg", "fan.png"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


LONG = "In the third year after the reform, and in no year before that, more of what is proposed is carried out"
SHARE = "proposals_reused / (proposals_reused + proposals_implemented)"
STATEMENTS = pd.DataFrame(
    [
        ["1", LONG, "quality", "scale 0-1", 0.4, 0.6, 0.5123, 0.4923, 0.5323, 20, "reproduced"],
        ["2", LONG, SHARE, "", -2, 1, 3, 2, 4, 8, "contradicted"],
        ["3", LONG, "sick_leave_share", "percentage points", -0.6, -0.2, *[float("nan")] * 3, 0, "too few runs"],
        ["4", LONG, "cost", "times", 1.0, 1.2, 1.1, *[float("nan")] * 2, 1, "not reproduced"],
    ],
    columns=["claim", "says", "measure", "unit", "published_low", "published_high", "found", "low", "high", "pairs",
             "verdict"],
).assign(kind="emergent")  # fmt: skip


def boards() -> Iterator[Page]:
    """A board with long sentences, an expression, runs that failed and a lone seed; and the figures that are kept."""
    with house_type():
        yield found_beside_published(STATEMENTS, "A test.")
        yield from (figure() for figure in FIGURES.values())


def test_a_board_says_units_intervals_numbers_and_what_is_missing() -> None:
    with house_type():
        page = found_beside_published(STATEMENTS, "A test.")
    said = {line for text in written_on(page) for line in text.get_text().split("\n")}
    assert {"0.512 [0.492, 0.532] scale 0-1", "3.0 [2.0, 4.0]", "too few runs", "1.10 times, no interval"} <= said
    assert {"published -0.6 to -0.2", f"= {SHARE}"} <= said
    assert "n = 0-20 seeds. A test." in page.caption
    assert not [line for line in said if "nan" in line]


def test_no_text_is_tiny_leaves_the_page_or_lies_on_other_text(kept_results: Path) -> None:
    for page in (*pages(kept_results), *boards()):
        page.figure.draw_without_rendering()
        texts = [*written_on(page)]
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
        inside = page.figure.bbox
        assert [text.get_text() for text in texts if text.get_fontsize() < SMALLEST_POINTS] == []
        assert [said for said, box in boxes if box.x0 < 0 or box.x1 > inside.x1 or box.y0 < 0] == []
        assert [
            (said, other)
            for place, (said, box) in enumerate(boxes)
            for other, its_box in boxes[:place]
            if box.expanded(0.9, 0.8).overlaps(its_box.expanded(0.9, 0.8))
        ] == []


def test_an_incomplete_design_is_said_in_the_caption(folder: Path) -> None:
    runs = pd.read_parquet(folder / "runs.parquet")
    runs.loc[:2, "status"] = "failed"
    runs.iloc[:-1].to_parquet(folder / "runs.parquet")
    caption = next(pages(folder)).caption
    assert "56 of 60 runs; incomplete: 3 failed, 1 missing, listed in runs.parquet" in caption


def test_a_long_name_is_cut_in_the_figure_and_whole_in_the_caption(folder: Path) -> None:
    for table in ("design", "runs", "contrasts"):
        frame = pd.read_parquet(folder / f"{table}.parquet")
        frame["regime"] = frame["regime"].replace("hybrid", "trust + targets*0.5 + audits")
        frame.to_parquet(folder / f"{table}.parquet")
    assert all("= trust + targets*0.5 + audits" in page.caption for page in pages(folder))


def test_without_a_baseline_the_rest_is_still_drawn(folder: Path) -> None:
    runs = pd.read_parquet(folder / "runs.parquet")
    runs.loc[runs["regime"] == "baseline", "status"] = "failed"
    runs.to_parquet(folder / "runs.parquet")
    series, windows = pd.read_parquet(folder / "series.parquet"), [Window("main", 1, 2)]
    paired_contrasts(runs, series, windows=windows).to_parquet(folder / "contrasts.parquet")
    fan, *outcomes = pages(folder)
    assert "50 of 60 runs; incomplete: 10 failed" in fan.caption
    assert all("n = 0 pairs per dot (left out: up to 5 missing" in page.caption for page in outcomes)


def test_tables_without_provenance_are_refused_and_nothing_is_written(folder: Path) -> None:
    (folder / "provenance.json").unlink()
    with pytest.raises(Mistake, match=r"no provenance\.json"):
        draw_all(folder)
    assert not (folder / "figures").exists()


@pytest.mark.parametrize("table", ["design", "runs", "series", "contrasts", "measures"])
def test_a_missing_table_is_named(folder: Path, table: str) -> None:
    (folder / f"{table}.parquet").unlink()
    with pytest.raises(Mistake, match=table):
        draw_all(folder)


def test_a_folder_in_which_no_run_was_finished_is_refused(folder: Path) -> None:
    pd.read_parquet(folder / "runs.parquet").assign(status="killed").to_parquet(folder / "runs.parquet")
    with pytest.raises(Mistake, match="no run was lived to its end"):
        draw_all(folder)


def test_drawing_needs_neither_pyplot_nor_the_model() -> None:
    """Rooms that analysis and report may not reach, even through others."""
    code = (
        "import sys, sim.report.figures, sim.report.tables\n"
        "rooms = 'rule draws state evidence regimes rules processes initialisation measures week simulate model lab'\n"
        "unwanted = ['matplotlib.pyplot', 'mesa', 'numba', *(f'sim.{room}' for room in rooms.split())]\n"
        "print([name for name in unwanted if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
