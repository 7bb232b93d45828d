"""The table of keys: the README's short one, and the guide's with names to rebind by."""

from __future__ import annotations

from tests.generated.marks import table
from tui.key_command import Command
from tui.keymap import in_scope, scopes

_TITLES = {
    "main": "Main screen",
    "list": "In the list",
    "tree": "In the tree",
    "filter": "In the filter line",
    "search": "In the tree's search line",
    "form": "In forms",
    "app": "Everywhere",
}


def readme_keys() -> str:
    """Return the keys of the main screen and of forms."""
    rows = [
        (_TITLES[scope], _keys(command), command.help)
        for scope in scopes()
        if scope in _TITLES
        for command in in_scope(scope)
    ]
    return table(("where", "key", "does"), rows)


def all_keys() -> str:
    """Return every command: by what the settings name it, and where its keys are taken."""
    rows = [
        (f"`{command.id}`", _keys(command), scope, command.help)
        for scope in scopes()
        for command in in_scope(scope)
    ]
    return table(("command", "key", "where", "does"), rows)


def _keys(command: Command) -> str:
    return ", ".join(f"`{key}`" for key in command.shown_keys.split(", "))
