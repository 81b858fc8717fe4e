"""Events: what happens to municipalities beside their weeks and beside what is asked of them (docs/model.md 11).

An event is an entry of a timeline, beside reforms: a kind, a week, a scope and a size. It acts between two weeks, by
the same code under every regime. A new kind is a class in a file of this folder and a line in ``registry.py``.
"""

from sim.events.event import Event, Happening, Lasting, Scene
from sim.events.registry import KINDS, calendar_of, event_of, happenings

__all__ = ["KINDS", "Event", "Happening", "Lasting", "Scene", "calendar_of", "event_of", "happenings"]
