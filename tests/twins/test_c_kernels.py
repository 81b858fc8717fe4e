"""Three processes written by hand in C do what the package does: what peers are measured against is the same work.

Compiled exactly, the C gives every number bit for bit. With operations fused, or vector instructions and an exp of its
own, whatever is whole (kinds, rows, days, counts) is still equal, and so, bit for bit, is all that fall_ill writes;
quantities of judge_services and bring_cases are equal to 1e-12, relative.
"""

from functools import cache

import numpy as np
import pytest

from benchmarks.peers.kernels import kernels
from benchmarks.peers.kernels.rates import by_package, country, lived_world, rates, report
from sim.draws import moment
from sim.initialisation.setting import Setting
from sim.rule import COMPILED
from sim.state.world import TABLE_NAMES, World
from tests.worlds import four_units

pytestmark = [
    pytest.mark.skipif(kernels.compiler() is None, reason="needs a C compiler (cc, gcc or clang)"),
    pytest.mark.skipif(not COMPILED, reason="C reads record arrays, which only the compiled package keeps"),
]

PROCESSES = ("judge_services", "draw_conclusions", "bring_cases", "fall_ill")
SETTINGS = {"six of four units": four_units(6), "the Norwegian reference": country(1)}
WEEKS = 60
TOLERANCES = {"plain": 1e-12, "exact": 0.0, "vectors": 1e-12}


@cache
def lived(setting: str, regime: str = "tripartite") -> World:
    return lived_world(SETTINGS[setting], WEEKS, regime)


def both(world: World, processes: tuple[str, ...], build: str, seed: int = 1, weeks: int = 1) -> tuple[World, World]:
    """Two copies in which the processes have worked so many weeks running: the package's and C's."""
    by_numba, by_hand = world.copy(), world.copy()
    for week in range(WEEKS, WEEKS + weeks):
        for process in processes:
            by_package(process, by_numba, moment(week, seed))
            getattr(kernels.compiled(build), process)(by_hand, moment(week, seed))
    return by_numba, by_hand


def unlike(one: World, other: World, tolerance: float) -> list[str]:
    """The columns, as table.column, that are not equal: bit for bit, or quantities within a relative tolerance.

    Lots are no state: C keeps none.
    """
    wrong = []
    for table in (name for name in TABLE_NAMES if name != "lots"):
        first, second = getattr(one, table), getattr(other, table)
        for column in first.dtype.names:
            a, b = np.asarray(first[column]), np.asarray(second[column])
            near = tolerance > 0.0 and a.dtype.kind == "f" and np.allclose(b, a, rtol=tolerance, atol=0.0)
            if not near and a.tobytes() != b.tobytes():
                wrong.append(f"{table}.{column}")
    return wrong


@pytest.mark.parametrize("build", kernels.BUILDS)
@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("setting", SETTINGS)
def test_c_is_the_package(setting: str, process: str, build: str) -> None:
    assert unlike(*both(lived(setting), (process,), build), TOLERANCES[build]) == []


@pytest.mark.parametrize("regime", ["baseline", "tripartite", "npm"])
@pytest.mark.parametrize("build", kernels.BUILDS)
def test_c_keeps_up_for_a_year(regime: str, build: str) -> None:
    world = lived("the Norwegian reference", regime)
    assert unlike(*both(world, PROCESSES, build, seed=2**40 + 7, weeks=52), TOLERANCES[build]) == []


MAY_DIFFER_IN_A_BIT = {
    "judge_services": {
        f"citizens.{column}"
        for column in (
            "perceived_quality", "satisfaction", "expectation",
        )
    },
    "draw_conclusions": {
        f"{table}.{column}"
        for table, columns in {
            "citizens": ("trust", "coproduction", "wishes_competition"),
            "units": ("mean_coproduction",),
            "municipalities": ("citizen_trust", "coproduction", "wish_for_competition"),
        }.items()
        for column in columns
    },
    "bring_cases": {"units.case_hours", "cases.coordination", "partners.work"},
    "fall_ill": set(),
}  # fmt: skip


@pytest.mark.parametrize("build", ["plain", "vectors"])
@pytest.mark.parametrize("process", PROCESSES)
def test_fast_c_differs_in_the_last_bits_of_these_only(process: str, build: str) -> None:
    one, other = both(lived("the Norwegian reference"), (process,), build, weeks=10)
    assert set(unlike(one, other, tolerance=0.0)) <= MAY_DIFFER_IN_A_BIT[process]


@pytest.mark.parametrize("process", PROCESSES)
def test_the_processes_have_something_to_do(process: str) -> None:
    world = lived("the Norwegian reference")
    moved = {
        "judge_services": {"citizens.satisfaction", "citizens.expectation"},
        "draw_conclusions": {"citizens.trust", "citizens.coproduction", "municipalities.coproduction"},
        "bring_cases": {"cases.kind", "cases.third_unit", "cases.partner_joined", "pairs.shared_cases"},
        "fall_ill": {"employees.spell", "employees.presentee_days_left", "employees.spell_days_drawn"},
    }
    assert moved[process] <= set(unlike(world, both(world, (process,), "exact")[1], tolerance=0.0))


def test_a_world_kept_otherwise_is_refused() -> None:
    world = lived("six of four units")
    with pytest.raises(ValueError, match="citizens"):
        kernels.compiled("exact").judge_services(world._replace(citizens=world.cases), moment(WEEKS, 1))


def test_municipalities_may_differ_in_size() -> None:
    sizes = {"citizens": [331, 5003, 1200], "employees": 1500}
    few = {"municipalities": 3, "sizes": sizes, "citizens_per_employee": None}
    alike = country(1).model_dump(exclude={"kinds_of_work"})
    world = lived_world(Setting.model_validate({**alike, **few}, strict=False), weeks=4)
    assert len(set(world.municipalities["citizens"].tolist())) == 3
    for build, tolerance in TOLERANCES.items():
        assert unlike(*both(world, PROCESSES, build, weeks=4), tolerance) == []


def test_the_rates_are_reported() -> None:
    world, now = lived("six of four units"), moment(WEEKS, 1)
    assert all(seconds > 0.0 for rate in rates(world, now, repeats=3) for seconds in rate[1:])
    assert [line.split()[1] for line in report(world, now, repeats=1).splitlines()[2:]] == list(PROCESSES)
