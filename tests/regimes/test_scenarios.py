"""Regimes by name, by file and in one line; reforms in time."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mistakes import Mistake
from sim.regimes import BASELINE, Reform, fold, load_instrument, load_regime, names, phases, programme, timeline
from sim.regimes.scenario import HOW


def test_a_name_is_the_regime_of_that_name() -> None:
    assert load_regime(" npm ") == load_regime("npm")


def test_a_line_adds_regimes_and_instruments_with_intensities() -> None:
    formal = load_regime("trust + targets*0.5").formal()
    trust = load_regime("trust").formal()
    assert formal["target_stakes"] == 0.325
    assert formal["absence_strictness"] == 0.3
    assert formal["documentation_share"] == trust["documentation_share"]


def test_an_intensity_may_stand_before_or_after_a_name() -> None:
    assert load_regime("0.5*steering_group + targets").formal() == load_regime("targets+steering_group * .5").formal()


def test_half_a_regime_is_each_of_its_instruments_at_half() -> None:
    half = load_regime("npm*0.5").formal()
    assert half["target_stakes"] == 0.525
    assert half["documentation_share"] == 0.14


def test_an_instrument_alone_is_the_baseline_with_it() -> None:
    assert load_regime("tendering").formal() == fold([(load_instrument("tendering"), 1.0)])


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("trsut", ("trsut", 'Did you mean "trust"?')),
        ("npm + tragets*0.5", ("tragets", 'Did you mean "targets"?')),
        ("npm +", ("cannot be read", HOW)),
        ("", ("cannot be read", HOW)),
        ("npm * trust", ("npm * trust", HOW)),
        ("npm*0.5*0.5", ("npm*0.5*0.5", HOW)),
        ("0.5", ("cannot be read",)),
        ("npm*11", ("out of range: 0 to 10",)),
        ("npm*nan", ("cannot be read",)),
        ("npm*-1", ("cannot be read",)),
        ("npm - targets", ("npm - targets", "+ between them")),
        ("trust + steering_group", ("conflict over decision_rule", "delegated", "consensus")),
        ("my_regime.toml", ("my_regime.toml", "no such file")),
        ("trust + nowhere/mine.toml", ("no such file",)),
    ],
)
def test_a_line_that_cannot_be_run_is_told_why(scenario: str, words: tuple[str, ...]) -> None:
    with pytest.raises(Mistake) as caught:
        load_regime(scenario)
    for word in words:
        assert word in str(caught.value)


@given(st.text(alphabet="npmtrust+*. 0123456789-_/\0é\n", max_size=25) | st.text(max_size=25))
def test_any_text_is_a_regime_or_a_mistake(text: str) -> None:
    with suppress(Mistake):
        load_regime(text)


def test_a_regime_of_the_users_may_use_an_instrument_of_the_users(tmp_path: Path) -> None:
    (tmp_path / "quiet_hour.toml").write_text(
        'id = "quiet_hour"\ntitle = "Quiet hour"\nwhy = "w"\nsource = ["assumption"]\ngrade = "C"\n'
        "[moves]\ntime_control = 0.2\n",
        encoding="utf-8",
    )
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'id = "mine"\ntitle = "Mine"\ndescription = "d"\nsource = ["assumption"]\n'
        '[instruments]\n"quiet_hour.toml" = 0.5\ntargets = 1\n',
        encoding="utf-8",
    )
    assert load_regime(mine).formal()["time_control"] == 0.65
    assert load_regime(f"trust + {tmp_path}/quiet_hour.toml*0.5").formal()["time_control"] == 0.65


@pytest.mark.parametrize("kind", ["regimes", "instruments", "municipalities"])
def test_scenario_files_come_with_the_program(kind: str) -> None:
    assert names(kind)  # type: ignore[arg-type]


def test_a_programme_starts_and_stops() -> None:
    asked = {**BASELINE, "voice": 0.9}
    assert programme(asked, 52, 156, (3, 4)) == (Reform(52, asked, (3, 4)), Reform(156, BASELINE, (3, 4)))


def test_phases_follow_each_other() -> None:
    soft, hard = {**BASELINE, "voice": 0.7}, {**BASELINE, "discretion": 0.8}
    assert [reform.formal for reform in phases([(104, hard), (0, soft)])] == [soft, hard]


def test_reforms_of_different_municipalities_may_begin_together() -> None:
    assert len(timeline([Reform(0, BASELINE, (0, 1)), Reform(0, BASELINE, (2,))])) == 2


@pytest.mark.parametrize(
    "reforms",
    [
        [Reform(4, BASELINE), Reform(4, BASELINE, (1,))],
        [Reform(4, BASELINE, (1,)), Reform(4, BASELINE, (2,)), Reform(4, BASELINE, (1,))],
        [Reform(-1, BASELINE)],
    ],
)
def test_reforms_that_cannot_be_are_mistakes(reforms: list[Reform]) -> None:
    with pytest.raises(Mistake):
        timeline(reforms)


def test_a_programme_cannot_stop_before_it_starts() -> None:
    with pytest.raises(Mistake, match="cannot stop in week 10"):
        programme(BASELINE, 10, 10)
