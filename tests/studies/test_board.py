"""The evidence board: the model's own claims are the page's, a user's own are asked or refused, and runs are shared."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.verdicts import TOO_FEW
from sim.evidence.claims import Statement, read_claims
from sim.evidence.references import resolves
from sim.lab.identity import digest
from sim.mistakes import Mistake
from sim.rule import COMPILED
from sim.studies import arenas, board, structure
from sim.studies.evidence import Asked, answer, ask, in_words

PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"
CLAIMS, WRITTEN = read_claims()

OWN = """
[[claim]]
id = "mine"
title = "Trust and targets"
kind = "emergent"
source = ["claim 25"]
statement = [
  { says = "Targets lift what is measured", a = "targets", measure = "measured_quality", window = [1, 2], setting = "four_units", expected = { direction = "higher" } },
  { says = "A regime is what it is", a = "targets", b = "targets", measure = "quality", window = [1, 2], setting = "four_units", expected = { direction = "same", margin = 0.001 } },
  { says = "Of the two targets show more", a = "targets", measure = "measured_quality", contrast = "rank", among = ["baseline", "targets"], setting = "four_units", expected = { direction = "within", high = 1.4 } },
  { says = "Nothing is left of a difference less itself", a = "targets", less = ["targets", "baseline"], measure = "quality", window = [1, 2], setting = "four_units", expected = { direction = "same", margin = 0.001 } },
]
"""  # noqa: E501


def claims_file(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def rows_of_the_page() -> dict[str, str]:
    """The claims of docs/evidence.md 12: number and role."""
    section = PAGE.read_text(encoding="utf-8").split("## 12.")[1].split("## 13.")[0]
    rows = re.findall(r"^\| (\d+) \|.*\| ([A-Z])[^|]*\|$", section, re.MULTILINE)
    return dict(rows)


def test_every_claim_of_the_page_is_on_the_board() -> None:
    assert {claim.id for claim in CLAIMS} == set(rows_of_the_page())


def test_null_and_adverse_claims_are_marked() -> None:
    adverse = {number for number, role in rows_of_the_page().items() if role == "N"}
    assert {claim.id for claim in CLAIMS if claim.must_not_be_contradicted} == adverse


def test_sources_lead_somewhere_and_every_statement_can_be_asked() -> None:
    assert [source for claim in CLAIMS for source in claim.source if not resolves(source)] == []
    board.checked(CLAIMS, WRITTEN)


def test_statements_share_arenas_and_seeds() -> None:
    statements = [it for claim in CLAIMS for it in claim.statement if not it.participants]
    asked = arenas.experiments(statements, replicates=3)
    assert len(asked) < len(statements) / 5
    assert len({tuple(one.seeds()) for arena, one in asked.items() if not arena.case}) == 1
    assert {one.replicates for one in asked.values()} == {3}


@pytest.mark.skipif(not COMPILED, reason="too slow without numba")
def test_own_claims_are_asked(tmp_path: Path) -> None:
    asked = ask(claims_file(tmp_path, OWN), quick=True, out=tmp_path / "board")._replace(replicates=3)
    assert "3 replicates" in in_words(asked)
    assert answer(asked, Console(stderr=True, quiet=True), "styreform evidence", workers=1) == tmp_path / "board"
    rows = pd.read_parquet(tmp_path / "board" / "statements.parquet")
    assert rows["verdict"].tolist() == ["reproduced"] * 4
    assert rows["found"][1] == rows["found"][3] == 0.0
    assert rows["pairs"].tolist() == [3] * 4
    assert {"claims.csv", "provenance.json"} <= {file.name for file in (tmp_path / "board").iterdir()}
    assert all(plan.missing == 0 for plan in asked.plans.values())


BY_YEAR = {"trust": (2.0, 6.0, 20.0), "baseline": (1.0, 2.0, 4.0), "npm": (5.0, 7.0, 11.0)}


def scenario(values: tuple[float, ...]) -> pd.DataFrame:
    """Two replicates of three years; quality is the same all year, sick leave is highest in the first quarter."""
    rows = [
        {
            "replicate": replicate,
            "year": year,
            "quarter": quarter,
            "quality": value,
            "sick_leave_share": value / quarter,
        }
        for replicate in (1, 2)
        for year, value in enumerate(values, 1)
        for quarter in (1, 2, 3, 4)
    ]
    return pd.DataFrame(rows).set_index(["replicate", "year", "quarter"])


@pytest.mark.parametrize(
    ("asked", "shows"),
    [
        ({"window": (2, 2)}, 6.0 - 2.0),
        ({"window": (2, 3)}, 13.0 - 3.0),
        ({"window": (2, 2), "less": ("npm", "baseline")}, (6.0 - 2.0) - (7.0 - 2.0)),
        ({"window": (3, 3), "contrast": "ratio"}, 20.0 / 4.0),
        ({"window": (2, 2), "contrast": "ratio", "b": "npm"}, 6.0 / 7.0),
        ({"window": (3, 3), "contrast": "difference in differences", "before": (1, 1)}, (20.0 - 4.0) - (2.0 - 1.0)),
        ({"window": (2, 3), "contrast": "slope"}, (20.0 - 4.0) - (6.0 - 2.0)),
        ({"window": (2, 2), "contrast": "level"}, 6.0),
        ({"window": (2, 2), "contrast": "season", "measure": "sick_leave_share"}, 3.0),
        ({"window": (2, 2), "contrast": "share", "b": "npm"}, 0.0),
        ({"window": (3, 3), "contrast": "share", "b": "npm"}, 1.0),
        ({"window": (2, 2), "contrast": "rank", "among": ("baseline", "npm")}, 2.0),
        ({"window": (3, 3), "contrast": "rank", "among": ("baseline", "npm")}, 1.0),
    ],
)
def test_a_statement_is_about_its_contrast_measure_scenarios_and_years(asked: dict[str, Any], shows: float) -> None:
    asked = {"a": "trust", "measure": "quality", "says": "-", "expected": {"direction": "higher"}} | asked
    statement = Statement.model_validate(asked)
    lived = {side: scenario(BY_YEAR[side.scenario]) for side in arenas.sides_of(statement).values()}
    found = board.found(statement, lived)
    assert (found.mean, found.pairs) == (pytest.approx(shows), 2)


def test_a_statement_about_a_fact_is_about_its_years() -> None:
    asked = {"a": "baseline", "measure": "spells_begun * quality", "contrast": "level", "window": (2, 3), "says": "-"}
    statement = Statement.model_validate(asked | {"expected": {"direction": "higher"}})
    table = scenario(BY_YEAR["trust"]).assign(spells_begun=2.0)
    assert board.found(statement, {structure.studies_of(statement)["a"]: table}).mean == pytest.approx(2.0 * 13.0)


def test_verdict_of_a_claim_is_its_worst_statement() -> None:
    rows = pd.DataFrame({"claim": ["3", "3", "9"], "verdict": ["reproduced", "contradicted", "direction only"]})
    said = board.verdicts(CLAIMS, rows).set_index("claim")["verdict"]
    assert (said["3"], said["9"], said["10"]) == ("contradicted", "direction only", board.NOT_ASKED)


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ('measure = "quality"', 'measure = "qualty"', ('no measure "qualty"', 'Did you mean "quality"?')),
        ('measure = "quality"', 'measure = "quality > 1"', ("measure", "brackets")),
        ('measure = "quality"', 'measure = "1 / 0"', ("measure", "it names no measure")),
        ('measure = "quality"', 'measure = "5"', ("measure", "it names no measure")),
        ('measure = "quality"', 'measure = "quality / (1 - 1)"', ("measure", "no finite number")),
        ('measure = "quality"', 'measure = "quality + 1 / 0"', ("measure", "no finite number")),
        ('measure = "quality"', 'measure = "quality * 1e400"', ("measure", "no finite number")),
        ('measure = "quality"', f'measure = "quality * {"9" * 400}"', ("measure", "no finite number")),
        ('measure = "quality"', f'measure = "{"-" * 300}quality"', ("measure", "more than 100 operations")),
        ('measure = "quality"', f'measure = "{"(" * 400}quality{")" * 400}"', ("measure", "cannot be read")),
        ('measure = "quality"', f'measure = "quality{" + quality" * 400}"', ("measure", "longer than 1000 characters")),
        ('measure = "quality"', 'measure = "quality.values"', ("measure", "brackets")),
        ('measure = "quality"', 'measure = "quality.__class__"', ("measure", "brackets")),
        ('b = "targets"', 'b = "targtes"', ("targtes", 'Did you mean "targets"?')),
        ('kind = "emergent"', 'kind = "emerging"', ("kind", 'Did you mean "emergent"?')),
        ("window = [1, 2]", "window = [2, 1]", ("window", "forwards")),
        ('direction = "higher"', 'direction = "up"', ("direction", "higher")),
        ("margin = 0.001", "low = 0.001", ("margin",)),
        ('contrast = "rank"', 'contrast = "rang"', ("contrast", 'Did you mean "rank"?')),
        ("statement = [", "staement = [", ("staement", 'Did you mean "statement"?')),
        ('setting = "four_units"', 'setting = "four_unit"', ("four_unit", 'Did you mean "four_units"?')),
        ('a = "targets"', 'case = "oder", a = "targets"', ("oder", 'Did you mean "odder"?')),
        ('a = "targets"', 'case = "odder", a = "open_stoped"', ("open_stoped", 'Did you mean "open_stopped"?')),
        ("window = [1, 2]", 'case = "odder", window = [1, 20]', ("odder", "ends after 5 years")),
        ('less = ["targets", "baseline"]', 'less = ["targets"]', ("less", "two scenarios")),
        ('a = "targets"', 'a = "targets", parameters = { soft_rech = 0.0 }', ("soft_rech", "soft_reach")),
    ],
)
def test_a_wrong_claim_is_told_why(tmp_path: Path, wrong: str, right: str, words: tuple[str, ...]) -> None:
    assert wrong in OWN
    file = claims_file(tmp_path, OWN.replace(wrong, right, 1))
    with pytest.raises(Mistake) as told:
        in_words(ask(file, quick=True, out=tmp_path / "board"))
    for word in ("own.toml", *words):
        assert word in str(told.value)
    assert len(str(told.value)) < 700
    assert not (tmp_path / "board").exists()


def test_claims_without_a_statement_cannot_be_asked(tmp_path: Path) -> None:
    text = OWN.split("statement = [", maxsplit=1)[0] + 'not_yet = "needs data"\n'
    with pytest.raises(Mistake, match="nothing can be asked"):
        ask(claims_file(tmp_path, text), quick=True, out=tmp_path / "board")
    with pytest.raises(Mistake, match="not_yet"):
        ask(claims_file(tmp_path, text.replace("not_yet", "note")), quick=True, out=None)


def test_an_asked_board_is_named_by_its_file(tmp_path: Path) -> None:
    asked: Asked = ask(claims_file(tmp_path, OWN), quick=True, out=None)
    assert asked.results == Path("results/evidence_own_quick")


def test_the_kept_board_is_of_these_claims() -> None:
    """What stands on the page was asked as the claims are now, of all runs; `styreform evidence` renews it."""
    folder = PAGE.parents[1] / "results" / "reference" / "evidence"
    kept = json.loads((folder / "provenance.json").read_text("utf-8"))
    assert kept["claims"] == digest([claim.model_dump(mode="json") for claim in CLAIMS])
    assert TOO_FEW not in (folder / "claims.csv").read_text("utf-8")
