"""A process that dies, or meets an error of the disk, at its n-th call to the store: a real kill inside a real call.

A call is what changes the disk: a file opened for writing, each write (before it, and with half of it written), fsync,
rename, truncate, a folder made, a file removed. Parquet files are written by Arrow itself: of those, what comes before
and after.
"""

import errno
import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

AT, ACT, MARK = "STYREFORM_KILLS_AT", "STYREFORM_KILLS_ACT", "STYREFORM_KILLS_MARK"
"""Environment variables: at which call, what happens ("kill" or an error's name), and the file that says it has."""
_NAMES = ("fsync", "replace", "truncate", "mkdir", "unlink")


def obey() -> None:
    """Arm this process where the environment says so; only the first that reaches the call meets its fate."""
    if AT in os.environ and not isinstance(io.open, _Open):
        arm(int(os.environ[AT]), os.environ[ACT], Path(os.environ[MARK]))


def arm(at: int, act: str, mark: Path) -> None:
    """From now on count this process's calls to the store, and act at one of them."""
    count = _Count(at, act, mark)
    for name in _NAMES:
        setattr(os, name, _counted(getattr(os, name), count))
    io.open = _Open(io.open, count)  # type: ignore[assignment]


class _Count:
    def __init__(self, at: int, act: str, mark: Path) -> None:
        self.left, self.act, self.mark = at, act, mark

    def one(self) -> None:
        """Count one call."""
        self.left -= 1
        if self.left == 0 and _is_first(self.mark):
            if self.act == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            code = getattr(errno, self.act)
            raise OSError(code, os.strerror(code))


def _is_first(mark: Path) -> bool:
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _counted(call: Callable[..., Any], count: _Count) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        count.one()
        return call(*arguments, **named)

    return counted


class _Open:
    """``io.open``, through which pathlib opens: files to be written are watched."""

    def __init__(self, real: Callable[..., Any], count: _Count) -> None:
        self.real, self.count = real, count

    def __call__(self, file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not any(letter in mode for letter in "wxa+"):
            return self.real(file, mode, *rest, **named)
        self.count.one()
        if "opener" in named:  # a file without a name, to see whether a folder can be written to
            return self.real(file, mode, *rest, **named)
        raw = _Watched(file, mode.replace("b", "").replace("t", ""), self.count)
        if named.get("buffering") == 0 or rest[:1] == (0,):
            return raw
        buffered = io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding="utf-8", newline="")


class _Watched(io.FileIO):
    def __init__(self, file: Any, mode: str, count: _Count) -> None:
        super().__init__(file, mode)
        self.count = count

    def write(self, content: Any) -> int:
        """Write in two halves, with an instant before each."""
        content = memoryview(content)
        half = len(content) // 2
        self.count.one()
        written = super().write(content[:half]) if half else 0
        self.count.one()
        return (written or 0) + (super().write(content[half:]) or 0)
