"""The council: how its members vote, what moves their trust and blame, elections (model.md E36a, E37, E38)."""

from sim.rule import Centre, Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def leaning_to_control(trust: float, blame: float, ideology: float, centre: Centre, p: Parameters) -> float:
    """How far a politician leans to control, in logits, against the baseline: distrust, blame and conviction.

    >>> leaning_to_control(centre.politician_trust, centre.blame, 0.5, centre, p)
    0.0
    >>> leaning_to_control(0.3, 0.6, 0.5, centre, p) > 0
    True
    """
    distrust = p.trust_on_votes * (centre.politician_trust - trust)
    pressure = p.blame_on_votes * (blame - centre.blame)
    return distrust + pressure + p.ideology_on_votes * (ideology - 0.5)


@rule
def votes_yes(case_for: float, leaning: float, mood: float, own_view: float, p: Parameters) -> bool:
    """Whether a politician votes for more control.

    ``case_for`` is the logit of the share of yes at the baseline; the council's ``mood`` and the member's ``own_view``
    are logistic draws. The mood is shared, so that the council says yes as often as ``case_for`` has it.

    >>> votes_yes(0.0, 0.0, 0.2, 0.0, p), votes_yes(0.0, 0.0, -0.2, 0.0, p)
    (True, False)
    """
    return case_for + leaning + mood + p.own_view_on_votes * own_view > 0.0


@rule
def is_carried(yes: int, members: int, case_for: float, mood: float) -> bool:
    """Whether the council says yes; the mood of the council decides a tie.

    >>> is_carried(8, 15, 0.0, -1.0), is_carried(7, 14, 0.0, -1.0)
    (True, False)
    """
    return 2 * yes > members or (2 * yes == members and case_for + mood > 0.0)


@rule
def factor_after_vote(yes: bool, p: Parameters) -> float:
    """The factor on a lever that the council may double or not, whose mean over yes and no is 1.

    >>> round(factor_after_vote(True, p) / factor_after_vote(False, p), 6)
    2.0
    >>> round(factor_after_vote(True, p) + factor_after_vote(False, p), 6)
    2.0
    """
    after_no = 2.0 / (1.0 + p.stricter_ratio)
    return p.stricter_ratio * after_no if yes else after_no


@rule
def value_of_a_rule(rules: float, weight_of_hours: float, centre: Centre, p: Parameters) -> float:
    """What one more rule is worth to a party, in years of one unit's work: incidents avoided less hours it costs.

    Both are counted over 30 units, like the stock of ``rules``, and shrink as the stock grows.

    >>> value_of_a_rule(20.0, 1.0, centre, p) > 0 > value_of_a_rule(20.0, 2.0, centre, p)
    True
    """
    marginal = p.rules_half / ((rules + p.rules_half) * (rules + p.rules_half))
    units = p.units_of_reference_municipality
    incidents_avoided = units * 52.0 * p.incident_rate * p.rules_on_incidents * marginal
    hours = units * centre.rule_hours * marginal
    return p.value_of_avoided_incident * incidents_avoided - weight_of_hours * hours


@rule
def weight_of_hours(workload: float, p: Parameters) -> float:
    """What an hour of their members weighs with union representatives: more when members are overloaded.

    >>> weight_of_hours(1.0, p)
    1.0
    """
    return 1.0 + p.load_on_weight_of_work * positive(workload - 1.0)


@rule
def value_of_a_tender_to_administration(measurability: float, p: Parameters) -> float:
    """What the administration expects a tender to save, in years of one unit's work, less its own work on it.

    >>> value_of_a_tender_to_administration(0.85, p) > value_of_a_tender_to_administration(0.3, p)
    True
    """
    return p.savings_of_contracts * measurability - p.tender_costs


@rule
def value_of_a_tender_to_staff(insecurity: float, centre: Centre, p: Parameters) -> float:
    """What union representatives expect a tender to bring their members: work lost, heavier if they are insecure.

    >>> value_of_a_tender_to_staff(0.3, centre, p) < value_of_a_tender_to_staff(0.1, centre, p) < 0
    True
    """
    return -p.jobs_at_tender * (1.0 + p.insecurity_on_weight_of_jobs * positive(insecurity - centre.job_insecurity))


@rule
def value_of_a_tender_to_citizens(wish_for_competition: float, p: Parameters) -> float:
    """What citizens at the table expect of a tender: they lean as more or less than half wish for competition.

    >>> value_of_a_tender_to_citizens(0.5, p)
    0.0
    """
    return p.wish_on_tenders * (wish_for_competition - 0.5)


@rule
def politician_trust(
    trust: float,
    trait: float,
    measured_quality: float,
    satisfaction_heard: float,
    media_incidents: float,
    p: Parameters,
) -> float:
    """A politician's trust in the administration next week: slow gains from results, losses to incidents (E37).

    ``media_incidents`` counts for a municipality of 30 units.

    >>> politician_trust(0.5, 0.5, 0.6, 0.8, 1.0, p) < politician_trust(0.5, 0.5, 0.6, 0.8, 0.0, p)
    True
    """
    gain = p.results_on_politician_trust * (1.0 - trust) * (measured_quality + satisfaction_heard) / 2.0
    loss = p.media_on_politician_trust * trust * media_incidents
    return clip01(trust + gain - loss + (trait - trust) / p.trust_leak_weeks)


@rule
def blame(blame: float, media_incidents: float, complaint_ratio: float, p: Parameters) -> float:
    """A politician's pressure of blame next week: incidents and complaints add to it, time takes it away (E37).

    ``complaint_ratio`` is the complaint rate over that of the baseline.

    >>> blame(0.3, 1.0, 1.0, p) > 0.3 > blame(0.3, 0.0, 1.0, p)
    True
    """
    added = p.blame_of_media * media_incidents + p.blame_of_complaints * positive(complaint_ratio - 1.0)
    return clip01(blame - blame / p.blame_weeks + added)


@rule
def vote_change(perceived_quality_change: float, noise: float, p: Parameters) -> float:
    """What an election does to the majority's share of votes: poor services cost, good ones win nothing (boyne09).

    ``perceived_quality_change`` counts from the baseline; ``noise`` is standard normal.

    >>> vote_change(-0.2, 0.0, p), vote_change(0.2, 0.0, p)
    (-0.04, 0.0)
    """
    lost = p.votes_lost_to_low_quality if perceived_quality_change < -p.low_quality_margin else 0.0
    return p.election_noise * noise - lost
