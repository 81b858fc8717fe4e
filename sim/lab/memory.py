"""How much memory an experiment needs, held against what there is, before anything starts.

A country has gigabytes of people, and a machine whose memory is full ends whom it likes. What a world needs follows
from the rows of its tables; a process has one, and a second where several runs start from it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

from sim.evidence import ParameterSet
from sim.initialisation.founding import numbers_of_rows
from sim.initialisation.setting import Setting
from sim.initialisation.sizes import Size
from sim.lab.bundle import Bundle
from sim.lab.workers import Crew, crew_of
from sim.measures.catalogue import NAMES
from sim.mistakes import Mistake
from sim.regimes import LEVERS
from sim.state.tables import SHOWN, TABLES
from sim.state.world import LEVER_TABLES

PROCESS_BYTES = 340_000_000
"""What a process needs beside its worlds, as measured: Python, packages, compiled code, weeks on their way to disk."""

_QUANTITY_BYTES = 8
_CONTROL_GROUPS = Path("/sys/fs/cgroup")
_UNIFIED = ("memory.max", "memory.current", "inactive_file")
_OLDER = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


class Need(NamedTuple):
    """The memory that an experiment needs, in bytes."""

    world: int
    """All tables of all municipalities of a run."""
    worlds: int
    """Worlds alive at once in a process: the one in which the burn-in was lived, and a copy that lives a run."""

    @property
    def of_a_process(self) -> int:
        """What one worker process needs."""
        return PROCESS_BYTES + self.worlds * self.world

    def processes_in(self, room: float) -> int:
        """How many processes fit into so many bytes."""
        return int(room // self.of_a_process)

    def in_words(self, processes: int, room: float) -> str:
        """What so many processes need, and what there is."""
        worlds = "1 world" if self.worlds == 1 else f"{self.worlds} worlds"
        return (
            f"Memory: about {in_gigabytes(processes * self.of_a_process)} for {processes} "
            f"process{'es' if processes > 1 else ''} (each with {worlds} of {in_gigabytes(self.world)}); "
            f"{in_gigabytes(room)} are free."
        )


def need_of(bundles: Sequence[Bundle]) -> Need:
    """What the bundles of an experiment need; they share their setting."""
    bundle = bundles[0]
    worlds = 2 if any(len(one.runs) > 1 for one in bundles) else 1
    return Need(bytes_of_world(bundle.setting, bundle.parameters), worlds)


def crew_that_fits(bundles: Sequence[Bundle], workers: int, room: float) -> Crew:
    """The crew for so many processors, of fewer processes where memory holds no more; a Mistake where it holds none."""
    fit = number_that_fits(need_of(bundles), bundles[0].setting, bundles[0].parameters, room)
    return crew_of(workers, len(bundles), fit)


def number_that_fits(need: Need, setting: Setting, parameters: ParameterSet, room: float) -> int:
    """How many can be lived at once in so many bytes; a Mistake where not one can. A small setting is always tried."""
    fit = need.processes_in(room)
    if not fit and need.worlds * need.world > PROCESS_BYTES:
        raise Mistake(_too_large(need, setting, parameters, room))
    return max(1, fit)


def bytes_of_world(setting: Setting, parameters: ParameterSet, municipalities: int | None = None) -> int:
    """The bytes of all tables of a setting's municipalities, or of the first so many of them."""
    places = setting.places[:municipalities]
    rows = numbers_of_rows(setting, places) | {
        "ties": sum(place.all_units for place in places) * int(parameters.values["informal_neighbours"]),
        "sights": round(expected_sights(places, parameters.values["service_sight"])),
        SHOWN.name: sum(place.all_units for place in places),
    }
    widths = {
        table.name: np.dtype([(column.name, column.kind) for column in table.columns]).itemsize for table in TABLES
    }
    widths |= dict.fromkeys((*LEVER_TABLES, "baseline"), len(LEVERS) * _QUANTITY_BYTES)
    measured = len(places) * len(NAMES) * _QUANTITY_BYTES
    return measured + sum(rows[name] * width for name, width in widths.items())


def expected_sights(places: Sequence[Size], share_elsewhere: float) -> float:
    """How many units of their own service all units see together, on average (sim/processes/founding.py).

    >>> expected_sights([Size((2, 1), 100, 1, 0)] * 2, 0.0)
    14.0
    """
    number = len(places)
    sights = 0.0
    for units in zip(*(place.units for place in places), strict=True):
        everywhere = sum(units)
        for m, here in enumerate(units):
            near = sum(units[k] for k in {(m - 1) % number, m, (m + 1) % number})
            sights += here * (near - 1 + share_elsewhere * (everywhere - near))
    return sights


def memory_at_hand() -> float:
    """The bytes that this experiment may still take: of the machine's memory, or of the share that is set for it.

    What this process has taken already counts as its own share of a process.
    """
    free = min(float(psutil.virtual_memory().available), min(_rooms(), default=inf))
    return free - max(0, PROCESS_BYTES - psutil.Process().memory_info().rss)


def _rooms(told: str | None = None, groups: Path = _CONTROL_GROUPS) -> Iterator[float]:
    """The room left under each limit that Linux sets for this process, its group and the groups around it."""
    try:
        lines = (Path("/proc/self/cgroup").read_text(encoding="utf-8") if told is None else told).splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        top = groups / "memory" if controllers else groups
        inside = top / path.strip("/")
        for folder in (inside, *inside.parents):
            if folder.is_relative_to(top):
                yield _room_in(folder, _OLDER if controllers else _UNIFIED)


def _room_in(folder: Path, names: tuple[str, str, str]) -> float:
    """The room left under one limit; infinite where there is none. Files that were only read can be forgotten."""
    limit, used, forgettable = names
    try:
        most = (folder / limit).read_text(encoding="utf-8").strip()
        taken = int((folder / used).read_text(encoding="utf-8"))
        stat = dict(line.split() for line in (folder / "memory.stat").read_text(encoding="utf-8").splitlines())
        return inf if most == "max" else int(most) - taken + int(stat.get(forgettable, 0))
    except (OSError, ValueError):
        return inf


def _too_large(need: Need, setting: Setting, parameters: ParameterSet, room: float) -> str:
    """What is needed, what there is, what would fit."""
    needed = need.in_words(1, max(0.0, room)).removeprefix("Memory: ")
    fits = _what_fits(setting, parameters, (room - PROCESS_BYTES) / need.worlds)
    return (
        f'The setting "{setting.name}" is too large for the memory at hand: {needed} Fewer workers do not help. {fits}'
    )


def _what_fits(setting: Setting, parameters: ParameterSet, room: float) -> str:
    """How much of a setting would fit into so many bytes for a world."""
    if setting.sizes is None and setting.municipalities > 1:
        numbers = range(1, setting.municipalities)
        fit = bisect_right(numbers, room, key=lambda number: bytes_of_world(setting, parameters, number))
        if fit:
            return f"About {fit} of its {setting.municipalities} municipalities would fit."
    citizens = int(setting.citizens * max(0.0, room) / bytes_of_world(setting, parameters))
    if not citizens:
        return "Not even a small part of it would fit."
    return f"About {_rounded(citizens):,} of its {setting.citizens:,} citizens would fit."


def _rounded(number: int) -> int:
    """Rounded down to two digits.

    >>> _rounded(1_987_654), _rounded(7)
    (1900000, 7)
    """
    step: int = 10 ** max(0, len(str(number)) - 2)
    return number // step * step


def in_gigabytes(amount: float) -> str:
    """Bytes in words.

    >>> in_gigabytes(4_772_000_000), in_gigabytes(55_000_000)
    ('4.8 GB', '0.06 GB')
    """
    return f"{amount / 1e9:.1f} GB" if amount >= 1e8 else f"{amount / 1e9:.2f} GB"
