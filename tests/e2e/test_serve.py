"""The explorer in a browser: whom it lets in, and one walk through it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.chromium import NAMES, browsing, chromium
from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment, installed_command
from tests.e2e.test_explorer import is_list

LIST = "/integration-instances"


@pytest.fixture
def url(home: Path, sandbox: Sandbox) -> Iterator[str]:
    """Where the page is, for as long as the test lasts."""
    key = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    served = subprocess.Popen(
        installed_command("serve"),
        env=clean_environment(home, **key),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    try:
        yield served.stdout.readline().split()[-1]
    finally:
        served.terminate()
        assert served.wait(10) == 0
        served.stdout.close()


async def test_only_its_own_page_gets_in(url: str, sandbox: Sandbox) -> None:
    root, path = re.fullmatch(r"(http://[\d.:]+)(/.{40,}/)", url).groups()  # type: ignore[union-attr]  # it matches
    async with aiohttp.ClientSession() as session:

        async def status(address: str, **headers: str) -> int:
            async with session.get(address, headers=headers) as answer:
                return answer.status

        assert await status(url) == 200
        assert await status(f"{root}/") == 404
        assert await status(f"{root}/ws", Origin=root) == 404
        assert await status(url, Host="rebound.example.com") == 403
        assert await status(url, Host="localhost:80") == 403
        assert await status(url, Origin="https://evil.example.com") == 403
        assert await status(f"{url}ws") == 403
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(f"{url}ws", origin="https://evil.example.com")
        async with session.get(url) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            text = await answer.text()
            assert path in text
            assert "<title>metorial</title>" in text
        async with session.ws_connect(f"{url}ws?width=80&height=24", origin=root) as page:
            drawn = b""
            while b"\x1b]2;" not in drawn or b"READ-ONLY" not in drawn:
                drawn += await page.receive_bytes(timeout=20)
    assert sandbox.writes == []


def test_no_other_address_is_served(home: Path) -> None:
    refused = subprocess.run(
        installed_command("serve", "--host", "0.0.0.0", "--port", "8123"),
        env=clean_environment(home),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert refused.returncode == 2
    assert "ssh -L 8123:127.0.0.1:8123 " in refused.stderr


@pytest.mark.skipif(chromium() is None, reason=f"none of {', '.join(NAMES)} is installed")
async def test_a_browser_filters_opens_and_is_told_why(
    url: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    program = chromium()
    assert program is not None
    [draft] = sandbox.get(LIST, status="draft", order="desc", limit="1")["items"]
    async with browsing(program, url, tmp_path / "browser") as page:
        sandbox.wait_for(lambda one: is_list(one) and one.query["limit"] != ["1"])
        assert await page.evaluate("document.title") == "metorial"
        await page.evaluate("document.querySelector('textarea').focus()")
        await page.type("/status:draft")
        # How many are asked for follows the height of the browser's window.
        sandbox.wait_for(lambda one: is_list(one, status=["draft"]) and one.query["limit"] != ["1"])
        await page.enter()
        await page.enter()
        await page.type("W")
        # Who is to say why looks at what the draft is made of.
        sandbox.wait_for(lambda one: one.path == f"/integrations/{draft['integration_id']}")
        assert await page.evaluate("document.body.classList.contains('-first-byte')")
        picture = await page.picture()
        assert len(picture) > 20_000
        (tmp_path / "page.png").write_bytes(picture)
    assert sandbox.writes == []
