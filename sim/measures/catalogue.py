"""The measures: what is read off a world each week, with title, unit and direction.

Each weekly value is scaled so that its plain mean over a window of weeks is the number one reports: flows are rates per
year, stocks and states are levels.
"""

from typing import NamedTuple


class Measure(NamedTuple):
    """One measure. ``better`` is "higher", "lower" or "open"; ``role`` is "outcome" or "input" (hours of a lever)."""

    name: str
    title: str
    unit: str
    better: str
    family: str
    role: str = "outcome"


MEASURES = (
    Measure("motivation", "autonomous motivation", "0-1", "higher", "motivation"),
    Measure("exhaustion", "exhaustion", "0-1", "lower", "motivation"),
    Measure("perceived_influence", "perceived influence", "0-1", "higher", "motivation"),
    Measure("ownership", "ownership of what is in use", "0-1", "higher", "motivation"),
    Measure("perceived_control", "steering felt as controlling", "0-1", "lower", "motivation"),
    Measure("red_tape", "perceived red tape", "0-1", "lower", "motivation"),
    Measure("justice", "procedural justice", "0-1", "higher", "trust"),
    Measure("conflict", "conflict in the unit", "0-1", "lower", "trust"),
    Measure("psychological_safety", "psychological safety", "0-1", "higher", "trust"),
    Measure("job_insecurity", "job insecurity", "0-1", "lower", "trust"),
    Measure("trust_in_manager", "trust in the line manager", "0-1", "higher", "trust"),
    Measure("trust_in_organisation", "trust in the organisation", "0-1", "higher", "trust"),
    Measure("trust_of_administrator", "administrators' trust in units", "0-1", "higher", "trust"),
    Measure("trust_of_politicians", "politicians' trust in the administration", "0-1", "higher", "trust"),
    Measure("trust_of_citizens", "citizens' trust", "0-1", "higher", "citizens"),
    Measure("skill", "skill", "0-1", "higher", "motivation"),
    Measure("effort", "effort", "0-1", "higher", "quality"),
    Measure("proposals_voiced", "proposals voiced", "per 100 posts a year", "higher", "innovation"),
    Measure(
        "proposals_labour_saving_voiced",
        "proposals voiced that save labour",
        "per 100 posts a year",
        "open",
        "innovation",
    ),
    Measure("proposals_accepted", "proposals accepted", "per 100 posts a year", "higher", "innovation"),
    Measure("proposals_implemented", "proposals implemented", "per 100 posts a year", "higher", "innovation"),
    Measure("proposals_reused", "proposals reused by other units", "per 100 posts a year", "higher", "innovation"),
    Measure("proposals_in_use", "proposals in use", "per 100 posts", "higher", "innovation"),
    Measure("sick_leave_days", "sick leave, days per full-time employee", "days a year of 227", "lower", "sick leave"),
    Measure("sick_leave_share", "sick leave, per cent of agreed days", "%", "lower", "sick leave"),
    Measure("self_certified_share", "self-certified sick leave", "% of agreed days", "lower", "sick leave"),
    Measure("doctor_certified_share", "doctor-certified sick leave", "% of agreed days", "lower", "sick leave"),
    Measure("short_spells", "short spells begun (up to 3 days)", "per 100 posts a year", "lower", "sick leave"),
    Measure("long_spells", "long spells begun (6 weeks and over)", "per 100 posts a year", "lower", "sick leave"),
    Measure("presenteeism_share", "days worked while ill", "% of days", "lower", "sick leave"),
    Measure("quits", "people who quit", "per 100 posts a year", "lower", "motivation"),
    Measure("quality", "true quality", "0-1", "higher", "quality"),
    Measure("measured_quality", "measured quality", "0-1", "higher", "quality"),
    Measure("quality_gap", "measured minus true quality", "0-1", "open", "quality"),
    Measure("quality_spread", "spread of true quality between units (SD)", "0-1", "lower", "quality"),
    Measure("practice_quality", "quality of practices", "0-1", "higher", "quality"),
    Measure("gaming_units", "units that game (over .05 in a year)", "% of units", "lower", "quality"),
    Measure("internal_cooperation", "relational coordination between units", "0-1", "higher", "quality"),
    Measure("satisfaction", "citizens' satisfaction", "0-1", "higher", "citizens"),
    Measure("complaints", "complaints", "per 1,000 citizens a year", "lower", "citizens"),
    Measure("waiting_weeks", "waiting list", "weeks of demand", "lower", "citizens"),
    Measure("continuity", "continuity of contact", "0-1", "higher", "citizens"),
    Measure("user_involvement", "co-production with citizens", "0-1", "higher", "citizens"),
    Measure("wish_for_competition", "citizens who wish for more competition", "% of citizens", "open", "citizens"),
    Measure("private_users", "citizens with a private provider", "% of citizens", "open", "citizens"),
    Measure("contact_time", "hours for citizens", "% of paid hours", "higher", "cost"),
    Measure("cost", "cost of a standard week", "1 = wages at the start", "lower", "cost"),
    Measure("cost_per_quality", "cost per unit of true quality", "relative", "lower", "cost"),
    Measure("public_cost", "total public cost with partners", "1 = wages at the start", "lower", "cost"),
    Measure("competition_exposure", "volume on contract", "% of volume", "open", "cost"),
    Measure("rules_in_force", "local rules in force", "rules per 30 units", "lower", "burden"),
    Measure("incidents", "incidents", "per unit a year", "lower", "quality"),
    Measure("influence_of_employees", "decisions that follow the employees", "% of decisions", "open", "power"),
    Measure(
        "influence_of_administration", "decisions that follow the administration", "% of decisions", "open", "power"
    ),
    Measure("influence_of_politicians", "decisions that follow the politicians", "% of decisions", "open", "power"),
    Measure("documentation_share", "hours for documentation", "% of hours", "lower", "burden", "input"),
    Measure("meeting_share", "hours for meetings of the bodies", "% of hours", "lower", "burden", "input"),
)

NAMES = tuple(measure.name for measure in MEASURES)

PROXIES = ("motivation", "proposals_implemented", "sick_leave_share")
"""The three outcomes asked for first: motivation, innovation and sick leave."""
