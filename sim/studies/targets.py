"""The baseline held against the targets of its calibration (sim/evidence/targets.toml)."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis import statements as take
from sim.analysis.statements import Quarters
from sim.analysis.verdicts import Expectation, found_in
from sim.evidence.targets import AS_IT_IS, Target
from sim.studies.structure import Study, studies_of


def counted(targets: Iterable[Target]) -> list[Target]:
    """The targets that can be counted in the baseline as it is."""
    return [target for target in targets if target.measure and target.design == AS_IT_IS]


def values(target: Target, lived: Mapping[Study, Quarters]) -> NDArray[np.float64]:
    """What the baseline shows of a target, seed by seed."""
    side = lived[studies_of(target.statement)["a"]]
    if target.contrast == "season":
        return take.season(side, target.window, target.measure)
    return take.over(side, target.window, target.measure).to_numpy(dtype=float)


def held_against(targets: Iterable[Target], lived: Mapping[Study, Quarters]) -> pd.DataFrame:
    """One row per target: its range, what the baseline shows with its 95 % interval, and whether the mean is within."""
    return pd.DataFrame([_row(target, lived) for target in targets])


def _row(target: Target, lived: Mapping[Study, Quarters]) -> dict[str, Any]:
    shown = found_in(values(target, lived), Expectation("within", target.low, target.high))
    return {
        "target": target.id,
        "number": target.number,
        "title": target.title,
        "unit": target.unit,
        "target_low": target.low,
        "target_high": target.high,
        "grade": target.grade,
        "found": shown.mean,
        "low": shown.low,
        "high": shown.high,
        "seeds": shown.pairs,
        "met": target.low <= shown.mean <= target.high,
    }
