"""The command line. Each command is one function; whatever is slow to import is imported inside it."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sim.mistakes import Mistake

if TYPE_CHECKING:
    import pandas as pd

    from sim.lab.designs import Design
    from sim.lab.laboratory import Completeness, Plan
    from sim.studies.calibration.effort import Effort

RUNS_FAILED, USER_MISTAKE, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="styreform",
    help="Governance regimes of public services as an agent-based model: run experiments, see what there is.",
    epilog="Example: styreform run experiments/01_regimes --quick",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would double the time that --help takes
    add_completion=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


@app.command(epilog="Example: styreform run experiments/01_regimes --workers 2")
def run(
    experiment: Annotated[
        str | None,
        typer.Argument(help="A folder with an experiment.toml, a file, or the name of a packaged experiment or case."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help='Instead: try "npm" or "trust + targets*0.5" against the baseline.')
    ] = None,
    setting: Annotated[str, typer.Option(help="The municipality in which to try a scenario.")] = "norwegian_reference",
    workers: Annotated[int | None, typer.Option(min=1, help="Processors to use; unless given, all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where results go; unless given, results/NAME.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be run and what is there already.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="A first look: 4 replicates, 2 + 3 years.")] = False,
    replay: Annotated[
        str | None, typer.Option(help="Live one run again, by its first digits, and say how it ends; keep nothing.")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first run that fails.")] = False,
    budget: Annotated[
        str | None,
        typer.Option(help='Live for so long at most: "90s", "20m", "2h"; tables are written of what there is.'),
    ] = None,
    precision: Annotated[
        list[str] | None,
        typer.Option(help='Add replicates until every contrast is known so narrowly: "motivation=0.01"; repeatable.'),
    ] = None,
    max_replicates: Annotated[
        int | None, typer.Option(help="With --precision: no more replicates than these; unless given, 1000.")
    ] = None,
    max_failures: Annotated[
        str | None, typer.Option(help='Stop when more runs than this fail: "5%", or a number; unless given, never.')
    ] = None,
    time_limit: Annotated[
        str | None, typer.Option(help='End a run, or the burn-in that runs share, that takes longer: "90s", "10m".')
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(help='End a run whose process takes more memory: "800MB", "2GB".')
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(help="Live on a Dask cluster: tcp://host:port of its scheduler (needs styreform[cluster])."),
    ] = None,
) -> None:
    """Run an experiment: live what is missing, then write tables, figures and what was found."""
    from sim.lab.limits import failures_allowed, limits
    from sim.lab.session import Terms

    may_take = limits(time_limit, memory_limit)
    plan = _planned(experiment, scenario, setting, out, quick)
    may_fail = failures_allowed("0" if fail_fast else max_failures, len(plan.design.runs))
    terms = Terms(workers, dask, may_take, may_fail)
    if replay:
        _replay(plan, replay)
        return
    from rich.console import Console

    from sim.lab.aims import aims_of, dry, sit_for

    aims = aims_of(budget, precision or [], max_replicates, plan.design.experiment)
    if dry_run:
        with _stopping_cleanly(plan.results):
            typer.echo(dry(plan, aims, Console(stderr=True), workers))
        return
    with _stopping_cleanly(plan.results):
        command = shlex.join(["styreform", *sys.argv[1:]])
        completeness = sit_for(plan, aims, Console(stderr=True), command, terms)
        _show_findings(plan.results)
    if aims.seconds is not None and completeness.is_only_unfinished:
        typer.echo(
            f"Partial, because the budget is spent: {completeness.in_words()} The same command goes on.", err=True
        )
    elif not completeness.is_complete:
        _tell_of_failures(completeness, plan.results)


@app.command(epilog="Example: styreform shard 3/8 experiments/01_regimes --workers 4")
def shard(
    part: Annotated[str, typer.Argument(help="Which shard of how many: N/M, from 1/M to M/M.")],
    experiment: Annotated[str, typer.Argument(help="An experiment, as for `styreform run`.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Processors to use; unless given, all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where all shards keep; unless given, results/NAME.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A first look: 4 replicates, 2 + 3 years.")] = False,
) -> None:
    """Live one part of an experiment, as a task of an array job; `styreform gather` makes the tables."""
    from rich.console import Console

    from sim.lab.laboratory import completeness_of
    from sim.lab.session import Terms, live_all
    from sim.lab.shards import runs_of_shard, shard_in, shard_of
    from sim.lab.store import Store

    number, shards = shard_in(part)
    plan = _planned(experiment, None, "", out, quick)
    mine = shard_of(plan, number, shards)
    with _stopping_cleanly(plan.results):
        live_all(mine, Console(stderr=True), Terms(workers, is_shard=True), says_reused=False)
    completeness = completeness_of(runs_of_shard(plan, number, shards), Store(plan.results).runs())
    typer.echo(
        f"Shard {number} of {shards}: {completeness.in_words()} When all shards are done: "
        f"styreform gather {shlex.quote(str(plan.results))}"
    )
    if not completeness.is_complete:
        raise typer.Exit(RUNS_FAILED)


@app.command(epilog="Example: styreform gather results/01_regimes")
def gather(results: Annotated[Path, typer.Argument(help="The results folder in which shards have kept.")]) -> None:
    """Write the tables and figures of what is in a results folder; nothing is lived."""
    import datetime

    from sim.lab.sealing import write_results
    from sim.lab.shards import plan_in

    plan = plan_in(results)
    with _stopping_cleanly(results):
        command = shlex.join(["styreform", *sys.argv[1:]])
        completeness = write_results(plan, datetime.datetime.now(datetime.UTC), command)
        _show_findings(results)
    if not completeness.is_complete:
        _tell_of_failures(completeness, results)


@app.command("list", epilog="Example: styreform list")
def list_(as_json: AsJson = False) -> None:
    """List what there is: experiments, cases, regimes, instruments and municipalities."""
    from sim.lab.shelf import contents

    there_is = contents()
    if as_json:
        _print_json(there_is)
        return
    for kind, entries in there_is.items():
        typer.secho(kind, bold=True)
        width = max((len(name) for name in entries), default=0)
        for name, title in entries.items():
            typer.echo(f"  {name:{width}}  {title}")


@app.command(epilog="Example: styreform show tripartite")
def show(
    name: Annotated[str, typer.Argument(help="Anything that `styreform list` names, a lever or a parameter.")],
    as_json: AsJson = False,
) -> None:
    """Say what something is, in words, with its sources."""
    from sim.lab.shelf import described

    kind, words = described(name)
    if as_json:
        _print_json({"name": name, "kind": kind, "text": words})
    else:
        typer.echo(words)


@app.command(epilog="Example: styreform check my_regime.toml experiments/01_regimes/experiment.toml")
def check(
    files: Annotated[
        list[str],
        typer.Argument(help="Files of instruments, regimes, municipalities or experiments; or cases by name."),
    ],
) -> None:
    """Say whether files are right, and what they mean."""
    from sim.lab.shelf import checked

    wrong = False
    for file in files:
        try:
            typer.echo(checked(file))
        except Mistake as mistake:
            wrong = True
            typer.echo(str(mistake), err=True)
    if wrong:
        raise typer.Exit(USER_MISTAKE)


@app.command(epilog="Example: styreform status results/01_regimes")
def status(results: Annotated[Path, typer.Argument(help="A results folder.")], as_json: AsJson = False) -> None:
    """Say how far an experiment has come."""
    from sim.lab.laboratory import status as status_of

    completeness = status_of(results)
    if as_json:
        _print_json({"results": str(results), **completeness._asdict(), "complete": completeness.is_complete})
    else:
        typer.echo(completeness.in_words())


@app.command(epilog="Example: styreform evidence --quick")
def evidence(
    claims: Annotated[
        Path | None, typer.Option(help="A file of claims of your own; unless given, those of the model.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A first look: 6 replicates.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processors to use; unless given, all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where results go; unless given, results/evidence.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be run.")] = False,
) -> None:
    """Hold the model to what was published: every claim with what is found, and a verdict."""
    from sim.studies.evidence import answer, ask, in_words

    asked = ask(claims, quick=quick, out=out)
    if dry_run:
        typer.echo(in_words(asked))
        return
    from rich.console import Console

    with _stopping_cleanly(asked.results):
        command = shlex.join(["styreform", *sys.argv[1:]])
        place = answer(asked, Console(stderr=True), command, workers)
        typer.echo(f"Tables and figure: {place}")
    if missing := asked.missing():
        typer.echo(missing, err=True)
        raise typer.Exit(RUNS_FAILED)


@app.command(epilog="Example: styreform why 3f9a01")
def why(
    run: Annotated[str, typer.Argument(help="The first digits of a run's identity (column `run` of design.parquet).")],
    out: Annotated[Path | None, typer.Option(help="A results folder; unless given, all in results/.")] = None,
) -> None:
    """Say why a run is reused or lived again, and which module has changed."""
    from sim.lab.why import why as why_of

    folders = [out] if out else sorted(file.parent for file in Path("results").glob("*/design.parquet"))
    typer.echo(why_of(run, folders).in_words())


@app.command(epilog="Example: styreform neutrality --quick --workers 2")
def neutrality(
    experiment: Annotated[
        str, typer.Argument(help="The experiment that is lived at every point; unless given, the packaged one.")
    ] = "09_neutrality",
    quick: Annotated[bool, typer.Option("--quick", help="60 points rather than 500.")] = False,
    points: Annotated[int | None, typer.Option(min=1, help="So many points; more keep all earlier ones.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processors to use; unless given, all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where results go; unless given, results/neutrality.")] = None,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="Instead: switch each path of benefit and cost off, one by one.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be lived, and how long it would take.")
    ] = False,
) -> None:
    """Audit neutrality: which regime is best under which assumptions, and whether one wins or loses under all."""
    from sim.studies.neutrality.study import foretold, planned_audit

    plan = planned_audit(experiment, points, out, quick=quick, ablation=ablation)
    if dry_run:
        typer.echo(f"{plan.in_words()}\n{foretold(plan, workers)}")
        return
    from rich.console import Console

    from sim.studies.neutrality.study import sit_ablation, sit_audit

    with _stopping_cleanly(plan.results):
        command = shlex.join(["styreform", *sys.argv[1:]])
        sit = sit_ablation if ablation else sit_audit
        findings = sit(plan, Console(stderr=True), command, workers=workers)
        (_show_ablation if ablation else _show_audit)(findings.tables, plan.results)
    if not findings.completeness.is_complete:
        where = plan.results / "runs.parquet"
        typer.echo(f"{findings.completeness.in_words()} Which of them, stands in {where}.", err=True)
        raise typer.Exit(RUNS_FAILED)


@app.command(epilog="Example: styreform calibrate --quick --workers 2")
def calibrate(
    quick: Annotated[bool, typer.Option("--quick", help="A first look: few draws, two waves, two seeds.")] = False,
    draws: Annotated[
        int | None, typer.Option(help="Draws of a wave on the whole model; 5 times as many of sick leave.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processors to use; unless given, all.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where results go; unless given, results/calibration.")] = None,
    smc: Annotated[
        bool, typer.Option("--smc", help="Instead: sick leave once more, by ABC-SMC (needs styreform[calibration]).")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be lived, and how long it takes.")] = False,
) -> None:
    """Fit the parameters of role K to targets of the baseline, and to nothing else; keep the posterior as a table."""
    from sim.studies.calibration.effort import effort_of, foretold
    from sim.studies.calibration.study import place_of

    effort, results = effort_of(draws, quick=quick), place_of(out, quick=quick)
    if dry_run:
        typer.echo(f"{effort.in_words()}\n{foretold(effort, workers)}")
        return
    with _stopping_cleanly(results):
        if smc:
            _calibrate_by_smc(effort, results)
        else:
            _calibrate(effort, results, workers)
    typer.echo(f"Tables: {results}")


def main() -> None:
    """Run the command line: a user's mistake is one message and exit code 2."""
    try:
        app()
    except Mistake as mistake:
        typer.echo(str(mistake), err=True)
        sys.exit(USER_MISTAKE)


def _planned(
    experiment: str | None, scenario: str | None, setting: str, out: Path | None, quick: bool
) -> "Plan[Design]":
    if (experiment is None) == (scenario is None):
        raise Mistake('Name an experiment, as in `styreform run experiments/01_regimes`, or a --scenario "npm".')
    from sim.lab.designs import design
    from sim.lab.experiment import read_experiment, trial
    from sim.lab.laboratory import plan

    if scenario is not None:
        asked, written = trial(scenario, setting), None
    else:
        asked, written = read_experiment(str(experiment))
    return plan(design(asked.quick() if quick else asked, written), out or asked.results(quick=quick))


def _replay(plan: "Plan[Design]", run: str) -> None:
    """Live one run again and say how it ended, with all that Python has to say of a failure."""
    from sim.lab.replay import replayed
    from sim.simulate import founded

    ended = replayed(plan, run, founded)
    stage = f" ({ended.stage})" if ended.stage else ""
    typer.echo(f"{ended.traceback}Run {run}: {ended.status}{stage} after {ended.seconds:.1f} s")
    if ended.status != "ok":
        raise typer.Exit(RUNS_FAILED)


@contextmanager
def _stopping_cleanly(results: Path) -> Iterator[None]:
    """Ctrl-C, a run that fails fast and a full disk end with a sentence, not with a traceback."""
    from sim.lab.laboratory import RunError
    from sim.lab.laboratory import status as status_of
    from sim.lab.workers import WorkError

    try:
        yield
    except KeyboardInterrupt:
        so_far = f"{status_of(results).in_words()} " if (results / "design.parquet").exists() else ""
        typer.echo(f"\nStopped. {so_far}The same command goes on from there.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (RunError, WorkError, OSError) as trouble:
        typer.echo(f"Stopped: {trouble}.", err=True)
        raise typer.Exit(RUNS_FAILED) from None


def _show_findings(results: Path) -> None:
    """Draw the figures, print the table beside what was expected, and say where everything is."""
    from rich.console import Console

    from sim.report.figures import draw_all
    from sim.report.results import stored_results
    from sim.report.tables import screen_table

    figures = draw_all(results)
    stored = stored_results(results)
    Console().print(screen_table(stored.contrasts, stored.measures))
    asked = stored.provenance["experiment"]
    expected = " ".join(asked["expected_answer"].split())
    typer.echo(f"Question: {asked['question']}\nExpected, written before the first run: {expected}")
    typer.echo(f"Tables and provenance: {results}\nFigures ({len(figures)}): {results / 'figures'}")


def _tell_of_failures(completeness: "Completeness", results: Path) -> NoReturn:
    """Say how many runs are not ok, how to see one fail again, and what failures depend on; end with exit code 1."""
    import pandas as pd

    from sim.analysis.failures import dependences
    from sim.lab.shards import varied_in

    runs = pd.read_parquet(results / "runs.parquet")
    typer.echo(f"{completeness.in_words()} The reasons stand in {results / 'runs.parquet'}.", err=True)
    ended = runs[runs["status"].isin(["failed", "timeout", "killed"])]
    if len(ended):
        typer.echo(f"To see one again: the same command with --replay {ended['run'].iloc[0][:12]}", err=True)
    for found in dependences(runs, varied_in(results)):
        typer.echo(f"Failures depend on the design: {found.words} (chance {found.chance:.2g}).", err=True)
    raise typer.Exit(RUNS_FAILED)


def _show_audit(tables: "dict[str, pd.DataFrame]", results: Path) -> None:
    """Draw the map of who is best, print the shares and the verdict."""
    import json

    from rich.console import Console

    from sim.report.neutrality import draw_best, share_tables, verdict

    provenance = json.loads((results / "provenance.json").read_text(encoding="utf-8"))
    figures = draw_best(tables, provenance, results / "best")
    Console().print(*share_tables(tables["best"], tables["measures"]), sep="\n")
    typer.echo(verdict(tables["gate"], tables["best"]))
    typer.echo(f"Tables and provenance: {results}\nFigure: {figures[-1]}")


def _show_ablation(tables: "dict[str, pd.DataFrame]", results: Path) -> None:
    """Print what each path does for each headline outcome."""
    from rich.console import Console

    from sim.analysis.ranking import HEADLINES
    from sim.report.neutrality import effects_table

    for measure in HEADLINES:
        Console().print(effects_table(tables["effects"], tables["measures"], measure))
    typer.echo(
        "Change under the regime with the path less that without; * = the 95 % interval excludes 0 (paired t, not "
        f"corrected); b, c = meant as a benefit, as a cost.\nTables and provenance: {results}"
    )


def _calibrate(effort: "Effort", results: Path, workers: int | None) -> None:
    """Calibrate, keep tables and figure, and print what was found and what was missed."""
    from rich.console import Console

    from sim.report.calibration import axes_screen_table, targets_screen_table, targets_sheet
    from sim.report.page import house_type
    from sim.studies.calibration.effort import foretold
    from sim.studies.calibration.study import calibrated
    from sim.studies.calibration.tables import missed, write_all

    console = Console(stderr=True)
    console.print(f"{effort.in_words()}\n{foretold(effort, workers)}")
    found = calibrated(effort, results, console, workers)
    tables = write_all(found, effort, results, shlex.join(["styreform", *sys.argv[1:]]))
    with house_type():
        targets_sheet(tables["targets"]).save(results / "targets")
    Console().print(targets_screen_table(tables["targets"]), axes_screen_table(tables["axes"]), sep="\n")
    for sentence in missed(found):
        typer.echo(f"Missed: {sentence}")


def _calibrate_by_smc(effort: "Effort", results: Path) -> None:
    """Find the posterior of sick leave by ABC-SMC, and keep and print its intervals."""
    from sim.lab.durable import write_whole
    from sim.studies.calibration.study import by_another_road

    intervals = by_another_road(effort, results)
    write_whole(results / "smc.csv", lambda part: intervals.to_csv(part, index=False))
    typer.echo(intervals.to_string(index=False, float_format="{:.3g}".format))


def _print_json(content: object) -> None:
    import json

    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
