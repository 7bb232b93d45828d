"""Changes TOML files that people write too: what is meant alone, all else to the letter.

A change is made to the text. Whoever makes one compares what the text says then with what it
was to say, as TOML can be spelled in ways that are not foreseen here.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from tui.whole_file import FOR_THE_USER_ALONE

_HEADER = re.compile(r"\s*\[[^\[]")
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def loads(text: str) -> dict[str, Any]:
    """Return what a text says.

    Raises:
        ValueError: It is no TOML; the message names the line.
        RecursionError: It is nested too deeply.
    """
    # Imported here, as most starts read no such file.
    import tomllib

    return tomllib.loads(text)


def document(text: str) -> dict[str, Any] | None:
    """Return what a text that was put together says; None where that is no TOML."""
    try:
        return loads(text)
    except ValueError:
        return None


@contextmanager
def locked(path: Path) -> Iterator[tuple[Path, int]]:
    """Let nobody else change a file meanwhile; yield the file to write, and its mode.

    Raises:
        OSError: Its folder cannot be had.
    """
    # Not a link to it: that stays one, as people keep their settings elsewhere.
    path = Path(os.path.realpath(path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The folder is locked: the file itself is another one after each change.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        there = path.exists()
        yield path, stat.S_IMODE(path.stat().st_mode) if there else FOR_THE_USER_ALONE
    finally:
        os.close(folder)


def with_table(text: str, name: str, entries: Mapping[str, object] | None) -> str:
    """Return `text` with a table put in, put anew, or with None taken out."""
    lines = text.split("\n")
    table: list[str] = []
    if entries is not None:
        table = [f"[{_quoted(name)}]", *(_entry(key, value) for key, value in entries.items())]
    for begin, end in _tables(lines):
        if _path(lines[begin]) != (name,):
            continue
        # Comments and room right above the next table are that one's.
        while end > begin + 1 and _is_apart(lines[end - 1]):
            end -= 1
        if not table:
            # The room above it goes with it, or at the top that below it.
            while begin > 0 and not lines[begin - 1].strip():
                begin -= 1
            while begin == 0 and end < len(lines) and not lines[end].strip():
                end += 1
        return "\n".join([*lines[:begin], *table, *lines[end:]])
    if text.strip():
        return "\n".join([text.rstrip("\n"), "", *table, ""])
    return "\n".join([*table, ""])


def with_entry(text: str, table: Sequence[str], name: str, value: object) -> str:
    """Return `text` with an entry put into a table that is there, or with None taken out.

    The table without a name is what stands above all others.
    """
    lines = text.split("\n")
    tables = _tables(lines)
    begin, end = 0, tables[0][0] if tables else len(lines)
    if table:
        found = (place for place in tables if _path(lines[place[0]]) == tuple(table))
        header, end = next(found, (len(lines), len(lines)))
        begin = header + 1
    entry = [] if value is None else [_entry(name, value)]
    for first, last in _entries(lines, begin, end):
        if name in (document("\n".join(lines[first:last])) or ()):
            return "\n".join([*lines[:first], *entry, *lines[last:]])
    at = end
    while at > begin and _is_apart(lines[at - 1]):
        at -= 1
    if at == 0 and "" in (head := [line.strip() for line in lines[:end]]):
        at = head.index("")  # What stands at the head speaks of the whole file.
    return "\n".join([*lines[:at], *entry, *lines[at:]])


def _tables(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where tables begin, and where they end."""
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    return list(pairwise([*headers, len(lines)]))


def _entries(lines: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where entries begin between two lines, and where they end: some take several."""
    while begin < end:
        stops = range(begin + 1, end + 1)
        whole = (stop for stop in stops if document("\n".join(lines[begin:stop])) is not None)
        stop = next(whole, end)
        yield begin, stop
        begin = stop


def _path(header: str) -> tuple[str, ...]:
    """Return the keys that lead to a header's table."""
    table: Any = document(header)
    path: list[str] = []
    while isinstance(table, dict) and table:
        [name] = table
        path.append(name)
        table = table[name]
    return tuple(path)


def _is_apart(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _entry(name: str, value: object) -> str:
    return f"{name} = {_written(value)}"


def _written(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, Mapping):
        pairs = (f"{_key(name)} = {_written(one)}" for name, one in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return str(value).lower()


def _key(name: str) -> str:
    return name if _BARE.match(name) else _quoted(name)


def _quoted(text: str) -> str:
    """Return `text` as TOML's basic string."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    # What an editor would not show is written by its number, too.
    return character if character.isprintable() else f"\\U{ord(character):08X}"
