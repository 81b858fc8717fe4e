"""One entry of every kind of event, as a user writes it."""

from typing import Any

from sim.events import event_of, happenings
from sim.initialisation.setting import Setting
from sim.simulate import Simulation
from tests.worlds import begun, four_units, live, reform

ENTRIES: tuple[dict[str, Any], ...] = (
    {"kind": "budget_cut", "week": 2, "efficiency_demand": 0.015, "development_time": -0.005, "weeks": 12},
    {"kind": "staff_reduction", "week": 2, "posts_less": 0.2, "by": "dismissals"},
    {"kind": "staff_reduction", "week": 3, "posts_less": 0.1, "share": 0.5, "weeks": 9},
    {"kind": "extra_money", "week": 2, "posts_more": 0.2, "weeks": 12},
    {"kind": "reorganisation", "week": 3, "size": 0.6, "share": 0.5},
    {"kind": "manager_change", "week": 3, "number": 1},
    {"kind": "incident", "week": 4, "number": 1, "trust_lost": 0.2, "national_rules": 1.0},
    {"kind": "campaign", "week": 4, "promised_voice": 0.3, "promised_quality": 0.1},
    {"kind": "tender", "week": 5, "number": 2, "outcome": "lost"},
    {"kind": "tender", "week": 6, "share": 0.5, "outcome": "drawn", "contractor": "targets"},
    {"kind": "user_choice", "week": 2, "citizens": 0.8, "weeks": 20},
    {"kind": "election", "week": 5},
    {"kind": "election", "week": 8, "vote_change": -0.4},
    {"kind": "rule_hunt", "week": 6, "reported": 0.5},
    {"kind": "certification_change", "week": 6, "follow_up": 0.3, "weeks": 12},
    {"kind": "sick_pay_change", "week": 4, "staying_home": -0.8, "weeks": 14},
    {"kind": "new_standard", "week": 7, "candidates": 30},
    {"kind": "change_of_practice", "week": 8, "owner": "above"},
)


def told(entry: dict[str, Any]) -> str:
    """The name of a test about an entry."""
    return f"{entry['kind']}-{entry['week']}"


def in_some(entry: dict[str, Any], **scope: Any) -> dict[str, Any]:
    """The same event in another scope."""
    return {key: value for key, value in entry.items() if key not in ("share", "number")} | scope


def with_events(
    *entries: dict[str, Any], setting: Setting | None = None, regime: str = "baseline", seed: int = 1
) -> Simulation:
    """Four units, or another setting, with events ahead, under a regime from week 0."""
    setting = setting or four_units()
    simulation = begun(setting, seed)
    simulation.enact([reform(regime), *happenings([event_of(entry) for entry in entries], setting)])
    return simulation


def columns_with_all_events(regime: str, weeks: int) -> dict[str, dict[str, list[float]]]:
    """Four units after so many weeks in which every kind of event happens."""
    return live(with_events(*ENTRIES, regime=regime), weeks).world.columns()
