"""Where scenario files are: packed with the program, or anywhere a user says."""

from pathlib import Path
from typing import Literal

from sim.mistakes import Mistake, choice

type Kind = Literal["instruments", "regimes", "municipalities"]
"""The folders of scenario files."""

_ONE: dict[Kind, str] = {"instruments": "instrument", "regimes": "regime", "municipalities": "municipality setting"}
_PACKAGE = Path(__file__).parent.parent


def scenario_folder() -> Path:
    """The scenarios that come with the program: inside the installed package, or beside it in a checkout."""
    packed = _PACKAGE / "scenarios"
    return packed if packed.is_dir() else _PACKAGE.parent / "scenarios"


def names(kind: Kind) -> tuple[str, ...]:
    """The names of the files of one kind that come with the program, in alphabetical order."""
    return tuple(sorted(file.stem for file in (scenario_folder() / kind).glob("*.toml")))


def is_path(name_or_path: str | Path) -> bool:
    """Whether this means a file of the user's rather than a name."""
    return isinstance(name_or_path, Path) or name_or_path.endswith(".toml") or "/" in name_or_path


def scenario_file(kind: Kind, name_or_path: str | Path, beside: Path | None = None) -> Path:
    """The file of a named scenario, or the user's own; a relative path starts ``beside`` what names it."""
    if is_path(name_or_path):
        return (beside or Path()) / name_or_path
    if name_or_path not in names(kind):
        raise Mistake(f'there is no {_ONE[kind]} "{name_or_path}". {choice(str(name_or_path), names(kind))}')
    return scenario_folder() / kind / f"{name_or_path}.toml"
