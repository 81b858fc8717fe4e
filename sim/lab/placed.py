"""A mistake in an experiment, told with its place in the experiment's file."""

from collections.abc import Iterator
from contextlib import contextmanager

from sim.mistakes import Fault, Mistake, Written, key_in_words


@contextmanager
def placed(written: Written | None, *key: str | int) -> Iterator[None]:
    """Give a Mistake the place in the experiment's file that it is about."""
    try:
        yield
    except Fault as fault:
        if written is None:
            raise Mistake(f"{key_in_words((*key, *fault.key))}: {fault}") from None
        raise written.mistake(str(fault), (*key, *fault.key)) from None
    except Mistake as mistake:
        if written is None:
            raise
        raise written.mistake(str(mistake), key) from None
