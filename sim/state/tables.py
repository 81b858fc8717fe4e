"""What there is: the tables of a world, each column with its meaning, unit and range.

The words are those of the glossary (docs/model.md). A change here changes what is stored, not what happens.
"""

from sim.state.columns import Table, code, count, real, row_of, share, short

# Codes. Compiled code reads them as constants.
WELL, MINOR, MEDIUM, MAJOR = 0, 1, 2, 3
"""Types of illness spell."""
HIERARCHY, DELEGATED, CONSENSUS = 0, 1, 2
"""Decision rules."""
EMPTY, WAITING, PILOTED, ACCEPTED, IN_USE = 0, 1, 2, 3, 4
"""Stations of a proposal. Ended proposals leave their row empty; the unit's counters remember them."""
FROM_ABOVE, FROM_UNIT, COPIED, FROM_CONSULTANT, FROM_CITIZENS = 0, 1, 2, 3, 4
"""Where a proposal came from."""
HARD, SOFT, FORM = 0, 1, 2
"""How a lever reaches the front line: by itself, through line managers, or as a choice of form."""
SIMPLE_CASE, COMPLEX_CASE = 1, 2
RULE, TENDERING, AUDITS, BUDGET = 0, 1, 2, 3
"""What a council votes on."""
SUBJECTS = 4
"""A vote's number is the unit's identity x SUBJECTS + what is voted on: no two votes of a week share a draw."""

LOCI = 12
"""Loci of a practice (model.md E34: N = 12 is the size the landscape's scale is computed for)."""
PROPOSALS_PER_UNIT = 64
"""Rows kept for the proposals of one unit; a full list takes no more ideas."""
WEEKS_PER_YEAR = 52
WEEKS_PER_QUARTER = 13
DAYS_PER_WEEK = 5

MUNICIPALITIES = Table(
    "municipalities",
    "municipalities",
    (
        count("id", "identity, the same under every regime"),
        row_of("first_unit", "first of its units, which stand together"),
        count("units", "number of service units"),
        row_of("first_employee", "first of its posts"),
        count("employees", "number of posts"),
        row_of("first_citizen", "first of its citizens"),
        count("citizens", "number of citizens"),
        row_of("first_politician", "first of its politicians"),
        count("politicians", "number of politicians"),
        row_of("first_administrator", "first of its central administrators"),
        count("administrators", "number of central administrators"),
        row_of("first_representative", "first of its union representatives; it is the chief representative"),
        count("representatives", "number of union representatives"),
        row_of("first_partner", "first of its partner organisations"),
        count("partners", "number of partner organisations"),
        row_of("first_pair", "first of its pairs of units"),
        row_of("first_provider", "first of its private providers"),
        count("providers", "number of private providers"),
        count("steers_contracts", "1 once it has said what contractors and private providers are asked", 0, 1),
        count("private_users", "citizens with a private provider"),
        real(
            "private_cost",
            "what private providers are paid against the municipality's wages at the start",
            "relative",
            0,
        ),
        count("cases", "cases its citizens brought this week"),
        real("rules", "local rules in force, per 30 units", "rules", 0),
        real("national_rules", "national rules in force that bear on the units", "rules", 0),
        real("absence_level", "log of the municipality's own factor on illness", "log rate"),
        real("national_level", "log of the country's factor on illness", "log rate"),
        real("national_drift", "log of the national path of absence this week", "log rate"),
        real("sick_pay_shift", "what a change of sick pay adds to the inclination to stay home", "logit"),
        real("size_factor", "units over 30: what is counted over units is divided by it", "factor", 0),
        real("need_of_a_citizen", "hours a citizen needs against the country's mean, at equal load", "factor", 0),
        real("demand_growth", "demand over productivity since the run began", "factor", 0),
        share("hard_enactment", "mean reach of hard levers over the units"),
        share("guarantee", "lived guarantee against tendering"),
        count("decides_by", "decision rule in use this month: 0 hierarchy, 1 delegated, 2 consensus", 0, 2),
        count("duty_in_force", "1 where proposals fall under the duty to consider this week", 0, 1),
        count("citizens_at_table", "1 where citizens sit at the table this month", 0, 1),
        count("reform_started", "week of the first reform, -1 before", -1),
        count("reform_week", "week of the latest change of what is formally asked, -1 before", -1),
        real("media_incidents", "incidents taken up by the media this week, per 30 units", "incidents", 0),
        real("audit_factor", "factor on planned audits this year", "factor", 0),
        count("audit_factor_until", "week in which the audit factor ends"),
        share("efficiency_demand", "efficiency demand in force this year, share of budget a year"),
        real("other_budget", "share of the efficiency demand met elsewhere this year", "share", 0, 1),
        real("tender_rate", "tenders decided, per unit-year, moving average over a year", "per unit-year", 0),
        count("guarantee_asked", "1 where a guarantee against tendering was asked for last week", 0, 1),
        real(
            "partner_cost",
            "partners' work on shared cases against the municipality's wages at the start",
            "relative",
            0,
        ),
        real("satisfaction", "mean satisfaction of the citizens", "share", 0, 1),
        real("perceived_quality", "mean perceived quality over citizens", "share"),
        share("citizen_trust", "mean trust of the citizens"),
        share("coproduction", "mean co-production of the citizens"),
        real("complaint_rate", "complaints per citizen-week, moving average over a year", "per week", 0),
        share("wish_for_competition", "share of the citizens who wish for more competition"),
        share("majority_share", "share of votes behind the council's majority"),
        count("elections", "elections held"),
        count("decisions", "decisions on proposals and rules since the run began"),
        real("decisions_with_employees", "decisions that followed the employees' first position", "count", 0),
        real(
            "decisions_with_administration", "decisions that followed the administration's first position", "count", 0
        ),
        real("decisions_with_politicians", "decisions that followed the politicians' first position", "count", 0),
        real("decisions_with_citizens", "decisions that followed the citizens' first position", "count", 0),
        count("rules_made", "rules adopted since the run began"),
        real("rules_repealed", "rules repealed since the run began, those of rule hunts among them", "rules", 0),
        real("rules_reported", "rules that staff have reported in rule hunts", "rules", 0),
        real("reported_rules_taken_up", "reported rules that were taken up", "rules", 0),
        real("reported_rules_sent_on", "reported rules that are the state's and were sent on to it", "rules", 0),
        real("reported_rules_removed", "reported rules that were removed", "rules", 0),
    ),
)

SERVICES = Table(
    "services",
    "services: refuse and roads, school, home care, social work",
    (
        count("id", "identity"),
        share("measurability", "share of the work that indicators can see"),
        share("complexity", "complexity of the work, and share of its cases that are complex"),
        share("useful_documentation", "share of hours up to which documentation helps the work"),
        real("illness_factor", "factor on illness by sector", "factor", 0),
    ),
)

CENTRES = Table(
    "centres",
    "services: the mean of each state at the baseline fixed point (found by initialisation, never typed)",
    (
        *(
            share(name, f"baseline mean of {name.replace('_', ' ')}")
            for name in (
                "motivation",
                "exhaustion",
                "trust_in_manager",
                "trust_in_organisation",
                "justice",
                "job_insecurity",
                "skill",
                "voice_efficacy",
                "effort",
                "perceived_control",
                "ambiguity",
                "autonomy",
                "role_conflict",
                "psychological_safety",
                "short_absence_norm",
                "relational_coordination",
                "support",
                "enactment",
                "perceived_influence",
                "quality",
                "measured_quality",
                "lived_discretion",
                "documentation",
                "public_service_motivation",
                "administrator_trust",
                "manager_trust",
                "perceived_quality",
                "continuity",
                "coproduction",
                "citizen_trust",
                "politician_trust",
                "blame",
                "partner_coordination",
                "absence",
                "aspiration",
                "target",
                "competition_exposure",
                "buy_in",
            )
        ),
        share("acted_service_motivation", "baseline mean of public service motivation times autonomous motivation"),
        share("case_coordination", "baseline mean of relational coordination in complex cases"),
        share("pair_coordination", "baseline mean of relational coordination between two units"),
        real("felt_load", "baseline mean of the load as it meets each case", "ratio", 0),
        real("waiting_weeks", "baseline mean of the waiting list", "weeks of standard demand", 0, 8),
        real("documentation_strain", "baseline mean of strain from documentation", "logit", 0),
        real("user_value", "baseline mean of the practice's user value", "relative"),
        real("staff_convenience", "baseline mean of the practice's staff convenience", "relative"),
        real("cost_index", "baseline mean of the practice's cost", "relative"),
        real("work_index", "baseline mean of the practice's work", "relative"),
        share("practice_quality", "baseline mean of the practice's quality"),
        share("practice_spread", "baseline spread of the practice's quality between units (SD)"),
        real("in_use_per_post", "baseline mean of proposals in use per post", "proposals", 0),
        real("output_reference", "inputs per case that give the baseline quality (y_ref)", "skill-effort", 0),
        real("rule_hours", "share of hours that all possible rules would cost (d_R)", "share", 0),
        real("hours_per_citizen", "standard hours of work a citizen causes a week (h_s)", "hours", 0),
        real("hours_per_case", "standard hours of work a case causes (h_c)", "hours", 0),
        real("complaint_rate", "baseline complaints per citizen-week", "per week", 0),
        real("rules", "baseline stock of local rules", "rules", 0),
        real("woman_factor", "scale that keeps the staff's mean illness factor at 1", "factor", 0),
    ),
)

UNITS = Table(
    "units",
    "service units",
    (
        count("id", "identity"),
        row_of("municipality", "the municipality it belongs to"),
        row_of("service", "the service it gives"),
        row_of("first_employee", "first of its posts, which stand together"),
        count("employees", "number of posts"),
        row_of("first_team", "first of its teams"),
        count("teams", "number of teams"),
        row_of("line_manager", "its line manager"),
        row_of("administrator", "the central administrator who follows it"),
        row_of("representative", "the union representative who speaks for its staff"),
        row_of("first_informal_tie", "first of its informal ties"),
        count("informal_ties", "number of units it has informal ties with"),
        row_of("first_sight", "first of the units of its service that it can see"),
        count("sights", "number of units of its service that it can see"),
        row_of("first_proposal", "first row of its proposals"),
        count("proposal_rows", "rows of its proposals, from the first, that have ever been written on"),
        count("citizens", "citizens it serves"),
        count("users_gone", "its citizens who have a private provider"),
        count("users_before", "citizens it served in the quarter before"),
        share("users_lost", "share of those it served that it lost in the last quarter, those won taken off"),
        # enactment and load
        share("soft_enactment", "share of a soft lever's move that reaches the front line"),
        share("hard_enactment", "share of a hard lever's move that reaches the front line"),
        share("guarantee", "lived guarantee against tendering"),
        share("reform_load", "load of change under way"),
        share("attendance", "posts at work this week, by share of working days"),
        share("absence", "share of working days lost to sick leave this week"),
        share("presentee_share", "share of working days worked while ill this week"),
        share("minor_absence", "share of working days lost to minor spells this week"),
        share("neighbours_effort", "mean effort in the units it has informal ties with, last week"),
        real("neighbours_gaming", "mean gaming in the units it has informal ties with, last week", "points per 1.2", 0),
        share("neighbours_absence", "share of days in minor spells in the units it has informal ties with, last week"),
        share("neighbours_skill", "mean skill in the units it has informal ties with, last week"),
        share("documentation", "share of hours that go to documentation"),
        share("service_hours", "share of hours left for citizens"),
        real("capacity", "work the unit can do this week, in standard full posts", "posts", 0),
        real("demand", "work asked this week, in standard full posts", "posts", 0),
        real("load_ratio", "demand over capacity", "ratio", 0.5, 2),
        real("felt_load", "load as it meets each case after rationing", "ratio", 0),
        real("waiting_weeks", "waiting list", "weeks of standard demand", 0, 8),
        real("unmet_need", "demand turned away this week", "weeks of standard demand", 0),
        real("case_hours", "standard hours of this week's cases, with rework", "hours", 0),
        count("cases", "cases of its citizens this week"),
        count("complaints", "complaints this week"),
        # means over the staff, kept by the process that moves the state
        *(
            share(f"mean_{name}", f"mean of {name.replace('_', ' ')} over the staff")
            for name in (
                "motivation",
                "exhaustion",
                "trust_in_manager",
                "trust_in_organisation",
                "justice",
                "job_insecurity",
                "skill",
                "voice_efficacy",
                "effort",
                "perceived_control",
                "autonomy",
                "gaming",
                "safety",
            )
        ),
        # steering as it amounts to in the unit
        share("controlling_steering", "what there is in steering that can be felt as controlling"),
        share("lived_discretion", "discretion over method that reimbursement leaves"),
        share("felt_stakes", "stakes of targets as felt"),
        # work and quality
        real("measured_output", "inputs per case on measured work", "skill-effort", 0),
        real("unmeasured_output", "inputs per case on unmeasured work", "skill-effort", 0),
        share("quality", "true quality"),
        share("measured_quality", "quality as the indicators show it"),
        share("peers_quality", "upper quartile of measured quality in the units of the municipality's same service"),
        share("target", "target level of measured quality"),
        share("aspiration", "level of result the unit has come to expect of itself"),
        share("seen_result", "result as the unit sees it"),
        share("role_conflict", "strong control meeting promised autonomy under weak management"),
        share("relational_coordination", "relational coordination of the unit"),
        share("expected_voice", "voice the staff have come to expect"),
        share("sham", "participation felt as sham"),
        share("perceived_influence", "influence the staff perceive"),
        share("conflict", "conflict in the unit"),
        share("red_tape", "perceived red tape"),
        real("year_of_gaming", "mean gaming over the last year", "points of indicator per 1.2", 0),
        count("gaming_detected", "1 in a week in which gaming is detected", 0, 1),
        # practice
        share("practice_quality", "quality of the practice"),
        real("cost_index", "cost of the practice against the baseline mean", "relative"),
        real("work_index", "work of the practice against the baseline mean", "relative"),
        real("user_value", "value of the practice to users against the baseline mean", "relative"),
        real("staff_convenience", "convenience of the practice to staff against the baseline mean", "relative"),
        real("posts", "posts paid for", "posts", 0),
        real("posts_at_start", "posts at the start", "posts", 0),
        share("team_share", "share of the work done in teams rather than alone"),
        share("team_aim", "share of the work to be done in teams, as last asked"),
        share("work_change", "size of the largest change of the way of working asked so far"),
        share("resistance", "resistance to the change of the way of working"),
        share("buy_in", "mean buy-in of the proposals in use"),
        # administration, rules, markets
        share("trust_of_administrator", "the central administrator's trust in the unit"),
        real("audit_rate", "audits planned, per month", "per month", 0),
        count("incident", "1 in a week with an incident", 0, 1),
        count("media_case", "1 in a week in which the media take up the incident", 0, 1),
        count("learning_review", "1 in a week in which an incident ends in a learning review", 0, 1),
        count("last_rule_week", "week in which it last caused a rule, far below 0 before", -100000),
        share("competition_exposure", "share of volume on contract"),
        share("outside_coordination", "coordination of a private provider with the municipality's units, mean"),
        count("outside_cases", "times a private provider shared a case with a unit of the municipality this week"),
        count("on_contract", "1 when a contractor runs the unit, under steering of its own", 0, 1),
        count("tendered", "1 in a week in which the unit is put out to tender", 0, 1),
        count("quits", "people who quit this week"),
        share("vacant_share", "share of posts that nobody fills"),
        real("continuity", "continuity of contact for citizens", "share", 0, 1),
        real("impression", "what all its citizens see of it alike, in perceived quality", "share"),
        share("coproduction_support", "support for citizens who take part"),
        real("mean_perceived_quality", "mean quality perceived by its citizens", "share"),
        share("mean_satisfaction", "mean satisfaction of its citizens"),
        real("complaint_rate", "complaints per citizen-week, moving average over a year", "per week", 0),
        real("cost", "cost of a standard week against wages at the start", "relative"),
        share("mean_coproduction", "mean co-production of its citizens"),
        # proposals since the run began
        count("ideas", "ideas had"),
        count("labour_saving_ideas", "labour-saving ideas had"),
        count("voiced", "proposals voiced"),
        count("from_above", "proposals that came from above"),
        count("labour_saving_voiced", "labour-saving proposals voiced"),
        count("accepted", "proposals accepted"),
        count("turned_down", "proposals turned down with a reason"),
        count("dropped", "proposals left without an answer"),
        count("came_to_nothing", "accepted or copied proposals that failed to start or were overtaken"),
        count("implemented", "proposals carried into operation, copied ones apart"),
        count("reused", "practices copied from another unit and carried into operation"),
        count("abandoned", "practices given up, reversed or replaced"),
        count("in_use", "proposals in use now"),
        # what events bring
        real("posts_allowed", "posts that the budget allows", "posts", 0),
        code("incident_ahead", "1 where this week brings an incident for certain, 2 one that the media take up", 2),
    ),
)

TEAMS = Table(
    "teams",
    "teams",
    (
        count("id", "identity"),
        row_of("unit", "the unit it belongs to"),
        row_of("first_employee", "first of its posts"),
        count("employees", "number of posts"),
        share("psychological_safety", "psychological safety: safe to speak up"),
        share("short_absence_norm", "share of days in minor spells that the team is used to"),
        share("effort_norm", "effort the team is used to"),
        real("gaming_norm", "gaming the team is used to", "points of indicator per 1.2", 0, 0.25),
        real("mean_effort", "mean effort this week", "share", 0, 1),
        real("minor_absence", "share of days in minor spells this week", "share", 0, 1),
        count("next_proposal_week", "week from which the team can take up its next proposal"),
    ),
)

EMPLOYEES = Table(
    "employees",
    "posts and who fills them",
    (
        short(count("id", "identity of the post")),
        short(row_of("unit", "the unit")),
        short(row_of("team", "the team")),
        short(count("filled", "1 when somebody fills the post", 0, 1)),
        short(count("newcomers", "people who came into the post after the first")),
        # traits
        share("public_service_motivation", "stable disposition to serve"),
        real("autonomy_orientation", "weight of control on the person", "factor", 0),
        share("integrity", "integrity"),
        real("frailty", "personal liability to illness", "factor", 0),
        short(count("woman", "1 for a woman", 0, 1)),
        real("strain_liability", "personal liability to strain", "logit"),
        real("effort_liability", "personal level of effort", "logit"),
        real("task_bias", "weight given to the measured part of the work", "logit"),
        share("trust_propensity", "propensity to trust"),
        # states
        share("motivation", "autonomous motivation"),
        share("exhaustion", "exhaustion"),
        share("trust_in_manager", "trust in the line manager"),
        share("trust_in_organisation", "trust in the organisation"),
        share("justice", "procedural justice"),
        share("job_insecurity", "job insecurity"),
        share("skill", "skill"),
        share("voice_efficacy", "belief that speaking up helps"),
        share("effort", "effort"),
        share("measured_task_share", "share of effort on measured work"),
        real("gaming", "gaming intensity", "points of indicator per 1.2", 0, 0.25),
        share("perceived_control", "steering felt as controlling"),
        share("autonomy", "satisfied need for autonomy"),
        share("ambiguity", "role ambiguity"),
        share("competence", "satisfied need for competence"),
        share("relatedness", "satisfied need for relatedness"),
        share("red_tape", "perceived red tape"),
        share("sham", "participation felt as sham"),
        real("documentation_strain", "strain from documentation beyond use", "logit per weight", 0),
        # sick leave
        short(
            code("spell", "type of the illness spell that keeps the person away: 0 well, 1 minor, 2 medium, 3 major", 3)
        ),
        real("spell_days_left", "working days of illness left", "working days", 0),
        short(count("spell_days_drawn", "working days the spell was drawn to last")),
        short(count("spell_first_day", "working day of this week, from 0, on which the spell begins")),
        short(count("absent_days", "working days lost this week", 0, 5)),
        short(count("minor_days", "working days lost to a minor spell this week", 0, 5)),
        short(count("self_certified_days", "working days lost this week without a doctor's certificate", 0, 5)),
        short(count("presentee_days_left", "working days still worked while ill")),
        short(count("presentee_days", "working days worked while ill this week", 0, 5)),
        short(count("spell_began", "1 in a week in which a spell of absence began", 0, 1)),
        short(count("spell_ended", "1 in a week in which a spell of absence ended", 0, 1)),
        share("presenteeism_load", "share of days worked while ill, moving average over a year"),
        share("absence_last_year", "share of days lost, moving average over a year"),
        # contract
        short(count("temporary", "1 for a temporary contract", 0, 1)),
        short(count("contract_weeks_left", "weeks left of a temporary contract")),
        short(count("vacant_weeks_left", "weeks until whoever was taken on after a quit begins")),
        short(count("ideas", "ideas had since the run began")),
    ),
)

LINE_MANAGERS = Table(
    "line_managers",
    "line managers, one per unit",
    (
        count("id", "identity"),
        row_of("unit", "the unit"),
        share("leadership_skill", "leadership skill"),
        share("enactment_trait", "lasting readiness to enact soft levers"),
        share("enactment", "readiness to enact soft levers now"),
        share("administration_share", "share of time that goes to administration"),
        share("support", "support given to the staff"),
        share("trust_in_team", "trust in the team"),
        share("trust_trait", "level to which trust in the team returns"),
    ),
)

CENTRAL_ADMINISTRATORS = Table(
    "central_administrators",
    "central administrators, in the town hall",
    (
        count("id", "identity"),
        row_of("municipality", "the municipality"),
        share("trust_trait", "level to which trust in units returns"),
        real("audits_planned", "audits planned for the units followed, per month", "per month", 0),
    ),
)

POLITICIANS = Table(
    "politicians",
    "members of the municipal council",
    (
        count("id", "identity of the seat"),
        row_of("municipality", "the municipality"),
        code("party", "party block", 8),
        count("in_majority", "1 for a member of the majority", 0, 1),
        share("ideology", "leaning towards control and thrift"),
        share("trust", "trust in the administration"),
        share("trust_trait", "level to which trust returns"),
        share("blame", "pressure of blame"),
        share("satisfaction_heard", "satisfaction of the citizens the member hears"),
    ),
)

UNION_REPRESENTATIVES = Table(
    "union_representatives",
    "union representatives; the first of a municipality is the chief representative",
    (
        count("id", "identity"),
        row_of("municipality", "the municipality"),
        count("chief", "1 for the chief representative", 0, 1),
        share("credibility", "credibility of the guarantee against tendering, as the members see it"),
        real("workload", "members' mean load ratio", "ratio", 0),
        share("insecurity", "members' mean job insecurity"),
        count("members", "members spoken for"),
    ),
)

STEERING_GROUPS = Table(
    "steering_groups",
    "steering groups, one per municipality; idle unless decisions are taken by consensus",
    (
        count("id", "identity"),
        row_of("municipality", "the municipality"),
        count("meetings", "meetings held since the run began"),
        count("agenda", "proposals on the agenda of the last meeting"),
        count("blocked", "proposals shelved for want of consensus since the run began"),
        real("tension", "citizens' minus employees' first position, mean over the last agenda", "utility"),
    ),
)

CITIZENS = Table(
    "citizens",
    "citizens",
    (
        count("id", "identity"),
        real("satisfaction_liability", "personal level of satisfaction", "logit"),
        share("usual_satisfaction", "satisfaction when quality is that of the baseline and as expected"),
        share("trust_trait", "level to which trust returns"),
        share("expectation", "expected quality"),
        real("perceived_quality", "perceived quality", "share"),
        share("satisfaction", "satisfaction"),
        share("trust", "trust in the municipality"),
        share("coproduction", "co-production"),
        share("wishes_competition", "chance of wishing for more competition"),
        short(row_of("unit", "the unit that serves the citizen")),
        short(row_of("tie_1", "a citizen known")),
        short(row_of("tie_2", "a citizen known")),
        short(row_of("tie_3", "a citizen known")),
        short(row_of("tie_4", "a citizen known")),
        short(row_of("tie_5", "a citizen known")),
    ),
)

EXPERIENCES = Table(
    "experiences",
    "what each citizen has to tell of the services, one row per citizen: apart from the rest, since all who know the "
    "citizen hear it",
    (share("outcome", "outcome of the last own case, else the unit's quality at the founding"),),
)

CHOICES = Table(
    "choices",
    "the provider each citizen has, one row per citizen where there are private providers, else none",
    (short(row_of("provider", "the private provider, -1 for the unit of the municipality")),),
)

LOTS = Table(
    "lots",
    "the numbers drawn for a decision that everybody faces, by row of whoever faces it: citizens, or posts; each such "
    "decision draws its own",
    (share("lot", "the number drawn"),),
)

CASES = Table(
    "cases",
    "this week's cases: those of a municipality stand from the row of its first citizen on, and rows behind them hold "
    "what earlier weeks left",
    (
        share("coordination", "mean relational coordination between those needed"),
        share("outcome", "outcome"),
        short(row_of("citizen", "who brought it")),
        short(code("kind", "1 simple, 2 complex", 2)),
        short(row_of("second_unit", "second unit needed")),
        short(row_of("third_unit", "third unit needed")),
        short(row_of("partner", "partner organisation needed")),
        short(count("partner_joined", "1 when the partner took part", 0, 1)),
        short(count("complained", "1 when the citizen complained", 0, 1)),
    ),
)

PAIRS = Table(
    "pairs",
    "pairs of units of one municipality",
    (
        row_of("unit", "one unit"),
        row_of("other", "the other unit"),
        share("coordination", "relational coordination between the two"),
        count("joint_team", "1 when the two have a joint team", 0, 1),
        count("shared_cases", "cases shared this week that are not remembered yet"),
    ),
)

PROPOSALS = Table(
    "proposals",
    "proposals on their way or in use, some rows per unit",
    (
        row_of("unit", "the unit"),
        row_of("employee", "who had the idea, or is to bring up what came from elsewhere"),
        code("station", "0 empty, 1 waiting, 2 piloted, 3 accepted, 4 in use", 4),
        code("origin", "0 from above, 1 the unit, 2 copied, 3 consultants, 4 citizens", 4),
        count("week_voiced", "week in which it was voiced"),
        count("week_due", "week in which its next step is due"),
        row_of("first_locus", "locus it changes, -1 for a joint team"),
        row_of("second_locus", "second locus it changes, -1 for none"),
        count("first_way", "how the first locus would be done", 0, 1),
        count("second_way", "how the second locus would be done", 0, 1),
        real("quality_gain", "true change of the practice's quality", "share"),
        real("seen_quality_gain", "change of quality that a body without local knowledge can see", "share"),
        real("cost_change", "change of cost, share of the budget; a saving is below 0", "relative"),
        real("work_change", "change of work; a saving is below 0", "relative"),
        real("user_gain", "change of value to users", "relative"),
        real("staff_gain", "change of convenience to staff", "relative"),
        real("coordination_saving", "rework that better coordination saves, share of the budget", "relative"),
        share("asked_share", "share of the unit's staff who were asked"),
        share("ownership", "how much the unit sees it as its own"),
        share("buy_in", "buy-in when it was carried into operation"),
        count("under_duty", "1 when it must be answered", 0, 1),
        count("was_piloted", "1 when it ran as a pilot", 0, 1),
        count("project", "1 when it goes on as a pilot that was not carried into operation", 0, 1),
        count("rounds", "meetings of the steering group it has been through"),
        count("favoured_by_employees", "1 when the employees' first position was in favour", 0, 1),
        count("favoured_by_administration", "1 when the administration's first position was in favour", 0, 1),
        count("favoured_by_politicians", "1 when most politicians were in favour at first", 0, 1),
        count("favoured_by_citizens", "1 when the citizens' first position was in favour", 0, 1),
        row_of("partner_unit", "the other unit of a joint team, -1 for other proposals"),
    ),
)

PRACTICES = Table(
    "practices",
    "loci of the units' practices: row = unit x LOCI + locus",
    (
        code("bit", "how the locus is done", 1),
        row_of("proposal", "row of the proposal that set it, -1 for the first way"),
    ),
)

LOCUS_AGES = Table(
    "locus_ages",
    "loci of the services' landscapes: row = service x LOCI + locus",
    (count("redrawn", "times the world has changed what this locus is worth"),),
)

LEVERS = Table(
    "levers",
    "the levers, in the order of their columns",
    (
        code("reach", "0 hard, 1 soft, 2 a choice of form", 2),
        real("change_scale", "move that counts as a whole step of change, 0 for none", "lever", 0),
    ),
)

NATIONAL_PATH = Table(
    "national_path",
    "years of the country's path of absence; empty where none is chosen",
    (real("log_level", "log of the year's level over the mean of the path", "log rate"),),
)

TALLIES = Table(
    "tallies",
    "what the measures had counted by last week, one row per municipality",
    tuple(
        real(name, f"{name.replace('_', ' ')} by last week", "count", 0)
        for name in (
            "voiced",
            "labour_saving_voiced",
            "accepted",
            "implemented",
            "reused",
            "decisions",
            "decisions_with_employees",
            "decisions_with_administration",
            "decisions_with_politicians",
        )
    ),
)

TIES = Table(
    "ties",
    "informal ties from one unit to another of its municipality",
    (row_of("unit", "the unit that has the tie"), row_of("other", "the unit it leads to")),
)

SIGHTS = Table(
    "sights",
    "which units of its service each unit can see, in its own municipality and elsewhere",
    (short(row_of("seen", "identity of the unit that is seen: its row among what units show")),),
)

SHOWN = Table(
    "shown",
    "what units let others see of them, by the unit's identity: all units of the run, also those of other worlds",
    (
        count("municipality_id", "identity of its municipality"),
        count("service_id", "identity of its service"),
        code("practice", "the practice, a bit for each locus", 2**LOCI - 1),
        share("measured_quality", "quality as the indicators show it"),
    ),
)

PARTNERS = Table(
    "partners",
    "partner organisations outside the municipality",
    (
        count("id", "identity"),
        row_of("municipality", "the municipality"),
        row_of("service", "the service whose cases call it most"),
        share("coordination", "relational coordination with the municipality's units"),
        real("saved_share", "share of its work on shared cases saved, moving average over a year", "share", -1, 1),
        count("shared_cases", "cases shared this week"),
        real("work", "work on shared cases this week, in the unit of the centres' hours per case", "posts", 0),
        real("usual_work", "work the same cases would be at baseline coordination", "posts", 0),
    ),
)

LEDGERS = Table(
    "ledgers",
    "paid hours of each unit this week by what they went to, as shares of its staff's hours; they sum to 1",
    (
        share("sick_leave", "absent and not covered"),
        share("documentation", "documentation"),
        share("cross_unit_work", "cross-unit structures"),
        share("development", "development time"),
        share("meetings", "meetings of the bodies"),
        share("follow_up", "follow-up of results"),
        share("gaming", "work on the figure rather than the result"),
        real("service", "work for citizens", "share"),
    ),
)

PROVIDER_TABLES = {
    "providers": UNITS,
    "provider_teams": TEAMS,
    "provider_employees": EMPLOYEES,
    "provider_managers": LINE_MANAGERS,
}
"""Private providers, where there are any: units like others, kept apart, with teams, posts and managers."""

TABLES = (
    MUNICIPALITIES,
    SERVICES,
    CENTRES,
    UNITS,
    TEAMS,
    EMPLOYEES,
    LINE_MANAGERS,
    CENTRAL_ADMINISTRATORS,
    POLITICIANS,
    UNION_REPRESENTATIVES,
    STEERING_GROUPS,
    CITIZENS,
    EXPERIENCES,
    CHOICES,
    LOTS,
    CASES,
    PAIRS,
    PROPOSALS,
    PRACTICES,
    LOCUS_AGES,
    TIES,
    SIGHTS,
    SHOWN,
    PARTNERS,
    LEDGERS,
    LEVERS,
    NATIONAL_PATH,
    TALLIES,
)
"""Every table but those of the levers, whose columns are the levers' names (sim/regimes)."""
