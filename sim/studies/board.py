"""The evidence board: every claim held against the model, with its verdict (docs/decisions/0008)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis import statements as take
from sim.analysis.statements import Quarters
from sim.analysis.verdicts import NOTHING, TOO_FEW, VERDICTS, Expectation, Found, found_in, share_found, verdict, worst
from sim.evidence import parameter_set
from sim.evidence.claims import OF_ONE, Claim, Statement
from sim.initialisation.setting import load_setting
from sim.measures.catalogue import MEASURES, NAMES
from sim.mistakes import Mistake, Written, choice, value_in_words
from sim.report.words import unit_in_words, unit_of_difference
from sim.studies import rollouts, structure
from sim.studies.arenas import Side, sides_of
from sim.studies.facts import FACT_NAMES, FACTS
from sim.studies.rollouts import Group
from sim.studies.structure import Study

NOT_ASKED = "not asked yet"
KINDS = ("emergent", "encoded", "calibrated")

WORDS = (*NAMES, *FACT_NAMES)
"""What an expression may name: measures, read off every week, and facts of persons and units."""

type Lived = Mapping[Side | Study | Group, Quarters]
"""What was lived to its end in every run: scenarios in their arenas, studies of structure, and groups of roll-outs."""

_NOTHING = {"ratio": 1.0, "season": 1.0, "share": 0.5, "share rising": 0.5}
"""What a contrast shows where A and B do not differ; elsewhere 0."""


def checked(claims: Iterable[Claim], written: Written) -> None:
    """Refuse an unknown measure or scenario, with its place in the file and the nearest right word."""
    for place, claim in enumerate(claims):
        for number, statement in enumerate(claim.statement):
            key = ("claim", place, "statement", number)
            if wrong := _wrong_with(statement.measure):
                raise written.mistake(wrong, (*key, "measure"))
            try:
                load_setting(statement.setting)
                for changes in (statement.parameters, statement.parameters_a, statement.parameters_b):
                    parameter_set(changes)
                structure.checked(statement)
                _looked_at(statement)
            except Mistake as mistake:
                raise written.mistake(str(mistake), key) from None


def _wrong_with(expression: str) -> str:
    """What is wrong with an expression of measures and facts, in words; nothing where it can be worked out."""
    try:
        for name in take.unknown_measures(expression, WORDS):
            return f"there is no measure {value_in_words(name)}. {choice(name, WORDS)}"
        take.tried(expression)
    except ValueError as error:
        return f"{value_in_words(expression)}: {error}."
    return ""


def expectation(statement: Statement) -> Expectation:
    """What a statement expects, with what its contrast shows where nothing differs."""
    asked = statement.expected
    return Expectation(asked.direction, asked.low, asked.high, asked.margin, _NOTHING.get(statement.contrast, 0.0))


def is_lived(statement: Statement, lived: Lived) -> bool:
    """Whether every run of all that a statement looks at was lived to its end."""
    return all(side in lived for side in _looked_at(statement).values())


def found(statement: Statement, lived: Lived) -> Found:
    """What the model shows of a statement."""
    sides = {name: lived[side] for name, side in _looked_at(statement).items()}
    expected = expectation(statement)
    if statement.contrast == "share":
        shows = take.difference(sides["a"], sides["b"], statement.window, statement.measure) > 0.0
        return share_found(shows, expected)
    return found_in(_values(statement, sides), expected)


def _looked_at(statement: Statement) -> Mapping[str, Side | Study | Group]:
    if structure.is_asked(statement):
        return structure.studies_of(statement)
    return rollouts.sides_of(statement) if statement.participants else sides_of(statement)


def _values(statement: Statement, sides: Mapping[str, Quarters]) -> NDArray[np.float64]:
    """The contrast, seed by seed."""
    years, measure = statement.window, statement.measure
    before = statement.before or years
    match statement.contrast:
        case "ratio":
            return take.ratio(sides["a"], sides["b"], years, measure)
        case "change":
            return take.change(sides["a"], years, before, measure).to_numpy()
        case "spread of change":
            return take.spread_of_change(sides["a"], years, before, measure)
        case "share rising":
            return take.share_rising(sides["a"], years, before, measure)
        case "slope":
            return take.slope(sides["a"], sides["b"], years, measure)
        case "season":
            return take.season(sides["a"], years, measure)
        case "rank":
            return take.ranks([*sides].index(statement.a), [*sides.values()], years, measure)
        case "level":
            return take.over(sides["a"], years, measure).to_numpy()
        case _:
            apart = _apart(statement, sides["a"], sides["b"])
            return apart - _apart(statement, sides["c"], sides["d"]) if statement.less else apart


def _apart(statement: Statement, a: Quarters, b: Quarters) -> NDArray[np.float64]:
    if statement.contrast == "difference in differences":
        before = statement.before or statement.window
        return take.difference_in_differences(a, b, statement.window, before, statement.measure)
    return take.difference(a, b, statement.window, statement.measure)


def board(claims: Sequence[Claim], lived: Lived) -> pd.DataFrame:
    """One row per statement: what is claimed, what was published, what is found, and the verdict."""
    return pd.DataFrame([_row(claim, statement, lived) for claim in claims for statement in claim.statement])


def _row(claim: Claim, statement: Statement, lived: Lived) -> dict[str, Any]:
    whole, expected = is_lived(statement, lived), expectation(statement)
    shown = found(statement, lived) if whole else NOTHING
    return {
        "claim": claim.id,
        "kind": claim.kind,
        "must_not_be_contradicted": claim.must_not_be_contradicted,
        "says": statement.says,
        "a": statement.a,
        "b": "" if statement.contrast in OF_ONE else statement.b,
        "less": " - ".join(statement.less),
        "setting": _place(statement),
        "measure": statement.measure,
        "contrast": statement.contrast,
        "unit": _unit(statement),
        "first_year": statement.window[0],
        "last_year": statement.window[1],
        "expected": expected.direction,
        "published_low": expected.low,
        "published_high": expected.high,
        "margin": expected.margin,
        "found": shown.mean,
        "low": shown.low,
        "high": shown.high,
        "pairs": shown.pairs,
        "agreeing": shown.agreeing,
        "verdict": verdict(shown, expected) if whole else TOO_FEW,
    }


def _place(statement: Statement) -> str:
    """Where it is asked; of a roll-out also how those who join are chosen."""
    place = statement.case or statement.setting
    return f"{place}, {statement.participants}" if statement.participants else place


def _unit(statement: Statement) -> str:
    """The unit of what is found; nothing for an expression of measures."""
    fixed = {"ratio": "times", "season": "times", "share": "share of pairs", "rank": "rank"}
    fixed |= {"share rising": "share of municipalities"}
    units = {it.name: it.unit for it in MEASURES} | {it.name: it.unit for it in FACTS}
    unit = units.get(statement.measure.strip(), "")
    if statement.contrast in fixed or not unit:
        return fixed.get(statement.contrast, "")
    return unit_in_words(unit) if statement.contrast == "level" else unit_of_difference(unit)


def verdicts(claims: Sequence[Claim], rows: pd.DataFrame) -> pd.DataFrame:
    """One row per claim: the worst verdict of its statements, or that it cannot be asked yet."""
    asked = {claim: worst(list(group)) for claim, group in rows.groupby("claim")["verdict"]} if len(rows) else {}
    return pd.DataFrame(
        [
            {
                "claim": claim.id,
                "title": claim.title,
                "kind": claim.kind,
                "must_not_be_contradicted": claim.must_not_be_contradicted,
                "verdict": asked.get(claim.id, NOT_ASKED),
                "through": claim.through,
                "source": "; ".join(claim.source),
                "note": claim.note,
                "not_yet": claim.not_yet,
            }
            for claim in claims
        ]
    )


def score(of_claims: pd.DataFrame) -> pd.DataFrame:
    """How many claims of each kind end with each verdict."""
    columns = [*VERDICTS, *([TOO_FEW] if TOO_FEW in set(of_claims["verdict"]) else []), NOT_ASKED]
    counts = of_claims.groupby(["kind", "verdict"]).size().unstack(fill_value=0)
    kinds = [kind for kind in KINDS if kind in counts.index]
    return counts.reindex(index=kinds, columns=columns, fill_value=0)


def write(folder: Path, rows: pd.DataFrame, of_claims: pd.DataFrame) -> None:
    """Keep the board as two tables, ``statements`` and ``claims``: as Parquet, and as text to six digits."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in (("statements", rows), ("claims", of_claims)):
        table.to_parquet(folder / f"{name}.parquet", index=False)
        table.to_csv(folder / f"{name}.csv", index=False, float_format="%.6g", lineterminator="\n")
