"""Each regime is the sum of its instruments, and the sum is the regime that the documents were coded as."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from sim.regimes import BASELINE, LEVERS, fold, load_instrument, load_regime, names

COLUMNS = tomllib.loads(Path(__file__).with_name("coded_columns.toml").read_text(encoding="utf-8"))
ROUNDING = 1e-12


FOLDED_EXACTLY = (
    "npm",
    "trust",
    "bum",
    "bum_choice",
    "relational",
    "free_municipality",
    "no_involvement",
    "tender_threat",
)
"""Regimes whose instruments give each coded cell to the last digit."""


def column(regime: str) -> dict[str, float]:
    return {**BASELINE, **{name: value for name, value in COLUMNS[regime].items() if name != "honesty"}}


def coded_honesty(regime: str) -> float:
    return COLUMNS[regime].get("honesty", honesty(column(regime)))


def honesty(formal: Mapping[str, float]) -> float:
    """The share of what is asked of the staff that is open, or closed and told so."""
    return 1 - (1 - formal["open_questions"]) * (1 - formal["told_frame"])


def test_every_regime_is_coded_and_every_coded_cell_is_a_lever() -> None:
    assert set(names("regimes")) == set(COLUMNS)
    assert {cell for regime in COLUMNS for cell in COLUMNS[regime]} <= {*LEVERS, "honesty"}


@pytest.mark.parametrize("regime", COLUMNS)
def test_a_regime_folds_to_its_coded_column_within_the_bands(regime: str) -> None:
    formal, coded = load_regime(regime).formal(), column(regime)
    for name, lever in LEVERS.items():
        if name in ("open_questions", "told_frame"):  # their band is on honesty
            continue
        low, high = lever.band.around(coded[name])
        assert low - ROUNDING <= formal[name] <= high + ROUNDING, name


@pytest.mark.parametrize("regime", COLUMNS)
def test_a_regime_folds_to_its_coded_honesty_within_the_band(regime: str) -> None:
    assert honesty(load_regime(regime).formal()) == pytest.approx(coded_honesty(regime), abs=0.2)


@pytest.mark.parametrize("regime", COLUMNS)
def test_duties_guarantees_and_forms_have_no_band(regime: str) -> None:
    formal, coded = load_regime(regime).formal(), column(regime)
    forms = [name for name, lever in LEVERS.items() if lever.law in ("most", "sole")]
    assert {name: formal[name] for name in forms} == {name: coded[name] for name in forms}


@pytest.mark.parametrize("regime", FOLDED_EXACTLY)
def test_some_regimes_fold_to_their_columns_exactly(regime: str) -> None:
    assert load_regime(regime).formal() == column(regime)


def test_the_honesty_of_each_regime_as_it_is_published() -> None:
    published = {"baseline": 0.6, "npm": 0.55, "tripartite": 0.85, "kkp": 0.75, "trust": 0.7, "hybrid": 0.8}
    assert {regime: round(honesty(column(regime)), 2) for regime in published} == published


def test_managers_in_the_workshops_or_not_is_a_difference_in_presence_alone() -> None:
    present, absent = load_regime("cocreated_open").formal(), load_regime("cocreated_open + absent_management").formal()
    moved = {name: (present[name], absent[name]) for name in LEVERS if present[name] != absent[name]}
    assert moved == {"management_presence": (0.8, 0.2)}


def test_a_lever_that_no_regime_may_set_stays_where_it_is() -> None:
    others = [name for name, lever in LEVERS.items() if lever.set_by]
    assert others == ["efficiency_demand", "self_certification", "overhead_scale"]
    for regime in names("regimes"):
        formal = load_regime(regime).formal()
        assert all(formal[name] == BASELINE[name] for name in others)


@pytest.mark.parametrize("name", names("instruments"))
def test_an_instrument_goes_by_the_name_of_its_file_and_moves_something(name: str) -> None:
    instrument = load_instrument(name)
    assert instrument.id == name
    assert fold([(instrument, 1.0)]) != dict(BASELINE)


@pytest.mark.parametrize("name", names("regimes"))
def test_a_regime_goes_by_the_name_of_its_file(name: str) -> None:
    assert load_regime(name).id == name


def test_no_instrument_has_the_name_of_a_regime() -> None:
    assert not set(names("instruments")) & set(names("regimes"))


def test_every_lever_is_moved_by_an_instrument_or_says_who_sets_it() -> None:
    moved = {lever for name in names("instruments") for lever in load_instrument(name).moves}
    assert {name for name in LEVERS if name not in moved} == {name for name, lever in LEVERS.items() if lever.set_by}


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_is_whole(name: str) -> None:
    lever = LEVERS[name]
    assert lever.low <= lever.baseline <= lever.high
    low, high = lever.band.around(lever.baseline)
    assert low <= lever.baseline <= high
    assert lever.symbol
    assert lever.meaning
    assert not lever.words or lever.high == len(lever.words) - 1
