"""Studies that are kept as one table each: made once, and told where they cannot be made."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
from rich.console import Console

from sim.lab.durable import write_table
from sim.mistakes import Mistake


def not_made[S](studies: Mapping[S, Path]) -> list[S]:
    """The studies whose table is not there yet."""
    return [study for study, file in studies.items() if not file.exists()]


def make[S](
    studies: Mapping[S, Path], in_words: Callable[[S], str], table: Callable[[S], pd.DataFrame], console: Console
) -> None:
    """Make every study that is not there yet. One that cannot be lived is not kept, and its reason is told."""
    for study in not_made(studies):
        console.print(in_words(study))
        try:
            made = table(study)
        except (OSError, Mistake):  # no fault of the model's
            raise
        except Exception as trouble:
            console.print(f"It cannot be made: {type(trouble).__name__}: {trouble}", markup=False)
            continue
        write_table(pa.Table.from_pandas(made), studies[study])


def read_made[S](studies: Mapping[S, Path]) -> dict[S, pd.DataFrame]:
    """The tables of the studies that have been made."""
    return {study: pd.read_parquet(file) for study, file in studies.items() if file.exists()}
