"""The equal-overhead arm: governance brought to the hours that it takes under the baseline, by one factor.

Bundles spend very different shares of paid hours on governance, and in a check that alone explained most of the ranking
of regimes (docs/model.md 1.2). In this arm the hours are equal and only what is done with them differs.
"""

from collections.abc import Mapping

from sim.mistakes import Mistake
from sim.regimes.levers import BASELINE, LEVERS
from sim.rule import Parameters

HOURS = ("documentation_share", "development_time", "meeting_time")
"""Levers that are themselves shares of hours: the factor scales their values."""


def governance_hours(formal: Mapping[str, float], p: Parameters) -> float:
    """The share of paid hours that governance takes when every lever is lived as asked.

    Rule documentation counts at its baseline: it follows the stock of rules, which no formal value sets.
    """
    taken = sum(formal[lever] for lever in HOURS)
    other = (
        p.hours_of_cross_unit_work * formal["cross_unit_structures"]
        + p.hours_of_follow_up * formal["results_follow_up"]
        + p.cost_of_facilitators * formal["internal_facilitators"]
        + p.cost_of_leadership_development * formal["leadership_development"]
    )
    return float(p.baseline_rule_documentation + taken + formal["overhead_scale"] * other)


def scaled(formal: Mapping[str, float], factor: float) -> dict[str, float]:
    """The same levers with the hours of governance times a factor; what governance does is as it was."""
    hours = {lever: LEVERS[lever].clipped(factor * formal[lever]) for lever in HOURS}
    return {**formal, **hours, "overhead_scale": LEVERS["overhead_scale"].clipped(factor)}


def with_equal_overhead(formal: Mapping[str, float], p: Parameters) -> dict[str, float]:
    """The same levers with their hours scaled so that governance takes what it takes under the baseline."""
    target = governance_hours(BASELINE, p)
    rules = p.baseline_rule_documentation
    guess = scaled(formal, (target - rules) / (governance_hours(formal, p) - rules))
    if _clipped_nowhere(formal, guess):
        return guess
    return scaled(formal, _bisected(formal, target, p))


def _clipped_nowhere(formal: Mapping[str, float], guess: Mapping[str, float]) -> bool:
    factor = guess["overhead_scale"]
    low, high = LEVERS["overhead_scale"].low, LEVERS["overhead_scale"].high
    return low < factor < high and all(guess[lever] == factor * formal[lever] for lever in HOURS)


def _bisected(formal: Mapping[str, float], target: float, p: Parameters) -> float:
    """The factor at which the hours reach the target, where some of them stop at the end of their range."""
    low, high = LEVERS["overhead_scale"].low, LEVERS["overhead_scale"].high
    if not governance_hours(scaled(formal, low), p) <= target <= governance_hours(scaled(formal, high), p):
        raise Mistake(f"no factor from {low:g} to {high:g} brings its governance hours to the baseline's {target:.3f}.")
    while low < (middle := (low + high) / 2) < high:
        if governance_hours(scaled(formal, middle), p) < target:
            low = middle
        else:
            high = middle
    return high
