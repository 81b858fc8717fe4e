"""An agent is a window on its row: what is read is the column, what is written is lived."""

import copy
import pickle

import mesa
import numpy as np
import pytest

from sim.mistakes import Mistake
from sim.model import KINDS, Employee, LineManager, Municipality, Politician
from sim.model.windows import Cell


@pytest.fixture
def employee(model: Municipality) -> Employee:
    return model.agents_by_type[Employee].to_list()[3]


def test_every_column_is_an_attribute_and_hides_nothing_of_mesa() -> None:
    for kind in KINDS:
        assert issubclass(kind, mesa.Agent)
        for column in kind.table.columns:
            assert isinstance(vars(kind)[column.name], Cell)
            assert not hasattr(mesa.Agent, column.name)
            assert column.name not in {"model", "unique_id", "row", "record"}
            assert f"{column.name}: {column.meaning}" in (kind.__doc__ or "")


def test_reading_gives_the_column_as_plain_numbers(model: Municipality) -> None:
    for kind in KINDS:
        table = getattr(model.simulation.world, kind.table.name)
        agents = model.agents_by_type[kind].to_list()
        assert len(agents) == len(table)
        for column in kind.table.columns:
            read = [getattr(agent, column.name) for agent in agents]
            assert read == table[column.name].tolist()
            assert {type(value) for value in read} <= {float if column.kind == "f8" else int}


def test_a_pointer_is_a_row_number(model: Municipality, employee: Employee) -> None:
    unit = model.simulation.world.units[employee.unit]
    manager = model.agents_by_type[LineManager].to_list()[int(unit.line_manager)]
    assert manager.row == unit.line_manager
    assert manager.unit == employee.unit


def test_writing_writes_the_row(model: Municipality, employee: Employee) -> None:
    employee.motivation = 1
    employee.newcomers = np.int64(4)
    row = model.simulation.world.employees[3]
    assert (row.motivation, row.newcomers) == (1.0, 4)
    assert (employee.motivation, type(employee.motivation)) == (1.0, float)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("motivation", 7, r"Employee.motivation = 7 is out of range: from 0 to 1"),
        ("motivation", float("nan"), "out of range"),
        ("strain_liability", float("inf"), "out of range"),
        ("motivation", "high", "needs a number"),
        ("motivation", "0.5", "needs a number"),
        ("newcomers", 0.5, "needs a whole number"),
    ],
)
def test_a_value_that_a_column_cannot_hold_is_refused(employee: Employee, name: str, value: object, says: str) -> None:
    before = getattr(employee, name)
    with pytest.raises(Mistake, match=says):
        setattr(employee, name, value)
    assert getattr(employee, name) == before


@pytest.mark.parametrize("name", ["unit", "team", "id"])
def test_where_things_are_cannot_be_set(employee: Employee, name: str) -> None:
    """Compiled code follows row numbers without looking."""
    with pytest.raises(AttributeError, match="cannot be set"):
        setattr(employee, name, 0)


def test_a_window_keeps_nothing_of_its_own(employee: Employee) -> None:
    with pytest.raises(AttributeError, match='Did you mean "motivation"'):
        employee.motivaton = 0.5
    with pytest.raises(AttributeError):
        _ = employee.motivaton


def test_people_cannot_be_removed(model: Municipality, employee: Employee) -> None:
    with pytest.raises(TypeError, match="cannot be removed"):
        employee.remove()
    model.remove_all_agents()
    assert employee in model.agents


def test_windows_on_one_row_are_one_agent(model: Municipality, employee: Employee) -> None:
    same = model.agents_by_type[Employee].to_list()[3]
    assert same is not employee
    assert {same, employee} == {copy.copy(employee)}
    assert employee != model.agents_by_type[Employee].to_list()[4]
    assert employee != model.agents_by_type[Politician].to_list()[0]


def test_a_window_is_pickled_with_its_model(employee: Employee) -> None:
    twin = pickle.loads(pickle.dumps(employee))
    assert twin.motivation == employee.motivation
    assert twin != employee
    twin.motivation = 0.0
    assert employee.motivation > 0.0
