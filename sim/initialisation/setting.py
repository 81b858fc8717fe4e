"""Municipality settings: how many of whom, giving which services, in which country."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, computed_field, field_validator, model_validator

from sim.initialisation.sizes import Size, fitted_sizes, in_whole_numbers
from sim.mistakes import AS_WRITTEN, Fault, choice, read_model
from sim.regimes import BASELINE, LEVERS, scenario_file, scenario_folder
from sim.regimes.instruments import Grade, Name, Text

_DEMAND = LEVERS["efficiency_demand"]


class Service(BaseModel):
    """A kind of work, the same in every municipality (scenarios/services.toml)."""

    model_config = AS_WRITTEN

    title: Text = Field(exclude=True, description="what it is called in words")
    measurability: float = Field(ge=0, le=1, description="share of the work that indicators can see")
    complexity: float = Field(ge=0, le=1, description="complexity of the work, and share of its cases that are complex")
    useful_documentation: float = Field(gt=0, le=1, description="share of hours up to which documentation helps")
    illness_factor: float = Field(gt=0, le=5, description="factor on illness by sector, staff mean 1")
    source: list[Text] = Field(min_length=1, exclude=True)
    grade: Grade = Field(exclude=True)


@cache
def services() -> Mapping[str, Service]:
    """The services by name."""
    return read_model(scenario_folder() / "services.toml", RootModel[dict[Name, Service]]).root


class ServiceUnits(BaseModel):
    """How many units of a municipality give a service."""

    model_config = AS_WRITTEN

    service: str = Field(description="a service of scenarios/services.toml")
    units: int = Field(ge=1, le=500, description="number of units")

    @field_validator("service")
    @classmethod
    def _known(cls, service: str) -> str:
        if service not in services():
            raise Fault(f'there is no service "{service}". {choice(service, services())}')
        return service


type People = Annotated[int, Field(ge=1, le=50_000_000)]


class Sizes(BaseModel):
    """How the municipalities of a country differ in size: by their citizens, as listed or as fitted."""

    model_config = ConfigDict(**AS_WRITTEN)

    employees: People = Field(description="posts in all municipalities, in proportion to their citizens")
    citizens: Annotated[tuple[People, ...], Field(strict=False)] | None = Field(
        None, description="citizens of each municipality, as published"
    )
    smallest: People | None = Field(None, description="citizens of the smallest municipality, where they are fitted")
    largest: People | None = Field(None, description="citizens of the largest municipality, where they are fitted")
    total: People | None = Field(None, description="citizens of all municipalities, where they are fitted")

    @model_validator(mode="after")
    def _listed_or_fitted(self) -> Self:
        given = [figure is not None for figure in (self.smallest, self.largest, self.total)]
        if any(given) if self.citizens is not None else not all(given):
            raise Fault("give either citizens, a list, or smallest, largest and total, to which sizes are fitted.")
        return self

    def of(self, municipalities: int) -> tuple[int, ...]:
        """The citizens of each of so many municipalities; ValueError where these figures fit no such number."""
        if self.citizens is None:
            assert self.smallest is not None
            assert self.largest is not None
            assert self.total is not None
            return fitted_sizes(municipalities, self.smallest, self.largest, self.total)
        if len(self.citizens) != municipalities:
            raise ValueError(f"{len(self.citizens)} sizes are listed for {municipalities} municipalities.")
        return self.citizens


class Setting(BaseModel):
    """A municipality, several alike, or all those of a country."""

    model_config = AS_WRITTEN

    name: Name = Field(description="the name by which experiments call it")
    title: Text = Field(description="a heading")
    country: Text = Field(description="the country whose figures it uses")
    source: list[Text] = Field(
        min_length=1, description='on whose word: documents, "row N.M" of the evidence, assumption'
    )
    municipalities: int = Field(1, ge=1, le=500, description="number of municipalities")
    sizes: Sizes | None = Field(
        None,
        description="how they differ in size: the units listed are then the mix, and administrators and partners "
        "grow with the units",
    )
    services: list[ServiceUnits] = Field(min_length=1, description="services with their numbers of units")
    employees_per_unit: int = Field(ge=2, le=200, description="posts in a unit")
    teams_per_unit: int = Field(ge=1, le=40, description="teams in a unit")
    central_administrators: int = Field(ge=1, le=500, description="administrators in the town hall")
    politicians: int = Field(ge=1, le=200, description="members of the council")
    parties: int = Field(ge=1, le=9, description="party blocks in the council")
    units_per_representative: int = Field(ge=1, le=500, description="units that one union representative speaks for")
    citizens_per_employee: int | None = Field(
        None, ge=1, le=50, description="citizens for each post, where all municipalities are alike"
    )
    partners: int = Field(ge=0, le=50, description="partner organisations outside the municipality")
    absence_level: float = Field(0.0, ge=-2, le=2, description="log of national sick leave against Denmark's")
    national_path: Literal["none", "norway_2001_2010"] = Field("none", description="national movement of sick leave")
    union_decentralisation: float = Field(0.6, ge=0, le=1, description="share of union decisions taken locally")
    efficiency_demand: float = Field(
        BASELINE["efficiency_demand"],
        ge=_DEMAND.low,
        le=_DEMAND.high,
        description=f"{_DEMAND.meaning}, {_DEMAND.quantity}",
    )

    @field_validator("services")
    @classmethod
    def _each_service_once(cls, entries: list[ServiceUnits]) -> list[ServiceUnits]:
        seen: set[str] = set()
        for place, entry in enumerate(entries):
            if entry.service in seen:
                raise Fault(f'"{entry.service}" is listed twice; give all of its units in one entry.', place, "service")
            seen.add(entry.service)
        return entries

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.teams_per_unit > self.employees_per_unit:
            raise Fault(
                f"{self.teams_per_unit} teams cannot be made of the {self.employees_per_unit} employees of a unit.",
                "teams_per_unit",
            )
        if self.parties > self.politicians:
            raise Fault(f"{self.parties} parties cannot share {self.politicians} seats in the council.", "parties")
        if (self.sizes is None) == (self.citizens_per_employee is None):
            raise Fault("give either citizens_per_employee, where all are alike, or sizes.", "citizens_per_employee")
        if self.sizes is not None:
            try:
                self.sizes.of(self.municipalities)
            except ValueError as trouble:
                raise Fault(str(trouble), "sizes") from None
        return self

    @cached_property
    def places(self) -> tuple[Size, ...]:
        """The size of each municipality."""
        if self.sizes is not None:
            citizens = self.sizes.of(self.municipalities)
            posts_per_citizen = self.sizes.employees / sum(citizens)
            return tuple(self._size(of_one, of_one * posts_per_citizen) for of_one in citizens)
        units = tuple(entry.units for entry in self.services)
        posts = sum(units) * self.employees_per_unit
        alike = Size(units, posts * self.citizens_for_a_post, self.central_administrators, self.partners)
        return (alike,) * self.municipalities

    def _size(self, citizens: int, posts: float) -> Size:
        """A municipality with about so many posts, its units mixed as listed; at least one of each service."""
        listed = [entry.units for entry in self.services]
        units = max(len(listed), round(posts / self.employees_per_unit))
        scale = units / sum(listed)
        return Size(
            in_whole_numbers(listed, units, least=1),
            citizens,
            max(1, round(self.central_administrators * scale)),
            max(1, round(self.partners * scale)) if self.partners else 0,
        )

    @cached_property
    def citizens_for_a_post(self) -> int:
        """Citizens for each post, in whole numbers: in a country, the mean."""
        if self.citizens_per_employee is not None:
            return self.citizens_per_employee
        assert self.sizes is not None
        return max(1, round(sum(self.sizes.of(self.municipalities)) / self.sizes.employees))

    @property
    def units(self) -> int:
        """Units in all municipalities."""
        return sum(place.all_units for place in self.places)

    @property
    def employees(self) -> int:
        """Posts in the units of all municipalities."""
        return self.units * self.employees_per_unit

    @property
    def citizens(self) -> int:
        """Citizens of all municipalities."""
        return sum(place.citizens for place in self.places)

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def kinds_of_work(self) -> tuple[Service, ...]:
        """The services in the order listed, their illness factors scaled to mean 1 over this municipality's staff.

        Part of what the setting says when it is dumped, so that a run's identity knows the services' attributes.
        """
        kinds = [services()[entry.service] for entry in self.services]
        total = sum(kind.illness_factor * entry.units for kind, entry in zip(kinds, self.services, strict=True))
        mean = total / _listed_units(self)
        return tuple(kind.model_copy(update={"illness_factor": kind.illness_factor / mean}) for kind in kinds)


def load_setting(name_or_path: str | Path) -> Setting:
    """The municipality setting of this name, or in this file."""
    return read_model(scenario_file("municipalities", name_or_path), Setting)


def describe_setting(setting: Setting) -> str:
    """A setting in words, with its sources."""
    lines = [f"{setting.name}: {setting.title} (municipality setting, {setting.country})", ""]
    for_units = "" if setting.sizes is None else f" for every {_listed_units(setting)} units"
    lines += [
        *_size_in_words(setting),
        f"{setting.politicians} politicians of {setting.parties} parties in each council",
        f"{setting.central_administrators} central administrators{for_units}",
        f"{setting.partners} partner organisations{for_units}",
        f"a union representative for every {setting.units_per_representative} units, and a chief representative",
        "",
    ]
    national = ("absence_level", "national_path", "union_decentralisation", "efficiency_demand")
    lines += [f"{name} = {getattr(setting, name)}   {Setting.model_fields[name].description}" for name in national]
    return "\n".join([*lines, "", "Sources:", *(f"  {source}" for source in setting.source)])


def _size_in_words(setting: Setting) -> list[str]:
    mix = [f"  {entry.units:3d} {services()[entry.service].title}" for entry in setting.services]
    people = f"{setting.employees:,} employees, {setting.citizens:,} citizens"
    of_units = f"units of {setting.employees_per_unit} employees in {setting.teams_per_unit} teams"
    if setting.sizes is None:
        several = [f"{setting.municipalities} municipalities alike"] if setting.municipalities > 1 else []
        each = ", in each municipality" if several else ""
        return [*several, people, f"{_listed_units(setting)} {of_units}{each}:", *mix]
    citizens = sorted(place.citizens for place in setting.places)
    how = "as published" if setting.sizes.citizens else "fitted to the smallest, the largest and the total"
    return [
        f"{setting.municipalities} municipalities of {citizens[0]:,} to {citizens[-1]:,} citizens ({how})",
        people,
        f"{setting.units:,} {of_units}, mixed in each municipality as",
        *mix,
    ]


def _listed_units(setting: Setting) -> int:
    return sum(entry.units for entry in setting.services)
