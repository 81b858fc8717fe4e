"""The page of levers, instruments and regimes: what steering may ask, and what each regime asks."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched

from docs.pages.markdown import ROOT, number, page, table
from sim.evidence import PARAMETERS
from sim.regimes import LEVERS, Lever, Regime, formal_values, governance_hours, load_instrument, load_regime, names
from sim.regimes.levers import Band
from sim.rule import Parameters

REGIMES_IN_A_TABLE = 7
"""What a page has room for beside the baseline."""

_LAWS = """\
| Law | Two moves together | Intensity k | For |
|---|---|---|---|
| sum | baseline + a + b | k a | most levers |
| product | baseline x a x b | a^k | factors |
| any | 1 - (1 - a)(1 - b) | 1 - (1 - a)^k | chances, shares given up |
| least, most | the smaller, the larger, the baseline counted | a (any above 0 asks) | limits; guarantees, duties |
| sole | a if both ask the same, else a *conflict* that no run accepts | a | a choice of form |"""

_LEVERS = """\
A *lever* is a quantity that rules read and steering sets. An *instrument* moves levers away from the baseline. A
*regime* is the baseline plus instruments with intensities. Names, codes and rules: [model.md](model.md) 5. All
baseline values and all moves are codings of texts, grade C; the *band* is the coding uncertainty that analyses
integrate over."""

_REACH = """\
*Reach*: *hard* reaches the front line by itself, *soft* only as far as line managers enact it, *body* is a choice of
form that holds with the reach of hard steering (E1). *Step of change* is the move that counts as one whole step in
the load of reform (E1); a dash adds none."""

_FOLDED = """\
What is formally asked, in bold where it differs from the baseline. *Derived* documentation, the default, follows
from audits, stakes and reimbursement by one formula for all regimes; the line above it is what the instruments
themselves ask ([model.md](model.md) 5). Each table leaves out the levers that none of its regimes moves."""

_READ = """\
Every lever is lived unit by unit (E1). From there it acts where a rule or a process reads it; nothing else in the model
knows what is asked. So an instrument can be followed: its moves, the readers of the levers it moves, their equations in
[model.md](model.md) 7."""


def levers_page() -> str:
    """Every lever, its value under every regime that comes with the program, and every instrument."""
    regimes = [load_regime(name) for name in _in_order(names("regimes"))]
    values = {parameter.name: parameter.value for parameter in PARAMETERS}
    return page(
        "Levers, instruments and regimes",
        "`sim/regimes/levers.toml` and `scenarios/`",
        [
            _LEVERS,
            f"## Levers\n\n{_levers()}",
            f"## How moves add up\n\n{_LAWS}\n\nClipping to the lever's range comes after folding.",
            f"## Regimes\n\n{_regimes(regimes)}",
            f"## Lever values under each regime\n\n{_folded(regimes, values)}",
            f"## Where each lever is read\n\n{_readers()}",
            f"## Instruments\n\n{_instruments()}",
        ],
    )


def _in_order(regimes: Iterable[str]) -> list[str]:
    """The baseline first, then by name."""
    return sorted(regimes, key=lambda name: (name != "baseline", name))


def _levers() -> str:
    heads = ("Lever", "Symbol", "Meaning", "Quantity", "Baseline", "Range", "Law", "Reach", "Band", "Step of change")
    rows = (
        (
            f"`{it.name}`", it.symbol, it.meaning + (f" ({it.set_by})" if it.set_by else ""), it.quantity,
            it.in_words(it.baseline), f"{number(it.low)} to {number(it.high)}", it.law, it.reach, _band(it.band),
            "-" if it.change_scale is None else number(it.change_scale),
        )
        for it in LEVERS.values()
    )  # fmt: skip
    return f"{_REACH}\n\n{table(heads, rows)}"


def _band(band: Band) -> str:
    match band.kind:
        case "none":
            return "-"
        case "sum":
            return f"{band.low:+g} to {band.high:+g}"
        case "times":
            return f"x {band.low:g} to {band.high:g}"
        case "within":
            return f"{band.low:g} to {band.high:g}, anywhere"


def _regimes(regimes: Iterable[Regime]) -> str:
    heads = ("Regime", "Title", "What is done", "Instruments (intensity)", "Source")
    rows = (
        (
            f"`{it.id}`", it.title, " ".join(it.description.split()),
            ", ".join(f"{instrument.id} {intensity:g}" for instrument, intensity in it.parts) or "none",
            "; ".join(it.source),
        )
        for it in regimes
    )  # fmt: skip
    return table(heads, rows)


def _folded(regimes: Iterable[Regime], values: Mapping[str, float]) -> str:
    reference, *others = regimes
    tables = (_side_by_side([reference, *some], values) for some in batched(others, REGIMES_IN_A_TABLE))
    return "\n\n".join([_FOLDED, *tables])


def _side_by_side(regimes: Sequence[Regime], values: Mapping[str, float]) -> str:
    coded = [formal_values(it, values, "coded") for it in regimes]
    derived = [formal_values(it, values, "derived") for it in regimes]
    equal = [formal_values(it, values, "derived", "equal") for it in regimes]
    rows: list[list[str]] = []
    for name, lever in LEVERS.items():
        if name == "overhead_scale" or all(formal[name] == lever.baseline for formal in (*coded, *derived)):
            continue
        rows.append([f"`{name}`", *_moved(lever, (formal[name] for formal in coded))])
        if name == "documentation_share":
            rows.append([f"`{name}`, derived", *_moved(lever, (formal[name] for formal in derived))])
    rows.append(["*honesty* (derived)", *(number(_honesty(formal)) for formal in coded)])
    rows.append(["*governance hours, derived documentation*", *(_hours(formal, values) for formal in derived)])
    rows.append(["*factor k of the equal-overhead arm*", *(number(formal["overhead_scale"]) for formal in equal)])
    return table(("Lever", *(f"`{it.id}`" for it in regimes)), rows)


def _moved(lever: Lever, values: Iterable[float]) -> Iterator[str]:
    for value in values:
        text = lever.in_words(value)
        yield text if value == lever.baseline else f"**{text}**"


def _honesty(formal: Mapping[str, float]) -> float:
    return 1.0 - (1.0 - formal["open_questions"]) * (1.0 - formal["told_frame"])


class _Named:
    """Parameters by attribute, as rules read them."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.__dict__.update(values)


def _hours(formal: Mapping[str, float], values: Mapping[str, float]) -> str:
    p: Parameters = _Named(values)
    return f"{governance_hours(formal, p):.3f}"


def _readers() -> str:
    """The rules and processes that read each lever, as lived or as asked."""
    readers: dict[str, list[str]] = {name: [] for name in LEVERS}
    for room in ("rules", "processes"):
        for file in sorted((ROOT / "sim" / room).glob("*.py")):
            for function in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(function, ast.FunctionDef):
                    for lever in sorted(_levers_read(function)):
                        readers[lever].append(f"`{room}/{file.stem}: {function.name}`")
    rows = ((f"`{name}`", ", ".join(where) or "nowhere yet") for name, where in readers.items())
    return f"{_READ}\n\n{table(('Lever', 'Rules and processes'), rows)}"


def _levers_read(function: ast.FunctionDef) -> set[str]:
    read = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in LEVERS:
            place = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(place, ast.Name) and place.id in ("lived", "asked", "enacted", "formal"):
                read.add(node.attr)
    return read


def _instruments() -> str:
    heads = ("Instrument", "What it is and why it moves these levers", "Moves at intensity 1", "Grade", "Source")
    instruments = (load_instrument(name) for name in names("instruments"))
    rows = (
        (
            f"`{it.id}`", f"**{it.title}.** {' '.join(it.why.split())}",
            ", ".join(f"{lever} {_move(LEVERS[lever], move)}" for lever, move in it.moves.items()),
            it.grade, "; ".join(it.source),
        )
        for it in instruments
    )  # fmt: skip
    return table(heads, rows)


def _move(lever: Lever, move: float) -> str:
    if lever.words or lever.law != "sum":
        return lever.in_words(move)
    return f"{move:+g}"
