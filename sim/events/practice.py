"""Ways of working that come from outside."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.draws import STANDARD, STANDARD_SEEN, draw_between, draws4
from sim.events.event import Scene, UnitEvent
from sim.processes.landscape import practice_change
from sim.processes.practice import copy_from
from sim.rules.shape import normal
from sim.state.tables import LOCI


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
