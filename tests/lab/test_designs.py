"""Designs over what varies: points stay in their ranges, can grow, change no seed, and name the runs they should."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.evidence import PARAMETERS
from sim.lab import designs as designing
from sim.lab.designs import Design, design
from sim.lab.experiment import Experiment
from sim.lab.laboratory import plan
from sim.lab.points import Point, points_of
from sim.lab.shelf import checked
from sim.mistakes import Mistake
from sim.regimes import LEVERS
from sim.report.figures import draw_all
from sim.report.results import stored_results
from tests.lab.laboratories import ROOT, carried_out, runs_lived, small, table
from tests.lab.laboratories import lived as live
from tests.lab.test_experiment import told

RIGHT = """\
question = "Which assumption decides?"
expected_answer = "Effort."
setting = "four_units"
regimes = ["baseline", "npm", "trust"]
replicates = 2
sampling = { method = "latin hypercube", points = 4 }
[vary.parameters]
motivation_on_effort = "evidence"
[vary.levers]
development_time = { low = 0.01, high = 0.1 }
[vary.intensities]
targets = "evidence"
[vary.bands]
voice = "evidence"
"""

LISTED = """\
question = "Which form?"
expected_answer = "Consensus."
setting = "four_units"
regimes = ["baseline", "trust"]
sampling = { method = "listed" }
[[listed]]
[[listed]]
levers.decision_rule = "consensus"
parameters.motivation_on_effort = 2
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("motivation_on_effort", "motivation_on_efort", ["line 8", 'Did you mean "motivation_on_effort"?']),
        ("motivation_on_effort", "union_decentralisation", ["line 8", "the municipality setting gives"]),
        ("motivation_on_effort", "weeks_of_memory", ["line 8", "no parameter"]),
        ("development_time", "developement_time", ["line 10", 'Did you mean "development_time"?']),
        ("development_time", "self_certification", ["line 10", "event only"]),
        ("development_time", "documentation_share", ["line 10", "derived from other levers", '"coded"']),
        ("development_time", "decision_rule", ["line 10", "is a choice", "consensus"]),
        ("development_time", "voice", ["bands.voice", "line 14", "set by the points"]),
        ("targets =", "target =", ["line 12", 'no instrument "target"', 'Did you mean "targets"?']),
        ("voice", "voise", ["line 14", 'Did you mean "voice"?']),
        ("vary.levers", "vary.lever", ["line 9", 'Did you mean "levers"?']),
        ("low = 0.01, high = 0.1", "low = 0.1, high = 0.01", ["line 10", "vary.levers.development_time", "reversed"]),
        ("low = 0.01, high = 0.1", "low = 0.1, high = 0.1", ["line 10", "is empty"]),
        ("low = 0.01, high = 0.1", "low = 0.1", ["line 10", "high is missing"]),
        ("low = 0.01, high = 0.1", "low = 0.1, hihg = 0.2", ["line 10", 'Did you mean "high"?']),
        ("low = 0.01, high = 0.1", "low = nan, high = 0.2", ["line 10", "finite"]),
        ("low = 0.01, high = 0.1", "low = 0.1, high = 3", ["line 10", "3 is out of range"]),
        ("low = 0.01, high = 0.1", 'low = 0.1, high = "much"', ["line 10", "needs a number"]),
        ('targets = "evidence"', 'targets = "evidense"', ["line 12", 'Did you mean "evidence"?']),
        ('targets = "evidence"', "targets = 0.5", ["line 12", "0.5 does not vary"]),
        ('targets = "evidence"', "targets = [0, 1]", ["line 12", "full factorial"]),
        ('targets = "evidence"', "targets = [0.5]", ["line 12", "at least two values"]),
        ('targets = "evidence"', "targets = { low = 0, high = 11 }", ["line 12", "from 0 to 10"]),
        ('"latin hypercube"', '"latin hypercubes"', ["line 6", "sampling.method", 'Did you mean "latin hypercube"?']),
        ('"latin hypercube", points = 4', '"latin hypercube"', ["line 6", "needs points"]),
        ('"latin hypercube", points = 4', '"sobol", points = 12', ["line 6", "power of two; take 8 or 16"]),
        ('"latin hypercube", points = 4', '"sobol", points = 65536', ["line 6", "393,216 points", "at most 100,000"]),
        ('"latin hypercube", points = 4', '"morris", points = 4', ["line 6", "no use for this", "trajectories"]),
        ('"latin hypercube", points = 4', '"morris", trajectories = 4, levels = 3', ["line 6", "even number"]),
        ('"latin hypercube", points = 4', '"full factorial"', ["line 8", "levels = 3"]),
        ('"latin hypercube", points = 4', '"listed"', ["line 7", "leave this out"]),
        ('sampling = { method = "latin hypercube", points = 4 }', "", ["line 7", "takes a sampling"]),
        ("replicates = 2", "parameters = { motivation_on_effort = 3 }", ["line 8", "leave one of them out"]),
        ("voice", "training", ["line 14", "bands.training", "no regime of the experiment moves"]),
        (', "npm", "trust"', "", ["line 10", "no other regime is lived"]),
    ],
)
def test_what_cannot_be_designed_is_told_with_its_place(
    tmp_path: Path, right: str, wrong: str, said: list[str]
) -> None:
    assert right in RIGHT
    message = told(RIGHT.replace(right, wrong, 1), tmp_path)
    assert [part for part in said if part not in message] == [], message
    assert "\n" not in message
    assert list(tmp_path.iterdir()) == [tmp_path / "experiment.toml"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"consensus"', '"consenus"', ["line 8", "listed[2].levers.decision_rule", 'Did you mean "consensus"?']),
        ("motivation_on_effort = 2", "motivation_on_effort = 99", ["line 9", "99 is out of range"]),
        ("motivation_on_effort = 2", "motivation_on_effort = true", ["line 9", "a finite number"]),
        ("parameters.", "parameter.", ["line 9", 'Did you mean "parameters"?']),
        ('"listed"', '"morris", trajectories = 2', ["line 6", 'take the method "listed"']),
        ('sampling = { method = "listed" }', "", ["line 6", "takes a sampling"]),
        ("levers.decision_rule", "intensities.steering_group = 1\nlevers.development_time", ["line 9"]),
    ],
)
def test_what_cannot_be_listed_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, said: list[str]) -> None:
    assert right in LISTED
    message = told(LISTED.replace(right, wrong, 1), tmp_path)
    assert [part for part in said if part not in message] == [], message


def test_two_forms_at_one_point_are_told_with_the_point(tmp_path: Path) -> None:
    forms = "[[listed]]\nintensities.steering_group = 1\nintensities.professional_discretion = 1\n"
    message = told(f"{LISTED}{forms}", tmp_path)
    assert "at point 3" in message
    assert "conflict over decision_rule" in message


TEXTS = ["nan", "1e999", "true", '""', '"x"', "[]", "[[]]", "{}", "-1", "0", "[0, 1]", "[{}]", "7" * 400]


def message_of(file: Path) -> str:
    try:
        checked(str(file))
    except Mistake as mistake:
        return str(mistake)
    return ""


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([RIGHT, LISTED]), st.sampled_from(TEXTS), st.data())
def test_a_damaged_design_is_right_or_told(tmp_path: Path, text: str, value: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    keys = [place for place, line in enumerate(lines) if " = " in line]
    place = data.draw(st.sampled_from(keys))
    lines[place] = f"{lines[place].split(' = ')[0]} = {value}"
    kept = data.draw(st.lists(st.sampled_from(lines[4:]), max_size=3))
    file = tmp_path / "experiment.toml"
    file.write_text("\n".join([*lines, *kept]), encoding="utf-8")
    message = message_of(file)
    assert not message or str(file) in message


# How points are drawn.

OPEN = [one.name for one in PARAMETERS if one.low < one.high and one.name != "union_decentralisation"][:40]
parameters = st.dictionaries(st.sampled_from(OPEN), st.just("evidence"), min_size=1, max_size=3)
drawings = st.one_of(
    st.builds(lambda n: {"method": "latin hypercube", "points": n}, st.integers(1, 20)),
    st.builds(
        lambda n, pairs: {"method": "sobol", "points": 2**n, "second_order": pairs}, st.integers(0, 4), st.booleans()
    ),
    st.builds(
        lambda n, k: {"method": "morris", "trajectories": n, "levels": 2 * k}, st.integers(1, 5), st.integers(1, 4)
    ),
    st.builds(lambda n: {"method": "full factorial", "levels": n}, st.integers(2, 4)),
)
few = settings(deadline=None, max_examples=40)


def varying(sampling: dict[str, Any], seed: int = 0, **vary: Any) -> Experiment:
    return small(sampling=sampling, vary=vary, first_seed=seed)


@few
@given(drawings, parameters, st.integers(0, 3))
def test_points_stay_in_the_ranges_of_the_evidence_and_are_numbered(
    sampling: dict[str, Any], vary: dict[str, str], seed: int
) -> None:
    ranges = {one.name: (one.low, one.high) for one in PARAMETERS}
    points = points_of(varying(sampling, seed, parameters=vary))
    assert [point.number for point in points] == list(range(1, len(points) + 1))
    for point in points:
        assert point.parameters.keys() == vary.keys()
        assert all(ranges[name][0] <= value <= ranges[name][1] for name, value in point.parameters.items())


@few
@given(drawings, parameters, st.integers(0, 3))
def test_points_follow_from_the_file_whatever_the_order_of_its_lines(
    sampling: dict[str, Any], vary: dict[str, str], seed: int
) -> None:
    backwards = dict(reversed(vary.items()))
    there, back = varying(sampling, seed, parameters=vary), varying(sampling, seed, parameters=backwards)
    assert points_of(there) == points_of(back)


@few
@given(parameters, st.integers(0, 4), st.booleans(), st.integers(1, 5), st.integers(0, 3))
def test_more_points_keep_the_old_ones_where_that_is_promised(
    vary: dict[str, str], power: int, pairs: bool, trajectories: int, seed: int
) -> None:
    for less, more in (
        ({"method": "sobol", "points": 2**power, "second_order": pairs}, {"points": 2 ** (power + 1)}),
        ({"method": "morris", "trajectories": trajectories}, {"trajectories": trajectories + 3}),
    ):
        points = points_of(varying(less, seed, parameters=vary))
        assert points_of(varying(less | more, seed, parameters=vary))[: len(points)] == points


@few
@given(st.integers(2, 30))
def test_a_latin_hypercube_has_one_point_in_each_part_of_each_range(number: int) -> None:
    points = points_of(varying({"method": "latin hypercube", "points": number}, bands={"voice": "evidence"}))
    assert sorted(int(point.bands["voice"] * number) for point in points) == list(range(number))


@few
@given(st.lists(st.floats(0, 1, width=16), min_size=2, max_size=4, unique=True), st.integers(2, 4))
def test_a_full_factorial_is_the_whole_product(values: list[float], levels: int) -> None:
    spreads = {"levers": {"decision_rule": list(LEVERS["decision_rule"].words), "voice": values}}
    experiment = varying({"method": "full factorial", "levels": levels}, intensities={"targets": "evidence"}, **spreads)
    points = points_of(experiment)
    found = [(*sorted(point.levers.items()), *point.intensities.values()) for point in points]
    steps = [step / (levels - 1) for step in range(levels)]
    forms = [("decision_rule", float(code)) for code in range(len(LEVERS["decision_rule"].words))]
    assert set(found) == set(product(forms, [("voice", value) for value in values], steps))
    assert len(set(found)) == len(found)


def test_a_listed_point_leaves_what_it_does_not_name_as_it_is() -> None:
    experiment = small(sampling={"method": "listed"}, listed=[{}, {"bands": {"voice": 0.2}}])
    assert points_of(experiment) == (Point(1), Point(2, bands={"voice": 0.2}))
    assert design(experiment).table()["bands.voice"].to_pylist()[:7:6] == [None, 0.2]
    assert design(experiment).rows[0].run == design(small()).rows[0].run


# What is lived.

RICH = {
    "parameters": {"motivation_on_effort": "evidence"},
    "intensities": {"targets": "evidence"},
    "bands": {"voice": "evidence"},
}


def of_point(planned: Design, number: int) -> list[str]:
    return [row.run for row in planned.rows if row.point == number]


def test_a_points_runs_are_those_of_an_experiment_written_by_hand() -> None:
    experiment = varying({"method": "latin hypercube", "points": 3}, **RICH)
    planned = design(experiment)
    assert {row.seed for row in planned.rows} == set(small().seeds())
    assert planned.experiment.seeds() == small().seeds()
    for point in planned.points:
        added = f"targets*{point.intensities['targets']:.17f}"
        by_hand = small(regimes=("baseline", f"npm + {added}", f"trust + {added}"), parameters={**point.parameters})
        assert of_point(planned, point.number) == [row.run for row in design(by_hand, places=point.bands).rows]


def test_a_lever_is_set_under_every_regime_but_the_reference() -> None:
    one = varying({"method": "full factorial"}, levers={"development_time": [0.01, 0.03]})
    planned, usual = design(one), design(small())
    for row in planned.rows:
        (reform,) = planned.runs[row.run].reforms
        asked = usual.asked[row.regime, row.overhead][0][1]
        if row.regime == "baseline":
            assert reform.formal == asked
        elif row.overhead == "as coded":
            assert reform.formal == asked | {"development_time": [0.01, 0.03][row.point - 1]}


def test_the_end_of_a_programme_is_no_points_to_change() -> None:
    ends = {"there": ({"week": 0, "regime": "npm"}, {"week": 20, "regime": "baseline"})}
    vary = {"levers": {"development_time": [0.01, 0.03]}}
    planned = design(
        small(regimes=("baseline", "there"), courses=ends, sampling={"method": "full factorial"}, vary=vary)
    )
    last = {planned.runs[row.run].reforms[-1].formal["development_time"] for row in planned.rows}
    assert last == {LEVERS["development_time"].baseline}


def test_bundles_share_burn_ins_over_points_and_finish_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    vary = {"levers": {"development_time": [0.01, 0.02, 0.03]}, "parameters": {"motivation_on_effort": [2, 3]}}
    planned = design(varying({"method": "full factorial"}, **vary))
    bundles = planned.bundles()
    assert len(bundles) == 3 * 2
    assert [planned.experiment.seeds().index(bundle.seed) for bundle in bundles] == [0, 0, 1, 1, 2, 2]
    assert [len(bundle.runs) for bundle in bundles] == [1 + 3 * 4] * 6  # the reference is one run, whatever the point
    monkeypatch.setattr(designing, "RUNS_A_BUNDLE", 5)
    smaller = planned.bundles()
    assert [len(bundle.runs) for bundle in smaller] == [5, 5, 3] * 6
    assert sorted(run.run for bundle in smaller for run in bundle.runs) == sorted(planned.runs)
    for bundle in smaller:
        assert {run.ingredients.parameters for run in bundle.runs} == {bundle.parameters.digest()}


def test_a_point_stands_on_the_draw_of_its_replicate(tmp_path: Path) -> None:
    (tmp_path / "draws.csv").write_text("motivation_on_effort\n2\n3\n", encoding="utf-8")
    vary = (
        {"parameters": {"exhaustion_on_effort": [0.3, 0.4]}}
        if False
        else {"levers": {"development_time": [0.01, 0.02]}}
    )
    planned = design(small(posterior=str(tmp_path / "draws.csv"), sampling={"method": "full factorial"}, vary=vary))
    assert [bundle.parameters.values["motivation_on_effort"] for bundle in planned.bundles()] == [2.0, 3.0, 2.0]


def test_studies_refuse_an_experiment_in_which_something_varies() -> None:
    assert small().at_one_point() == small()
    with pytest.raises(Mistake, match="nothing may vary here"):
        varying({"method": "latin hypercube", "points": 3}, **RICH).at_one_point()


def test_check_explains_a_design_in_words(tmp_path: Path) -> None:
    file = tmp_path / "experiment.toml"
    file.write_text(RIGHT, encoding="utf-8")
    words = checked(str(file))
    for said in (
        "parameters.motivation_on_effort: 1.5 to 6 (calibrated, grade A",
        "levers.development_time: 0.01 to 0.1 (range of the file)",
        "4 (Latin hypercube). A Latin hypercube cannot grow",
        "4 points x 3 regimes x 2 arms x 2 replicates = 48 rows",
        "8 burn-ins",
        "4 sets of parameters",
    ):
        assert said in words, words


def test_the_files_in_the_documents_are_right(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    texts = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(texts) == 2
    for text, points in zip(texts, (64, 3), strict=True):
        file = tmp_path / "experiment.toml"
        file.write_text(text, encoding="utf-8")
        assert f"Points: {points}" in checked(str(file))


def test_a_quick_design_has_few_points_and_a_file_goes_there_and_back() -> None:
    many = varying({"method": "sobol", "points": 1024}, **RICH)
    assert points_of(many.quick()) == points_of(many)[: 8 * (3 + 2)]
    assert Experiment(**many.model_dump()) == many
    with pytest.raises(ValidationError):
        varying({"method": "sobol", "points": -1}, **RICH)


# Lived.

TWO = {"replicates": 2, "overhead": ("as coded",), "sampling": {"method": "full factorial"}, "years": 1}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two points over an intensity, carried out."""
    folder = tmp_path_factory.mktemp("two_points")
    assert carried_out(small(**TWO, vary={"intensities": {"targets": [0, 1]}}), folder).is_complete
    return folder


def test_a_design_is_lived_compared_point_by_point_and_drawn_over_points(results: Path) -> None:
    runs, contrasts = table(results, "runs"), table(results, "contrasts")
    assert list(runs["intensities.targets"].unique()) == [0.0, 1.0]
    assert runs["run"].nunique() == 2 * (1 + 2 * 2)
    assert list(contrasts["point"].unique()) == [1, 2]
    trust = contrasts.query("regime == 'trust' and window == 'main' and measure == 'motivation'").set_index("point")
    by_point = runs.set_index(["point", "regime", "replicate"])["motivation"]
    for point in (1, 2):
        pairs = by_point[point]["trust"] - by_point[point]["baseline"]
        assert trust.loc[point, "difference"] == pytest.approx(pairs.mean(), rel=1e-12)
    over_points = stored_results(results).contrasts.query("regime == 'trust' and measure == 'motivation'")
    assert over_points["difference"].item() == pytest.approx(trust["difference"].mean(), rel=1e-9)
    assert (over_points["pairs"].item(), over_points["points"].item()) == (2, 2)
    assert {file.name.split("_")[0] for file in draw_all(results)} == {"outcomes"}


def test_another_value_lives_only_what_is_new_and_point_0_is_the_plain_experiment(results: Path) -> None:
    more = small(**TWO, vary={"intensities": {"targets": [0, 0.5, 1]}})
    assert plan(design(more), results).missing == 2 * 2
    plain = small(**{key: value for key, value in TWO.items() if key != "sampling"})
    assert live(plain, results) == []


def test_tables_hold_the_measures_that_are_named_and_nothing_is_lived_for_it(results: Path) -> None:
    named = small(**TWO, vary={"intensities": {"targets": [0, 1]}}, measures=("quality", "motivation"))
    before = table(results, "runs")
    assert runs_lived(live(named, results)) == 0
    carried_out(named, results)
    after = table(results, "runs")
    pd.testing.assert_frame_equal(after, before[after.columns], check_exact=True)
    assert list(after.columns[-2:]) == ["motivation", "quality"]
    assert list(table(results, "series").columns) == ["run", "week", "municipality", "motivation", "quality"]
    assert set(table(results, "contrasts")["measure"]) == {"motivation", "quality"}
    assert draw_all(results)
