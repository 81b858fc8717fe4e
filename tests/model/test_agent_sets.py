"""Sets hold row numbers and do what Mesa's sets do: each method is held to Mesa's own set of the same agents."""

import gc
import statistics
from typing import Any

import numpy as np
import pytest
from mesa.agentset import AgentSet as MesaSet

from sim.model import AgentSet, CentralAdministrator, Citizen, Employee, Municipality, Politician


@pytest.fixture
def employees(model: Municipality) -> AgentSet:
    return model.agents_by_type[Employee]


@pytest.fixture
def kept(employees: AgentSet) -> list[Employee]:
    """The agents, kept alive: Mesa's own sets hold them weakly."""
    return employees.to_list()


@pytest.fixture
def mesas(model: Municipality, kept: list[Employee]) -> MesaSet:
    return MesaSet(kept, random=model.random)


def is_tired(employee: Any) -> bool:
    return bool(employee.exhaustion > 0.25)


SAME = {
    "select all": lambda s: s.select().get("row"),
    "select": lambda s: s.select(is_tired).get("row"),
    "select some": lambda s: s.select(is_tired, at_most=3).get("row"),
    "select at most": lambda s: s.select(at_most=3).get("row"),
    "select a share": lambda s: s.select(at_most=0.25).get("row"),
    "select a share of the tired": lambda s: s.select(is_tired, at_most=0.25).get("row"),
    "select a type": lambda s: len(s.select(agent_type=Citizen)),
    "get": lambda s: s.get("motivation"),
    "get several": lambda s: s.get(["motivation", "unit"]),
    "get a default": lambda s: s.get("shoe_size", handle_missing="default", default_value=0),
    "agg": lambda s: s.agg("motivation", np.mean),
    "agg several": lambda s: s.agg("unit", [min, max, statistics.median, np.median, lambda values: values.count(1)]),
    "sort": lambda s: s.sort("motivation").get("row"),
    "sort upwards": lambda s: s.sort("unit", ascending=True).get("row"),
    "sort by a function": lambda s: s.sort(lambda employee: -employee.skill).get("row"),
    "map": lambda s: s.map(is_tired),
    "map a method": lambda s: s.map("step"),
    "groupby": lambda s: s.groupby("unit").count(),
    "groupby a function": lambda s: s.groupby(is_tired).agg("motivation", max),
    "groupby lists": lambda s: s.groupby("unit", result_type="list").map(len),
    "groups of lists": lambda s: s.groupby("unit", result_type="list").agg("skill", max),
    "and": lambda s: (s & s.select(is_tired)).get("row"),
    "or": lambda s: len(s.select(is_tired) | s),
    "minus": lambda s: (s - s.select(is_tired)).get("row"),
    "contained": lambda s: s.select(is_tired) <= s,
    "equal": lambda s: s == s.select(),
    "in order": lambda s: [agent.row for agent in s],
    "list": lambda s: s.to_list()[2].row,
}


@pytest.mark.parametrize("what", SAME)
def test_a_set_answers_as_mesas_own_does(employees: AgentSet, mesas: MesaSet, what: str) -> None:
    assert SAME[what](employees) == SAME[what](mesas)


def test_a_subset_outlives_the_windows_it_was_made_from(employees: AgentSet) -> None:
    tired = employees.select(is_tired)
    number = len(tired)
    gc.collect()
    assert number > 0
    assert len(tired) == len(tired.get("exhaustion")) == len(list(tired)) == number


def test_numbers_come_out_as_pythons(employees: AgentSet) -> None:
    read = [*employees.get("motivation"), *employees.get("unit"), *employees.agg("unit", [np.mean, max, np.max])]
    assert {type(value) for value in read} == {float, int}
    assert {type(unit) for unit in employees.groupby("unit").groups} == {int}


def test_setting_writes_the_column(model: Municipality, employees: AgentSet) -> None:
    tired = employees.select(is_tired)
    assert tired.set("exhaustion", 0.2) is tired
    column = model.simulation.world.employees["exhaustion"]
    assert (column[tired.get("row")] == 0.2).all()
    assert employees.agg("exhaustion", max) <= 0.25


def test_a_set_that_cannot_all_be_set_is_left_as_it_was(model: Municipality) -> None:
    before = model.agents_by_type[Citizen].get("trust")
    with pytest.raises(AttributeError, match="has no column 'trust'"):
        model.agents.set("trust", 0.1)
    assert model.agents_by_type[Citizen].get("trust") == before


def test_doing_writes_through_windows(employees: AgentSet) -> None:
    def rest(employee: Any, exhaustion: float) -> None:
        employee.exhaustion = exhaustion

    assert employees.do(rest, 0.1) is employees
    assert set(employees.get("exhaustion")) == {0.1}
    employees.shuffle_do(rest, exhaustion=0.2)
    assert set(employees.get("exhaustion")) == {0.2}


def test_kinds_are_mixed_in_order(model: Municipality) -> None:
    mixed = model.agents.select(agent_type=Citizen) | model.agents_by_type[Politician]
    alone = model.agents_by_type[Citizen].get("trust") + model.agents_by_type[Politician].get("trust")
    assert mixed.get("trust") == alone
    by_trust = mixed.sort("trust")
    assert by_trust.get("trust") == [agent.trust for agent in by_trust] == sorted(alone, reverse=True)


def test_an_aggregate_is_over_those_who_have_the_attribute(model: Municipality) -> None:
    assert model.agents.agg("motivation", np.mean) == model.agents_by_type[Employee].agg("motivation", np.mean)
    assert model.agents.agg("trust", len) == len(model.agents.select(agent_type=(Citizen, Politician)))
    with pytest.raises(AttributeError, match="'motivaton'"):
        model.agents.agg("motivaton", np.mean)
    with pytest.raises(AttributeError, match="CentralAdministrator"):
        model.agents.get("motivation")
    assert model.agents_by_type[CentralAdministrator].get("motivation", "default", 0.5)[0] == 0.5


def test_shuffling_is_reproducible_and_leaves_the_run_alone(model: Municipality) -> None:
    twin = model.copy()
    shuffled, same = model.agents.shuffle(), twin.agents.shuffle()
    assert shuffled.get("unique_id") == same.get("unique_id") != model.agents.get("unique_id")
    assert shuffled == model.agents
    untouched = model.copy()
    model.agents.shuffle(inplace=True)
    model.step()
    untouched.step()
    assert model.measures == untouched.measures


def test_members_come_and_go(employees: AgentSet, kept: list[Employee], model: Municipality) -> None:
    some = employees.select(at_most=2)
    some.add(kept[5])
    some.add(kept[0])
    assert some.get("row") == [0, 1, 5]
    some.discard(kept[7])
    some.remove(kept[0])
    with pytest.raises(KeyError):
        some.remove(kept[0])
    assert some.get("row") == [1, 5]
    assert len(employees) == len(kept)
    with pytest.raises(ValueError, match="another model"):
        some.add(model.copy().agents.to_list()[0])
    some.select(lambda employee: employee.row == 5, inplace=True)
    assert some.to_list() == [kept[5]]
    some.sort("row", inplace=True)


def test_nobody_is_a_set_too(employees: AgentSet) -> None:
    nobody = employees.select(lambda _: False)
    assert len(nobody) == 0
    assert nobody.get("motivation") == []
    assert nobody.agg("motivation", len) == 0
    assert len(nobody.groupby("unit")) == 0
    assert nobody.select(agent_type=Employee).shuffle().sort("unit").to_list() == []
