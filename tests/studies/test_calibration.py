"""The calibration: a search that finds what was put in, says what it cannot reach, and is never begun anew."""

import math
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
from rich.console import Console

from sim.evidence import ParameterSet, parameter_set
from sim.evidence.parameters import PARAMETERS
from sim.evidence.targets import read_scales, read_targets
from sim.initialisation.setting import load_setting
from sim.lab.identity import seed_of
from sim.lab.workers import WorkError
from sim.mistakes import Mistake
from sim.report.calibration import targets_sheet
from sim.report.page import house_type
from sim.rule import COMPILED
from sim.simulate import founded
from sim.studies.calibration import parts
from sim.studies.calibration.axes import axes_of, changes_at, from_unit, to_unit
from sim.studies.calibration.draws import Lives, lived
from sim.studies.calibration.effort import Effort, effort_of
from sim.studies.calibration.peers import peer_slope
from sim.studies.calibration.recovery import recovery
from sim.studies.calibration.reduced import ReducedMunicipality, recording
from sim.studies.calibration.search import Search, searched
from sim.studies.calibration.study import Calibration, Checked, folder_of
from sim.studies.calibration.tables import missed, tables_of
from tests.studies import toys

QUIET = Console(quiet=True)
SEEDS = (1, 2)
LIVES = Lives(toys.shown, SEEDS, workers=1)
ATTENDANCE = ("absent_days", "self_certified_days", "spell", "spell_ended", "presentee_days", "newcomers")
compiled = pytest.mark.skipif(not COMPILED, reason="reads columns, which only record arrays have")


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return searched(toys.part(), LIVES, 60, 3, tmp_path_factory.mktemp("toy"), QUIET)


# what a search finds


def test_accepted_draws_show_every_target(toy: Search) -> None:
    assert len(toy.accepted) > 20
    for place in from_unit(toy.part.axes, toy.accepted):
        line, bend, _ = toys.shown(changes_at(toy.part.axes, place), SEEDS)
        assert 2.0 <= line <= 2.4
        assert 1.0 <= bend <= 2.0


def test_the_accepted_fill_what_the_targets_allow_and_no_more(toy: Search) -> None:
    """The first parameter is held to a tenth of its range; the idle one to nothing."""
    low, high = toy.accepted.min(axis=0), toy.accepted.max(axis=0)
    assert 0.48 < low[0] < high[0] < 0.62
    assert low[2] < 0.15
    assert high[2] > 0.85


def test_later_waves_waste_fewer_draws(toy: Search) -> None:
    first, *_, last = (
        np.mean([all(2.0 <= line <= 2.4 and 1.0 <= bend <= 2.0 for line, bend in [row[:2]]) for row in wave.found])
        for wave in toy.waves
    )
    assert last > 3 * first


def test_a_target_out_of_reach_is_named_and_rules_nothing_out(tmp_path: Path) -> None:
    search = searched(toys.part(reach=(0.9, 1.0)), LIVES, 60, 2, tmp_path, QUIET)
    assert [target.id for target, can in zip(search.part.targets, search.reachable, strict=True) if not can] == [
        "stuck"
    ]
    assert len(search.accepted) > 20


def test_processes_and_order_change_nothing(toy: Search, tmp_path: Path) -> None:
    side_by_side = searched(toys.part(), LIVES._replace(workers=2), 60, 3, tmp_path, QUIET)
    assert np.array_equal(side_by_side.points, toy.points)
    assert np.array_equal(side_by_side.found, toy.found)


def test_known_parameters_are_recovered_and_an_idle_one_is_told_apart(toy: Search, tmp_path: Path) -> None:
    known = toy.part.prior.even(30, seed=7)
    table = recovery(toy, known, Lives(toys.shown, (3, 4), 1), tmp_path, QUIET).set_index("axis")
    assert list(table["identified"]) == [True, True, False]
    assert table.loc["first", "held"] >= 0.8
    assert table.loc["first", "correlation"] > 0.95
    assert abs(table.loc["idle", "gain"]) < 0.1


# what is kept of it


def kept_of(search: Search, tmp_path: Path) -> Calibration:
    """A calibration of the toy, in which both parts are the same search."""
    known = search.part.prior.even(20, seed=7)
    recovered = recovery(search, known, Lives(toys.shown, (3, 4), 1), tmp_path, QUIET).assign(part="toy")
    place = {"first": 0.55, "second": 0.6, "idle": 0.5}
    shown = toys.shown(place, SEEDS)
    check = pd.DataFrame(
        {
            "target": [target.id for target in search.part.targets],
            "number": 1,
            "title": [target.title for target in search.part.targets],
            "unit": "-",
            "target_low": search.part.low,
            "target_high": search.part.high,
            "grade": "C",
            "found": shown,
            "low": np.array(shown) - 0.01,
            "high": np.array(shown) + 0.01,
            "seeds": 2,
            "met": [
                low <= one <= high for one, low, high in zip(shown, search.part.low, search.part.high, strict=True)
            ],
        }
    )
    posterior = from_unit(search.part.axes, search.accepted)
    return Calibration(search, search, recovered, search.accepted, posterior, False, Checked(place, check, 1))


def test_a_target_out_of_reach_is_told_with_the_nearest_that_any_draw_showed(tmp_path: Path) -> None:
    search = searched(toys.part(reach=(0.9, 1.0)), LIVES, 60, 2, tmp_path / "search", QUIET)
    told = missed(kept_of(search, tmp_path))
    assert len(told) == 1
    assert "stuck: 0.5, not 0.9 to 1 -; out of reach: the nearest of all draws shows 0.5." in told[0]


def test_tables_are_whole_and_drawn(toy: Search, tmp_path: Path) -> None:
    kept = kept_of(toy, tmp_path)
    tables = tables_of(kept, usual={"first": 0.3, "second": 0.3, "idle": 0.3})
    assert not missed(kept)
    assert len(tables["draws"]) == 2 * 180
    assert len(tables["posterior"]) == len(toy.accepted)
    assert list(tables["axes"]["identified"]) == [True, True, False]
    assert tables["targets"]["met_by_last_wave"].between(0.0, 1.0).all()
    with house_type():
        (svg, _) = targets_sheet(tables["targets"]).save(tmp_path / "targets")
    assert "before and after calibration" in svg.read_text(encoding="utf-8")


# a search that is stopped


def test_what_is_lived_is_not_lived_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    changes = [{"first": place / 10, "second": 0.5} for place in range(10)]
    told, file = Lives(toys.shown_and_told, SEEDS, workers=1), tmp_path / "draws.jsonl"
    first = lived(told.draws(changes[:4]), told, file, QUIET, "toy")
    everything = lived(told.draws(changes), told, file, QUIET, "toy")
    assert len((tmp_path / "lived.txt").read_text().splitlines()) == 10
    assert np.array_equal(everything[:4], first)


@pytest.mark.parametrize("cut", [1, 7, 20])
def test_a_line_that_was_cut_short_is_lived_again(tmp_path: Path, cut: int) -> None:
    changes = [{"first": place / 10, "second": 0.5} for place in range(5)]
    file = tmp_path / "draws.jsonl"
    whole = lived(LIVES.draws(changes), LIVES, file, QUIET, "toy")
    file.write_bytes(file.read_bytes()[:-cut])
    assert np.array_equal(lived(LIVES.draws(changes), LIVES, file, QUIET, "toy"), whole)
    assert len(file.read_text().splitlines()) == 5


def test_a_process_that_dies_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    changes = [{"first": place / 10, "second": 0.5} for place in range(4)]
    file = tmp_path / "draws.jsonl"
    lived(LIVES.draws(changes[:2]), LIVES, file, QUIET, "toy")
    with pytest.raises(WorkError, match="goes on"):
        lived(LIVES.draws(changes), Lives(toys.fails, SEEDS, 2), file, QUIET, "toy")
    assert len(file.read_text().splitlines()) == 2


def test_processes_end_with_a_coordinator_that_is_killed(tmp_path: Path) -> None:
    """A real kill: whoever lives a draw notices, and what was kept is whole."""
    code = f"""
from pathlib import Path
from rich.console import Console
from sim.studies.calibration.draws import Lives, lived
from tests.studies import toys
if __name__ == "__main__":
    lives, file = Lives(toys.lasts, (1,), 2), Path(r"{tmp_path}/draws.jsonl")
    lived(lives.draws([{{"first": 0.1}}] * 4), lives, file, Console(quiet=True), "toy")
"""
    program = tmp_path / "program.py"
    program.write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, str(program)], cwd=tmp_path, env=environment) as coordinator:
        while len(pids := [int(file.stem) for file in tmp_path.glob("*.pid")]) < 2:
            assert coordinator.poll() is None
            time.sleep(0.05)
        coordinator.kill()
    deadline = time.monotonic() + 20.0
    while any(psutil.pid_exists(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert (tmp_path / "draws.jsonl").read_text(encoding="utf-8") == ""


def test_another_effort_has_draws_of_its_own(tmp_path: Path) -> None:
    assert folder_of(Effort(), tmp_path) == folder_of(Effort(), tmp_path)
    assert folder_of(Effort(), tmp_path) != folder_of(Effort(seeds=4), tmp_path)


def test_too_few_draws_are_a_mistake() -> None:
    with pytest.raises(Mistake, match="needs 69 or more"):
        effort_of(5, quick=False)
    with pytest.raises(Mistake, match="--quick"):
        effort_of(500, quick=True)


# what may move


def test_only_calibrated_parameters_move_and_never_beyond_their_range() -> None:
    axes = axes_of(read_targets(), read_scales())
    by_name = {parameter.name: parameter for parameter in PARAMETERS}
    for end in (np.zeros(len(axes)), np.ones(len(axes))):
        for name, value in changes_at(axes, from_unit(axes, end)).items():
            assert by_name[name].role == "K"
            assert by_name[name].low - 1e-9 <= value <= by_name[name].high + 1e-9


def test_the_values_in_the_files_lie_on_the_axes() -> None:
    axes = axes_of(read_targets(), read_scales())
    values = np.array([axis.value for axis in axes])
    assert changes_at(axes, values) == pytest.approx(
        {name: parameter_set().values[name] for name in changes_at(axes, values)}
    )
    assert ((to_unit(axes, values) >= 0.0) & (to_unit(axes, values) <= 1.0)).all()


# the reduced municipality


@compiled
@pytest.mark.parametrize("changes", [{}, {"turnover": 1.0, "quits_per_year": 0.2, "vacancy_weeks": 26.0}])
def test_reduced_and_whole_municipality_are_equal_bit_for_bit_where_they_were_recorded(
    changes: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    seed, weeks = seed_of("reduced", 1), 60
    setting, parameters = load_setting("four_units"), parameter_set(changes)
    monkeypatch.setattr("sim.studies.calibration.reduced.parameter_set", lambda: parameters)
    recorded = recording.__wrapped__("four_units", seed, 52, weeks)
    reduced = ReducedMunicipality(recorded, parameters, settles=False)
    whole = founded(setting, parameters, seed, math.inf)
    whole.live(52)
    for _ in range(weeks):
        reduced.step()
        whole.step()
        for column in ATTENDANCE:
            assert np.array_equal(reduced.world.employees[column], whole.world.employees[column])


@compiled
def test_more_illness_is_more_sick_leave() -> None:
    shown = []
    for change in ({"medium_illnesses": 0.1}, {}, {"medium_illnesses": 0.6}):
        life = ReducedMunicipality(recording("four_units", 11, 104, 260), parameter_set(change))
        for _ in range(156):
            life.step()
        shown.append(life.days.sum())
    assert shown[0] < shown[1] < shown[2]


@compiled
def test_colleagues_follow_the_more_the_stronger_the_norm() -> None:
    slopes = [
        np.mean([_slope(seed, parameter_set({"norm_on_staying_home": norm})) for seed in (11, 12, 13)])
        for norm in (0.5, 1.8, 3.0)
    ]
    assert 0.0 < slopes[0] < slopes[1] < slopes[2] < 1.0


def _slope(seed: int, parameters: ParameterSet) -> float:
    life = ReducedMunicipality(recording("danish_reference", seed, 104, 364), parameters)
    for _ in range(260):
        life.step()
    return peer_slope(life)


@pytest.mark.long
@compiled
def test_reduced_and_whole_municipality_agree_where_parameters_have_moved() -> None:
    """Sick leave hardly moves its own causes: the whole model, with a baseline of its own, shows nearly the same."""
    changes = {"minor_illnesses": 3.0, "medium_illnesses": 0.35, "major_illnesses": 0.04, "stay_home_level": 0.6}
    seeds = [seed_of("reduced", number) for number in range(1, 9)]
    study = parts.study_of(next(target for target in read_targets() if target.id == "sick_leave"))
    reduced, whole = parts.reduced(study, changes, seeds), parts.whole(study, changes, seeds, threads=2)
    for shown, within in (("sick_leave_share", 0.02), ("spells_begun", 0.02), ("six_week_spells", 0.03)):
        assert reduced[shown].mean() == pytest.approx(whole[shown].mean(), rel=within)
