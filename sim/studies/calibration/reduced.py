"""The reduced municipality: sick leave alone is lived; all that it answers to is replayed from a life of the baseline.

Sick leave is nearly separable: exhaustion, justice, insecurity, motivation, load and management decide it, and what it
does to them in turn is small at the baseline. So a life of the whole model is recorded once, and thousands of sets of
illness parameters are tried against the recording at a fraction of the time. At the parameters of the recording every
absence is that of the whole model, bit for bit; elsewhere the difference is what sick leave would have done to its
own causes (tests/studies hold both).
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.draws import Now, moment
from sim.evidence import ParameterSet, parameter_set
from sim.initialisation.setting import Setting, load_setting
from sim.measures.weekly import measure
from sim.processes.attendance import count_attendance, fall_ill, live_spells
from sim.processes.surroundings import change_the_times
from sim.processes.units import look_around
from sim.rule import compiled
from sim.simulate import founded
from sim.simulate.fixed_point import in_setting
from sim.state.tables import WEEKS_PER_YEAR, WELL
from sim.state.world import World
from sim.week import live_on_from_there, live_until_units_meet

WEEKS_TO_SETTLE = 2 * WEEKS_PER_YEAR
"""Recorded weeks in which sick leave settles at new parameters, before anything is counted: the last of the burn-in."""
WEEKS_BETWEEN, PACE = 4, 0.1
"""The norm of short absence at the baseline follows its mean as all centres do (sim/simulate/fixed_point.py)."""

EXPOSURES: Mapping[str, tuple[str, ...]] = {
    "employees": ("woman", "frailty", "exhaustion", "justice", "job_insecurity", "motivation", "filled"),
    "units": ("felt_load",),
    "line_managers": ("support",),
    "enacted": ("sick_follow_up", "absence_goal", "self_certification", "absence_strictness"),
}
"""What sick leave answers to, by table, as it is when people fall ill."""

_RECORDINGS = 16
"""Recordings that a process keeps: some 12 megabytes each in a municipality of 600 employees."""


class Recording(NamedTuple):
    """A life of the baseline: the world as it began, and week by week the exposures, and who came into a post."""

    setting: Setting
    start: World
    first_week: int
    seed: int
    exposures: dict[str, dict[str, np.ndarray]]
    newcomers: np.ndarray


@lru_cache(maxsize=_RECORDINGS)
def recording(setting_name: str, seed: int, before: int, weeks: int) -> Recording:
    """Record so many weeks of the whole model at the parameters' values, after others ``before`` them."""
    setting = load_setting(setting_name)
    simulation = founded(setting, parameter_set(), seed, math.inf)
    simulation.live(before)
    world = simulation.world
    start = world.copy()
    exposures = {
        table: {
            name: np.empty((weeks, len(getattr(world, table))), getattr(world, table)[name].dtype) for name in names
        }
        for table, names in EXPOSURES.items()
    }
    newcomers = np.empty((weeks, len(world.employees)), world.employees["newcomers"].dtype)
    for week in range(weeks):
        now = moment(before + week, seed)
        live_until_units_meet(world, now)
        for table, columns in exposures.items():
            for name, series in columns.items():
                series[week] = getattr(world, table)[name]
        live_on_from_there(world, now)
        newcomers[week] = world.employees["newcomers"]
    return Recording(setting, start, before, seed, exposures, newcomers)


class ReducedMunicipality:
    """Sick leave lived against a recording, a week at a time, at parameters of its own.

    ``world`` is that of the recording; beside attendance and what was recorded, nothing in it moves. ``days`` are the
    working days absent of each post since sick leave has settled.
    """

    def __init__(
        self, of: Recording, parameters: ParameterSet, *, norm: np.ndarray | None = None, settles: bool = True
    ) -> None:
        """``norm`` is the norm of short absence by service at the baseline, found here unless it is known."""
        self.of = of
        self.parameters = parameters
        self.norm = self._settled_norm() if settles and norm is None else norm
        self._begin(self.norm)
        for _ in range(WEEKS_TO_SETTLE if settles else 0):
            self.step()
        self.days[:] = 0.0

    def _begin(self, norm: np.ndarray | None = None) -> None:
        self.world = self.of.start.copy()
        self.lived = 0
        self.days = np.zeros(len(self.world.employees))
        values = in_setting(self.parameters, self.of.setting).values
        for name, value in values.items():
            self.world.parameters[name] = value
        women = values["women_share"]
        self.world.centres["woman_factor"] = 1.0 / (women * values["illness_of_women"] + 1.0 - women)
        if norm is not None:
            self.world.centres["short_absence_norm"] = norm

    def _settled_norm(self) -> np.ndarray:
        """The norm of short absence, by service, that these parameters bring about at the baseline."""
        self._begin()
        service = self.world.units["service"][self.world.teams["unit"]]
        posts = np.bincount(service)
        for week in range(1, WEEKS_TO_SETTLE + 1):
            self.step()
            if week % WEEKS_BETWEEN == 0:
                means = np.bincount(service, self.world.teams["short_absence_norm"]) / posts
                self.world.centres["short_absence_norm"] += PACE * (means - self.world.centres["short_absence_norm"])
        return self.world.centres["short_absence_norm"].copy()

    def step(self) -> None:
        """Live a week of sick leave."""
        self._expose()
        live_attendance(self.world, moment(self.of.first_week + self.lived, self.of.seed))
        self.days += self.world.employees["absent_days"]
        self._fill_posts()
        self.lived += 1

    def _expose(self) -> None:
        for table, columns in self.of.exposures.items():
            for name, series in columns.items():
                getattr(self.world, table)[name] = series[self.lived]

    def _fill_posts(self) -> None:
        """Whoever comes into a post comes well."""
        staff, came = self.world.employees, self.of.newcomers[self.lived]
        new = staff["newcomers"] != came
        if new.any():
            for name in ("spell_days_left", "spell_first_day", "presentee_days_left", "presenteeism_load"):
                staff[name][new] = 0
            staff["spell"][new] = WELL
            staff["newcomers"] = came


@compiled
def live_attendance(world: World, now: Now) -> None:
    """The week's sick leave, in the order of the week (sim/week.py), and what is measured of it."""
    municipalities, services, centres, p = world.municipalities, world.services, world.centres, world.parameters[0]
    units, teams, employees, line_managers = world.units, world.teams, world.employees, world.line_managers
    enacted, baseline, lots = world.enacted, world.baseline, world.lots
    change_the_times(municipalities, world.national_path, p, now)
    live_spells(employees, units, line_managers, centres, enacted, baseline, p)
    count_attendance(units, teams, employees, p)
    look_around(units, world.ties)
    fall_ill(employees, teams, units, municipalities, services, line_managers, centres, lots, enacted, baseline, p, now)
    measure(world)
