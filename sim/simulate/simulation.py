"""A simulation: municipalities in the middle of their course."""

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import takewhile
from typing import Any, Self

from sim.draws import moment
from sim.events import Happening
from sim.evidence import ParameterSet
from sim.initialisation.founding import everything_shown, founded_world
from sim.initialisation.setting import Setting
from sim.measures.catalogue import NAMES
from sim.regimes.reforms import Reform
from sim.simulate.entry import with_entrants
from sim.simulate.fixed_point import baseline_centres, in_setting
from sim.simulate.in_force import Ending, Entry, begin_reform, put_in_force
from sim.simulate.side_by_side import Threads, live_week, live_weeks
from sim.state.records import copy_of
from sim.state.world import World

PEOPLE_OF_A_WORLD = 50_000
"""Citizens and employees at which a world is full. So many fit where a processor has them at hand; a larger
municipality still has one world, since only municipalities can be parted."""


class Simulation:
    """Worlds that live side by side, the seed, the week they have reached, and the reforms and events on the calendar.

    Everything that happens follows from these; two copies that are given the same timeline live the same weeks. How the
    municipalities are dealt over worlds, and how many threads live them, changes nothing.
    """

    def __init__(self, worlds: Iterable[World], seed: int, week: int = 0) -> None:
        self.worlds = tuple(worlds)
        self.seed = seed
        self.week = week
        self.ahead: tuple[Entry, ...] = ()
        self.behind: tuple[Entry, ...] = ()

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

    def enact(self, timeline: Iterable[Reform | Happening]) -> None:
        """Put reforms and events on the calendar; their weeks are counted from the week that comes next (0)."""
        coming: list[Entry] = []
        for entry in timeline:
            later = entry._replace(week=self.week + entry.week)
            coming.append(later)
            if isinstance(later, Happening) and later.ends is not None:
                coming.append(Ending(later.ends))
        self.ahead = tuple(sorted((*self.ahead, *coming), key=lambda entry: entry.week))

    def step(self) -> None:
        """Live one week, after what the calendar has for it."""
        self._turn_the_page()
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
                self._turn_the_page()
                now = moment(self.week, self.seed)
                coming = series[weeks - (end - self.week) :][: self._weeks_until_next_page()]
                if len(self.worlds) == 1:
                    live_weeks(self.world, now, coming)
                    self.week += len(coming)
                else:
                    live_week(self.worlds, now, side_by_side)
                    coming[0] = np.concatenate(measured)
                    self.week += 1
        return series

    def _turn_the_page(self) -> None:
        """Reforms come into force, what lasts begins or ends, and then things happen: all before the week begins."""
        due = tuple(takewhile(lambda entry: entry.week <= self.week, self.ahead))
        if not due:
            return
        self.ahead, self.behind = self.ahead[len(due) :], (*self.behind, *due)
        for entry in due:
            if isinstance(entry, Reform):
                begin_reform(entry, self.worlds, self.week)
        put_in_force(self.behind, self.worlds, self.week, self.seed)
        now = moment(self.week, self.seed)
        for entry in due:
            if isinstance(entry, Happening):
                for world in self.worlds:
                    for scene in entry.scenes(world, now, now):
                        entry.event.happen(scene)
        self.worlds = tuple(with_entrants(world, self.week, self.seed) for world in self.worlds)

    def _weeks_until_next_page(self) -> int | None:
        return self.ahead[0].week - self.week if self.ahead else None


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
