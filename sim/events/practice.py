"""Ways of working that do not come from the week's ideas: standards from outside, and changes decided at once."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.draws import STANDARD, STANDARD_SEEN, draw_between, draws4
from sim.events.event import Scene, UnitEvent
from sim.processes.answers import NOBODY, end, plan_start
from sim.processes.ideas import begin_record, free_row, write_change
from sim.processes.landscape import practice_change
from sim.processes.positions import seen_by
from sim.processes.practice import NONE, copy_from
from sim.rules.search import sight_of_centre
from sim.rules.shape import normal
from sim.state.tables import FROM_ABOVE, FROM_UNIT, LOCI


class NewStandard(UnitEvent):
    """A source outside holds up a way of working, one for each service, that units may take over in part (E34).

    It is the best of some practices as judged from outside, where nobody knows what fits a unit. A unit takes over what
    looks like a gain, as when it copies from another unit; several pushes are several events.
    """

    sets: ClassVar[str] = (
        "what the units plan to take over of a practice from outside, where it looks like a gain to them"
    )
    kind: Literal["new_standard"] = "new_standard"
    candidates: int = Field(ge=1, le=1000, description="practices drawn by lot, of which the standard is the best")

    def happen(self, scene: Scene) -> None:
        """Every unit looks at the standard of its service."""
        world, p, now = scene.world, scene.parameters, scene.now
        standards = {service: self._standard(scene, service) for service in {unit.service for unit in scene.units}}
        for u in scene.rows:
            unit = world.units[u]
            u1, u2, where, _ = draws4(now, STANDARD_SEEN, unit.id, scene.place)
            last = unit.first_employee + unit.employees - 1
            copy_from(
                world.services, world.units, world.employees, world.proposals, world.practices, world.locus_ages,
                u, last, standards[unit.service], int(where * LOCI), normal(u1, u2), p, now,
            )  # fmt: skip

    def _standard(self, scene: Scene, service: int) -> int:
        """Of the practices drawn for a service, the one whose shared part is best."""
        p, number = scene.parameters, scene.world.services[service].id
        drawn = [
            int(draw_between(scene.now, STANDARD, number, scene.place * 1000 + k) * (1 << LOCI))
            for k in range(self.candidates)
        ]
        return max(
            drawn,
            key=lambda bits: practice_change(0, bits, service, number, 0, scene.world.locus_ages, p, scene.now)[1],
        )


class ChangeOfPractice(UnitEvent):
    """Units are to do one thing otherwise from soon on: a change of the staff's own, or the same change imposed (E34).

    It is the one change that looks best from the town hall, whoever it belongs to, and none where nothing looks like a
    gain. Staff are asked about it as about any other change; no body has to decide any more.
    """

    sets: ClassVar[str] = "what the units plan to do otherwise, and whether it counts as the staff's own or as imposed"
    kind: Literal["change_of_practice"] = "change_of_practice"
    owner: Literal["staff", "above"] = Field(description="whose change it is: the staff's own, or imposed from above")

    def happen(self, scene: Scene) -> None:
        """Every unit plans its change."""
        world, p, now = scene.world, scene.parameters, scene.now
        origin = FROM_UNIT if self.owner == "staff" else FROM_ABOVE
        for u in scene.rows:
            unit = world.units[u]
            k = free_row(world.proposals, unit.first_proposal)
            if k == NONE:
                continue
            begin_record(world.units, world.proposals, k, u, unit.first_employee + unit.employees - 1, origin, now)
            gains = [_gain(scene, k, locus) for locus in range(LOCI)]
            if _gain(scene, k, gains.index(max(gains))) > 0.0:
                plan_start(world.units, world.employees, world.proposals, k, NOBODY, p, now)
            else:
                end(world.proposals, k)


def _gain(scene: Scene, k: int, locus: int) -> float:
    """Write the change of this locus on row ``k``; what it would bring, as the town hall sees it."""
    world, p = scene.world, scene.parameters
    write_change(
        world.services, world.units, world.proposals, world.practices, world.locus_ages, k, locus, NONE, p, scene.now
    )
    return float(seen_by(world.proposals, k, sight_of_centre(scene.municipality.units, p), 0.0))
