"""Sets of agents that hold numbers instead of agents.

Mesa's own sets hold agents, its subsets hold them weakly; windows that nobody else keeps would be gone from them at
once. These hold the agents' ``unique_id`` in order, and go to the columns for whatever concerns all of them.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any, Literal, NamedTuple, Self

import numpy as np
from mesa import Agent
from mesa.agentset import AbstractAgentSet, GroupBy

from sim.model.windows import KINDS, Window, read_cells, rows_of, scalar, write_cells

type Reading = Callable[[Any], Any]
type Act = str | Callable[..., Any]
"""The name of an agent's method, or a function whose first argument is the agent."""


class Population:
    """Who there is: the rows of the agents' tables, numbered through from 1, then the agents that a user has added."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.firsts: list[int] = np.cumsum([1, *(len(rows_of(model, kind)) for kind in KINDS)]).tolist()
        """The first number of each kind; the last is that of agents added by a user."""

    @property
    def first_added(self) -> int:
        """The number that the first agent added by a user is given."""
        return self.firsts[-1]

    def everybody(self) -> "AgentSet":
        """All agents."""
        added = np.array(list(self.model.added_agents), np.int64)
        return AgentSet(self, np.concatenate((np.arange(1, self.first_added), added)))

    def all_of(self, kind: type[Window]) -> "AgentSet":
        """All agents of one kind."""
        place = KINDS.index(kind)
        return AgentSet(self, np.arange(self.firsts[place], self.firsts[place + 1]))

    def kinds(self, numbers: np.ndarray) -> np.ndarray:
        """The place in KINDS of each of these agents; one past the end for those added by a user."""
        return np.searchsorted(self.firsts, numbers, side="right") - 1

    def agent(self, number: int) -> Any:
        """The agent of this number, or None if a user has added it and taken it away again."""
        if number >= self.first_added:
            return self.model.added_agents.get(number)
        place = bisect_right(self.firsts, number) - 1
        return KINDS[place](self.model, number - self.firsts[place], number)


class Part(NamedTuple):
    """The agents of one kind within a set: where in the set they stand, their numbers, their rows."""

    kind: type[Window] | None
    """None for agents added by a user."""
    places: np.ndarray
    numbers: np.ndarray
    rows: np.ndarray

    @property
    def kind_in_words(self) -> str:
        """The name of the kind."""
        return self.kind.__name__ if self.kind else "agents that were added"


class AgentSet(AbstractAgentSet):  # type: ignore[misc]  # Mesa has no types
    """Some agents of a municipality, in order. What Mesa's sets do, but by number: agents are made when looked at."""

    def __init__(self, population: Population, numbers: np.ndarray) -> None:
        self.population = population
        self._numbers = numbers

    @property
    def numbers(self) -> np.ndarray:
        """The agents' ``unique_id``, in order, without agents that a user has taken away."""
        numbers, population = self._numbers, self.population
        if numbers.max(initial=0) < population.first_added:
            return numbers
        there = (numbers < population.first_added) | np.isin(numbers, list(population.model.added_agents))
        return numbers[there]

    @property
    def random(self) -> Random:
        """Mesa's random numbers, which a user may want; nothing here draws from them."""
        return self.population.model.random

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Any]:
        for number in self.numbers.tolist():
            agent = self.population.agent(number)
            if agent is not None:  # nor taken away since this loop began
                yield agent

    def __contains__(self, agent: object) -> bool:
        if not isinstance(agent, Agent) or agent.model is not self.population.model:
            return False
        return bool(np.any(self.numbers == agent.unique_id))

    def __getitem__(self, item: Any) -> Any:
        return self.to_list()[item]

    def to_list(self) -> list[Any]:
        """The agents, made."""
        return list(self)

    def copy(self) -> "AgentSet":
        """The same agents in a set of their own."""
        return self._of(self.numbers)

    def __copy__(self) -> "AgentSet":
        return self.copy()

    def __repr__(self) -> str:
        return f"<AgentSet of {len(self)} agents>"

    def _of(self, numbers: Any) -> "AgentSet":
        return AgentSet(self.population, np.array(numbers, np.int64))

    def _from_iterable(self, agents: Iterable[Any]) -> "AgentSet":
        """What ``&``, ``|``, ``-`` and ``^`` of sets make their result with."""
        return self._of(list(dict.fromkeys(agent.unique_id for agent in agents)))

    def _update(self, agents: Iterable[Any]) -> Self:
        return self._become(self._from_iterable(agents).numbers, inplace=True)

    def _become(self, numbers: np.ndarray, *, inplace: bool) -> Any:
        if not inplace:
            return self._of(numbers)
        self._numbers = numbers
        return self

    # members

    def add(self, agent: Any) -> None:
        """Put an agent of the same model at the end, if it is not here yet."""
        if agent.model is not self.population.model:
            raise ValueError(f"{agent!r} lives in another model.")
        if agent not in self:
            self._numbers = np.append(self.numbers, agent.unique_id)

    def discard(self, agent: Any) -> None:
        """Leave an agent out, if it is here. It goes on living."""
        if agent in self:
            self._numbers = self.numbers[self.numbers != agent.unique_id]

    def remove(self, agent: Any) -> None:
        """Leave an agent out that is here. It goes on living."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    # columns

    def _parts(self) -> Iterator[Part]:
        numbers = self.numbers
        kinds = self.population.kinds(numbers)
        for k in np.flatnonzero(np.bincount(kinds)).tolist():
            places = np.flatnonzero(kinds == k)
            chosen = numbers[places]
            yield Part(KINDS[k] if k < len(KINDS) else None, places, chosen, chosen - self.population.firsts[k])

    def _agents_of(self, part: Part) -> Iterator[Any]:
        return (self.population.agent(number) for number in part.numbers.tolist())

    def _lacks(self, part: Part, name: str) -> bool:
        """Whether agents of a part lack an attribute. All windows of a kind have the same ones."""
        return not all(hasattr(agent, name) for agent in islice(self._agents_of(part), 1 if part.kind else None))

    def _read(self, part: Part, name: str, default: Any) -> np.ndarray:
        """An attribute of each agent of a part; a default where it is lacking."""
        if part.kind and part.kind.cell(name):
            return read_cells(rows_of(self.population.model, part.kind), name, part.rows)
        values = np.empty(len(part.numbers), object)
        for place, agent in enumerate(self._agents_of(part)):
            values[place] = getattr(agent, name, default)
        return values

    def _values(self, name: str, default: Any = None) -> np.ndarray:
        """An attribute of each agent, in order."""
        parts = [(part.places, self._read(part, name, default)) for part in self._parts()]
        if len(parts) == 1:
            return parts[0][1]
        values = np.empty(len(self), np.result_type(*(read.dtype for _, read in parts)) if parts else float)
        for places, read in parts:
            values[places] = read
        return values

    def _having(self, name: str) -> "AgentSet":
        """Those who have an attribute; an error if nobody has."""
        has_it = np.ones(len(self), bool)
        for part in self._parts():
            has_it[part.places] = not self._lacks(part, name)
        if len(has_it) and not has_it.any():
            raise AttributeError(f"none of these {len(has_it)} agents has an attribute {name!r}.")
        return self._of(self.numbers[has_it])

    def get(
        self,
        attr_names: str | list[str],
        handle_missing: Literal["error", "default"] = "error",
        default_value: Any = None,
    ) -> list[Any]:
        """An attribute of each agent, or a list of several of each."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing is {handle_missing!r}; it is one of 'error' or 'default'.")
        names = [attr_names] if isinstance(attr_names, str) else attr_names
        if handle_missing == "error":
            self._refuse_lack_of(names)
        columns = [self._values(name, default_value).tolist() for name in names]
        return columns[0] if isinstance(attr_names, str) else [list(values) for values in zip(*columns, strict=True)]

    def _refuse_lack_of(self, names: Iterable[str]) -> None:
        for name in names:
            lacking = [part.kind_in_words for part in self._parts() if self._lacks(part, name)]
            if lacking:
                raise AttributeError(
                    f"not all of these agents have an attribute {name!r}: {', '.join(lacking)} lack it."
                )

    def agg(self, attribute: str, func: Reading | Iterable[Reading]) -> Any:
        """What a function, or each of several, makes of the values of an attribute, over those agents who have it."""
        values = self._having(attribute)._values(attribute)
        return _read_off(values, func) if callable(func) else [_read_off(values, one) for one in func]

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of every agent to one value; if a kind of agent here cannot have it, none is set."""
        admitted = [
            (part, part.kind.settable(attr_name).admitted(value, part.kind) if part.kind else value)
            for part in self._parts()
        ]
        for part, one in admitted:
            if part.kind:
                write_cells(rows_of(self.population.model, part.kind), attr_name, part.rows, one)
            else:
                for agent in self._agents_of(part):
                    setattr(agent, attr_name, one)
        return self

    # subsets and orders

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type[Agent] | None = None,
    ) -> "AgentSet":
        """Those of a type for whom a filter is true; at most so many, or so large a share of this set, in order."""
        most = int(len(self) * at_most) if at_most <= 1.0 and isinstance(at_most, float) else at_most
        chosen = self.numbers
        if agent_type is not None:
            chosen = chosen[np.fromiter((issubclass(kind, agent_type) for kind in self._types()), bool)]
        if filter_func is not None:
            matching = (agent.unique_id for agent in self._of(chosen) if filter_func(agent))
            chosen = np.fromiter(islice(matching, int(min(most, len(chosen)))), np.int64)
        elif most < len(chosen):
            chosen = chosen[: int(most)]
        return self._become(chosen, inplace=inplace)

    def _types(self) -> Iterator[type[Agent]]:
        """The class of each agent, in order."""
        for number, k in zip(self.numbers.tolist(), self.population.kinds(self.numbers).tolist(), strict=True):
            yield KINDS[k] if k < len(KINDS) else type(self.population.agent(number))

    def shuffle(self, inplace: bool = False) -> "AgentSet":
        """The same agents in a random order, drawn from ``model.rng``, which the model itself never uses."""
        return self._become(self.population.model.rng.permutation(self.numbers), inplace=inplace)

    def sort(self, key: Reading | str, ascending: bool = False, inplace: bool = False) -> "AgentSet":
        """The same agents by an attribute or by what a function says of each, the highest first."""
        values = self.get(key) if isinstance(key, str) else [key(agent) for agent in self]
        order = sorted(range(len(values)), key=values.__getitem__, reverse=not ascending)
        return self._become(self.numbers[order], inplace=inplace)

    def groupby(self, by: Reading | str, result_type: Literal["agentset", "list"] = "agentset") -> "Groups":
        """The agents in groups, by an attribute or by what a function says of each."""
        values = self.get(by) if isinstance(by, str) else [by(agent) for agent in self]
        groups: dict[Any, list[int]] = {}
        for number, value in zip(self.numbers.tolist(), values, strict=True):
            groups.setdefault(value, []).append(number)
        sets = {value: self._of(numbers) for value, numbers in groups.items()}
        return Groups(sets if result_type == "agentset" else {value: one.to_list() for value, one in sets.items()})

    # one agent after the other

    def do(self, method: Act, *args: Any, **kwargs: Any) -> Self:
        """Let each agent do something: the name of its method, or a function of the agent."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: Act, *args: Any, **kwargs: Any) -> Self:
        """Let each agent do something, in a random order."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: Act, *args: Any, **kwargs: Any) -> list[Any]:
        """What comes of letting each agent do something."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]


class Groups(GroupBy):  # type: ignore[misc]
    """Mesa's groups of agents, whose aggregates go to the columns."""

    def agg(self, attr_name: str, func: Reading) -> dict[Any, Any]:
        """What a function makes of the values of an attribute in each group."""
        if not all(isinstance(group, AgentSet) for group in self.groups.values()):
            return super().agg(attr_name, func)
        return {name: group.agg(attr_name, func) for name, group in self.groups.items()}


def _read_off(values: np.ndarray, func: Reading) -> Any:
    """What a function makes of values. NumPy's take the array as it is; others get a list, as from Mesa."""
    is_numpys = (getattr(func, "__module__", None) or "").partition(".")[0] == "numpy"
    return scalar(func(values if is_numpys else values.tolist()))
