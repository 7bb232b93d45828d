"""The help: all keys, searchable, and the guides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import ContentSwitcher, Input, Static, Tab, Tabs

from tui import keymap
from tui.key_command import Command, Scope
from tui.stylesheets import dialog_stylesheets

GUIDES = Path(__file__).parent.parent / "help"
"""Where the guides are; the web shows the same files."""

_PARTS = {
    "keys": "Keys",
    "guide": "Guide",
    "filter": "Filter",
    "profiles": "Profiles",
    "scripting": "Scripts",
    "safety": "Safety",
    "faults": "Faults",
    "commands": "Commands",
    "api": "API",
    "architecture": "Inside",
}
_SCOPE_TITLES: dict[Scope, str] = {
    "app": "Everywhere",
    "main": "The main screen",
    "list": "The list",
    "tree": "The tree",
    "filter": "The filter line",
    "search": "The tree's search line",
    "dialog": "Dialogs",
    "form": "Forms",
    "picker": "Pickers",
    "chips": "Keys of a tool filter",
    "rows": "Rows of a form",
    "trial": "The tools below a tool filter",
    "review": "The review before sending",
    "conflict": "Where both changed it",
    "outcome": "Where no answer came",
    "result": "What was created",
    "archive": "Archiving",
    "bulk": "Acting on many",
    "copy": "Copying, after y",
    "sort": "Ordering, after o",
    "columns": "Choosing columns, after C",
    "secret": "Secrets",
    "filter_form": "The filter form, after F",
    "metadata": "Metadata in a form",
    "file_form": "Forms that can be loaded and saved",
    "requests": "The requests, after !",
    "request_copy": "Copying a request, after y",
    "choice": "Lists to choose from: settings, profiles, saved filters",
    "filters": "Saved filters, after '",
    "connect": "Connecting to a session",
    "sessions": "The sessions of an instance",
    "compare": "Comparing, after =",
    "why": "Why it cannot run, after W",
    "summary": "Counting, after #",
    "help": "This help",
}
_KEY_WIDTH = 16


def matching(text: str, here: Sequence[Scope] = ()) -> dict[Scope, tuple[Command, ...]]:
    """Return the commands that have every word of `text` in their key, title, help or scope.

    Those whose keys are taken `here` come first, the nearest before all.
    """
    words = text.casefold().split()
    found: dict[Scope, tuple[Command, ...]] = {}
    for scope in dict.fromkeys((*here, *_SCOPE_TITLES)):
        commands = tuple(
            command
            for command in keymap.in_scope(scope)
            if all(word in _searched(command) for word in words)
        )
        if commands:
            found[scope] = commands
    return found


def _searched(command: Command) -> str:
    scope = _SCOPE_TITLES[command.scope]
    return f"{command.shown_keys} {command.title} {command.help} {scope}".casefold()


def scopes_here(screen: Screen[Any]) -> tuple[Scope, ...]:
    """Return the scopes whose keys are taken on `screen` now, the focused widget's first."""
    by_id = {command.id: command.scope for command in keymap.COMMANDS}
    depths = {
        by_id[one.binding.id]: len(one.node.ancestors)
        for one in screen.active_bindings.values()
        if one.binding.id in by_id
    }
    return tuple(sorted(depths, key=lambda scope: -depths[scope]))


def _lines(
    found: dict[Scope, tuple[Command, ...]], here: Sequence[Scope] = (), width: int = 0
) -> Content:
    """Return a heading for each scope, and the keys and help of each command in columns.

    What is too long for `width`, once that is known, goes on below its beginning.
    """
    lines: list[Content] = []
    room = max(width - _KEY_WIDTH - 2, 20) if width else 200
    indent = "\n" + " " * (_KEY_WIDTH + 2)
    for scope, commands in found.items():
        mark = (" · here", "$foreground 60%") if scope in here else ""
        lines += [Content(""), Content.assemble((_SCOPE_TITLES[scope], "bold"), mark)]
        for command in commands:
            keys = (f"  {command.shown_keys:<{_KEY_WIDTH - 1}} ", "$text-accent")
            lines.append(Content.assemble(keys, indent.join(wrap(command.help, room))))
    return Content("\n").join(lines[1:]) if lines else Content("No key does that.")


class HelpScreen(ModalScreen[None]):
    """One part at a time; Tab goes to the next, arrows and pages scroll, Esc leaves."""

    CSS_PATH = dialog_stylesheets("help")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("dialog"),
        *keymap.bindings("help"),
        # The search line has the focus, and has no use for these itself.
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll_page(-1)", show=False),
        Binding("pagedown", "scroll_page(1)", show=False),
    ]
    AUTO_FOCUS = "#help-search"

    def __init__(self, here: Sequence[Scope] = ()) -> None:
        """Show the keys that are taken `here` first."""
        super().__init__()
        self._here = tuple(here)

    def compose(self) -> ComposeResult:
        """Lay out the parts' titles, the keys, and room for the guides."""
        with Vertical(classes="dialog", id="help") as dialog:
            dialog.border_title = Content("Help")
            dialog.border_subtitle = Content("Tab next part · ↑ ↓ PgUp PgDn scroll · Esc close")
            tabs = Tabs(*(Tab(Content(title), id=part) for part, title in _PARTS.items()))
            tabs.can_focus = False
            yield tabs
            with ContentSwitcher(initial="keys-part"):
                with Vertical(id="keys-part"):
                    yield Input(placeholder="search the keys: copy, tree, ctrl", id="help-search")
                    with VerticalScroll(can_focus=False):
                        yield Static(self._keys(""), id="help-keys")
                for part in list(_PARTS)[1:]:
                    yield VerticalScroll(id=f"{part}-part")

    def on_mount(self) -> None:
        """Keep the cursor still: each blink would be sent down the line."""
        self.query_one(Input).cursor_blink = False

    def on_resize(self) -> None:
        """Break the lines anew, once the new width is there."""
        self.call_after_refresh(self._show_keys)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the keys that match what is typed."""
        self._show_keys()
        self._pane.scroll_home(animate=False)

    async def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        """Show the part; a guide is read when it is first shown."""
        part = event.tab.id
        if part is None:
            return
        self.query_one(ContentSwitcher).current = f"{part}-part"
        pane = self._pane
        if part == "keys":
            self.query_one(Input).focus()
            return
        if not pane.children:
            # Imported here: it takes a tenth of a second, and the keys need none of it.
            from textual.widgets import Markdown

            text = (GUIDES / f"{part}.md").read_text(encoding="utf-8")
            await pane.mount(Markdown(text, open_links=False))
        pane.focus()

    def action_part(self, step: int) -> None:
        """Go to the next part, or to the one before."""
        tabs = self.query_one(Tabs)
        if step > 0:
            tabs.action_next_tab()
        else:
            tabs.action_previous_tab()

    def action_scroll(self, lines: int) -> None:
        """Scroll the part by lines."""
        self._pane.scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll the part by pages."""
        pane = self._pane
        pane.scroll_relative(y=pages * pane.scrollable_content_region.height, animate=False)

    def action_close(self) -> None:
        """Leave."""
        self.dismiss(None)

    def _show_keys(self) -> None:
        text = self.query_one("#help-search", Input).value
        self.query_one("#help-keys", Static).update(self._keys(text))

    def _keys(self, text: str) -> Content:
        width = self.query_one("#help-keys").content_size.width if self.is_mounted else 0
        return _lines(matching(text, self._here), self._here, width)

    @property
    def _pane(self) -> VerticalScroll:
        """The part of the screen that scrolls."""
        part = self.query_one(ContentSwitcher).visible_content
        if isinstance(part, VerticalScroll):
            return part
        return self.query_one("#keys-part VerticalScroll", VerticalScroll)
