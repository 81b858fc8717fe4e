"""Levers, instruments and regimes in words, with their sources: what `styreform show` and `check` say."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill

from sim.regimes.folder import names
from sim.regimes.instruments import Instrument, load_instrument
from sim.regimes.levers import BASELINE, LEVERS, Lever
from sim.regimes.regime import Regime

WIDTH = 100

_LAWS = {
    "sum": "moves add up, and the sum stays within the range",
    "product": "moves multiply",
    "any": "the chance that at least one of the moves happens",
    "least": "the smallest value asked holds",
    "most": "the largest value asked holds; any intensity above 0 asks",
    "sole": "only one value can hold; two different ones are a conflict",
}
_REACHES = {
    "hard": "hard: reaches the front line by itself",
    "soft": "soft: reaches the front line only as far as line managers enact it",
    "body": "a choice of form: holds where it is put into practice",
}
_GRADES = {"A": "measured", "B": "a single study", "C": "a plausible assumption, to be varied"}


_DOCUMENTATION = (
    "documentation_share is as coded; unless an experiment says otherwise, runs derive it from audits, stakes, "
    "detail of reimbursement and exemption, by one formula for every regime."
)


def describe_lever(lever: Lever) -> str:
    """A lever in words: what it is, its values, who moves it."""
    low, high = (lever.clipped(end) for end in lever.band.around(lever.baseline))
    allowed = ", ".join(lever.words) or f"{lever.low:g} to {lever.high:g}"
    movers = [
        f"  {one.id}: {_signed(lever, one.moves[lever.name])}" for one in _instruments() if lever.name in one.moves
    ]
    return "\n".join(
        [
            f"{lever.name}: {lever.meaning} (lever, {lever.symbol} in docs/model.md)",
            "",
            f"measured as {lever.quantity}; allowed: {allowed}; baseline {lever.in_words(lever.baseline)}",
            *([f"coding band at the baseline: {low:g} to {high:g}"] if lever.band.kind != "none" else []),
            _LAWS[lever.law],
            _REACHES[lever.reach],
            "",
            *(["Moved by:", *movers] if movers else [f"Moved by no instrument: {lever.set_by or 'nothing yet'}."]),
            "",
            "Source: assumption, docs/model.md, levers (grade C).",
        ]
    )


def describe_instrument(instrument: Instrument) -> str:
    """An instrument in words: what it is, what it moves at intensity 1, on whose word."""
    moves = [_row(LEVERS[name], _signed(LEVERS[name], move)) for name, move in instrument.moves.items()]
    return "\n".join(
        [
            f"{instrument.id}: {instrument.title} (instrument)",
            "",
            fill(instrument.why.strip(), WIDTH),
            "",
            "At intensity 1 it moves",
            *moves,
            "",
            f"Grade {instrument.grade}: {_GRADES[instrument.grade]}.",
            *_sources(instrument.source),
        ]
    )


def describe_regime(regime: Regime) -> str:
    """A regime in words: its instruments, the levers it moves away from the baseline, on whose word."""
    formal = regime.formal()
    return "\n".join(
        [
            f"{regime.id}: {regime.title} (regime)",
            "",
            fill(regime.description.strip(), WIDTH),
            "",
            *_parts(regime),
            *_moved(formal),
            "",
            *_sources(regime.source),
        ]
    )


def _parts(regime: Regime) -> Iterator[str]:
    if regime.parts:
        yield "Instruments, with their intensities"
        for instrument, intensity in regime.parts:
            yield f"  {intensity:<5g} {instrument.id}: {instrument.title}"
        yield ""


def _moved(formal: Mapping[str, float]) -> Iterator[str]:
    moved = [name for name in LEVERS if formal[name] != BASELINE[name]]
    yield "Levers moved, from the baseline to what is asked" if moved else "Every lever is at its baseline."
    for name in moved:
        lever = LEVERS[name]
        yield _row(lever, f"{lever.in_words(BASELINE[name])} -> {lever.in_words(formal[name])}")
    if formal["documentation_share"] != BASELINE["documentation_share"]:
        yield fill(_DOCUMENTATION, WIDTH)


def _row(lever: Lever, values: str) -> str:
    return f"  {lever.name:<26} {values:<24} {lever.meaning} ({lever.quantity})"


def _signed(lever: Lever, move: float) -> str:
    return f"{move:+.4g}" if lever.law == "sum" else lever.in_words(move)


def _sources(sources: Iterable[str]) -> list[str]:
    return ["Sources:", *(fill(source, WIDTH, initial_indent="  ", subsequent_indent="    ") for source in sources)]


def _instruments() -> Iterator[Instrument]:
    return map(load_instrument, names("instruments"))
