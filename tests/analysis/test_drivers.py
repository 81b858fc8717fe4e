"""What drives and what turns an order: planted causes are found, noise is not."""

import numpy as np
import pandas as pd

from sim.analysis.drivers import chance_of, drivers, held_out_r2, standardised
from sim.analysis.ranking import Lives
from sim.analysis.turning import turning, turning_conditions

CASES, QUANTITIES = 120, 50
LOT = np.random.default_rng(7)
DRAWN = LOT.random((CASES, QUANTITIES))
ASSUMED = pd.DataFrame(DRAWN, columns=[f"q{k}" for k in range(QUANTITIES)]).assign(
    case=[str(case) for case in range(CASES)]
)


def arm_of(difference: np.ndarray) -> list[Lives]:
    """Two regimes of which the first is better by so much in each case."""
    values = np.stack([difference, np.zeros(CASES)], axis=1)[:, None, :, None]
    return [Lives("as coded", list(ASSUMED["case"]), ["one", "other"], ["quality"], values, CASES)]


def test_a_planted_driver_is_found_with_its_sign() -> None:
    found = drivers(arm_of(-2.0 * DRAWN[:, 4] + LOT.normal(0.0, 0.3, CASES)), ASSUMED)
    assert found.iloc[0]["quantity"] == "q4"
    assert found.iloc[0]["correlation"] < -0.7
    assert found.iloc[0]["held_out_r2"] > 0.5


def test_noise_has_no_drivers_and_foretells_nothing() -> None:
    x = standardised(DRAWN)
    floor = chance_of(x)
    noise = standardised(np.random.default_rng(8).random((CASES, 200)))
    reached = np.abs(x.T @ noise / CASES).max(axis=0) > floor
    assert reached.mean() < 0.12  # 5 % expected
    assert held_out_r2(x, noise).mean() < 0.0


def test_a_planted_condition_is_found_at_its_cut() -> None:
    found = turning_conditions(arm_of(np.where(DRAWN[:, 9] > 0.75, -1.0, 1.0)), ASSUMED)
    (one,) = found.itertuples()
    assert (one.quantity, one.side, one.turned_to) == ("q9", "above", "other")
    assert 0.65 < one.cut < 0.85
    assert one.density > 0.8
    assert one.coverage > 0.7


def test_nothing_is_said_of_noise_or_of_an_order_that_never_turns() -> None:
    learning = np.arange(CASES) % 2 == 0
    lot = np.random.default_rng(9)
    said = [turning(DRAWN, lot.random(CASES) < 0.4, learning) for _ in range(200)]
    assert sum(one is not None for one in said) <= 6
    assert turning(DRAWN, np.zeros(CASES, dtype=np.bool_), learning) is None
    assert turning_conditions(arm_of(np.ones(CASES)), ASSUMED).empty
