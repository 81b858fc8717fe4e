"""Why a run would be reused or lived again: which of the things that decide it have changed, down to the module."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from sim.lab.identity import Ingredients
from sim.lab.rows import data_digest
from sim.lab.store import Store, Stored
from sim.mistakes import Mistake
from sim.rule import code_digest, module_digests

IN_WORDS = {
    "code": "the code of the model",
    "data": "the levers",
    "setting": "the municipality setting",
    "parameters": "the parameters",
    "reforms": "what steering asks and what happens, and when",
    "seed": "the seed",
    "burn_in_weeks": "the length of the burn-in",
    "weeks": "the length of the experiment",
    "schema": "the version of the store",
}


_SAID = ("run", "regime", "overhead", "replicate", "point")
"""Columns of a design that say which run is meant."""


class Answer(NamedTuple):
    """What is known of one run."""

    run: str
    results: Path
    labels: list[str]
    """Regime, arm and replicate of every row of the design that names the run."""
    state: str
    """"reused", "lived again" or "not lived"."""
    because: list[str]

    def in_words(self) -> str:
        """The answer as text."""
        head = f"Run {self.run} in {self.results}: {'; '.join(self.labels) or 'in no row of the present design'}."
        return "\n".join([head, *self.because])


def why(run: str, folders: list[Path]) -> Answer:
    """Why a run, given by the first digits of its identity, would be reused or lived again."""
    for folder in folders:
        stored = Store(folder).runs()
        labels = _labels(folder)
        matching = sorted(one for one in {*stored, *labels} if one.startswith(run.lower()))
        if len(matching) > 1:
            raise Mistake(
                f'"{run}" begins {len(matching)} runs in {folder}; give more digits: {", ".join(matching[:5])}'
            )
        if matching:
            return _answer(matching[0], folder, labels.get(matching[0], []), stored)
    where = ", ".join(str(folder) for folder in folders) or "results"
    raise Mistake(f'There is no run that begins with "{run}" in {where}. The column `run` of design.parquet has them.')


def _answer(run: str, folder: Path, labels: list[str], stored: dict[str, Stored]) -> Answer:
    one = stored.get(run)
    if one is None:
        return Answer(
            run, folder, labels, "not lived", ["It has not been lived to its end: the same command lives it."]
        )
    about = one.about()
    lived = f"It was lived on {about.get('lived', 'a day unknown')} by version {about.get('version', 'unknown')}"
    if not one.is_ok:
        ended = f"{lived} and ended as {one.row['status']} ({one.row['stage']}): {one.row['reason']}"
        return Answer(run, folder, labels, "lived again", [ended, "The same command tries it once more."])
    changed = list(_changed_since(one))
    state = "lived again" if changed else "reused"
    verdict = (
        "Today it would be lived again:" if changed else "It is reused: nothing that decides its numbers has changed."
    )
    return Answer(run, folder, labels, state, [f"{lived}.", verdict, *changed, *_elder(one, stored)])


def _changed_since(one: Stored) -> Iterator[str]:
    """What has changed between the day a run was lived and today."""
    if one.ingredients.code != code_digest():
        yield f"  {IN_WORDS['code']} has changed: {_modules(one.about().get('modules', {}), module_digests())}"
    if one.ingredients.data != data_digest():
        yield f"  {IN_WORDS['data']} have changed (sim/regimes/levers.toml)"


def _elder(one: Stored, stored: dict[str, Stored]) -> Iterator[str]:
    """Why it was lived although one with its seed and reforms was there: what the nearest of them has otherwise."""
    kin = [other for other in stored.values() if other is not one and _is_kin(one.ingredients, other.ingredients)]
    earlier = [other for other in kin if other.about().get("lived", "") <= one.about().get("lived", "")]
    nearest = min(earlier, key=lambda other: len(_differing(one.ingredients, other.ingredients)), default=None)
    if nearest is None:
        return
    differing = _differing(one.ingredients, nearest.ingredients)
    words = [IN_WORDS[name] for name in differing]
    if "code" in differing:
        words.append(f"modules {_modules(nearest.about().get('modules', {}), one.about().get('modules', {}))}")
    yield f"It is not run {nearest.row['run'][:12]}, its elder with the same seed: other {', '.join(words)}."


def _is_kin(one: Ingredients, other: Ingredients) -> bool:
    return one.seed == other.seed and one.reforms == other.reforms


def _differing(one: Ingredients, other: Ingredients) -> list[str]:
    return [name for name in Ingredients._fields if getattr(one, name) != getattr(other, name)]


def _modules(before: dict[str, str], after: dict[str, str]) -> str:
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return ", ".join(changed) or "no module (only where it is kept)"


def _labels(folder: Path) -> dict[str, list[str]]:
    file = folder / "design.parquet"
    labels: dict[str, list[str]] = {}
    if file.is_file():
        known = [name for name in pq.read_schema(file).names if name in _SAID]
        rows = pq.read_table(file, columns=known).to_pylist()
        several = any(row.get("point", 1) > 1 for row in rows)
        for row in rows:
            at = f", point {row['point']}" if several else ""
            label = f"{row['regime']}, {row['overhead']}, replicate {row['replicate']}{at}"
            labels.setdefault(row["run"], []).append(label)
    return labels
