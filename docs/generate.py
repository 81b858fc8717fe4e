"""Write the pages of docs/ that follow from the data: parameters, levers, tables and neutrality.

``python -m docs.generate`` (or ``make documents``) writes them; a test says that they are up to date.
"""

import ast
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import batched
from pathlib import Path

from docs.neutrality_page import neutrality_page
from sim.evidence import PARAMETERS
from sim.evidence.parameters import Parameter
from sim.regimes import LEVERS, Lever, Regime, formal_values, governance_hours, load_instrument, load_regime, names
from sim.regimes.levers import Band
from sim.rule import Parameters
from sim.state.columns import Column
from sim.state.tables import TABLES

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
REGIMES_IN_A_TABLE = 7
"""What a page has room for beside the baseline."""

_WRITTEN_BY = "<!-- Written by `make documents` from {source}. Edit those, not this page. -->"

_LAWS = """\
| Law | Two moves together | Intensity k | For |
|---|---|---|---|
| sum | baseline + a + b | k a | most levers |
| product | baseline x a x b | a^k | factors |
| any | 1 - (1 - a)(1 - b) | 1 - (1 - a)^k | chances, shares given up |
| least, most | the smaller, the larger, the baseline counted | a (any above 0 asks) | limits; guarantees, duties |
| sole | a if both ask the same, else a *conflict* that no run accepts | a | a choice of form |"""

_BASES = """\
- **Basis**: *measured* in a study; *calibrated* to a level under the baseline only; *computed* from other numbers;
  *definition*, a convention that cannot be wrong; *assumed*.
- **Role**: F fixed; K calibrated, under the baseline only; S varied in sensitivity analysis.
- **Grade** of the value: A measured, meta-analysis, trial or natural experiment; B a single study; C a plausible
  assumption, which must be varied and may not carry a headline. A grade C with a published source has its direction
  from there and its size from nobody.
- **Range** is the prior within which a user may move the value. One value only: a definition, or held on purpose.
- **Source**: keys of `sim/evidence/references.toml`; *row* and *claim* of [evidence.md](evidence.md); *prior* means
  that no published number stands behind the value."""

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

_WORLD = """\
A world is a set of tables, one row per agent or thing, from one municipality to a country. A *share* is a number
from 0 to 1; a *row* is a row number in another table, -1 is nobody. Four more tables hold a value of every lever:
`formal` (asked now, a row per municipality), `asked_before` (asked before the latest change), `before` (lived in the
last week before the first reform, a row per unit) and `enacted` (lived now); `baseline` has one row. `measured` has
a row of measures for each municipality (`sim/measures/catalogue.py`)."""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


def _number(value: float) -> str:
    return f"{value:.4g}"


def _page(title: str, source: str, parts: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", _WRITTEN_BY.format(source=source), *parts]) + "\n"


def parameters_page() -> str:
    """Every parameter, one table for each mechanism."""
    mechanisms = list(dict.fromkeys(parameter.mechanism for parameter in sorted(PARAMETERS, key=_place)))
    graded = {grade: sum(parameter.grade == grade for parameter in PARAMETERS) for grade in "ABC"}
    roles = {role: sum(parameter.role == role for parameter in PARAMETERS) for role in "FKS"}
    lead = (
        f"The model has {len(PARAMETERS)} parameters: {graded['A']} of grade A, {graded['B']} of grade B and "
        f"{graded['C']} of grade C; {roles['F']} are fixed, {roles['K']} are for calibration and {roles['S']} are for\n"
        "sensitivity analysis. Rules read them by name. Their equations stand in [model.md](model.md) 7."
    )
    return _page("Parameters", "`sim/evidence/*.toml`", [lead, _BASES, *(_mechanism(name) for name in mechanisms)])


def _place(parameter: Parameter) -> str:
    return parameter.mechanism


def _mechanism(mechanism: str) -> str:
    file = ROOT / "sim" / "evidence" / f"{mechanism}.toml"
    order = list(tomllib.loads(file.read_text(encoding="utf-8")))
    mine = sorted((it for it in PARAMETERS if it.mechanism == mechanism), key=lambda it: order.index(it.name))
    heads = ("Name", "Symbol", "Equation", "Value", "Range", "Quantity", "Meaning", "Basis", "Role", "Grade", "Source")
    rows = (
        (
            f"`{it.name}`", it.symbol, it.equation, _number(it.value), f"{_number(it.low)} to {_number(it.high)}",
            it.quantity, it.meaning, it.basis, it.role, it.grade, "; ".join(it.source),
        )
        for it in mine
    )  # fmt: skip
    return f"## {mechanism.replace('_', ' ').capitalize()}\n\n{_table(heads, rows)}"


def levers_page() -> str:
    """Every lever, its value under every regime that comes with the program, and every instrument."""
    regimes = [load_regime(name) for name in _in_order(names("regimes"))]
    values = {parameter.name: parameter.value for parameter in PARAMETERS}
    return _page(
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
            it.in_words(it.baseline), f"{_number(it.low)} to {_number(it.high)}", it.law, it.reach, _band(it.band),
            "-" if it.change_scale is None else _number(it.change_scale),
        )
        for it in LEVERS.values()
    )  # fmt: skip
    return f"{_REACH}\n\n{_table(heads, rows)}"


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
    return _table(heads, rows)


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
    rows.append(["*honesty* (derived)", *(_number(_honesty(formal)) for formal in coded)])
    rows.append(["*governance hours, derived documentation*", *(_hours(formal, values) for formal in derived)])
    rows.append(["*factor k of the equal-overhead arm*", *(_number(formal["overhead_scale"]) for formal in equal)])
    return _table(("Lever", *(f"`{it.id}`" for it in regimes)), rows)


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
    return f"{_READ}\n\n{_table(('Lever', 'Rules and processes'), rows)}"


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
    return _table(heads, rows)


def _move(lever: Lever, move: float) -> str:
    if lever.words or lever.law != "sum":
        return lever.in_words(move)
    return f"{move:+g}"


def tables_page() -> str:
    """Every table of a world and every column."""
    parts = [f"## `{table.name}`\n\nRows: {table.rows}.\n\n{_columns(table.columns)}" for table in TABLES]
    return _page("Tables", "`sim/state/tables.py`", [_WORLD, *parts])


def _columns(columns: Iterable[Column]) -> str:
    heads = ("Column", "Meaning", "Unit", "Range", "Type")
    kinds = {"f8": "real", "i8": "whole", "i4": "whole, short"}
    rows = ((f"`{it.name}`", it.meaning, it.unit, _range(it), kinds[it.kind]) for it in columns)
    return _table(heads, rows)


def _range(column: Column) -> str:
    low, high = column.low, column.high
    if low == -float("inf"):
        return "any" if high == float("inf") else f"to {_number(high)}"
    return f"from {_number(low)}" if high == float("inf") else f"{_number(low)} to {_number(high)}"


PAGES: Mapping[str, Callable[[], str]] = {
    "parameters.md": parameters_page,
    "levers.md": levers_page,
    "tables.md": tables_page,
    "neutrality.md": neutrality_page,
}
"""The generated pages: file and what writes it."""


def write_pages() -> None:
    """Write every generated page."""
    for file, page in PAGES.items():
        (FOLDER / file).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
