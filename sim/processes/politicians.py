"""Politicians: what they vote on, what they hear, and elections.

A council's trust and blame have one baseline level: it stands in every service's centre, and the first is read.
"""

from sim.draws import (
    CONSENT,
    COUNCIL_VOTE,
    ELECTION,
    HEARD,
    POLITICIAN_VOTE,
    SEAT,
    TENDER,
    Now,
    draw,
    draw_between,
    draws4,
)
from sim.rule import Parameters, Table, process
from sim.rules.council import (
    blame,
    factor_after_vote,
    is_carried,
    leaning_to_control,
    politician_trust,
    value_of_a_rule,
    value_of_a_tender_to_administration,
    value_of_a_tender_to_citizens,
    value_of_a_tender_to_staff,
    vote_change,
    votes_yes,
    weight_of_hours,
)
from sim.rules.decisions import is_consented
from sim.rules.incidents import for_thirty_units
from sim.rules.shape import logit, normal
from sim.state.tables import AUDITS, BUDGET, CONSENSUS, RULE, SUBJECTS, TENDERING, WEEKS_PER_YEAR


@process
def make_rules(
    municipalities: Table,
    units: Table,
    centres: Table,
    politicians: Table,
    union_representatives: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Rules are repealed bit by bit; a case in the media becomes a rule or else a learning review (E36, E36a)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        rule_after_incident, rule_repeal, _ = lived_levers_of_council(municipality, enacted)
        repeal(municipality, municipality.rules * rule_repeal / WEEKS_PER_YEAR)
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            unit = units[u]
            unit.learning_review = 0
            if unit.media_case == 0:
                continue
            if now.week - unit.last_rule_week >= p.rule_interval_weeks and adopts_rule(
                municipality, unit, centres, politicians, union_representatives, logit(rule_after_incident), p, now
            ):
                municipality.rules += for_thirty_units(1.0, municipality.units, p)
                municipality.rules_made += 1
                unit.last_rule_week = now.week
            else:
                unit.learning_review = 1


@process
def repeal(municipality: Table, rules: float) -> None:
    """So many rules are no longer in force, whether they fade year by year or went in a rule hunt (E36)."""
    municipality.rules -= rules
    municipality.rules_repealed += rules


@process
def lived_levers_of_council(municipality: Table, enacted: Table) -> tuple[float, float, float]:
    """What is lived, on average over the units, of three levers: rule after incident, repeal, efficiency demand."""
    rule_after_incident, rule_repeal, efficiency_demand = 0.0, 0.0, 0.0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        lived = enacted[u]
        rule_after_incident += lived.rule_after_incident
        rule_repeal += lived.rule_repeal
        efficiency_demand += lived.efficiency_demand
    units = municipality.units
    return rule_after_incident / units, rule_repeal / units, efficiency_demand / units


@process
def council_says_yes(
    municipality: Table, centres: Table, politicians: Table, case_for: float, vote: int, p: Parameters, now: Now
) -> bool:
    """A vote of the council on more control; ``case_for`` is the logit of the share of yes at the baseline (E36a)."""
    mood = logit(draw_between(now, COUNCIL_VOTE, municipality.id, vote))
    yes = 0
    for i in range(municipality.first_politician, municipality.first_politician + municipality.politicians):
        politician = politicians[i]
        own_view = logit(draw_between(now, POLITICIAN_VOTE, politician.id, vote))
        leaning = leaning_to_control(politician.trust, politician.blame, politician.ideology, centres[0], p)
        yes += 1 if votes_yes(case_for, leaning, mood, own_view, p) else 0
    return is_carried(yes, municipality.politicians, case_for, mood)


@process
def adopts_rule(
    municipality: Table,
    unit: Table,
    centres: Table,
    politicians: Table,
    union_representatives: Table,
    case_for: float,
    p: Parameters,
    now: Now,
) -> bool:
    """Whether a case in the media becomes a rule; the parties' first positions are compared with what is decided."""
    vote = unit.id * SUBJECTS + RULE
    centre = centres[unit.service]
    chief = union_representatives[municipality.first_representative]
    to_all = value_of_a_rule(municipality.rules, 1.0, centre, p)
    to_staff = value_of_a_rule(municipality.rules, weight_of_hours(chief.workload, p), centre, p)
    council = council_says_yes(municipality, centres, politicians, case_for, vote, p, now)
    administration, staff, citizens = estimates(municipality, to_all, to_staff, to_all, vote, p, now)
    adopted = council and may_pass(municipality, administration, staff, citizens, p)
    count_decision(municipality, adopted, staff > 0.0, administration > 0.0, council, citizens > 0.0)
    return adopted


@process
def estimates(
    municipality: Table,
    to_administration: float,
    to_staff: float,
    to_citizens: float,
    vote: int,
    p: Parameters,
    now: Now,
) -> tuple[float, float, float]:
    """What the other parties believe a decision is worth to them: its value, and an error."""
    u1, u2, u3, _ = draws4(now, CONSENT, municipality.id, vote)
    error = p.consent_noise
    return to_administration + error * logit(u1), to_staff + error * logit(u2), to_citizens + error * logit(u3)


@process
def may_pass(municipality: Table, administration: float, staff: float, citizens: float, p: Parameters) -> bool:
    """Whether the other parties let a decision pass: only under consensus are they asked."""
    if municipality.decides_by != CONSENSUS:
        return True
    least = min(administration, staff)
    return is_consented(min(least, citizens) if municipality.citizens_at_table == 1 else least, p)


@process
def count_decision(
    municipality: Table, adopted: bool, staff: bool, administration: bool, politicians: bool, citizens: bool
) -> None:
    """A decision is counted for each party whose first position it follows."""
    municipality.decisions += 1
    municipality.decisions_with_employees += 1.0 if staff == adopted else 0.0
    municipality.decisions_with_administration += 1.0 if administration == adopted else 0.0
    municipality.decisions_with_politicians += 1.0 if politicians == adopted else 0.0
    municipality.decisions_with_citizens += 1.0 if citizens == adopted else 0.0


@process
def hold_tenders(
    municipalities: Table,
    services: Table,
    units: Table,
    centres: Table,
    politicians: Table,
    union_representatives: Table,
    enacted: Table,
    p: Parameters,
    now: Now,
) -> None:
    """Units come up for tender twice as often as the lever says, and the council takes every second one (E36a)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        tenders = 0
        for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
            unit = units[u]
            occasions = 2.0 * enacted[u].tenders_per_unit_year * (1.0 - unit.guarantee) / WEEKS_PER_YEAR
            unit.tendered = 0
            if draw(now, TENDER, unit.id) < occasions and decides_on_tender(
                municipality, unit, services, centres, politicians, union_representatives, p, now
            ):
                unit.tendered = 1
                tenders += 1
        yearly = WEEKS_PER_YEAR * tenders / municipality.units
        municipality.tender_rate += (yearly - municipality.tender_rate) / WEEKS_PER_YEAR


@process
def decides_on_tender(
    municipality: Table,
    unit: Table,
    services: Table,
    centres: Table,
    politicians: Table,
    union_representatives: Table,
    p: Parameters,
    now: Now,
) -> bool:
    """Whether a unit that has come up is put out to tender."""
    vote = unit.id * SUBJECTS + TENDERING
    chief = union_representatives[municipality.first_representative]
    administration, staff, citizens = estimates(
        municipality,
        value_of_a_tender_to_administration(services[unit.service].measurability, p),
        value_of_a_tender_to_staff(chief.insecurity, centres[unit.service], p),
        value_of_a_tender_to_citizens(municipality.wish_for_competition, p),
        vote,
        p,
        now,
    )
    council = council_says_yes(municipality, centres, politicians, 0.0, vote, p, now)
    return council and may_pass(municipality, administration, staff, citizens, p)


@process
def vote_on_audits(municipalities: Table, centres: Table, politicians: Table, p: Parameters, now: Now) -> None:
    """After a case in the media the council decides on audits for a year: double, or not (E36a)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        if now.week < municipality.audit_factor_until:
            continue
        municipality.audit_factor = 1.0
        if municipality.media_incidents > 0.0:
            yes = council_says_yes(municipality, centres, politicians, 0.0, AUDITS, p, now)
            municipality.audit_factor = factor_after_vote(yes, p)
            municipality.audit_factor_until = now.week + int(p.audit_vote_weeks)


@process
def pass_budget(
    municipalities: Table, centres: Table, politicians: Table, enacted: Table, p: Parameters, now: Now
) -> None:
    """Once a year the council decides on the efficiency demand: all, or half and the rest elsewhere (E36a)."""
    if now.week % WEEKS_PER_YEAR != 0:
        return
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        _, _, asked = lived_levers_of_council(municipality, enacted)
        in_full = council_says_yes(municipality, centres, politicians, 0.0, BUDGET, p, now)
        municipality.efficiency_demand = asked * factor_after_vote(in_full, p)
        municipality.other_budget = 0.0 if in_full else 1.0 - 1.0 / p.stricter_ratio


@process
def follow_events(
    municipalities: Table, units: Table, centres: Table, citizens: Table, politicians: Table, p: Parameters, now: Now
) -> None:
    """Politicians see figures and the media, hear some citizens, and are blamed (E37)."""
    for m in range(len(municipalities)):
        municipality = municipalities[m]
        measured_quality, usual_complaints = figures_of(municipality, units, centres)
        complaint_ratio = municipality.complaint_rate / usual_complaints
        in_media = municipality.media_incidents
        for i in range(municipality.first_politician, municipality.first_politician + municipality.politicians):
            politician = politicians[i]
            heard = satisfaction_heard(politician, municipality, citizens, now)
            politician.satisfaction_heard = heard
            politician.trust = politician_trust(
                politician.trust, politician.trust_trait, measured_quality, heard, in_media, p
            )
            politician.blame = blame(politician.blame, in_media, complaint_ratio, p)


@process
def figures_of(municipality: Table, units: Table, centres: Table) -> tuple[float, float]:
    """A municipality's mean measured quality, and its complaints per citizen-week at the baseline."""
    quality, complaints, citizens = 0.0, 0.0, 0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        unit = units[u]
        quality += unit.measured_quality
        complaints += centres[unit.service].complaint_rate * unit.citizens
        citizens += unit.citizens
    return quality / municipality.units, complaints / citizens


@process
def satisfaction_heard(politician: Table, municipality: Table, citizens: Table, now: Now) -> float:
    """Mean satisfaction of five citizens: the acquaintances of one whom the politician meets this week."""
    met = citizens[municipality.first_citizen + int(draw(now, HEARD, politician.id) * municipality.citizens)]
    first_three = citizens[met.tie_1].satisfaction + citizens[met.tie_2].satisfaction + citizens[met.tie_3].satisfaction
    return (first_three + citizens[met.tie_4].satisfaction + citizens[met.tie_5].satisfaction) / 5.0


@process
def hold_elections(
    municipalities: Table, units: Table, centres: Table, politicians: Table, p: Parameters, now: Now
) -> None:
    """Every fourth year each municipality votes (E38)."""
    if now.week == 0 or now.week % p.election_weeks != 0:
        return
    for m in range(len(municipalities)):
        hold_election(municipalities[m], units, centres, politicians, p, now)


@process
def hold_election(
    municipality: Table, units: Table, centres: Table, politicians: Table, p: Parameters, now: Now
) -> None:
    """Voters punish poor services (E38; boyne09)."""
    u1, u2, _, _ = draws4(now, ELECTION, municipality.id, 0)
    change = vote_change(perceived_quality_change(municipality, units, centres), normal(u1, u2), p)
    seat_council(municipality, centres, politicians, change, SEAT, now)


@process
def seat_council(
    municipality: Table, centres: Table, politicians: Table, change: float, decision: int, now: Now
) -> None:
    """Seats follow votes, whose ``change`` is the majority's; those that a side loses go to new people of the other.

    Where the majority falls under half of the votes, the two sides change places.
    """
    loser = 1 if change < 0.0 else 0
    share = municipality.majority_share
    chance = abs(change) / (share if loser == 1 else 1.0 - share)
    has_changed = share + change < 0.5
    for i in range(municipality.first_politician, municipality.first_politician + municipality.politicians):
        politician = politicians[i]
        lost, ideology, _, _ = draws4(now, decision, politician.id, 0)
        side = politician.in_majority
        if side == loser and lost < chance:
            side = 1 - side
            politician.ideology = ideology
            politician.trust, politician.blame = centres[0].politician_trust, centres[0].blame
        politician.in_majority = 1 - side if has_changed else side
    municipality.majority_share = 1.0 - share - change if has_changed else share + change
    municipality.elections += 1


@process
def perceived_quality_change(municipality: Table, units: Table, centres: Table) -> float:
    """Mean perceived quality of the citizens against the baseline."""
    change, citizens = 0.0, 0
    for u in range(municipality.first_unit, municipality.first_unit + municipality.units):
        unit = units[u]
        change += unit.citizens * (unit.mean_perceived_quality - centres[unit.service].perceived_quality)
        citizens += unit.citizens
    return change / citizens
