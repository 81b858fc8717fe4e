"""How narrow intervals are to be, as a user writes it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.precision import RULE
from sim.lab.experiment import Experiment
from sim.measures.catalogue import NAMES
from sim.mistakes import Mistake, choice

MOST_REPLICATES = 1000
"""No more replicates than these, or than the experiment asks for, are lived unless the user says so."""


class Wish(NamedTuple):
    """How narrow the intervals of which measures are to be, and how far one may go for it."""

    half_widths: Mapping[str, float]
    most: int

    def in_words(self) -> str:
        """As the user wrote it."""
        return ", ".join(f"{measure} ±{width:g}" for measure, width in self.half_widths.items())


def wish_of(written: Sequence[str], most: int | None, experiment: Experiment) -> Wish | None:
    """The wish that a user wrote, as in ``motivation=0.01``; None where there is none.

    >>> from sim.lab.experiment import trial
    >>> wish_of(["motivation=0.01", "cost=2"], None, trial("npm", "four_units")).half_widths
    {'motivation': 0.01, 'cost': 2.0}
    """
    if not written:
        if most is not None:
            raise Mistake("--max-replicates is the end of --precision, which is not given.")
        return None
    if len(experiment.regimes) < 2:
        raise Mistake("--precision: there is no regime beside the reference, so there is no difference to be known.")
    wished: dict[str, float] = {}
    for one in written:
        measure, width = _read(one)
        if measure in wished:
            raise Mistake(f'--precision {one}: "{measure}" stands here already; write it once.')
        wished[measure] = width
    least = RULE.floor + RULE.look_ahead
    if most is not None and most < least:
        raise Mistake(
            f"--max-replicates {most}: this must be at least {least}, {RULE.floor} and {RULE.look_ahead} to look ahead."
        )
    return Wish(wished, most or max(MOST_REPLICATES, experiment.replicates + RULE.look_ahead))


def _read(written: str) -> tuple[str, float]:
    measure, sign, number = (part.strip() for part in written.partition("="))
    if not sign:
        raise Mistake(f"--precision {written}: this must be a measure and a half-width, as in motivation=0.01.")
    if measure not in NAMES:
        raise Mistake(f'--precision {written}: there is no measure "{measure}". {choice(measure, NAMES)}')
    try:
        width = float(number)
    except ValueError:
        width = np.nan
    if not 0.0 < width < np.inf:
        raise Mistake(
            f"--precision {written}: the half-width must be a number, more than 0, not {number or 'nothing'}."
        )
    return measure, width
