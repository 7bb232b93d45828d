"""Changes one entry of the settings file; all else in it stays as somebody wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tui.errors import SettingsFileError
from tui.profile import DEFAULT
from tui.text import clean
from tui.toml_file import document, loads, locked, with_entry
from tui.whole_file import write_whole


def set_entry(path: Path, profile: str, name: str, value: object, usual: object) -> None:
    """Keep a profile's entry, in the place of what it said before.

    Where it would be the same without a word, there is none: it is what stands above all
    profiles, or `usual`. A profile that the file does not have gets what is above all.

    Raises:
        SettingsFileError: It could not be kept; the file is as it was.
    """
    try:
        with locked(path) as (place, mode):
            before = place.read_text(encoding="utf-8-sig") if place.exists() else ""
            wanted = loads(before)
            profiles = wanted.get("profiles")
            is_there = isinstance(profiles, dict) and isinstance(profiles.get(profile), dict)
            at = ("profiles", profile) if is_there and profile != DEFAULT else ()
            table: dict[str, Any] = wanted
            for key in at:
                table = table[key]
            inherited = wanted.get(name, usual) if at else usual
            said = None if value == inherited else value
            table.pop(name, None)
            if said is not None:
                table[name] = said
            after = with_entry(before, at, name, said)
            if document(after) != wanted:
                raise SettingsFileError(
                    clean(
                        f"{path} spells {'.'.join(at) or name} in a way that only you can change."
                    )
                )
            if after != before:
                write_whole(place, after, mode=mode)
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsFileError(clean(f"{path} is not changed: {why}.")) from error
