"""The page of the calibration, from the tables that ``styreform calibrate`` left in results/reference/calibration."""

import csv
import json
from typing import Any

import pandas as pd

from docs.pages.markdown import ROOT, number, page, table
from sim.report.calibration import targets_sheet
from sim.report.page import Page

TABLES = ROOT / "results" / "reference" / "calibration"

LEAD = """\
What the parameters of role K were fitted to, how far the data could tell them, and what could not be reached. Targets
are of the baseline alone ([targets.toml](../sim/evidence/targets.toml)); no regime was lived for this. How it is done,
and what was rejected: [decision 13](decisions/0013-calibration.md). The draws of the posterior are
[posterior.csv](../sim/evidence/posterior.csv): an experiment with `parameters = "posterior"` runs over them."""


def calibration_page() -> str:
    """What was done, the targets, the axes, the point, and a cross-check by another method."""
    told = json.loads((TABLES / "provenance.json").read_text(encoding="utf-8"))
    parts = [LEAD, _done(told), _targets(), _missed(told), _axes(), _point(told), _by_smc()]
    return page("The calibration", "`results/reference/calibration`", [part for part in parts if part])


def targets_figure() -> Page:
    """The targets before and after."""
    return targets_sheet(pd.read_csv(TABLES / "targets.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _done(told: dict[str, Any]) -> str:
    effort, accepted, plausible = told["effort"], told["accepted"], told["plausible"]
    waves = {name: ", ".join(f"{share:.2g}" for share in shares[1:]) for name, shares in plausible.items()}
    stand_in = (
        " Fewer met every target; the nearest stand in for them."
        if told["nearest_stand_in"]
        else " Each of them shows every target that can be reached within its range."
    )
    return (
        f"`{told['command']}`: {effort['waves']} waves of {effort['sick_leave']} draws of sick leave on the reduced "
        f"municipality ({accepted['sick_leave']} accepted) and of {effort['joint']} draws of everything on the whole "
        f"model ({accepted['joint']} accepted), {effort['seeds']} seeds each. Share of the prior not ruled out before "
        f"waves 2 and later: sick leave {waves['sick_leave']}; everything {waves['joint']} (of a prior in which sick "
        f"leave is fitted already). The posterior holds {told['draws_in_the_posterior']} draws.{stand_in} "
        f"Code {told['code'][:12]}. {told.get('note', '')}".rstrip()
    )


def _targets() -> str:
    heads = (
        "",
        "target",
        "range",
        "before: 90 % of draws from the prior",
        "at the point",
        "met",
        "draws of the last wave",
    )
    return "## Targets\n\n" + table(heads, map(_target, _rows("targets"))) + (
        "\n\nAt the point: mean with 95 % interval over "
        f"{_rows('targets')[0]['seeds']} seeds that nothing was fitted to. Targets without draws are not fitted: the "
        "plan names no parameter for them, so they are a check. The prior of targets 1 to 5 and 7 is of draws in which "
        "sick leave is fitted already; the peer slope is fitted with sick leave alone."
        "\n\n![Targets before and after](figures/calibration.svg)"
    )  # fmt: skip


def _target(row: dict[str, str]) -> list[str]:
    fitted = row["fitted"] == "True"
    return [
        row["number"],
        row["title"],
        f"{row['target_low']} to {row['target_high']} {row['unit']}",
        f"{_short(row['prior_low'])} to {_short(row['prior_high'])}" if fitted else "-",
        f"{_short(row['found'])} [{_short(row['low'])}, {_short(row['high'])}]",
        "yes" if row["met"] == "True" else "**no**",
        f"{float(row['met_by_last_wave']):.0%}" if fitted else "-",
    ]


def _missed(told: dict[str, Any]) -> str:
    said = told["missed"] or ["None of the fitted targets."]
    return "**Missed:**\n\n" + "\n".join(f"- {sentence}" for sentence in said)


def _axes() -> str:
    heads = (
        "parameter or scale",
        "prior",
        "median",
        "90 % of the posterior",
        "known values held",
        "narrower",
        "identified",
    )
    return (
        "## Parameters\n\n" + table(heads, map(_axis, _rows("axes"))) + "\n\n"
        "Recovery: points of the prior are lived with seeds of their own, and what they show becomes the target. "
        "*Known values held* is the share of 90 % intervals that hold the value put in; *narrower*, how much narrower "
        "than the prior's the interval is in the median point. Where that is less than 20 %, the targets do not "
        "identify the parameter: it stays at its prior value in the point, and in the posterior varies as in the prior."
    )


def _axis(row: dict[str, str]) -> list[str]:
    return [
        f"`{row['axis']}`",
        f"{_short(row['prior_low'])} to {_short(row['prior_high'])}",
        _short(row["middle"]),
        f"{_short(row['low'])} to {_short(row['high'])}",
        f"{float(row['held']):.0%} of {float(row['points']):.0f}",
        f"{float(row['gain']):.0%}",
        "yes" if row["identified"] == "True" else "no",
    ]


def _point(told: dict[str, Any]) -> str:
    rows = [(f"`{row['parameter']}`", _short(row["before"]), _short(row["value"])) for row in _rows("point")]
    words = (
        "One set of parameters: of the draws nearest the posterior's mean on the axes that are identified, the first "
        f"that shows every target in reach with seeds of its own ({told['points_tried']} tried); what is not "
        "identified stays at its value. These values stand in `sim/evidence`."
    )
    return f"## The point\n\n{words}\n\n" + table(("parameter", "before", "now"), rows)


def _by_smc() -> str:
    if not (TABLES / "smc.csv").exists():
        return ""
    waves = {row["axis"]: row for row in _rows("sick_leave")}
    rows = [
        (f"`{row['axis']}`", *(f"{_short(it['low'])}, {_short(it['middle'])}, {_short(it['high'])}"
                               for it in (waves[row["axis"]], row)))
        for row in _rows("smc")
    ]  # fmt: skip
    words = (
        "Sick leave once more, by ABC-SMC with pyABC (`styreform calibrate --smc`): 5, 50 and 95 % of each axis. Both "
        "accept what shows every target within its range, so they must agree within the noise of their draws."
    )
    return f"## By another road\n\n{words}\n\n" + table(("axis", "by waves", "by ABC-SMC"), rows)


def _short(text: str) -> str:
    return number(float(f"{float(text):.3g}"))
