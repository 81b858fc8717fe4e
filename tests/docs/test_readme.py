"""Every block of Python in the README is run, in the smallest municipality instead of the one it names."""

import re
from pathlib import Path

import pytest

from sim.initialisation.setting import Setting, load_setting
from sim.model import municipality

README = Path(__file__).parents[2] / "README.md"

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def small(name_or_path: str | Path) -> Setting:
    """Four units, whichever setting was named; it must exist all the same."""
    load_setting(name_or_path)
    return load_setting("four_units")


def test_the_readme_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(municipality, "load_setting", small)
    text = README.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert blocks, "no block of Python"
    for block in blocks:
        lines_above = text.count("\n", 0, block.start(1))  # so that a traceback says the README's own line
        exec(compile("\n" * lines_above + block[1], str(README), "exec"), {"__name__": "readme"})
