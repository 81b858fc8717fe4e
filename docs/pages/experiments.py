"""What an experiment file may say: its keys, from the models that read it."""

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from docs.pages.markdown import Parts, filled, table
from sim.lab.experiment import Experiment
from sim.lab.variation import Sampling, Variation
from sim.mistakes import value_in_words


def experiments_page() -> str:
    """The page on experiment files."""
    return filled("experiments.md", PARTS)


def keys() -> str:
    """Every key of an experiment file."""
    return _keys_of(Experiment)


def what_varies() -> str:
    """The tables below ``[vary]``."""
    rows = [(f"`[vary.{name}]`", field.description or "") for name, field in Variation.model_fields.items()]
    return table(("Table", "What varies"), rows)


def sampling() -> str:
    """The keys of ``sampling``."""
    return _keys_of(Sampling)


def _keys_of(model: type[BaseModel]) -> str:
    rows = [
        (f"`{name}`", field.description or "", _default(field.get_default(call_default_factory=True)))
        for name, field in model.model_fields.items()
    ]
    return table(("Key", "What it says", "Unless given"), rows)


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "must be given"
    if value is None or isinstance(value, BaseModel) or value in ((), {}, ""):
        return "none"
    if isinstance(value, tuple):
        return f"`[{', '.join(value_in_words(one) for one in value)}]`"
    return f"`{value_in_words(value)}`"


PARTS: Parts = {"keys": keys, "what_varies": what_varies, "sampling": sampling}
"""What follows from the models, by its place in docs/experiments.md."""
