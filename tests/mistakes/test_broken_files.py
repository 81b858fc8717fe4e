"""Broken files: whatever a user writes is either right or told in one message with its place."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sim.initialisation.scenario_files import check_file
from sim.mistakes import Mistake, statements
from sim.regimes import names, scenario_file

RIGHT = {
    "instruments": scenario_file("instruments", "steering_group").read_text(encoding="utf-8"),
    "regimes": scenario_file("regimes", "hybrid").read_text(encoding="utf-8"),
    "municipalities": scenario_file("municipalities", "four_units").read_text(encoding="utf-8"),
}


def told(folder: Path, text: str | bytes, kind: str = "instruments") -> str:
    """The message that a file with this text gives; fails if it gives none."""
    file = folder / kind / "mine.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Mistake) as caught:
        check_file(file)
    assert str(file) in str(caught.value)
    return str(caught.value).replace(str(file), "mine.toml")


def changed(kind: str, old: str, new: str) -> str:
    assert RIGHT[kind].count(old) == 1, old
    return RIGHT[kind].replace(old, new)


def line_of(kind: str, old: str) -> int:
    return RIGHT[kind][: RIGHT[kind].index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("kind", "old", "new", "words"),
    [
        # unknown words
        ("instruments", "voice = 0.3", "vocie = 0.3", ("moves.vocie", "no lever", 'Did you mean "voice"?')),
        ("instruments", '"consensus"', '"consenus"', ("moves.decision_rule", "hierarchy", 'Did you mean "consensus"?')),
        ("instruments", 'grade = "C"', 'grade = "D"', ("grade", '"D"', "Allowed: A, B, C.")),
        ("instruments", "title =", "titel =", ("titel", "no such key", 'Did you mean "title"?', "1 more")),
        (
            "regimes",
            "results_dialogue = 1",
            "result_dialogue = 1",
            ("instruments.result_dialogue", '"results_dialogue"'),
        ),
        ("regimes", "results_dialogue = 1", '"mine/own.toml" = 1', ("no such file", "own.toml")),
        ("municipalities", '"home_care"', '"homecare"', ("services[3].service", 'Did you mean "home_care"?')),
        ("municipalities", '"none"', '"norway"', ("national_path", "Allowed: none, norway_2001_2010")),
        # wrong kinds of value
        ("instruments", "voice = 0.3", 'voice = "high"', ("moves.voice", "needs a number", '"high"')),
        ("instruments", "voice = 0.3", "voice = true", ("moves.voice", "needs a number", "true")),
        ("instruments", '"consensus"', "2", ("moves.decision_rule", "Allowed: consensus, delegated, hierarchy.")),
        ("instruments", 'id = "steering_group"', "id = 7", ("id", "needs text in quotes", "not 7")),
        ("regimes", "fewer_rules = 0.4", 'fewer_rules = "0.4"', ("instruments.fewer_rules", "needs a number")),
        ("municipalities", "politicians = 3", "politicians = 3.5", ("politicians", "whole number", "3.5")),
        ("municipalities", "politicians = 3", "politicians = [3]", ("politicians", "whole number", "a list")),
        ("municipalities", "units_per_representative = 2", "units_per_representative = 2020-01-01", ("whole number",)),
        # out of range
        ("instruments", "voice = 0.3", "voice = 1.5", ("moves.voice", "1.5", "out of range: from -1 to 1")),
        ("instruments", "voice = 0.3", "voice = nan", ("moves.voice", "nan")),
        ("instruments", "voice = 0.3", "voice = inf", ("moves.voice", "inf")),
        ("instruments", "voice = 0.3", "voice = 1e999", ("moves.voice", "inf")),
        ("regimes", "fewer_rules = 0.4", "fewer_rules = -1", ("instruments.fewer_rules", "-1", "out of range")),
        ("regimes", "fewer_rules = 0.4", "fewer_rules = nan", ("instruments.fewer_rules", "nan")),
        ("municipalities", "politicians = 3", "politicians = 0", ("politicians", "at least 1, at most 200", "council")),
        ("municipalities", "absence_level = 0.0", "absence_level = nan", ("absence_level", "finite number")),
        ("municipalities", "absence_level = 0.0", "absence_level = 9", ("absence_level", "at least -2, at most 2")),
        # what does not go together
        (
            "instruments",
            "voice = 0.3",
            "efficiency_demand = 0.01",
            ("moves.efficiency_demand", "no instrument may move"),
        ),
        (
            "regimes",
            "results_dialogue = 1",
            "professional_discretion = 1",
            ("conflict over decision_rule", "delegated"),
        ),
        ("municipalities", "parties = 2", "parties = 5", ("parties", "5 parties cannot share 3 seats")),
        ("municipalities", '"home_care"', '"school"', ("services[3].service", "listed twice")),
        # written twice
        ("instruments", "voice = 0.3", "voice = 0.3\nvoice = 0.4", ("moves.voice", "stands in line", "already")),
        # syntax
        ("instruments", "voice = 0.3", "voice 0.3", ("voice 0.3", "TOML is written")),
        ("instruments", "voice = 0.3", "voice = high", ("voice = high", "TOML is written")),
        ("instruments", "[moves]", "[moves", ("[moves", "TOML is written")),
        ("municipalities", "politicians = 3", f"politicians = {'9' * 5000}", ()),
    ],
)
def test_a_fault_is_told_with_its_line_its_key_and_what_is_allowed(
    tmp_path: Path, kind: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    message = told(tmp_path, changed(kind, old, new), kind)
    for word in words:
        assert word in message
    assert "\n" not in message
    line = re.search(r"line (\d+)", message)
    assert line or not words or "own.toml" in message
    if line and "conflict" not in message and "already" not in message:
        assert int(line[1]) == line_of(kind, old)


def test_a_missing_key_is_named_with_its_meaning(tmp_path: Path) -> None:
    message = told(tmp_path, changed("municipalities", "parties = 2\n", ""), "municipalities")
    assert "parties: this is missing (party blocks in the council)" in message


def test_of_several_faults_the_first_by_line_is_told(tmp_path: Path) -> None:
    text = changed("municipalities", "politicians = 3", "politicians = 0").replace("partners = 1", "partners = -1")
    message = told(tmp_path, text, "municipalities")
    assert "politicians" in message
    assert "1 more" in message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"# nothing but words\n", "empty"),
        (b'title = "caf\xe9"\n', "line 1: the text is not UTF-8"),
        ("title = 'x'".encode("utf-16"), "not UTF-8"),
        (b"\x00\x01\x02", "line 1"),
        (b"a = " + b"[" * 5000, ""),
        (b"a = 1" + b" " * 1_000_001, "larger than"),
        (b"a = 2020-13-45", ""),
        (b"something = 1\n", "no file of styreform's"),
        (b'question = "q"\n', "experiment"),
    ],
)
def test_what_is_no_scenario_file_is_told_so(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in told(tmp_path, data, kind="elsewhere")


def test_a_folder_and_a_missing_file_are_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="this is a folder"):
        check_file(tmp_path)
    (tmp_path / "regime.toml").touch()
    with pytest.raises(Mistake, match=r'no such file. Did you mean "regime.toml"'):
        check_file(tmp_path / "regmie.toml")


@pytest.mark.parametrize("name", ["no\0name.toml", "x" * 5000 + ".toml"])
def test_a_name_that_no_file_can_have_is_a_mistake(name: str) -> None:
    with pytest.raises(Mistake):
        check_file(name)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xef\xbb\xbf" + RIGHT["regimes"].replace("\n", "\r\n").encode())
    assert "hybrid" in check_file(file)


# Damage at random: never anything but a Mistake, in one line, that names the file.

scenarios = st.sampled_from([(kind, scenario_file(kind, name)) for kind in RIGHT for name in names(kind)])  # type: ignore[arg-type]
at_will = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def message_of(file: Path) -> str:
    try:
        check_file(file)
    except Mistake as mistake:
        return str(mistake)
    return ""


def is_right_or_told(folder: Path, kind: str, data: bytes) -> None:
    file = folder / kind / "mine.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    message = message_of(file)
    assert not message or str(file) in message


@at_will
@given(scenarios, st.data())
def test_a_damaged_file_is_right_or_told(tmp_path: Path, scenario: tuple[str, Path], data: st.DataObject) -> None:
    kind, file = scenario
    text = file.read_bytes()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    is_right_or_told(tmp_path, kind, text[:start] + data.draw(st.binary(max_size=6)) + text[end:])


@at_will
@given(scenarios, st.data())
def test_a_file_with_lines_lost_moved_or_doubled_is_right_or_told(
    tmp_path: Path, scenario: tuple[str, Path], data: st.DataObject
) -> None:
    kind, file = scenario
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = data.draw(st.lists(st.sampled_from(lines), max_size=len(lines) + 2))
    is_right_or_told(tmp_path, kind, "\n".join(kept).encode())


values = st.sampled_from(
    ["nan", "-inf", "1e999", "true", '""', '"x"', "[]", "[[]]", "{}", "-1", "0", "9" * 400, "0.1", "1979-05-27", "[{}]"]
)


@at_will
@given(scenarios, values, st.data())
def test_a_file_with_another_value_is_right_or_told(
    tmp_path: Path, scenario: tuple[str, Path], value: str, data: st.DataObject
) -> None:
    kind, file = scenario
    lines = file.read_text(encoding="utf-8").splitlines()
    keys = [place for place, line in enumerate(lines) if re.match(r"^\w+ = [^\"\[]", line)]
    assume(keys)
    place = data.draw(st.sampled_from(keys))
    lines[place] = f"{lines[place].split(' = ')[0]} = {value}"
    is_right_or_told(tmp_path, kind, "\n".join(lines).encode())


# The lines of keys.

words = st.text(alphabet="abc", min_size=1, max_size=2)
TEXTS: tuple[Callable[[str], str], ...] = (
    lambda key: f"{key} = 1",
    lambda key: f'{key} = """\n{key} = 2\n[{key}]\n"""',
    lambda key: f"{key} = [\n  1, # {key} = 3\n  2,\n]",
    lambda key: f'"{key}" = {{ inner = "]" }}  # [x]',
    lambda key: f"{key}.under = '''\n'''",
    lambda key: f"# {key} = 4\n\n[{key}]",
    lambda key: f"[[{key}]]",
)


@given(st.lists(st.tuples(st.sampled_from(TEXTS), words), max_size=8))
def test_every_key_is_found_on_its_line(some: list[tuple[Callable[[str], str], str]]) -> None:
    text = "\n".join(write(key) for write, key in some)
    try:
        content = tomllib.loads(text)
    except ValueError:
        return
    lines = text.split("\n")
    found = list(statements(text))
    for line, key, _ in found:
        value: object = content
        for part in key:
            value = value[part]  # type: ignore[index]
        name = next(part for part in reversed(key) if isinstance(part, str) and part not in ("under", "inner"))
        assert name in lines[line - 1]
    assert {key[0] for _, key, _ in found} == set(content)
