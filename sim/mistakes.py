"""Mistakes of a user, each told in one message: where it is, what is wrong, what is allowed, the nearest right word.

Every file that a user writes is TOML and is read here: ``read_toml`` gives its content with the line of every key, and
``read_model`` holds the content to a pydantic model. ``tomllib`` keeps no line numbers; ``statements`` finds them
without a grammar of its own: a statement ends at the first line at which what began with it can be parsed alone.
"""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:  # pydantic is slow to import, and `styreform --help` reads no file
    from pydantic import BaseModel, ConfigDict
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails, ValidationError

type Key = tuple[str | int, ...]
"""The way to a value: names of tables and keys, numbers in lists."""

AS_WRITTEN: "ConfigDict" = {"extra": "forbid", "strict": True, "frozen": True, "allow_inf_nan": False}
"""The pydantic settings of every model of a user's file: nothing unknown, nothing guessed, nothing infinite."""

LARGEST_FILE = 1_000_000
"""Bytes. Larger files are no scenario of anybody's."""
LONGEST_STATEMENT = 500
"""Lines that one TOML statement may span before its end is no longer looked for."""
WORDS_SHOWN = 12

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class Mistake(Exception):  # noqa: N818  a user's mistake is no error of the program
    """Something a user wrote that cannot be used, told in one message; the command line prints it and ends with 2."""


class Fault(ValueError):  # noqa: N818
    """What a model's own validator finds wrong; ``key`` is the way from the validated field to the fault."""

    def __init__(self, what: str, *key: str | int) -> None:
        super().__init__(what)
        self.key: Key = key


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The nearest right word as a question that begins with a space, or nothing.

    >>> nearest("tripartit", ["trust", "tripartite"])
    ' Did you mean "tripartite"?'
    >>> nearest("zzz", ["trust"])
    ''
    """
    by_lower = {one.lower(): one for one in allowed}
    close = difflib.get_close_matches(word.lower(), by_lower, 1)
    return f' Did you mean "{by_lower[close[0]]}"?' if close else ""


def choice(word: str, allowed: Collection[str]) -> str:
    """What may stand where an unknown word stands, and the nearest of it.

    >>> choice("trsut", ["npm", "trust"])
    'Allowed: npm, trust. Did you mean "trust"?'
    """
    shown = sorted(allowed)
    if len(shown) > WORDS_SHOWN:
        close = difflib.get_close_matches(word, shown, WORDS_SHOWN // 2, cutoff=0.3) or shown[:WORDS_SHOWN]
        return f"Allowed are {len(allowed)} words, among them {', '.join(close)}.{nearest(word, allowed)}"
    return f"Allowed: {', '.join(shown) or 'none'}.{nearest(word, allowed)}"


@dataclass(frozen=True)
class Written:
    """A TOML file as its user wrote it."""

    file: Path
    text: str
    content: dict[str, Any]

    @cached_property
    def lines(self) -> dict[Key, int]:
        """The line of every table and key, counted from 1; the first where one is written twice."""
        lines: dict[Key, int] = {}
        for line, key, _ in statements(self.text):
            for length in range(1, len(key) + 1):
                lines.setdefault(key[:length], line)
        return lines

    def line(self, key: Key) -> int | None:
        """The line of a key, or of the nearest table or list around it that has a line."""
        around = (self.lines.get(key[:length]) for length in range(len(key), 0, -1))
        return next((line for line in around if line is not None), None)

    def mistake(self, what: str, key: Key = ()) -> Mistake:
        """The mistake at this key, with its place."""
        return _mistake(self.file, self.line(key), key, what)


def _mistake(file: Path, line: int | None, key: Key, what: str) -> Mistake:
    place = [str(file)]
    if line is not None:
        place.append(f"line {line}")
    if key:
        place.append(key_in_words(key))
    return Mistake(f"{', '.join(place)}: {what}")


def key_in_words(key: Key) -> str:
    """A key as TOML would write it; members of a list are counted from 1.

    >>> key_in_words(("services", 0, "units"))
    'services[1].units'
    """
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key)
    return words.removeprefix(".")


def statements(text: str) -> Iterator[tuple[int, Key, bool]]:
    r"""Each statement of a TOML text: its line, the key or table it names, and whether it opens a ``[table]``.

    Ends early where a statement cannot be parsed.

    >>> list(statements("a = 1\n[b]\nc.d = [\n  2,\n]\n"))
    [(1, ('a',), False), (2, ('b',), True), (3, ('b', 'c', 'd'), False)]
    """
    lines = text.split("\n")  # TOML knows no other end of line
    table: Key = ()
    entries: dict[Key, int] = {}  # how many [[tables]] of a list have been opened
    start = 0
    while start < len(lines):
        parsed, end = _first_statement(lines, start)
        if parsed is None:
            return
        if parsed:
            opens = lines[start].lstrip().startswith("[")
            named = _names(parsed)
            if opens:
                table = _opened(named, entries, is_list_entry=lines[start].lstrip().startswith("[["))
            yield start + 1, table if opens else table + named, opens
        start = end


def _first_statement(lines: list[str], start: int) -> tuple[dict[str, Any] | None, int]:
    """The statement that begins in a line, parsed, and the line after it; None where none can be parsed."""
    for end in range(start + 1, min(len(lines), start + LONGEST_STATEMENT) + 1):
        try:
            return tomllib.loads("\n".join(lines[start:end])), end
        except (ValueError, RecursionError):
            continue
    return None, start


def _names(parsed: dict[str, Any]) -> Key:
    """The names in a statement parsed alone: ``{"a": {"b": 1}}`` is about a.b."""
    names: list[str] = []
    value: Any = parsed
    while isinstance(value, dict) and len(value) == 1:
        (name, value), *_ = value.items()
        names.append(name)
        if isinstance(value, list) and value == [{}]:
            break
    return tuple(names)


def _opened(named: Key, entries: dict[Key, int], *, is_list_entry: bool) -> Key:
    """The key of the table that a header opens: within lists of tables it is the last entry that is meant."""
    table: Key = ()
    for place, name in enumerate(named):
        table += (name,)
        if is_list_entry and place == len(named) - 1:
            entries[table] = entries.get(table, 0) + 1
        if table in entries:
            table += (entries[table] - 1,)
    return table


def read_toml(file: str | Path) -> Written:
    """Read a TOML file; whatever is wrong with it is a Mistake with its place."""
    file = Path(file)
    text = _read_text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_mistake(file, text, str(error)) from None
    except ValueError as error:  # a number or a date that Python refuses
        raise _mistake(file, None, (), f"a value cannot be read ({error}).") from None
    except RecursionError:
        raise _mistake(file, None, (), "lists or tables are nested too deeply.") from None
    if not content:
        raise _mistake(file, None, (), "the file is empty: it has no key and no table.")
    return Written(file, text, content)


def _read_text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise Mistake(f"{file}: there is no such file.{_nearest_file(file)}") from None
    except IsADirectoryError:
        raise Mistake(f"{file}: this is a folder; a TOML file is needed.") from None
    except (OSError, ValueError) as error:
        raise Mistake(f"{file}: the file cannot be read ({error}).") from None
    if len(data) > LARGEST_FILE:
        raise Mistake(f"{file}: the file is larger than {LARGEST_FILE:,} bytes, too large for what is read here.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _mistake(file, line, (), "the text is not UTF-8; save the file as UTF-8.") from None


def _nearest_file(file: Path) -> str:
    try:
        return nearest(file.name, [other.name for other in file.parent.iterdir()])
    except (OSError, ValueError):
        return ""


def _syntax_mistake(file: Path, text: str, error: str) -> Mistake:
    twice = _written_twice(file, text)
    if twice is not None:
        return twice
    lines = text.rstrip("\n").split("\n")
    place = _PLACE.search(error)
    number = int(place[1]) if place and place[1] else len(lines)
    said = lines[min(number, len(lines)) - 1].strip()
    what = _PLACE.sub("", error)
    return _mistake(
        file,
        number,
        (),
        f"{what[:1].lower()}{what[1:]}, in: {_shortened(said)}. "
        'TOML is written  key = 0.5  or  key = "text in quotes", under a [table].',
    )


def _written_twice(file: Path, text: str) -> Mistake | None:
    first: dict[Key, int] = {}
    for line, key, _ in statements(text):
        if first.setdefault(key, line) != line:
            return _mistake(file, line, key, f"this stands in line {first[key]} already; write it once.")
    return None


def read_model[M: "BaseModel"](file: str | Path, model: type[M]) -> M:
    """Read a TOML file into a pydantic model; the first fault is a Mistake with its place."""
    return modelled(read_toml(file), model)


def modelled[M: "BaseModel"](written: Written, model: type[M]) -> M:
    """A file's content as a pydantic model; the first fault by line is a Mistake with its place."""
    from pydantic import ValidationError

    try:
        return model.model_validate(written.content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
    # What is missing comes last: it is often what stands there under a wrong name.
    first = min(faults, key=lambda fault: (fault["type"] == "missing", written.line(tuple(fault["loc"])) or 0))
    key, what = _told(model, first)
    more = f" ({len(faults) - 1} more to put right in this file.)" if len(faults) > 1 else ""
    raise written.mistake(what + more, key)


def fault_in_words(model: "type[BaseModel]", error: "ValidationError") -> tuple[Key, str]:
    """The way to the first of the faults that a model finds, and what is wrong; what is missing comes last."""
    faults = error.errors(include_url=False)
    return _told(model, min(faults, key=lambda fault: fault["type"] == "missing"))


def _told(model: "type[BaseModel]", fault: "ErrorDetails") -> tuple[Key, str]:
    """Where a fault is and what is wrong, in words."""
    key = tuple(fault["loc"])
    context = fault.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, Fault):
        return key + raised.key, str(raised)
    if raised is not None:
        return key, str(raised)
    return key, _in_words(model, key, fault["type"], fault["input"], context) or f"{fault['msg']}."


def _in_words(model: "type[BaseModel]", key: Key, kind: str, value: object, context: Mapping[str, Any]) -> str:
    field = _field(model, key)
    meaning = f" ({field.description})" if field is not None and field.description else ""
    if kind == "missing":
        return f"this is missing{meaning}."
    if kind == "extra_forbidden":
        around = _model_at(model, key[:-1])
        return f"there is no such key. {choice(str(key[-1]), list(around.model_fields) if around else [])}"
    if kind == "literal_error" and isinstance(value, str):
        return f"{value_in_words(value)} is not allowed. {choice(value, _literals(context))}"
    if kind == "literal_error":
        return f"{value_in_words(value)} is not allowed. Allowed: {context['expected']}."
    if kind in _NEEDED:
        return f"needs {_NEEDED[kind]}{meaning}, not {value_in_words(value)}."
    limits = _limits(field, context)
    if limits:
        return f"{value_in_words(value)} is out of range: {limits}{meaning}."
    return ""


_NEEDED = {
    "float_type": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_parsing_size": "a smaller number",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "string_too_short": "some text",
    "list_type": "a list in [brackets]",
    "tuple_type": "a list in [brackets]",
    "dict_type": "a [table]",
    "model_type": "a [table]",
    "model_attributes_type": "a [table]",
    "too_short": "at least one entry",
    "string_pattern_mismatch": "a name of small letters, digits and _",
}

_LIMITS = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}


def _limits(field: "FieldInfo | None", context: Mapping[str, Any]) -> str:
    """The range of a field in words, or nothing where the fault is not about a range."""
    if not _LIMITS.keys() & context.keys():
        return ""
    limits = dict(context)
    for rule in field.metadata if field is not None else ():
        limits |= {name: getattr(rule, name) for name in _LIMITS if hasattr(rule, name)}
    return ", ".join(words.format(limits[name]) for name, words in _LIMITS.items() if name in limits)


def _literals(context: Mapping[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", str(context["expected"]))


def _field(model: "type[BaseModel]", key: Key) -> "FieldInfo | None":
    names = [part for part in key if isinstance(part, str)]
    around = _model_at(model, tuple(names[:-1]))
    return around.model_fields.get(names[-1]) if around is not None and names else None


def _model_at(model: "type[BaseModel]", key: Key) -> "type[BaseModel] | None":
    """The model of the table at a key, or None where the table is a free mapping."""
    found: type[BaseModel] | None = model
    for part in key:
        if isinstance(part, int):
            continue
        field = found.model_fields.get(part) if found is not None else None
        found = _model_in(field.annotation) if field is not None else None
    return found


def _model_in(annotation: Any) -> "type[BaseModel] | None":
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    parts = get_args(getattr(annotation, "__value__", annotation))
    return next((model for model in map(_model_in, parts) if model is not None), None)


def value_in_words(value: object) -> str:
    """A value as TOML writes it, shortened.

    >>> value_in_words(True), value_in_words("a"), value_in_words(0.5)
    ('true', '"a"', '0.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{_shortened(value)}"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    try:
        return _shortened(str(value))
    except ValueError:  # a whole number of thousands of digits
        return "a very long number"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
