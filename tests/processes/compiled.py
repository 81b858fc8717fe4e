"""The processes that tests call one by one, compiled as they are within a week where numba is there."""

from sim.processes import (
    bodies,
    cases,
    central_administrators,
    citizens,
    contracts,
    ideas,
    incidents,
    landscape,
    ledger,
    partners,
    politicians,
    practice,
    town_hall,
    union_representatives,
)
from sim.rule import compiled

drop_the_forgotten = compiled(bodies.drop_the_forgotten)
hold_meetings = compiled(bodies.hold_meetings)
bring_cases = compiled(cases.bring_cases)
conclude_cases = compiled(cases.conclude_cases)
remember_cases = compiled(cases.remember_cases)
find_gaming = compiled(central_administrators.find_gaming)
plan_audits = compiled(central_administrators.plan_audits)
set_targets = compiled(central_administrators.set_targets)
trust_units = compiled(central_administrators.trust_units)
complain = compiled(citizens.complain)
draw_conclusions = compiled(citizens.draw_conclusions)
judge_services = compiled(citizens.judge_services)
show_services = compiled(citizens.show_services)
end_contracts = compiled(contracts.end_contracts)
expose_to_competition = compiled(contracts.expose_to_competition)
have_ideas = compiled(ideas.have_ideas)
meet_incidents = compiled(incidents.meet_incidents)
practice_change = compiled(landscape.practice_change)
practice_of = compiled(landscape.practice_of)
practice_values = compiled(landscape.practice_values)
refresh_practice = compiled(landscape.refresh_practice)
world_changes = compiled(landscape.world_changes)
count_costs = compiled(ledger.count_costs)
keep_ledger = compiled(ledger.keep_ledger)
cooperate_with_partners = compiled(partners.cooperate_with_partners)
count_partner_costs = compiled(partners.count_partner_costs)
council_says_yes = compiled(politicians.council_says_yes)
follow_events = compiled(politicians.follow_events)
hold_election = compiled(politicians.hold_election)
hold_tenders = compiled(politicians.hold_tenders)
make_rules = compiled(politicians.make_rules)
pass_budget = compiled(politicians.pass_budget)
vote_on_audits = compiled(politicians.vote_on_audits)
abandon_practices = compiled(practice.abandon_practices)
adjust_posts = compiled(practice.adjust_posts)
carry_into_operation = compiled(practice.carry_into_operation)
change_way_of_working = compiled(practice.change_way_of_working)
copy_practices = compiled(practice.copy_practices)
show_practices = compiled(practice.show_practices)
take_stock = compiled(practice.take_stock)
propose_from_above = compiled(town_hall.propose_from_above)
believe_guarantee = compiled(union_representatives.believe_guarantee)
hear_members = compiled(union_representatives.hear_members)
