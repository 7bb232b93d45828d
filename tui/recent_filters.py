"""The filter lines that were used lately, for the user alone."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path

from tui.redaction import has_secret

KEPT = 20
"""Lines that are kept."""

_VERSION = 1
_LONGEST = 1_000
_MOST_BYTES = 256 * 1024


class RecentFilters:
    """An account's latest lines, and the one in use last; on disk too, where there is a folder.

    What cannot be read or written is no loss worth a word. A line that is very long, or has
    something of the shape of a secret in it, is not kept.
    """

    def __init__(self, folder: Path | None = None, account: str = "") -> None:
        self._folder = folder / "filters" if folder is not None else None
        self._account = account
        self._last = ""
        self._lines: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, the latest first."""
        self._read()
        return self._lines

    @property
    def last(self) -> str:
        """The line that was in use last; empty where it was cleared."""
        self._read()
        return self._last

    def use(self, line: str, *, keep: bool = True) -> None:
        """Remember that a line is in use; an empty one only takes the last one's place.

        Without `keep` it is not put among the lines: it is kept elsewhere, by its name.
        """
        line = line.strip()
        if len(line) > _LONGEST or has_secret(line):
            line = ""
        self._read()  # Anew: another explorer may have written meanwhile.
        self._last = line
        if line and keep:
            others = [one for one in self._lines if one != line]
            self._lines = (line, *others)[:KEPT]
        if self._folder is not None:
            with suppress(OSError):
                self._write()

    # What reads and writes is imported when there is something: a start may have nothing.

    @cached_property
    def _name(self) -> str:
        from hashlib import sha256

        return f"{sha256(self._account.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.json"

    def _read(self) -> None:
        if self._folder is None or not self._folder.is_dir():
            return
        import json

        try:
            with (self._folder / self._name).open(encoding="ascii") as file:
                document = json.loads(file.read(_MOST_BYTES))
            if document["version"] != _VERSION:
                return
            last, lines = document["last"], document["lines"]
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return  # What this run knows stands.
        if isinstance(last, str) and isinstance(lines, list):
            self._last = last
            self._lines = tuple(one for one in lines if isinstance(one, str))[:KEPT]

    def _write(self) -> None:
        import json

        from tui.whole_file import write_whole

        assert self._folder is not None, "who writes has a folder"
        document = {"version": _VERSION, "last": self._last, "lines": self._lines}
        write_whole(self._folder / self._name, json.dumps(document))
