"""What happens to persons and units, gathered week by week as a world is lived; no week is stored.

A person is a post and how many people came into it before. What a week brings belongs to whoever filled the post as it
began: posts change hands at its end.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state.tables import WEEKS_PER_YEAR, WELL
from sim.state.world import World

WEEKS_OF_FOLLOW_UP = 61
"""Fourteen months (row 4.20)."""
LONGEST = 600
"""Working days; spells that last longer are counted as of this length."""
SEXES = 2

type Counts = NDArray[np.int64]
type Flags = NDArray[np.bool_]
type Numbers = NDArray[np.float64]


class Posts(NamedTuple):
    """Where each post is: its unit, service and municipality, by row."""

    unit: Counts
    service: Counts
    municipality: Counts


class Panel(NamedTuple):
    """A period of so many weeks, a number for each post.

    ``days`` and ``self_certified`` are working days lost, ``spells`` those that began or went on. ``stayed`` marks
    posts with one person throughout; ``person`` and ``woman`` are of who was there at the beginning, and motivation,
    exhaustion and effort were asked then of those who ``answered``, being at work.
    """

    days: Counts
    self_certified: Counts
    spells: Counts
    stayed: Flags
    person: Counts
    woman: Counts
    answered: Flags
    motivation: Numbers
    exhaustion: Numbers
    effort: Numbers


class Followed(NamedTuple):
    """All that was gathered.

    ``staff`` counts by service, sex and (person-weeks, working days lost, spells begun). ``lengths`` counts the spells
    that ended by their working days. ``innovations`` has a row at the beginning and after each year: proposals carried
    into operation so far, copied ones among them, by unit.
    """

    posts: Posts
    staff: NDArray[np.float64]
    lengths: Counts
    years: tuple[Panel, ...]
    follow_ups: tuple[Panel, ...]
    innovations: Counts


class Collector:
    """Looks at a world after each week. Only whole years and whole follow-ups of 14 months are kept."""

    def __init__(self, world: World) -> None:
        staff = world.employees
        unit = staff["unit"].astype(np.int64)
        self.posts = Posts(unit, world.units["service"][unit], world.units["municipality"][unit])
        drawn, left = staff["spell_days_drawn"], staff["spell_days_left"]
        self.spell_days = np.where(staff["spell"] != WELL, np.maximum(np.rint(drawn - left), 0), 0).astype(np.int64)
        self.staff = np.zeros((len(world.services), SEXES, 3))
        self.lengths = np.zeros(LONGEST + 1, dtype=np.int64)
        self.years, self.follow_ups = Periods(WEEKS_PER_YEAR), Periods(WEEKS_OF_FOLLOW_UP)
        self.innovations = [_innovations(world)]
        self._remember(staff)
        for periods in (self.years, self.follow_ups):
            periods.open(staff, self.spell_days)

    def see(self, world: World) -> None:
        """Count the week that has just been lived."""
        staff = world.employees
        absent = staff["absent_days"].astype(np.int64)
        begun = (self.spell_days == 0) & (absent > 0)
        self._count_staff(absent, begun)
        self.spell_days += absent
        gone = staff["newcomers"] != self.person
        over = (self.spell_days > 0) & ((staff["spell_ended"] == 1) | gone)
        self.lengths += np.bincount(np.minimum(self.spell_days[over], LONGEST), minlength=LONGEST + 1)
        self.spell_days[over] = 0
        full = [it for it in (self.years, self.follow_ups) if it.count(absent, staff["self_certified_days"], begun)]
        for periods in (self.years, self.follow_ups):
            periods.stayed &= ~gone
        self._remember(staff)
        for periods in full:
            periods.open(staff, self.spell_days)
        if self.years in full:
            self.innovations.append(_innovations(world))

    def _remember(self, staff: Any) -> None:
        """Who is there as the next week begins."""
        self.person = staff["newcomers"].astype(np.int64)
        self.kind = self.posts.service * SEXES + staff["woman"]

    def _count_staff(self, absent: Counts, begun: Flags) -> None:
        kinds = self.staff.shape[0] * SEXES
        for place, weights in enumerate((None, absent, begun)):
            counted = np.bincount(self.kind, weights, kinds)
            self.staff[:, :, place] += counted.reshape(-1, SEXES)

    def followed(self) -> Followed:
        """All that was gathered so far."""
        return Followed(
            self.posts,
            self.staff.copy(),
            self.lengths.copy(),
            tuple(self.years.past),
            tuple(self.follow_ups.past),
            np.array(self.innovations),
        )


class Periods:
    """Periods of equal length, one after the other."""

    def __init__(self, weeks: int) -> None:
        self.weeks = weeks
        self.past: list[Panel] = []

    def open(self, staff: Any, spell_days: Counts) -> None:
        """A period begins; spells that are under way go on in it."""
        self.lived = 0
        self.days = np.zeros(len(staff), dtype=np.int64)
        self.self_certified = np.zeros(len(staff), dtype=np.int64)
        self.spells = (spell_days > 0).astype(np.int64)
        self.stayed = np.ones(len(staff), dtype=np.bool_)
        self.asked = (
            staff["newcomers"].astype(np.int64),
            staff["woman"].astype(np.int64),
            staff["spell"] == WELL,
            *(staff[state].copy() for state in ("motivation", "exhaustion", "effort")),
        )

    def count(self, absent: Counts, self_certified: Counts, begun: Flags) -> bool:
        """Count a week; whether the period is over with it."""
        self.lived += 1
        self.days += absent
        self.self_certified += self_certified
        self.spells += begun
        is_over = self.lived == self.weeks
        if is_over:
            self.past.append(Panel(self.days, self.self_certified, self.spells, self.stayed.copy(), *self.asked))
        return is_over


def _innovations(world: World) -> Counts:
    return np.asarray(world.units["implemented"] + world.units["reused"], dtype=np.int64)
