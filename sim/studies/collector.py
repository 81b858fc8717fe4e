"""What happens to persons, units and changes of practice, week by week as a world is lived; no week is stored.

A person is a post and how many people came into it before. What a week brings belongs to whoever filled the post as it
began: posts change hands at its end.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state.tables import IN_USE, WEEKS_PER_YEAR, WELL
from sim.state.world import World

WEEKS_OF_FOLLOW_UP = 61
"""Fourteen months (row 4.20)."""
LONGEST = 600
"""Working days; spells that last longer are counted as of this length."""
SEXES = 2
REPORTS = ("rules_reported", "reported_rules_taken_up", "reported_rules_sent_on", "reported_rules_removed")
"""Columns of the municipalities."""
BEFORE, STILL = -1, -1
"""Put to use before it was followed; still in use."""

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
    exhaustion, effort and skill were asked then of those who ``answered``, being at work.
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
    skill: Numbers


class Changes(NamedTuple):
    """Changes of practice that were put to use while the world was followed, one by one.

    ``begun`` and ``ended`` are weeks from the first that was followed; ``ended`` is -1 where a change is still in use.
    A pilot that goes on as a project is none. What a change was to bring is in quality, value to users, convenience to
    staff, and saved cost and work.
    """

    origin: Counts
    begun: Counts
    ended: Counts
    quality: Numbers
    user_value: Numbers
    convenience: Numbers
    saving: Numbers


class Followed(NamedTuple):
    """All that was gathered.

    ``staff`` counts by service, sex and (person-weeks, working days lost, spells begun). ``lengths`` counts the spells
    that ended by their working days. ``innovations`` has a row at the beginning and after each year: proposals carried
    into operation so far, copied ones among them, by unit. ``quality`` has a row for each year: mean true quality by
    unit. ``rules`` counts what became of rules that staff reported, by the columns in ``REPORTS``, mean over
    municipalities. ``weeks`` is how long all of it was.
    """

    posts: Posts
    staff: NDArray[np.float64]
    lengths: Counts
    years: tuple[Panel, ...]
    follow_ups: tuple[Panel, ...]
    innovations: Counts
    quality: Numbers
    rules: Numbers
    changes: Changes
    weeks: int


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
        self.quality: list[Numbers] = []
        self.quality_so_far = np.zeros(len(world.units))
        self.rules_before = self.rules = _reports(world)
        self.uses = Uses(world.proposals)
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
        self.quality_so_far += world.units["quality"]
        if self.years in full:
            self.innovations.append(_innovations(world))
            self.quality.append(self.quality_so_far / WEEKS_PER_YEAR)
            self.quality_so_far = np.zeros(len(world.units))
        self.rules = _reports(world)
        self.uses.see(world.proposals)

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
            np.array(self.quality),
            self.rules - self.rules_before,
            self.uses.changes(),
            self.uses.weeks,
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
            *(staff[state].copy() for state in ("motivation", "exhaustion", "effort", "skill")),
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


class Uses:
    """Proposals in use, each followed from the week in which it is put to use to that in which it is given up.

    No proposal takes the row of another in the week in which that is given up: it needs weeks to start.
    """

    def __init__(self, proposals: Any) -> None:
        self.weeks = 0
        self.in_use = _in_use(proposals)
        self.origin = proposals["origin"].astype(np.int64)
        self.begun = np.full(len(proposals), BEFORE)
        self.gains = _gains(proposals)
        self.past: list[Changes] = []

    def see(self, proposals: Any) -> None:
        """Note what has been given up this week, and what has been put to use."""
        in_use = _in_use(proposals)
        self.past.append(self._those(self.in_use & ~in_use, self.weeks))
        begins = in_use & ~self.in_use
        self.origin[begins], self.begun[begins] = proposals["origin"][begins], self.weeks
        self.gains[:, begins] = _gains(proposals)[:, begins]
        self.in_use = in_use
        self.weeks += 1

    def _those(self, which: Flags, ended: int) -> Changes:
        """Of these rows those that were put to use while they were followed."""
        rows = np.flatnonzero(which & (self.begun != BEFORE))
        return Changes(self.origin[rows], self.begun[rows], np.full(len(rows), ended), *self.gains[:, rows])

    def changes(self) -> Changes:
        """Those that ended, and then those that are in use."""
        parts = [*self.past, self._those(self.in_use, STILL)]
        return Changes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _in_use(proposals: Any) -> Flags:
    return np.asarray((proposals["station"] == IN_USE) & (proposals["project"] == 0))


def _gains(proposals: Any) -> Numbers:
    saving = -proposals["cost_change"] - proposals["work_change"]
    return np.array([proposals["quality_gain"], proposals["user_gain"], proposals["staff_gain"], saving])


def _reports(world: World) -> Numbers:
    return np.array([world.municipalities[column].mean() for column in REPORTS])


def _innovations(world: World) -> Counts:
    return np.asarray(world.units["implemented"] + world.units["reused"], dtype=np.int64)
