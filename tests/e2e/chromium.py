"""A browser without a screen, told what to do over its debugging websocket."""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.e2e.terminal import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Return the browser's program, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """One page of the browser."""

    def __init__(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        self._websocket = websocket
        self._number = 0

    async def tell(self, method: str, **params: Any) -> dict[str, Any]:
        """Have the browser do something, and return what came of it."""
        self._number += 1
        await self._websocket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            said = await self._websocket.receive_json(timeout=PATIENCE)
            if said.get("id") == self._number:
                assert "error" not in said, said
                result: dict[str, Any] = said["result"]
                return result

    async def evaluate(self, script: str) -> Any:
        """Return what a script in the page comes to."""
        result = await self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        return result["result"].get("value")

    async def type(self, text: str) -> None:
        """Type characters, one after the other."""
        for character in text:
            await self.tell("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
            await self.tell("Input.dispatchKeyEvent", type="keyUp", key=character)

    async def enter(self) -> None:
        """Press Enter."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        await self.tell("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", **key)

    async def picture(self) -> bytes:
        """Return the page as a PNG."""
        taken = await self.tell("Page.captureScreenshot")
        return base64.b64decode(taken["data"])


@asynccontextmanager
async def browsing(program: str, url: str, folder: Path) -> AsyncIterator[Page]:
    """Open `url` in a browser whose profile is in `folder`, and close it at the end."""
    browser = await asyncio.create_subprocess_exec(
        program,
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={folder}"),
        *("--window-size=1200,700", url),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert browser.stderr is not None
        async for line in browser.stderr:
            if found := re.search(rb"ws://([\d.]+:\d+)/", line):
                break
        else:
            raise AssertionError("the browser did not start")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{found[1].decode()}/json/list") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"]) as websocket:
                page = Page(websocket)
                # Nobody has the window in front, and the page is not to think so.
                await page.tell("Emulation.setFocusEmulationEnabled", enabled=True)
                yield page
    finally:
        browser.kill()
        await browser.wait()
