"""What units do with accepted proposals: carry them into operation, keep them, give them up, copy others (E34, E49)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.peers.free_mesa.bodies import plan_start
from benchmarks.peers.free_mesa.ideas import begun_proposal, has_full_list, write_change
from benchmarks.peers.free_mesa.landscape import practice_change, practice_with, refresh_practice
from sim.state.tables import COPIED, FROM_CONSULTANT, FROM_UNIT, LOCI

if TYPE_CHECKING:
    from benchmarks.peers.free_mesa.agents import Proposal
    from benchmarks.peers.free_mesa.model import FreeMesa
    from benchmarks.peers.free_mesa.units import Unit


def carry_into_operation(model: FreeMesa) -> None:
    """Accepted proposals that are due start; those that succeed change the practice, unless they are undone."""
    week = model.week
    for unit in model.units:
        if unit.in_preparation:
            for proposal in [proposal for proposal in unit.in_preparation if proposal.week_due <= week]:
                unit.in_preparation.remove(proposal)
                start(model, unit, proposal)


def start(model: FreeMesa, unit: Unit, proposal: Proposal) -> None:
    """A proposal starts, or comes to nothing."""
    p, random, support = model.p, model.random.random, unit.line_manager.support
    proposal.buy_in = buy_in(model, proposal, support)
    will = (
        p.success_level
        + p.buy_in_on_success * (proposal.buy_in - 0.5)
        + p.support_on_success * (support - unit.centre.support)
        + p.trust_on_success * (unit.mean_trust_in_organisation - unit.centre.trust_in_organisation)
    )
    succeeds = random() < 1.0 / (1.0 + math.exp(-will))
    if is_overtaken(unit, proposal) or not (succeeds or proposal.was_piloted):
        unit.came_to_nothing += 1
        return
    proposal.project = 0 if succeeds else 1
    if succeeds and proposal.origin == COPIED:
        unit.reused += 1
    elif succeeds:
        unit.implemented += 1
    if proposal.partner_unit is None and random() < chance_of_reversal(model, unit, proposal):
        unit.abandoned += 1
        return
    set_abandonment(model, proposal)
    put_to_use(model, unit, proposal)


def buy_in(model: FreeMesa, proposal: Proposal, support: float) -> float:
    """How far the staff stand behind a change: their own, asked about, and supported by the line manager."""
    p = model.p
    ownership = {
        FROM_UNIT: p.ownership_of_own,
        COPIED: p.ownership_of_copied,
        FROM_CONSULTANT: p.ownership_of_consultants,
    }.get(proposal.origin, p.ownership_of_others)
    behind = p.buy_in_level + p.ownership_on_buy_in * ownership
    behind += p.asking_on_buy_in * proposal.asked_share + p.support_on_buy_in * support
    return float(min(max(behind, 0.0), 1.0))


def is_overtaken(unit: Unit, proposal: Proposal) -> bool:
    """Whether the unit already does what the proposal asks for."""
    if proposal.partner_unit is not None:
        return unit.pairs[proposal.partner_unit].joint_team == 1
    return practice_with(unit.practice, proposal.new_ways) == unit.practice


def chance_of_reversal(model: FreeMesa, unit: Unit, proposal: Proposal) -> float:
    """The chance that a change is undone because quality fell by it."""
    p = model.p
    change = practice_change(unit, practice_with(unit.practice, proposal.new_ways), model.links)[0]
    if change >= -p.loss_that_is_noticed:
        return 0.0
    return float(min(max(p.reversal_level + p.follow_up_on_reversal * unit.lived.results_follow_up, 0.0), 1.0))


def set_abandonment(model: FreeMesa, proposal: Proposal) -> None:
    """The weekly chance that a practice in use is given up, which stays the same while it is."""
    p = model.p
    a_year = p.abandonment_per_year * (p.buy_in_that_lasts - proposal.buy_in)
    chance = a_year * (1.0 + (p.abandonment_of_projects - 1.0) * proposal.project) / 52.0
    proposal.chance_of_abandonment = min(max(chance, 0.0), 1.0)


def put_to_use(model: FreeMesa, unit: Unit, proposal: Proposal) -> None:
    """The unit works in the new way. What an earlier proposal had set at a changed locus is replaced."""
    unit.in_operation.append(proposal)
    if proposal.partner_unit is not None:
        unit.pairs[proposal.partner_unit].joint_team = 1
        return
    practice = unit.practice
    for locus, way in proposal.new_ways:
        if (practice >> locus) & 1 == way:
            continue
        earlier = unit.set_by[locus]
        if earlier is not None:
            unit.abandoned += 1
            unit.in_operation.remove(earlier)
            unit.set_by = [None if behind is earlier else behind for behind in unit.set_by]
        unit.set_by[locus] = proposal
    unit.practice = practice_with(practice, proposal.new_ways)
    refresh_practice(unit, model.links)


def abandon_practices(model: FreeMesa) -> None:
    """Practices in use are given up at a rate that falls with buy-in; the unit works as before."""
    random = model.random.random
    for unit in model.units:
        given_up = [proposal for proposal in unit.in_operation if random() < proposal.chance_of_abandonment]
        for proposal in given_up:
            unit.abandoned += 1
            unit.in_operation.remove(proposal)
            if proposal.partner_unit is not None:
                unit.pairs[proposal.partner_unit].joint_team = 0
            for locus in range(LOCI):
                if unit.set_by[locus] is proposal:
                    unit.practice ^= 1 << locus
                    unit.set_by[locus] = None
            refresh_practice(unit, model.links)


def copy_practices(model: FreeMesa) -> None:
    """Units look at others of their service and take over, on own initiative, what looks better."""
    p, baseline, random = model.p, model.baseline, model.random.random
    for unit in model.units:
        lived, examples = unit.lived, unit.examples
        if not examples:
            continue
        structures = lived.cross_unit_structures - baseline.cross_unit_structures
        split = lived.purchaser_provider_split - baseline.purchaser_provider_split
        open_doors = 1.0 + p.facilitators_on_copying * lived.internal_facilitators
        open_doors += p.structures_on_copying * structures - p.split_on_copying * split
        stakes = lived.target_stakes - baseline.target_stakes
        chance = p.copying_per_week * open_doors + p.stakes_on_copying * stakes * lived.results_follow_up
        if random() >= chance:
            continue
        if random() < lived.target_stakes:
            example = max(examples, key=lambda other: other.measured_quality)
        else:
            example = examples[int(random() * len(examples))]
        copy_from(model, unit, example)


def copy_from(model: FreeMesa, unit: Unit, example: Unit) -> None:
    """Plan to do up to two loci as the example does, from some locus round the ring, where that looks like a gain."""
    differing = unit.practice ^ example.practice
    if differing == 0 or has_full_list(unit):
        return
    first = int(model.random.random() * LOCI)
    ring = [(first + step) % LOCI for step in range(LOCI)]
    loci = [locus for locus in ring if (differing >> locus) & 1]
    proposal = begun_proposal(model, unit, unit.employees[0], COPIED)
    write_change(model, proposal, loci[: 1 if model.p.loci_copied_at_most < 2.0 else 2])
    if proposal.quality_gain + model.random.gauss(0.0, model.p.noise_of_copying) > 0.0:
        plan_start(model, proposal, None)
