"""A scenario in one line: a regime's name, or regimes and instruments with intensities, as ``trust + targets*0.5``."""

import re
from collections.abc import Sequence
from pathlib import Path

from sim.mistakes import Mistake, choice
from sim.regimes.fold import Part
from sim.regimes.folder import is_path, names, scenario_file
from sim.regimes.instruments import load_instrument
from sim.regimes.levers import exact
from sim.regimes.regime import LARGEST_INTENSITY, Regime, read_regime

HOW = "A scenario is written like  trust + targets*0.5 : regimes and instruments, + between them, * an intensity."

_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")


def load_regime(scenario: str | Path) -> Regime:
    """The regime of this name, in this file, or composed in this line; instruments in conflict are a mistake.

    >>> load_regime("npm").title
    'New public management'
    >>> load_regime("trust + targets*0.5").formal()["target_stakes"]  # trust .10, and half of .45
    0.325
    """
    if isinstance(scenario, Path) or (is_path(scenario) and not re.search(r"[+*]", scenario)):
        return read_regime(scenario)
    terms = [_term(scenario, term) for term in scenario.split("+")]
    if len(terms) == 1 and terms[0] == (scenario.strip(), 1.0) and terms[0][0] in names("regimes"):
        return read_regime(scenario_file("regimes", terms[0][0]))
    regime = _composed(scenario, terms)
    try:
        regime.formal()
    except Mistake as mistake:
        raise Mistake(f'scenario "{scenario}": {mistake}') from None
    return regime


def _term(scenario: str, term: str) -> tuple[str, float]:
    """The name and the intensity in ``targets``, ``targets*0.5`` or ``0.5*targets``."""
    factors = [factor.strip() for factor in term.split("*")]
    numbers = [factor for factor in factors if _NUMBER.fullmatch(factor)]
    words = [factor for factor in factors if factor and factor not in numbers]
    if len(words) != 1 or len(numbers) != len(factors) - 1 or len(numbers) > 1:
        raise Mistake(f'scenario "{scenario}": "{term.strip()}" cannot be read. {HOW}')
    intensity = float(numbers[0]) if numbers else 1.0
    if intensity > LARGEST_INTENSITY:
        raise Mistake(f'scenario "{scenario}": the intensity {numbers[0]} is out of range: 0 to {LARGEST_INTENSITY:g}.')
    return words[0], intensity


def _composed(scenario: str, terms: Sequence[tuple[str, float]]) -> Regime:
    parts: list[Part] = []
    sources: list[str] = []
    for name, intensity in terms:
        regime = _regime(scenario, name)
        parts += [(instrument, float(exact(own) * exact(intensity))) for instrument, own in regime.parts]
        sources += [source for source in regime.source if source not in sources]
    said = " + ".join(name if intensity == 1.0 else f"{name}*{intensity}" for name, intensity in terms)
    return Regime(said, said, f"The baseline with {said}, composed on the command line.", tuple(sources), tuple(parts))


def _regime(scenario: str, name: str) -> Regime:
    """The regime of this name, or the baseline with the one instrument of this name."""
    if name in names("regimes"):
        return read_regime(scenario_file("regimes", name))
    if not is_path(name) and name not in names("instruments"):
        raise Mistake(
            f'scenario "{scenario}": there is no regime or instrument "{name}". '
            f"{choice(name, names('regimes') + names('instruments'))} {HOW}"
        )
    instrument = load_instrument(name)
    return Regime(instrument.id, instrument.title, instrument.why, tuple(instrument.source), ((instrument, 1.0),))
