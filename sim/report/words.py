"""Numbers and names as a reader meets them."""

import math
from collections.abc import Iterable

LABEL_CHARACTERS = 12
"""Letters of a regime's name that a figure has room for."""


def shortened(name: str, characters: int = LABEL_CHARACTERS) -> str:
    """A regime's name as words, cut where it is longer than there is room for.

    >>> shortened("npm_lean"), shortened("trust + targets*0.5")
    ('npm lean', 'trust + tar…')
    """
    words = name.replace("_", " ")
    return words if len(words) <= characters else f"{words[: characters - 1]}\N{HORIZONTAL ELLIPSIS}"


def capitalised(title: str) -> str:
    """A title with its first letter large and the rest as it is.

    >>> capitalised("spread of quality (SD)")
    'Spread of quality (SD)'
    """
    return title[:1].upper() + title[1:]


def with_unit(title: str, unit: str) -> str:
    """A measure's title with its unit, unless the title says it already.

    >>> with_unit("effort", "0-1"), with_unit("sick leave, per cent of agreed days", "%")
    ('Effort (scale 0-1)', 'Sick leave, per cent of agreed days')
    """
    return capitalised(title) if says_unit(title, unit) else f"{capitalised(title)} ({unit_in_words(unit)})"


def says_unit(title: str, unit: str) -> bool:
    """Whether a title needs no unit beside it, since it names the unit itself."""
    return unit == "%" and "per cent" in title


def unit_in_words(unit: str) -> str:
    """A unit as it stands behind a number.

    >>> unit_in_words("0-1"), unit_in_words("% of hours")
    ('scale 0-1', '% of hours')
    """
    return f"scale {unit}" if unit == "0-1" else unit


def count_of(number: int, thing: str) -> str:
    """A number and its thing, in the plural where it is due.

    >>> count_of(1, "seed"), count_of(20, "seed")
    ('1 seed', '20 seeds')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def span_of(counts: Iterable[int]) -> str:
    """One count, or the smallest and the largest.

    >>> span_of([20, 18, 20]), span_of([20, 20]), span_of([])
    ('18-20', '20', '0')
    """
    low, *others = sorted({int(count) for count in counts}) or [0]
    return f"{low}-{others[-1]}" if others else f"{low}"


_ROUNDING = 1e-9
"""An interval so narrow beside its mean is the rounding of equal numbers."""


def decimals_for(half_widths: Iterable[float]) -> int:
    """Decimals that show one or two digits of the middle one of these half-widths, and no more: the rest is noise.

    >>> decimals_for([0.006]), decimals_for([0.014]), decimals_for([0.4, 0.5, 9.0]), decimals_for([])
    (3, 3, 1, 2)
    """
    known = sorted(width for width in half_widths if math.isfinite(width) and width > 0.0)
    return min(_decimals(known[len(known) // 2]), 4) if known else 2


def _decimals(half_width: float) -> int:
    return max(math.ceil(0.45 - math.log10(half_width)), 0)


def with_interval(mean: float, low: float, high: float, unit: str) -> str:
    """A mean with its interval, to one or two digits of the half-width, and its unit.

    >>> with_interval(1.01237, 1.0098, 1.0150, "times"), with_interval(0.0, 0.0, 0.0, "")
    ('1.0124 [1.0098, 1.0150] times', '0 [0, 0]')
    >>> with_interval(0.2, 0.2 - 1e-17, 0.2 + 1e-16, "")
    '0.2 [0.2, 0.2]'
    >>> with_interval(46.9, float("nan"), float("nan"), "%")
    '46.9 %, no interval'
    """
    half_width = (high - low) / 2.0
    if not math.isfinite(half_width):
        return f"{level(mean)} {unit}".rstrip() + ", no interval"
    form = f".{_decimals(half_width)}f" if half_width > _ROUNDING * abs(mean) else ".3g"
    return f"{mean:{form}} [{low:{form}}, {high:{form}}] {unit}".rstrip()


def signed(value: float, decimals: int) -> str:
    """A difference with its sign, or a dash where there is none; what rounds to nothing has no sign.

    >>> signed(0.0214, 3), signed(-0.0001, 3), signed(float("nan"), 3)
    ('+0.021', '0.000', '-')
    """
    if not math.isfinite(value):
        return "-"
    text = f"{value:+,.{decimals}f}"
    return text[1:] if not float(text.replace(",", "")) else text


def level(value: float) -> str:
    """A level in three digits.

    >>> level(0.6031), level(23.456), level(1234.5), level(0.0)
    ('0.603', '23.5', '1,234', '0')
    """
    if not math.isfinite(value):
        return "-"
    if value == 0.0:
        return "0"
    decimals = min(max(2 - math.floor(math.log10(abs(value))), 0), 3)
    return f"{value:,.{decimals}f}"


def unit_of_difference(unit: str) -> str:
    """The unit of a difference between two levels in this unit: shares differ by percentage points.

    >>> unit_of_difference("% of agreed days"), unit_of_difference("per unit a year")
    ('percentage points', 'per unit a year')
    """
    return "percentage points" if unit.startswith("%") else unit_in_words(unit)
