"""Copies text from any screen, says where it went, and offers it as plain text where it can't."""

from __future__ import annotations

import os

from textual.app import App

from tui import clipboard
from tui.text import Display, clean, hidden_characters

_NAMED = 5


async def copy_text(app: App[None], text: str, what: Display) -> None:
    """Send `text` to the clipboard and say so, or show it to be selected from.

    What is copied is the true value, so where it has control or hidden characters the user
    is asked first. Only to be called in a worker.
    """
    if hidden := hidden_characters(text):
        from tui.screens.confirm import ConfirmScreen

        question = ConfirmScreen(f"Copy {what[:1].lower()}{what[1:]}?", _warning(hidden), "Copy it")
        if not await app.push_screen_wait(question):
            return
    try:
        sent = await clipboard.copy(text, terminal=app.copy_to_clipboard, environ=os.environ)
    except clipboard.ClipboardUnavailable as error:
        from tui.screens.text_screen import TextScreen

        app.notify(clean(error), severity="warning", markup=False)
        app.push_screen(TextScreen(what, text))
        return
    app.notify(f"{what} was {sent}.", markup=False)


def _warning(hidden: list[str]) -> str:
    named = "\n".join(hidden[:_NAMED])
    more = len(hidden) - _NAMED
    rest = f"\nand {more} more" if more > 0 else ""
    return (
        "It has characters that are not seen as they are. Pasted into a shell, they may run "
        f"commands; pasted elsewhere, they may say other things than you read.\n\n{named}{rest}"
    )
