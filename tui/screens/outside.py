"""The user's own editor, which has the terminal while the explorer waits."""

from __future__ import annotations

import os
from typing import Any

from textual.app import App, SuspendNotSupported

from tui.editor import edit
from tui.errors import UsageError


def edit_outside(app: App[Any], text: str, *, suffix: str = ".txt") -> str | None:
    """Return `text` as the user's editor left it; None where it is to stay as it is.

    Raises:
        UsageError: There is no editor, it failed, or the terminal cannot be given away.
    """
    try:
        with app.suspend():
            # Caught within: an error that leaves the block leaves the app suspended.
            try:
                return edit(text, os.environ, suffix=suffix)
            except UsageError as error:
                problem = error
    except SuspendNotSupported as error:
        raise UsageError(str(error)) from error
    raise problem
