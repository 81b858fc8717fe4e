"""The page of the crash record, from the tables that ``benchmarks.kills`` leaves in results/reference/reliability."""

import csv
import json
from collections.abc import Sequence

from docs.pages.markdown import ROOT, page, table

TABLES = ROOT / "results" / "reference" / "reliability"
CONFIDENCE = 0.95
STOPS = "STOP, CONT"
HARM = ("lost", "wrong", "duplicated", "unfinished", "left_behind")

LEAD = """\
What was killed, what was broken, and what became of the runs. Real processes were killed while they carried out a small
experiment (five runs a replicate, two years each, two worker processes). After each kill a process that has no part in
it looked in the store for every run that had been acknowledged, and compared the weeks of every run in the store with
the undisturbed ones by digest. The same command was then given again until all was lived, and all tables were compared
with the undisturbed ones bit for bit. `uv run python -m benchmarks.kills --kills 1000 --seed 0` makes the tables
anew, `make documents` this page; a short form stands in `tests/lab/test_crashes.py`. Why the store is as it is:
[decision 15](decisions/0015-the-durable-store.md).

Most kills hit a *stand-in*: a world whose weeks are numbers that follow from seed and reforms, and cost 40 ms a run.
The laboratory does not look into a world, so its store calls, processes and tables are those of the *model*, which a
share of the kills hit. An instant is *random* (some time after the start, after some more runs were told, or while
tables are written) or each *store call* in turn: a process kills itself at its first, second, ... file opened, write
(before it, and with half of it written), fsync, rename, truncate, folder made or file removed, until a whole batch
survives."""

COLUMNS = """\
*Acknowledged*: runs whose end the coordinator had told, each looked for after the kill, summed over kills. *Harm*: runs
lost / runs or tables not as undisturbed / rows that stand twice / experiments that never became whole / processes left
behind. *Begun again*: runs that were begun once more than needed, beside the most that were *in flight*: a run for each
worker that a kill reaches. *Kept twice*: of these, runs that stand in two segments, since a worker that outlives its
coordinator keeps the run in its hands; they count once. *Set aside*: runs that two workers died of in one sitting, by
chance, and that waited for the next command."""


def reliability_page() -> str:
    """The kills, the faults, what it costs, and where the numbers are from."""
    kills, faults, cost = (_read(name) for name in ("kills", "faults", "cost"))
    parts = [LEAD, _score(kills), _kills(kills), COLUMNS, _faults(faults), _cost(cost), _provenance()]
    return page("Reliability", "`results/reference/reliability`", parts)


def upper_bound(events: int) -> float:
    """The most frequent that something can be which did not happen in so many events, with 95 % confidence.

    >>> round(upper_bound(1000), 5)
    0.00299
    """
    return 1.0 - (1.0 - CONFIDENCE) ** (1.0 / events)


def _score(kills: Sequence[dict[str, str]]) -> str:
    deaths = sum(int(row["kills"]) for row in kills if row["signal"] != STOPS)
    stops = sum(int(row["kills"]) for row in kills if row["signal"] == STOPS)
    found = {name: sum(int(row[name]) for row in kills) for name in HARM}
    acknowledged, again, in_flight = (
        sum(int(row[name]) for row in kills) for name in ("acknowledged", "begun_again", "in_flight")
    )
    if any(found.values()):
        bound = "**Harm was done**: no bound is given."
    else:
        bound = (
            f"So with 95 % confidence at most {upper_bound(deaths):.2%} of such deaths lose an acknowledged run, "
            "double one or spoil one."
        )
    over = [row for row in kills if int(row["begun_again"]) > int(row["in_flight"])]
    held = "more than was in flight in some kinds" if over else "in no kind of kill more than was in flight"
    return (
        f"**{deaths} deaths and {stops} stops: {found['lost']} acknowledged runs lost, {found['duplicated']} rows "
        f"doubled, {found['wrong']} runs or tables wrong after resume.** {acknowledged} acknowledged runs "
        f"were looked for. {bound} Work done again: {again} runs, {held} ({in_flight} in all)."
    )


def _kills(kills: Sequence[dict[str, str]]) -> str:
    heads = ("world", "target", "signal", "instant", "kills", "acknowledged", "harm", "begun again", "in flight")
    rows = [
        (
            *(row[name] for name in ("world", "target", "signal")),
            "every store call in turn" if row["instant"] == "store call" else row["instant"],
            *(row[name] for name in ("kills", "acknowledged")),
            " / ".join(row[name] for name in HARM),
            *(row[name] for name in ("begun_again", "in_flight", "lived_again", "set_aside")),
        )
        for row in kills
        if int(row["kills"])
    ]
    return f"## Kills\n\n{table((*heads, 'kept twice', 'set aside'), rows)}"


def _faults(faults: Sequence[dict[str, str]]) -> str:
    marks = {"yes": "handled", "no": "**not handled**"}
    rows = [
        (row["kind"], row["fault"], row["happened"], _where(row["where"]), marks.get(row["handled"], row["handled"]))
        for row in faults
    ]
    count = {name: sum(row["handled"] == name for row in faults) for name in ("yes", "no", "not tried")}
    lead = f"{count['yes']} handled, {count['no']} not handled, {count['not tried']} not tried."
    return f"## Faults\n\n{lead}\n\n{table(('kind', 'fault', 'what happened', 'shown by', ''), rows)}"


def _where(where: str) -> str:
    files = [f"`{file}`" if "/" in file else file for file in where.split(", ")]
    return ", ".join(files)


def _cost(cost: Sequence[dict[str, str]]) -> str:
    rows = [(row["quantity"], row["of"], _amount(row)) for row in cost]
    return f"## What it costs\n\nMeasured once, on a busy machine.\n\n{table(('', 'of', ''), rows)}"


def _amount(row: dict[str, str]) -> str:
    value = float(row["value"])
    if row["quantity"].startswith("share"):
        return f"{value:.1%}"
    if row["quantity"].startswith("bytes"):
        return f"{value / 1000:,.0f} kB"
    return f"{value:.3g} s"


def _provenance() -> str:
    parts = json.loads((TABLES / "provenance.json").read_text(encoding="utf-8"))
    rows = [
        (
            name,
            f"`{it['command']}`",
            it["ended"][:10],
            f"`{it['laboratory']}`",
            f"`{it['code']}`",
            it["platform"]["system"],
        )
        for name, it in parts.items()
    ]
    earlier = (
        " A table with another digest of `sim/lab` than the others was made with an earlier state of it."
        if len({it["laboratory"] for it in parts.values()}) > 1
        else ""
    )
    heads = ("table", "command", "ended", "digest of sim/lab", "code of the model", "on")
    lead = f"Kept in `results/reference/reliability`.{earlier}"
    return f"## Where it is from\n\n{lead}\n\n{table(heads, rows)}"


def _on(platform: dict[str, str]) -> str:
    return f"{platform['system']}, {platform['processors']} processors"


def _read(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
