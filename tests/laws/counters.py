"""Which counters of the random numbers a run uses, written down where nothing is compiled."""

from collections import Counter
from typing import Any

from sim import draws
from sim.events import event_of, happenings
from tests.events.entries import ENTRIES
from tests.worlds import PARAMETERS, begun, four_units, live, reform

EVENTFUL = {
    "ideas_per_employee_week": 0.2, "voice_level": 3.0, "copying_per_week": 0.5, "line_per_unit_week": 3.0,
    "incident_rate": 0.3, "most_incidents": 0.5, "media_chance": 0.9, "rule_interval_weeks": 2.0,
    "case_rate": 0.5, "partner_chance": 0.5, "minor_illnesses": 20.0, "temporary_share": 0.5,
    "abandonment_per_year": 2.0, "election_weeks": 52.0,
}  # fmt: skip
"""Parameters beyond their ranges, so that in a short time everything happens, and often at once."""


def counters_used(regime: str, weeks: int, seed: int, municipalities: int) -> dict[str, list[list[int]]]:
    """Every counter (who, week, decision, other), with how often it was read, from the founding on; and every key."""
    assert EVENTFUL.keys() <= PARAMETERS.values.keys()
    read: Counter[tuple[int, ...]] = Counter()
    keys: Counter[tuple[int, ...]] = Counter()
    block = draws.philox

    def watched(*words: int) -> Any:
        read[words[:4]] += 1
        keys[words[4:]] += 1
        return block(*words)

    vars(draws)["philox"] = watched
    try:
        setting = four_units(municipalities)
        simulation = begun(setting, seed, EVENTFUL)
        simulation.enact([reform(regime), *happenings([event_of(entry) for entry in ENTRIES], setting)])
        live(simulation, weeks)
    finally:
        vars(draws)["philox"] = block
    return {
        "counters": [[*counter, times] for counter, times in read.items()],
        "keys": [list(key) for key in keys],
    }
