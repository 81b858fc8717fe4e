"""Bundles lived on a Dask cluster: packs of them are the tasks, results go to the store, and only news travel back.

The results folder must be on a disk that all workers share. A worker that dies costs what it had not kept: the
scheduler sends its pack to another, which lives what is missing. When the scheduler is lost, the same command goes on.
"""

import threading
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sim.lab.bundle import Bundle, BurnedIn, Found, Lived, Piece
from sim.lab.place import MARK
from sim.lab.store import Store
from sim.lab.workers import Kept, News, WorkError, has_other_code, live_and_keep
from sim.mistakes import Mistake
from sim.rule import code_digest

PACK_MUNICIPALITY_WEEKS = 100_000
"""What a task holds at most, if that is more than one bundle: about a minute of a processor's work."""
_PACKS_A_WORKER = 4
"""Every worker gets so many packs at least, where there are bundles enough, so that none waits long for the last."""
_SECONDS_TO_CONNECT = 15
_ONE_AT_A_TIME = threading.Lock()
"""A worker's threads take turns: the model uses the processor, and waits for nothing."""

type Pack = tuple[Bundle, ...]


class Seen(NamedTuple):
    """What a worker says of itself before it is given work."""

    place: str
    code: str


@contextmanager
def cluster_at(address: str) -> Iterator[Any]:
    """The Dask cluster whose scheduler is at an address such as ``tcp://host:8786``; a Mistake where there is none."""
    try:
        from distributed import Client
    except ImportError:
        raise Mistake("--dask needs Dask: install styreform[cluster].") from None
    try:
        client: Any = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as trouble:
        raise Mistake(f"--dask {address}: there is no Dask scheduler to be reached: {trouble}.") from None
    with client:
        if not client.nthreads():
            raise Mistake(f"--dask {address}: the scheduler has no workers; start some with `dask worker {address}`.")
        yield client


def work_on_cluster(bundles: Sequence[Bundle], folder: Path, client: Any, found: Found) -> Generator[News]:
    """Live every bundle on the workers of a Dask cluster, and tell what happens, pack by pack.

    A Mistake where a worker sees another folder or has other code; WorkError where the cluster is lost. A run that is
    the death of as many workers as the scheduler allows is set aside as "killed", alone.
    """
    folder = folder.resolve()
    _refuse_strange_workers(client, folder)
    yield from _live_on(client, list(packed(bundles, len(client.nthreads()))), folder, found)


def packed(bundles: Sequence[Bundle], workers: int) -> Iterator[Pack]:
    """The bundles in packs, in their order: small ones together, and some packs for every worker."""
    whole = sum(_work_in(bundle) for bundle in bundles)
    most = min(PACK_MUNICIPALITY_WEEKS, whole / (_PACKS_A_WORKER * max(1, workers)))
    pack: list[Bundle] = []
    for bundle in bundles:
        if pack and sum(map(_work_in, pack)) + _work_in(bundle) > most:
            yield tuple(pack)
            pack = []
        pack.append(bundle)
    if pack:
        yield tuple(pack)


def _work_in(bundle: Bundle) -> int:
    return int(bundle.all_weeks * bundle.setting.municipalities)


def _refuse_strange_workers(client: Any, folder: Path) -> None:
    for worker, seen in client.run(_seen, str(folder)).items():
        if seen.place != (folder / MARK).read_text(encoding="utf-8"):
            raise Mistake(f"The worker at {worker} does not see {folder}: results must be on a disk that all share.")
        if seen.code != code_digest():
            raise Mistake(f"The worker at {worker} has other code of the model than this process: install the same.")


def _seen(folder: str) -> Seen:
    mark = Path(folder) / MARK
    return Seen(mark.read_text(encoding="utf-8") if mark.is_file() else "", code_digest())


def _live_on(client: Any, packs: Sequence[Pack], folder: Path, found: Found) -> Generator[News]:
    """Live packs side by side; one that killed its workers run by run; whatever still does alone, after all others.

    Dask blames whoever waits for a worker that dies. Of a run that was alone on the cluster there is no doubt.
    """
    from distributed.client import FutureCancelledError, as_completed
    from distributed.scheduler import KilledWorker

    def submitted(pack: Pack) -> Any:
        return client.submit(live_pack, pack, str(folder), found, pure=False)

    waiting = {submitted(pack): pack for pack in packs}
    done: Any = as_completed(list(waiting), loop=client.loop)  # type: ignore[no-untyped-call]
    suspects: list[Pack] = []
    try:
        for future in done:
            pack = waiting.pop(future)
            try:
                yield from future.result()
            except KilledWorker:
                smaller = _run_by_run(pack, folder)
                if sum(len(bundle.runs) for bundle in pack) == 1:
                    suspects += smaller
                    continue
                for again, one in ((submitted(one), one) for one in smaller):
                    waiting[again] = one
                    done.add(again)
        for pack in suspects:
            try:
                yield from submitted(pack).result()
            except KilledWorker as death:
                yield from _set_aside(pack, folder, str(death))
    except (FutureCancelledError, OSError) as trouble:
        raise WorkError(f"the cluster has given up its work ({trouble}); give the command again") from None
    finally:
        client.cancel(list(waiting))


def _run_by_run(pack: Pack, folder: Path) -> list[Pack]:
    """What a pack that killed its workers has left, a run each."""
    kept = {run for run, one in Store(folder).runs().items() if one.is_ok}
    return [(bundle._replace(runs=(run,)),) for bundle in pack for run in bundle.runs if run.run not in kept]


def _set_aside(pack: Pack, folder: Path, why: str) -> Iterator[News]:
    """Keep that a lone run killed every worker that tried it."""
    ((bundle, run),) = [(bundle, run) for bundle in pack for run in bundle.runs]
    ended = Lived(run.run, "killed", "worker", f"its worker died, again and again: {why}")
    with Store(folder).segment(uuid.uuid4().hex) as segment:
        segment.end(ended, run)
    yield from (ended, Kept(bundle, bundle.all_weeks))


def live_pack(pack: Pack, folder: str, found: Found) -> list[News]:
    """Live what is missing of a pack on this worker and keep it; the news of it, without weeks."""
    with _ONE_AT_A_TIME, Store(Path(folder)).segment(uuid.uuid4().hex) as segment:
        stored = Store(Path(folder)).runs()
        news: list[News] = []
        for bundle in pack:
            if has_other_code(bundle):
                raise OSError("a worker has other code of the model")
            there = [run for run in bundle.runs if run.run in stored and stored[run.run].is_ok]
            news += [Lived(run.run, "ok") for run in there]
            missing = bundle._replace(runs=tuple(run for run in bundle.runs if run not in there))
            lived = list(live_and_keep(missing, found, 1, segment)) if missing.runs else []
            news += [*lived, Kept(bundle, bundle.all_weeks - _weeks_of(lived))]
    return news


def _weeks_of(news: Sequence[Any]) -> int:
    return sum(one.weeks for one in news if isinstance(one, BurnedIn | Piece))
