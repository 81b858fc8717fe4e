"""Targets: what the calibration fits at the baseline, and nowhere else (targets.toml; docs/model.md 15)."""

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.evidence.claims import Expected, Statement, Text, Texts, Years, told_apart
from sim.evidence.posterior import CALIBRATED as MAY_MOVE
from sim.mistakes import AS_WRITTEN, Fault, choice, read_model

FILE = Path(__file__).with_name("targets.toml")

AS_IT_IS: Final = "as it is"
"""The design in which the baseline is lived and nothing else."""


class Target(BaseModel):
    """One number that the baseline is fitted to, between low and high."""

    model_config = ConfigDict(**AS_WRITTEN)

    id: Text = Field(description="its name")
    number: int = Field(ge=1, le=10, description="its number in docs/model.md 15")
    title: Text = Field(description="what it is, in words")
    measure: str = Field(default="", description="measures and facts, with + - * / and brackets")
    design: Literal["as it is", "doctor switch"] = Field(
        default=AS_IT_IS, description="how the baseline is lived: as it is, or with a change of doctors beside it"
    )
    contrast: Literal["level", "season"] = Field(default="level", description="its level, or first over third quarter")
    setting: Text = Field(default="danish_reference", description="the municipality setting")
    window: Years = Field(default=(1, 8), description="first and last year after burn-in")
    low: float = Field(description="lower end")
    high: float = Field(description="upper end")
    unit: Text = Field(description="what it is counted in")
    source: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)] = Field(description="where it is from")
    grade: Literal["A", "B", "C"] = Field(description="A measured, B a single study, C a plausible assumption")
    moves: Texts = Field(default=(), description="the parameters that the plan lets it move")
    note: str = Field(default="", description="what a reader must know of it")
    not_yet: str = Field(default="", description="what it takes to count it")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.low > self.high:
            raise Fault(f"low {self.low:g} is above high {self.high:g}.", "low")
        if bool(self.measure) == bool(self.not_yet):
            raise Fault('a target needs a measure, or "not_yet" with what it takes to count it.', "measure")
        for place, name in enumerate(self.moves):
            if name not in MAY_MOVE:
                raise Fault(f'"{name}" is no parameter of role K. {choice(name, MAY_MOVE)}', "moves", place)
        return self

    @property
    def statement(self) -> Statement:
        """The same as a statement about the baseline."""
        return Statement(
            says=self.title,
            a="baseline",
            measure=self.measure,
            contrast=self.contrast,
            window=self.window,
            setting=self.setting,
            expected=Expected(direction="within", low=self.low, high=self.high),
        )


class Scale(BaseModel):
    """Parameters that a calibration moves together, each by the same factor on its value."""

    model_config = ConfigDict(**AS_WRITTEN)

    id: Text = Field(description="its name")
    title: Text = Field(description="what it is, in words")
    of: Texts = Field(description="the parameters")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for place, name in enumerate(self.of):
            if name not in MAY_MOVE:
                raise Fault(f'"{name}" is no parameter of role K. {choice(name, MAY_MOVE)}', "of", place)
        return self


class Targets(BaseModel):
    """What a file of targets says."""

    model_config = ConfigDict(**AS_WRITTEN)

    scale: Annotated[tuple[Scale, ...], Field(strict=False)] = Field(default=(), description="what moves together")
    target: Annotated[tuple[Target, ...], Field(strict=False)] = Field(description="the targets")

    @model_validator(mode="after")
    def _tells_targets_apart(self) -> Self:
        told_apart("target", [target.id for target in self.target])
        return self


def read_targets(file: Path = FILE) -> tuple[Target, ...]:
    """The targets in a file."""
    return read_model(file, Targets).target


def read_scales(file: Path = FILE) -> tuple[Scale, ...]:
    """The scales in a file: parameters that move together."""
    return read_model(file, Targets).scale
