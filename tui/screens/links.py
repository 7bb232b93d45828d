"""Opens a link after asking, or offers to copy it where no browser would be seen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.app import App

from tui import links
from tui.clipboard import run_program
from tui.errors import UsageError
from tui.screens.clipboard import copy_text
from tui.screens.confirm import ConfirmScreen
from tui.text import Display, clean

if TYPE_CHECKING:
    from tui.screens.copying import Subject


async def open_subject(app: App[None], subject: Subject | None) -> None:
    """Open the link that `subject` is; where it is none, say the API URL of its object."""
    value = subject.node.value if subject else None
    if isinstance(value, str) and value.lstrip().lower().startswith(("http:", "https:")):
        await open_link(app, value)
        return
    url = subject.url if subject else None
    app.notify(clean(url) if url else "This has no URL of its own.", markup=False)


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
