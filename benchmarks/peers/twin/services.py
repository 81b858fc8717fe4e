"""Services: the landscape of practices that their units search in, and how the world changes it."""

from typing import TYPE_CHECKING, NamedTuple

from benchmarks.peers.twin.actor import Actor, added
from sim.draws import LANDSCAPE, LANDSCAPE_LOCAL, LANDSCAPE_VALUES, TURBULENCE, Now, draw_between, draws4
from sim.rule import Centre
from sim.rules.search import local_quality, shared_quality, side_effects, ways_around
from sim.state.tables import LOCI

if TYPE_CHECKING:
    from benchmarks.peers.twin.units import Unit

type Practice = int
"""How the loci of a practice are done, a bit for each."""

_WAYS = 1024
"""Room for the ways of a locus and its neighbours in the other party of a draw."""


class Worth(NamedTuple):
    """What a locus, or a change of practice, is worth: quality shared by the service and of the unit only, the rest."""

    shared: float
    local: float
    cost: float
    work: float
    user_value: float
    convenience: float


class Gains(NamedTuple):
    """What a change of practice would truly bring: quality, the part of it that all can see, and side effects."""

    quality: float = 0.0
    seen_quality: float = 0.0
    cost: float = 0.0
    work: float = 0.0
    user_value: float = 0.0
    convenience: float = 0.0


class Service(Actor):
    """A kind of service: schools, home care ..."""

    centre: Centre
    """The baseline means of its units."""
    redrawn: list[int]
    """How often the world has changed what each locus is worth."""
    units: list["Unit"]
    measurability: float
    complexity: float
    useful_documentation: float
    illness_factor: float

    def change_with_the_world(self) -> None:
        """Now and then one locus of the practice comes to be worth something else, in all units (E34)."""
        whether, which, _, _ = draws4(self.now, TURBULENCE, self.id, 0)
        if whether >= self.p.turbulence_per_week:
            return
        self.redrawn[int(which * LOCI)] += 1
        for unit in self.units:
            unit.value_practice()

    def ways_around(self, practice: Practice, locus: int) -> int:
        """How a locus and those it depends on are done."""
        return ways_around(practice, locus, int(self.p.linked_loci), LOCI)

    def worth_of_locus(self, practice: Practice, locus: int, unit: "Unit") -> Worth:
        """What a locus, done as in this practice, is worth in a unit."""
        then = Now(self.redrawn[locus], self.now.seed_low, self.now.seed_high)
        which = locus * _WAYS + self.ways_around(practice, locus)
        return Worth(
            shared_quality(draw_between(then, LANDSCAPE, self.id, which), self.p),
            local_quality(draw_between(then, LANDSCAPE_LOCAL, unit.id, which), self.p),
            *side_effects(*draws4(then, LANDSCAPE_VALUES, self.id, which), int(self.p.linked_loci), self.p),
        )

    def worth_of_practice(self, practice: Practice, unit: "Unit") -> tuple[float, float, float, float, float]:
        """Quality in [0, 1] of a practice, and its raw cost, work, user value and staff convenience."""
        loci = [self.worth_of_locus(practice, locus, unit) for locus in range(LOCI)]
        return (
            0.5 + added(worth.shared + worth.local for worth in loci) / LOCI,
            added(worth.cost for worth in loci),
            added(worth.work for worth in loci),
            added(worth.user_value for worth in loci),
            added(worth.convenience for worth in loci),
        )

    def gains_of_change(self, practice: Practice, new_practice: Practice, unit: "Unit") -> Gains:
        """What it would bring a unit to go from one practice to another."""
        changed = [
            (self.worth_of_locus(practice, locus, unit), self.worth_of_locus(new_practice, locus, unit))
            for locus in range(LOCI)
            if self.ways_around(practice, locus) != self.ways_around(new_practice, locus)
        ]
        return Gains(
            quality=added((new.shared - old.shared + new.local - old.local) / LOCI for old, new in changed),
            seen_quality=added((new.shared - old.shared) / LOCI for old, new in changed),
            cost=added(new.cost - old.cost for old, new in changed),
            work=added(new.work - old.work for old, new in changed),
            user_value=added(new.user_value - old.user_value for old, new in changed),
            convenience=added(new.convenience - old.convenience for old, new in changed),
        )
