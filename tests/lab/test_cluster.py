"""A real Dask scheduler with real workers, and array jobs as plain processes: killed, stopped, restarted, cut off."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.lab import cluster
from sim.lab.bundle import Bundle, Found, Lived
from sim.lab.cluster import cluster_at, live_pack, packed, work_on_cluster
from sim.lab.designs import design
from sim.lab.laboratory import follow, open_store, plan
from sim.lab.shards import plan_in, shard_in, shard_of
from sim.lab.store import Store
from sim.lab.workers import News, WorkError
from sim.mistakes import Mistake
from sim.simulate import founded
from tests.lab import planted
from tests.lab.laboratories import (
    ROOT,
    RUNS_A_REPLICATE,
    assert_same_tables,
    carried_out,
    environment,
    runs_lived,
    small,
    table,
)

SHARD = """
import sys
from pathlib import Path
from tests.lab import planted
from tests.lab.laboratories import small
from sim.lab.designs import design
from sim.lab.laboratory import follow, plan
from sim.lab.shards import shard_of
from sim.lab.workers import work_through
if __name__ == "__main__":
    one = shard_of(plan(design(small()), Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
    work = work_through(one.bundles, one.results, 1, planted.slow)
    for news in follow(one, work, alone=False):
        print(type(news).__name__, flush=True)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small experiment, carried out in peace by one worker of this machine."""
    folder = tmp_path_factory.mktemp("undisturbed")
    carried_out(small(), folder)
    return folder


class Cluster(NamedTuple):
    """A scheduler and its workers, each a process group of its own."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def a_cluster(port: int = 0, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler on loopback and workers without nannies: what is killed stays dead."""
    scheduler = _dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    assert scheduler.stderr is not None
    address = next(line.split()[-1].decode() for line in scheduler.stderr if b"Scheduler at:" in line)
    hired = [_dask("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard") for _ in range(workers)]
    try:
        with cluster_at_least(address, workers):
            pass
        yield Cluster(address, scheduler, hired)
    finally:
        for process in (*hired, scheduler):
            process.kill()
            process.communicate()


@contextmanager
def cluster_at_least(address: str, workers: int) -> Iterator[Any]:
    """A client, once so many workers have come."""
    from distributed import Client

    with Client(address, timeout=30, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(workers, timeout=60)
        yield client


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "dask", *arguments], cwd=ROOT, stderr=subprocess.PIPE)


def lived_on(address: str, results: Path, found: Found = founded) -> Iterator[News]:
    """The small experiment on a cluster."""
    planned = plan(design(small()), results)
    with cluster_at(address) as client:
        yield from follow(planned, work_on_cluster(planned.bundles, results, client, found))


def test_a_cluster_writes_the_same_bits_and_lives_nothing_twice(undisturbed: Path, tmp_path: Path) -> None:
    with a_cluster() as one:
        assert runs_lived(list(lived_on(one.address, tmp_path))) == 3 * RUNS_A_REPLICATE
        assert list(lived_on(one.address, tmp_path)) == []
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_a_worker_that_is_killed_costs_only_what_it_had_not_kept(undisturbed: Path, tmp_path: Path) -> None:
    with a_cluster() as one:
        kept: set[str] = set()
        for news in lived_on(one.address, tmp_path, planted.slow):
            if isinstance(news, Lived) and not kept:
                kept = set(Store(tmp_path).runs())
                one.workers[0].kill()
    assert kept
    lines = [line for line in Store(tmp_path).lines() if line.row["run"] in kept]
    assert len(lines) == len(kept)
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_when_the_scheduler_is_lost_the_same_command_goes_on(undisturbed: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def live_until_the_scheduler_dies(one: Cluster) -> None:
        for news in lived_on(one.address, tmp_path, planted.slow):
            if isinstance(news, Lived):
                told.append(news.run)
                one.scheduler.kill()

    with a_cluster() as first, pytest.raises(WorkError, match="give the command again"):
        live_until_the_scheduler_dies(first)
    stored = Store(tmp_path).runs()
    assert told
    assert all(stored[run].is_ok for run in told)
    with a_cluster() as second:
        again = list(lived_on(second.address, tmp_path))
    assert not {news.run for news in again if isinstance(news, Lived)} & set(told)
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_a_run_that_always_kills_is_set_aside_alone(undisturbed: Path, tmp_path: Path) -> None:
    from dask import config
    from distributed import LocalCluster

    eager = config.set({"distributed.scheduler.allowed-failures": 0})  # type: ignore[no-untyped-call]
    with (
        environment({planted.SEED: str(small().seeds()[1])}),
        eager,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as one,  # type: ignore[no-untyped-call]
    ):
        list(lived_on(one.scheduler_address, tmp_path, planted.killing_every_time))
    carried = {run: stored.row["status"] for run, stored in Store(tmp_path).runs().items()}
    assert sorted(carried.values()) == ["killed"] * 2 + ["ok"] * (3 * RUNS_A_REPLICATE - 2)
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_a_wrong_address_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://", "no address"):
        with pytest.raises(Mistake, match=r"--dask .*: there is no Dask scheduler to be reached"), cluster_at(address):
            pass


@given(weeks=some.lists(some.integers(1, 10**6), min_size=1), workers=some.integers(0, 1000))
def test_packs_hold_every_bundle_once_in_order(weeks: list[int], workers: int) -> None:
    (one,) = design(small(replicates=1)).bundles()
    bundles = [one._replace(name=str(k), weeks=weeks[k]) for k in range(len(weeks))]
    packs = list(packed(bundles, workers))
    assert [bundle.name for pack in packs for bundle in pack] == [bundle.name for bundle in bundles]
    assert all(packs)


@pytest.mark.parametrize("in_one", [True, False])
def test_packing_changes_no_number(undisturbed: Path, tmp_path: Path, *, in_one: bool) -> None:
    planned = plan(design(small()), tmp_path)
    open_store(planned)
    packs: list[tuple[Bundle, ...]] = [tuple(planned.bundles)] if in_one else [(one,) for one in planned.bundles]
    for pack in reversed(packs):
        live_pack(pack, str(tmp_path), founded)
        again = live_pack(pack, str(tmp_path), founded)  # a pack that is sent twice lives only what is missing
        assert [type(news).__name__ for news in again] == (["Lived"] * RUNS_A_REPLICATE + ["Kept"]) * len(pack)
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)


def test_shards_that_are_cut_off_repeated_and_out_of_order_give_the_same_tables(
    undisturbed: Path, tmp_path: Path
) -> None:
    for shard in (2, 2, 1):
        with closing(_shard(tmp_path, shard, 2)) as news:
            next(one for one in news if one == b"Lived\n")  # cut off by the end of the block
    for shard in (1, 2, 2):
        list(_shard(tmp_path, shard, 2))
    gathered = plan_in(tmp_path)
    assert gathered.missing == 0
    carried_out(small(), tmp_path)
    assert_same_tables(undisturbed, tmp_path)
    assert len(table(tmp_path, "runs")) == len(table(undisturbed, "runs"))


def _shard(results: Path, number: int, shards: int) -> Iterator[bytes]:
    """The news of one array task; it is killed with its worker when nobody listens any more."""
    arguments = [sys.executable, "-c", SHARD, str(results), str(number), str(shards)]
    task = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True)
    assert task.stdout is not None
    try:
        for line in task.stdout:  # noqa: UP028 - "yield from" would close what communicate reads
            yield line
        assert task.wait() == 0
    finally:
        if task.poll() is None:
            os.killpg(task.pid, signal.SIGKILL)
        task.communicate()


@given(shards=some.integers(1, 7))
def test_shards_part_the_runs(shards: int) -> None:
    planned = plan(design(small()), ROOT / "no" / "such" / "results")
    parts = [
        {run.run for bundle in shard_of(planned, number, shards).bundles for run in bundle.runs}
        for number in range(1, shards + 1)
    ]
    assert sum(map(len, parts)) == len(set().union(*parts)) == len(planned.design.runs)


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "-1/2"])
def test_a_shard_that_is_none_is_a_mistake(text: str) -> None:
    with pytest.raises(Mistake, match="this must be N/M, with N from 1 to M"):
        shard_in(text)
