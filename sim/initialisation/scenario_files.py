"""What there is, what a name means, and whether a file of the user's is right."""

from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from sim.initialisation.setting import Setting, describe_setting, load_setting
from sim.mistakes import Mistake, Written, choice, modelled, read_toml
from sim.regimes import (
    LEVERS,
    Instrument,
    describe_instrument,
    describe_lever,
    describe_regime,
    load_instrument,
    load_regime,
    names,
    regime_of,
)

type Kind = Literal["instrument", "regime", "setting", "experiment"]

_TOLD_BY: dict[str, Kind] = {
    "moves": "instrument",
    "instruments": "regime",
    "services": "setting",
    "employees_per_unit": "setting",
    "regimes": "experiment",
    "question": "experiment",
}
"""A key that only one kind of file has."""
_FOLDERS: dict[str, Kind] = {"instruments": "instrument", "regimes": "regime", "municipalities": "setting"}


def kind_of_file(file: str | Path) -> Kind:
    """What kind of file this is, by its keys, by the nearest of them, or else by its folder."""
    return _kind(read_toml(file))


def _kind(written: Written) -> Kind:
    for key, kind in _TOLD_BY.items():
        if key in written.content:
            return kind
    for key in written.content:
        close = get_close_matches(key, _TOLD_BY, 1, cutoff=0.8)
        if close:
            return _TOLD_BY[close[0]]
    if written.file.parent.name in _FOLDERS:
        return _FOLDERS[written.file.parent.name]
    raise written.mistake(
        "this is no file of styreform's. An instrument has a table [moves], a regime a table [instruments], "
        "a municipality setting entries [[services]], an experiment a question."
    )


def check_file(file: str | Path) -> str:
    """What an instrument, a regime or a municipality setting says, in words; a Mistake where it is wrong."""
    written = read_toml(file)
    match _kind(written):
        case "instrument":
            return describe_instrument(modelled(written, Instrument))
        case "regime":
            return describe_regime(regime_of(written))
        case "setting":
            return describe_setting(modelled(written, Setting))
        case "experiment":
            raise Mistake(
                f"{written.file}: this is an experiment; the laboratory checks it: styreform check, run --dry-run."
            )


def what_there_is() -> dict[str, dict[str, str]]:
    """Everything that comes with the program: regimes, settings, instruments and levers, each with its title."""
    return {
        "regimes": {name: load_regime(name).title for name in names("regimes")},
        "municipalities": {name: load_setting(name).title for name in names("municipalities")},
        "instruments": {name: load_instrument(name).title for name in names("instruments")},
        "levers": {name: lever.meaning for name, lever in LEVERS.items()},
    }


def describe(name: str) -> str:
    """Everything that goes by a name, in words: an instrument and the lever it moves may share one.

    A scenario in one line, as ``trust + targets*0.5``, is described as the regime it makes.
    """
    if "+" in name or "*" in name:
        return describe_regime(load_regime(name))
    meant = [
        *([describe_regime(load_regime(name))] if name in names("regimes") else []),
        *([describe_setting(load_setting(name))] if name in names("municipalities") else []),
        *([describe_instrument(load_instrument(name))] if name in names("instruments") else []),
        *([describe_lever(LEVERS[name])] if name in LEVERS else []),
    ]
    if not meant:
        known = {*names("regimes"), *names("municipalities"), *names("instruments"), *LEVERS}
        raise Mistake(f'nothing is called "{name}". {choice(name, known)}')
    return "\n\n\n".join(meant)
