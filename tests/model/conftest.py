"""Municipalities small enough to be founded for every test."""

from collections.abc import Callable
from typing import Any

import pytest

from sim.model import Municipality

SMALL = "four_units"

type Founder = Callable[..., Municipality]


@pytest.fixture
def found() -> Founder:
    """Founds a small municipality; keywords as of sim.Municipality."""

    def founder(**choices: Any) -> Municipality:
        return Municipality(**{"setting": SMALL, "rng": 1} | choices)

    return founder


@pytest.fixture
def model(found: Founder) -> Municipality:
    """A small municipality after its first week."""
    one = found()
    one.step()
    return one
