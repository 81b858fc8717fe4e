"""The table on the screen: what it says, and that it fits."""

import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.report.results import stored_results
from sim.report.tables import ROWS, ScreenTable, screen_table
from sim.report.words import capitalised


def printed(table: ScreenTable, width: int) -> str:
    paper = io.StringIO()
    Console(file=paper, width=width, color_system=None).print(table)
    return paper.getvalue()


@pytest.fixture(scope="module")
def contrasts(kept_results: Path) -> pd.DataFrame:
    return stored_results(kept_results).contrasts


@pytest.fixture(scope="module")
def measures(kept_results: Path) -> pd.DataFrame:
    return pd.read_parquet(kept_results / "measures.parquet")


def one_contrast(**values: float) -> pd.DataFrame:
    about = {"measure": "motivation", "regime": "trust", "reference": "baseline", "overhead": "as coded"}
    window = {"window": "main", "first_year": 3, "last_year": 8, "level": 0.95}
    found = {"mean_reference": 0.6, "difference": 0.021, "low": 0.015, "high": 0.027, "pairs": 20, "pairs_planned": 20}
    return pd.DataFrame([about | window | found | values])


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_line_is_wider_than_the_screen_and_nothing_is_cut(
    contrasts: pd.DataFrame, measures: pd.DataFrame, width: int
) -> None:
    text = printed(screen_table(contrasts, measures), width)
    assert max(map(len, text.splitlines())) <= width
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
    rows, regimes, arms = sum(map(len, ROWS)), 5, 2
    assert len(re.findall(r"\[[-+]?[\d.]+, [-+]?[\d.]+\]", text)) == rows * regimes * arms


def test_five_regimes_fit_side_by_side_into_120_columns(contrasts: pd.DataFrame, measures: pd.DataFrame) -> None:
    heads = [line for line in printed(screen_table(contrasts, measures), 120).splitlines() if " baseline " in line]
    tables = [line.split() for line in heads if not line.startswith("Un") and not line.startswith("Each")]
    assert tables == [["baseline", "npm", "npm", "lean", "tripartite", "trust", "hybrid"]] * 2


def test_every_measure_asked_for_is_there(contrasts: pd.DataFrame, measures: pd.DataFrame) -> None:
    text = " ".join(printed(screen_table(contrasts, measures), 120).split())
    titles = measures.set_index("name")["title"]
    first_words = [" ".join(capitalised(titles[name]).split()[:2]) for group in ROWS for name in group]
    assert [words for words in first_words if words not in text] == []


def test_an_interval_that_excludes_zero_is_marked_without_colour(measures: pd.DataFrame) -> None:
    text = printed(screen_table(one_contrast(), measures), 80)
    assert "+0.021*" in text
    assert "[+0.015, +0.027]" in text
    assert "+0.021*" not in printed(screen_table(one_contrast(low=-0.001), measures), 80)


def test_the_heading_says_demonstration_years_and_pairs(measures: pd.DataFrame) -> None:
    text = printed(screen_table(one_contrast(pairs=18), measures), 120)
    assert "Calibrated demonstration" in text
    assert "partial: difference to the baseline, as coded, years 3-8, n = 18 of 20 pairs" in text


def test_what_is_not_known_is_a_dash(measures: pd.DataFrame) -> None:
    unknown = one_contrast(mean_reference=np.nan, difference=np.nan, low=np.nan, high=np.nan, pairs=0)
    assert "[-, -]" in printed(screen_table(unknown, measures), 80)


def test_nothing_to_compare_is_said(measures: pd.DataFrame) -> None:
    assert "nothing to compare" in printed(screen_table(one_contrast().iloc[:0], measures), 80)
