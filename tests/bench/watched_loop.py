"""The explorer, which writes down how long its event loop kept others waiting.

Run as `watched_loop.py FILE`. Each line of the file is a moment of the monotonic clock, and the
seconds after which what was asked of the loop then was done.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from pathlib import Path

import tui.app
from tui.__main__ import main

_FILE = Path(sys.argv.pop(1))
_EVERY = 0.002
"""Seconds from one answer of the loop to the next question."""
_NOTED = 0.01
"""Seconds that are too few to be written down."""


class WatchedApp(tui.app.ExplorerApp):
    """Asks its own loop, from another thread, whether it still turns."""

    def on_ready(self) -> None:
        """Begin."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=_watch, args=(loop, _FILE), daemon=True).start()


def _watch(loop: asyncio.AbstractEventLoop, path: Path) -> None:
    with path.open("w", encoding="ascii", buffering=1) as file:
        while True:
            turned = threading.Event()
            asked = time.monotonic()
            loop.call_soon_threadsafe(turned.set)
            turned.wait()
            took = time.monotonic() - asked
            if took >= _NOTED:
                file.write(f"{asked} {took}\n")
            time.sleep(_EVERY)


if __name__ == "__main__":
    tui.app.ExplorerApp = WatchedApp  # type: ignore[misc]
    main()
