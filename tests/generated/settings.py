"""The table of a profile's entries, for the guide."""

from __future__ import annotations

from tests.generated.marks import table
from tui.profile import Profile
from tui.settings_file import ENTRIES


def settings() -> str:
    """Return what each entry says and what it is without a word."""
    usual = Profile()
    rows = [
        (f"`{name}`", says, _shown(getattr(usual, name))) for name, (_, says) in ENTRIES.items()
    ]
    rows.append(("`keys`", "keys in place of the usual ones, by the commands' names", ""))
    return table(("entry", "what it says", "else"), rows)


def _shown(value: object) -> str:
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{str(value).lower()}`"
