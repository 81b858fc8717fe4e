"""A simulation: municipalities in the middle of their course."""

from collections.abc import Iterable
from copy import copy
from typing import Any, Self

from sim.draws import moment
from sim.evidence import ParameterSet
from sim.initialisation.founding import founded_world
from sim.initialisation.setting import Setting
from sim.measures.catalogue import NAMES
from sim.measures.weekly import measure
from sim.regimes import LEVERS
from sim.regimes.reforms import Reform
from sim.rule import Parameters, Table
from sim.simulate.fixed_point import baseline_centres, in_setting
from sim.state.records import copy_of
from sim.state.world import World
from sim.week import step

_SET_FROM_OUTSIDE = ("efficiency_demand", "self_certification")
"""Levers that the economy and the state set, in the municipality's setting or by an event: no reform moves them."""


class Simulation:
    """A world, its parameters, its seed, the week it has reached and the reforms that lie ahead.

    Everything that happens follows from these; two copies that are given the same reforms live the same weeks.
    """

    def __init__(self, world: World, p: Parameters, seed: int, week: int = 0) -> None:
        self.world = world
        self.p = p
        self.seed = seed
        self.week = week
        self.ahead: tuple[Reform, ...] = ()

    def copy(self) -> Self:
        """An independent copy, at the same week."""
        twin = copy(self)
        twin.world = self.world.copy()
        return twin

    def enact(self, timeline: Iterable[Reform]) -> None:
        """Put reforms on the calendar; their weeks are counted from the week that comes next (0)."""
        coming = tuple(reform._replace(week=self.week + reform.week) for reform in timeline)
        self.ahead = tuple(sorted((*self.ahead, *coming), key=lambda reform: reform.week))

    def step(self) -> None:
        """Live one week, after the reforms that begin in it."""
        while self.ahead and self.ahead[0].week <= self.week:
            begin(self.ahead[0], self.world, self.week)
            self.ahead = self.ahead[1:]
        step(self.world, self.p, moment(self.week, self.seed))
        measure(self.world, self.p)
        self.week += 1

    def live(self, weeks: int) -> Any:
        """Live so many weeks; the measures of each, an array of records (week, municipality)."""
        import numpy as np

        measured = self.world.measured
        series = np.recarray((weeks, len(self.world.municipalities)), dtype=measured.dtype)
        for week in range(weeks):
            self.step()
            series[week] = measured
        return series


def begin(reform: Reform, world: World, week: int) -> None:
    """A reform comes into force: what is formally asked changes in its municipalities."""
    places = reform.municipalities
    for m in range(len(world.municipalities)) if places is None else places:
        municipality = world.municipalities[m]
        if municipality.reform_started < 0:
            municipality.reform_started = week
            for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
                _copy_levers(world.enacted[u], world.before[u])
        municipality.reform_week = week
        _copy_levers(world.formal[m], world.asked_before[m])
        for lever, value in reform.formal.items():
            if lever not in _SET_FROM_OUTSIDE:
                setattr(world.formal[m], lever, value)


def _copy_levers(source: Table, target: Table) -> None:
    for lever in LEVERS:
        setattr(target, lever, getattr(source, lever))


def founded(setting: Setting, parameters: ParameterSet, seed: int) -> Simulation:
    """The municipalities of a setting in week 0, at the baseline; ``seed`` is 0 to 2**64 - 1."""
    parameters = in_setting(parameters, setting)
    p = parameters.record()
    centres = copy_of(baseline_centres(setting, parameters))
    return Simulation(founded_world(setting, p, seed, centres, NAMES), p, seed)
