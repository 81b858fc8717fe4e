"""The kinds of events there are, and how entries of a user's become events on a run's calendar."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from sim.events.attention import Campaign, Incident
from sim.events.budgets import BudgetCut, ExtraMoney, StaffReduction
from sim.events.event import Event, Happening, UnitEvent
from sim.events.markets import Tender, UserChoice
from sim.events.people import ManagerChange, Reorganisation
from sim.events.politics import CertificationChange, Election, RuleHunt, SickPayChange
from sim.events.practice import ChangeOfPractice, NewStandard
from sim.initialisation.setting import Setting
from sim.mistakes import Fault, Mistake, choice, fault_in_words, key_in_words, value_in_words

KINDS: Mapping[str, type[Event]] = {
    kind.model_fields["kind"].default: kind
    for kind in (
        BudgetCut,
        StaffReduction,
        ExtraMoney,
        Reorganisation,
        ManagerChange,
        Incident,
        Campaign,
        Tender,
        UserChoice,
        Election,
        RuleHunt,
        CertificationChange,
        SickPayChange,
        NewStandard,
        ChangeOfPractice,
    )
}
"""Every kind of event, by its name in an entry."""


def calendar_of(entries: Sequence[Mapping[str, Any] | Event], setting: Setting) -> tuple[Happening, ...]:
    """What entries put on the calendar of a run in a setting; a Mistake where one is wrong."""
    try:
        return happenings([_event_at(place, entry) for place, entry in enumerate(entries)], setting)
    except Fault as fault:
        raise Mistake(f"{key_in_words(('events', *fault.key))}: {fault}") from None


def _event_at(place: int, entry: Mapping[str, Any] | Event) -> Event:
    try:
        return event_of(entry)
    except Fault as fault:
        raise Fault(str(fault), place, *fault.key) from None


def event_of(entry: Mapping[str, Any] | Event) -> Event:
    """The event that an entry describes; a Fault, with the way to it, where it is wrong.

    >>> event_of({"kind": "tender", "week": 26, "number": 1, "outcome": "lost"}).outcome
    'lost'
    >>> event_of({"kind": "tendr", "week": 26})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.mistakes.Fault: there is no kind of event "tendr". ... Did you mean "tender"?
    """
    if isinstance(entry, Event):
        return entry
    if not isinstance(entry, Mapping):
        raise Fault(f"an event is a table of keys and values, not {value_in_words(entry)}.")
    if "kind" not in entry:
        raise Fault(f"the kind of event is missing. {choice('', KINDS)}")
    kind = entry["kind"]
    if kind not in KINDS:
        name = kind if isinstance(kind, str) else ""
        raise Fault(f"there is no kind of event {value_in_words(kind)}. {choice(name, KINDS)}", "kind")
    try:
        return KINDS[kind].model_validate(dict(entry))
    except ValidationError as error:
        key, what = fault_in_words(KINDS[kind], error)
        raise Fault(what, *key) from None


def happenings(events: Sequence[Event], setting: Setting, weeks: int | None = None) -> tuple[Happening, ...]:
    """Events on the calendar of a run in a setting; a Fault, with the way to it, where one reaches beyond either."""
    return tuple(_happening(event, place, setting, weeks) for place, event in enumerate(events))


def _happening(event: Event, place: int, setting: Setting, weeks: int | None) -> Happening:
    if weeks is not None and event.week >= weeks:
        raise Fault(f"week {event.week} is beyond the run, whose weeks are 0 to {weeks - 1}.", place, "week")
    for number in event.municipalities or ():
        if number >= setting.municipalities:
            what = f"there is no municipality {number}: in {setting.name} they are 0 to {setting.municipalities - 1}."
            raise Fault(what, place, "municipalities")
    services = _services(event, place, setting) if isinstance(event, UnitEvent) else None
    return Happening(event.week, event, services, place)


def _services(event: UnitEvent, place: int, setting: Setting) -> frozenset[int] | None:
    for number in event.units or ():
        if number >= setting.units:
            what = f"there is no unit {number}: in {setting.name} they are 0 to {setting.units - 1}."
            raise Fault(what, place, "units")
    if event.services is None:
        return None
    known = [entry.service for entry in setting.services]
    for name in event.services:
        if name not in known:
            what = f'{setting.name} has no service "{name}". {choice(name, known)}'
            raise Fault(what, place, "services")
    return frozenset(known.index(name) for name in event.services)
