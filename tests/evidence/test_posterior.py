"""The posterior: draws that are calibrated parameters within their ranges, and wrong tables told with their place."""

from pathlib import Path

import pytest

from sim.evidence.posterior import CALIBRATED, FILE, POSTERIOR, read_posterior
from sim.mistakes import Mistake

TABLE = "minor_illnesses,motivation_on_effort\n3.5,3\n4.5,2\n"


def kept(folder: Path, text: str) -> str:
    file = folder / "mine.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_table_is_its_draws_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    first, second = read_posterior(kept(tmp_path, TABLE))
    assert [draw.values["minor_illnesses"] for draw in (first, second)] == [3.5, 4.5]
    assert first.values["women_share"] == second.values["women_share"]


def test_the_packaged_posterior_moves_calibrated_parameters_only() -> None:
    draws = read_posterior(POSTERIOR)
    moved = {name for name in draws[0].values if len({draw.values[name] for draw in draws}) > 1}
    assert moved
    assert moved <= set(CALIBRATED)
    assert FILE.with_suffix(".json").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE.replace("minor_illnesses", "minor_ilnesses"), ['Did you mean "minor_illnesses"?']),
        (TABLE.replace("minor_illnesses", "women_share"), ["no calibrated parameter"]),
        (TABLE.replace("4.5", "9"), ["mine.csv:3", "out of range"]),
        (TABLE.replace("4.5", "much"), ["mine.csv:3", "needs a number"]),
        (TABLE.replace("4.5", "nan"), ["mine.csv:3", "finite number"]),
        (TABLE.replace("4.5,2", "4.5"), ["mine.csv:3", "needs a number"]),
        (TABLE.replace("4.5,2", "4.5,2,1"), ["mine.csv:3", "2 numbers"]),
        ("minor_illnesses\n", ["no draw"]),
        ("", ["no draw"]),
    ],
)
def test_a_wrong_table_is_told_with_its_place(tmp_path: Path, text: str, said: list[str]) -> None:
    with pytest.raises(Mistake) as told:
        read_posterior(kept(tmp_path, text))
    assert all(word in str(told.value) for word in said), told.value


@pytest.mark.parametrize("name", ["posterio", "nowhere.csv", "."])
def test_a_name_that_is_no_table_is_a_mistake(name: str) -> None:
    with pytest.raises(Mistake, match="posterior"):
        read_posterior(name)
