"""What the columns of stored tables mean: a label and a unit with each, where readers of Parquet find them."""

import pyarrow as pa

from sim.measures.catalogue import MEASURES

LABELS = {
    "run": ("the run's identity", ""),
    "regime": ("regime, or course of regimes, by name", ""),
    "overhead": ("arm: governance overhead as coded, or equal", ""),
    "replicate": ("replicate, from 1; replicates with one number are paired", ""),
    "seed": ("seed of the replicate", ""),
    "point": ("point of the design, from 1", ""),
    "status": ("how the run ended: ok, failed, timeout, killed, skipped or missing", ""),
    "stage": ("where it ended", ""),
    "reason": ("why it ended", ""),
    "seconds": ("time it took to live", "s"),
    "week": ("week after the burn-in, from 1", "weeks"),
    "municipality": ("municipality, from 0", ""),
    "measure": ("measure, as in measures.parquet", ""),
    "window": ("years over which means are taken", ""),
    "mean": ("mean under the regime", "as the measure"),
    "reference": ("mean under the baseline", "as the measure"),
    "difference": ("mean paired difference to the baseline", "as the measure"),
    "low": ("lower end of the 95 % interval of the difference", "as the measure"),
    "high": ("upper end of the 95 % interval of the difference", "as the measure"),
    "pairs": ("pairs of replicates", ""),
} | {measure.name: (measure.title, measure.unit) for measure in MEASURES}


def labelled(schema: pa.Schema) -> pa.Schema:
    """The same columns, each with its label and unit in its metadata where they are known.

    >>> labelled(pa.schema([("seconds", pa.float64())])).field("seconds").metadata
    {b'label': b'time it took to live', b'unit': b's'}
    """
    return pa.schema([_with_label(field) for field in schema], schema.metadata)


def _with_label(field: pa.Field) -> pa.Field:
    if field.name not in LABELS:
        return field
    label, unit = LABELS[field.name]
    return field.with_metadata({"label": label} | ({"unit": unit} if unit else {}))
