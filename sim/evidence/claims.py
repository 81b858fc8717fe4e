"""Claims: what was published about regimes, as statements that a simulation can meet or fail (claims.toml)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.mistakes import AS_WRITTEN, Fault, Written, modelled, read_toml

FILE = Path(__file__).with_name("claims.toml")

type Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
type Year = Annotated[int, Field(ge=0, le=100)]
type Years = Annotated[tuple[Year, Year], Field(strict=False)]
type Texts = Annotated[tuple[Text, ...], Field(strict=False)]
type Contrast = Literal[
    "difference",
    "ratio",
    "difference in differences",
    "slope",
    "share",
    "rank",
    "season",
    "level",
    "change",
    "spread of change",
    "share rising",
]
type Direction = Literal["higher", "lower", "same", "within"]
type Kind = Literal["emergent", "encoded", "calibrated"]

OF_CHANGE = ("change", "spread of change", "share rising")
"""Contrasts of a later window with an earlier one in scenario A."""
OF_ONE = ("level", "season", *OF_CHANGE)
"""Contrasts that look at scenario A alone."""
WITH_BEFORE = ("difference in differences", *OF_CHANGE)
"""Contrasts that need an earlier window."""
BETWEEN_MUNICIPALITIES = ("spread of change", "share rising")
"""Contrasts of one municipality with another, which only a roll-out keeps apart."""
OTHERS_OF = "others of "
"""Stands before a scenario where a statement looks at the municipalities that do not join."""


class Expected(BaseModel):
    """What was found in the world: a direction, and where one was published, a size."""

    model_config = ConfigDict(**AS_WRITTEN)

    direction: Direction = Field(description='A against B; "within" means between low and high')
    low: float | None = Field(default=None, description="lower end of the published size")
    high: float | None = Field(default=None, description="upper end of the published size")
    margin: float | None = Field(default=None, gt=0.0, description='how far apart still counts as the "same"')

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> Self:
        if (self.direction == "same") != (self.margin is not None):
            raise Fault('"same" needs a margin, and nothing else does.', "margin")
        if self.direction == "within" and self.low is None and self.high is None:
            raise Fault('"within" needs low, high or both.', "direction")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Fault(f"low {self.low:g} is above high {self.high:g}.", "low")
        return self


class Statement(BaseModel):
    """One thing that a claim says of two scenarios, or of one."""

    model_config = ConfigDict(**AS_WRITTEN)

    says: Text = Field(description="in one sentence")
    a: Text = Field(description="scenario A, as on the command line")
    b: Text = Field(default="baseline", description="scenario B")
    measure: Text = Field(description="a measure, or an expression of measures with + - * / and brackets")
    contrast: Contrast = Field(default="difference", description="how A and B are compared")
    window: Years = Field(default=(3, 8), description="first and last year after the reform")
    before: Years | None = Field(default=None, description="the earlier window of a difference in differences")
    less: Texts = Field(default=(), description="two more scenarios, whose difference is taken off that of A and B")
    case: Text | None = Field(default=None, description="an experiment by name: A and B are then regimes of it")
    participants: Literal["selected", "randomised"] | None = Field(
        default=None,
        description="who joins where the case is rolled out in pools. A and B are then those who join, whatever they "
        f'join ("baseline": a placebo); "{OTHERS_OF}A" are the others; year 0 is the one before',
    )
    among: Texts = Field(default=(), description="the scenarios among which A is ranked; 1 is the highest value")
    setting: Text = Field(default="norwegian_reference", description="the municipality setting")
    parameters: dict[str, float] = Field(default={}, description="parameters that differ in both scenarios")
    parameters_a: dict[str, float] = Field(default={}, description="parameters that differ in scenario A alone")
    parameters_b: dict[str, float] = Field(default={}, description="parameters that differ in scenario B alone")
    expected: Expected

    @model_validator(mode="after")
    def _has_what_its_contrast_needs(self) -> Self:
        for name in ("window", "before"):
            years = getattr(self, name)
            if years is not None and years[0] > years[1]:
                raise Fault(f"[{years[0]}, {years[1]}] must run forwards.", name)
        if (self.contrast in WITH_BEFORE) != (self.before is not None):
            raise Fault(f'"before" belongs to {" and to ".join(WITH_BEFORE)}, and is needed there.', "before")
        if (self.contrast == "rank") != bool(self.among):
            raise Fault('"among" belongs to a rank, which needs it.', "among")
        if self.less and (self.contrast not in ("difference", "difference in differences") or len(self.less) != 2):
            raise Fault('"less" takes two scenarios off a difference, or off a difference in differences.', "less")
        if self.case and (self.parameters or self.parameters_a or self.parameters_b):
            raise Fault("a case has the parameters of its experiment; none can be named here.", "case")
        self._refuse_what_only_a_roll_out_has()
        return self

    def _refuse_what_only_a_roll_out_has(self) -> None:
        needs = 'needs a roll-out: a case that comes in pools, and participants = "selected" or "randomised".'
        if self.participants is not None:
            if self.case is None:
                raise Fault(f'"participants" {needs}', "participants")
            return
        for name in ("window", "before"):
            if 0 in (getattr(self, name) or ()):
                raise Fault(f"year 0 {needs}", name)
        for name, scenarios in (("a", (self.a,)), ("b", (self.b,)), ("less", self.less), ("among", self.among)):
            if any(scenario.startswith(OTHERS_OF) for scenario in scenarios):
                raise Fault(f'"{OTHERS_OF.strip()}" {needs}', name)
        if self.contrast in BETWEEN_MUNICIPALITIES:
            raise Fault(f'"{self.contrast}" {needs}', "contrast")

    @property
    def last_year(self) -> int:
        """The last year that it looks at."""
        return max(self.window[1], self.before[1] if self.before else 0)


class Claim(BaseModel):
    """One claim of docs/evidence.md 12, or of a user's own."""

    model_config = ConfigDict(**AS_WRITTEN)

    id: Text = Field(description="its number")
    title: Text = Field(description="what it is about, in some words")
    kind: Kind = Field(description="emergent, encoded (an equation states it) or calibrated")
    must_not_be_contradicted: bool = Field(default=False, description="a null or adverse claim (role N)")
    source: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)] = Field(description="where it is from")
    through: Text = Field(default="-", description="the equations through which it comes about")
    note: str = Field(default="", description="what a reader must know of how it is asked")
    not_yet: str = Field(default="", description="what it takes to ask it, or the rest of it")
    statement: Annotated[tuple[Statement, ...], Field(strict=False)] = Field(default=(), description="what it says")

    @model_validator(mode="after")
    def _is_asked_or_says_why_not(self) -> Self:
        if not self.statement and not self.not_yet:
            raise Fault('a claim needs a [[claim.statement]], or "not_yet" with what it takes to ask it.', "statement")
        return self


def told_apart(kind: str, ids: Sequence[str]) -> None:
    """Refuse a file with no entry of its kind, or with two of one ``id``."""
    if not ids:
        raise Fault(f"a file of {kind}s needs at least one [[{kind}]].", kind)
    for place, one in enumerate(ids):
        if one in ids[:place]:
            raise Fault(f'there is a {kind} "{one}" already.', kind, place, "id")


class Claims(BaseModel):
    """What a file of claims says."""

    model_config = ConfigDict(**AS_WRITTEN)

    claim: Annotated[tuple[Claim, ...], Field(strict=False)] = Field(description="the claims")

    @model_validator(mode="after")
    def _tells_claims_apart(self) -> Self:
        told_apart("claim", [claim.id for claim in self.claim])
        return self


def read_claims(file: Path = FILE) -> tuple[tuple[Claim, ...], Written]:
    """The claims in a file, and the file as written."""
    written = read_toml(file)
    return modelled(written, Claims).claim, written
