"""The points of the audit: Latin hypercubes over what is assumed, which more points or quantities leave alone."""

import numpy as np
import pytest

from sim.evidence import PARAMETERS, parameter_set
from sim.studies.neutrality import points as module
from sim.studies.neutrality.points import BLOCK, points, varied_parameters

LEVERS = ("voice", "target_stakes")


def test_only_plausible_assumptions_that_are_varied_are_drawn() -> None:
    drawn = {one.name for one in varied_parameters()}
    assert len(drawn) > 300
    for one in PARAMETERS:
        assert one.name not in drawn or (one.grade, one.role) == ("C", "S")
    usual = parameter_set().values
    for point in points(3, LEVERS):
        assert {name for name, value in point.parameters.values.items() if value != usual[name]} <= drawn


def test_every_value_lies_in_its_range() -> None:
    for point in points(BLOCK, LEVERS):
        assert all(one.low <= point.parameters.values[one.name] <= one.high for one in PARAMETERS)
        assert all(0.0 <= place <= 1.0 for place in point.places.values())


def test_a_block_has_one_point_in_every_twentieth_of_every_range() -> None:
    block = points(2 * BLOCK, LEVERS)[BLOCK:]
    for one in varied_parameters():
        places = [(point.parameters.values[one.name] - one.low) / (one.high - one.low) for point in block]
        assert sorted(np.floor(np.array(places) * BLOCK - 1e-9).clip(0)) == list(range(BLOCK)), one.name


def test_more_points_and_more_levers_leave_the_old_numbers_alone() -> None:
    few, many = points(3, LEVERS[:1]), points(2 * BLOCK + 1, LEVERS)
    for old, new in zip(few, many, strict=False):
        assert old.parameters == new.parameters
        assert old.places["voice"] == new.places["voice"]


def test_a_new_parameter_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = points(2, ())
    fewer = varied_parameters()[5:]
    monkeypatch.setattr(module, "varied_parameters", lambda: fewer)
    for old, new in zip(points(2, ()), whole, strict=True):
        assert all(old.parameters.values[one.name] == new.parameters.values[one.name] for one in fewer)
