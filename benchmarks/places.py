"""Settings and simulations that the benchmarks share."""

from math import inf

from sim.evidence import parameter_set
from sim.initialisation.setting import Setting, Sizes, load_setting
from sim.simulate import Simulation, founded

REFERENCE = "norwegian_reference"


def several(municipalities: int) -> Setting:
    """So many municipalities of the reference size."""
    return _like(load_setting(REFERENCE), municipalities=municipalities)


def alike(municipalities: int, employees_per_unit: int = 20, citizens: int = 100) -> Setting:
    """So many municipalities of five units and so many citizens each."""
    denmark = load_setting("denmark")
    posts = municipalities * 5 * employees_per_unit
    sizes = Sizes(employees=posts, citizens=(citizens,) * municipalities)
    return _like(denmark, municipalities=municipalities, employees_per_unit=employees_per_unit, sizes=sizes)


def one_large(citizens: int) -> Setting:
    """One municipality of so many citizens, with employees as in Denmark."""
    sizes = Sizes(employees=max(80, citizens * 10 // 114), citizens=(citizens,))
    return _like(load_setting("denmark"), municipalities=1, sizes=sizes)


def _like(setting: Setting, **changes: object) -> Setting:
    """A setting with changes, beyond what a file may ask for."""
    return Setting.model_construct(**dict(setting) | changes)


def begun(setting: Setting, weeks: int = 8, people_of_a_world: float = inf, threads: int = 1) -> Simulation:
    """A simulation some weeks after its founding."""
    simulation = founded(setting, parameter_set(), 1, people_of_a_world)
    simulation.live(weeks, threads)
    return simulation
