"""A bundle lived in this process: what its runs share, and how they fail."""

from sim.lab.bundle import Bundle, BurnedIn, Found, Lived, live
from sim.lab.design import design
from sim.simulate import founded
from tests.lab import planted
from tests.lab.laboratories import RUNS_A_REPLICATE, small


def bundle(**changes: object) -> Bundle:
    return design(small(replicates=1, **changes)).bundles()[0]


def lived(one: Bundle, found: Found) -> list[Lived]:
    return [news for news in live(one, found) if isinstance(news, Lived)]


def as_bytes(run: Lived) -> bytes:
    assert run.series is not None
    return run.series.tobytes()


def test_the_order_of_the_runs_in_a_bundle_does_not_matter() -> None:
    one = bundle(burn_in_years=1)
    turned = one._replace(runs=one.runs[::-1])
    for run, same in zip(lived(one, founded), lived(turned, founded)[::-1], strict=True):
        assert run.run == same.run
        assert as_bytes(run) == as_bytes(same)


def test_a_run_is_the_same_alone_as_in_its_bundle() -> None:
    one = bundle(burn_in_years=1)
    together = lived(one, founded)[-1]
    (alone,) = lived(one._replace(runs=one.runs[-1:]), founded)
    assert as_bytes(together) == as_bytes(alone)


def test_the_burn_in_is_lived_once() -> None:
    news = list(live(bundle(burn_in_years=1), founded))
    assert [one.weeks for one in news if isinstance(one, BurnedIn)] == [52]
    assert [one.weeks for one in news if isinstance(one, Lived)] == [52] * RUNS_A_REPLICATE


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
