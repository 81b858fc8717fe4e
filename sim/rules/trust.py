"""Trust, psychological safety, job insecurity and coordination (model.md E20-E25).

Trust grows slowly; losses are weighted by an asymmetry that is contested, so its range includes 1 (poort04, eitz08,
zhu23, colq07). Safety: frazier17. Relational coordination: rows 7.1-7.7, bolton21, rclhs25.
"""

from sim.rule import Centre, Levers, Parameters, rule
from sim.rules.shape import clip01, positive


@rule
def trust_in_manager_change(
    trust: float, propensity: float, support: float, perceived_control: float, centre: Centre, p: Parameters
) -> float:
    """This week's change of trust in the line manager (model.md E20).

    >>> trust_in_manager_change(0.5, 0.5, 0.9, 0.3, centre, p) > trust_in_manager_change(0.5, 0.5, 0.1, 0.3, centre, p)
    True
    """
    gain = p.trust_gain * (1.0 - trust) * support
    loss = p.manager_trust_lost_to_control * p.trust_gain * p.trust_asymmetry * trust
    return (
        gain - loss * positive(perceived_control - centre.perceived_control) + (propensity - trust) / p.trust_leak_weeks
    )


@rule
def trust_in_organisation_change(
    trust: float,
    propensity: float,
    justice: float,
    voice_efficacy: float,
    sham: float,
    job_insecurity: float,
    perceived_control: float,
    p: Parameters,
) -> float:
    """This week's change of trust in the organisation (model.md E21).

    >>> honest, sham = (trust_in_organisation_change(.5, .5, .6, .6, s, .1, .3, p) for s in (0., .5))
    >>> honest > sham
    True
    """
    gain = p.trust_gain * (1.0 - trust) * (0.5 * justice + 0.5 * voice_efficacy)
    breaches = (
        p.breach_of_sham * sham + p.breach_of_insecurity * job_insecurity + p.breach_of_control * perceived_control
    )
    loss = p.organisation_trust_lost_to_breaches * p.trust_gain * p.trust_asymmetry * trust * breaches
    return gain - loss + (p.organisation_trust_of_propensity * propensity - trust) / p.trust_leak_weeks


@rule
def trust_in_others_change(
    trust: float, trait: float, seen_result: float, aspiration: float, breaches: float, p: Parameters
) -> float:
    """This week's change of a line manager's or administrator's trust in a unit (model.md E25).

    Results above what is expected build it; results below, and ``breaches`` (gaming found, incidents), undo it.

    >>> trust_in_others_change(.5, .5, .7, .6, 0., p) > 0.0 > trust_in_others_change(.5, .5, .5, .6, 1., p)
    True
    """
    gain = p.trust_of_results * p.trust_gain * (1.0 - trust) * positive(seen_result - aspiration)
    disappointment = p.trust_of_results * positive(aspiration - seen_result) + p.trust_of_breaches * breaches
    return gain - p.trust_gain * p.trust_asymmetry * trust * disappointment + (trait - trust) / p.trust_leak_weeks


@rule
def job_insecurity_goal(
    tenders_per_unit_year: float, security: float, efficiency_demand: float, temporary: float, p: Parameters
) -> float:
    """The job insecurity that tenders, cuts and a temporary contract give rise to, in [0, 1] (model.md E22).

    ``security`` is the lived guarantee against tendering times its credibility.

    >>> job_insecurity_goal(.2, 1., .005, 0., p) < job_insecurity_goal(.2, 0., .005, 0., p)
    True
    """
    threat = p.insecurity_of_tenders * tenders_per_unit_year * (1.0 - security)
    return clip01(
        p.insecurity_offset + threat + p.insecurity_of_cuts * efficiency_demand + p.insecurity_of_temporary * temporary
    )


@rule
def believed_guarantee(guarantee: float, credibility: float, p: Parameters) -> float:
    """The guarantee against tendering as far as the staff believe it; local unions with little say weaken it.

    >>> believed_guarantee(0.0, 0.9, p)
    0.0
    """
    return guarantee * credibility * (0.5 + 0.5 * p.union_decentralisation)


@rule
def safety_goal(
    support: float,
    trust_in_manager: float,
    justice: float,
    perceived_control: float,
    job_insecurity: float,
    team_share: float,
    baseline: Levers,
    p: Parameters,
) -> float:
    """The psychological safety that a team's conditions give rise to, in [0, 1] (model.md E23; frazier17).

    >>> safety_goal(.8, .7, .4, .3, .1, .3, baseline, p) > safety_goal(.4, .7, .4, .3, .1, .3, baseline, p)
    True
    """
    return clip01(
        p.safety_offset
        + p.safety_of_support * support
        + p.safety_of_trust * trust_in_manager
        + p.safety_of_justice * justice
        - p.safety_lost_to_control * perceived_control
        - p.safety_lost_to_insecurity * job_insecurity
        + p.safety_of_teams * (team_share - baseline.team_work_aim)
    )


@rule
def coordination_goal(
    reform_load: float, trust_in_manager: float, lived: Levers, baseline: Levers, p: Parameters
) -> float:
    """The relational coordination that structures and leadership acts give rise to, in [0, 1] (model.md E24).

    Interventions lose their effect while many initiatives run (row 7.7).

    >>> coordination_goal(0.0, 0.6, baseline, baseline, p) < coordination_goal(0.0, 0.8, baseline, baseline, p)
    True
    """
    return clip01(
        p.coordination_offset
        + p.coordination_of_structures * lived.cross_unit_structures
        - p.coordination_lost_to_split * lived.purchaser_provider_split
        - p.coordination_lost_to_detail * (lived.reimbursement_detail - baseline.reimbursement_detail)
        + p.coordination_of_interventions * lived.relational_interventions * (1.0 - reform_load)
        + p.coordination_of_trust * (trust_in_manager - 0.5)
    )


@rule
def settled_trust_in_manager(propensity: float, support: float, p: Parameters) -> float:
    """Trust in the line manager where gains and the pull of the person's propensity balance (model.md E20).

    >>> 0.5 < settled_trust_in_manager(0.5, 0.6, p) < 1.0
    True
    """
    gain = p.trust_gain * support
    leak = 1.0 / p.trust_leak_weeks
    return (gain + propensity * leak) / (gain + leak)


@rule
def settled_trust_in_organisation(propensity: float, centre: Centre, p: Parameters) -> float:
    """Trust in the organisation where gains, breaches and the pull of propensity balance (model.md E21).

    >>> settled_trust_in_organisation(0.7, centre, p) > settled_trust_in_organisation(0.3, centre, p)
    True
    """
    gain = p.trust_gain * (0.5 * centre.justice + 0.5 * centre.voice_efficacy)
    breaches = p.breach_of_insecurity * centre.job_insecurity + p.breach_of_control * centre.perceived_control
    loss = p.organisation_trust_lost_to_breaches * p.trust_gain * p.trust_asymmetry * breaches
    leak = 1.0 / p.trust_leak_weeks
    return (gain + p.organisation_trust_of_propensity * propensity * leak) / (gain + loss + leak)
