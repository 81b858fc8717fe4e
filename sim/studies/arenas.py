"""Arenas: the experiments in which statements are tried, each lived once for all that can share it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rich.console import Console

from sim.analysis.statements import Quarters, beside_replicates, measures_in, quarterly
from sim.evidence.claims import Statement
from sim.lab.designs import Design, design
from sim.lab.experiment import REFERENCE, Experiment, read_experiment
from sim.lab.identity import digest
from sim.lab.laboratory import Plan, plan
from sim.lab.memory import crew_that_fits
from sim.lab.session import Terms, sit
from sim.mistakes import Mistake, choice
from sim.regimes.scenario import load_regime
from sim.report.results import stored_results

NAME = "evidence"
"""The name of every arena's experiment. Seeds follow from it, so that arenas and studies of structure share them."""
USUAL_YEARS, BURN_IN_YEARS = 8, 8
REPLICATES, REPLICATES_OF_A_QUICK_LOOK = 20, 6


class Arena(NamedTuple):
    """Where a scenario is lived: a setting with parameters that differ, and years after the reform; or a case."""

    setting: str
    parameters: tuple[tuple[str, float], ...]
    years: int
    case: str = ""

    @property
    def name(self) -> str:
        """The name of its folder."""
        if self.case:
            return f"case_{Path(self.case).stem}"
        changed = f"_{digest(dict(self.parameters))[:8]}" if self.parameters else ""
        return f"{Path(self.setting).stem}_{self.years}_years{changed}"


class Side(NamedTuple):
    """A scenario in an arena."""

    arena: Arena
    scenario: str


type Parameters = Mapping[str, float]


def sides_of(statement: Statement) -> dict[str, Side]:
    """The scenarios that a statement looks at, by what it calls them: ``a`` and ``b``, or those it ranks."""
    side = _sides_of_case(statement.case, statement) if statement.case else _sides_of_setting(statement)
    return named(statement, side)


def named[T](statement: Statement, side: Callable[[str, Parameters], T]) -> dict[str, T]:
    """What a statement looks at, by what it calls it; ``side`` finds a scenario with parameters of its own."""
    if statement.contrast == "rank":
        return {one: side(one, {}) for one in dict.fromkeys((statement.a, *statement.among))}
    taken_off = {name: side(one, {}) for name, one in zip(("c", "d"), statement.less, strict=False)}
    return {"a": side(statement.a, statement.parameters_a), "b": side(statement.b, statement.parameters_b), **taken_off}


def _sides_of_setting(statement: Statement) -> Callable[[str, Parameters], Side]:
    years = max(USUAL_YEARS, statement.last_year)

    def side(scenario: str, own: Parameters) -> Side:
        changes = tuple(sorted({**statement.parameters, **own}.items()))
        return Side(Arena(statement.setting, changes, years), load_regime(scenario).id)

    return side


def _sides_of_case(name: str, statement: Statement) -> Callable[[str, Parameters], Side]:
    case = case_of(statement)

    def side(scenario: str, _: Parameters) -> Side:
        return Side(Arena(case.setting, (), case.years, name), regime_of(case, scenario))

    return side


def case_of(statement: Statement) -> Experiment:
    """The case of a statement that names one, if it goes on for long enough."""
    case = read_experiment(statement.case or "")[0].at_one_point()
    if statement.last_year > case.years:
        what = f'the case "{statement.case}" ends after {case.years} years; the statement looks at'
        raise Mistake(f"{what} {statement.last_year}.")
    return case


def regime_of(case: Experiment, scenario: str) -> str:
    """What a case calls one of its regimes in its results."""
    if scenario not in case.regimes:
        raise Mistake(f'the case "{case.name}" has no regime "{scenario}". {choice(scenario, case.regimes)}')
    return scenario if scenario in case.courses else load_regime(scenario).id


def experiments(statements: Iterable[Statement], replicates: int) -> dict[Arena, Experiment]:
    """One experiment per arena, with every scenario asked for there; those outside cases have the same seeds."""
    asked: dict[Arena, dict[str, None]] = {}
    for statement in statements:
        for side in sides_of(statement).values():
            asked.setdefault(side.arena, {REFERENCE: None})[side.scenario] = None
    return {arena: experiment_in(arena, tuple(scenarios), replicates) for arena, scenarios in asked.items()}


def experiment_in(arena: Arena, scenarios: tuple[str, ...], replicates: int) -> Experiment:
    """The experiment that is lived in an arena; a case has its own scenarios."""
    return _case(arena, replicates) if arena.case else _experiment(arena, scenarios, replicates)


def _case(arena: Arena, replicates: int) -> Experiment:
    """A case as it is told, all its regimes as coded; a small one keeps the replicates it asks for."""
    case, _ = read_experiment(arena.case)
    wanted = replicates if replicates < REPLICATES else max(replicates, case.replicates)
    return case.model_copy(update={"overhead": ("as coded",), "replicates": wanted})


def _experiment(arena: Arena, scenarios: tuple[str, ...], replicates: int) -> Experiment:
    return Experiment(
        name=NAME,
        question="What was published, held against the model",
        expected_answer="each claim's own",
        setting=arena.setting,
        regimes=scenarios,
        overhead=("as coded",),
        replicates=replicates,
        burn_in_years=BURN_IN_YEARS,
        years=arena.years,
        early_window=(1, 2),
        main_window=(3, arena.years),
        parameters=dict(arena.parameters),
    )


def planned(statements: Iterable[Statement], replicates: int, results: Path) -> dict[Arena, Plan[Design]]:
    """What has to be lived, arena by arena, held against what is there."""
    asked = experiments(statements, replicates)
    designs: dict[Arena, Design] = {arena: design(experiment) for arena, experiment in asked.items()}
    return {arena: plan(one, results / arena.name) for arena, one in designs.items()}


def refuse_too_large(plans: Iterable[Plan[Design]], room: float) -> None:
    """Refuse what memory does not hold, before anything is lived."""
    for one in plans:
        if one.bundles:
            crew_that_fits(one.bundles, 1, room)


def lived(plans: dict[Arena, Plan[Design]], console: Console, command: str, workers: int | None) -> None:
    """Live what is missing in every arena, with progress on the console."""
    for arena, one in plans.items():
        if one.missing:
            console.print(f"{arena.name}: {one.missing} of {len(one.design.runs)} runs are to be lived.")
        sit(one, console, command, Terms(workers))


def read(statements: Iterable[Statement], results: Path) -> dict[Side, Quarters]:
    """The quarterly means of every scenario that the statements look at, of those whose runs were all finished."""
    wanted: dict[Arena, tuple[dict[str, None], dict[str, None]]] = {}
    for statement in statements:
        for side in sides_of(statement).values():
            scenarios, measures = wanted.setdefault(side.arena, ({}, {}))
            scenarios[side.scenario] = None
            measures.update(dict.fromkeys(measures_in(statement.measure)))
    return {
        Side(arena, scenario): quarters
        for arena, (scenarios, measures) in wanted.items()
        for scenario, quarters in _read_arena(results / arena.name, [*scenarios], [*measures]).items()
    }


def _read_arena(folder: Path, scenarios: list[str], measures: list[str]) -> dict[str, Quarters]:
    found = stored_results(folder)
    runs: pd.DataFrame = found.runs
    unfinished = set(runs.loc[runs["status"] != "ok", "regime"])
    finished = [scenario for scenario in scenarios if scenario not in unfinished]
    if not finished:
        return {}
    quarters = quarterly(found.series(measures))
    return {scenario: beside_replicates(quarters, runs, scenario) for scenario in finished}
