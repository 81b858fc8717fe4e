"""Who leads and who works with whom: reorganisations and new managers."""

from typing import ClassVar, Literal

from pydantic import Field

from sim.draws import NEW_MANAGER_TRAITS, NEW_MANAGER_TRUST, REORGANISATION, draw
from sim.events.event import Scene, Share, SomeShare, UnitEvent
from sim.processes.newcomers import appoint
from sim.rule import Table
from sim.rules.enactment import reform_load_added
from sim.rules.events import partly_anew
from sim.rules.trust import settled_trust_in_manager


class ManagerChange(UnitEvent):
    """The line manager leaves; another comes, drawn like the first managers or as the entry says."""

    sets: ClassVar[str] = (
        "the line manager's skill, readiness to enact and trust; the staff's trust in the manager, which begins anew"
    )
    kind: Literal["manager_change"] = "manager_change"
    leadership_skill: Share | None = Field(None, description="leadership skill of the new manager; without, drawn")
    enactment: Share | None = Field(None, description="lasting readiness to enact of the new one; without, drawn")

    def happen(self, scene: Scene) -> None:
        """One manager after the other."""
        for u in scene.rows:
            _lead_anew(scene, u)
            line_manager = scene.world.line_managers[scene.world.units[u].line_manager]
            if self.leadership_skill is not None:
                line_manager.leadership_skill = line_manager.support = self.leadership_skill
            if self.enactment is not None:
                line_manager.enactment_trait = line_manager.enactment = self.enactment
            _trust_anew(scene, scene.world.units[u], 1.0)


class Reorganisation(UnitEvent):
    """Units are merged, split or moved: some managers are new, teams are mixed, and what people knew is partly lost.

    The units stay the units that are counted: what changes is who leads and who works with whom.
    """

    sets: ClassVar[str] = (
        "the load of change; new managers in a share of the units; and, by the same share, trust in the manager, what "
        "teams are used to and what pairs of units remember, all anew"
    )
    kind: Literal["reorganisation"] = "reorganisation"
    size: SomeShare = Field(description="1 where everything is new: managers, teams, and who works with whom")

    def happen(self, scene: Scene) -> None:
        """Change is a load; managers, teams and pairs begin anew in part."""
        p = scene.parameters
        for u in scene.rows:
            unit = scene.world.units[u]
            unit.reform_load = min(1.0, unit.reform_load + reform_load_added(self.size, 0.0, 1.0, p))
            is_led_anew = draw(scene.now, REORGANISATION, unit.id) < self.size
            if is_led_anew:
                _lead_anew(scene, u)
            _trust_anew(scene, unit, 1.0 if is_led_anew else self.size)
            self._mix_teams(scene, unit)
        self._forget(scene)

    def _mix_teams(self, scene: Scene, unit: Table) -> None:
        """Teams whose members come from all over the unit are used to what the unit is used to."""
        teams = [scene.world.teams[t] for t in range(unit.first_team, unit.first_team + unit.teams)]
        for habit in ("psychological_safety", "short_absence_norm", "effort_norm", "gaming_norm"):
            mean = sum(getattr(team, habit) for team in teams) / len(teams)
            for team in teams:
                setattr(team, habit, partly_anew(getattr(team, habit), mean, self.size))

    def _forget(self, scene: Scene) -> None:
        """What a pair of units remembers of its cases goes back to what the two are like to others."""
        units, reached = scene.world.units, set(scene.rows)
        for k in range(scene.municipality.first_pair, scene.municipality.first_pair + _pairs(scene.municipality)):
            pair = scene.world.pairs[k]
            if pair.unit in reached or pair.other in reached:
                level = (units[pair.unit].relational_coordination + units[pair.other].relational_coordination) / 2.0
                pair.coordination = partly_anew(pair.coordination, level, self.size)


def _pairs(municipality: Table) -> int:
    return int(municipality.units * (municipality.units - 1) // 2)


def _lead_anew(scene: Scene, u: int) -> None:
    """Somebody else comes to lead unit ``u``."""
    world, p = scene.world, scene.parameters
    k = world.units[u].line_manager
    appoint(world.line_managers, k, world.centres, world.units, NEW_MANAGER_TRAITS, NEW_MANAGER_TRUST, p, scene.now)


def _trust_anew(scene: Scene, unit: Table, share: float) -> None:
    """Trust in the manager begins anew, in part, where such a person settles with the usual support."""
    p, centre = scene.parameters, scene.world.centres[unit.service]
    for i in range(unit.first_employee, unit.first_employee + unit.employees):
        employee = scene.world.employees[i]
        anew = settled_trust_in_manager(employee.trust_propensity, centre.support, p)
        employee.trust_in_manager = partly_anew(employee.trust_in_manager, anew, share)
