"""What a run may cost, and how many may fail, before somebody steps in."""

import re
from typing import NamedTuple

from sim.mistakes import Mistake

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_BYTES = {"MB": 1e6, "GB": 1e9}


class Limits(NamedTuple):
    """What one run may take, burn-in included: seconds of wall time, and bytes of its process's memory."""

    seconds: float | None = None
    bytes: float | None = None


NO_LIMITS = Limits()


def limits(seconds: str | None, memory: str | None) -> Limits:
    """Limits as a user writes them.

    >>> limits("10m", "1.5GB"), limits(None, None)
    (Limits(seconds=600.0, bytes=1500000000.0), Limits(seconds=None, bytes=None))
    """
    return Limits(seconds and seconds_of(seconds, "--time-limit"), memory and _bytes_of(memory))  # type: ignore[arg-type]


def seconds_of(text: str, option: str) -> float:
    """A duration as a user writes it: ``90s``, ``20m`` or ``2h``, more than 0.

    >>> seconds_of("1.5h", "--budget")
    5400.0
    """
    return _amount(text, _SECONDS, f"{option} {text}", "a number and s, m or h, as in 20m")


def _bytes_of(text: str) -> float:
    return _amount(text, _BYTES, f"--memory-limit {text}", "a number and MB or GB, as in 2GB")


def failures_allowed(text: str | None, runs: int) -> float:
    """How many of so many runs may fail: a number, or a share of them; all where nobody says.

    >>> failures_allowed("5%", 200), failures_allowed("3", 200), failures_allowed(None, 200)
    (10.0, 3.0, inf)
    """
    if text is None:
        return float("inf")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", text.strip())
    if not found or (found[2] and float(found[1]) > 100.0) or (not found[2] and "." in found[1]):
        raise Mistake(f"--max-failures {text}: this must be a share from 0% to 100%, or a whole number of runs.")
    return float(found[1]) / 100.0 * runs if found[2] else float(found[1])


def _amount(text: str, units: dict[str, float], written: str, allowed: str) -> float:
    found = re.fullmatch(rf"(\d+(?:\.\d+)?)\s*({'|'.join(units)})", text.strip())
    if not found or float(found[1]) == 0.0:
        raise Mistake(f"{written}: this must be {allowed}, and more than 0.")
    return float(found[1]) * units[found[2]]
