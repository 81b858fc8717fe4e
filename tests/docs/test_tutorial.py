"""The tutorial is run: its files are written into an empty folder and its commands are typed there."""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim import cli
from sim.mistakes import Mistake

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial_add_an_instrument.md").read_text(encoding="utf-8")

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(block: str) -> Iterator[tuple[list[str], int]]:
    """Each command of a console block with the exit code it must end with: ``! 2`` below it, else 0."""
    lines = [*block.splitlines(), ""]
    for line, after in pairwise(lines):
        if line.startswith("$ "):
            program, *arguments = shlex.split(line[2:])
            assert program == "styreform", line
            yield arguments, int(after[2:]) if after.startswith("! ") else 0


def exit_code(arguments: list[str]) -> int:
    """What the command ends with, as the program would."""
    result = CliRunner().invoke(cli.app, arguments)
    if isinstance(result.exception, Mistake):
        return 2
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = 0
    for kind, text in BLOCK.findall(TUTORIAL):
        if kind == "toml":
            name = text.splitlines()[0].removeprefix("# ")
            assert name.endswith(".toml"), "a file begins with its name"
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        assert kind == "console", f"no way to run a block of {kind}"
        for arguments, expected in commands(text):
            assert exit_code(arguments) == expected, arguments
            run += 1
    assert run == TUTORIAL.count("\n$ ")
    assert run > 0
