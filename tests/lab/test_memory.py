"""What an experiment will need in memory is known, and refused, before anything is lived."""

import subprocess
import sys
from math import inf
from pathlib import Path

import pytest

from sim.evidence import parameter_set
from sim.initialisation.setting import Setting, load_setting
from sim.lab import memory
from sim.lab.bundle import Bundle
from sim.lab.designs import design
from sim.lab.memory import PROCESS_BYTES, bytes_of_world, crew_that_fits, need_of
from sim.lab.workers import Crew
from sim.mistakes import Mistake
from sim.simulate import founded
from tests.lab.laboratories import ROOT, small

GIGABYTE = 1e9
PEAK = """
from sim.lab.bundle import Lived, live
from sim.simulate import founded
from tests.lab.laboratories import peak_of_this_process
from tests.lab.test_memory import forty
if __name__ == "__main__":
    bundle = forty()._replace(weeks=1)
    bundle = bundle._replace(runs=bundle.runs[:2])
    assert [news.status for news in live(bundle, founded) if isinstance(news, Lived)] == ["ok", "ok"]
    print(peak_of_this_process())
"""


def several(name: str, municipalities: int) -> Setting:
    """A setting's municipality so many times."""
    said = load_setting(name).model_dump(exclude={"kinds_of_work"})
    return Setting.model_validate({**said, "municipalities": municipalities})


def bundles_of(setting: Setting, replicates: int = 1) -> list[Bundle]:
    bundles = design(small(replicates=replicates)).bundles()
    return [bundle._replace(setting=setting) for bundle in bundles]


def forty() -> Bundle:
    return bundles_of(several("norwegian_reference", 40))[0]


@pytest.fixture(scope="module")
def denmark() -> list[Bundle]:
    return bundles_of(load_setting("denmark"), replicates=3)


@pytest.mark.parametrize("setting", [load_setting("four_units"), several("norwegian_reference", 7)], ids=["small", "7"])
def test_the_bytes_of_a_world_are_those_of_its_tables(setting: Setting) -> None:
    """But for ties and sights, whose numbers are drawn."""
    world = founded(setting, parameter_set(), seed=3).world
    tables = [getattr(world, name) for name in world._fields if not name.endswith("_values")]
    fixed = sum(table.nbytes for table in tables if table is not world.parameters)
    assert bytes_of_world(setting, parameter_set()) == pytest.approx(fixed, rel=0.01)


def test_expected_sights_are_those_drawn() -> None:
    setting, parameters = several("norwegian_reference", 12), parameter_set()
    world = founded(setting, parameters, seed=3).world
    expected = memory.expected_sights(setting.places, parameters.values["service_sight"])
    assert len(world.sights) == pytest.approx(expected, rel=0.02)


def test_the_estimate_is_near_the_measured_peak() -> None:
    said = subprocess.run([sys.executable, "-c", PEAK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert need_of([forty()]).of_a_process == pytest.approx(int(said.stdout), rel=0.25)


def test_a_country_is_gigabytes_and_a_lone_run_needs_one_world(denmark: list[Bundle]) -> None:
    need = need_of(denmark)
    assert 2.0e9 < need.world < 2.4e9
    assert need.worlds == 2
    assert need_of([denmark[0]._replace(runs=denmark[0].runs[:1])]).worlds == 1


def test_where_memory_is_short_processes_become_threads(denmark: list[Bundle]) -> None:
    assert crew_that_fits(denmark, 4, 100 * GIGABYTE) == Crew(3, 1)
    assert crew_that_fits(denmark, 4, 11 * GIGABYTE) == Crew(2, 2)
    assert crew_that_fits(denmark, 4, 6 * GIGABYTE) == Crew(1, 4)


def test_what_is_too_large_is_a_mistake_that_says_what_would_fit(denmark: list[Bundle]) -> None:
    with pytest.raises(Mistake) as told:
        crew_that_fits(denmark, 2, 3 * GIGABYTE)
    assert '"denmark" is too large for the memory at hand: about 4.6 GB for 1 process' in str(told.value)
    assert "3.0 GB are free" in str(told.value)
    assert "About 3,600,000 of its 5,8" in str(told.value)
    many = bundles_of(several("norwegian_reference", 400))
    with pytest.raises(Mistake, match=r"About 2\d\d of its 400 municipalities would fit") as told:
        crew_that_fits(many, 2, 1.1 * GIGABYTE)
    with pytest.raises(Mistake, match="Not even a small part"):
        crew_that_fits(denmark, 2, 0.1 * GIGABYTE)


def test_a_small_setting_is_always_tried() -> None:
    assert crew_that_fits(bundles_of(load_setting("four_units"), 3), 3, 0.0) == Crew(1, 3)


def test_limits_of_control_groups_count(tmp_path: Path) -> None:
    inner = tmp_path / "some" / "group"
    inner.mkdir(parents=True)
    (inner / "memory.max").write_text("max\n")
    (inner / "memory.current").write_text("700\n")
    (inner / "memory.stat").write_text("anon 500\ninactive_file 200\n")
    for name, text in (("memory.max", "1000\n"), ("memory.current", "800\n"), ("memory.stat", "inactive_file 100\n")):
        (inner.parent / name).write_text(text)
    assert sorted(memory._rooms("0::/some/group\n", tmp_path)) == [300, inf, inf]
    older = tmp_path / "memory" / "box"
    older.mkdir(parents=True)
    (older / "memory.limit_in_bytes").write_text("5000\n")
    (older / "memory.usage_in_bytes").write_text("1000\n")
    (older / "memory.stat").write_text("total_inactive_file 10\n")
    assert min(memory._rooms("3:cpu:/\n4:memory:/box\n", tmp_path)) == 4010
    assert min(memory._rooms("4:memory:/elsewhere\n", tmp_path), default=inf) == inf


def test_memory_at_hand_leaves_room_for_this_process() -> None:
    assert -PROCESS_BYTES < memory.memory_at_hand() < 1e15
