"""What varies in an experiment, and how its points are drawn, as its file says it (docs/experiments.md)."""

import sys
from collections.abc import Mapping
from typing import Annotated, Literal, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sim.mistakes import AS_WRITTEN, Fault, Key, choice, value_in_words

EVIDENCE = "evidence"
"""Stands for a range: from the low to the high end of what is known."""

type Kind = Literal["parameters", "levers", "intensities", "bands"]
KINDS: tuple[Kind, ...] = ("parameters", "levers", "intensities", "bands")
"""What may vary, in the order of the columns."""

type Method = Literal["full factorial", "listed", "latin hypercube", "sobol", "morris"]

_HOW = 'A spread is written "evidence", { low = 0.1, high = 0.3 }, or as a list of values.'
_USED: Mapping[str, tuple[str, ...]] = {
    "full factorial": ("levels",),
    "listed": (),
    "latin hypercube": ("points",),
    "sobol": ("points", "second_order"),
    "morris": ("trajectories", "levels"),
}
_NEEDED: Mapping[str, str] = {"latin hypercube": "points", "sobol": "points", "morris": "trajectories"}


class Range(BaseModel):
    """A range of one's own."""

    model_config = ConfigDict(**AS_WRITTEN)

    low: float
    high: float


def _value(entry: object) -> float | str:
    """A number, or a word where a choice has words."""
    if isinstance(entry, str):
        return entry
    if isinstance(entry, bool) or not isinstance(entry, int | float) or not abs(entry) <= sys.float_info.max:
        raise Fault(f"needs a finite number, not {value_in_words(entry)}.")
    return float(entry)


def _spread(entry: object) -> object:
    match entry:
        case Range() | "evidence":
            return entry
        case dict():
            return _range(entry)
        case list() | tuple():
            values = tuple(_value(value) for value in entry)
            if len(set(values)) < max(2, len(values)):
                raise Fault(f"a list needs at least two values, and each once. {_HOW}")
            return values
        case str():
            raise Fault(f"{value_in_words(entry)} is no spread. {_HOW} {choice(entry, [EVIDENCE])}")
    raise Fault(f"{value_in_words(entry)} does not vary. {_HOW}")


def _range(entry: Mapping[object, object]) -> Range:
    for key in entry:
        if key not in Range.model_fields:
            raise Fault(f"there is no such key. {choice(str(key), [*Range.model_fields])}", str(key))
    for key in Range.model_fields:
        if key not in entry:
            raise Fault(f"{key} is missing. {_HOW}")
        if not isinstance(_value(entry[key]), float):
            raise Fault(f"needs a number, not {value_in_words(entry[key])}.", key)
    low, high = (cast(float, _value(entry[key])) for key in ("low", "high"))
    if low >= high:
        wrong = "is reversed: the low end comes first" if low > high else "is empty: low and high are the same"
        raise Fault(f"the range from {low:g} to {high:g} {wrong}.")
    return Range(low=low, high=high)


type Spread = Annotated[str | Range | tuple[float | str, ...], BeforeValidator(_spread)]
"""What a quantity is varied over: its evidence's range, a range of one's own, or values."""
type Value = Annotated[float | str, BeforeValidator(_value)]


class Variation(BaseModel):
    """What varies, by name."""

    model_config = ConfigDict(**AS_WRITTEN)

    parameters: dict[str, Spread] = Field(default={}, description="parameters of the model (sim/evidence)")
    levers: dict[str, Spread] = Field(
        default={}, description="levers, set from the reform on under every regime but the baseline"
    )
    intensities: dict[str, Spread] = Field(
        default={}, description="instruments, added with an intensity to every regime but the baseline"
    )
    bands: dict[str, Spread] = Field(
        default={}, description="places in levers' coding bands, 0 to 1; a half is the coding as it stands"
    )

    def spreads(self) -> dict[tuple[Kind, str], Spread]:
        """Every spread by kind and name, in one order whatever the order of the lines."""
        return {(kind, name): getattr(self, kind)[name] for kind in KINDS for name in sorted(getattr(self, kind))}


class Listed(BaseModel):
    """One point, spelt out; what it leaves out stays as it is."""

    model_config = ConfigDict(**AS_WRITTEN)

    parameters: dict[str, Value] = {}
    levers: dict[str, Value] = {}
    intensities: dict[str, Value] = {}
    bands: dict[str, Value] = {}


class Sampling(BaseModel):
    """How points are drawn from what varies."""

    model_config = ConfigDict(**AS_WRITTEN)

    method: Method = Field(description="how points are drawn")
    points: int | None = Field(
        default=None, ge=1, description="points of a Latin hypercube, or base points of a Sobol' sequence"
    )
    trajectories: int | None = Field(
        default=None, ge=1, description="Morris trajectories, each a point more than varies"
    )
    levels: int | None = Field(
        default=None, ge=2, le=1000, description="evenly spaced values of each range; Morris takes 4 unless given"
    )
    second_order: bool = Field(
        default=False, description="Sobol' points for indices of pairs, too: about twice as many"
    )

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        used = _USED[self.method]
        for key in ("points", "trajectories", "levels", "second_order"):
            if getattr(self, key) not in (None, False) and key not in used:
                what = f"it uses {' and '.join(used)}" if used else "it uses no other key"
                raise Fault(f'"{self.method}" has no use for this: {what}.', key)
        needed = _NEEDED.get(self.method)
        if needed and getattr(self, needed) is None:
            raise Fault(f'"{self.method}" needs {needed} = a number.')
        if self.method == "sobol" and self.points is not None and self.points.bit_count() != 1:
            below = 2 ** (self.points.bit_length() - 1)
            raise Fault(f"{self.points} is no power of two; take {below} or {2 * below}.", "points")
        if self.method == "morris" and (self.levels or 0) % 2:
            raise Fault(f"Morris needs an even number of levels, not {self.levels}.", "levels")
        return self

    def quick(self) -> Self:
        """The same method with few points, for a first look; what is listed or a full factorial stays."""
        at_most = {"points": 8, "trajectories": 2}
        few = {key: min(most, getattr(self, key)) for key, most in at_most.items() if getattr(self, key)}
        return self.model_copy(update=few)


def refuse_contradictions(
    sampling: Sampling | None, vary: Variation, listed: tuple[Listed, ...], fixed: Mapping[str, float]
) -> None:
    """What cannot stand in one file is a Fault; ``fixed`` are the parameters that have one value."""
    spreads = vary.spreads()
    if sampling is not None:
        _refuse_other_points(sampling, spreads, listed)
        _refuse_wrong_spreads(sampling, spreads)
    elif spreads or listed:
        what = 'to vary something takes a sampling, such as sampling = { method = "latin hypercube", points = 64 }.'
        raise Fault(what, "vary" if spreads else "listed")
    varied = refer_to(vary, listed)
    set_by_a_point = {name for _, kind, name in varied if kind == "levers"}
    for key, kind, name in varied:
        if kind == "parameters" and name in fixed:
            raise Fault("this varies and stands under [parameters] with one value: leave one of them out.", *key)
        if kind == "bands" and name in set_by_a_point:
            raise Fault("this lever is set by the points, so that its coding band is never read.", *key)


def _refuse_other_points(
    sampling: Sampling, spreads: Mapping[tuple[Kind, str], Spread], listed: tuple[Listed, ...]
) -> None:
    """Points are either listed or drawn from what varies, as the method says."""
    if sampling.method == "listed":
        if spreads:
            raise Fault("the points are listed, so that nothing can vary beside them: leave this out.", "vary")
        if not listed:
            raise Fault("listed points stand in [[listed]] tables, and there is none.", "sampling")
    elif listed:
        what = f'points are drawn by "{sampling.method}": leave these out, or take the method "listed".'
        raise Fault(what, "listed")
    elif not spreads:
        raise Fault("nothing varies: there is no [vary.parameters], levers, intensities or bands.", "sampling")


def refer_to(vary: Variation, listed: tuple[Listed, ...]) -> list[tuple[Key, Kind, str]]:
    """Everything that varies, by kind and name, with the way to where the file says so."""
    spread: list[tuple[Key, Kind, str]] = [(("vary", kind, name), kind, name) for kind, name in vary.spreads()]
    return spread + [
        (("listed", place, kind, name), kind, name)
        for place, one in enumerate(listed)
        for kind in KINDS
        for name in getattr(one, kind)
    ]


def _refuse_wrong_spreads(sampling: Sampling, spreads: Mapping[tuple[Kind, str], Spread]) -> None:
    ranges = {key for key, spread in spreads.items() if not isinstance(spread, tuple)}
    for key in spreads:
        if sampling.method != "full factorial" and key not in ranges:
            raise Fault(
                f'values in a list are for "full factorial"; "{sampling.method}" draws from ranges.', "vary", *key
            )
        if sampling.method == "full factorial" and key in ranges and sampling.levels is None:
            what = "a full factorial needs values in a list, or levels = 3 in sampling for values at even distances."
            raise Fault(what, "vary", *key)
    if sampling.method == "full factorial" and sampling.levels is not None and not ranges:
        raise Fault("levels divide ranges, and every spread is a list of values: leave this out.", "sampling", "levels")
