"""Nothing drifts unseen: half a year of four units under every regime gives the numbers that were written down.

To the last bit on the platform they were written on, to a billionth elsewhere.
"""

import json
from typing import Any

import pytest

from tests.golden.lives import FILE, RENEW, WEEKS, kept_of, lived, this_platform
from tests.worlds import REGIMES, columns_after

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))
WHAT_TO_DO = (
    "the model's numbers have changed. If that was meant, renew them with `" + RENEW + "`, "
    "and begin the entry in CHANGELOG.md with it: **Numbers: changed**, what and why."
)


def moved(now: dict[str, Any], then: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """The readable numbers that are no longer what they were, then and now."""
    return {
        name: (then["means"].get(name), value)
        for name, value in now["means"].items()
        if value != pytest.approx(then["means"].get(name), rel=1e-9, abs=1e-9)
    }


def test_every_regime_is_written_down() -> None:
    assert tuple(GOLDEN["regimes"]) == REGIMES, WHAT_TO_DO


@pytest.mark.parametrize("regime", REGIMES)
def test_numbers_are_as_written_down(regime: str) -> None:
    now, then = lived(regime), GOLDEN["regimes"][regime]
    assert moved(now, then) == {}, WHAT_TO_DO
    if this_platform() == GOLDEN["platform"]:
        assert now["digest"] == then["digest"], WHAT_TO_DO


def test_the_digest_sees_the_last_bit() -> None:
    columns = columns_after("npm", WEEKS)
    digest = kept_of(columns)["digest"]
    columns["citizens"]["trust"][7] *= 1.0 + 2.0**-52
    assert kept_of(columns)["digest"] != digest
