"""The reasons why a regime may be best always or never, each on evidence of grade A or B (reasons.toml)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from sim.mistakes import AS_WRITTEN, read_model

FILE = Path(__file__).with_name("reasons.toml")

type Text = Annotated[str, Field(pattern=r"\S")]


class Reason(BaseModel):
    """Why a regime is best on a measure at every point, or at none."""

    model_config = AS_WRITTEN

    measure: Text
    regime: Text
    best: Literal["always", "never"]
    reason: Text
    grade: Literal["A", "B"] = Field(description="A measured, B a single study; a plausible assumption is no reason")
    source: list[Text] = Field(min_length=1, description="on whose word (sim/evidence/references.toml)")


class ReasonFile(BaseModel):
    """All reasons."""

    model_config = AS_WRITTEN

    reasons: list[Reason]


def named_reasons(file: Path = FILE) -> dict[tuple[str, str, str], str]:
    """The reasons by measure, regime and "always" or "never", each with its grade and source."""
    return {
        (it.measure, it.regime, it.best): f"{it.reason} (grade {it.grade}; {'; '.join(it.source)})"
        for it in read_model(file, ReasonFile).reasons
    }
