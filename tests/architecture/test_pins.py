"""constraints.txt, for pip users, holds the pins of pyproject.toml. Run as a program, it writes the file's text."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADING = "# Written from pyproject.toml by `make constraints`, for pip users; a test holds them equal."


def constraints() -> str:
    """The text that constraints.txt must have."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return "\n".join([HEADING, *project["tool"]["uv"]["constraint-dependencies"], ""])


def test_constraints_are_the_pins() -> None:
    assert (ROOT / "constraints.txt").read_text(encoding="utf-8") == constraints()


def test_every_pin_is_exact() -> None:
    pins = constraints().splitlines()[1:]
    assert all(pin.count("==") == 1 for pin in pins)
    assert len({pin.split("==")[0] for pin in pins}) == len(pins)


if __name__ == "__main__":
    print(constraints(), end="")  # noqa: T201
