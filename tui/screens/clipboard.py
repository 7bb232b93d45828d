"""Copies text from any screen, says where it went, and offers it as plain text where it can't."""

from __future__ import annotations

import os

from textual.app import App

from tui import clipboard
from tui.text import Display, clean, is_plain


async def copy_text(app: App[None], text: str, what: Display) -> None:
    """Send `text` to the clipboard and say so, or show it to be selected from.

    What is copied is the true value, so control characters in it are warned of.
    """
    try:
        sent = await clipboard.copy(text, terminal=app.copy_to_clipboard, environ=os.environ)
    except clipboard.ClipboardUnavailable as error:
        from tui.screens.text_screen import TextScreen

        app.notify(clean(error), severity="warning", markup=False)
        app.push_screen(TextScreen(what, text))
        return
    plain = all(is_plain(line) for line in text.splitlines())
    warning = "" if plain else " It has control or hidden characters: look before you paste it."
    app.notify(
        f"{what} was {sent}.{warning}",
        severity="information" if plain else "warning",
        markup=False,
    )
