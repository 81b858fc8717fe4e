"""Ideas: another way of doing one or two things, or a joint team with another unit (E31, E50, E52)."""

from typing import TYPE_CHECKING

from benchmarks.peers.twin.proposals import Proposal
from benchmarks.peers.twin.services import Gains
from sim.draws import IDEA_PRACTICE, JOINT_TEAM, draws4
from sim.rules.voice import consultants_share_of_ideas
from sim.state.tables import FROM_CONSULTANT, FROM_UNIT, LOCI

if TYPE_CHECKING:
    from benchmarks.peers.twin.employees import Employee
    from benchmarks.peers.twin.units import Unit


def idea_of(employee: "Employee") -> Proposal:
    """What the employee, or a consultant who talks to the employee, has thought of."""
    lived = employee.unit.lived
    which, whether_two, which_other, whose = draws4(employee.now, IDEA_PRACTICE, employee.id, 0)
    from_outside = consultants_share_of_ideas(lived.internal_facilitators, lived.external_consultants, employee.p)
    origin = FROM_CONSULTANT if whose < from_outside else FROM_UNIT
    other = unit_to_join(employee)
    if other is not None:
        return joint_team(employee, other, origin)
    loci = [int(which * LOCI)]
    if whether_two < employee.p.ideas_with_two_changes:
        loci.append((loci[0] + 1 + int(which_other * (LOCI - 1))) % LOCI)
    return employee.unit.proposal_to_change(loci, employee, origin)


def unit_to_join(employee: "Employee") -> "Unit | None":
    """The unit an idea would have a joint team with, any other that has none with the employee's own."""
    whether, which, _, _ = draws4(employee.now, JOINT_TEAM, employee.id, 0)
    municipality = employee.unit.municipality
    units = municipality.units
    if whether >= employee.p.ideas_for_joint_teams or len(units) < 2:
        return None
    steps = 1 + int(which * (len(units) - 1))
    other = units[(units.index(employee.unit) + steps) % len(units)]
    return None if municipality.pair_of(employee.unit, other).joint_team else other


def joint_team(employee: "Employee", other: "Unit", origin: int) -> Proposal:
    """A joint team, and what it would bring to the one of the two that gains less (E50)."""
    unit, p = employee.unit, employee.p
    complexity = min(unit.service.complexity, other.service.complexity)
    quality = p.quality_of_joint_team * complexity
    return Proposal(
        unit,
        employee,
        origin,
        employee.now.week,
        partner_unit=other,
        gains=Gains(quality=quality, seen_quality=quality, cost=p.cost_of_joint_team),
        coordination_saving=p.saving_of_joint_team * complexity,
    )
