"""Faults of processes and plans."""

import os
import signal
import time
from pathlib import Path

import psutil

from benchmarks.kills.checkout import edited_while_it_runs
from benchmarks.kills.coordinator import Order
from benchmarks.kills.fault import Came, Fault, Peace, came_through
from benchmarks.kills.trial import DAMAGED, Trial, digest_of_weeks
from sim.lab.durable import write_json
from sim.lab.segment import series_file_of
from sim.lab.store import Store


def process_number_comes_back(folder: Path, peace: Peace) -> Came:
    """A coordinator is killed, and its process number now belongs to somebody who lives: us."""
    trial = Trial(Order(folder, "stand-in", 4), peace[4])
    process = trial.start()
    trial.wait(lambda: len(trial.acknowledged()) >= 3, process)
    os.killpg(trial.coordinators[-1], signal.SIGKILL)
    process.join()
    write_json({"process": os.getpid(), "host": os.uname().nodename}, trial.order.results / "coordinator.json")
    return came_through(trial, "the lock was free")


def late_finisher(folder: Path, peace: Peace) -> Came:
    """A worker is stopped in a run, its coordinator killed, the experiment finished; then the worker goes on."""
    trial = Trial(Order(folder, "stand-in", 4), peace[4])
    process = trial.start()
    trial.wait(lambda: len(trial.acknowledged()) >= 4, process)
    late = [psutil.Process(pid) for pid in trial.workers()]
    for worker in late:
        worker.suspend()
    process.kill()
    process.join()
    trial.start().join()
    before = len(list(Store(trial.order.results).lines()))
    for worker in late:
        worker.resume()
    _, alive = psutil.wait_procs(late, timeout=60)
    more = len(list(Store(trial.order.results).lines())) - before
    trial.start().join()
    return came_through(trial, f"{more} late ends kept beside the first, {len(alive)} workers left")


def wrong_hit(folder: Path, peace: Peace) -> Came:
    """A journal is forged, sums and all: a run is told with the weeks of another."""
    trial = Trial(Order(folder, "stand-in", 1, workers=1), peace[1])
    trial.start().join()
    store = Store(trial.order.results)
    one, other, *_ = store.runs().values()
    with store.segment("0000forged") as segment:
        segment.write_line(one.row | {"series": other.row["series"]})
    os.link(series_file_of(other.journal), store.folder / "0000forged.arrows")
    one.journal.unlink()
    forged = store.runs()[one.row["run"]]
    read = digest_of_weeks(store, forged)
    for _ in range(2):  # it is taken back, then lived again
        trial.start().join()
    return came_through(trial, f"the weeks are {'refused' if read == DAMAGED else 'taken for those of the run'}")


def two_at_once_later(folder: Path, peace: Peace) -> Came:
    """Coordinators are started one after the other, before the first is done: all but one are refused."""
    trial = Trial(Order(folder, "stand-in", 4), peace[4])
    processes = []
    for _ in range(4):
        processes.append(trial.start())
        time.sleep(0.1)
    for process in processes:
        process.join()
    refused = trial.errors().count("Another styreform works in")
    return came_through(trial, f"{refused} of 3 refused")


FAULTS = (
    Fault("process", "process number of a killed coordinator used again", process_number_comes_back),
    Fault("process", "four coordinators at once", two_at_once_later),
    Fault("plan", "late duplicate: a stopped worker finishes after everybody", late_finisher),
    Fault("plan", "planted wrong hit: a forged line with right sums", wrong_hit),
    Fault("plan", "a rule edited while the experiment runs", edited_while_it_runs),
)
