"""Tenders that come from outside the votes of the council."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.events.event import Scene, UnitEvent
from sim.rules.events import insecurity_after_lost_tender, trust_after_lost_tender


class Tender(UnitEvent):
    """Units are put out to tender for certain, whatever the council would say; the work is kept or lost (E22, E48).

    A guarantee against tendering is broken by it. A unit that is lost goes on under the steering it had: that of the
    contractor is not modelled.
    """

    sets: ClassVar[str] = (
        "the units as tendered last week, which their staff fear; where the work is lost, also the staff's trust in "
        "the organisation and insecurity, and all of the unit's volume as on contract"
    )
    kind: Literal["tender"] = "tender"
    outcome: Literal["kept", "lost"] = Field("kept", description="whether the unit wins its own work")

    def happen(self, scene: Scene) -> None:
        """The tender was decided last week: that is when people hear of it."""
        for unit in scene.units:
            unit.tendered = 1
            scene.municipality.tender_rate += 1.0 / scene.municipality.units
            if self.outcome == "lost":
                unit.competition_exposure = 1.0
        if self.outcome == "lost":
            p = scene.parameters
            for employee in scene.employees:
                employee.trust_in_organisation = trust_after_lost_tender(employee.trust_in_organisation, p)
                employee.job_insecurity = insecurity_after_lost_tender(employee.job_insecurity, p)
