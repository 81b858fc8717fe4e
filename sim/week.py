"""One week on one page: who does what, in which order (docs/model.md 6).

The municipalities of a world meet those of others once a week: where units let others see how they work. There the week
is cut in two, so that worlds can live side by side, each part on a processor of its own, and meet.
"""

from sim.draws import Now
from sim.processes.attendance import count_attendance, fall_ill, fall_ill_at_providers, live_spells
from sim.processes.bodies import drop_the_forgotten, hold_meetings
from sim.processes.cases import bring_cases, conclude_cases, remember_cases, remember_outside_cases
from sim.processes.central_administrators import find_gaming, plan_audits, set_targets, trust_units
from sim.processes.choice import choose_providers, compare_with_municipality, pay_providers
from sim.processes.citizens import complain, draw_conclusions, judge_services, show_services
from sim.processes.contracts import end_contracts, expose_to_competition
from sim.processes.employees import (
    choose_effort,
    fear_at_providers,
    fear_for_jobs,
    feel_control,
    feel_safe,
    feel_strain,
    follow_colleagues,
    grow_motivation,
    judge_fairness,
    learn,
    trust_and_distrust,
)
from sim.processes.ideas import have_ideas
from sim.processes.incidents import meet_incidents
from sim.processes.landscape import world_changes
from sim.processes.ledger import count_costs, keep_ledger
from sim.processes.line_managers import judge_teams, lead
from sim.processes.partners import cooperate_with_partners, count_partner_costs
from sim.processes.politicians import (
    follow_events,
    hold_elections,
    hold_tenders,
    make_rules,
    pass_budget,
    vote_on_audits,
)
from sim.processes.practice import (
    abandon_practices,
    adjust_posts,
    carry_into_operation,
    change_way_of_working,
    copy_practices,
    show_practices,
    take_stock,
)
from sim.processes.steering import bear_reform, choose_forms, enact_levers, reach_the_front_line
from sim.processes.surroundings import change_the_times
from sim.processes.town_hall import propose_from_above
from sim.processes.turnover import quit_posts
from sim.processes.union_representatives import believe_guarantee, hear_members
from sim.processes.units import (
    compare_results,
    coordinate,
    face_steering,
    look_around,
    meet_demand,
    produce,
    see_results,
    share_hours,
    sum_up_staff,
)
from sim.rule import compiled, process
from sim.state.world import World


@process
def step(world: World, now: Now) -> None:
    """Live one week in every municipality. Each line reads the world as the lines above left it."""
    live_until_units_meet(world, now)
    live_on_from_there(world, now)


@compiled
def live_until_units_meet(world: World, now: Now) -> None:
    """The week up to where every unit lets others see how it works."""
    municipalities, services, centres = world.municipalities, world.services, world.centres
    units, teams, employees, line_managers = world.units, world.teams, world.employees, world.line_managers
    representatives, steering_groups, politicians = (
        world.union_representatives,
        world.steering_groups,
        world.politicians,
    )
    citizens, cases, pairs, ties, partners = world.citizens, world.cases, world.pairs, world.ties, world.partners
    proposals, practices, locus_ages = world.proposals, world.practices, world.locus_ages
    formal, asked_before, before, enacted = world.formal, world.asked_before, world.before, world.enacted
    levers, baseline, ledgers, lots, p = world.levers, world.baseline, world.ledgers, world.lots, world.parameters[0]

    # what comes from outside
    change_the_times(municipalities, world.national_path, p, now)
    world_changes(units, services, centres, practices, locus_ages, p, now)
    choose_providers(municipalities, units, citizens, world.providers, world.choices, enacted, p, now)
    bring_cases(
        municipalities, services, centres, units, citizens, cases, pairs, ties, partners, world.providers,
        world.choices, lots, enacted, p, now,
    )  # fmt: skip

    # what steering asks, and how far it is lived
    reach_the_front_line(units, line_managers, formal, world.contracted, centres, p)
    bear_reform(
        units, municipalities, levers, formal, asked_before, world.formal_values, world.asked_before_values, p, now
    )
    enact_levers(
        units, levers, world.formal_values, world.contracted_values, world.before_values, world.enacted_values, p
    )
    choose_forms(municipalities, units, formal, before, now)
    lead(line_managers, units, centres, enacted, baseline, p)

    # who is here, what there is to do
    live_spells(employees, units, line_managers, centres, enacted, baseline, p)
    count_attendance(units, teams, employees, p)
    share_hours(units, employees, municipalities, centres, enacted, p)
    keep_ledger(units, ledgers, enacted, p)
    meet_demand(units, municipalities, centres, enacted, baseline, p, now)

    # what steering feels like, and what people give
    face_steering(units, line_managers, enacted, baseline, p)
    feel_control(employees, units, teams, line_managers, centres, enacted, p)
    look_around(units, ties)
    choose_effort(employees, units, teams, services, centres, enacted, baseline, p)
    follow_colleagues(teams, units, employees, p)

    # what is done
    produce(units, teams, employees, services, centres, enacted, p, now)
    compare_results(municipalities, units)
    meet_incidents(municipalities, units, centres, p, now)

    # what it does to people
    see_results(units, enacted, p)
    grow_motivation(employees, p)
    feel_strain(employees, units, services, line_managers, centres, p)
    learn(employees, units, enacted, baseline, p)
    judge_fairness(employees, units, enacted, p)
    trust_and_distrust(employees, units, line_managers, centres, p)
    fear_for_jobs(employees, units, municipalities, representatives, enacted, p)
    feel_safe(teams, employees, units, line_managers, baseline, p)
    coordinate(units, enacted, baseline, p)
    remember_cases(pairs, units, p)
    judge_teams(line_managers, units, centres, p)
    fall_ill(employees, teams, units, municipalities, services, line_managers, centres, lots, enacted, baseline, p, now)
    sum_up_staff(units, teams, employees, p)

    # ideas, and what becomes of them
    hear_members(municipalities, representatives, units, employees)
    believe_guarantee(municipalities, representatives, units, formal, p)
    have_ideas(
        municipalities, services, centres, units, teams, employees, representatives, pairs, proposals, practices,
        locus_ages, lots, enacted, baseline, p, now,
    )  # fmt: skip
    propose_from_above(
        municipalities, services, units, politicians, representatives, proposals, practices, locus_ages, enacted, p, now
    )  # fmt: skip
    hold_meetings(
        municipalities, services, centres, units, teams, employees, politicians, representatives, steering_groups,
        proposals, enacted, p, now,
    )  # fmt: skip
    drop_the_forgotten(units, employees, proposals, p, now)
    carry_into_operation(
        municipalities, services, centres, units, employees, line_managers, pairs, proposals, practices, locus_ages,
        enacted, p, now,
    )  # fmt: skip
    abandon_practices(
        municipalities, services, centres, units, employees, pairs, proposals, practices, locus_ages, p, now
    )
    show_practices(units, practices, world.shown)


@compiled
def live_on_from_there(world: World, now: Now) -> None:
    """The rest of the week, from where units look at each other."""
    municipalities, services, centres = world.municipalities, world.services, world.centres
    units, employees, line_managers, partners = world.units, world.employees, world.line_managers, world.partners
    administrators, politicians = world.central_administrators, world.politicians
    representatives, citizens, cases, pairs = world.union_representatives, world.citizens, world.cases, world.pairs
    providers, choices = world.providers, world.choices
    proposals, practices, locus_ages = world.proposals, world.practices, world.locus_ages
    formal, enacted, baseline, p = world.formal, world.enacted, world.baseline, world.parameters[0]

    # what becomes of ideas elsewhere
    copy_practices(
        services, units, employees, world.sights, world.shown, proposals, practices, locus_ages, enacted, baseline, p,
        now,
    )  # fmt: skip
    take_stock(units, proposals)
    adjust_posts(units, representatives, p)
    pay_providers(municipalities, providers, p)
    change_way_of_working(units, line_managers, formal, enacted, p)

    # administration and politics
    plan_audits(municipalities, administrators, units, centres, enacted, p)
    set_targets(units, centres, enacted, p, now)
    find_gaming(units, p, now)
    trust_units(administrators, units, centres, p)
    make_rules(municipalities, units, centres, politicians, representatives, enacted, p, now)
    hold_tenders(municipalities, services, units, centres, politicians, representatives, enacted, p, now)
    vote_on_audits(municipalities, centres, politicians, p, now)
    pass_budget(municipalities, centres, politicians, enacted, p, now)
    follow_events(municipalities, units, centres, citizens, politicians, p, now)
    hold_elections(municipalities, units, centres, politicians, p, now)

    # citizens
    serve_privately(world, now)
    conclude_cases(municipalities, units, citizens, world.experiences, providers, choices, cases, p, now)
    show_services(units, centres, employees, enacted, p)
    judge_services(units, centres, citizens, world.experiences, providers, choices, p)
    complain(municipalities, units, citizens, providers, choices, cases, p, now)
    draw_conclusions(municipalities, units, citizens, providers, choices, p)
    cooperate_with_partners(municipalities, units, partners, p)

    # contracts, cost and what is recorded
    end_contracts(employees, units, centres, world.lots, p, now)
    quit_posts(employees, units, centres, world.lots, p, now)
    expose_to_competition(municipalities, units, p)
    count_costs(services, units, pairs, enacted, p)
    count_partner_costs(municipalities, units, partners)


@compiled
def serve_privately(world: World, now: Now) -> None:
    """The week of private providers, where there are any: that of other units, without council and unions."""
    units, teams, employees = world.providers, world.provider_teams, world.provider_employees
    if len(units) == 0:
        return
    municipalities, services, centres = world.municipalities, world.services, world.centres
    line_managers, enacted = world.provider_managers, world.provider_enacted
    lots, baseline, p = world.lots, world.baseline, world.parameters[0]

    # what is asked of them, who is here, what there is to do
    reach_the_front_line(units, line_managers, world.formal, world.contracted, centres, p)
    enact_levers(
        units, world.levers, world.formal_values, world.contracted_values, world.provider_before_values,
        world.provider_enacted_values, p,
    )  # fmt: skip
    lead(line_managers, units, centres, enacted, baseline, p)
    live_spells(employees, units, line_managers, centres, enacted, baseline, p)
    count_attendance(units, teams, employees, p)
    share_hours(units, employees, municipalities, centres, enacted, p)
    meet_demand(units, municipalities, centres, enacted, baseline, p, now)

    # what steering feels like, what people give, and what is done
    face_steering(units, line_managers, enacted, baseline, p)
    feel_control(employees, units, teams, line_managers, centres, enacted, p)
    look_around(units, world.ties)
    choose_effort(employees, units, teams, services, centres, enacted, baseline, p)
    follow_colleagues(teams, units, employees, p)
    produce(units, teams, employees, services, centres, enacted, p, now)
    compare_with_municipality(municipalities, world.units, units, enacted)

    # what it does to people
    see_results(units, enacted, p)
    grow_motivation(employees, p)
    feel_strain(employees, units, services, line_managers, centres, p)
    learn(employees, units, enacted, baseline, p)
    judge_fairness(employees, units, enacted, p)
    trust_and_distrust(employees, units, line_managers, centres, p)
    fear_at_providers(employees, units, municipalities, enacted, p)
    feel_safe(teams, employees, units, line_managers, baseline, p)
    coordinate(units, enacted, baseline, p)
    remember_outside_cases(municipalities, world.units, units, p)
    judge_teams(line_managers, units, centres, p)
    fall_ill_at_providers(
        employees, teams, units, municipalities, services, line_managers, centres, lots, enacted, baseline, p, now
    )
    sum_up_staff(units, teams, employees, p)

    # targets, contracts, and what citizens see
    set_targets(units, centres, enacted, p, now)
    find_gaming(units, p, now)
    end_contracts(employees, units, centres, lots, p, now)
    quit_posts(employees, units, centres, lots, p, now)
    show_services(units, centres, employees, enacted, p)
