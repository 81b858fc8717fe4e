"""The page of parameters: every number that rules read, with its home and its sources."""

import tomllib

from docs.pages.markdown import ROOT, number, page, table
from sim.evidence import PARAMETERS
from sim.evidence.parameters import Parameter

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
    return page("Parameters", "`sim/evidence/*.toml`", [lead, _BASES, *(_mechanism(name) for name in mechanisms)])


def _place(parameter: Parameter) -> str:
    return parameter.mechanism


def _mechanism(mechanism: str) -> str:
    file = ROOT / "sim" / "evidence" / f"{mechanism}.toml"
    order = list(tomllib.loads(file.read_text(encoding="utf-8")))
    mine = sorted((it for it in PARAMETERS if it.mechanism == mechanism), key=lambda it: order.index(it.name))
    heads = ("Name", "Symbol", "Equation", "Value", "Range", "Quantity", "Meaning", "Basis", "Role", "Grade", "Source")
    rows = (
        (
            f"`{it.name}`", it.symbol, it.equation, number(it.value), f"{number(it.low)} to {number(it.high)}",
            it.quantity, it.meaning, it.basis, it.role, it.grade, "; ".join(it.source),
        )
        for it in mine
    )  # fmt: skip
    return f"## {mechanism.replace('_', ' ').capitalize()}\n\n{table(heads, rows)}"
