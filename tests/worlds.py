"""Small worlds that tests share: four units that can be followed by hand, at the baseline, under any regime.

The baseline's centres are found once for each state of the code and kept on disk, and so is the compiled code. After
that a year of four units takes a hundredth of a second, and about a fifth of a second without a compiler.

``interpreted`` calls a function in a process of its own in which nothing is compiled: there a process of the model is
an ordinary Python function that a test can watch or leave out.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.evidence import parameter_set
from sim.initialisation.founding import founded_world
from sim.initialisation.setting import Setting, load_setting
from sim.measures.catalogue import NAMES
from sim.regimes import Reform, load_regime, names
from sim.regimes.formal import formal_values
from sim.simulate import Simulation
from sim.simulate.fixed_point import baseline_centres, in_setting
from sim.state.records import copy_of, record

ROOT = Path(__file__).parents[1]

REGIMES = tuple(names("regimes"))
"""Every regime that comes with the program."""
PARAMETERS = parameter_set()
AS_THEY_ARE: Mapping[str, float] = MappingProxyType({})

type Columns = dict[str, dict[str, list[float]]]
"""A world as plain numbers, by table and column."""


@cache
def four_units(municipalities: int = 1) -> Setting:
    """So many municipalities of four small units each, one of each service."""
    return load_setting("four_units").model_copy(update={"municipalities": municipalities})


def begun(setting: Setting, seed: int = 1, changes: Mapping[str, float] = AS_THEY_ARE) -> Simulation:
    """A simulation in week 0, under parameters changed as the test likes, even beyond their ranges.

    The centres stay those of the parameters as they are, so that a change costs no search: such a world need not be
    stationary, but no law of the model is allowed to depend on that.
    """
    parameters = in_setting(PARAMETERS, setting)
    p = record({**parameters.values, **changes})
    world = founded_world(setting, p, seed, copy_of(baseline_centres(setting, parameters)), NAMES)
    return Simulation([world], seed)


def reform(regime: str, week: int = 0, municipalities: tuple[int, ...] | None = None) -> Reform:
    """What a regime, or a scenario such as ``npm*0``, formally asks from a week on."""
    return Reform(week, formal_values(load_regime(regime), PARAMETERS.values), municipalities)


def under(regime: str, setting: Setting, seed: int = 1, changes: Mapping[str, float] = AS_THEY_ARE) -> Simulation:
    """A simulation that is reformed in its first week."""
    simulation = begun(setting, seed, changes)
    simulation.enact([reform(regime)])
    return simulation


def live(simulation: Simulation, weeks: int) -> Simulation:
    """The same simulation so many weeks later. Unlike ``Simulation.live`` it needs no record arrays."""
    for _ in range(weeks):
        simulation.step()
    return simulation


def columns_after(regime: str, weeks: int) -> Columns:
    """Four units after so many weeks under a regime."""
    return live(under(regime, four_units()), weeks).world.columns()


def differences(one: Columns, other: Columns) -> list[str]:
    """The columns, as table.column, in which two worlds differ by a single bit."""
    first, second = _cells(one), _cells(other)
    return [column for column in first | second if first.get(column) != second.get(column)]


def _cells(world: Columns) -> dict[str, list[str]]:
    """Every column that has rows, bit by bit: 0.0 and -0.0 differ, and a number that is none equals itself."""
    return {
        f"{table}.{column}": [float(number).hex() for number in numbers]
        for table, columns in world.items()
        for column, numbers in columns.items()
        if numbers
    }


def interpreted(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function at the top of a module gives where nothing is compiled; all that passes must go through JSON."""
    baseline_centres(four_units(), in_setting(PARAMETERS, four_units()))  # found compiled, and read from disk there
    call = {"module": function.__module__, "name": function.__name__, "arguments": arguments}
    done = subprocess.run(
        [sys.executable, "-m", "tests.worlds"],
        input=json.dumps(call),
        env={**os.environ, "STYREFORM_INTERPRETED": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _answer() -> None:
    call = json.load(sys.stdin)
    function = getattr(import_module(call["module"]), call["name"])
    json.dump(function(*call["arguments"]), sys.stdout)


if __name__ == "__main__":
    _answer()
