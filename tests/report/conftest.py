"""A results folder with made-up but realistic numbers: effects that grow, season, noise shared by twins."""

import json
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis.contrasts import paired_contrasts
from sim.analysis.windows import EARLY, MAIN, Window
from sim.measures.catalogue import MEASURES

REGIMES = ("baseline", "npm", "npm_lean", "tripartite", "trust", "hybrid")
LEVELS = {
    "0-1": 0.58,
    "per 100 posts a year": 24.0,
    "per 100 posts": 31.0,
    "%": 8.2,
    "% of agreed days": 4.1,
    "days a year of 227": 18.6,
    "% of hours": 15.0,
    "% of decisions": 33.0,
    "1 = wages at the start": 1.02,
}


def write_results(
    folder: Path, *, replicates: int = 20, years: int = 8, windows: tuple[Window, ...] = (EARLY, MAIN)
) -> Path:
    """Write the tables of an experiment of this size, as the laboratory would."""
    folder.mkdir(parents=True, exist_ok=True)
    design = pd.DataFrame(
        [
            {"regime": regime, "overhead": overhead, "replicate": replicate, "seed": 7_000_000_000 + 7919 * replicate}
            for replicate in range(1, replicates + 1)
            for overhead in ("as coded", "equal overhead")
            for regime in REGIMES
        ]
    )
    design.insert(0, "run", [f"{number:032x}" for number in range(len(design))])
    series = pd.concat([_lived(row, 52 * years) for row in design.itertuples()], ignore_index=True)
    runs = design.assign(status="ok", reason="", seconds=0.5)
    design.to_parquet(folder / "design.parquet")
    runs.to_parquet(folder / "runs.parquet")
    series.to_parquet(folder / "series.parquet")
    pd.DataFrame(MEASURES).to_parquet(folder / "measures.parquet")
    paired_contrasts(runs, series, windows=windows).to_parquet(folder / "contrasts.parquet")
    provenance = {"code": "0123456789abcdef0123456789abcdef", "versions": {"styreform": "0.1.0"}}
    (folder / "provenance.json").write_text(json.dumps(provenance))
    return folder


def _lived(run: object, weeks: int) -> pd.DataFrame:
    """One made-up run: a level, a walk and a season that twins share, an effect that grows, and a little noise."""
    week = np.arange(1, weeks + 1)
    columns = {"run": run.run, "week": week, "municipality": 0}
    for measure in MEASURES:
        level = LEVELS.get(measure.unit, 5.0)
        name = zlib.crc32(measure.name.encode())
        shared = np.random.default_rng([name, run.seed])
        own = np.random.default_rng([name, run.seed, zlib.crc32(run.regime.encode()), len(run.overhead)])
        kind = np.random.default_rng([name, zlib.crc32(run.regime.encode())])
        size = (
            0.0 if run.regime == "baseline" else kind.normal(0.0, 0.08) * (1.0 if run.overhead == "as coded" else 0.6)
        )
        effect = size * (1.0 - np.exp(-week / kind.uniform(20.0, 120.0)))
        walk = 0.02 * shared.normal() + np.cumsum(shared.normal(0.0, 0.002, weeks))
        season = 0.15 * np.cos(2.0 * np.pi * week / 52.0) if measure.family == "sick leave" else 0.0
        walk_of_its_own = np.cumsum(own.normal(0.0, 0.0012, weeks))
        noise = own.normal(0.0, 0.03, weeks)
        columns[measure.name] = level * (1.0 + effect + walk + walk_of_its_own + season + noise)
    return pd.DataFrame(columns)


@pytest.fixture(scope="session")
def kept_results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small results folder, shared: copy it before changing it."""
    place = tmp_path_factory.mktemp("results") / "01_made_up"
    return write_results(place, replicates=5, years=2, windows=(Window("main", 1, 2),))
