"""Ideas of the staff, and which of them are said aloud (E31, E50, E52)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.peers.free_mesa.agents import Proposal
from benchmarks.peers.free_mesa.landscape import practice_change, practice_with
from sim.state.tables import FROM_CONSULTANT, FROM_UNIT, LOCI, PROPOSALS_PER_UNIT

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.employees import Employee
    from benchmarks.peers.free_mesa.model import FreeMesa
    from benchmarks.peers.free_mesa.units import Unit


def pursue_idea(employee: Employee) -> None:
    """What looks like a gain to the one who has it counts as an idea; said aloud it is a proposal."""
    model, unit = employee.model, employee.unit
    p, random = model.p, model.random
    if has_full_list(unit):
        return
    proposal = sketch(model, unit, employee)
    if proposal.quality_gain + random.gauss(0.0, p.quality_noise_of_person) <= 0.0:
        return
    centre = unit.centre
    saves_labour = 1 if proposal.work_change < 0.0 else 0
    unit.ideas += 1
    employee.ideas += 1
    unit.labour_saving_ideas += saves_labour
    will = (
        p.voice_level
        + p.safety_on_voice * (employee.team.psychological_safety - centre.psychological_safety)
        + p.efficacy_on_voice * (employee.voice_efficacy - centre.voice_efficacy)
        + p.influence_on_voice * (unit.perceived_influence - centre.perceived_influence)
        - p.insecurity_on_voice * (employee.job_insecurity - centre.job_insecurity)
        - p.savings_on_voice * saves_labour * (1.0 - unit.believed_guarantee())
    )
    if random.random() >= 1.0 / (1.0 + math.exp(-will)):
        return
    unit.voiced += 1
    unit.labour_saving_voiced += saves_labour
    proposal.under_duty = model.duty_in_force
    proposal.week_due = model.week
    unit.on_the_table.append(proposal)


def has_full_list(unit: Unit) -> bool:
    """Whether the unit's list of proposals takes no more."""
    return len(unit.on_the_table) + len(unit.in_preparation) + len(unit.in_operation) >= PROPOSALS_PER_UNIT


def begun_proposal(model: FreeMesa, unit: Unit, employee: Employee, origin: int) -> Proposal:
    """A fresh sheet: whose it is, where it came from, and when."""
    proposal = Proposal()
    proposal.unit, proposal.employee, proposal.origin = unit, employee, origin
    proposal.week_voiced, proposal.lot = model.week, model.random.random()
    proposal.was_piloted = proposal.is_pilot = False
    proposal.rounds = proposal.project = proposal.under_duty = 0
    return proposal


def sketch(model: FreeMesa, unit: Unit, employee: Employee) -> Proposal:
    """An idea of an employee: another way at one or two loci, or a joint team with another unit."""
    p, random = model.p, model.random.random
    from_outside = p.ideas_by_consultants * unit.lived.external_consultants / unit.help_with_ideas
    origin = FROM_CONSULTANT if random() < from_outside else FROM_UNIT
    proposal = begun_proposal(model, unit, employee, origin)
    if random() < p.ideas_for_joint_teams and unit.pairs:
        others = model.other_units[unit]
        other = others[int(random() * len(others))]
        if not unit.pairs[other].joint_team:
            write_joint_team(model, proposal, other)
            return proposal
    loci = [int(random() * LOCI)]
    if random() < p.ideas_with_two_changes:
        loci.append((loci[0] + 1 + int(random() * (LOCI - 1))) % LOCI)
    write_change(model, proposal, loci)
    return proposal


def write_joint_team(model: FreeMesa, proposal: Proposal, other: Unit) -> None:
    """What a joint team with another unit would bring to the one of the two that gains less."""
    p = model.p
    complexity = min(proposal.unit.service.complexity, other.service.complexity)
    proposal.partner_unit, proposal.new_ways = other, ()
    proposal.quality_gain = proposal.seen_quality_gain = p.quality_of_joint_team * complexity
    proposal.cost_change = p.cost_of_joint_team
    proposal.work_change = proposal.user_gain = proposal.staff_gain = 0.0
    proposal.coordination_saving = p.saving_of_joint_team * complexity


def write_change(model: FreeMesa, proposal: Proposal, loci: list[int]) -> None:
    """What a change of these loci to the other way would bring."""
    unit = proposal.unit
    practice = unit.practice
    proposal.partner_unit = None
    proposal.new_ways = tuple((locus, 1 - ((practice >> locus) & 1)) for locus in loci)
    change = practice_change(unit, practice_with(practice, proposal.new_ways), model.links)
    proposal.quality_gain, proposal.seen_quality_gain, proposal.cost_change = change[:3]
    proposal.work_change, proposal.user_gain, proposal.staff_gain = change[3:]
    proposal.coordination_saving = 0.0
