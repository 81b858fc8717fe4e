"""A world in which one kind of actor decides nothing new, lived where nothing is compiled.

There a week is a list of ordinary functions, and those in which a kind of actor decides can be left out: what they
wrote last, under the baseline, stays as it was. Everything else, the draws too, is the same.
"""

from typing import Any

from sim import week
from tests.worlds import begun, four_units, live, reform

DECISIONS = {
    "employees": ("choose_effort", "have_ideas"),
    "line_managers": ("lead", "judge_teams"),
    "central_administrators": ("plan_audits", "set_targets", "trust_units"),
    "politicians": ("make_rules", "hold_tenders", "vote_on_audits", "pass_budget"),
    "union_representatives": ("hear_members", "believe_guarantee"),
    "citizens": ("judge_services", "complain"),
    "partners": ("cooperate_with_partners",),
    "nobody": (),
}
"""The processes of a week in which each kind of actor judges and decides."""

EVENTS = ("tendered", "learning_review")
"""What the council's decisions of one week alone have written to the units: it must not last."""

OUTCOMES = {
    "employees": (
        ("employees", "motivation"), ("employees", "exhaustion"), ("employees", "justice"),
        ("employees", "perceived_control"), ("employees", "job_insecurity"),
    ),
    "line_managers": (("line_managers", "support"), ("line_managers", "trust_in_team")),
    "central_administrators": (("units", "trust_of_administrator"), ("units", "audit_rate")),
    "politicians": (("politicians", "trust"), ("politicians", "blame"), ("municipalities", "rules")),
    "union_representatives": (("union_representatives", "workload"), ("union_representatives", "credibility")),
    "citizens": (("citizens", "satisfaction"), ("citizens", "trust"), ("citizens", "coproduction")),
    "partners": (("partners", "coordination"), ("partners", "saved_share")),
}  # fmt: skip
"""What each kind of actor feels, thinks or does."""

YEAR = 52


def outcomes_when_frozen(regime: str, municipalities: int) -> dict[str, dict[str, float]]:
    """For each frozen kind, and for nobody: every outcome's mean over the second year of a reform.

    All these worlds are one and the same until the reform, which comes after a year under the baseline.
    """
    before = live(begun(four_units(municipalities)), YEAR)
    before.enact([reform(regime)])
    return {kind: _outcomes(_live_without(names, before.copy())) for kind, names in DECISIONS.items()}


def _live_without(names: tuple[str, ...], simulation: Any) -> list[dict[str, float]]:
    kept = {name: getattr(week, name) for name in names}
    for name in names:
        setattr(week, name, _decide_nothing)
    for unit in simulation.world.units:
        for event in EVENTS:
            setattr(unit, event, 0)
    try:
        live(simulation, YEAR)
        return [_means(live(simulation, 1).world) for _ in range(YEAR)]
    finally:
        for name, process in kept.items():
            setattr(week, name, process)


def _decide_nothing(*_: Any) -> None:
    """Nothing is decided; what was written last stays."""


def _means(world: Any) -> dict[str, float]:
    return {
        f"{table}.{column}": sum(getattr(row, column) for row in getattr(world, table)) / len(getattr(world, table))
        for columns in OUTCOMES.values()
        for table, column in columns
    }


def _outcomes(weeks: list[dict[str, float]]) -> dict[str, float]:
    return {name: sum(means[name] for means in weeks) / len(weeks) for name in weeks[0]}
