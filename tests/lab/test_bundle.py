"""A bundle lived in this process: what its runs share, and how they fail."""

import numpy as np

from sim.lab.bundle import Bundle, BurnedIn, Found, Lived, Piece, live
from sim.lab.designs import design
from sim.simulate import Simulation, founded
from tests.lab import planted
from tests.lab.laboratories import RUNS_A_REPLICATE, small


def bundle(**changes: object) -> Bundle:
    return design(small(replicates=1, **changes)).bundles()[0]


def lived(one: Bundle, found: Found) -> list[Lived]:
    return [news for news in live(one, found) if isinstance(news, Lived)]


def series(one: Bundle, found: Found = founded, threads: int = 1) -> dict[str, bytes]:
    """The series of each run, put together from its pieces."""
    pieces: dict[str, list[np.ndarray]] = {}
    for news in live(one, found, threads):
        if isinstance(news, Piece):
            assert news.series is not None
            assert news.first_week == 1 + sum(map(len, pieces.get(news.run, [])))
            pieces.setdefault(news.run, []).append(news.series)
    return {run: np.concatenate(parts).tobytes() for run, parts in pieces.items()}


def test_the_order_of_the_runs_in_a_bundle_does_not_matter() -> None:
    """Nor does it matter which of them lives on in the burned-in world itself."""
    one = bundle(burn_in_years=1)
    in_order = series(one)
    assert len(in_order) == RUNS_A_REPLICATE
    for turn in range(1, RUNS_A_REPLICATE):
        assert series(one._replace(runs=one.runs[turn:] + one.runs[:turn])) == in_order


def test_a_run_is_the_same_alone_as_in_its_bundle() -> None:
    one = bundle(burn_in_years=1)
    together = series(one)
    for run in one.runs:
        assert series(one._replace(runs=(run,))) == {run.run: together[run.run]}


def test_pieces_are_what_is_lived_at_one_stretch() -> None:
    one = bundle(burn_in_years=1)._replace(weeks=120)
    world = founded(one.setting, one.parameters, one.seed)
    world.live(52)
    world.enact(one.runs[1].reforms)
    assert series(one)[one.runs[1].run] == world.live(120).tobytes()


def test_the_burn_in_is_lived_once() -> None:
    news = list(live(bundle(burn_in_years=2, years=2), founded))
    assert [one.weeks for one in news if isinstance(one, BurnedIn)] == [52, 52]
    assert [one.weeks for one in news if isinstance(one, Piece)] == [52, 52] * RUNS_A_REPLICATE
    assert [one.weeks for one in news if isinstance(one, Lived)] == [104] * RUNS_A_REPLICATE


def test_threads_change_nothing() -> None:
    one = bundle(setting="norwegian_reference")
    one = one._replace(setting=one.setting.model_copy(update={"municipalities": 4}), weeks=20, runs=one.runs[:2])

    def in_many_worlds(*about: object) -> Simulation:
        return founded(*about, people_of_a_world=1)  # type: ignore[arg-type]

    assert len(in_many_worlds(one.setting, one.parameters, 1).worlds) == 4
    assert series(one, in_many_worlds, threads=2) == series(one, in_many_worlds) == series(one)


def test_a_world_that_cannot_be_founded_fails_all_its_runs() -> None:
    runs = lived(bundle(), planted.failing_at_founding)
    assert [(run.status, run.stage, run.reason) for run in runs] == [
        ("failed", "founding", "ZeroDivisionError: no employees")
    ] * RUNS_A_REPLICATE
    assert "failing_at_founding" in runs[0].traceback


def test_a_measure_that_is_not_a_number_fails_its_run_only() -> None:
    runs = lived(bundle(), planted.without_number_under_npm)
    assert [run.status for run in runs] == ["ok", "failed", "failed", "ok", "ok"]
    assert runs[1].stage == "measures"
    assert runs[1].reason == "FloatingPointError: motivation is nan in week 3, municipality 0"


def test_a_run_that_measures_the_wrong_number_of_weeks_has_failed() -> None:
    runs = lived(bundle(), planted.losing_a_week)
    assert {(run.status, run.stage, run.reason) for run in runs} == {
        ("failed", "measures", "ValueError: 51 weeks were measured where 52 were to be lived")
    }


def test_a_fault_in_a_later_piece_is_told_by_its_week() -> None:
    runs = lived(bundle(years=3), planted.without_number_in_year_3_under_npm)
    assert [run.status for run in runs] == ["ok", "failed", "failed", "ok", "ok"]
    assert runs[1].reason == "FloatingPointError: motivation is nan in week 107, municipality 0"
