"""Serves a world on the loopback interface until it is told to stop."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NoReturn

import click
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from tui.sandbox import SANDBOX_KEY
from tui.sandbox.app import create_app
from tui.sandbox.cut import TRANSPORT
from tui.sandbox.fault import MIX, Faults
from tui.sandbox.world import World

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator
    from types import FrameType

    from starlette.types import Receive, Scope, Send

    from tui.sandbox.request_log import RequestLog

_ENDINGS: Final = (signal.SIGINT, signal.SIGTERM)


def serve(
    *,
    port: int = 0,
    instances: int = 240,
    seed: int = 1,
    environment_type: str = "development",
    chaos: bool = False,
) -> None:
    """Serve a world of today: print where, then a line for each request.

    With `chaos`, some requests meet faults, the same ones for the same seed.

    Ctrl+C and SIGTERM end it without a word.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener, _quiet_endings():
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        world = World(
            instances=instances,
            seed=seed,
            now=datetime.now(UTC),
            environment_type=environment_type,
        )
        faults = Faults(MIX if chaos else (), seed=seed)
        app = create_app(world, log=_print_line, faults=faults)
        # Bare loggers stay silent below warnings; the request lines are the sandbox's own.
        config = uvicorn.Config(
            app, http=_Protocol, log_config=None, access_log=False, lifespan="off"
        )
        listener.listen()
        host, bound_port = listener.getsockname()
        # click.echo flushes, so a parent that reads a pipe sees each line at once.
        click.echo(f"metorial-tui sandbox on http://{host}:{bound_port} with key {SANDBOX_KEY}")
        uvicorn.Server(config).run(sockets=[listener])


class _Protocol(H11Protocol):
    """Hands the app its connection too, so that it can be broken on purpose."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        served = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[TRANSPORT] = transport
            await served(scope, receive, send)

        self.app = with_transport


def _print_line(entry: RequestLog) -> None:
    click.echo(entry.line())


@contextlib.contextmanager
def _quiet_endings() -> Iterator[None]:
    """Make Ctrl+C and SIGTERM leave the block, not kill the process.

    The server takes these signals while it runs, and raises them anew once it has shut down.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {ending: signal.signal(ending, _leave) for ending in _ENDINGS}
    try:
        with contextlib.suppress(_EndedError):
            yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


class _EndedError(BaseException):
    """A signal asked the sandbox to end."""


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise _EndedError
