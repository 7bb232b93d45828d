"""Every setting as it stands: its value, where that came from, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.keymap_presets import PRESETS
from tui.profile import COLOURS, DEFAULT, NOTIFICATIONS
from tui.settings import TOUR_VARIABLE, Settings
from tui.settings_file import ENTRIES
from tui.text import Display, clean

CHOICES: Mapping[str, tuple[object, ...]] = {
    "colour": COLOURS,
    "thin_line": (True, False),
    "notify": NOTIFICATIONS,
    "theme": (),  # Whoever draws knows them.
    "tour": (True, False),
    "keymap": tuple(PRESETS),
}
"""Settings that are one of a few values."""

TYPED = frozenset({"label", "page_size", "background_rows", "follow_seconds", "filter"})
"""Settings that are typed. All others decide where a key goes, or have a screen of their own."""

TELLING_APART = frozenset({"label", "colour"})
"""Settings that tell one profile from others: one without a table in the file has none."""

AT_THE_NEXT_START = frozenset({"page_size", "filter"})
"""Settings that are read at the start only."""

_UNSET = {
    "key": "the usual places",
    "environment": "the key's own",
    "thin_line": "over SSH",
    "theme": "textual-dark",
    "filter": "the last one",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: What the settings file calls it.
        value: What it is now.
        source: Where that was said.
        meaning: What it says.
        can_be_changed: Whether it can be changed on the screen; else only in the file.
    """

    name: str
    value: Display
    source: Display
    meaning: Display
    can_be_changed: bool


def settings_shown(
    settings: Settings, document: Mapping[str, Any], environ: Mapping[str, str]
) -> tuple[Setting, ...]:
    """Return all settings; `document` is what the settings file holds."""
    given = dict(_given(settings, environ))
    profile = settings.profile
    closed = frozenset() if _has_table(document, profile.name) else TELLING_APART
    found = [
        Setting(
            name,
            clean(given[name][0] if name in given else in_words(name, getattr(profile, name)), 200),
            Display(given[name][1] if name in given else _said_in(document, profile.name, name)),
            clean(meaning.replace("`", "")),
            name not in closed and (name in CHOICES or name in TYPED),
        )
        for name, (_, meaning) in ENTRIES.items()
    ]
    keys = f"{len(profile.keys)} of its own" if profile.keys else "none of its own"
    source = _said_in(document, profile.name, "keys")
    meaning = Display("keys in place of the usual ones, by the commands' names")
    return (*found, Setting("keys", Display(keys), Display(source), meaning, False))


def in_words(name: str, value: object) -> str:
    """Return a value as people read it."""
    if value is None or value in ((), {}):
        return _UNSET.get(name, "-")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if name == "token_command" and isinstance(value, tuple):
        return f"{value[0]} ..."  # Its arguments may be nobody else's business.
    return ", ".join(value) if isinstance(value, (tuple, Mapping)) else str(value)


def _given(
    settings: Settings, environ: Mapping[str, str]
) -> Iterator[tuple[str, tuple[object, str]]]:
    """Yield what options or variables say, in place of the file: the value, and which of them."""
    profile = settings.profile
    if settings.api_host != profile.host:
        variable = "METORIAL_API_HOST"
        is_usual = settings.api_host == Settings.from_options({}).api_host
        said = variable if settings.api_host == environ.get(variable) else "--api-host"
        yield "host", (settings.api_host, "default" if is_usual else said)
    if settings.environment_id and settings.environment_id != profile.environment:
        variable = "METORIAL_INSTANCE_ID"
        is_variable = settings.environment_id == environ.get(variable)
        yield "environment", (settings.environment_id, variable if is_variable else "this run")
    if settings.read_only:
        yield "read_only", ("yes", "--read-only")
    if settings.api_key_file is not None:
        yield "key_file", (settings.api_key_file, "--api-key-file")
    if environ.get(TOUR_VARIABLE) == "0":
        yield "tour", ("no", TOUR_VARIABLE)
    if settings.filter_text is not None:
        yield "filter", (settings.filter_text or "none", "--filter")


def _has_table(document: Mapping[str, Any], profile: str) -> bool:
    """Return whether the file says something of that profile alone."""
    tables = document.get("profiles")
    return profile == DEFAULT or (isinstance(tables, dict) and profile in tables)


def _said_in(document: Mapping[str, Any], profile: str, name: str) -> str:
    """Return which part of the file says it, if any does."""
    tables = document.get("profiles")
    table = tables.get(profile) if isinstance(tables, dict) else None
    if profile != DEFAULT and isinstance(table, dict) and name in table:
        return "this profile"
    return "all profiles" if name in document else "default"
