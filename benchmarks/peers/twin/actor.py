"""What all agents of the twin have in common, and the sums that they all use."""

from collections.abc import Iterable, Mapping
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, ClassVar

from mesa import Agent

from sim.draws import Now

if TYPE_CHECKING:
    from benchmarks.peers.twin.model import MesaTwin


class Actor(Agent):  # type: ignore[misc]  # Mesa has no types
    """An agent whose states are ordinary attributes.

    Each kind of agent declares its states, the numbers and truths among its attributes; sim/state/tables.py says what
    each means. They begin as they are in ``row``; the other attributes, those whom the agent knows, are given by name.
    ``id`` is the agent's identity in the draws, the same under every regime; Mesa's ``unique_id`` plays no part.
    """

    id: int
    states: ClassVar[dict[str, type]] = {"id": int}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        declared = get_annotations(cls).items()
        cls.states = cls.states | {name: kind for name, kind in declared if kind in (float, int, bool)}

    def __init__(self, model: "MesaTwin", row: Mapping[str, float], **known: Any) -> None:
        super().__init__(model)
        self.p = model.p
        self.baseline = model.baseline
        for name, kind in self.states.items():
            setattr(self, name, kind(row[name]))
        for name, one in known.items():
            setattr(self, name, one)

    @property
    def now(self) -> Now:
        """The week that is lived, and the seed."""
        return self.model.now


def added(numbers: Iterable[float]) -> float:
    """The sum, number by number; Python's own ``sum`` corrects its rounding, which compiled loops do not.

    >>> added([0.1] * 10), sum([0.1] * 10)
    (0.9999999999999999, 1.0)
    """
    total = 0.0
    for number in numbers:
        total += number
    return total


def mean(numbers: Iterable[float]) -> float:
    """The mean, divided once all are added."""
    them = list(numbers)
    return added(them) / len(them)


def mean_by_parts(numbers: Iterable[float]) -> float:
    """The mean, each divided before it is added: rounded in another way, as the tables' processes do in some places."""
    them = list(numbers)
    return added(number / len(them) for number in them)
