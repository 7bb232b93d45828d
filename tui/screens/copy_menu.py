"""What to copy of the thing the cursor is on: one key each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias, get_args

from textual.binding import BindingType

from tui import keymap
from tui.screens.menu import MenuItem, MenuScreen
from tui.text import Display

CopyKind: TypeAlias = Literal["value", "key", "path", "id", "url", "curl", "json"]
KINDS: tuple[CopyKind, ...] = get_args(CopyKind)


class CopyMenu(MenuScreen[CopyKind]):
    """Dismissed with what to copy, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("copy")]

    def __init__(self, unavailable: Mapping[CopyKind, Display] | None = None) -> None:
        """Offer all kinds of copy; those in `unavailable` only with the reason why not."""
        reasons = unavailable or {}
        items = [
            MenuItem(command, kind, reasons.get(kind), kind not in reasons)
            for command, kind in zip(keymap.in_scope("copy"), KINDS, strict=True)
        ]
        super().__init__(Display("Copy"), items)

    def action_pick(self, kind: str) -> None:
        """Pick a kind of copy by its key."""
        self.pick(f"copy_{kind}")
