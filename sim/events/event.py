"""What all events have: a week, a scope, words, and the places where they may act."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.draws import EVENT_LOT, Now, draw_between
from sim.mistakes import AS_WRITTEN, Fault, value_in_words
from sim.rule import Parameters, Table
from sim.state.world import World

type Number = Annotated[int, Field(ge=0)]
type Numbers = Annotated[tuple[Number, ...], Field(min_length=1, strict=False)]
type Names = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1, strict=False)]
type Share = Annotated[float, Field(ge=0, le=1)]
type SomeShare = Annotated[float, Field(gt=0, le=1)]


class Scene(NamedTuple):
    """Where and when an event happens: in one municipality of a world."""

    world: World
    m: int
    """Row of the municipality."""
    rows: tuple[int, ...]
    """Rows of the units that the event reaches."""
    now: Now
    place: int
    """The event's place among those of the run, so that two in one week draw lots of their own."""

    @property
    def municipality(self) -> Table:
        """The municipality."""
        return self.world.municipalities[self.m]

    @property
    def units(self) -> list[Table]:
        """The units that the event reaches."""
        return [self.world.units[u] for u in self.rows]

    @property
    def employees(self) -> list[Table]:
        """The posts of these units."""
        return [
            self.world.employees[i]
            for unit in self.units
            for i in range(unit.first_employee, unit.first_employee + unit.employees)
        ]

    @property
    def parameters(self) -> Parameters:
        """The parameters."""
        return self.world.parameters[0]


class Event(BaseModel):
    """Something that happens in a week; every kind of event is a class of its own."""

    model_config = ConfigDict(**AS_WRITTEN)
    sets: ClassVar[str] = ""
    """What it sets, in words."""

    kind: str
    week: int = Field(ge=0, description="weeks after the burn-in")
    municipalities: Numbers | None = Field(None, description="municipalities by number, from 0; without, all")

    def asks_of_others(self) -> Mapping[str, float]:
        """What it asks of contractors or private providers, as coded; nothing unless it brings some."""
        return {}

    def happen(self, scene: Scene) -> None:
        """Set what it sets in one municipality, before the week begins."""

    def may_reach(self, municipality: Table) -> bool:
        """Whether it concerns this municipality."""
        return self.municipalities is None or municipality.id in self.municipalities

    def in_words(self) -> str:
        """When, what, where, how much, and what it sets."""
        said = self.model_dump(exclude={"kind", "week"}, exclude_defaults=True)
        words = "".join(f", {name} {_in_words(value)}" for name, value in said.items())
        return f"week {self.week}: {self.kind}{words}. Sets {self.sets}."


class UnitEvent(Event):
    """An event in some units: those of some municipalities and services, or some of them by lot, or those named.

    The lot belongs to the run's seed and is the same under every regime.
    """

    services: Names | None = Field(None, description="services whose units it reaches; without, all")
    units: Numbers | None = Field(None, description="units by number, from 0 and through all municipalities")
    share: SomeShare | None = Field(None, description="share of these units, drawn by lot in each municipality")
    number: Annotated[int, Field(ge=1)] | None = Field(
        None, description="number of these units, drawn by lot in each municipality"
    )

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        if self.share is not None and self.number is not None:
            raise Fault("give either share or number: both say how many units are drawn.", "number")
        for name in ("municipalities", "services", "share", "number"):
            if self.units is not None and getattr(self, name) is not None:
                raise Fault(f"units are named already, in {name} they would be once more; leave one out.", name)
        return self

    def reached(self, units: Mapping[int, Table], services: frozenset[int] | None, place: int, now: Now) -> list[int]:
        """The rows of the units in its scope, of ``units`` by row; where some are drawn, each has the same chance."""
        lots = {
            row: draw_between(now, EVENT_LOT, unit.id, place)
            for row, unit in units.items()
            if (self.units is None or unit.id in self.units) and (services is None or unit.service in services)
        }
        return sorted(sorted(lots, key=lambda row: lots[row])[: self._drawn_of(len(lots))])

    def _drawn_of(self, units: int) -> int:
        if self.share is not None:
            return max(1, round(self.share * units))
        return units if self.number is None else self.number


class Lasting(Event):
    """An event that stays in force for some weeks, or for good."""

    weeks: int | None = Field(None, ge=1, description="weeks that it lasts; without, for good")

    def moves(self) -> Mapping[str, float]:
        """The levers that it moves while it lasts, on top of what is asked, and how far."""
        return {}

    def inclines(self) -> float:
        """What it adds to the inclination to stay home with a minor illness while it lasts, in logits (E28)."""
        return 0.0

    def posts(self) -> float:
        """The factor on the posts that the budget allows while it lasts."""
        return 1.0


class Happening(NamedTuple):
    """An event on the calendar of a run, as far as the run has to know it: numbers instead of names."""

    week: int
    event: Event
    services: frozenset[int] | None = None
    """Services that it concerns, by number (None: all)."""
    place: int = 0

    @property
    def ends(self) -> int | None:
        """The first week in which it is no longer in force, if it lasts and ends."""
        weeks = self.event.weeks if isinstance(self.event, Lasting) else None
        return None if weeks is None else self.week + weeks

    def scenes(self, world: World, begun: Now, now: Now) -> list[Scene]:
        """Where in a world it happens; it has ``begun`` in the week in which units were drawn."""
        scenes = []
        for m in range(len(world.municipalities)):
            if self.event.may_reach(world.municipalities[m]):
                rows = self._rows(world, m, begun)
                if rows:
                    scenes.append(Scene(world, m, tuple(rows), now, self.place))
        return scenes

    def _rows(self, world: World, m: int, begun: Now) -> list[int]:
        municipality = world.municipalities[m]
        rows = range(municipality.first_unit, municipality.first_unit + municipality.units)
        if not isinstance(self.event, UnitEvent):
            return list(rows)
        return self.event.reached({u: world.units[u] for u in rows}, self.services, self.place, begun)


def _in_words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else value_in_words(value)
