"""Line managers: they divide their time, support their staff, judge their team and enact what they believe in."""

from sim.rule import Parameters, Table, process
from sim.rules.enactment import administration_share, enacted_support, enactment_goal
from sim.rules.trust import trust_in_others_change


@process
def lead(line_managers: Table, units: Table, centres: Table, enacted: Table, baseline: Table, p: Parameters) -> None:
    """Administration takes its time; what is left carries support (E2-E3)."""
    for i in range(len(line_managers)):
        line_manager = line_managers[i]
        unit = units[line_manager.unit]
        lived = enacted[line_manager.unit]
        line_manager.administration_share = administration_share(
            unit.documentation,
            unit.audit_rate,
            lived.purchaser_provider_split,
            lived.voice * lived.results_follow_up,
            lived.relational_interventions,
            unit.team_share,
            centres[unit.service],
            baseline[0],
            p,
        )
        line_manager.support = enacted_support(
            line_manager.leadership_skill, lived.leadership_development, line_manager.administration_share, p
        )


@process
def judge_teams(line_managers: Table, units: Table, centres: Table, p: Parameters) -> None:
    """Results build or undo trust in the team, and trust and support the readiness to enact (E25)."""
    for i in range(len(line_managers)):
        line_manager = line_managers[i]
        unit = units[line_manager.unit]
        breaches = unit.gaming_detected + unit.incident
        line_manager.trust_in_team += trust_in_others_change(
            line_manager.trust_in_team, line_manager.trust_trait, unit.seen_result, unit.aspiration, float(breaches), p
        )
        goal = enactment_goal(
            line_manager.enactment_trait, line_manager.trust_in_team, line_manager.support, centres[unit.service], p
        )
        line_manager.enactment += (goal - line_manager.enactment) / p.weeks_of_enactment
