"""Markets: tenders from outside the votes of the council, and user choice."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from sim.draws import TENDER_OUTCOME, draw_between
from sim.events.event import Lasting, Scene, SomeShare, UnitEvent
from sim.processes.steering import mean_step
from sim.regimes import LEVERS
from sim.regimes.contract import ON_CONTRACT, Steering, asked_on_contract, coded_on_contract
from sim.rules.enactment import reform_load_added
from sim.rules.events import insecurity_after_lost_tender, trust_after_lost_tender


class Tender(UnitEvent):
    """Units are put out to tender for certain, whatever the council would say; the work is kept or lost (E22, E48).

    A guarantee against tendering is broken by it. A unit that is lost keeps its staff, with all they are and know, and
    goes over to a contractor's steering; its citizens stay, and the municipality pays the contractor's price. A
    municipality has one contractor at a time: a later loss to another sets the steering of both.
    """

    sets: ClassVar[str] = (
        "the units as tendered last week, which their staff fear; where the work is lost, also the contractor's "
        "steering and price, the load of the change, the staff's trust in the organisation and insecurity, and all of "
        "the unit's volume as on contract"
    )
    kind: Literal["tender"] = "tender"
    outcome: Literal["kept", "lost", "drawn"] = Field(
        "kept", description="whether the unit wins its own work; drawn by lot, or set"
    )
    contractor: Steering = Field(
        ON_CONTRACT, description="the contractor's steering: a regime, a line of instruments, or a file"
    )

    def asks_of_others(self) -> Mapping[str, float]:
        """What a contractor asks of the units it takes over."""
        return {} if self.outcome == "kept" else coded_on_contract(self.contractor)

    def happen(self, scene: Scene) -> None:
        """The tender was decided last week: that is when people hear of it."""
        lost = [u for u in scene.rows if self._is_lost(scene, u)]
        for unit in scene.units:
            unit.tendered = 1
            scene.municipality.tender_rate += 1.0 / scene.municipality.units
        if lost:
            ask_on_contract(scene, self.contractor)
        for u in lost:
            _go_over(scene, u)

    def _is_lost(self, scene: Scene, u: int) -> bool:
        p = scene.parameters
        if self.outcome == "drawn":
            lot = draw_between(scene.now, TENDER_OUTCOME, scene.world.units[u].id, scene.place)
            return bool(lot < p.chance_of_losing_tender)
        return self.outcome == "lost"


class UserChoice(Lasting):
    """Citizens may choose their provider: private ones enter, and the money follows the users (E45).

    Twice as many choosers are not twice as many movers: whether somebody moves is the citizen's own choice. When it
    ends, nobody may choose any more, and who has a private provider keeps it.
    """

    sets: ClassVar[str] = (
        "the lever user_choice while it lasts, private providers in every service, and what is asked of them"
    )
    kind: Literal["user_choice"] = "user_choice"
    citizens: SomeShare = Field(1.0, description="share of the citizens who may choose in a quarter, as asked")
    providers: Steering = Field(
        ON_CONTRACT, description="the private providers' steering: a regime, a line of instruments, or a file"
    )

    def moves(self) -> Mapping[str, float]:
        """The lever of user choice."""
        return {"user_choice": self.citizens}

    def asks_of_others(self) -> Mapping[str, float]:
        """What is asked of private providers."""
        return coded_on_contract(self.providers)

    def happen(self, scene: Scene) -> None:
        """Private providers know what is asked of them before they enter."""
        ask_on_contract(scene, self.providers)


def ask_on_contract(scene: Scene, steering: str) -> None:
    """From now on the contractors and private providers of the municipality are asked this."""
    for lever, value in asked_on_contract(steering, scene.parameters).items():
        setattr(scene.world.contracted[scene.m], lever, value)
    scene.municipality.steers_contracts = 1


def _go_over(scene: Scene, u: int) -> None:
    """A unit goes over to the contractor, as it is; the change of steering is a load like any other (E1)."""
    world, p = scene.world, scene.parameters
    unit = world.units[u]
    if unit.on_contract == 0:
        for lever in LEVERS:
            setattr(world.before[u], lever, getattr(world.enacted[u], lever))
        step = mean_step(unit, world.levers, scene.m, world.contracted_values, world.formal_values)
        unit.reform_load = min(1.0, unit.reform_load + reform_load_added(step, 0.0, unit.hard_enactment, p))
    unit.on_contract = 1
    unit.competition_exposure = 1.0
    for i in range(unit.first_employee, unit.first_employee + unit.employees):
        employee = world.employees[i]
        employee.trust_in_organisation = trust_after_lost_tender(employee.trust_in_organisation, p)
        employee.job_insecurity = insecurity_after_lost_tender(employee.job_insecurity, p)
