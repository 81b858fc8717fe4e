"""The paired differences of an experiment while it is being lived: each run's means are read from the store once."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pandas as pd

from sim.analysis.contrasts import paired_differences
from sim.analysis.windows import WindowMeans
from sim.lab.designs import Design
from sim.lab.experiment import REFERENCE
from sim.lab.segment import DamagedError
from sim.lab.store import Store
from sim.measures.catalogue import NAMES

CONTRAST = ("measure", "regime", "overhead")
"""What a row of a table of whole replicates is about."""


class Differences:
    """Means over the main window, kept from one look to the next."""

    def __init__(self) -> None:
        self._means: dict[str, pd.Series] = {}

    def whole_replicates(self, design: Design, results: Path, measures: Sequence[str] = NAMES) -> pd.DataFrame:
        """The paired differences in each measure and contrast (rows) of each replicate without a hole (columns).

        Where a replicate is lived at several points of a design, its mean over them counts.
        """
        self._read(design, results)
        runs = pd.DataFrame(design.rows)
        means = pd.DataFrame(self._means, index=pd.Index(NAMES, dtype="str")).T
        pairs = paired_differences(runs, means[[*measures]], reference=REFERENCE)
        contrasts = pairs.groupby(["replicate", "regime", "overhead"], sort=False)[[*measures]].mean(skipna=False)
        table = contrasts.unstack(["regime", "overhead"], sort=False).dropna().T
        table.index.names = CONTRAST
        return table

    def _read(self, design: Design, results: Path) -> None:
        """Read the runs that are new in the store."""
        store = Store(results)
        window = design.experiment.windows[-1]
        for run, stored in store.runs().items():
            if run in design.runs and run not in self._means and stored.is_ok:
                means = WindowMeans(window, NAMES)
                with suppress(DamagedError):  # told where the tables are written
                    for series in store.series(stored):
                        means.add(series.to_pandas())
                self._means |= dict(means.table().iterrows())
