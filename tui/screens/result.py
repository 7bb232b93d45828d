"""What a create has made, and what one may do with it next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from tui import keymap
from tui.screens.clipboard import copy_text
from tui.screens.menu import MenuItem, MenuScreen
from tui.text import Display, clean
from tui.widgets.status import look_of

if TYPE_CHECKING:
    from tui.models.integration_instance import IntegrationInstance

NEXT = {
    "open": Display("Go into its tree."),
    "edit": Display("Change it in a form."),
    "session": Display("Create a session on it."),
    "template": Display("Create its session template."),
}
"""The commands that one is likely to want next, and what they do to what was created."""

HIDDEN = Display("The filter hides it in the list: Esc there clears the filter.")

_COPIED = {"id": Display("The ID"), "request": Display("The request ID")}


class ResultScreen(MenuScreen[str]):
    """Tells of the instance that was created; dismissed with the ID of the command to run next."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("result")]

    def __init__(self, made: IntegrationInstance, note: Display | None = None) -> None:
        """Tell of `made`; `note` is what else there is to say of it."""
        items = [MenuItem(keymap.BY_ID[name], name, words) for name, words in NEXT.items()]
        super().__init__(Display("Created"), items)
        self._made = made
        self._note = note
        self._copied = {"id": made.id, "request": made.request_id}

    def compose_above(self) -> ComposeResult:
        """Yield what it is and its IDs, and the note."""
        made = self._made
        look = look_of(made.status or "")
        facts = {
            "name": clean(made.name),
            "status": Display(f"{look.shape} {clean(made.status)}"),
            "id": clean(made.id),
            "request": clean(made.request_id) if made.request_id else None,
        }
        lines = [
            Content.assemble((f"{name:<9}", "$foreground 60%"), value)
            for name, value in facts.items()
            if value
        ]
        yield Static(Content("\n").join(lines), classes="result-facts")
        if self._note is not None:
            yield Static(Content(self._note), classes="result-sentence")

    def on_mount(self) -> None:
        """Name the keys that copy."""
        copies = ["result_copy", "result_request"] if self._made.request_id else ["result_copy"]
        steps = [*map(keymap.hint, copies), keymap.hint("dialog_close", "close")]
        self.query_one(".dialog").border_subtitle = Content(" · ".join(steps))

    def on_key(self, event: events.Key) -> None:
        """Pick the next command whose key this is."""
        for name, item in self._items.items():
            if event.key in item.command.taken_keys and event.key != "enter":
                event.stop()
                self.pick(name)
                return

    @work(group="copy")
    async def action_copy(self, what: str) -> None:
        """Copy the ID, or that of the request."""
        if text := self._copied[what]:
            await copy_text(self.app, text, _COPIED[what])
