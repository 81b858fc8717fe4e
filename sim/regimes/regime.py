"""Regimes: the baseline plus instruments with intensities."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from sim.mistakes import AS_WRITTEN, Mistake, Written, choice, modelled, read_toml
from sim.regimes.fold import Part, fold
from sim.regimes.folder import is_path, names
from sim.regimes.instruments import Instrument, Name, Text, load_instrument

LARGEST_INTENSITY = 10.0

type Intensity = Annotated[float, Field(ge=0.0, le=LARGEST_INTENSITY)]


class RegimeFile(BaseModel):
    """A regime as its file says it."""

    model_config = AS_WRITTEN

    id: Name = Field(description="the name by which experiments call it")
    title: Text = Field(description="a heading")
    description: Text = Field(description="what is done, in plain words")
    source: list[Text] = Field(
        min_length=1, description='on whose word: documents, "row N.M" of the evidence, assumption'
    )
    instruments: dict[str, Intensity] = Field(description="instrument = intensity; 1 is as its file says")


@dataclass(frozen=True)
class Regime:
    """A regime with its instruments."""

    id: str
    title: str
    description: str
    source: tuple[str, ...]
    parts: tuple[Part, ...]

    def formal(self) -> dict[str, float]:
        """The formal value of every lever, as coded."""
        return fold(self.parts)


def read_regime(file: str | Path) -> Regime:
    """The regime in a file."""
    return regime_of(read_toml(file))


def regime_of(written: Written) -> Regime:
    """The regime that a file describes; unknown instruments and instruments in conflict are a mistake."""
    said = modelled(written, RegimeFile)
    parts = tuple((_instrument(written, name), intensity) for name, intensity in said.instruments.items())
    regime = Regime(said.id, said.title, said.description, tuple(said.source), parts)
    try:
        regime.formal()
    except Mistake as mistake:
        raise written.mistake(str(mistake), ("instruments",)) from None
    return regime


def _instrument(written: Written, name: str) -> Instrument:
    """An instrument that comes with the program, or one in a file beside the regime's."""
    if not is_path(name) and name not in names("instruments"):
        what = f"there is no instrument of this name. {choice(name, names('instruments'))}"
        raise written.mistake(what, ("instruments", name))
    try:
        return load_instrument(name, beside=written.file.parent)
    except Mistake as mistake:
        raise written.mistake(str(mistake), ("instruments", name)) from None
