"""The page of the evidence board, from the tables that ``styreform evidence`` leaves in results/reference/evidence."""

import csv
import json

import pandas as pd

from docs.pages.markdown import ROOT, page
from sim.report.board import found_beside_published
from sim.report.page import Page
from sim.report.words import with_interval

TABLES = ROOT / "results" / "reference" / "evidence"
KINDS = {
    "emergent": "Emergent: no equation states it, no constant was set with it. Only these speak for the model.",
    "encoded": "Encoded: an equation states the direction; the run shows that it survives the rest.",
    "calibrated": "Calibrated: a constant was set with it.",
}
VERDICTS = ("reproduced", "direction only", "not reproduced", "contradicted", "not asked yet")

LEAD = """\
What was published about regimes, held against the model, as it is: nothing was changed because of what stands here.
What the claims say in full: [evidence.md](evidence.md) 12. How verdicts are found, fixed before the first run:
[decision 8](decisions/0008-the-evidence-board.md). How to ask a claim of your own: `styreform evidence --claims FILE`.

The model is a **calibrated demonstration** ([calibration](calibration.md)). Numbers are means over pairs that share
people and shocks, with 95 % intervals; *agree* is the share of pairs that show the expected direction. A claim that
cannot be asked yet says what it takes."""


PLOT = "![What is found beside what was published](figures/found_beside_published.svg)"


def found_beside_published_figure() -> Page:
    """What is found beside what was published, from the tables of the page."""
    statements = pd.read_csv(TABLES / "statements.csv").fillna({"unit": ""})
    provenance = json.loads((TABLES / "provenance.json").read_text(encoding="utf-8"))
    return found_beside_published(statements, f"Code {provenance['code'][:12]}.")


def evidence_board_page() -> str:
    """The score, then claim by claim, kind by kind."""
    claims, statements = _read("claims"), _read("statements")
    parts = [LEAD, _score(claims), PLOT, *(_of_kind(kind, claims, statements) for kind in KINDS)]
    return page("The evidence board", "`results/reference/evidence`", parts)


def _read(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _score(claims: list[dict[str, str]]) -> str:
    rows = [
        f"| {kind} | "
        + " | ".join(str(sum(it["kind"] == kind and it["verdict"] == verdict for it in claims)) for verdict in VERDICTS)
        + " |"
        for kind in KINDS
    ]
    adverse = [it for it in claims if it["must_not_be_contradicted"] == "True"]
    broken = [it["claim"] for it in adverse if it["verdict"] == "contradicted"]
    numbers = ", ".join(it["claim"] for it in adverse)
    unasked = [it["claim"] for it in adverse if it["verdict"] == VERDICTS[-1]]
    said = f"Contradicted: {', '.join(broken)}." if broken else "None of those asked is."
    said += f" Not asked yet: {', '.join(unasked)}." if unasked else ""
    head = f"| | {' | '.join(VERDICTS)} |\n|---|{'---|' * len(VERDICTS)}"
    return "\n".join([head, *rows]) + f"\n\nClaims that must not be contradicted: {numbers}. {said}"


def _of_kind(kind: str, claims: list[dict[str, str]], statements: list[dict[str, str]]) -> str:
    asked = [it for it in claims if it["kind"] == kind and it["verdict"] != "not asked yet"]
    waiting = [it for it in claims if it["kind"] == kind and it["verdict"] == "not asked yet"]
    parts = [f"## {kind.capitalize()}\n\n{KINDS[kind]}"]
    parts += [_claim(claim, [it for it in statements if it["claim"] == claim["claim"]]) for claim in asked]
    if waiting:
        lines = [f"| {it['claim']} | {it['title']} | {it['not_yet']} |" for it in waiting]
        parts.append("\n".join(["| not asked yet | claim | what it takes |", "|---|---|---|", *lines]))
    return "\n\n".join(parts)


def _claim(claim: dict[str, str], statements: list[dict[str, str]]) -> str:
    columns = ("statement", "A, B", "measure, contrast, years", "expected", "found", "agree", "verdict")
    heads = f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"
    note = f" {claim['note']}" if claim["note"] else ""
    rest = f" Not asked yet: {claim['not_yet']}." if claim["not_yet"] else ""
    title = f"**{claim['claim']}. {claim['title']}**: {claim['verdict']} (through {claim['through']}).{note}{rest}"
    return "\n".join([title, "", heads, *map(_statement, statements)])


def _statement(it: dict[str, str]) -> str:
    sides = f"`{it['a']}`" + (f", `{it['b']}`" if it["b"] else "")
    sides += f", less the difference of {it['less'].replace(' - ', ' and ')}" if it["less"] else ""
    sides += f", in `{it['setting']}`" if it["setting"] != "norwegian_reference" else ""
    what = f"`{it['measure']}`, {it['contrast']}, {it['first_year']}-{it['last_year']}"
    found = with_interval(float(it["found"]), float(it["low"]), float(it["high"]), it["unit"])
    cells = (
        it["says"],
        sides,
        what,
        _expected(it),
        found,
        f"{float(it['agreeing']):.0%} of {it['pairs']}",
        it["verdict"],
    )
    return f"| {' | '.join(cells)} |"


def _expected(it: dict[str, str]) -> str:
    if it["expected"] == "same":
        return f"same, within {it['margin']}"
    low, high = it["published_low"], it["published_high"]
    size = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}" if high else ""
    return size if it["expected"] == "within" else " ".join(filter(None, (it["expected"], size)))
