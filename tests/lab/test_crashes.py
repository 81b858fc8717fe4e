"""The crash record in short: tens of real kills, and the store held against what was acknowledged after each."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.kills.campaign import tables_of_kills
from benchmarks.kills.coordinator import Order
from benchmarks.kills.kills import REPLICATES, Kind, Outcome, Sought, killed_at_call, killed_at_random
from benchmarks.kills.trial import Trial, Undisturbed, in_peace
from sim.lab.place import refuse_wrong_place
from sim.lab.store import Store

MUST_BE_NONE = ("lost", "wrong", "duplicated", "unfinished", "left_behind")
AT_RANDOM = {
    Kind("stand-in", "worker", "KILL"): 4,
    Kind("stand-in", "worker", "STOP, CONT"): 2,
    Kind("stand-in", "coordinator", "KILL"): 3,
    Kind("stand-in", "all", "TERM"): 3,
}
AT_CALLS = {
    Kind("stand-in", "worker", "KILL", "store call"): (2, 9, 14, 33),
    Kind("stand-in", "coordinator", "KILL", "store call"): (1, 5, 13, 40),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kills")


@pytest.fixture(scope="module")
def eight(folder: Path) -> Undisturbed:
    """The experiment of eight replicates, in peace."""
    return in_peace(Order(folder / "eight", "stand-in", REPLICATES["stand-in"]))


@pytest.fixture(scope="module")
def one(folder: Path) -> Undisturbed:
    return in_peace(Order(folder / "one", "stand-in", 1))


def test_kills_at_random_instants_cost_only_what_was_in_flight(folder: Path, eight: Undisturbed) -> None:
    def kill(kind: Kind, kills: int) -> Outcome:
        return killed_at_random(Sought(kind, kills, seed=kills), folder / " ".join(kind), eight)

    with ThreadPoolExecutor(len(AT_RANDOM)) as pool:
        for outcome in pool.map(lambda it: kill(*it), AT_RANDOM.items()):
            assert_nothing_lost(outcome.counts)
            assert outcome.counts["begun_again"] <= outcome.kills * outcome.kind.in_flight, outcome


def test_a_death_at_a_call_to_the_store_costs_only_what_was_in_flight(folder: Path, one: Undisturbed) -> None:
    calls = [(kind, call) for kind, calls in AT_CALLS.items() for call in calls]

    def kill(kind: Kind, call: int) -> Outcome | None:
        return killed_at_call(kind, call, folder / kind.target / str(call), one)

    with ThreadPoolExecutor(4) as pool:
        for outcome in pool.map(lambda it: kill(*it), calls):
            assert outcome is not None
            assert_nothing_lost(outcome.counts)
            assert outcome.counts["begun_again"] <= 1, outcome


def test_the_checks_find_what_is_lost_or_wrong(folder: Path, one: Undisturbed) -> None:
    trial = Trial(Order(folder / "spoilt", "stand-in", 1, workers=1), one)
    trial.start().join()
    assert trial.check() == (5, 0, 0)
    others = Undisturbed(one.results, dict.fromkeys(one.digests, "another"))
    assert Trial(Order(folder / "other", "stand-in", 1), others).check() == (0, 0, 0)
    trial.undisturbed = others
    assert trial.check() == (5, 0, 5)
    for journal in Store(trial.order.results).folder.glob("*.journal"):
        journal.write_bytes(b"\n".join(journal.read_bytes().split(b"\n")[:3]))
    assert trial.check() == (5, 3, 2)


def test_a_folder_left_by_a_coordinator_killed_at_its_start_is_ours(tmp_path: Path) -> None:
    for name in ("coordinator.lock", "coordinator.json.0123.part", "store.json.4567.part"):
        (tmp_path / name).touch()
    (tmp_path / "segments").mkdir()
    refuse_wrong_place(tmp_path)


@pytest.mark.long
def test_a_thousand_kills() -> None:
    *_, rows = tables_of_kills(1000, seed=1, at_once=2)
    assert sum(int(row["kills"]) for row in rows if row["signal"] != "STOP, CONT") >= 1000
    for row in rows:
        assert_nothing_lost(row)
        assert int(row["begun_again"]) <= int(row["in_flight"]), row


def assert_nothing_lost(counts: Counter[str] | dict[str, str | int]) -> None:
    assert {name: counts[name] for name in MUST_BE_NONE} == dict.fromkeys(MUST_BE_NONE, 0)
