"""What the compiled and the interpreted twin both live."""

from sim.rule import COMPILED
from tests.worlds import REGIMES, Columns, columns_after

WEEKS = 26


def all_regimes() -> dict[str, Columns]:
    """Four units after half a year under each regime."""
    return {regime: columns_after(regime, WEEKS) for regime in REGIMES}


def is_compiled() -> bool:
    """Whether this process compiles the week."""
    return COMPILED
