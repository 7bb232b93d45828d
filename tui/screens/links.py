"""Opens a link after asking, or offers to copy it where no browser would be seen."""

from __future__ import annotations

import os

from textual.app import App

from tui import links
from tui.clipboard import run_program
from tui.errors import UsageError
from tui.screens.clipboard import copy_text
from tui.screens.confirm import ConfirmScreen
from tui.text import Display, clean


async def open_link(app: App[None], text: str) -> None:
    """Ask whether to open the link, and open it; only to be called in a worker."""
    try:
        link = links.checked_link(text)
    except UsageError as error:
        app.notify(clean(error), severity="warning", markup=False)
        return
    where = f"It leads to\n\n{link.host}\n\n{link.url}"
    if not links.has_browser(os.environ):
        question = ConfirmScreen(
            "Copy the link?", f"No browser opens here. {where}", "Copy it", "Close"
        )
        if await app.push_screen_wait(question):
            await copy_text(app, link.url, Display("The link"))
        return
    question = ConfirmScreen("Open the link in your browser?", where, "Open it")
    if not await app.push_screen_wait(question):
        return
    if not await run_program(links.browser_command(link.url), b""):
        app.notify("No browser could be started; y copies the link.", severity="warning")
