"""Parameters: nothing loads without a home, and nothing runs on a value that its range does not admit."""

import math
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence import PARAMETERS, Parameter, parameter_set
from sim.evidence.parameters import read_parameters
from sim.mistakes import Mistake

WHOLE = {
    "symbol": '"m_p"',
    "equation": '"E13"',
    "value": "0.55",
    "range": "[0.35, 0.75]",
    "quantity": '"share"',
    "meaning": '"share of motivation that is disposition"',
    "basis": '"assumed"',
    "role": '"K"',
    "grade": '"C"',
    "source": '["prior"]',
}
"""A complete parameter, as its file spells it."""


def written(folder: Path, entry: dict[str, str], name: str = "disposition_share", file: str = "motivation") -> Path:
    """A folder with one parameter in one more file."""
    lines = [f"[{name}]", *(f"{key} = {value}" for key, value in entry.items())]
    (folder / f"{file}.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_whole_parameter_is_read(tmp_path: Path) -> None:
    (parameter,) = read_parameters(written(tmp_path, WHOLE))
    assert (parameter.name, parameter.mechanism, parameter.value) == ("disposition_share", "motivation", 0.55)
    assert "share of motivation that is disposition" in parameter.in_words()


@pytest.mark.parametrize("key", WHOLE)
def test_nothing_loads_when_one_thing_is_missing(tmp_path: Path, key: str) -> None:
    entry = {name: value for name, value in WHOLE.items() if name != key}
    with pytest.raises(Mistake, match=rf"motivation\.toml, line 1, disposition_share\.{key}: this is missing"):
        read_parameters(written(tmp_path, entry))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("value", "0.9", "outside the range"),
        ("value", "nan", "finite"),
        ("value", '"0.5"', "number"),
        ("value", "true", "number"),
        ("range", "[0.75, 0.35]", "upside down"),
        ("range", "[0.35]", "range"),
        ("basis", '"guessed"', "measured"),
        ("role", '"X"', "'F', 'K' or 'S'|F, K, S"),
        ("grade", '"D"', "'A', 'B' or 'C'|A, B, C"),
        ("source", "[]", "source"),
        ("source", '[" "]', "source"),
        ("meaning", '""', "meaning"),
        ("unit", '"share"', "unit"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, key: str, value: str, said: str) -> None:
    with pytest.raises(Mistake, match=said) as told:
        read_parameters(written(tmp_path, WHOLE | {key: value}))
    assert "motivation.toml, line " in str(told.value)


def test_a_name_has_one_home(tmp_path: Path) -> None:
    written(tmp_path, WHOLE)
    with pytest.raises(Mistake, match=r"motivation\.toml and in strain\.toml"):
        read_parameters(written(tmp_path, WHOLE, file="strain"))


@pytest.mark.parametrize("name", ["lambda", "Two", "two-words"])
def test_a_name_can_be_read_by_a_rule(tmp_path: Path, name: str) -> None:
    with pytest.raises(Mistake):
        read_parameters(written(tmp_path, WHOLE, name))


def test_the_reference_list_is_no_parameter_file(tmp_path: Path) -> None:
    (tmp_path / "references.toml").write_text("[works]", encoding="utf-8")
    assert len(read_parameters(written(tmp_path, WHOLE))) == 1


def test_the_record_holds_every_value_under_its_name() -> None:
    record = parameter_set().record()
    assert {it.name: float(getattr(record, it.name)) for it in PARAMETERS} == parameter_set().values


def test_no_name_is_taken_by_records_themselves() -> None:
    """``p.mean`` would be NumPy's, not ours."""
    import numpy as np

    assert not {it.name for it in PARAMETERS} & set(dir(np.record))


@given(st.sampled_from([it for it in PARAMETERS if it.low < it.high]), st.floats(0, 1))
def test_a_change_within_the_range_is_all_that_changes(parameter: Parameter, share: float) -> None:
    value = min(max(parameter.low + share * (parameter.high - parameter.low), parameter.low), parameter.high)
    changed = parameter_set({parameter.name: value})
    assert changed.values == parameter_set().values | {parameter.name: value}
    assert (changed.digest() == parameter_set().digest()) == (value == parameter.value)


@given(st.sampled_from(PARAMETERS), st.floats(allow_nan=True, allow_infinity=True))
def test_a_value_outside_the_range_is_refused(parameter: Parameter, value: float) -> None:
    if parameter.low <= value <= parameter.high:
        return
    with pytest.raises(Mistake, match=parameter.name):
        parameter_set({parameter.name: value})


def test_an_unknown_name_is_refused_with_the_nearest_right_one() -> None:
    known = PARAMETERS[0].name
    with pytest.raises(Mistake, match=f'Did you mean "{known}"'):
        parameter_set({known + "x": 1.0})


def test_changes_build_on_one_another() -> None:
    first, second, *_ = [it for it in PARAMETERS if it.low < it.high]
    step_by_step = parameter_set({first.name: first.low}).with_changes({second.name: second.high})
    assert step_by_step == parameter_set({first.name: first.low, second.name: second.high})


def test_a_set_travels_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(parameter_set())) == parameter_set()


def test_a_fixed_definition_cannot_be_changed() -> None:
    fixed = next(it for it in PARAMETERS if it.low == it.high)
    with pytest.raises(Mistake, match="out of range"):
        parameter_set({fixed.name: math.nextafter(fixed.value, math.inf)})
