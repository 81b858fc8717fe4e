"""The parameters: every number of the model that somebody could argue about, each in one place.

They live in the TOML files beside this module, one file per mechanism. Loading refuses a parameter without a value, a
quantity, a range that contains the value, a basis, a source or a grade, and a name that is used twice: nothing runs on
a number without a home.
"""

import hashlib
import json
import keyword
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, RootModel, model_validator

from sim.mistakes import AS_WRITTEN, Fault, Mistake, choice, modelled, read_toml, value_in_words
from sim.state.records import record

FOLDER = Path(__file__).parent
NOT_PARAMETERS = frozenset({"references.toml", "claims.toml", "targets.toml"})
"""Files of this folder that hold something else."""

NO_CHANGES: Mapping[str, float] = MappingProxyType({})

type Text = Annotated[str, Field(pattern=r"\S")]


class Parameter(BaseModel):
    """One number of the model: what it is, how sure it is, and on whose word."""

    model_config = AS_WRITTEN

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="the name by which rules read it")]
    mechanism: Text = Field(description="the file it lives in, without its ending")
    symbol: Text = Field(description='as in docs/model.md, "-" where the equation has a bare number')
    equation: Text = Field(description="where docs/model.md uses it")
    value: float
    range: list[float] = Field(min_length=2, max_length=2, description="prior range, [low, high]")
    quantity: Text = Field(description="what it counts, and per what")
    meaning: Text = Field(description="what it is, in words")
    basis: Literal["measured", "calibrated", "assumed", "computed", "definition"]
    role: Literal["F", "K", "S"] = Field(description="F fixed, K calibrated at the baseline, S varied in sensitivity")
    grade: Literal["A", "B", "C"] = Field(description="A measured, B a single study, C a plausible assumption")
    source: list[Text] = Field(min_length=1, description="on whose word (sim/evidence/references.toml)")

    @property
    def low(self) -> float:
        """The lower end of its range."""
        return self.range[0]

    @property
    def high(self) -> float:
        """The upper end of its range."""
        return self.range[1]

    def in_words(self) -> str:
        """What it is, how sure it is and on whose word, in a few lines of text."""
        return (
            f"{self.name} = {self.value:g} ({self.quantity}; range {self.low:g} to {self.high:g})\n"
            f"{self.meaning}\n"
            f"docs/model.md {self.equation}, symbol {self.symbol}; basis: {self.basis}; role {self.role}; "
            f"grade {self.grade}; source: {'; '.join(self.source)}"
        )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if keyword.iskeyword(self.name):
            raise Fault("this is a word of Python and cannot name a parameter.")
        if self.low > self.high:
            raise Fault(f"[{self.low:g}, {self.high:g}] is upside down: the lower end comes first.", "range")
        if not self.low <= self.value <= self.high:
            raise Fault(f"{self.value:g} lies outside the range, {self.low:g} to {self.high:g}.", "value")
        return self


class ParameterFile(RootModel[dict[str, Parameter]]):
    """One file of parameters: a table for each."""


@dataclass(frozen=True)
class ParameterSet:
    """The values of all parameters in one run, by name."""

    values: dict[str, float]

    def record(self) -> Any:
        """The record that rules read: ``p.name``."""
        return record(self.values)

    def digest(self) -> str:
        """These values in 16 hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()[:16]

    def with_changes(self, changes: Mapping[str, float]) -> "ParameterSet":
        """The same values but for these; an unknown name or a value outside its range is a Mistake."""
        return ParameterSet(self.values | {name: _admitted(name, value) for name, value in changes.items()})


def _admitted(name: str, value: object) -> float:
    """A value that a user gives a parameter, if there is one of this name and its range admits the value."""
    parameter = _BY_NAME.get(name)
    if parameter is None:
        raise Mistake(f'there is no parameter "{name}". {choice(name, _BY_NAME)}')
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Mistake(f"the parameter {name} needs a finite number ({parameter.meaning}), not {value_in_words(value)}.")
    if not parameter.low <= value <= parameter.high:
        raise Mistake(
            f"the parameter {name} = {value:g} is out of range: from {parameter.low:g} to {parameter.high:g} "
            f"({parameter.meaning})."
        )
    return float(value)


def read_parameters(folder: Path = FOLDER) -> tuple[Parameter, ...]:
    """All parameters in a folder's TOML files, by name."""
    files = sorted(file for file in folder.glob("*.toml") if file.name not in NOT_PARAMETERS)
    return _each_once(parameter for file in files for parameter in _parameters_in(file))


def _parameters_in(file: Path) -> Iterable[Parameter]:
    written = read_toml(file)
    entries = {name: _with_its_place(entry, name, file) for name, entry in written.content.items()}
    return modelled(replace(written, content=entries), ParameterFile).root.values()


def _with_its_place(entry: object, name: str, file: Path) -> object:
    return {**entry, "name": name, "mechanism": file.stem} if isinstance(entry, dict) else entry


def _each_once(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for parameter in parameters:
        first = found.setdefault(parameter.name, parameter)
        if first is not parameter:
            raise Mistake(
                f"the parameter {parameter.name} stands in {first.mechanism}.toml and in {parameter.mechanism}.toml; "
                "a number has one home."
            )
    return tuple(found[name] for name in sorted(found))


PARAMETERS = read_parameters()
"""All parameters, by name."""

_BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


def parameter_set(changes: Mapping[str, float] = NO_CHANGES) -> ParameterSet:
    """The parameters at their values, but for these changes."""
    return ParameterSet({parameter.name: parameter.value for parameter in PARAMETERS}).with_changes(changes)
