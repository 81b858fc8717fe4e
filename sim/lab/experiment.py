"""An experiment file: a question, the answer expected before the first run, and the design that is to answer it."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sim.analysis.windows import WEEKS_PER_YEAR, Window
from sim.lab.identity import seed_of
from sim.lab.occasions import ONLY_UNDER, Occasion, occasions
from sim.lab.variation import Listed, Sampling, Variation, refuse_contradictions
from sim.measures.catalogue import NAMES
from sim.mistakes import AS_WRITTEN, Fault, Mistake, Written, choice, modelled, nearest, read_toml, value_in_words

REFERENCE = "baseline"
"""The regime that every other is compared with."""

_TRIAL = "scenario"

type Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
type Overhead = Literal["as coded", "equal overhead"]
type Year = Annotated[int, Field(ge=1)]
type Years = Annotated[tuple[Year, Year], Field(strict=False)]


class Pool(BaseModel):
    """Municipalities that a reform reaches at the same time."""

    model_config = ConfigDict(**AS_WRITTEN)

    week: int = Field(ge=0, description="weeks after the burn-in")
    municipalities: int = Field(ge=1, description="how many, drawn by lot among those not reformed yet")


class Phase(BaseModel):
    """A regime from a week on."""

    model_config = ConfigDict(**AS_WRITTEN)

    week: int = Field(ge=0, description="weeks after the burn-in")
    regime: Text = Field(description='a regime by id, or a scenario string; "baseline" ends a programme')


type Course = Annotated[tuple[Phase, ...], Field(min_length=1, strict=False)]
"""Several regimes, one after the other."""


def _measures(entry: object) -> object:
    """The word "all", or a list of names of measures."""
    if entry == "all":
        return entry
    if not isinstance(entry, list | tuple) or not entry:
        raise Fault(f'needs "all" or a list of measures, not {value_in_words(entry)}.')
    for place, name in enumerate(entry):
        if name not in NAMES:
            raise Fault(f"{value_in_words(name)} is no measure. {choice(str(name), NAMES)}", place)
    return tuple(entry)


class Experiment(BaseModel):
    """What an experiment file says."""

    model_config = ConfigDict(**AS_WRITTEN)

    name: Text = Field(
        default="experiment", description="seeds follow from it; without the key, the name of the folder"
    )
    question: Text = Field(description="what is asked, in one sentence")
    expected_answer: Text = Field(description="what you expect to find, written before the first run")
    setting: Text = Field(description="a municipality setting, by name or path")
    regimes: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)] = Field(
        description='regimes by id, scenario strings such as "trust + targets*0.5", or courses by name'
    )
    courses: dict[str, Course] = Field(default={}, description="regimes one after the other, by a name for the whole")
    events: Annotated[tuple[Occasion, ...], BeforeValidator(occasions)] = Field(
        default=(), description="what happens beside the regimes: under every one of them, or only under some"
    )
    source: Annotated[tuple[Text, ...], Field(strict=False)] = Field(
        default=(), description="on whose word the case is told, where it is one"
    )
    overhead: Annotated[tuple[Overhead, ...], Field(min_length=1, strict=False)] = Field(
        default=("as coded", "equal overhead"), description="the arms in which every contrast is drawn"
    )
    documentation: Literal["derived", "coded"] = Field(
        default="derived",
        description="whether documentation follows from audits, stakes and reimbursement, or is as coded",
    )
    pools: Annotated[tuple[Pool, ...], Field(strict=False)] = Field(
        default=(), description="a roll-out: where given, reforms come pool by pool; without, everywhere in week 0"
    )
    replicates: int = Field(
        default=20, ge=1, le=100_000, description="runs of each regime and arm, each with its own seed"
    )
    burn_in_years: int = Field(default=8, ge=0, le=100, description="years lived under the baseline before the reform")
    years: int = Field(default=8, ge=1, le=100, description="years lived after the reform")
    early_window: Years = Field(default=(1, 2), description="first and last year in which a reform is young")
    main_window: Years = Field(default=(3, 8), description="first and last year over which means are taken")
    first_seed: int = Field(default=0, ge=0, lt=2**63, description="another number gives another set of seeds")
    parameters: dict[str, float] = Field(
        default={}, description="parameters that differ from sim/evidence, by name; or draws, as under posterior"
    )
    posterior: str = Field(
        default="", description='draws that replicates take in turn: "posterior", or a table (.csv); without, none'
    )
    sampling: Sampling | None = Field(default=None, description="how points are drawn, where something varies")
    vary: Variation = Field(default=Variation(), description="what varies from point to point")
    listed: Annotated[tuple[Listed, ...], Field(strict=False)] = Field(
        default=(), description="the points, where they are listed"
    )
    measures: Annotated[str | tuple[str, ...], BeforeValidator(_measures)] = Field(
        default="all", description="measures that tables and figures hold; every run is stored with all of them"
    )

    @model_validator(mode="before")
    @classmethod
    def _draws_apart(cls, content: object) -> object:
        """``parameters = "posterior"`` is short for draws, and for no other change."""
        if isinstance(content, dict) and isinstance(content.get("parameters"), str) and "posterior" not in content:
            return {**content, "parameters": {}, "posterior": content["parameters"]}
        return content

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for window in self.windows:
            if not window.first_year <= window.last_year <= self.years:
                what = f"[{window.first_year}, {window.last_year}] must run forwards, within years 1 to {self.years}."
                raise Fault(what, f"{window.name}_window")
        for place, (earlier, later) in enumerate(pairwise(self.pools), 1):
            if later.week <= earlier.week:
                raise Fault(f"a pool of week {later.week} cannot follow one of week {earlier.week}.", "pools", place)
        if self.pools and self.pools[-1].week >= self.weeks:
            raise Fault(f"the last pool must come before the {self.weeks} weeks are over.", "pools")
        for name, course in self.courses.items():
            self._refuse_wrong_course(name, course)
        for place, occasion in enumerate(self.events):
            for name in occasion.only_under or ():
                if name not in self.regimes:
                    what = f'no regime of the experiment is called "{name}". {choice(name, self.regimes)}'
                    raise Fault(what, "events", place, ONLY_UNDER)
        refuse_contradictions(self.sampling, self.vary, self.listed, self.parameters)
        if len(set(self.overhead)) < len(self.overhead):
            raise Fault("an arm stands here twice; write it once.", "overhead")
        if REFERENCE not in self.regimes:
            raise Fault(f'this must hold "{REFERENCE}": every finding is a difference to it.', "regimes")
        return self

    def _refuse_wrong_course(self, name: str, course: tuple[Phase, ...]) -> None:
        if name not in self.regimes:
            raise Fault(
                f'no regime of the experiment is called "{name}".{nearest(name, self.regimes)}', "courses", name
            )
        for place, (earlier, later) in enumerate(pairwise(course), 1):
            if later.week <= earlier.week:
                what = f"a phase of week {later.week} cannot follow one of week {earlier.week}."
                raise Fault(what, "courses", name, place, "week")
        if course[-1].week >= self.weeks:
            what = f"the last phase must come before the {self.weeks} weeks are over."
            raise Fault(what, "courses", name, len(course) - 1, "week")

    @property
    def kept(self) -> tuple[str, ...]:
        """The measures that its tables hold, in the order of the catalogue."""
        return NAMES if self.measures == "all" else tuple(name for name in NAMES if name in self.measures)

    @property
    def burn_in_weeks(self) -> int:
        """Weeks lived under the baseline before week 1."""
        return self.burn_in_years * WEEKS_PER_YEAR

    @property
    def weeks(self) -> int:
        """Weeks lived under each regime."""
        return self.years * WEEKS_PER_YEAR

    @property
    def windows(self) -> tuple[Window, Window]:
        """The two windows over which means are taken, in years since the reform."""
        return Window("early", *self.early_window), Window("main", *self.main_window)

    def seeds(self) -> list[int]:
        """One seed per replicate; more replicates leave the first ones alone."""
        return [seed_of(self.name, replicate, self.first_seed) for replicate in range(1, self.replicates + 1)]

    def at_one_point(self) -> Self:
        """The experiment itself; a Mistake where something varies, since a study draws points of its own, or none."""
        if self.sampling is not None:
            raise Mistake(f"{self.name}: nothing may vary here; leave out sampling, and vary or listed with it.")
        return self

    def results(self, *, quick: bool = False) -> Path:
        """The folder of its results, unless the user names another."""
        words = [self.name, *self.regimes[1:]] if self.name == _TRIAL else [self.name]
        name = re.sub(r"[^\w.+-]+", "_", "_".join(words)).strip("_")
        return Path("results") / (f"{name}_quick" if quick else name)

    def quick(self) -> "Experiment":
        """The same experiment, small enough for a first look: 4 replicates, 2 + 3 years, and what happens in them."""
        years = min(3, self.years)
        weeks = years * WEEKS_PER_YEAR
        changes = {
            "replicates": min(4, self.replicates),
            "burn_in_years": min(2, self.burn_in_years),
            "years": years,
            "early_window": tuple(min(year, years) for year in self.early_window),
            "main_window": tuple(min(year, years) for year in self.main_window),
            "courses": {
                name: course[: max(1, sum(phase.week < weeks for phase in course))]
                for name, course in self.courses.items()
            },
            "events": tuple(one for one in self.events if one.event.week < weeks),
            "sampling": self.sampling.quick() if self.sampling else None,
        }
        return self.model_copy(update=changes)


def read_experiment(name: str) -> tuple[Experiment, Written]:
    """The experiment that a user means, and its file as written (it knows the line of every key)."""
    written = read_toml(find_experiment(name))
    named = replace(written, content={"name": default_name(written.file)} | written.content)
    return modelled(named, Experiment), written


def experiment_from(keys: Mapping[str, Any]) -> Experiment:
    """An experiment from the keys of its file; a wrong one is a Mistake that says where it stands."""
    written = Written(Path("experiment"), "", dict(keys))
    return modelled(written, Experiment)


def trial(scenario: str, setting: str) -> Experiment:
    """The experiment that tries one scenario against the baseline, always with the same seeds."""
    if scenario.strip() == REFERENCE:
        raise Mistake(f'"{REFERENCE}" is what a scenario is compared with; name another regime, or instruments.')
    return Experiment(
        name=_TRIAL,
        question=f"What does {scenario} change?",
        expected_answer="none was written down: a trial from the command line",
        setting=setting,
        regimes=(REFERENCE, scenario),
    )


def experiment_folder() -> Path:
    """Where the packaged experiments are: in the wheel inside the package, in a checkout beside it."""
    package = Path(__file__).parent.parent
    inside = package / "experiments"
    return inside if inside.is_dir() else package.parent / "experiments"


def packaged_experiments() -> dict[str, Path]:
    """The packaged experiments' files by name: those with a folder of their own, and then the cases."""
    return {file.parent.name: file for file in sorted(experiment_folder().glob("*/experiment.toml"))} | packaged_cases()


def packaged_cases() -> dict[str, Path]:
    """The packaged cases' files by name: experiments in which one place is told from sources."""
    return {file.stem: file for file in sorted((experiment_folder() / "cases").glob("*.toml"))}


def find_experiment(name: str) -> Path:
    """The experiment file that a user means: a file, a folder that holds one, or a packaged name."""
    path = Path(name)
    if path.is_dir():
        return path / "experiment.toml"
    if path.exists() or path.suffix == ".toml":
        return path
    packaged = packaged_experiments()
    short = Path(os.path.normpath(name))
    known = packaged.get(short.name) if short.parent.name in ("", "experiments", "cases") else None
    if known is None:
        raise Mistake(
            f'There is no experiment "{name}": neither a file, nor a folder with an experiment.toml, nor one of the '
            f"packaged experiments ({', '.join(packaged) or 'none'}).{nearest(short.name, packaged)}"
        )
    return known


def default_name(file: Path) -> str:
    """An experiment's name where its file gives none: its folder's, or the file's when that is called otherwise."""
    file = file.resolve()
    return file.parent.name if file.name == "experiment.toml" else file.stem
