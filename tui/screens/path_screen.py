"""Asking for a file, and doing with it what it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui import keymap
from tui.errors import UsageError
from tui.forms.problems import FormProblems
from tui.screens.confirm import ConfirmScreen
from tui.screens.line_screen import ACCEPT, LineScreen
from tui.screens.typed_path import typed_path
from tui.stylesheets import dialog_stylesheets
from tui.text import Display, clean

ResultT = TypeVar("ResultT")

NONE = Display("Type the path of a file first.")


class PathScreen(LineScreen[ResultT]):
    """Dismissed with what came of using the file, or with None.

    What is wrong with the file is said here, so that it can be mended and tried again.
    """

    CSS_PATH = dialog_stylesheets("forms")

    def __init__(
        self,
        title: str,
        verb: str,
        use: Callable[[Path], ResultT],
        *,
        path: str = "",
        about: str = "",
        writes: bool = False,
    ) -> None:
        """Ask for a file.

        Args:
            title: What it is asked for.
            verb: What is done with it, for the button.
            use: Does it; raises `UsageError`, or `FormProblems` for what is in the file.
            path: What to begin with.
            about: What is to be known before.
            writes: Whether the file is written, so that one that is there is asked about.
        """
        super().__init__()
        self._heading = title
        self._verb = verb
        self._use = use
        self._begin_with = path
        self._about = about
        self._writes = writes
        self.gives_way = False
        """Whether the file is being used, so that what is typed is for the form."""

    def compose(self) -> ComposeResult:
        """Lay out the path, where it leads, what is wrong, and the buttons."""
        with Vertical(classes="dialog form path") as dialog:
            dialog.border_title = Content(self._heading)
            dialog.border_subtitle = Content(
                f"Enter {self._verb.lower()} · {keymap.hint('dialog_close', 'close')}"
            )
            line = Input(self._begin_with, placeholder="a path, as ~/ada.json")
            line.cursor_blink = False
            yield line
            yield Static(Content(self._about), classes="path-about muted")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(classes="path-state")
            with Horizontal(classes="dialog-buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button(Content(self._verb), id=ACCEPT, compact=True, variant="primary")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which file that is."""
        event.stop()
        there = " is there, and would be replaced" if self._would_replace else ""
        self._say(Display(f"{clean(self._path, 400)}{there}" if self.typed else ""))

    @property
    def _path(self) -> Path:
        return typed_path(self.typed).absolute()

    @property
    def _would_replace(self) -> bool:
        # Not `Path.is_file`: that raises for a name that is too long, or a closed folder.
        return self._writes and os.path.isfile(self._path)

    def _say(self, words: Display, *, is_wrong: bool = False) -> None:
        state = self.query_one(".path-state", Static)
        state.set_class(is_wrong, "error")
        state.set_class(not is_wrong, "muted")
        state.update(Content(words))

    def accept(self) -> None:
        """Use that file."""
        self.gives_way = True
        self._go()

    @work(group="dialog", exclusive=True)
    async def _go(self) -> None:
        await self._use_it()
        self.gives_way = False

    async def _use_it(self) -> None:
        path = self._path
        if not self.typed:
            self._say(NONE, is_wrong=True)
            return
        if self._would_replace and not await self._may_replace(path):
            return
        try:
            result = self._use(path)
        except FormProblems as found:
            self._say(_listed(found), is_wrong=True)
        except UsageError as error:
            self._say(clean(error), is_wrong=True)
        else:
            self.dismiss(result)

    async def _may_replace(self, path: Path) -> bool:
        sentence = f"{path} is there already. Replace it?"
        question = ConfirmScreen("Replace the file?", sentence, "Replace", "Keep it")
        return await self.app.push_screen_wait(question)


def _listed(found: FormProblems) -> Display:
    """Return what is wrong, a line for each field."""
    lines = []
    for path, message in found.problems.items():
        where = clean(" / ".join(map(str, path)), 120)
        lines.append(f"{where}: {message}" if where else message)
    return Display("\n".join(lines))
