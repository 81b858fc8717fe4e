"""The targets of the calibration: whole, sourced, counted by words that exist, and of the baseline alone."""

from pathlib import Path

import pytest

from sim.analysis.statements import unknown_measures
from sim.evidence import resolves
from sim.evidence.targets import AS_IT_IS, FILE, read_targets
from sim.mistakes import Mistake
from sim.studies import structure
from sim.studies.board import WORDS

TARGETS = read_targets()


def test_every_target_of_the_plan_is_there() -> None:
    assert {target.number for target in TARGETS} == set(range(1, 11))


def test_sources_lead_somewhere() -> None:
    assert [source for target in TARGETS for source in target.source if not resolves(source)] == []


def test_targets_are_counted_by_words_that_exist() -> None:
    for target in TARGETS:
        if target.measure and target.design == AS_IT_IS:
            assert unknown_measures(target.measure, WORDS) == []
            structure.checked(target.statement)
            assert target.statement.a == "baseline"


def test_a_file_without_targets_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    file.write_text("target = []", encoding="utf-8")
    with pytest.raises(Mistake, match=r"needs at least one \[\[target\]\]"):
        read_targets(file)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('"medium_illnesses"', '"medium_ilnesses"', ("no parameter of role K", 'Did you mean "medium_illnesses"?')),
        ("low = 5.0", "low = 6.0", ("low 6 is above high 5.6",)),
        ('id = "spells"', 'id = "sick_leave"', ('a target "sick_leave" already',)),
        ('measure = "spells_begun"', 'note = ""', ("needs a measure",)),
        ('contrast = "season"', 'contrast = "slope"', ("contrast", "level")),
        ("high = 5.6", 'high = "5.6"', ("target[1].high: needs a number",)),
    ],
)
def test_a_wrong_target_is_told_why(tmp_path: Path, right: str, wrong: str, words: tuple[str, ...]) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert right in text
    if right == 'measure = "spells_begun"':
        text = text.replace('note = "A gamma-Poisson', '# note = "A gamma-Poisson')
    file = tmp_path / "targets.toml"
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Mistake) as told:
        read_targets(file)
    for word in words:
        assert word in str(told.value)
