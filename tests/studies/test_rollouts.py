"""Roll-outs: who joins, the placebo, the same numbers as the laboratory's, and words that are refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.evidence import parameter_set
from sim.lab.bundle import Piece, live
from sim.lab.designs import design
from sim.lab.experiment import Experiment, packaged_cases, read_experiment
from sim.mistakes import Mistake
from sim.regimes.reforms import by_lot
from sim.simulate import founded
from sim.studies import rollouts
from sim.studies.evidence import answer, ask, in_words
from tests.lab.laboratories import ROOT

P = parameter_set().record()
SEEDS = range(1, 41)
CASE = """\
question = "Does it help?"
expected_answer = "A little."
setting = "eight.toml"
regimes = ["baseline", "kkp"]
overhead = ["as coded"]
pools = [{ week = 0, municipalities = 2 }, { week = 26, municipalities = 1 }]
replicates = 2
burn_in_years = 2
years = 1
early_window = [1, 1]
main_window = [1, 1]
"""
RO = 'case = "small.toml", participants = "selected"'
OWN = f"""
[[claim]]
id = "mine"
title = "A roll-out"
kind = "emergent"
source = ["claim 11"]
statement = [
  {{ says = "They start higher", {RO}, a = "baseline", b = "others of baseline", measure = "sick_leave_share", window = [0, 0], expected = {{ direction = "higher" }} }},
  {{ says = "Their gap is their gap", {RO}, a = "kkp", b = "others of kkp", less = ["kkp", "others of kkp"], measure = "sick_leave_share", contrast = "difference in differences", window = [1, 1], before = [0, 0], expected = {{ direction = "same", margin = 0.001 }} }},
  {{ says = "Some get worse", {RO}, a = "kkp", measure = "sick_leave_share", contrast = "share rising", window = [1, 1], before = [0, 0], expected = {{ direction = "within", low = 0.0, high = 1.0 }} }},
]
"""  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small roll-out in it, and claims about it."""
    text = (ROOT / "scenarios" / "municipalities" / "four_units.toml").read_text(encoding="utf-8")
    text = text.replace('name = "four_units"', 'name = "eight"').replace("municipalities = 1", "municipalities = 8")
    (tmp_path / "eight.toml").write_text(text, encoding="utf-8")
    (tmp_path / "small.toml").write_text(CASE, encoding="utf-8")
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def order(sick_leave: list[float], seed: int, participants: str = "selected") -> list[int]:
    return [*rollouts.joining_order(participants, sick_leave, 3, P, seed)]


def test_those_who_choose_themselves_start_higher_and_those_drawn_do_not() -> None:
    levels = [6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5]

    def mean_of_joiners(participants: str) -> float:
        return float(np.mean([levels[m] for seed in SEEDS for m in order(levels, seed, participants)[:3]]))

    assert mean_of_joiners("selected") > np.mean(levels) + 0.4
    assert mean_of_joiners("randomised") == pytest.approx(np.mean(levels), abs=0.3)


def test_who_joins_belongs_to_the_seed_and_equals_have_equal_chances() -> None:
    equal = [7.0] * 8
    joined = np.bincount([m for seed in range(400) for m in order(equal, seed)], minlength=8)
    assert joined.sum() == 3 * 400
    assert abs(joined - 150).max() < 4 * np.sqrt(400 * 3 / 8 * 5 / 8)
    assert order(equal, 5) == order([8.0] * 8, 5)


def test_pools_are_by_lot_among_those_who_join() -> None:
    firsts = {order([99.0, 98.0, 97.0, 1.0, 1.0, 1.0, 1.0, 1.0], seed)[0] for seed in SEEDS}
    assert firsts == {0, 1, 2}
    assert order([7.0] * 8, 3, "randomised") == by_lot(8, 3)


def small(folder: Path) -> Experiment:
    case, _ = read_experiment(str(folder / "small.toml"))
    return case


def test_drawn_by_lot_it_is_the_laboratory_s(folder: Path) -> None:
    plan = design(small(folder))
    table = rollouts.lived(plan, "randomised", workers=1)
    (bundle, *_) = plan.bundles()
    series = {one.run: one.series for one in live(bundle, founded) if isinstance(one, Piece)}
    for row in plan.rows:
        if row.replicate == 1:
            weekly = series[row.run]
            assert weekly is not None
            quarterly = weekly["quality"].reshape(4, 13, 8).mean(axis=1).T
            here = table.loc[(row.regime, 1, slice(None), 1), "quality"].to_numpy().reshape(8, 4)
            np.testing.assert_array_equal(here, quarterly)


def test_under_the_baseline_the_labels_are_a_placebo(folder: Path) -> None:
    table = rollouts.lived(design(small(folder)), "selected", workers=2)
    assert table.index.names == [*rollouts.INDEX]
    baseline, programme = table.xs("baseline"), table.xs("kkp")
    joined = baseline["joined"].groupby(["replicate", "municipality"]).first()
    assert joined.groupby("replicate").apply(lambda weeks: sorted(weeks)[-3:]).tolist() == [[0, 0, 26]] * 2
    pd.testing.assert_series_equal(baseline["joined"], programme["joined"])
    measures = table.columns.drop("joined")
    year_before = baseline.xs(0, level="year")[measures], programme.xs(0, level="year")[measures]
    pd.testing.assert_frame_equal(*year_before, check_exact=True)
    first_quarter = (slice(None), slice(None), 1, 1)
    late = baseline.loc[first_quarter, "joined"] == 26
    meetings = (baseline.loc[first_quarter, "meeting_share"], programme.loc[first_quarter, "meeting_share"])
    assert (meetings[0][late] == meetings[1][late]).all()
    at_once = baseline.loc[first_quarter, "joined"] == 0
    assert (meetings[0][at_once] < meetings[1][at_once]).all()


def test_claims_about_a_roll_out_are_asked_once(folder: Path) -> None:
    asked = ask(folder / "own.toml", quick=True, out=folder / "board")._replace(replicates=2)
    assert "roll-out of small.toml, participants selected: to be lived" in in_words(asked)
    answer(asked, Console(quiet=True), "styreform evidence", workers=2)
    rows = pd.read_parquet(folder / "board" / "statements.parquet")
    assert rows["pairs"].tolist() == [2] * 3
    assert rows["found"][1] == 0.0
    assert rows["verdict"][2] == "reproduced"
    assert set(rows["setting"]) == {"small.toml, selected"}
    assert "lived already" in in_words(asked)


SELECTED = 'participants = "selected"'
FIRST = f'{RO}, a = "baseline", b = "others of baseline", measure = "sick_leave_share", window = [0, 0]'
LAST = f'{RO}, a = "kkp", measure = "sick_leave_share", contrast = "share rising", window = [1, 1], before = [0, 0]'
LAST_OUTSIDE = 'a = "kkp", measure = "quality", contrast = "share rising", window = [2, 2], before = [1, 1]'
OF_A_FACT = 'a = "baseline", measure = "never_absent", contrast = "level"'


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('"selected"', '"selectd"', ("participants", 'Did you mean "selected"?')),
        ('"others of baseline"', '"other of baseline"', ('no group "other of"', 'Did you mean "others"?')),
        ('"others of baseline"', '"others of basline"', ('no regime "basline"', 'Did you mean "baseline"?')),
        (
            FIRST,
            'a = "kkp", b = "others of kkp", measure = "quality"',
            ("statement[1].b", '"others of" needs a roll-out'),
        ),
        (FIRST, FIRST.replace(f"{RO}, ", ""), ("window", "year 0 needs a roll-out")),
        (FIRST, f"{RO}, {OF_A_FACT}, window = [0, 0]", ("facts are not counted in roll-outs",)),
        (LAST, LAST_OUTSIDE, ("contrast", '"share rising" needs a roll-out')),
        (LAST, LAST.replace(", before = [0, 0]", ""), ("before", "share rising")),
        (RO, SELECTED, ('"participants" needs a roll-out',)),
        (RO, f'case = "odder", {SELECTED}', ("odder", "no roll-out", "pools")),
        ("window = [0, 0]", "window = [1, 2]", ("ends after 1 years",)),
        ('"share rising"', '"share risng"', ("contrast", 'Did you mean "share rising"?')),
    ],
)
def test_a_wrong_word_is_told_why(folder: Path, right: str, wrong: str, words: tuple[str, ...]) -> None:
    assert right in OWN
    (folder / "own.toml").write_text(OWN.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Mistake) as told:
        in_words(ask(folder / "own.toml", quick=True, out=folder / "board"))
    for word in ("own.toml", *words):
        assert word in str(told.value)


@pytest.mark.parametrize("name", sorted(name for name in packaged_cases() if name.startswith("kora")))
def test_the_trials_of_kora_can_be_lived(name: str) -> None:
    case, _ = read_experiment(name)
    changes: dict[str, Any] = {"replicates": 1, "burn_in_years": 0, "years": 1}
    short = case.quick().model_copy(update=changes | {"early_window": (1, 1), "main_window": (1, 1)})
    (bundle,) = design(short).bundles()
    assert len(bundle.runs) == 3
    ends = [one for one in live(bundle, founded) if not isinstance(one, Piece)]
    assert {getattr(one, "status", "ok") for one in ends} == {"ok"}
