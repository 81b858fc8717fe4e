"""The real model, founded quickly: every set of parameters starts from the baseline of the usual ones.

An audit finds a baseline for each of its points, which takes ten seconds. What is tested with this is the audit, not
the baseline; tests/studies/test_neutrality.py has one audit with everything as it is.
"""

from typing import Any

from sim.evidence import parameter_set
from sim.initialisation.founding import everything_shown, founded_world
from sim.measures.catalogue import NAMES
from sim.simulate import Simulation
from sim.simulate.fixed_point import baseline_centres, in_setting
from sim.simulate.simulation import PEOPLE_OF_A_WORLD, parts_of
from sim.state.records import copy_of


def quickly_founded(setting: Any, parameters: Any, seed: int) -> Simulation:
    """A simulation in week 0, at the baseline of the usual parameters."""
    p = in_setting(parameters, setting).record()
    centres = copy_of(baseline_centres(setting, parameter_set()))
    shown = everything_shown(setting)
    parts = parts_of(setting, PEOPLE_OF_A_WORLD)
    return Simulation((founded_world(setting, p, seed, centres, NAMES, part, shown) for part in parts), seed)
