"""The audit with the real model, on four small units: nothing lost, nothing mixed, names without weight."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from sim.lab.experiment import Experiment
from sim.lab.laboratory import Plan, live_missing, plan
from sim.lab.workers import Kept
from sim.mistakes import Mistake
from sim.regimes import names, scenario_file
from sim.simulate import founded
from sim.studies.neutrality.ablation import HEADLINES, ablation_of, effects_of_paths
from sim.studies.neutrality.audit import Audit, audit_of
from sim.studies.neutrality.paths import SteeringPath, read_paths
from sim.studies.neutrality.reasons import named_reasons
from sim.studies.neutrality.study import EXPERIMENT, Findings, planned_audit, sit_audit
from sim.studies.neutrality.tables import runs_of
from tests.studies.planted import quickly_founded

SMALL: dict[str, Any] = {
    "name": "small_audit",
    "question": "Does the audit lose or mix runs?",
    "expected_answer": "No.",
    "setting": "four_units",
    "regimes": ("baseline", "npm"),
    "replicates": 2,
    "burn_in_years": 0,
    "years": 1,
    "early_window": (1, 1),
    "main_window": (1, 1),
}
SILENT = Console(quiet=True)


def small(**changes: Any) -> Experiment:
    return Experiment(**(SMALL | changes))


def planned(folder: Path, points: int, **changes: Any) -> Plan[Audit]:
    return plan(audit_of(small(**changes), points), folder)


def audited(folder: Path, points: int, **changes: Any) -> Findings:
    return sit_audit(planned(folder, points, **changes), SILENT, "a test", workers=2, found=quickly_founded)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Findings]:
    """Four points, audited in peace."""
    folder = tmp_path_factory.mktemp("audit")
    return folder, audited(folder, 4)


def assert_same(one: Path, other: Path) -> None:
    for file in sorted(one.glob("*.parquet")):
        pd.testing.assert_frame_equal(pd.read_parquet(file), pd.read_parquet(other / file.name), check_exact=True)
    for file in sorted((one / "small").glob("*.csv")):
        assert file.read_bytes() == (other / "small" / file.name).read_bytes(), file.name


def test_every_point_has_its_own_parameters_seeds_and_readings(undisturbed: tuple[Path, Findings]) -> None:
    folder, findings = undisturbed
    assert findings.completeness.is_complete
    design = pd.read_parquet(folder / "design.parquet")
    assert design.groupby("seed")["case"].nunique().max() == 1
    assert (design.groupby("case")["seed"].nunique() == 2).all()
    points = pd.read_parquet(folder / "points.parquet").set_index("case")
    assert (points.nunique() == 4).all()
    assert {"band:target_stakes", "stakes_on_tasks"} <= set(points.columns)
    best = findings.tables["best"]
    assert set(best["cases"]) == {4}
    assert set(best["overhead"]) == {"as coded", "equal overhead"}
    assert not {"documentation_share", "meeting_share", "quality_gap"} & set(best["measure"])


def test_a_second_time_nothing_is_lived(undisturbed: tuple[Path, Findings]) -> None:
    assert planned(undisturbed[0], 4).bundles == []


def test_killed_and_gone_on_with_is_the_same_as_undisturbed(undisturbed: tuple[Path, Findings], tmp_path: Path) -> None:
    news = live_missing(planned(tmp_path, 4), 2, quickly_founded)
    for one in news:
        if isinstance(one, Kept):
            break
    news.close()  # as Ctrl-C does
    assert 0 < planned(tmp_path, 4).reused < planned(tmp_path, 4).missing
    audited(tmp_path, 4)
    assert_same(undisturbed[0], tmp_path)


def test_more_points_keep_the_old_numbers(undisturbed: tuple[Path, Findings], tmp_path: Path) -> None:
    few = audited(tmp_path, 2).tables["runs"]
    more = audited(tmp_path, 4).tables["runs"]
    pd.testing.assert_frame_equal(more[more["case"].isin(few["case"])].reset_index(drop=True), few, check_exact=True)
    assert_same(undisturbed[0], tmp_path)


def test_a_regime_under_another_name_differs_by_exactly_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    text = scenario_file("regimes", "npm").read_text(encoding="utf-8")
    other.write_text(text.replace('id = "npm"', 'id = "another_name"'), encoding="utf-8")
    findings = audited(tmp_path / "results", 2, regimes=("baseline", "npm", str(other)))
    pairs = findings.tables["pairs"].set_index(["first", "second"]).sort_index()
    assert (pairs.loc[("npm", "another_name"), "ties"] == 2).all()
    best = findings.tables["best"].set_index("regime")["best"]
    assert list(best["npm"]) == list(best["another_name"])


def test_with_everything_as_it_is(tmp_path: Path) -> None:
    """One point whose baseline is found as in every run."""
    findings = sit_audit(planned(tmp_path, 1, replicates=1), SILENT, "a test", workers=1, found=founded)
    assert findings.completeness.is_complete


def test_every_regime_of_the_audit_has_four_paths_of_benefit_and_of_cost() -> None:
    plan = planned_audit(EXPERIMENT, 1, Path("nowhere"), quick=False, ablation=False)
    paths = read_paths()
    for regime in plan.design.experiment.regimes[1:]:
        for kind in ("benefit", "cost"):
            assert sum(path.kind_for(regime) == kind for path in paths.values()) >= 4, (regime, kind)
    assert {regime for path in paths.values() for regime in (*path.benefits, *path.costs)} <= set(names("regimes"))


def test_a_path_that_is_off_already_does_nothing_and_one_that_is_on_does_something(tmp_path: Path) -> None:
    already = SteeringPath(meaning="nothing", benefits=["npm"], costs=[], off={"threshold_targets": 0.0})
    control = read_paths()["steering_felt_as_control"]
    paths = {"already_off": already, "control": control}
    audit = ablation_of(small(years=2, main_window=(2, 2)), paths)
    lived = plan(audit, tmp_path)
    for _ in live_missing(lived, 2, quickly_founded):
        pass
    effects = effects_of_paths(runs_of(lived), paths).set_index(["path", "measure"]).sort_index()
    assert len(effects) == 2 * len(HEADLINES)
    assert (effects.loc["already_off", "effect"] == 0.0).all()
    assert effects.loc[("control", "motivation"), "effect"] < 0.0
    assert effects.loc[("control", "motivation"), "meant_as"] == "cost"


def test_no_reason_is_named_yet_and_a_reason_needs_evidence(tmp_path: Path) -> None:
    assert named_reasons() == {}
    file = tmp_path / "reasons.toml"
    about = 'measure = "quality"\nregime = "npm"\nbest = "never"\nreason = "so"\nsource = ["claim 9"]'
    text = f"[[reasons]]\n{about}\ngrade = "
    file.write_text(f'{text}"A"\n', encoding="utf-8")
    assert list(named_reasons(file)) == [("quality", "npm", "never")]
    file.write_text(f'{text}"C"\n', encoding="utf-8")
    with pytest.raises(Mistake, match='"C" is not allowed'):
        named_reasons(file)


def test_a_path_through_an_unknown_parameter_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "paths.toml"
    file.write_text(
        '[one]\nmeaning = "m"\nbenefits = []\ncosts = []\noff = { stakes_on_task = 0.0 }\n', encoding="utf-8"
    )
    with pytest.raises(Mistake, match=r'line 5.*Did you mean "stakes_on_tasks"'):
        read_paths(file)
