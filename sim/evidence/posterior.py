"""The posterior: sets of calibrated parameters that all fit the baseline's targets about as well (posterior.csv).

It is written by ``styreform calibrate``; beside it stands its provenance. An experiment with
``parameters = "posterior"`` gives each replicate a draw of its own, the same under every regime, so that its intervals
hold what calibration left unknown.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from sim.evidence.parameters import PARAMETERS, ParameterSet, parameter_set
from sim.mistakes import Mistake, choice

FILE = Path(__file__).with_name("posterior.csv")
POSTERIOR = "posterior"
"""The word by which experiments ask for the packaged table."""

CALIBRATED = tuple(parameter.name for parameter in PARAMETERS if parameter.role == "K")
"""The parameters that a posterior may hold."""


def read_posterior(name: str = POSTERIOR) -> tuple[ParameterSet, ...]:
    """The draws of the packaged posterior, or of a table of the same form (a .csv file): at least one.

    >>> len(read_posterior()) > 0
    True
    """
    file = FILE if name == POSTERIOR else Path(name)
    if file.suffix != ".csv" or not file.is_file():
        raise Mistake(f'"{name}" is neither "{POSTERIOR}" nor a table of draws (.csv, from `styreform calibrate`).')
    draws = tuple(_draws(file))
    if not draws:
        raise Mistake(f"{file}: there is no draw in it.")
    return draws


def _draws(file: Path) -> Iterator[ParameterSet]:
    try:
        with file.open(encoding="utf-8", newline="") as text:
            rows = csv.DictReader(text)
            for name in rows.fieldnames or ():
                if name not in CALIBRATED:
                    raise Mistake(f'{file}: "{name}" is no calibrated parameter. {choice(name, CALIBRATED)}')
            for row in rows:
                yield _draw(row, f"{file}:{rows.line_num}")
    except UnicodeDecodeError:
        raise Mistake(f"{file}: this is no text.") from None


def _draw(row: dict[str, str], place: str) -> ParameterSet:
    if None in row:
        raise Mistake(f"{place}: a draw needs {len(row) - 1} numbers, and here are more.")
    try:
        return parameter_set({name: float(value) for name, value in row.items()})
    except (TypeError, ValueError):
        raise Mistake(f"{place}: every parameter needs a number.") from None
    except Mistake as mistake:
        raise Mistake(f"{place}: {mistake}") from None
