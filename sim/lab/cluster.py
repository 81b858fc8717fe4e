"""Bundles lived on a Dask cluster: packs of them are the tasks, results go to the store, and only news travel back.

The results folder must be on a disk that all workers share. A worker that dies costs what it had not kept: the scheduler
sends its pack to another, which lives what is missing. When the scheduler is lost, the same command goes on.
"""

import threading
import uuid
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.lab.bundle import Bundle, BurnedIn, Found, Lived, Piece
from sim.lab.place import MARK
from sim.lab.store import Store
from sim.lab.workers import Kept, News, WorkError, has_other_code, live_and_keep
from sim.mistakes import Mistake
from sim.rule import code_digest

if TYPE_CHECKING:
    from distributed import Client, Future

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


def work_on_cluster(bundles: Sequence[Bundle], folder: Path, address: str, found: Found) -> Generator[News]:
    """Live every bundle on the workers of a Dask cluster, and tell what happens, pack by pack.

    A Mistake where there is no scheduler at the address, or a worker sees another folder or has other code. A run that
    is the death of as many workers as the scheduler allows is set aside as "killed", alone.
    """
    from distributed import Client

    folder = folder.resolve()
    try:
        client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as trouble:
        raise Mistake(f"--dask {address}: there is no Dask scheduler to be reached: {trouble}") from None
    with client:
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


def _refuse_strange_workers(client: "Client", folder: Path) -> None:
    for worker, seen in client.run(_seen, str(folder)).items():
        if seen.place != (folder / MARK).read_text(encoding="utf-8"):
            raise Mistake(f"The worker at {worker} does not see {folder}: results must be on a disk that all share.")
        if seen.code != code_digest():
            raise Mistake(f"The worker at {worker} has other code of the model than this process: install the same.")


def _seen(folder: str) -> Seen:
    mark = Path(folder) / MARK
    return Seen(mark.read_text(encoding="utf-8") if mark.is_file() else "", code_digest())


def _live_on(client: "Client", packs: Sequence[Pack], folder: Path, found: Found) -> Generator[News]:
    from distributed import as_completed
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    def submitted(pack: Pack) -> "Future":
        return client.submit(live_pack, pack, str(folder), found, pure=False)

    waiting = {submitted(pack): pack for pack in packs}
    done = as_completed(list(waiting), loop=client.loop)
    try:
        for future in done:
            pack = waiting.pop(future)
            try:
                yield from future.result()
            except KilledWorker as death:
                smaller, ended = _after_deaths(pack, folder, str(death))
                yield from ended
                for one in smaller:
                    again = submitted(one)
                    waiting[again] = one
                    done.add(again)
            except (FutureCancelledError, OSError) as trouble:
                raise WorkError(f"the cluster has given up its work ({trouble}); give the command again") from None
            future.release()
    finally:
        client.cancel(list(waiting), reason="the coordinator has stopped")


def _after_deaths(pack: Pack, folder: Path, why: str) -> tuple[list[Pack], list[News]]:
    """A pack that killed its workers, cut up into single runs: whoever kills alone is set aside, nobody else."""
    kept = {run for run, one in Store(folder).runs().items() if one.is_ok}
    alone = [bundle._replace(runs=(run,)) for bundle in pack for run in bundle.runs if run.run not in kept]
    if sum(len(bundle.runs) for bundle in pack) > 1:
        return [(one,) for one in alone], []
    told: list[News] = []
    for bundle in alone:
        ended = Lived(bundle.runs[0].run, "killed", "worker", f"its worker died, again and again: {why}")
        with Store(folder).segment(uuid.uuid4().hex) as segment:
            segment.end(ended, bundle.runs[0])
        told += [ended, Kept(bundle, bundle.all_weeks)]
    return [], told


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
