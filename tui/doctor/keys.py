"""Looks at the settings file, the keyring, and the key."""

from __future__ import annotations

import os
from collections.abc import Iterator

from tui.api.origin import Origin
from tui.credentials.keyring import Keyring
from tui.credentials.source import Found, NotAnswering, find_key, shown_key
from tui.credentials.sources import sources
from tui.doctor.check import Check
from tui.errors import CredentialsError
from tui.profiles import Profiles
from tui.settings import Settings


def look_at_settings(profiles: Profiles, settings: Settings) -> Iterator[Check]:
    """Yield what there is to say of the settings file and the profile."""
    file = profiles.file
    there = "is read" if file.path.exists() else "is not there, and need not be"
    yield Check("settings file", f"{file.path} {there}", facts={"path": str(file.path)})
    for problem in file.problems:
        yield Check("settings file", problem, "warning")
    profile = settings.profile
    facts = {"name": profile.name, "read_only": settings.is_read_only, "key": profile.key}
    if profile.fault:
        yield Check("profile", f"{profile.name} cannot be used: {profile.fault}", "failed", facts)
    else:
        read_only = ", read-only" if settings.is_read_only else ""
        yield Check("profile", f"{profile.name}{read_only}", facts=facts)


def look_at_keyring(settings: Settings, origin: Origin) -> Check:
    """Return which keyring there is, and whether it answers."""
    keyring = Keyring(settings.profile.name, origin)
    try:
        backend = keyring.backend()
    except NotAnswering as error:
        return Check("keyring", str(error), "warning")
    none = backend in ("fail Keyring", "null Keyring")
    words = f"{backend}: a key can be kept in memory only" if none else backend
    return Check("keyring", words, "warning" if none else "ok", {"backend": backend})


def look_for_key(settings: Settings, origin: Origin) -> tuple[Check, Found | None]:
    """Return where the key comes from, and the key."""
    try:
        found = find_key(sources(settings, origin, os.environ))
    except CredentialsError as error:
        return Check("key", str(error), "failed"), None
    notes = "".join(f" ({note})" for note in found.notes)
    words = f"{shown_key(found.key)} from {found.source_name}{notes}"
    facts: dict[str, object] = {
        "source": found.source_name,
        "key": shown_key(found.key),
        "notes": list(found.notes),
    }
    return Check("key", words, "warning" if found.notes else "ok", facts), found
