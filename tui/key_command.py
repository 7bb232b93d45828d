"""What a command is: its ID, the keys that run it now, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

Scope: TypeAlias = Literal[
    "app",
    "main",
    "list",
    "tree",
    "filter",
    "search",
    "dialog",
    "form",
    "file_form",
    "metadata",
    "picker",
    "chips",
    "rows",
    "trial",
    "review",
    "conflict",
    "outcome",
    "result",
    "archive",
    "bulk",
    "copy",
    "sort",
    "columns",
    "secret",
    "sessions",
    "compare",
    "summary",
    "why",
    "connect",
    "choice",
    "filters",
    "filter_form",
    "requests",
    "request_copy",
    "help",
]
"""Where a command's keys are taken: the app, the main screen, or one of its parts."""


class Command(NamedTuple):
    """One thing the user can ask for.

    Attributes:
        id: What settings rebind it by; never reused for another meaning.
        keys: Textual's key names, separated by commas, where settings name no others.
        action: The Textual action that it runs.
        title: Two or three words, for the footer and the palette.
        help: One sentence, for the help screen and the README.
        scope: Where its keys are taken.
        footer: Whether the footer shows it while its scope has the focus.
        write: Whether it changes something at the API.
        priority: Whether it is taken before the focused widget sees the key, so that what
            is typed right behind it goes where it leads.
    """

    id: str
    keys: str
    action: str
    title: str
    help: str
    scope: Scope
    footer: bool = False
    write: bool = False
    priority: bool = False

    @property
    def taken_keys(self) -> tuple[str, ...]:
        """The keys that it is taken by now, by Textual's names."""
        return split_keys(_overrides.get(self.id, self.keys))

    @property
    def shown_keys(self) -> str:
        """The keys as people write them: `/`, `Enter`, `ctrl+s`."""
        return ", ".join(_SHOWN.get(key, key) for key in self.taken_keys)

    @property
    def first_key(self) -> str:
        """The first of its keys, as people write it."""
        first = self.taken_keys[0]
        return _SHOWN.get(first, first)


_overrides: dict[str, str] = {}
"""The keys that the profile in use names in place of the table's, by command."""


def override(keys: Mapping[str, str]) -> None:
    """Show other keys for some commands; with none, the table's own again.

    It is Textual that takes them: give the same to `App.set_keymap`.
    """
    _overrides.clear()
    _overrides.update(keys)


def split_keys(keys: str) -> tuple[str, ...]:
    """Return the key names that `keys` lists, separated by commas."""
    return tuple(key.strip() for key in keys.split(","))


_SHOWN = {
    "slash": "/",
    "colon": ":",
    "comma": ",",
    "question_mark": "?",
    "exclamation_mark": "!",
    "apostrophe": "'",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "equals_sign": "=",
    "number_sign": "#",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
    "space": "Space",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "f1": "F1",
    "f2": "F2",
    "f3": "F3",
    "f4": "F4",
    "f5": "F5",
    "f6": "F6",
    "f7": "F7",
}
