"""Municipality settings: how many of whom, giving which services, in which country."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, RootModel, computed_field, field_validator, model_validator

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


class Setting(BaseModel):
    """A municipality, or several alike."""

    model_config = AS_WRITTEN

    name: Name = Field(description="the name by which experiments call it")
    title: Text = Field(description="a heading")
    country: Text = Field(description="the country whose figures it uses")
    source: list[Text] = Field(
        min_length=1, description='on whose word: documents, "row N.M" of the evidence, assumption'
    )
    municipalities: int = Field(1, ge=1, le=500, description="number of municipalities of this kind")
    services: list[ServiceUnits] = Field(min_length=1, description="services with their numbers of units")
    employees_per_unit: int = Field(ge=2, le=200, description="posts in a unit")
    teams_per_unit: int = Field(ge=1, le=40, description="teams in a unit")
    central_administrators: int = Field(ge=1, le=500, description="administrators in the town hall")
    politicians: int = Field(ge=1, le=200, description="members of the council")
    parties: int = Field(ge=1, le=9, description="party blocks in the council")
    units_per_representative: int = Field(ge=1, le=500, description="units that one union representative speaks for")
    citizens_per_employee: int = Field(ge=1, le=50, description="citizens for each post")
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
        return self

    @property
    def units(self) -> int:
        """Units in one municipality."""
        return sum(entry.units for entry in self.services)

    @property
    def employees(self) -> int:
        """Posts in the units of one municipality."""
        return self.units * self.employees_per_unit

    @property
    def citizens(self) -> int:
        """Citizens of one municipality."""
        return self.employees * self.citizens_per_employee

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def kinds_of_work(self) -> tuple[Service, ...]:
        """The services in the order listed, their illness factors scaled to mean 1 over this municipality's staff.

        Part of what the setting says when it is dumped, so that a run's identity knows the services' attributes.
        """
        kinds = [services()[entry.service] for entry in self.services]
        total = sum(kind.illness_factor * entry.units for kind, entry in zip(kinds, self.services, strict=True))
        mean = total / self.units
        return tuple(kind.model_copy(update={"illness_factor": kind.illness_factor / mean}) for kind in kinds)


def load_setting(name_or_path: str | Path) -> Setting:
    """The municipality setting of this name, or in this file."""
    return read_model(scenario_file("municipalities", name_or_path), Setting)


def describe_setting(setting: Setting) -> str:
    """A setting in words, with its sources."""
    lines = [f"{setting.name}: {setting.title} (municipality setting, {setting.country})", ""]
    if setting.municipalities > 1:
        lines.append(f"{setting.municipalities} municipalities, each with")
    lines += [
        f"{setting.units} units of {setting.employees_per_unit} employees in {setting.teams_per_unit} teams:",
        *(f"  {entry.units:3d} {services()[entry.service].title}" for entry in setting.services),
        f"{setting.employees:,} employees, {setting.citizens:,} citizens",
        f"{setting.politicians} politicians of {setting.parties} parties",
        f"{setting.central_administrators} central administrators",
        f"{setting.partners} partner organisations",
        f"a union representative for every {setting.units_per_representative} units, and a chief representative",
        "",
    ]
    national = ("absence_level", "national_path", "union_decentralisation", "efficiency_demand")
    lines += [f"{name} = {getattr(setting, name)}   {Setting.model_fields[name].description}" for name in national]
    return "\n".join([*lines, "", "Sources:", *(f"  {source}" for source in setting.source)])
