"""How everybody begins: traits, and states where they settle at the baseline (model.md 4)."""

from sim.draws import (
    ADMINISTRATOR_TRAITS,
    CITIZEN_TIES,
    CITIZEN_TRAITS,
    MANAGER_TRAITS,
    MANAGER_TRUST,
    MUNICIPAL_LEVEL,
    NETWORK,
    POLITICIAN_TRAITS,
    PRACTICE,
    PRACTICE_LEVEL,
    Now,
    beta_draw,
    draw_between,
    draws4,
)
from sim.processes.answers import move_to
from sim.processes.ideas import begin_record, write_content
from sim.processes.landscape import practice_values, refresh_practice
from sim.processes.newcomers import appoint, fill_post, sign_contract
from sim.rule import Centre, Parameters, Table, compiled, process
from sim.rules.citizens import usual_satisfaction
from sim.rules.shape import normal
from sim.state.tables import FROM_UNIT, IN_USE, LOCI

_SIGHT = 1_000_000
"""Where the numbers for sight begin among those of one unit's network."""
_CANDIDATES = 16
"""Practices that a unit might have come to."""


@compiled
def found_municipalities(
    municipalities: Table,
    union_representatives: Table,
    partners: Table,
    centres: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Each municipality at the baseline: its own level of illness, its rules, its habits."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        u1, u2, _, _ = draws4(now, MUNICIPAL_LEVEL, municipality.id, 0)
        municipality.absence_level = p.municipal_spread * normal(u1, u2)
        municipality.demand_growth = 1.0
        municipality.rules = centres[0].rules
        municipality.national_rules = p.national_rules
        municipality.audit_factor = 1.0
        municipality.efficiency_demand = baseline[0].efficiency_demand
        municipality.satisfaction = p.satisfaction_level
        municipality.perceived_quality = centres[0].perceived_quality
        municipality.complaint_rate = centres[0].complaint_rate
        municipality.tender_rate = baseline[0].tenders_per_unit_year
        municipality.wish_for_competition = p.wish_for_competition_level
        municipality.majority_share = 0.5
    for r in range(len(union_representatives)):
        union_representatives[r].workload = 1.0
        union_representatives[r].credibility = p.credibility_at_start
    for k in range(len(partners)):
        partners[k].coordination = centres[0].partner_coordination


@compiled
def found_council(politicians: Table, central_administrators: Table, centres: Table, p: Parameters, now: Now) -> None:
    """Politicians and central administrators, each with lasting leanings."""
    for k in range(len(politicians)):
        politician = politicians[k]
        ideology, _, _, _ = draws4(now, POLITICIAN_TRAITS, politician.id, 0)
        politician.ideology = ideology
        politician.trust_trait = beta_draw(
            now, POLITICIAN_TRAITS, politician.id, 1, p.trust_propensity_first, p.trust_propensity_second
        )
        politician.trust = centres[0].politician_trust
        politician.blame = centres[0].blame
        politician.satisfaction_heard = p.satisfaction_level
    for k in range(len(central_administrators)):
        administrator = central_administrators[k]
        administrator.trust_trait = beta_draw(
            now, ADMINISTRATOR_TRAITS, administrator.id, 0, p.trust_propensity_first, p.trust_propensity_second
        )


@compiled
def found_managers(line_managers: Table, centres: Table, units: Table, p: Parameters, now: Now) -> None:
    """Line managers: skill, readiness to enact, trust."""
    for k in range(len(line_managers)):
        appoint(line_managers, k, centres, units, MANAGER_TRAITS, MANAGER_TRUST, p, now)


@compiled
def found_units(
    units: Table,
    teams: Table,
    proposals: Table,
    practices: Table,
    services: Table,
    locus_ages: Table,
    centres: Table,
    baseline: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Units and teams at the baseline, each with a practice of its own."""
    for u in range(len(units)):
        unit = units[u]
        centre = centres[unit.service]
        unit.load_ratio = 1.0
        unit.felt_load = centre.felt_load
        unit.waiting_weeks = centre.waiting_weeks
        unit.attendance = 1.0 - centre.absence
        unit.absence = centre.absence
        unit.documentation = centre.documentation
        unit.quality = centre.quality
        unit.measured_quality = centre.measured_quality
        unit.peers_quality = centre.measured_quality
        unit.seen_result = centre.quality
        unit.aspiration = centre.aspiration
        unit.target = centre.target
        unit.role_conflict = centre.role_conflict
        unit.relational_coordination = centre.relational_coordination
        unit.expected_voice = baseline[0].voice
        unit.perceived_influence = centre.perceived_influence
        unit.trust_of_administrator = centre.administrator_trust
        unit.audit_rate = baseline[0].audits_per_unit_month
        unit.competition_exposure = centre.competition_exposure
        unit.team_share = baseline[0].team_work_aim
        unit.team_aim = baseline[0].team_work_aim
        unit.complaint_rate = centre.complaint_rate
        unit.mean_motivation = centre.motivation
        unit.mean_exhaustion = centre.exhaustion
        unit.mean_trust_in_manager = centre.trust_in_manager
        unit.mean_trust_in_organisation = centre.trust_in_organisation
        unit.mean_justice = centre.justice
        unit.mean_job_insecurity = centre.job_insecurity
        unit.mean_skill = centre.skill
        unit.mean_voice_efficacy = centre.voice_efficacy
        unit.mean_effort = centre.effort
        unit.mean_perceived_control = centre.perceived_control
        unit.mean_autonomy = centre.autonomy
        unit.mean_safety = centre.psychological_safety
        unit.mean_coproduction = centre.coproduction
        unit.mean_satisfaction = p.satisfaction_level
        unit.mean_perceived_quality = centre.perceived_quality
        unit.continuity = centre.continuity
        unit.buy_in = centre.buy_in
        inherit_practice(units, proposals, practices, services, locus_ages, centre, u, p, now)
        refresh_practice(units, services, centres, practices, locus_ages, u, p, now)
        for t in range(unit.first_team, unit.first_team + unit.teams):
            team = teams[t]
            team.psychological_safety = centre.psychological_safety
            team.short_absence_norm = centre.short_absence_norm
            team.effort_norm = centre.effort
            team.mean_effort = centre.effort


@process
def inherit_practice(
    units: Table,
    proposals: Table,
    practices: Table,
    services: Table,
    locus_ages: Table,
    centre: Centre,
    u: int,
    p: Parameters,
    now: Now,
) -> None:
    """The practice a unit has come to, as good as practices are at the baseline, with proposals in use behind it.

    Of several it might have come to, it is the one whose quality is nearest to what the unit drew.
    """
    unit = units[u]
    u1, u2, _, _ = draws4(now, PRACTICE_LEVEL, unit.id, 0)
    level = centre.practice_quality + centre.practice_spread * normal(u1, u2)
    chosen = 0
    apart = 2.0
    for candidate in range(_CANDIDATES):
        bits = int(draw_between(now, PRACTICE, unit.id, candidate) * (1 << LOCI))
        quality, _, _, _, _ = practice_values(
            bits, unit.service, services[unit.service].id, unit.id, locus_ages, p, now
        )
        if abs(quality - level) < apart:
            apart = abs(quality - level)
            chosen = bits
    in_use = min(1.0, centre.in_use_per_post * unit.employees / LOCI)
    for locus in range(LOCI):
        practice = practices[u * LOCI + locus]
        practice.bit = (chosen >> locus) & 1
        practice.proposal = -1
        if draw_between(now, PRACTICE, unit.id, _CANDIDATES + locus) < in_use:
            k = unit.first_proposal + locus
            begin_record(units, proposals, k, u, unit.first_employee + locus % unit.employees, FROM_UNIT, now)
            write_content(proposals, k, locus, practice.bit, -1, 0, -1)
            proposals[k].buy_in = centre.buy_in
            move_to(proposals, k, IN_USE, now.week)
            practice.proposal = k
            unit.in_use += 1


@compiled
def found_employees(
    employees: Table, teams: Table, centres: Table, units: Table, first_id: int, p: Parameters, now: Now
) -> None:
    """Somebody in every post, with a contract; ``first_id`` is the identity of the first post here."""
    for t in range(len(teams)):
        team = teams[t]
        for i in range(team.first_employee, team.first_employee + team.employees):
            employee = employees[i]
            employee.id = first_id + i
            employee.unit = team.unit
            employee.team = t
            fill_post(employees, i, centres, units, p, now)
            sign_contract(employees, i, p, now)


@compiled
def found_citizens(
    citizens: Table,
    experiences: Table,
    municipalities: Table,
    centres: Table,
    units: Table,
    first_id: int,
    p: Parameters,
    now: Now,
) -> None:
    """Citizens, dealt over the units that serve them, each knowing some others of the municipality.

    ``first_id`` is the identity of the first citizen here.
    """
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        first = municipality.first_citizen
        for i in range(first, first + municipality.citizens):
            citizen = citizens[i]
            citizen.id = first_id + i
            citizen.unit = municipality.first_unit + (i - first) % municipality.units
            centre = centres[units[citizen.unit].service]
            u1, u2, _, _ = draws4(now, CITIZEN_TRAITS, citizen.id, 0)
            citizen.satisfaction_liability = p.satisfaction_spread * normal(u1, u2)
            citizen.trust_trait = beta_draw(
                now, CITIZEN_TRAITS, citizen.id, 1, p.trust_propensity_first, p.trust_propensity_second
            )
            citizen.usual_satisfaction = usual_satisfaction(citizen.satisfaction_liability, p)
            citizen.satisfaction = citizen.usual_satisfaction
            citizen.expectation = centre.perceived_quality
            citizen.perceived_quality = centre.perceived_quality
            citizen.trust = centre.citizen_trust
            citizen.coproduction = centre.coproduction
            experiences[i].outcome = centre.quality
            citizen.wishes_competition = p.wish_for_competition_level
            a, b, c, d = draws4(now, CITIZEN_TIES, citizen.id, 0)
            e, _, _, _ = draws4(now, CITIZEN_TIES, citizen.id, 1)
            citizen.tie_1 = first + int(a * municipality.citizens)
            citizen.tie_2 = first + int(b * municipality.citizens)
            citizen.tie_3 = first + int(c * municipality.citizens)
            citizen.tie_4 = first + int(d * municipality.citizens)
            citizen.tie_5 = first + int(e * municipality.citizens)


@compiled
def found_pairs(pairs: Table, municipalities: Table, centres: Table) -> None:
    """Pairs of a municipality's units, in the order of the first and then of the second, at the baseline."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        k = municipality.first_pair
        after_last = municipality.first_unit + municipality.units
        for u in range(municipality.first_unit, after_last):
            for other in range(u + 1, after_last):
                pair = pairs[k]
                pair.unit = u
                pair.other = other
                pair.coordination = centres[0].pair_coordination
                k += 1


@compiled
def count_sights(units: Table, shown: Table, municipalities: int, p: Parameters, now: Now) -> int:
    """Units count whom they can see; the number of all sights. ``municipalities`` counts all of the run."""
    first = 0
    for u in range(len(units)):
        unit = units[u]
        unit.first_sight = first
        unit.sights = 0
        for other in range(len(shown)):
            if can_see(unit.id, other, shown, municipalities, p, now):
                unit.sights += 1
        first += unit.sights
    return first


@compiled
def found_sights(units: Table, shown: Table, sights: Table, municipalities: int, p: Parameters, now: Now) -> None:
    """Units write down whom they can see, as many as they have counted."""
    k = 0
    for u in range(len(units)):
        for other in range(len(shown)):
            if can_see(units[u].id, other, shown, municipalities, p, now):
                sights[k].seen = other
                k += 1


@process
def can_see(u: int, other: int, shown: Table, municipalities: int, p: Parameters, now: Now) -> bool:
    """Whether the unit of identity ``u`` can see and copy how ``other`` works: only units of its own service.

    All in its own municipality and in the two next to it on the regional ring, and some of the others.
    """
    if u == other or shown[u].service_id != shown[other].service_id:
        return False
    apart = (shown[u].municipality_id - shown[other].municipality_id) % municipalities
    if apart == 0 or apart == 1 or apart == municipalities - 1:
        return True
    return draw_between(now, NETWORK, u, _SIGHT + other) < p.service_sight
