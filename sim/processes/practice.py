"""What units do with accepted proposals: carry them into operation, keep them, give them up, copy others (E34, E49)."""

from sim.draws import ABANDONMENT, REUSE, REVERSAL, SUCCESS, Now, draws4
from sim.processes.answers import NOBODY, end, luck_of, move_to, plan_start
from sim.processes.ideas import begin_record, free_row, pair_of, write_change
from sim.processes.landscape import practice_change, practice_of, refresh_practice
from sim.rule import Parameters, Table, process
from sim.rules.choice import share_paid
from sim.rules.implementation import (
    buy_in,
    chance_of_abandonment,
    chance_of_reversal,
    chance_of_success,
    posts_after_week,
)
from sim.rules.search import chance_of_copying, way_at, with_way
from sim.rules.shape import normal
from sim.rules.trust import believed_guarantee
from sim.rules.voice import share_of_saved_work_cut
from sim.rules.way_of_working import (
    resistance_after_week,
    resistance_at_start,
    size_of_work_change,
    team_share_after_week,
)
from sim.state.tables import (
    ACCEPTED,
    COPIED,
    FROM_CONSULTANT,
    FROM_UNIT,
    IN_USE,
    LOCI,
)

NONE = -1


@process
def carry_into_operation(
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    employees: Table,
    line_managers: Table,
    pairs: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Accepted proposals that are due start; those that succeed change the practice, unless they are undone (E34)."""
    for u in range(len(units)):
        unit = units[u]
        for k in range(unit.first_proposal, unit.first_proposal + unit.proposal_rows):
            proposal = proposals[k]
            if proposal.station != ACCEPTED or proposal.week_due > now.week:
                continue
            centre = centres[unit.service]
            support = line_managers[unit.line_manager].support
            proposal.ownership = ownership_of(proposal.origin, p)
            proposal.buy_in = buy_in(proposal.ownership, proposal.asked_share, support, p)
            success = chance_of_success(proposal.buy_in, support, unit.mean_trust_in_organisation, centre, p)
            succeeds = luck_of(proposals, k, employees, SUCCESS, now) < success
            if is_overtaken(municipalities, units, pairs, proposals, practices, k) or not (
                succeeds or proposal.was_piloted == 1
            ):
                unit.came_to_nothing += 1
                end(proposals, k)
                continue
            proposal.project = 0 if succeeds else 1
            count_start(units, proposals, k)
            if is_undone(services, units, employees, proposals, practices, locus_ages, enacted, k, p, now):
                give_up(units, proposals, k)
            else:
                put_to_use(municipalities, units, pairs, proposals, practices, k)
                refresh_practice(units, services, centres, practices, locus_ages, u, p, now)


@process
def ownership_of(origin: int, p: Parameters) -> float:
    """How much a unit sees what came from there as its own."""
    if origin == FROM_UNIT:
        return float(p.ownership_of_own)
    if origin == COPIED:
        return float(p.ownership_of_copied)
    if origin == FROM_CONSULTANT:
        return float(p.ownership_of_consultants)
    return float(p.ownership_of_others)


@process
def is_overtaken(municipalities: Table, units: Table, pairs: Table, proposals: Table, practices: Table, k: int) -> bool:
    """Whether the unit already does what the proposal asks for."""
    proposal = proposals[k]
    if proposal.partner_unit != NONE:
        pair = pair_of(municipalities, units, proposal.unit, proposal.partner_unit)
        return bool(pairs[pair].joint_team == 1)
    bits = practice_of(practices, proposal.unit)
    return practice_with(proposals, k, bits) == bits


@process
def practice_with(proposals: Table, k: int, bits: int) -> int:
    """The practice ``bits`` with the loci as the proposal would have them."""
    proposal = proposals[k]
    if proposal.first_locus != NONE:
        bits = with_way(bits, proposal.first_locus, proposal.first_way)
    if proposal.second_locus != NONE:
        bits = with_way(bits, proposal.second_locus, proposal.second_way)
    return bits


@process
def count_start(units: Table, proposals: Table, k: int) -> None:
    """Carried into operation: a copy counts as reuse; a pilot that merely goes on as a project counts as neither."""
    proposal = proposals[k]
    unit = units[proposal.unit]
    if proposal.project == 1:
        return
    if proposal.origin == COPIED:
        unit.reused += 1
    else:
        unit.implemented += 1


@process
def is_undone(
    services: Table,
    units: Table,
    employees: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    enacted: Table,
    k: int,
    p: Parameters,
    now: Now,
) -> bool:
    """Whether the unit finds that the change lowers quality, and goes back (E34)."""
    proposal = proposals[k]
    if proposal.partner_unit != NONE:
        return False
    unit = units[proposal.unit]
    bits = practice_of(practices, proposal.unit)
    new_bits = practice_with(proposals, k, bits)
    change, _, _, _, _, _ = practice_change(
        bits, new_bits, unit.service, services[unit.service].id, unit.id, locus_ages, p, now
    )
    chance = chance_of_reversal(change, enacted[proposal.unit].results_follow_up, p)
    return luck_of(proposals, k, employees, REVERSAL, now) < chance


@process
def put_to_use(municipalities: Table, units: Table, pairs: Table, proposals: Table, practices: Table, k: int) -> None:
    """The unit works in the new way from now on. What an earlier proposal had set at a changed locus is replaced."""
    proposal = proposals[k]
    move_to(proposals, k, IN_USE, proposal.week_due)
    if proposal.partner_unit != NONE:
        set_joint_team(municipalities, units, pairs, proposals, k, 1)
        return
    bits = practice_of(practices, proposal.unit)
    new_bits = practice_with(proposals, k, bits)
    for locus in range(LOCI):
        if way_at(bits, locus) == way_at(new_bits, locus):
            continue
        earlier = practices[proposal.unit * LOCI + locus].proposal
        if earlier != NONE:
            give_up(units, proposals, earlier)
            disown(proposals, practices, earlier)
        set_way(practices, proposal.unit, locus, way_at(new_bits, locus), k)


@process
def set_joint_team(
    municipalities: Table, units: Table, pairs: Table, proposals: Table, k: int, joint_team: int
) -> None:
    """The two units have a joint team from now on, or have none (E50)."""
    proposal = proposals[k]
    pair = pair_of(municipalities, units, proposal.unit, proposal.partner_unit)
    pairs[pair].joint_team = joint_team


@process
def set_way(practices: Table, u: int, locus: int, way: int, k: int) -> None:
    """Unit ``u`` does the locus this way from now on, because of the proposal in row ``k`` (-1 for none)."""
    practice = practices[u * LOCI + locus]
    practice.bit = way
    practice.proposal = k


@process
def disown(proposals: Table, practices: Table, k: int) -> None:
    """What the proposal in row ``k`` had set stays as it is, but no proposal stands behind it any more."""
    u = proposals[k].unit
    for locus in range(LOCI):
        practice = practices[u * LOCI + locus]
        if practice.proposal == k:
            set_way(practices, u, locus, practice.bit, NONE)


@process
def go_back(municipalities: Table, units: Table, pairs: Table, proposals: Table, practices: Table, k: int) -> None:
    """What the proposal in row ``k`` had set goes back to the other way, and a joint team is parted."""
    proposal = proposals[k]
    if proposal.partner_unit != NONE:
        set_joint_team(municipalities, units, pairs, proposals, k, 0)
    for locus in range(LOCI):
        practice = practices[proposal.unit * LOCI + locus]
        if practice.proposal == k:
            set_way(practices, proposal.unit, locus, 1 - practice.bit, NONE)


@process
def give_up(units: Table, proposals: Table, k: int) -> None:
    """The proposal counts as given up, whether undone, replaced or abandoned."""
    units[proposals[k].unit].abandoned += 1
    end(proposals, k)


@process
def abandon_practices(
    municipalities: Table,
    services: Table,
    centres: Table,
    units: Table,
    employees: Table,
    pairs: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Practices in use are given up at a rate that falls with buy-in; the unit works as before (E34)."""
    for u in range(len(units)):
        unit = units[u]
        for k in range(unit.first_proposal, unit.first_proposal + unit.proposal_rows):
            proposal = proposals[k]
            if proposal.station != IN_USE:
                continue
            chance = chance_of_abandonment(proposal.buy_in, proposal.project, p)
            if luck_of(proposals, k, employees, ABANDONMENT, now) >= chance:
                continue
            go_back(municipalities, units, pairs, proposals, practices, k)
            give_up(units, proposals, k)
            refresh_practice(units, services, centres, practices, locus_ages, u, p, now)


@process
def show_practices(units: Table, practices: Table, shown: Table) -> None:
    """Units let others see how they work and what their indicators say (E34)."""
    for u in range(len(units)):
        unit = units[u]
        shown[unit.id].practice = practice_of(practices, u)
        shown[unit.id].measured_quality = unit.measured_quality


@process
def copy_practices(
    services: Table,
    units: Table,
    employees: Table,
    sights: Table,
    shown: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    enacted: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Units look at others of their service and take over, on own initiative, what looks better (E34)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        chance = chance_of_copying(
            lived.internal_facilitators,
            lived.cross_unit_structures,
            lived.purchaser_provider_split,
            lived.target_stakes,
            lived.results_follow_up,
            baseline[0],
            p,
        )
        whether, how, whom, where = draws4(now, REUSE, unit.id, 0)
        if unit.sights == 0 or whether >= chance:
            continue
        any_seen = int(sights[unit.first_sight + int(whom * unit.sights)].seen)
        seen = best_measured(units, sights, shown, u) if how < lived.target_stakes else any_seen
        example = shown[seen].practice
        u1, u2, _, _ = draws4(now, REUSE, unit.id, 1)
        copy_from(
            services, units, employees, proposals, practices, locus_ages, u, unit.first_employee, example,
            int(where * LOCI), normal(u1, u2), p, now,
        )  # fmt: skip


@process
def best_measured(units: Table, sights: Table, shown: Table, u: int) -> int:
    """Of the units of the service that unit ``u`` sees, the one with the best indicators."""
    unit = units[u]
    best = int(sights[unit.first_sight].seen)
    for k in range(unit.first_sight, unit.first_sight + unit.sights):
        seen = int(sights[k].seen)
        if shown[seen].measured_quality > shown[best].measured_quality:
            best = seen
    return best


@process
def copy_from(
    services: Table,
    units: Table,
    employees: Table,
    proposals: Table,
    practices: Table,
    locus_ages: Table,
    u: int,
    e: int,
    example: int,
    start: int,
    noise: float,
    p: Parameters,
    now: Now,
) -> None:
    """Plan to do up to two loci as in practice ``example``, from locus ``start`` on, where that looks like a gain.

    ``e`` is the post that brings it; the gain is seen with an error, of which ``noise`` is standard normal.
    """
    unit = units[u]
    differing = practice_of(practices, u) ^ example
    k = free_row(proposals, unit.first_proposal)
    if differing == 0 or k == NONE:
        return
    first_locus = next_differing(differing, start)
    second_locus = next_differing(differing, first_locus + 1)
    if second_locus == first_locus or p.loci_copied_at_most < 2.0:
        second_locus = NONE
    begin_record(units, proposals, k, u, e, COPIED, now)
    write_change(services, units, proposals, practices, locus_ages, k, first_locus, second_locus, p, now)
    if proposals[k].quality_gain + p.noise_of_copying * noise > 0.0:
        plan_start(units, employees, proposals, k, NOBODY, p, now)


@process
def next_differing(differing: int, start: int) -> int:
    """The first locus from ``start`` on, round the ring, whose bit is set in ``differing``, which is not 0."""
    locus = start % LOCI
    while way_at(differing, locus) == 0:
        locus = (locus + 1) % LOCI
    return locus


@process
def take_stock(units: Table, proposals: Table) -> None:
    """Each unit's proposals in use, and the mean buy-in behind them (the last one where nothing is in use any more)."""
    for u in range(len(units)):
        unit = units[u]
        in_use, total = 0, 0.0
        for k in range(unit.first_proposal, unit.first_proposal + unit.proposal_rows):
            if proposals[k].station == IN_USE:
                in_use += 1
                total += proposals[k].buy_in
        unit.in_use = in_use
        if in_use > 0:
            unit.buy_in = total / in_use


@process
def adjust_posts(units: Table, union_representatives: Table, p: Parameters) -> None:
    """Posts follow the budget; those that the practice saves go by vacancies, as far as saved work is cut (E34)."""
    for u in range(len(units)):
        unit = units[u]
        guarantee = believed_guarantee(unit.guarantee, union_representatives[unit.representative].credibility, p)
        cut = share_of_saved_work_cut(guarantee, p)
        allowed = unit.posts_allowed * share_paid(unit.citizens, unit.users_gone)
        unit.posts = posts_after_week(unit.posts, allowed, unit.work_index, cut, p)


@process
def change_way_of_working(units: Table, line_managers: Table, formal: Table, enacted: Table, p: Parameters) -> None:
    """Work moves between working alone and working in teams; a newly asked change meets resistance (E49)."""
    for u in range(len(units)):
        unit = units[u]
        lived = enacted[u]
        asked = lived if unit.on_contract == 1 else formal[unit.municipality]
        support = line_managers[unit.line_manager].support
        size = size_of_work_change(asked.team_work_aim, unit.team_aim, unit.soft_enactment, p)
        if size > 0.0:
            unit.work_change = max(unit.work_change, size)
            unit.resistance = max(unit.resistance, resistance_at_start(size, asked.training, p))
        unit.team_aim = asked.team_work_aim
        unit.team_share = team_share_after_week(
            unit.team_share, lived.team_work_aim, unit.resistance, lived.pace_of_change, p
        )
        unit.resistance = resistance_after_week(
            unit.resistance,
            unit.work_change,
            lived.pace_of_change,
            lived.training,
            unit.perceived_influence,
            support,
            p,
        )
