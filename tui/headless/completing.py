"""What can be typed next on the command line: from the settings and the lists on disk.

Nobody is asked anything for it: not the API, nor a keyring, nor a program that prints keys.
Where the key is at hand without, the list that the explorer kept for it is looked through.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from tui.connect import kept_list
from tui.errors import ExplorerError
from tui.export.objects import all_columns
from tui.headless.kinds import WORDS
from tui.kept_filters import FILE
from tui.models.columns import NAMES
from tui.models.object_columns import names_of
from tui.models.row import InstanceRow
from tui.profiles import Profiles, read_settings
from tui.resources import kind_called
from tui.saved_filters import SavedFilters
from tui.settings import SAVED_MARK
from tui.settings_file import settings_path
from tui.store.filter.complete import complete
from tui.store.lookup import Choice
from tui.text import clean, fold
from tui.times import utc_now

_MOST = 50
_ROWS = 5_000
_PLAIN = re.compile(r'[\w.,:@+/ "<>=-]*')
"""What no shell takes for a command within a word: others put words into our line."""


def identifiers(ctx: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the IDs of instances that begin so; else the one whose name has it."""
    rows = _rows(ctx)
    begun = [row for row in rows if row.id is not None and row.id.startswith(typed)]
    if not begun and typed:
        begun = [row for row in rows if fold(typed) in fold(row.name)]
        begun = begun if len(begun) == 1 else []
    return _items([(row.id, row.name) for row in begun[:_MOST] if row.id is not None])


def words(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return what the first word can be: a command or an instance's ID."""
    group = ctx.parent.command if ctx.parent is not None else None
    commands: list[CompletionItem] = []
    if ctx.parent is not None and isinstance(group, click.Group):
        shown = (
            (name, group.get_command(ctx.parent, name)) for name in group.list_commands(ctx.parent)
        )
        commands = [
            CompletionItem(name, help=command.get_short_help_str())
            for name, command in shown
            if command is not None and not command.hidden and name.startswith(typed)
        ]
    return commands or identifiers(ctx, parameter, typed)


def profiles(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the names of the profiles."""
    with suppress(ExplorerError):
        found = Profiles.read(os.environ).all()
        return _items([(one.name, one.title) for one in found if one.name.startswith(typed)])
    return []


def filters(ctx: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the filter lines that the typed one can become: keys, words and names."""
    if typed.startswith(SAVED_MARK):
        return _saved(typed)
    rows = _rows(ctx)

    def known(key: str) -> Sequence[Choice]:
        if key == "id":
            return [Choice(row.id, row.name) for row in rows if row.id is not None]
        if key != "provider":
            return ()
        pairs = (
            pair
            for row in rows
            if len(row.providers) == len(row.provider_ids)
            for pair in zip(row.provider_ids, row.providers, strict=True)
        )
        return [Choice(one, name) for one, name in dict(pairs).items()]

    found = complete(typed, len(typed), known, utc_now())
    before = typed[: found.start]
    return _items([(before + one.insert, f"{one.label} {one.note}") for one in found.items])


def _saved(typed: str) -> list[CompletionItem]:
    with suppress(ExplorerError):
        path = settings_path(os.environ).with_name(FILE)
        found = [(f"{SAVED_MARK}{one.name}", one.text) for one in SavedFilters(path).all()]
        return _items([pair for pair in found if pair[0].startswith(typed)])
    return []


def kinds(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the kinds of objects that can be listed."""
    return [CompletionItem(word) for word in WORDS if word.startswith(typed)]


def columns(ctx: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the columns that can follow those that are typed."""
    before, comma, last = typed.rpartition(",")
    taken = before.split(",")
    # Where a value is still to come, click leaves the other words where they are.
    named = [kind for word in ctx.args if (kind := kind_called(word)) is not None]
    kind = named[-1] if named else ctx.params.get("kind") or "integration_instance"
    others = NAMES if kind == "integration_instance" else names_of(kind)
    names = (one for one in dict.fromkeys((*all_columns(kind), *others)) if one not in taken)
    return [CompletionItem(before + comma + one) for one in names if one.startswith(last)]


def _rows(ctx: click.Context) -> Sequence[InstanceRow]:
    """Return what is kept of the list of those whom the options before name."""
    names = ("profile", "api_host", "api_key_file", "environment_id")
    options = {name: ctx.params.get(name) for name in names}
    with suppress(ExplorerError, OSError):
        settings, _ = read_settings(**options)
        kept = kept_list(settings, _ROWS)
        return kept.rows if kept is not None else ()
    return ()


def _items(found: Sequence[tuple[str, str]]) -> list[CompletionItem]:
    return [
        CompletionItem(value, help=clean(said, 80))
        for value, said in found
        if _PLAIN.fullmatch(value)
    ]
