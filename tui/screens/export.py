"""Exports instances to a file: those that are listed or marked, or all that the filter finds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Button, Input, RadioButton, RadioSet, Static
from textual.worker import Worker

from tui import keymap
from tui.errors import ApiError, UsageError
from tui.export.file import check_target, export
from tui.export.formats import FILE_FORMATS, FileFormat, format_named, writer_of
from tui.screens.confirm import ConfirmScreen
from tui.screens.long_work import long_work
from tui.screens.typed_path import typed_path
from tui.store.store import Store
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean
from tui.widgets.toggles import ShapedRadioButton

Which: TypeAlias = Literal["listed", "marked", "all"]
"""The instances that are exported."""

_WHICH: tuple[Which, ...] = get_args(Which)
_FORMAT_TITLES: dict[FileFormat, str] = {"csv": "CSV", "json": "JSON", "jsonl": "JSON Lines"}
_FORMATS: tuple[FileFormat, ...] = tuple(_FORMAT_TITLES)
FILE = "instances.csv"
"""The file that is named at first, in the folder that the explorer was started in."""

STOPPED = Display("You stopped it: nothing was written.")


async def export_instances(app: App[None], store: Store) -> Display | None:
    """Export instances as the user says; return what was done, or None where nothing was."""
    return await app.push_screen_wait(ExportScreen(store))


class ExportScreen(ModalScreen[Display | None]):
    """Dismissed with what was written, in a sentence, or with None."""

    CSS_PATH = dialog_stylesheets("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dialog")]
    AUTO_FOCUS = "#export-file"

    file = query_one("#export-file", Input)
    which = query_one("#export-which", RadioSet)
    formats = query_one("#export-format", RadioSet)

    def __init__(self, store: Store) -> None:
        """Ask which of the store's instances to export, and to where."""
        super().__init__()
        self._store = store
        state = store.state
        self._listed = [row.id for row in state.rows if row.id is not None]
        hidden = state.marked.difference(self._listed)
        self._marked = [*filter(state.marked.__contains__, self._listed), *sorted(hidden)]
        self._writing: Worker[None] | None = None
        self._is_writing = False

    def compose(self) -> ComposeResult:
        """Lay out where to, in which format, and which instances."""
        assert set(_FORMATS) == set(FILE_FORMATS), "each format has its words"
        is_all_listed = self._store.state.complete
        words: dict[Which, str] = {
            "listed": f"the {len(self._listed):,} that are listed",
            "marked": f"the {len(self._marked):,} that are marked",
            "all": "all that the filter finds on the server",
        }
        usual: Which = "marked" if self._marked else "listed" if is_all_listed else "all"
        with Vertical(classes="dialog -narrow") as dialog:
            dialog.border_title = Content("Export instances")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static("File", classes="muted")
                file = Input(FILE, id="export-file")
                file.cursor_blink = False
                yield file
                with RadioSet(id="export-format", compact=True):
                    for one in _FORMATS:
                        yield ShapedRadioButton(
                            _FORMAT_TITLES[one], one == "csv", id=f"format-{one}"
                        )
                yield Static("Which", classes="muted")
                with RadioSet(id="export-which", compact=True):
                    for which in _WHICH:
                        yield ShapedRadioButton(
                            words[which],
                            which == usual,
                            id=f"which-{which}",
                            disabled=which == "marked" and not self._marked,
                        )
                yield Static(id="export-state")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Export", id="export-go", compact=True)
                yield Button("Cancel", id="export-close", compact=True)

    def on_mount(self) -> None:
        """Say what comes of it."""
        self._lock(is_writing=False)
        self._show("They are asked for anew; you alone may read the file.")

    def on_descendant_focus(self) -> None:
        """Name the next step where the focus is now."""
        self._show_steps()

    @on(Input.Changed, "#export-file")
    def _named(self, event: Input.Changed) -> None:
        """Let the format follow the file's name."""
        event.stop()
        found = format_named(event.value)
        if found is not None:
            self.query_one(f"#format-{found}", RadioButton).value = True

    @on(RadioSet.Changed, "#export-format")
    def _format_picked(self, event: RadioSet.Changed) -> None:
        """Let the end of the file's name follow the format."""
        event.stop()
        name = self.file.value
        if format_named(name) not in (None, self._format):
            self.file.value = f"{name.rpartition('.')[0]}.{self._format}"

    @on(RadioSet.Changed, "#export-which")
    def _which_picked(self, event: RadioSet.Changed) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Export."""
        event.stop()
        self._begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Export, or leave."""
        event.stop()
        if event.button.id == "export-go":
            self._begin()
        else:
            self.action_close()

    def action_close(self) -> None:
        """Leave; while it is being written, stop that first."""
        if self._writing is None:
            self.dismiss(None)
        else:
            self._writing.cancel()

    @property
    def _format(self) -> FileFormat:
        return _FORMATS[max(self.formats.pressed_index, 0)]

    @property
    def _path(self) -> Path:
        return typed_path(self.file.value)

    def _begin(self) -> None:
        if self._writing is not None:
            return
        if not self.file.value.strip():
            self._show("Name a file first.", is_error=True)
            return
        self._writing = self._export()

    @work(group="export")
    async def _export(self) -> None:
        try:
            if check_target(self._path) and not await self._may_replace():
                return
            self._lock(is_writing=True)
            with long_work(self, lambda: Display("The export has ended.")):
                count = await self._write()
            self.dismiss(Display(f"{count:,} written to {clean(self._path)}."))
        except ApiError as error:
            self._show(error.sentence, is_error=True)
        except UsageError as error:
            self._show(str(error), is_error=True)
        except OSError as error:
            self._show(f"It cannot be written: {error.strerror or error}.", is_error=True)
        finally:
            self._writing = None
            if self.is_attached:
                self._lock(is_writing=False)

    async def _may_replace(self) -> bool:
        question = ConfirmScreen(
            "Replace the file?", f"{clean(self._path)} is there already.", "Replace it"
        )
        return await self.app.push_screen_wait(question)

    async def _write(self) -> int:
        """Write what was asked for, telling how far it is; return how many were written."""
        count = 0

        async def counted() -> AsyncGenerator[list[Any], None]:
            nonlocal count
            async with aclosing(await self._found()) as found:
                async for documents in found:
                    yield documents
                    count += len(documents)
                    self._show(f"{count:,} written")

        self._show("Asking...")
        try:
            await export(self._path, counted(), writer_of(self._format, "integration_instance"))
        except asyncio.CancelledError:
            self._show(STOPPED)
            raise
        return count

    async def _found(self) -> AsyncGenerator[list[Any], None]:
        """Return the instances: as they are listed, or all as the server has them now."""
        which = _WHICH[max(self.which.pressed_index, 0)]
        streaming = self._store.streaming()
        if which == "all":
            return streaming.matching(await streaming.query(self._store.state.filter.text))
        named = self._marked if which == "marked" else self._listed
        return streaming.named(named, self._store.held)

    def _lock(self, *, is_writing: bool) -> None:
        """Let nothing be changed while it is being written; name the next step."""
        for one in self.query("Input, RadioSet, #export-go"):
            one.disabled = is_writing
        self.query_one("#export-close", Button).label = "Stop" if is_writing else "Cancel"
        if is_writing:
            self.query_one("#export-close", Button).focus()
        self._is_writing = is_writing
        self._show_steps()

    def _show_steps(self) -> None:
        """Name the next step where the focus is now."""
        enter = "Enter export"
        if not isinstance(self.focused, Input):
            enter = "Space pick" if isinstance(self.focused, RadioSet) else "Enter press"
        words = "Esc stop" if self._is_writing else f"{enter} · Tab next · Esc close"
        self.query_one(".dialog").border_subtitle = Content(words)

    def _show(self, words: str, *, is_error: bool = False) -> None:
        state = self.query_one("#export-state", Static)
        state.set_class(is_error, "error")
        state.update(Content(words))
