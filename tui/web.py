"""Serves the explorer to a browser on this machine: each tab runs one of its own.

Whoever reaches the page acts with the user's key. So it is served on the loopback address
alone, under a path that nobody can guess, and only to a page of its own: another site's page,
or a name that was made to lead here, is refused.
"""

from __future__ import annotations

import logging
import secrets
import shlex
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from textual_serve.server import Server

from tui.errors import UsageError

LOOPBACK = "127.0.0.1"

_TITLE = "<title>metorial</title>"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def serve(arguments: Sequence[str], *, host: str, port: int) -> None:
    """Serve explorers that are started with `arguments`, until the process is told to end.

    Raises:
        UsageError: The host is not this machine's loopback, or the port is not free.
    """
    if host not in (LOOPBACK, "localhost"):
        raise UsageError(
            f"It is served on {LOOPBACK} alone: whoever reaches it acts with your key. To use it "
            f"from another machine, run there: {forwarding(port or 8000)}, with --port "
            f"{port or 8000} here."
        )
    listening = _listen(port)
    served = WebExplorer(arguments, port=listening.getsockname()[1])
    # Its own logging would print local variables with every fault.
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    web.run_app(served.application(), sock=listening, print=served.greet, access_log=None)


def forwarding(port: int) -> str:
    """Return the command that brings the page to another machine, to be run there."""
    return f"ssh -L {port}:{LOOPBACK}:{port} {socket.gethostname()}"


class WebExplorer(Server):
    """The page, and an explorer for each websocket that it opens."""

    def __init__(self, arguments: Sequence[str], *, port: int) -> None:
        # `-P`: no `tui` of the folder that one happens to be in is taken for this one.
        command = shlex.join([sys.executable, "-P", "-m", "tui", *arguments])
        super().__init__(command, host=LOOPBACK, port=port, title="metorial")
        self._path = f"/{secrets.token_urlsafe(32)}"

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.public_url}{self._path}/"

    async def application(self) -> web.Application:
        """Return the page below its path, behind the gate."""
        outer = web.Application(middlewares=[self._gate])
        outer.add_subapp(self._path, await self._make_app())
        outer.on_response_prepare.append(_add_headers)
        return outer

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: `greet` does."""

    def greet(self, *_: object) -> None:
        """Say where the page is."""
        sys.stdout.write(
            f"metorial-tui in a browser on {self.url}\n"
            "Keep that to yourself: it lets one act with your key. ctrl+c ends it.\n"
            f"From another machine: {forwarding(self.port)}\n"
        )
        sys.stdout.flush()

    @web.middleware
    async def _gate(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Refuse what comes by another name or from another site's page."""
        if request.headers.getall("Host", []) != [f"{LOOPBACK}:{self.port}"]:
            raise web.HTTPForbidden(text=f"This is only served as {LOOPBACK}:{self.port}.\n")
        origins = request.headers.getall("Origin", [])
        # A browser names the page's origin with each websocket, so one without is none.
        if origins != [self.public_url] and (origins or request.path.endswith("/ws")):
            raise web.HTTPForbidden(text="Another site's page may not use this.\n")
        response = await handler(request)
        if isinstance(response, web.Response) and response.text and "<head>" in response.text:
            # Without one a browser's tab shows the address, for all to see.
            response.text = response.text.replace("<head>", f"<head>{_TITLE}", 1)
        return response


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"Port {port} of {LOOPBACK} cannot be used: {reason}.") from None
    return listening
