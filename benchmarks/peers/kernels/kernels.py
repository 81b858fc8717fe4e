"""The hand-written C, compiled, and called on a world's own tables."""

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from sim.draws import Now
from sim.evidence import parameter_set
from sim.measures.catalogue import NAMES
from sim.regimes import LEVERS
from sim.state.records import empty_quantities, empty_table
from sim.state.tables import TABLES
from sim.state.world import LEVER_TABLES, World

SOURCE = Path(__file__).with_name("kernels.c")
FLAGS = ("-std=gnu11", "-O3", "-march=native", "-shared", "-fPIC")
BUILDS = {
    "plain": ("-DPLAIN",),
    "exact": ("-DPLAIN", "-ffp-contract=off"),
    # these two let comparisons and roots work on many numbers at once, and change no number
    "vectors": ("-fno-math-errno", "-fno-trapping-math"),
}
"""Without vector instructions by name; the same, bit for bit the package's numbers; and with vector instructions."""

_C_TYPES = {"f8": "double", "i8": "int64_t", "i4": "int32_t"}


def compiler() -> str | None:
    """The C compiler of this machine, if it has one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


class Kernels:
    """Four processes of the week in C; each works on the world's tables where they stand."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._world: World | None = None
        self._tables: Any = None

    def judge_services(self, world: World, now: Now) -> None:
        """Citizens perceive quality, are satisfied or not, and come to expect what they see."""
        del now  # nothing is drawn; all four are called alike
        self._call(self._library.judge_services, world)

    def draw_conclusions(self, world: World, now: Now) -> None:
        """Citizens trust, take part and wish for competition; what they think is summed up."""
        del now
        self._call(self._library.draw_conclusions, world)

    def bring_cases(self, world: World, now: Now) -> None:
        """Some citizens bring a case; complex ones call in other units, and some of them a partner."""
        self._call(self._library.bring_cases, world, *now)

    def fall_ill(self, world: World, now: Now) -> None:
        """Illness sets in; the mildly ill decide whether to stay home."""
        self._call(self._library.fall_ill, world, *now)

    def _call(self, function: Callable[..., int], world: World, *now: int) -> None:
        if self._world is not world:
            self._world, self._tables = world, tables_of(world)
        if function(ctypes.byref(self._tables), *map(ctypes.c_uint32, now)) != 0:
            raise MemoryError


@cache
def compiled(build: str) -> Kernels:
    """The kernels of one of the builds."""
    command = compiler()
    if command is None:
        raise FileNotFoundError("There is no C compiler: none of cc, gcc and clang is on the path.")
    # a library is made for this very machine and process: its folder goes when Python ends
    folder = tempfile.TemporaryDirectory(prefix="kernels")
    _FOLDERS.append(folder)
    (Path(folder.name) / "tables.h").write_text(header(), encoding="utf-8")
    library = Path(folder.name) / "kernels.so"
    flags = (*FLAGS, *BUILDS[build], f"-I{folder.name}")
    subprocess.run([command, *flags, "-o", str(library), str(SOURCE), "-lm"], check=True)
    return Kernels(ctypes.CDLL(str(library)))


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@cache
def layout() -> dict[str, Any]:
    """The dtype of each table of a world, by its name."""
    levers = dict.fromkeys((*LEVER_TABLES, "baseline"), empty_quantities(LEVERS, 0).dtype)
    parameters = parameter_set().record().dtype
    measured = empty_quantities(NAMES, 0).dtype
    tables = {table.name: empty_table(table.columns, 0).dtype for table in TABLES}
    return {**tables, **levers, "parameters": parameters, "measured": measured}


def header() -> str:
    """C's view of the tables: a struct for the rows of each, and one of all tables with their lengths."""
    rows = [_row(name, dtype) for name, dtype in layout().items()]
    tables = [f"    {name}_row *{name};\n    int64_t n_{name};" for name in layout()]
    return "\n".join(["#include <stdint.h>", *rows, "typedef struct {", *tables, "} world;", ""])


def _row(name: str, dtype: Any) -> str:
    columns = [f"    {_C_TYPES[dtype[column].str[1:]]} {column};" for column in dtype.names]
    size = f'_Static_assert(sizeof({name}_row) == {dtype.itemsize}, "{name}");'
    # packed, as NumPy's rows are: those of cases are no multiple of 8 bytes
    return "\n".join(["typedef struct __attribute__((packed)) {", *columns, f"}} {name}_row;", size])


def tables_of(world: World) -> Any:
    """Where each table begins and how many rows it has, in the order of the header's last struct."""
    tables = {name: getattr(world, name) for name in layout()}
    for name, table in tables.items():
        if table.dtype.names != layout()[name].names or not table.flags.c_contiguous:
            raise ValueError(f"{name} is not kept as C expects it")
    numbers = [number for table in tables.values() for number in (table.ctypes.data, table.size)]
    return (ctypes.c_int64 * len(numbers))(*numbers)
