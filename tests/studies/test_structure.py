"""Facts of persons and units: counted right on small tables by hand, and the same however a world is cut."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.evidence.targets import read_targets
from sim.initialisation.setting import Setting, load_setting
from sim.measures.catalogue import NAMES
from sim.mistakes import Mistake
from sim.rule import COMPILED
from sim.state.records import empty_table
from sim.state.tables import (
    COPIED,
    EMPLOYEES,
    EMPTY,
    FROM_ABOVE,
    FROM_UNIT,
    IN_USE,
    MINOR,
    MUNICIPALITIES,
    PROPOSALS,
    SERVICES,
    UNITS,
    WELL,
)
from sim.studies import arenas, board, structure, targets
from sim.studies.collector import STILL, WEEKS_OF_FOLLOW_UP, Collector, Followed
from sim.studies.evidence import answer, ask, in_words
from sim.studies.facts import FACT_NAMES, FACTS, facts_of
from tests.worlds import begun, four_units

pytestmark = pytest.mark.skipif(not COMPILED, reason="reads columns, which only record arrays have")

NEVER, ALWAYS, ONCE, LEAVER = range(4)
DAYS = 5


def by_hand() -> Any:
    """A municipality of one school with four posts: two women, then two men."""
    world = SimpleNamespace(
        employees=empty_table(EMPLOYEES.columns, 4),
        units=empty_table(UNITS.columns, 1),
        services=empty_table(SERVICES.columns, 1),
        proposals=empty_table(PROPOSALS.columns, 4),
        municipalities=empty_table(MUNICIPALITIES.columns, 1),
    )
    world.employees["woman"] = [1, 1, 0, 0]
    world.employees["exhaustion"] = [0.1, 0.9, 0.3, 0.5]
    world.employees["motivation"] = [0.1, 0.2, 0.3, 0.4]
    world.employees["effort"] = [0.2, 0.4, 0.6, 0.8]
    return world


def school() -> Setting:
    return load_setting("four_units").model_copy(update={"services": [load_setting("four_units").services[1]]})


def week(world: Any, absent: list[int], ended: list[int] | None = None) -> None:
    world.employees["absent_days"] = absent
    world.employees["spell_ended"] = ended or [0, 0, 0, 0]


@pytest.fixture
def two_years() -> Followed:
    """104 weeks: one never ill; one ill all the time; one ill for 3 + 2 days once; a post that changes hands ill."""
    world = by_hand()
    world.employees["spell"] = [WELL, MINOR, WELL, WELL]
    collector = Collector(world)
    for now in range(104):
        absent, ended = [0, DAYS, 0, 0], [0, 0, 0, 0]
        if now in (10, 11):
            absent[ONCE] = 3 if now == 10 else 2
            ended[ONCE] = int(now == 11)
        if now == 70:
            absent[LEAVER] = 4
            world.employees["newcomers"][LEAVER] = 1
            world.employees["woman"][LEAVER] = 1
        week(world, absent, ended)
        if now == 30:
            world.units["implemented"] = 1
        collector.see(world)
    return collector.followed()


def test_those_never_absent_and_those_always_absent_are_counted(two_years: Followed) -> None:
    found = facts_of(two_years, school(), 2)
    assert (found["never_absent"], found["once_absent"]) == (50.0, 50.0)
    assert (found["never_absent_women"], found["never_absent_men"]) == (50.0, 50.0)
    (first,) = two_years.follow_ups
    assert first.days.tolist() == [0, DAYS * WEEKS_OF_FOLLOW_UP, 5, 0]
    assert first.spells.tolist() == [0, 1, 1, 0]  # one spell over two weeks, one under way from the beginning
    assert first.stayed.all()


def test_days_belong_to_whoever_was_there_in_the_week(two_years: Followed) -> None:
    """The man's last four days are a man's, and his post, a woman's from week 71 on, is out of the second year."""
    assert two_years.staff[0, 0].tolist() == [104 + 71, 5 + 4, 2]
    assert two_years.staff[0, 1].tolist() == [208 + 33, 520, 1]
    first, second = two_years.years
    assert first.stayed.tolist() == [True] * 4
    assert second.stayed.tolist() == [True, True, True, False]
    assert second.days.tolist() == [0, 260, 0, 4]


def test_sick_leave_is_days_lost_over_days_of_those_employed(two_years: Followed) -> None:
    found = facts_of(two_years, school(), 2)
    assert found["sick_leave_of_men"] == pytest.approx(100 * 9 / (175 * DAYS))
    assert found["sick_leave_in_school"] == pytest.approx(100 * 529 / (416 * DAYS))
    assert "sick_leave_in_home_care" not in found
    assert found["spells_begun"] == pytest.approx(52 * 3 / 416)


def test_spells_are_as_long_as_they_were_when_they_ended(two_years: Followed) -> None:
    assert {days: count for days, count in enumerate(two_years.lengths) if count} == {4: 1, 5: 1}
    lengths = np.zeros(601, dtype=np.int64)
    lengths[[22, 23, 30, 43]] = [10, 4, 2, 1]  # a month is 22 working days, 60 days are 42, six weeks 30
    found = facts_of(two_years._replace(lengths=lengths), school(), 2)
    lost = 220 + 92 + 60 + 43
    assert found["days_in_spells_over_a_month"] == pytest.approx(100 * (92 + 60 + 43) / lost)
    assert found["days_in_spells_over_60_days"] == pytest.approx(100 * 43 / lost)
    assert found["six_week_spells"] == pytest.approx(100 * 52 * 3 / 416)


def test_exhaustion_and_motivation_are_asked_of_those_at_work(two_years: Followed) -> None:
    assert two_years.years[0].answered.tolist() == [True, False, True, True]
    found = facts_of(two_years, school(), 2)
    assert found["motivation_effort_correlation"] == pytest.approx(1.0)


def test_units_with_an_innovation_in_two_years_count_once(two_years: Followed) -> None:
    assert two_years.innovations.tolist() == [[0], [1], [1]]
    assert facts_of(two_years, school(), 2)["innovative_units"] == 100.0
    more = two_years._replace(innovations=np.array([[0, 3], [2, 3], [4, 3], [4, 4], [4, 5]]))
    assert facts_of(more, school(), 4)["innovative_units"] == 50.0


def use(world: Any, row: int, origin: int, station: int) -> None:
    world.proposals["origin"][row], world.proposals["station"][row] = origin, station


def test_changes_are_followed_from_their_first_week_in_use() -> None:
    """One in use before counts for nothing; one lasts, one is given up after nine years, one begins too late."""
    world = by_hand()
    use(world, 0, FROM_UNIT, IN_USE)
    collector = Collector(world)
    for now in range(11 * 52):
        if now == 4:
            world.proposals["quality_gain"] = [0.5, 0.03, -0.02, 0.7]
            world.proposals["cost_change"], world.proposals["work_change"] = 0.02, -0.03
            use(world, 1, FROM_UNIT, IN_USE)
            use(world, 2, FROM_ABOVE, IN_USE)
        if now == 9 * 52:
            world.proposals["quality_gain"] = 0.9  # a row may be written anew in the week in which it is given up
            use(world, 2, FROM_ABOVE, EMPTY)
            use(world, 0, FROM_UNIT, EMPTY)
            use(world, 3, COPIED, IN_USE)
        week(world, [0, 0, 0, 0])
        collector.see(world)
    followed = collector.followed()
    assert followed.changes.begun.tolist() == [4, 4, 468]
    assert followed.changes.ended.tolist() == [468, STILL, STILL]
    found = facts_of(followed, school(), 11)
    assert (found["quality_of_own_changes"], found["quality_of_imposed_changes"]) == (0.03, -0.02)
    assert found["saving_of_own_changes"] == pytest.approx(0.01)
    assert found["changes_from_above"] == 50.0
    names = [f"{of}changes_in_use_after_ten_years" for of in ("", "own_", "imposed_", "copied_")]
    assert [found[name] for name in names] == pytest.approx([50.0, 100.0, 0.0, np.nan], nan_ok=True)


def test_reported_rules_are_counted_from_where_the_years_began() -> None:
    world = by_hand()
    world.municipalities["rules_reported"] = 5.0
    collector = Collector(world)
    world.municipalities["rules_reported"] = 25.0
    world.municipalities["reported_rules_removed"] = 2.0
    for _ in range(104):
        week(world, [0, 0, 0, 0])
        collector.see(world)
    found = facts_of(collector.followed(), school(), 2)
    assert (found["rules_reported"], found["reported_rules_removed"]) == (10.0, 1.0)


def test_outer_thirds_are_those_of_the_first_survey() -> None:
    """Who comes later, and who was away when all were asked, is in no third."""
    world = by_hand()
    world.employees["skill"] = [0.3, 0.5, 0.6, 0.9]
    world.employees["spell"] = [MINOR, WELL, WELL, WELL]
    world.units["quality"] = 0.4
    collector = Collector(world)
    for now in range(104):
        if now == 30:
            world.units["quality"] = 0.7
            world.employees["spell"] = WELL
            world.employees["motivation"] = [0.0, 0.6, 0.7, 0.9]
            world.employees["skill"] = [0.9, 0.9, 0.9, 0.1]
        week(world, [0, 0, 0, 0])
        collector.see(world)
    followed = collector.followed()
    found = facts_of(followed, school(), 2)
    assert (found["motivation_of_the_least_skilled"], found["motivation_of_the_most_skilled"]) == (0.6, 0.9)
    assert found["quality_of_the_least_skilled_units"] == pytest.approx(0.7)
    first, second = followed.years
    left = second._replace(person=np.array([0, 1, 0, 0]))
    gone = facts_of(followed._replace(years=(first, left)), school(), 2)
    assert np.isnan(gone["motivation_of_the_least_skilled"])


def test_the_most_exhausted_are_set_against_the_least() -> None:
    world = by_hand()
    collector = Collector(world)
    for _ in range(52):
        week(world, [1, 3, 0, 2])
        collector.see(world)
    assert facts_of(collector.followed(), school(), 1)["absence_by_exhaustion"] == pytest.approx(3.0)


def in_another_order(world: Any, order: list[int]) -> Any:
    """The same municipalities in another order: a view of the tables with their rows dealt anew."""
    units, staff = world.units, world.employees
    row_of_unit = np.concatenate([np.flatnonzero(units["municipality"] == m) for m in order])
    rows = np.concatenate([np.flatnonzero(staff["unit"] == u) for u in row_of_unit])
    new_staff, new_units = staff[rows].copy(), units[row_of_unit].copy()
    new_staff["unit"] = np.argsort(row_of_unit)[new_staff["unit"]]
    new_units["municipality"] = np.argsort(order)[new_units["municipality"]]
    return SimpleNamespace(
        employees=new_staff,
        units=new_units,
        services=world.services,
        proposals=world.proposals,
        municipalities=world.municipalities,
    )


@pytest.fixture(scope="module")
def lived() -> tuple[dict[str, float], dict[str, float], float]:
    """Facts of five small municipalities, the same in another order, and the sick leave that was measured."""
    simulation, order = begun(four_units(5)), [3, 0, 4, 1, 2]
    plain, mixed = Collector(simulation.world), Collector(in_another_order(simulation.world, order))
    measured = []
    for _ in range(3 * 52):
        simulation.step()
        plain.see(simulation.world)
        mixed.see(in_another_order(simulation.world, order))
        measured.append(simulation.world.measured["sick_leave_share"].mean())
    one, other = (facts_of(it.followed(), four_units(5), 3) for it in (plain, mixed))
    return one, other, float(np.mean(measured))


def test_the_order_of_municipalities_does_not_matter(
    lived: tuple[dict[str, float], dict[str, float], float],
) -> None:
    one, other, _ = lived
    assert set(one) == {fact.name for fact in FACTS if fact.years <= 3}
    assert one == pytest.approx(other, nan_ok=True)


def test_the_facts_hold_all_the_sick_leave_that_is_measured(
    lived: tuple[dict[str, float], dict[str, float], float],
) -> None:
    found, _, measured = lived
    services = [found[f"sick_leave_in_{entry.service}"] for entry in four_units().services]
    assert np.mean(services) == pytest.approx(measured)


def test_how_weeks_are_split_does_not_matter() -> None:
    at_once, in_parts = begun(four_units(2)), begun(four_units(2))
    one, other = Collector(at_once.world), Collector(in_parts.world)
    whole = structure.observe(at_once, one, 110)
    parts = [structure.observe(in_parts, other, weeks) for weeks in (1, 50, 9, 50)]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))
    found, again = (facts_of(it.followed(), four_units(2), 2) for it in (one, other))
    assert found == pytest.approx(again, rel=0.0, abs=0.0, nan_ok=True)


def test_facts_and_measures_have_names_of_their_own() -> None:
    assert len(set(FACT_NAMES)) == len(FACT_NAMES)
    assert not set(FACT_NAMES) & set(NAMES)
    assert all(fact.title and fact.unit for fact in FACTS)


OWN = """
[[claim]]
id = "mine"
title = "Women and men"
kind = "calibrated"
source = ["claim 2"]
statement = [
  { says = "Women are ill", a = "baseline", measure = "sick_leave_of_women / sick_leave_share", contrast = "level", window = [1, 2], setting = "four_units", expected = { direction = "within", low = 0.5, high = 2.0 } },
]
"""  # noqa: E501


def own(folder: Path, text: str = OWN) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_statement_may_name_a_fact(tmp_path: Path) -> None:
    asked = ask(own(tmp_path), quick=True, out=tmp_path / "board")._replace(replicates=3)
    assert asked.plans == {}
    assert "years 1 to 2 of the baseline: to be made" in in_words(asked)
    answer(asked, Console(stderr=True, quiet=True), "styreform evidence", workers=1)
    (row,) = pd.read_parquet(tmp_path / "board" / "statements.parquet").itertuples()
    assert (row.pairs, row.verdict) == (3, "reproduced")
    assert "made already" in in_words(asked)


def test_the_number_of_threads_does_not_matter() -> None:
    study = structure.Study(arenas.Side(arenas.Arena("four_units", (), 8), "baseline"), (1, 2))
    one, two = (structure.followed(study, 3, workers) for workers in (1, 2))
    pd.testing.assert_frame_equal(one, two)


def test_what_is_followed_is_what_is_lived_in_the_arenas() -> None:
    """Same seeds, same reforms: so measures and facts of one scenario are of the same lives."""
    asked = ask(None, quick=True, out=None)
    designs = {arena: plan.design for arena, plan in asked.plans.items()}
    lived = {(arena, row.regime): set(design.runs) for arena, design in designs.items() for row in design.rows}
    both = [study for study in asked.studies if study.side in lived]
    assert both
    for study in both:
        assert {row.run for row in study.rows(study.design(asked.replicates))} <= lived[study.side]


def test_years_of_a_study_are_counted_from_the_reform() -> None:
    side = arenas.Side(arenas.Arena("four_units", (), 8), "trust")
    late = structure.followed(structure.Study(side, (3, 3)), 1)
    assert late.index.get_level_values("year").unique().tolist() == [3]
    whole = structure.followed(structure.Study(side, (1, 3)), 1)
    assert late["motivation"].tolist() == whole["motivation"].xs(3, level="year").tolist()


def of_the_baseline(setting: str, window: tuple[int, int]) -> structure.Study:
    return structure.Study(arenas.Side(arenas.Arena(setting, (), 8), "baseline"), window)


def test_no_more_seeds_are_lived_side_by_side_than_memory_holds() -> None:
    study = of_the_baseline("forty_municipalities", (1, 4))
    assert structure.threads_that_fit([study], 4, room=1e12) == {study: 4}
    assert structure.threads_that_fit([study], 4, room=5e8) == {study: 1}
    assert structure.threads_that_fit([of_the_baseline("four_units", (1, 2))], 4, room=0.0).popitem()[1] == 1
    with pytest.raises(Mistake, match='"denmark" is too large for the memory at hand'):
        structure.threads_that_fit([of_the_baseline("denmark", (1, 8))], 4, room=2e9)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("sick_leave_of_women", "sick_leave_of_woman", ('Did you mean "sick_leave_of_women"?',)),
        ('contrast = "level"', 'contrast = "season"', ("a fact of a whole window, which has no season",)),
        ('contrast = "level"', 'contrast = "slope"', ("Allowed: difference",)),
        ("sick_leave_of_women /", "never_absent /", ("window of 2 years or more",)),
        ("sick_leave_of_women /", "quartile_persistence /", ("needs 4 municipalities or more", "four_units has 1")),
        ("sick_leave_of_women /", "sick_leave_in_school /", ("odder_social has no such service",)),
    ],
)
def test_a_fact_that_cannot_be_counted_is_told_why(
    tmp_path: Path, right: str, wrong: str, words: tuple[str, ...]
) -> None:
    text = OWN.replace(right, wrong, 1)
    text = text.replace("[1, 2]", "[1, 1]") if "never" in wrong else text
    text = text.replace('"four_units"', '"odder_social"') if "school" in wrong else text
    with pytest.raises(Mistake) as told:
        in_words(ask(own(tmp_path, text), quick=True, out=tmp_path / "board"))
    for word in ("own.toml", *words):
        assert word in str(told.value)


def test_the_baseline_is_held_against_targets() -> None:
    of_women = next(it for it in read_targets() if it.id == "women")
    season = next(it for it in read_targets() if it.id == "season")
    asked = [it.model_copy(update={"setting": "four_units", "window": (1, 2)}) for it in (of_women, season)]
    (study,) = {structure.studies_of(it.statement)["a"] for it in asked}
    table = targets.held_against(asked, {study: structure.followed(study, 3)})
    assert table["target"].tolist() == ["women", "season"]
    assert table["seeds"].tolist() == [3, 3]
    assert np.isfinite(table[["found", "low", "high"]]).all(axis=None)


def test_words_of_statements_are_measures_and_facts() -> None:
    assert {*NAMES, *FACT_NAMES} == set(board.WORDS)
