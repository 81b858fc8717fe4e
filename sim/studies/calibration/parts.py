"""The two parts of the calibration: sick leave on the reduced municipality, and then everything on the whole model."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pandas as pd

from sim.analysis.statements import Quarters
from sim.evidence import ParameterSet, parameter_set
from sim.evidence.targets import Target, read_targets
from sim.initialisation.setting import Setting, load_setting
from sim.simulate import founded
from sim.simulate.fixed_point import baseline_centres
from sim.state.tables import WEEKS_PER_YEAR
from sim.studies import targets
from sim.studies.arenas import BURN_IN_YEARS
from sim.studies.calibration.peers import peer_slope
from sim.studies.calibration.reduced import WEEKS_TO_SETTLE, ReducedMunicipality, recording
from sim.studies.structure import Study, quarters_of, studies_of

BURN_IN_WEEKS = BURN_IN_YEARS * WEEKS_PER_YEAR
LAST_OF_SICK_LEAVE = 7
"""Targets 1 to 7 of docs/model.md 15 are about sick leave, which is nearly separable."""


def of_sick_leave() -> tuple[Target, ...]:
    """The targets of sick leave that the plan lets move something."""
    return tuple(target for target in read_targets() if target.moves and target.number <= LAST_OF_SICK_LEAVE)


def of_the_whole_model() -> tuple[Target, ...]:
    """All that the plan lets move something in the baseline as it is."""
    return tuple(target for target in targets.counted(read_targets()) if target.moves)


def shown_by_sick_leave(changes: dict[str, float], seeds: Sequence[int]) -> list[float]:
    """What the reduced municipality shows of the targets of sick leave, mean over seeds."""
    return _means(of_sick_leave(), lambda study: reduced(study, changes, seeds))


def shown_by_the_whole_model(changes: dict[str, float], seeds: Sequence[int]) -> list[float]:
    """What the whole model shows of every target, mean over seeds."""
    return _means(of_the_whole_model(), lambda study: whole(study, changes, seeds))


def _means(of: Sequence[Target], live: Callable[[Study], Quarters]) -> list[float]:
    lived = {study: live(study) for study in {study_of(target) for target in of}}
    return [float(pd.Series(targets.values(target, lived)).mean()) for target in of]


def study_of(target: Target) -> Study:
    """The study of the baseline that shows a target."""
    return studies_of(target.statement)["a"]


def whole(study: Study, changes: dict[str, float], seeds: Sequence[int], threads: int = 1) -> Quarters:
    """The baseline of a study, lived by the whole model at parameters that differ, with any seeds."""
    setting, parameters = load_setting(study.side.arena.setting), parameter_set(changes)
    baseline_centres(setting, parameters)  # found once, before threads look for them
    with ThreadPoolExecutor(threads) as side_by_side:
        return _by_replicate(list(side_by_side.map(partial(_whole, study, setting, parameters), seeds)))


def _whole(study: Study, setting: Setting, parameters: ParameterSet, seed: int) -> pd.DataFrame:
    life = founded(setting, parameters, seed, math.inf)
    life.live(BURN_IN_WEEKS + study.weeks[0])
    return quarters_of(life, setting, study.weeks)


def reduced(study: Study, changes: dict[str, float], seeds: Sequence[int]) -> Quarters:
    """The same, lived by the reduced municipality in the very weeks in which the whole model lives it."""
    parameters = parameter_set(changes)
    return _by_replicate([_reduced(study, parameters, seed) for seed in seeds])


def _reduced(study: Study, parameters: ParameterSet, seed: int) -> pd.DataFrame:
    before, weeks = study.weeks
    first = BURN_IN_WEEKS + before - WEEKS_TO_SETTLE
    recorded = recording(study.side.arena.setting, seed, first, WEEKS_TO_SETTLE + weeks)
    life = ReducedMunicipality(recorded, parameters)
    quarters = quarters_of(life, recorded.setting, study.weeks)
    return quarters.assign(peer_slope=peer_slope(life))


def _by_replicate(tables: Sequence[pd.DataFrame]) -> Quarters:
    return pd.concat(tables, keys=range(1, len(tables) + 1), names=["replicate"])
