"""A simulation: municipalities in the middle of their course."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, Self

from sim.draws import moment
from sim.evidence import ParameterSet
from sim.initialisation.founding import everything_shown, founded_world
from sim.initialisation.setting import Setting
from sim.measures.catalogue import NAMES
from sim.regimes import LEVERS
from sim.regimes.reforms import Reform
from sim.rule import Table
from sim.simulate.fixed_point import baseline_centres, in_setting
from sim.simulate.side_by_side import Threads, live_week, live_weeks
from sim.state.records import copy_of
from sim.state.world import World

_SET_FROM_OUTSIDE = ("efficiency_demand", "self_certification")
"""Levers that the economy and the state set, in the municipality's setting or by an event: no reform moves them."""

PEOPLE_OF_A_WORLD = 50_000
"""Citizens and employees at which a world is full. So many fit where a processor has them at hand; a larger
municipality still has one world, since only municipalities can be parted."""


class Simulation:
    """Worlds that live side by side, the seed, the week they have reached and the reforms that lie ahead.

    Everything that happens follows from these; two copies that are given the same reforms live the same weeks. How the
    municipalities are dealt over worlds, and how many threads live them, changes nothing.
    """

    def __init__(self, worlds: Iterable[World], seed: int, week: int = 0) -> None:
        self.worlds = tuple(worlds)
        self.seed = seed
        self.week = week
        self.ahead: tuple[Reform, ...] = ()

    @property
    def world(self) -> World:
        """The world of a simulation that has but one."""
        (world,) = self.worlds
        return world

    def copy(self) -> Self:
        """An independent copy, at the same week."""
        twin = copy(self)
        shown = copy_of(self.worlds[0].shown)
        twin.worlds = tuple(world.copy(shown) for world in self.worlds)
        return twin

    def enact(self, timeline: Iterable[Reform]) -> None:
        """Put reforms on the calendar; their weeks are counted from the week that comes next (0)."""
        coming = tuple(reform._replace(week=self.week + reform.week) for reform in timeline)
        self.ahead = tuple(sorted((*self.ahead, *coming), key=lambda reform: reform.week))

    def step(self) -> None:
        """Live one week, after the reforms that begin in it."""
        self._begin_reforms()
        live_week(self.worlds, moment(self.week, self.seed), Threads(1))
        self.week += 1

    def live(self, weeks: int, threads: int = 1) -> Any:
        """Live so many weeks; the measures of each, an array of records (week, municipality).

        A simulation of one world has no use for more than one thread.
        """
        import numpy as np

        measured = [world.measured for world in self.worlds]
        series = np.recarray((weeks, sum(map(len, measured))), dtype=measured[0].dtype)
        end = self.week + weeks
        with Threads(threads) as side_by_side:
            while self.week < end:
                self._begin_reforms()
                now = moment(self.week, self.seed)
                coming = series[weeks - (end - self.week) :][: self._weeks_until_reform()]
                if len(self.worlds) == 1:
                    live_weeks(self.world, now, coming)
                    self.week += len(coming)
                else:
                    live_week(self.worlds, now, side_by_side)
                    coming[0] = np.concatenate(measured)
                    self.week += 1
        return series

    def _begin_reforms(self) -> None:
        while self.ahead and self.ahead[0].week <= self.week:
            begin(self.ahead[0], self.worlds, self.week)
            self.ahead = self.ahead[1:]

    def _weeks_until_reform(self) -> int | None:
        return self.ahead[0].week - self.week if self.ahead else None


def begin(reform: Reform, worlds: Iterable[World], week: int) -> None:
    """A reform comes into force: what is formally asked changes in its municipalities."""
    for world in worlds:
        for m in range(len(world.municipalities)):
            if reform.municipalities is None or world.municipalities[m].id in reform.municipalities:
                _begin_in(world, m, reform, week)


def _begin_in(world: World, m: int, reform: Reform, week: int) -> None:
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


def founded(
    setting: Setting, parameters: ParameterSet, seed: int, people_of_a_world: float = PEOPLE_OF_A_WORLD
) -> Simulation:
    """The municipalities of a setting in week 0, at the baseline; ``seed`` is 0 to 2**64 - 1.

    A world takes municipalities until it has so many people: infinitely many put all in one world.
    """
    parameters = in_setting(parameters, setting)
    p = parameters.record()
    centres = copy_of(baseline_centres(setting, parameters))
    shown = everything_shown(setting)
    parts = parts_of(setting, people_of_a_world)
    return Simulation((founded_world(setting, p, seed, centres, NAMES, part, shown) for part in parts), seed)


def parts_of(setting: Setting, people_of_a_world: float) -> Sequence[range]:
    """The municipalities of each world: neighbours together, until there are so many people."""
    parts, first, people = [], 0, 0
    for m, place in enumerate(setting.places):
        people += place.citizens + place.all_units * setting.employees_per_unit
        if people >= people_of_a_world or m == setting.municipalities - 1:
            parts.append(range(first, m + 1))
            first, people = m + 1, 0
    return parts
