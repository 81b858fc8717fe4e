"""Factors: the quantities that an experiment varies, each held to what may be varied and to the range it may have."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sim.evidence import PARAMETERS
from sim.lab.experiment import Experiment
from sim.lab.placed import placed
from sim.lab.variation import KINDS, Kind, Range, Spread
from sim.mistakes import Mistake, Written, choice, value_in_words
from sim.regimes import LEVERS, load_instrument, names
from sim.regimes.folder import is_path
from sim.regimes.regime import LARGEST_INTENSITY

SET_BY_THE_SETTING = frozenset({"union_decentralisation"})
"""Parameters that a municipality's setting gives: a value of a point's would never be read."""


class Known(NamedTuple):
    """What is known of a quantity: the range of its evidence, the limits of what may be asked, and on whose word."""

    low: float
    high: float
    least: float
    most: float
    words: tuple[str, ...]
    """What the codes 0, 1, 2 ... of a choice are called."""
    on_whose_word: str

    def admitted(self, value: float | str) -> float:
        """A value as a number; one that is not allowed is a Mistake."""
        if self.words:
            if value not in self.words:
                wrong = str(value) if isinstance(value, str) else value_in_words(value)
                raise Mistake(f'"{wrong}" is none of its values. {choice(wrong, self.words)}')
            return float(self.words.index(str(value)))
        if isinstance(value, str):
            raise Mistake(f"needs a number, not {value_in_words(value)}.")
        if not self.least <= value <= self.most:
            raise Mistake(f"{value:g} is out of range: from {self.least:g} to {self.most:g}.")
        return value


class Factor(NamedTuple):
    """One quantity that varies: over a range, or over values."""

    kind: Kind
    name: str
    low: float
    high: float
    values: tuple[float, ...]
    on_whose_word: str

    @property
    def column(self) -> str:
        """Its column in the tables.

        >>> Factor("levers", "voice", 0.0, 1.0, (), "mine").column
        'levers.voice'
        """
        return f"{self.kind}.{self.name}"

    def in_words(self) -> str:
        """What it is varied over, and on whose word.

        >>> Factor("levers", "voice", 0.0, 1.0, (), "mine").in_words()
        'levers.voice: 0 to 1 (mine)'
        """
        over = ", ".join(f"{value:g}" for value in self.values) or f"{self.low:g} to {self.high:g}"
        return f"{self.column}: {over} ({self.on_whose_word})"


def factors_of(experiment: Experiment, written: Written | None = None) -> tuple[Factor, ...]:
    """What an experiment varies, by kind and then by name; what may not vary, or not so far, is a Mistake."""
    factors = []
    for (kind, name), spread in experiment.vary.spreads().items():
        with placed(written, "vary", kind, name):
            factors.append(_factor(kind, name, spread, known(experiment, kind, name)))
    return tuple(factors)


def listed_values(experiment: Experiment, written: Written | None = None) -> list[dict[tuple[Kind, str], float]]:
    """The values of every listed point; what may not vary, or not so far, is a Mistake."""
    points = []
    about: dict[tuple[Kind, str], Known] = {}
    for place, one in enumerate(experiment.listed):
        values: dict[tuple[Kind, str], float] = {}
        for kind in KINDS:
            for name, value in sorted(getattr(one, kind).items()):
                with placed(written, "listed", place, kind, name):
                    if (kind, name) not in about:
                        about[kind, name] = known(experiment, kind, name)
                    values[kind, name] = about[kind, name].admitted(value)
        points.append(values)
    return points


def _factor(kind: Kind, name: str, spread: Spread, about: Known) -> Factor:
    if isinstance(spread, tuple):
        values = tuple(about.admitted(value) for value in spread)
        return Factor(kind, name, min(values), max(values), values, "values of the file")
    if about.words:
        raise Mistake(f"this is a choice and has no range: list values of it ({', '.join(about.words)}).")
    if isinstance(spread, Range):
        return Factor(kind, name, about.admitted(spread.low), about.admitted(spread.high), (), "range of the file")
    if about.low == about.high:
        raise Mistake(f"its evidence gives no range but the one value {about.low:g}, so that nothing would vary.")
    return Factor(kind, name, about.low, about.high, (), about.on_whose_word)


def known(experiment: Experiment, kind: Kind, name: str) -> Known:
    """What is known of a quantity that an experiment wants to vary; one that cannot vary is a Mistake."""
    return _KNOWN[kind](experiment, name)


def _parameter(_: Experiment, name: str) -> Known:
    about = {one.name: one for one in PARAMETERS}
    if name not in about:
        raise Mistake(f'there is no parameter "{name}". {choice(name, about)}')
    if name in SET_BY_THE_SETTING:
        raise Mistake("the municipality setting gives this parameter: a value here would never be read.")
    one = about[name]
    whose = f"{one.basis}, grade {one.grade}: {'; '.join(one.source)}"
    return Known(one.low, one.high, one.low, one.high, (), whose)


def _lever(experiment: Experiment, name: str) -> Known:
    if name not in LEVERS:
        raise Mistake(f'there is no lever "{name}". {choice(name, [one for one in LEVERS if not LEVERS[one].set_by])}')
    lever = LEVERS[name]
    if lever.set_by:
        raise Mistake(f"no experiment may set this lever: it is {lever.set_by}.")
    if name == "documentation_share" and experiment.documentation == "derived":
        raise Mistake('documentation is derived from other levers; write documentation = "coded" to set it.')
    return Known(lever.low, lever.high, lever.low, lever.high, lever.words, "all that the lever allows")


def _intensity(_: Experiment, name: str) -> Known:
    if not is_path(name) and name not in names("instruments"):
        raise Mistake(f'there is no instrument "{name}". {choice(name, names("instruments"))}')
    grade = load_instrument(name).grade
    return Known(0.0, 1.0, 0.0, LARGEST_INTENSITY, (), f"from none to all that its sources describe, grade {grade}")


def _band(_: Experiment, name: str) -> Known:
    banded = [one for one, lever in LEVERS.items() if lever.band.kind != "none"]
    if name not in banded:
        raise Mistake(f'there is no lever "{name}" with a coding band. {choice(name, banded)}')
    return Known(0.0, 1.0, 0.0, 1.0, (), "the lever's whole coding band")


_KNOWN: Mapping[Kind, Callable[[Experiment, str], Known]] = {
    "parameters": _parameter,
    "levers": _lever,
    "intensities": _intensity,
    "bands": _band,
}
