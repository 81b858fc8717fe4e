"""The two parts of the calibration: sick leave on the reduced municipality, and then everything on the whole model."""

from collections.abc import Callable, Sequence

import pandas as pd

from sim.analysis.statements import Quarters
from sim.evidence import ParameterSet, parameter_set
from sim.evidence.targets import Target, read_targets
from sim.studies import targets
from sim.studies.calibration.peers import peer_slope
from sim.studies.calibration.reduced import WEEKS_TO_SETTLE, ReducedMunicipality, recording
from sim.studies.structure import Study, followed, quarters_of, study_of

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
    whole = tuple(sorted(changes.items()))
    return _means(of_the_whole_model(), lambda study: followed(study._replace(parameters=whole), seeds, workers=1))


def _means(of: Sequence[Target], live: Callable[[Study], Quarters]) -> list[float]:
    lived = {study: live(study) for study in {study_of(target.statement) for target in of}}
    return [float(pd.Series(targets.values(target, lived)).mean()) for target in of]


def reduced(study: Study, changes: dict[str, float], seeds: Sequence[int]) -> Quarters:
    """The study, lived by the reduced municipality in the very weeks in which the whole model lives it."""
    parameters = parameter_set(changes)
    tables = [_one(study, parameters, seed) for seed in seeds]
    return pd.concat(tables, keys=range(1, len(seeds) + 1), names=["replicate"])


def _one(study: Study, parameters: ParameterSet, seed: int) -> pd.DataFrame:
    before, weeks = study.weeks
    recorded = recording(study.setting, seed, before - WEEKS_TO_SETTLE, WEEKS_TO_SETTLE + weeks)
    life = ReducedMunicipality(recorded, parameters)
    quarters = quarters_of(life, recorded.setting, weeks)
    return quarters.assign(peer_slope=peer_slope(life))
