"""The parameters as they stand show what they were fitted to (docs/calibration.md), by seeds that were not fitted.

What no parameter was fitted to is not asked: ratios of services, documentation, and reuse, which lies below its range.
"""

from collections.abc import Callable, Iterable

import pytest

from sim.analysis.statements import Quarters
from sim.evidence import PARAMETERS
from sim.evidence.targets import Target
from sim.lab.identity import seed_of
from sim.studies import targets
from sim.studies.calibration import parts
from sim.studies.calibration.parts import study_of

OUT_OF_REACH = {"gaming": "people game by .01 at the baseline and a unit counts from .05 on, wherever g_s lies (E10)"}
STANDARD_ERRORS = 3.0
FITTED = parts.of_the_whole_model()
OF_PEERS = tuple(target for target in parts.of_sick_leave() if target not in FITTED)
STEPPED = (
    "minor_illnesses", "medium_illnesses", "major_illnesses", "season_of_minor", "disposition_share",
    "ideas_per_employee_week", "motivation_on_effort",
)  # fmt: skip


def missed(of: Iterable[Target], live: Callable[..., Quarters], changes: dict[str, float], seeds: int) -> set[str]:
    """The targets whose range, widened by the noise of so many seeds, does not hold what parameters so changed show."""
    of, numbers = tuple(of), [seed_of("as they stand", number) for number in range(1, seeds + 1)]
    lived = {study: live(study, changes, numbers) for study in {study_of(target) for target in of}}
    return {target.id for target in of if not _is_met(target, lived)}


def _is_met(target: Target, lived: dict) -> bool:
    shown = targets.values(target, lived)
    noise = STANDARD_ERRORS * shown.std(ddof=1) / len(shown) ** 0.5
    return bool(target.low - noise <= shown.mean() <= target.high + noise)


def whole(*about: object) -> Quarters:
    return parts.whole(*about, threads=2)


def test_what_was_fitted_is_shown_as_far_as_it_can_be_reached() -> None:
    assert missed(FITTED, whole, {}, seeds=24) == set(OUT_OF_REACH)


@pytest.mark.long
def test_the_peer_slope_is_shown() -> None:
    assert [target.id for target in OF_PEERS] == ["peer_slope"]
    assert not missed(OF_PEERS, parts.reduced, {}, seeds=24)


@pytest.mark.long
@pytest.mark.parametrize("name", STEPPED)
def test_a_parameter_far_from_where_it_was_fitted_is_noticed(name: str) -> None:
    """At the farther end of its range some target is missed."""
    moved = next(one for one in PARAMETERS if one.name == name)
    assert moved.role == "K"
    end = max(moved.low, moved.high, key=lambda end: abs(end - moved.value))
    assert missed(FITTED, whole, {name: end}, seeds=8) > set(OUT_OF_REACH)
