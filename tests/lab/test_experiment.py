"""Experiment files: what is wrong with one is told in one message, with its place; nothing is written."""

from pathlib import Path

import pytest

from sim.lab.designs import design
from sim.lab.experiment import Experiment, default_name, packaged_experiments, read_experiment
from sim.mistakes import Mistake
from sim.regimes import scenario_file

RIGHT = """\
question = "Does it help?"
expected_answer = "A little."
setting = "four_units"
regimes = ["baseline", "npm"]
replicates = 2
[parameters]
motivation_on_effort = 3
"""


def told(text: str, tmp_path: Path) -> str:
    """What is said about an experiment file."""
    file = tmp_path / "experiment.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Mistake) as mistake:
        design(*read_experiment(str(file)))
    said = str(mistake.value)
    assert str(file) in said
    return said


def test_a_right_file_says_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "02_help").mkdir()
    file = tmp_path / "02_help" / "experiment.toml"
    file.write_text(RIGHT, encoding="utf-8")
    experiment, _ = read_experiment(str(file.parent))
    assert (experiment.name, experiment.replicates, experiment.weeks) == ("02_help", 2, 416)
    assert experiment.results() == Path("results/02_help")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"npm"]', '"nmp"]', ["line 4", "regimes", '"nmp"', "Did you mean"]),
        ("four_units", "four_unts", ["line 3", "setting", 'Did you mean "four_units"?']),
        ("replicates = 2", "replicate = 2", ["line 5", "replicate", 'Did you mean "replicates"?']),
        ("replicates = 2", "replicates = 0", ["line 5", "out of range", "at least 1"]),
        ("replicates = 2", 'replicates = "two"', ["line 5", "a whole number"]),
        ("replicates = 2", "main_window = [3, 9]", ["line 5", "main_window", "within years 1 to 8"]),
        ("replicates = 2", "main_window = [4, 3]", ["line 5", "main_window", "must run forwards"]),
        ("replicates = 2", "main_window = [3]", ["line 5", "main_window"]),
        ("replicates = 2", 'overhead = ["equal"]', ["line 5", "overhead", "as coded", "equal overhead"]),
        ('"baseline", ', "", ["line 4", 'must hold "baseline"']),
        (
            "replicates = 2",
            "pools = [{ week = 3, municipalities = 2 }]",
            ["line 5", "pools hold 2 municipalities", "four_units has 1"],
        ),
        (
            "replicates = 2",
            "pools = [{ week = 9, municipalities = 1 }, { week = 9, municipalities = 1 }]",
            ["line 5", "pools[2]", "cannot follow one of week 9"],
        ),
        ("replicates = 2", "pools = [{ week = 416, municipalities = 1 }]", ["line 5", "before the 416 weeks are over"]),
        ("replicates = 2", "pools = [{ weeks = 4, municipalities = 1 }]", ["line 5", 'Did you mean "week"?']),
        ('"npm"]', '"npm", "npm"]', ["line 4", "regimes[3]", "stands here already"]),
        ("motivation_on_effort = 3", "motivation_on_efort = 3", ["line 7", 'Did you mean "motivation_on_effort"?']),
        ("motivation_on_effort = 3", "motivation_on_effort = 1e9", ["line 7", "range"]),
        ("motivation_on_effort = 3", "motivation_on_effort = nan", ["line 7", "motivation_on_effort"]),
        ('question = "Does it help?"\n', "", ["question", "missing"]),
        ("regimes = [", "regimes = ", ["line 4"]),
    ],
)
def test_a_wrong_file_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, said: list[str]) -> None:
    assert right in RIGHT
    message = told(RIGHT.replace(right, wrong), tmp_path)
    assert [part for part in said if part not in message] == [], message


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(Mistake, match='Did you mean "01_regimes"'):
        read_experiment("01_regime")


def test_packaged_experiments_are_right_and_found_by_name_and_folder() -> None:
    assert "01_regimes" in packaged_experiments()
    for name, file in packaged_experiments().items():
        experiment, written = read_experiment(name)
        assert written.file == file
        assert design(experiment, written).rows
    assert read_experiment("experiments/01_regimes")[0] == read_experiment("01_regimes")[0]


def test_a_quick_experiment_is_the_same_but_smaller() -> None:
    whole, _ = read_experiment("01_regimes")
    quick = whole.quick()
    assert quick.seeds() == whole.seeds()[:4]
    assert (quick.burn_in_years, quick.years, quick.main_window) == (2, 3, (3, 3))
    assert Experiment(**quick.model_dump()) == quick
    assert quick.results(quick=True) == Path("results/01_regimes_quick")


def test_a_file_of_another_name_names_its_experiment(tmp_path: Path) -> None:
    assert default_name(tmp_path / "my_question.toml") == "my_question"


def test_a_roll_out_reaches_each_municipality_of_its_pools_once_and_leaves_the_reference_alone(tmp_path: Path) -> None:
    pools = "pools = [{ week = 4, municipalities = 2 }, { week = 30, municipalities = 3 }]"
    setting = scenario_file("municipalities", "four_units").read_text(encoding="utf-8")
    (tmp_path / "six.toml").write_text(setting.replace("municipalities = 1", "municipalities = 6"), encoding="utf-8")
    text = RIGHT.replace("replicates = 2", f"replicates = 2\n{pools}").replace("four_units", str(tmp_path / "six.toml"))
    (tmp_path / "experiment.toml").write_text(text, encoding="utf-8")
    planned = design(*read_experiment(str(tmp_path)))
    drawn = set()
    for row in planned.rows:
        reforms = planned.runs[row.run].reforms
        if row.regime == "baseline":
            assert [(reform.week, reform.municipalities) for reform in reforms] == [(0, None)]
            continue
        assert [(reform.week, len(reform.municipalities)) for reform in reforms] == [(4, 2), (30, 3)]
        reached = [m for reform in reforms for m in reform.municipalities]
        assert len(set(reached)) == 5
        assert set(reached) < set(range(6))
        drawn.add((row.replicate, tuple(reached)))
    assert len(drawn) == 2  # each replicate has its own lot, the same in both arms


def test_replicates_take_the_draws_of_a_posterior_in_turn_and_regimes_share_them(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("motivation_on_effort\n2\n3\n", encoding="utf-8")
    text = RIGHT.replace("[parameters]\nmotivation_on_effort = 3\n", "").replace("replicates = 2", "replicates = 3")
    file = tmp_path / "experiment.toml"
    file.write_text(f'{text}parameters = "{table}"\n', encoding="utf-8")
    planned = design(*read_experiment(str(file)))
    bundles = planned.bundles()
    assert [bundle.parameters.values["motivation_on_effort"] for bundle in bundles] == [2.0, 3.0, 2.0]
    assert [len(bundle.runs) for bundle in bundles] == [3, 3, 3]
    for bundle in bundles:
        assert {run.ingredients.parameters for run in bundle.runs} == {bundle.parameters.digest()}


def test_a_posterior_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    text = RIGHT.replace("[parameters]\nmotivation_on_effort = 3\n", 'parameters = "posteriro"\n')
    said = told(text, tmp_path)
    assert "line 6" in said
    assert '"posteriro"' in said
