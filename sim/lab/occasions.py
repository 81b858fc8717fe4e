"""Events as an experiment has them: under every regime, or only under some."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_serializer

from sim.events import Event, event_of
from sim.events.event import Names
from sim.mistakes import AS_WRITTEN, Fault, value_in_words

ONLY_UNDER = "only_under"
"""The key of an entry that says under which of the experiment's regimes the event happens."""

_NAMES: TypeAdapter[tuple[str, ...]] = TypeAdapter(Names)


class Occasion(BaseModel):
    """An event, and the regimes of the experiment under which it happens (None: all)."""

    model_config = ConfigDict(**AS_WRITTEN)

    event: Event
    only_under: Names | None = Field(None, description="regimes of the experiment; without, all")

    @classmethod
    def written(cls, entry: object) -> Self:
        """What an entry says; a Fault, with the way to it, where it is wrong."""
        if isinstance(entry, cls):
            return entry
        if isinstance(entry, Event):
            return cls(event=entry, only_under=None)
        if not isinstance(entry, dict):
            raise Fault(f"needs a [[table]], not {value_in_words(entry)}.")
        names = entry.get(ONLY_UNDER)
        try:
            under = None if names is None else _NAMES.validate_python(names)
        except ValidationError:
            raise Fault(f"needs names of regimes in [brackets], not {value_in_words(names)}.", ONLY_UNDER) from None
        event = event_of({key: value for key, value in entry.items() if key != ONLY_UNDER})
        return cls(event=event, only_under=under)

    @model_serializer
    def _as_written(self) -> dict[str, Any]:
        under = {} if self.only_under is None else {ONLY_UNDER: self.only_under}
        return self.event.model_dump() | under

    def in_words(self) -> str:
        """The event, and where it happens if not everywhere."""
        under = "" if self.only_under is None else f" Only under {', '.join(self.only_under)}."
        return self.event.in_words() + under


def occasions(entries: object) -> object:
    """A list of entries as the occasions that they describe."""
    if not isinstance(entries, list | tuple):
        return entries
    found = []
    for place, entry in enumerate(entries):
        try:
            found.append(Occasion.written(entry))
        except Fault as fault:
            raise Fault(str(fault), place, *fault.key) from None
    return tuple(found)
