"""The documents keep up with the code: generated pages are current, and what is referred to exists."""

import re
from functools import cache
from pathlib import Path

import pytest

from docs.generate import PAGES, draw_figures
from docs.pages import markdown
from docs.pages.markdown import FOLDER, filled
from sim import draws, week
from sim.evidence import PARAMETERS, references
from sim.measures.catalogue import MEASURES
from sim.regimes import LEVERS
from sim.state.tables import TABLES
from tests.architecture.syntax import ROOT, functions, modules

EQUATION = re.compile(r"\bE([1-9]\d?[ab]?)(?:-E?([1-9]\d?[ab]?))?\b")
ROWS = re.compile(r"\brows? ((?:\d+\.\d+(?:-\d+\.\d+)?)(?:(?:, | and |, and )\d+\.\d+(?:-\d+\.\d+)?)*)")
CLAIMS = re.compile(r"\bclaims? ((?:\d+(?:-\d+)?)(?:(?:, | and )\d+(?:-\d+)?)*)")
SECTION = re.compile(r"\bmodel\.md (\d+)\b")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@cache
def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def texts() -> dict[Path, str]:
    """Everything that refers to the model's page or to the evidence."""
    files = [
        *(ROOT / "sim").rglob("*.py"),
        *(ROOT / "sim").rglob("*.toml"),
        *(ROOT / "scenarios").rglob("*.toml"),
        *FOLDER.rglob("*.md"),
    ]
    return {file.relative_to(ROOT): file.read_text(encoding="utf-8") for file in sorted(files)}


def flat(text: str) -> str:
    return " ".join(text.split())


def ends(span: str) -> list[str]:
    return span.split("-")


def mentioned(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """What the texts refer to, with the file: both ends of a span."""
    return {
        (one, str(file))
        for file, text in texts().items()
        for found in pattern.findall(text)
        for span in re.findall(r"[\d.]+(?:-[\d.]+)?", found)
        for one in ends(span.strip("."))
    }


@pytest.mark.parametrize("file", PAGES)
def test_generated_pages_are_up_to_date(file: str) -> None:
    assert page(file) == PAGES[file](), f"docs/{file} is out of date: run `make documents`"


def test_generated_figures_are_up_to_date(tmp_path: Path) -> None:
    draw_figures(tmp_path)
    drawn = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    kept = {name: (FOLDER / "figures" / name).read_text(encoding="utf-8") for name in drawn}
    assert [name for name in drawn if drawn[name] != kept[name]] == [], "run `make documents`"


def test_a_page_without_a_place_for_what_is_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "FOLDER", tmp_path)
    (tmp_path / "page.md").write_text("By hand.\n\n<!-- written: sum -->\nold\n<!-- /written -->\n", encoding="utf-8")
    once = filled("page.md", {"sum": lambda: "1 + 1 = 2"})
    assert once == "By hand.\n\n<!-- written: sum -->\n\n1 + 1 = 2\n\n<!-- /written -->\n"
    (tmp_path / "page.md").write_text(once, encoding="utf-8")
    assert filled("page.md", {"sum": lambda: "1 + 1 = 2"}) == once
    with pytest.raises(ValueError, match=r"page\.md has places for \['sum'\]"):
        filled("page.md", {"sum": str, "product": str})


ELEMENTS = {
    "odd.md": (
        "## 1. Purpose and patterns", "## 2. Entities, state variables, and scales",
        "## 3. Process overview and scheduling", "## 4. Design concepts", "### Basic principles", "### Emergence",
        "### Adaptation", "### Objectives", "### Learning", "### Prediction", "### Sensing", "### Interaction",
        "### Stochasticity", "### Collectives", "### Observation", "## 5. Initialization", "## 6. Input data",
        "## 7. Submodels",
    ),
    "trace.md": (
        "## 1. Problem formulation", "## 2. Model description", "## 3. Data evaluation",
        "## 4. Conceptual model evaluation", "## 5. Implementation verification", "## 6. Model output verification",
        "## 7. Model analysis", "## 8. Model output corroboration",
    ),
}  # fmt: skip
"""The headings that a protocol asks for, in its order: odd20 and grimm14."""


@pytest.mark.parametrize("file", ELEMENTS)
def test_a_protocol_has_its_elements_in_their_order(file: str) -> None:
    headings = [line for line in page(file).splitlines() if line.startswith("#")]
    assert [heading for heading in headings if heading in ELEMENTS[file]] == list(ELEMENTS[file])


def test_the_protocol_has_every_process_of_the_week_once_and_in_order() -> None:
    """What is lived is what the names of the two halves' code objects say, not what the page's writer read."""
    halves = (week.live_until_units_meet, week.live_on_from_there)
    code = [getattr(half, "py_func", half).__code__ for half in halves]
    processes = {function.name for function in functions("processes")}
    lived = [name for half in code for name in half.co_names if name in processes]
    listed = re.findall(r"^\| \d+ \| `\w+: (\w+)` \|", page("odd.md").split("\n## 4. ")[0], re.MULTILINE)
    assert listed == lived
    assert len(lived) > 50


def test_the_protocol_has_every_rule_table_measure_and_decision() -> None:
    text = page("odd.md")
    rules = {f"\n### {module.path.stem}\n" for module in modules("rules") if module.path.stem != "__init__"}
    rules |= {f"| `{rule.name}(" for rule in functions("rules")}
    tables = {f"| [`{table.name}`](" for table in TABLES}
    measures = {f"| `{measure.name}` |" for measure in MEASURES}
    decisions = {f"| {number} | {name.lower().replace('_', ' ')} |" for name, number in vars(draws).items()
                 if name.isupper() and not name.startswith("_")}  # fmt: skip
    assert sorted(it for it in rules | tables | measures | decisions if it not in text) == []


def test_every_equation_referred_to_is_in_the_model() -> None:
    written = set(re.findall(r"^- \*\*E(\d+[ab]?)\b", page("model.md"), re.MULTILINE))
    assert {str(number) for number in range(1, 53)} - written <= {"48"}, "E47 and E48 share a paragraph"
    written.add("48")
    wrong = {
        f"E{one} in {file}"
        for file, text in texts().items()
        for span in EQUATION.findall(text)
        for one in span
        if one and one not in written
    }
    assert not wrong


def test_every_row_and_claim_referred_to_is_in_the_evidence() -> None:
    rows = set(re.findall(r"^\| (\d+\.\d+) \|", page("evidence.md"), re.MULTILINE))
    claims = set(re.findall(r"^\| (\d+) \|", page("evidence.md"), re.MULTILINE))
    made_up = ("7.99", "sim/evidence/references.py")  # its own example of a row that is not there
    assert not {f"row {row} in {file}" for row, file in mentioned(ROWS) - {made_up} if row not in rows}
    assert not {f"claim {claim} in {file}" for claim, file in mentioned(CLAIMS) if claim not in claims}


def test_the_evidence_page_says_what_the_reference_list_says() -> None:
    lines = page("evidence.md").splitlines()
    cells = {line.split(" | ")[0].strip("| "): line.strip("| ").split(" | ") for line in lines if line.startswith("| ")}
    wrong = [
        key
        for key, row in references().rows.items()
        if cells[key][1:] != [row["fact"], row["number"], row["source"], row["mark"], row["confidence"]]
    ]
    wrong += [
        key
        for key, claim in references().claims.items()
        if cells[key][1:4] != [claim["claim"], claim["direction"], claim["source"]] or cells[key][-1] != claim["role"]
    ]
    assert not wrong


def test_every_section_referred_to_is_in_the_model() -> None:
    sections = set(re.findall(r"^## (\d+)\. ", page("model.md"), re.MULTILINE))
    wrong = {
        f"model.md {section} in {file}"
        for file, text in texts().items()
        for section in SECTION.findall(text)
        if section not in sections
    }
    assert not wrong


def test_the_model_mentions_every_parameter() -> None:
    words = set(re.findall(r"[a-z][a-z0-9_]+", page("model.md")))
    assert sorted({parameter.name for parameter in PARAMETERS} - words) == []


def test_the_model_mentions_every_lever_with_its_symbol() -> None:
    assert [name for name, lever in LEVERS.items() if f"{lever.symbol} `{name}`" not in flat(page("model.md"))] == []


def test_names_in_the_equations_exist() -> None:
    """A parameter that is renamed or dropped must not live on in the page."""
    section = page("model.md").split("\n## 7. ")[1].split("\n## 8. ")[0]
    words = {word for word in re.findall(r"[a-z][a-z0-9_]+", section) if word.count("_") >= 2}
    known = {parameter.name for parameter in PARAMETERS} | set(LEVERS) | {file.stem for file in texts()}
    known |= {column for table in TABLES for column in table.names()}
    assert sorted(words - known) == []


def test_links_between_pages_lead_somewhere() -> None:
    wrong = [
        f"{link} in {file}"
        for file, text in texts().items()
        if file.suffix == ".md"
        for link in LINK.findall(text)
        if "://" not in link and not (ROOT / file.parent / link).exists()
    ]
    assert not wrong
