"""The settings file: profiles, read from TOML, with every wrong entry named by its line.

A wrong entry never keeps the explorer from starting. What is only about looks is left out;
what decides where a key goes makes the profile unusable; and a profile with an entry that
is not understood is read-only, as it may have been meant to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import platformdirs

from tui import keymap
from tui.errors import UsageError
from tui.keymap_presets import PRESETS
from tui.models.columns import checked
from tui.models.object_columns import checked_of_kinds
from tui.profile import COLOURS, DEFAULT, KEY_SOURCES, NOTIFICATIONS, Profile
from tui.text import Display, clean

VARIABLE = "METORIAL_TUI_CONFIG"
"""The environment variable that names another settings file."""

PROFILE_VARIABLE = "METORIAL_TUI_PROFILE"
"""The environment variable that names the profile to start with."""

_MOST_BYTES = 65_536

_Check: TypeAlias = Callable[[Any], Any]
"""Returns an entry's value as the profile holds it; raises ValueError saying what it must be."""


class SettingsFile(NamedTuple):
    """What the settings file says.

    Attributes:
        path: Where it is, or would be.
        profiles: The profiles, by name; there is always one called `default`.
        chosen: The profile to start with where none is asked for.
        problems: What is wrong, each with its line and entry.
    """

    path: Path
    profiles: Mapping[str, Profile] = MappingProxyType({DEFAULT: Profile()})
    chosen: str = DEFAULT
    problems: tuple[Display, ...] = ()

    def profile(self, name: str | None) -> Profile:
        """Return the profile of that name, or the one to start with.

        Raises:
            UsageError: There is none of that name; the message lists those that are there.
        """
        wanted = name or self.chosen
        if wanted not in self.profiles:
            known = ", ".join(sorted(self.profiles))
            raise UsageError(
                f"There is no profile {clean(wanted)} in {clean(self.path)}; it has: {clean(known)}"
            )
        return self.profiles[wanted]


def settings_path(environ: Mapping[str, str]) -> Path:
    """Return where the settings file is looked for."""
    named = environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_config_path("metorial-tui") / "config.toml"


def read_settings_file(path: Path, *, must_exist: bool = False) -> SettingsFile:
    """Return what the file says; what cannot be read is told of among the problems."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ValueError(f"it is larger than {_MOST_BYTES >> 10} KiB")
        text = content.decode("utf-8-sig")
        # Imported here, as most people have no such file.
        import tomllib

        document = tomllib.loads(text)
    except FileNotFoundError:
        problems = (clean(f"{path} does not exist."),) if must_exist else ()
        return SettingsFile(path, problems=problems)
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = clean(f"{path} cannot be read: {reason}. Until it is mended all is read-only.")
        closed = Profile(read_only=True)
        return SettingsFile(path, {DEFAULT: closed}, problems=(problem,))
    return _Reader(path, text, document).read()


class _Reader:
    """Reads one document, and collects what is wrong with it."""

    def __init__(self, path: Path, text: str, document: dict[str, Any]) -> None:
        self._path = path
        self._text = text
        self._document = document
        self._problems: list[Display] = []

    def read(self) -> SettingsFile:
        document = dict(self._document)
        tables = document.pop("profiles", {})
        chosen = document.pop("default_profile", DEFAULT)
        common = self._profile(Profile(), document, ())
        profiles = {DEFAULT: common}
        if not isinstance(tables, dict):
            self._wrong(("profiles",), "must be tables, as [profiles.work]")
            tables = {}
        for name, table in tables.items():
            if not isinstance(table, dict):
                self._wrong(("profiles", name), "must be a table")
                continue
            profiles[name] = self._profile(common._replace(name=name), table, ("profiles", name))
        if not isinstance(chosen, str) or chosen not in profiles:
            self._wrong(("default_profile",), "must name one of the profiles")
            chosen = DEFAULT
            profiles[DEFAULT] = common._replace(fault="default_profile names no profile")
        return SettingsFile(self._path, profiles, chosen, tuple(self._problems))

    def _profile(self, base: Profile, table: dict[str, Any], at: tuple[str, ...]) -> Profile:
        """Return `base` with what the table says."""
        said: dict[str, Any] = {}
        for name, value in table.items():
            if name == "keys":
                continue  # What clashes with what depends on the set, which may come later.
            entry = ENTRIES.get(name)
            if entry is None:
                self._wrong((*at, name), f"is not known{_perhaps(name)}; read-only until mended")
                said["read_only"] = True
                continue
            try:
                said[name] = entry[0](value)
            except ValueError as error:
                self._wrong((*at, name), str(error))
                if name == "read_only":
                    said[name] = True
                elif name not in _LOOKS:
                    said["fault"] = f"line {self._line((*at, name))}: {name} {error}"
        profile = base._replace(**said)
        if "keys" in table:
            own = self._keys(table["keys"], (*at, "keys"), profile.bound_keys)
            profile = profile._replace(keys={**base.keys, **dict(own)})
        if profile.key is None:
            profile = profile._replace(key=_implied(said))
        missing = _NEEDS.get(profile.key or "")
        if missing and not getattr(profile, missing):
            self._wrong((*at, "key"), f"{profile.key} needs {missing}")
            profile = profile._replace(fault=f"key {profile.key} needs {missing}")
        return profile

    def _keys(
        self, value: object, at: tuple[str, ...], bound: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            self._wrong(at, "must be a table of commands and keys")
            return
        wanted = {name: keys for name, keys in value.items() if isinstance(keys, str)}
        problems = keymap.problems({**bound, **wanted})
        for command, keys in value.items():
            if not isinstance(keys, str) or not keys.strip():
                self._wrong((*at, command), 'must be keys, as "f2" or "ctrl+d,x"')
            elif command in problems:
                self._wrong((*at, command), problems[command])
            else:
                yield command, keys

    def _wrong(self, at: tuple[str, ...], what: str) -> None:
        where = f"{self._path} line {self._line(at)}"
        self._problems.append(clean(f"{where}: {'.'.join(at)} {what}."))

    def _line(self, at: tuple[str, ...]) -> int:
        return line_of(self._text, at)


def line_of(text: str, at: Sequence[str]) -> int:
    """Return the line, counted from 1, on which the entry at that path begins.

    TOML's readers do not tell: so the text is read up to each line until the entry is there.
    """
    import tomllib

    lines = text.split("\n")
    begins = 1
    for number in range(1, len(lines) + 1):
        try:
            document: Any = tomllib.loads("\n".join(lines[:number]))
        except tomllib.TOMLDecodeError:
            continue  # In the midst of an entry that takes several lines.
        for name in at:
            document = document.get(name) if isinstance(document, dict) else None
        if document is not None:
            return begins
        begins = number + 1
    return 1


def _implied(said: Mapping[str, Any]) -> Any:
    """Return the source that other entries speak of, where none is named."""
    named = [source for source, entry in _TELLING.items() if said.get(entry)]
    return named[0] if len(named) == 1 else None


def _perhaps(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [*ENTRIES, "keys"], 1)
    return f" (is {near[0]} meant?)" if near else ""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return value.strip()


def _file(value: object) -> Path:
    path = Path(_text(value)).expanduser()
    if not path.is_absolute():
        raise ValueError("must be a whole path, or one that begins with ~/")
    return path


def _true_or_false(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _number(least: int, most: int) -> _Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a number from {least} to {most}")
        return value

    return check


def _one_of(words: Sequence[str]) -> _Check:
    def check(value: object) -> Any:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return check


def _command(value: object) -> tuple[str, ...]:
    words: object = value
    if isinstance(value, str):
        try:
            import shlex

            words = shlex.split(value)
        except ValueError as error:
            raise ValueError(f"has an open quote ({error})") from None
    if not isinstance(words, list) or not words or not all(isinstance(one, str) for one in words):
        raise ValueError('must be a program and its arguments, as ["pass", "show", "metorial"]')
    return tuple(words)


ENTRIES: dict[str, tuple[_Check, str]] = {
    "host": (_text, "the API's host or URL; https, except on loopback"),
    "environment": (_text, "the environment's ID"),
    "key": (_one_of(KEY_SOURCES), f"where the key comes from: {', '.join(KEY_SOURCES)}"),
    "key_variable": (
        _text,
        "for `env`: the variable; else `METORIAL_API_KEY`, then `METORIAL_TOKEN`",
    ),
    "token_command": (
        _command,
        "a program and its arguments; run without a shell, it has 30 seconds",
    ),
    "key_file": (_file, "for `file`: the file, which only you may read (mode 0600)"),
    "cli_profile": (
        _text,
        "for `cli`: the official CLI's profile, by name or ID; else its current one",
    ),
    "read_only": (_true_or_false, "whether every change is refused"),
    "label": (_text, "what the header says in place of the profile's name"),
    "colour": (_one_of(COLOURS), f"what the label is drawn on: {', '.join(COLOURS)}"),
    "page_size": (_number(1, 100), "instances asked for at once, 1 to 100"),
    "background_rows": (_number(0, 1_000_000), "instances loaded unasked, 0 to 1,000,000"),
    "follow_seconds": (
        _number(5, 3600),
        "seconds between two questions while following, 5 to 3,600",
    ),
    "thin_line": (
        _true_or_false,
        "whether no frame is sent before the last was drawn; else over SSH it is so",
    ),
    "notify": (
        _one_of(NOTIFICATIONS),
        "what tells that long work has ended, while another window has the focus: "
        f"{', '.join(NOTIFICATIONS)}",
    ),
    "theme": (_text, "the colours, by the names that the palette lists"),
    "tour": (_true_or_false, "whether the very first start shows the tour"),
    "filter": (_text, "the filter line at the start, or `@` and the name of a saved one"),
    "columns": (checked, "what the list shows of each instance; `C` changes it"),
    "columns_of": (
        checked_of_kinds,
        "what lists of other objects show, by their kind; `C` in such a list changes it",
    ),
    "keymap": (_one_of(tuple(PRESETS)), f"a set of keys: {', '.join(PRESETS)}"),
}
"""What a profile may say: how an entry is checked, and what it says in the guide."""

_LOOKS = frozenset(
    {
        "label",
        "colour",
        "page_size",
        "background_rows",
        "follow_seconds",
        "thin_line",
        "notify",
        "theme",
        "tour",
        "filter",
        "columns",
        "columns_of",
        "keymap",
    }
)
"""Entries that may be left out where they are wrong: nothing is sent elsewhere for it."""

_TELLING = {
    "file": "key_file",
    "env": "key_variable",
    "token_command": "token_command",
    "cli": "cli_profile",
}
"""Sources, and the entry that speaks of them."""

_NEEDS = {"file": "key_file", "token_command": "token_command"}
"""Sources that cannot do without that entry."""
