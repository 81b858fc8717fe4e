"""Rules and processes: plain Python that numba compiles where it is installed.

A *rule* says how one thing goes: numbers in, a number out. A *process* says who does what in a week: a loop, look-ups
and questions to rules. Both are ordinary functions, and called from Python they run as such. The *compiled* functions
(the week, the founding) are compiled with all that they call when numba can be imported, and left as they are when it
cannot (in the browser) or when the environment variable ``STYREFORM_INTERPRETED`` is set (for debugging, and for the
tests that hold the compiled model to the interpreted one, bit for bit).

``code_digest`` is the meaning of the model's code in one string: the syntax trees of the model rooms, docstrings
stripped. It names numba's cache folder, since numba itself does not notice a rule changed in another file, and it is
part of every run's identity.
"""

import ast
import hashlib
import importlib.util
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

MODEL_ROOMS = (
    "rule.py",
    "draws.py",
    "state",
    "evidence",
    "regimes",
    "rules",
    "processes",
    "initialisation",
    "measures",
    "week.py",
    "events",
    "simulate",
)
"""Files and folders of the package whose meaning decides a run's numbers."""

type Table = Any
"""A table of records: a NumPy record array when compiled, a list of rows when interpreted."""
type Parameters = Any
"""The record of a run's parameters."""
type Centre = Any
"""The record of a service's baseline means."""
type Levers = Any
"""A record of lever values."""

_PACKAGE = Path(__file__).parent


def _without_docstrings(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [line for line in body if not _is_text(line)]  # type: ignore[attr-defined]
    return tree


def _is_text(line: ast.AST) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)


def meaning_of(source: str) -> str:
    """The digest of what Python source means: comments, docstrings and layout do not count.

    >>> meaning_of("x = 1  # one") == meaning_of("x  =  1")
    True
    >>> meaning_of("x = 1") == meaning_of("x = 2")
    False
    """
    return hashlib.sha256(ast.dump(_without_docstrings(ast.parse(source))).encode()).hexdigest()


@cache
def module_digests() -> dict[str, str]:
    """The digest of each Python file of the model rooms, by its path inside the package."""
    digests = {}
    for room in MODEL_ROOMS:
        place = _PACKAGE / room
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []
        for file in files:
            digests[file.relative_to(_PACKAGE).as_posix()] = meaning_of(file.read_text(encoding="utf-8"))
    return digests


@cache
def code_digest() -> str:
    """One digest of the meaning of all model rooms: 16 hexadecimal digits."""
    whole = "\n".join(f"{name} {digest}" for name, digest in sorted(module_digests().items()))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def cache_folder() -> Path:
    """Where compiled code is kept for this digest. ``STYREFORM_CACHE`` overrides the parent folder."""
    home = os.environ.get("STYREFORM_CACHE")
    if home is None:
        import platformdirs

        home = platformdirs.user_cache_dir("styreform")
    return Path(home) / code_digest()


def _has_numba() -> bool:
    if os.environ.get("STYREFORM_INTERPRETED") or importlib.util.find_spec("numba") is None:
        return False
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache_folder() / "numba"))
    return True


COMPILED = _has_numba()
"""True when the week runs compiled."""


def rule[F: Callable[..., Any]](function: F) -> F:
    """Mark a function of plain numbers that says how one thing goes.

    Called from Python it is the plain function it looks like; called from a compiled week it is compiled.

    >>> @rule
    ... def doubled(amount: float) -> float:
    ...     return 2.0 * amount
    >>> doubled(2.0)
    4.0
    """
    if not COMPILED:
        return function
    from numba.extending import register_jitable

    return register_jitable(error_model="python", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def inlined[F: Callable[..., Any]](function: F) -> F:
    """Mark a rule whose text is put in place of each call: a loop over it can then work on several agents at once."""
    if not COMPILED:
        return function
    from numba.extending import register_jitable

    return register_jitable(error_model="python", inline="always")(function)


process = rule
"""Mark a function that loops over tables and asks rules."""


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Mark a process that Python calls: it is compiled with all that it calls, once, and kept on disk.

    While it runs, other threads may run Python.
    """
    if not COMPILED:
        return function
    import numba

    return cast(F, numba.njit(cache=True, nogil=True, error_model="python")(function))
