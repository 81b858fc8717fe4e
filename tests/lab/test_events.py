"""Events and courses in experiment files: told when wrong, the same in every arm, part of every run's identity."""

from pathlib import Path
from typing import Any

import pytest

from sim.events import Happening
from sim.lab.designs import Design, design
from sim.lab.experiment import Experiment, packaged_cases, read_experiment
from sim.lab.shelf import checked, contents
from sim.mistakes import Mistake
from sim.regimes import Reform
from tests.lab.laboratories import small
from tests.lab.test_experiment import told

TENDER = {"kind": "tender", "week": 10, "number": 1}
COURSE = ({"week": 0, "regime": "tripartite"}, {"week": 30, "regime": "tripartite + citizens_party"})

RIGHT = """\
question = "Does it help?"
expected_answer = "A little."
setting = "four_units"
regimes = ["baseline", "two_phases"]
replicates = 2
[courses]
two_phases = [{ week = 0, regime = "tripartite" }, { week = 30, regime = "trust" }]
[[events]]
kind = "tender"
week = 10
number = 1
outcome = "lost"
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"tender"', '"tendr"', ["line 9", "events[1].kind", 'Did you mean "tender"?']),
        ('kind = "tender"', "", ["line 8", "the kind of event is missing"]),
        ('"tender"', "3", ["line 9", "no kind of event 3"]),
        ("outcome", "outcom", ["line 12", 'Did you mean "outcome"?']),
        ('"lost"', '"lots"', ["line 12", 'Did you mean "lost"?']),
        ("week = 10", "week = 416", ["line 10", "beyond the run, whose weeks are 0 to 415"]),
        ("week = 10", "week = -1", ["line 10", "out of range"]),
        ("week = 10", "", ["events[1].week", "missing"]),
        ("number = 1", "number = 0", ["line 11", "at least 1"]),
        ("number = 1", "units = [4]", ["line 11", "there is no unit 4: in four_units they are 0 to 3"]),
        ("number = 1", "units = []", ["line 11", "at least one entry"]),
        ("number = 1", "municipalities = [1]", ["line 11", "there is no municipality 1"]),
        ("number = 1", 'services = ["shool"]', ["line 11", 'Did you mean "school"?']),
        ("number = 1", "number = 1\nshare = 0.5", ["line 11", "either share or number"]),
        ("number = 1", "number = 1\nunits = [1]", ["line 11", "leave one out"]),
        ("week = 30", "week = 0", ["line 7", "cannot follow one of week 0"]),
        ("week = 30", "week = 416", ["line 7", "before the 416 weeks are over"]),
        ('"trust"', '"trsut"', ["line 7", "courses.two_phases[2].regime", 'Did you mean "trust"?']),
        ("two_phases = ", "two_phase = ", ["line 7", 'Did you mean "two_phases"?']),
        ("number = 1", 'only_under = ["two_phase"]', ["line 11", "events[1].only_under", 'Did you mean "two_phases"?']),
        ("number = 1", "only_under = 3", ["line 11", "events[1].only_under", "names of regimes"]),
        ("[[events]]", "[events]", ["line 8", "events", "a list"]),
    ],
)
def test_a_wrong_entry_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, said: list[str]) -> None:
    assert right in RIGHT
    message = told(RIGHT.replace(right, wrong), tmp_path)
    assert [part for part in said if part not in message] == [], message


def test_a_course_may_not_be_called_like_a_regime(tmp_path: Path) -> None:
    assert "give the course a name of its own" in told(RIGHT.replace("two_phases", "hybrid"), tmp_path)


def timelines(designed: Design) -> dict[str, tuple[Any, ...]]:
    """The timeline of each regime's first run."""
    return {row.regime: designed.runs[row.run].reforms for row in reversed(designed.rows)}


def test_events_happen_in_every_arm_and_courses_go_from_regime_to_regime() -> None:
    there = timelines(design(small(regimes=("baseline", "steps"), courses={"steps": COURSE}, events=(TENDER,))))
    events = [[entry for entry in timeline if isinstance(entry, Happening)] for timeline in there.values()]
    assert events[0] == events[1] != []
    reforms = [entry for entry in there["steps"] if isinstance(entry, Reform)]
    assert [reform.week for reform in reforms] == [0, 30]
    assert [reform.formal["citizens_party"] for reform in reforms] == [0.0, 1.0]


def test_an_event_may_happen_under_some_regimes_only_and_draws_the_same_lots() -> None:
    only = TENDER | {"only_under": ["told"]}
    courses = {"told": ({"week": 0, "regime": "baseline"},)}
    designed = design(small(regimes=("baseline", "told"), courses=courses, events=(only, TENDER | {"week": 3})))
    there = timelines(designed)
    events = {
        name: [entry.place for entry in timeline if isinstance(entry, Happening)] for name, timeline in there.items()
    }
    assert events == {"baseline": [1], "told": [0, 1]}
    assert len(designed.runs) == 2 * 3


def test_a_pool_counts_the_weeks_of_a_course_from_its_own_first(tmp_path: Path) -> None:
    setting = Path("scenarios/municipalities/four_units.toml")
    text = (Path(__file__).parents[2] / setting).read_text(encoding="utf-8")
    (tmp_path / "six.toml").write_text(text.replace("municipalities = 1", "municipalities = 6"), encoding="utf-8")
    pools = ({"week": 4, "municipalities": 2}, {"week": 10, "municipalities": 3})
    changes = {"courses": {"steps": COURSE}, "pools": pools, "setting": str(tmp_path / "six.toml")}
    reforms = timelines(design(small(regimes=("baseline", "steps"), **changes)))["steps"]
    assert [(reform.week, len(reform.municipalities)) for reform in reforms] == [(4, 2), (10, 3), (34, 2), (40, 3)]
    assert reforms[0].municipalities == reforms[2].municipalities


def test_events_and_phases_decide_a_run() -> None:
    later = (COURSE[0], COURSE[1] | {"week": 31})
    changes: list[dict[str, Any]] = [
        {},
        {"events": (TENDER,)},
        {"events": (TENDER | {"week": 11},)},
        {"events": (TENDER | {"outcome": "lost"},)},
        {"events": (TENDER, TENDER)},
        {"events": (TENDER | {"only_under": ["baseline"]}, TENDER)},
        {"courses": {"npm_first": COURSE}, "regimes": ("npm_first", "baseline")},
        {"courses": {"npm_first": later}, "regimes": ("npm_first", "baseline")},
    ]
    experiments = [small(**({"regimes": ("npm", "baseline"), "replicates": 1} | change)) for change in changes]
    runs = [design(one).rows[0].run for one in experiments]
    assert len(set(runs)) == len(runs)


def test_a_course_of_one_phase_is_the_regime() -> None:
    one = design(small(regimes=("baseline", "npm")))
    other = design(small(regimes=("baseline", "only"), courses={"only": ({"week": 0, "regime": "npm"},)}))
    assert one.runs.keys() == other.runs.keys()


def test_an_experiment_can_be_written_down_and_read_again() -> None:
    events = (TENDER, TENDER | {"only_under": ["steps"]})
    whole = small(regimes=("baseline", "steps"), courses={"steps": COURSE}, events=events)
    assert Experiment(**whole.model_dump()) == whole


def test_a_first_look_leaves_out_what_comes_later() -> None:
    events = (TENDER, TENDER | {"week": 200})
    courses = {"steps": (*COURSE, {"week": 200, "regime": "baseline"})}
    quick = small(years=8, regimes=("baseline", "steps"), courses=courses, events=events).quick()
    assert [one.event.week for one in quick.events] == [10]
    assert [phase.week for phase in quick.courses["steps"]] == [0, 30]


def test_what_happens_is_told_in_words(tmp_path: Path) -> None:
    file = tmp_path / "experiment.toml"
    file.write_text(RIGHT, encoding="utf-8")
    said = checked(str(file))
    assert 'Event, week 10: tender, number 1, outcome "lost". Sets the units as tendered' in said
    assert "two_phases, week 30: trust" in said


def test_cases_are_listed_and_explained_by_name() -> None:
    assert set(contents()["cases"]) == set(packaged_cases())
    for name in packaged_cases():
        experiment, _ = read_experiment(name)
        assert experiment.source
        assert f"Source: {experiment.source[0]}" in checked(name)


def test_a_wrong_python_entry_is_a_mistake_too() -> None:
    with pytest.raises(Mistake, match=r"events\[1\].units: there is no unit 9"):
        design(small(events=(TENDER | {"number": None, "units": [9]},)))
