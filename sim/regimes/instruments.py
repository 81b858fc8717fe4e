"""Instruments: files that say which levers they move away from the baseline, how far, and on whose word."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, field_validator

from sim.mistakes import AS_WRITTEN, Fault, choice, read_model, value_in_words
from sim.regimes.folder import scenario_file
from sim.regimes.levers import LEVERS, Lever

type Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
type Text = Annotated[str, Field(pattern=r"\S")]
type Grade = Literal["A", "B", "C"]


class Instrument(BaseModel):
    """One instrument of governance."""

    model_config = AS_WRITTEN

    id: Name = Field(description="the name by which regimes call it")
    title: Text = Field(description="a heading")
    why: Text = Field(description="what it is and why it moves these levers, in plain words")
    source: list[Text] = Field(
        min_length=1, description='on whose word: documents, "row N.M" of the evidence, assumption'
    )
    grade: Grade = Field(description="A measured, B a single study, C a plausible assumption")
    moves: dict[str, float] = Field(min_length=1, description="lever = move at intensity 1")

    @field_validator("moves", mode="before")
    @classmethod
    def _moves_of_levers(cls, moves: object) -> object:
        if not isinstance(moves, dict):
            return moves
        return {name: _move(name, move) for name, move in moves.items()}


def _move(name: str, move: object) -> object:
    """The move as a number, if the lever exists and can be moved so."""
    lever = LEVERS.get(name)
    if lever is None:
        movable = [other for other in LEVERS if not LEVERS[other].set_by]
        raise Fault(f"there is no lever of this name. {choice(name, movable)}", name)
    if lever.set_by:
        raise Fault(f"no instrument may move this lever: it is {lever.set_by}.", name)
    if isinstance(move, str) or lever.words:
        return _code(lever, move)
    if isinstance(move, int | float) and not isinstance(move, bool):
        low, high = possible_moves(lever)
        if not low <= move <= high:
            raise Fault(f"{value_in_words(move)} is out of range: from {low:g} to {high:g} ({lever.meaning}).", name)
    return move


def _code(lever: Lever, move: object) -> float:
    if not lever.words:
        raise Fault(f"needs a number ({lever.meaning}), not {value_in_words(move)}.", lever.name)
    if move not in lever.words:
        wrong = move if isinstance(move, str) else value_in_words(move)
        raise Fault(f'"{wrong}" is no {lever.name} ({lever.meaning}). {choice(wrong, lever.words)}', lever.name)
    return float(lever.words.index(str(move)))


def possible_moves(lever: Lever) -> tuple[float, float]:
    """The smallest and the largest move that can be asked of a lever at intensity 1."""
    match lever.law:
        case "sum":
            return lever.low - lever.high, lever.high - lever.low
        case "any":
            return 0.0, 1.0
        case _:
            return lever.low, lever.high


def load_instrument(name_or_path: str | Path, beside: Path | None = None) -> Instrument:
    """The instrument of this name, or in this file."""
    return read_model(scenario_file("instruments", name_or_path, beside), Instrument)
