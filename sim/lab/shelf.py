"""What there is, by kind: for `styreform list`, `show` and `check`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sim.evidence import PARAMETERS
from sim.initialisation.scenario_files import check_file, kind_of_file
from sim.initialisation.setting import describe_setting, load_setting
from sim.lab.designs import design
from sim.lab.experiment import Experiment, packaged_cases, packaged_experiments, read_experiment
from sim.lab.points import in_words as points_in_words
from sim.mistakes import Mistake, choice
from sim.regimes import (
    LEVERS,
    describe_instrument,
    describe_lever,
    describe_regime,
    load_instrument,
    load_regime,
    names,
)


def contents() -> dict[str, dict[str, str]]:
    """The title of everything that comes with the program, by kind and name."""
    questions = {name: read_experiment(str(file))[0].question for name, file in packaged_experiments().items()}
    cases = packaged_cases()
    return {
        "experiments": {name: question for name, question in questions.items() if name not in cases},
        "cases": {name: questions[name] for name in cases},
        "regimes": {name: load_regime(name).title for name in names("regimes")},
        "instruments": {name: load_instrument(name).title for name in names("instruments")},
        "municipalities": {name: load_setting(name).title for name in names("municipalities")},
        "levers": {name: lever.meaning for name, lever in LEVERS.items()},
    }


def described(name: str) -> tuple[str, str]:
    """What something is, as its kind and its words. A name of two things means the first in this order."""
    kinds: dict[str, tuple[Mapping[str, object] | tuple[str, ...], Callable[[str], str]]] = {
        "regime": (names("regimes"), lambda one: describe_regime(load_regime(one))),
        "instrument": (names("instruments"), lambda one: describe_instrument(load_instrument(one))),
        "municipality": (names("municipalities"), lambda one: describe_setting(load_setting(one))),
        "experiment": (packaged_experiments(), lambda one: describe_experiment(read_experiment(one)[0])),
        "lever": (LEVERS, lambda one: describe_lever(LEVERS[one])),
        "parameter": ({parameter.name: parameter for parameter in PARAMETERS}, _parameter_in_words),
    }
    for kind, (known, words) in kinds.items():
        if name in known:
            return kind, words(name)
    if "+" in name or "*" in name:
        return "scenario", describe_regime(load_regime(name))
    everything = [one for known, _ in kinds.values() for one in known]
    raise Mistake(f'There is nothing called "{name}". {choice(name, everything)} `styreform list` shows what there is.')


def checked(file: str) -> str:
    """What a file, or a packaged experiment or case, says, in words, whatever its kind; a Mistake where it is wrong."""
    if file not in packaged_experiments() and not Path(file).is_dir() and kind_of_file(file) != "experiment":
        return check_file(file)
    experiment, written = read_experiment(file)
    planned = design(experiment, written)
    return f"{describe_experiment(experiment)}\n{planned.in_words()}"


def describe_experiment(experiment: Experiment) -> str:
    """An experiment in words."""
    first, last = experiment.main_window
    said = [
        f"{experiment.name}: {experiment.question} (experiment)",
        "",
        f"Expected, written before the first run: {' '.join(experiment.expected_answer.split())}",
        "",
        f"Setting: {experiment.setting}",
        f"Regimes: {', '.join(experiment.regimes)}",
        f"Arms: {', '.join(experiment.overhead)}; documentation {experiment.documentation}",
        f"Replicates: {experiment.replicates}, each with a burn-in of {experiment.burn_in_years} years",
        f"Years: {experiment.years}; means over years {first} to {last}",
    ]
    if experiment.measures != "all":
        said.append(f"Measures: {', '.join(experiment.kept)}")
    said += [f"Pool: week {pool.week}, {pool.municipalities} municipalities" for pool in experiment.pools]
    for name, course in experiment.courses.items():
        said += [f"{name}, week {phase.week}: {phase.regime}" for phase in course]
    said += [f"Event, {occasion.in_words()}" for occasion in experiment.events]
    said += _parameters_of(experiment)
    said += points_in_words(experiment)
    said += [f"Source: {source}" for source in experiment.source]
    return "\n".join(said)


def _parameters_of(experiment: Experiment) -> list[str]:
    drawn = f"Parameters: draws of {experiment.posterior}, one for each replicate in turn"
    changed = [f"Parameter: {name} = {value:g}" for name, value in experiment.parameters.items()]
    return [drawn, *changed] if experiment.posterior else changed


def _parameter_in_words(name: str) -> str:
    return next(parameter.in_words() for parameter in PARAMETERS if parameter.name == name)
