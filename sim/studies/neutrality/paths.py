"""The paths by which regimes win and lose, and the values that switch each of them off (paths.toml)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, RootModel

from sim.evidence import ParameterSet, parameter_set
from sim.mistakes import AS_WRITTEN, choice, modelled, read_toml

FILE = Path(__file__).with_name("paths.toml")

type Text = Annotated[str, Field(pattern=r"\S")]


class SteeringPath(BaseModel):
    """One path: which regimes are meant to gain or lose by it, and the parameters at which it carries nothing."""

    model_config = AS_WRITTEN

    meaning: Text
    benefits: list[Text] = Field(description="regimes that are meant to gain by it")
    costs: list[Text] = Field(description="regimes that are meant to lose by it")
    off: dict[str, float] = Field(min_length=1, description="parameter = value at which the path carries nothing")

    def kind_for(self, regime: str) -> str:
        """What the path is meant to be for a regime: "benefit", "cost" or "" (nothing is said)."""
        return "benefit" if regime in self.benefits else "cost" if regime in self.costs else ""

    def switched_off(self) -> ParameterSet:
        """All parameters, this path's at the value that switches it off, which may lie outside its range."""
        return ParameterSet(parameter_set().values | self.off)


class PathFile(RootModel[dict[str, SteeringPath]]):
    """All paths by name."""


def read_paths(file: Path = FILE) -> dict[str, SteeringPath]:
    """The paths by name; a parameter that does not exist is a Mistake with its place."""
    written = read_toml(file)
    known: Sequence[str] = list(parameter_set().values)
    paths = modelled(written, PathFile).root
    for name, path in paths.items():
        for parameter in path.off:
            if parameter not in known:
                what = f"there is no parameter of this name. {choice(parameter, known)}"
                raise written.mistake(what, (name, "off", parameter))
    return paths
