"""How often the 95 % interval holds the truth when sampling stops as soon as it is narrow enough.

From the checkout::

    uv run python -m benchmarks.coverage                        # 10,000 trials of each kind: about two minutes
    uv run python -m benchmarks.coverage --results results/own  # and on the paired differences of a results folder

It writes the tables of ``results/reference/precision/``, from which ``make documents`` writes docs/precision.md.
"""

import argparse
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.contrasts import paired_differences
from sim.analysis.intervals import t_interval, wilson_interval
from sim.analysis.precision import RULE, Rule, is_narrow
from sim.analysis.ranking import HEADLINES
from sim.lab.durable import write_json, write_whole
from sim.rule import code_digest

FOLDER = Path(__file__).parents[1] / "results" / "reference" / "precision"
TRIALS, OWN_TRIALS, SEED, MOST_PAIRS = 10_000, 2_000, 20_261_123, 400
WIDTHS = (0.5, 0.35, 0.2)
"""Half-widths that are asked for, in standard deviations of a paired difference: about 20, 35 and 100 pairs."""
NAIVE = Rule(floor=3, look_ahead=0, step=1, growth=0.0)
"""What a person does at a screen: stop at the first run after the third with which the interval is narrow."""

type Sample = Callable[[np.random.Generator, tuple[int, int]], NDArray[np.float64]]


class Kind(NamedTuple):
    """A kind of difference: how it is drawn, its mean and its standard deviation."""

    draw: Sample
    mean: float
    deviation: float


def _log_normal(variation: float) -> Kind:
    """Log-normal differences with mean 1 and this coefficient of variation."""
    variance = math.log(1.0 + variation**2)
    return Kind(lambda rng, size: rng.lognormal(-variance / 2.0, math.sqrt(variance), size), 1.0, variation)


KINDS: Mapping[str, Kind] = {
    "normal": Kind(lambda rng, size: rng.normal(0.0, 1.0, size), 0.0, 1.0),
    "skewed: gamma, CV 0.5": Kind(lambda rng, size: rng.gamma(4.0, 0.25, size), 1.0, 0.5),
    "skewed: log-normal, CV 0.5": _log_normal(0.5),
    "very skewed: log-normal, CV 1": _log_normal(1.0),
    "heavy tails: t with 3 degrees of freedom": Kind(lambda rng, size: rng.standard_t(3.0, size), 0.0, math.sqrt(3.0)),
}


class Stopped(NamedTuple):
    """What trials of one rule gave: how many intervals held the truth, and the pairs that each trial took."""

    held: int
    pairs: NDArray[np.int64]

    @property
    def coverage(self) -> float:
        """The share that held the truth."""
        return self.held / len(self.pairs)


def stopped(differences: NDArray[np.float64], truth: float, width: float, rule: Rule = RULE) -> Stopped:
    """Let every row of differences stop by the rule; one that never does uses all that it has."""
    held, pairs = 0, []
    for size in rule.sizes_within(differences.shape[-1]):
        narrow = is_narrow(differences, size, width, rule)
        held += _held(differences[narrow, : size + rule.look_ahead], truth)
        pairs += [size + rule.look_ahead] * int(narrow.sum())
        differences = differences[~narrow]
        if not len(differences):
            break
    held += _held(differences, truth)
    return Stopped(held, np.array(pairs + [differences.shape[-1]] * len(differences)))


def _held(differences: NDArray[np.float64], truth: float) -> int:
    if not len(differences):
        return 0
    _, low, high = t_interval(differences)
    return int(np.count_nonzero((low <= truth) & (truth <= high)))


def trials(kind: Kind, width: float, number: int = TRIALS, seed: int = SEED) -> dict[str, float]:
    """One kind of difference and one width: our rule, the naive one, and as many pairs fixed beforehand."""
    differences = kind.draw(np.random.default_rng(seed), (number, MOST_PAIRS))
    ours, naive = (stopped(differences, kind.mean, width * kind.deviation, rule) for rule in (RULE, NAIVE))
    fixed = differences[:, : round(ours.pairs.mean())]
    return {
        **_with_interval("coverage", ours.held, number),
        "pairs": float(ours.pairs.mean()),
        **_with_interval("naive_coverage", naive.held, number),
        "naive_pairs": float(naive.pairs.mean()),
        "fixed_coverage": _held(fixed, kind.mean) / number,
    }


def _with_interval(name: str, held: int, number: int) -> dict[str, float]:
    """A share with its binomial interval."""
    share, low, high = (float(end) for end in wilson_interval(held, number))
    return {name: share, f"{name}_low": low, f"{name}_high": high}


def coverage(number: int = TRIALS) -> pd.DataFrame:
    """All kinds at all widths."""
    rows = [{"kind": name, "width": width, **trials(KINDS[name], width, number)} for name in KINDS for width in WIDTHS]
    return pd.DataFrame(rows)


def own_coverage(results: Path, number: int = OWN_TRIALS) -> pd.DataFrame:
    """The same for differences drawn with replacement from those of a results folder, whose mean is then the truth."""
    runs = pd.read_parquet(results / "runs.parquet")
    means = runs.drop_duplicates("run").set_index("run")[[*HEADLINES]]
    rows = []
    for (regime, overhead), pairs in paired_differences(runs, means).groupby(["regime", "overhead"], sort=False):
        for measure in HEADLINES:
            found = pairs[measure].to_numpy()
            kind = Kind(_resampling(found), float(found.mean()), float(found.std()))
            about = {"measure": measure, "regime": regime, "overhead": overhead}
            about |= {"skewness": _standardised_moment(found, 3), "kurtosis": _standardised_moment(found, 4)}
            rows += [about | {"width": width, **trials(kind, width, number)} for width in WIDTHS]
    return pd.DataFrame(rows)


def _resampling(found: NDArray[np.float64]) -> Sample:
    return lambda rng, size: rng.choice(found, size)


def _standardised_moment(values: NDArray[np.float64], power: int) -> float:
    return float(np.mean(((values - values.mean()) / values.std()) ** power))


def main() -> None:
    """Run the trials, write the tables, and print them."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--results", type=Path, help="a results folder, of which the paired differences are used as well"
    )
    results = asked.parse_args().results
    rules = {"seed": SEED, "rule": RULE._asdict(), "naive": NAIVE._asdict(), "code": code_digest()}
    _keep("coverage", coverage(), rules | {"trials": TRIALS})
    if results:
        told = json.loads((results / "provenance.json").read_text(encoding="utf-8"))
        origin = {name: told[name] for name in ("experiment", "completeness", "code")}
        _keep("own", own_coverage(results), rules | {"trials": OWN_TRIALS, "results": origin})


def _keep(name: str, table: pd.DataFrame, about: Mapping[str, Any]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_whole(FOLDER / f"{name}.csv", lambda part: table.round(4).to_csv(part, index=False))
    write_json(about, FOLDER / f"{name}.json")
    print(table.round(3).to_string(index=False), flush=True)


if __name__ == "__main__":
    main()
