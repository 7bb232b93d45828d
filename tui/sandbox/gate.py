"""What every request passes before and after its route: key, limits, version, headers, log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request

from tui.sandbox import SANDBOX_KEY
from tui.sandbox.answers import json_answer, read_json
from tui.sandbox.errors import (
    RefusedError,
    bad_request,
    forbidden,
    not_acceptable,
    rate_limited,
    unauthorized,
)
from tui.sandbox.render import environment_id
from tui.sandbox.request_log import RequestLog

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tui.sandbox.world import World

VERSION: Final = "2026-01-01-magnetar"
_TOKEN_PATH: Final = "/oauth/token"
# These answer before an environment is chosen, so a token needs not name one.
_WITHOUT_ENVIRONMENT: Final = ("/instances",)


class Gate:
    """The middleware around all routes."""

    def __init__(
        self, app: ASGIApp, world: World, log: Callable[[RequestLog], None] | None = None
    ) -> None:
        self._app = app
        self._world = world
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or pass on what is not HTTP."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request = Request(scope, receive)
        try:
            content = await request.body()
        except ClientDisconnect:
            return  # Nobody is there to be answered.
        allowance = self._world.rate_limit.take()
        request_id = ""
        status = 500
        body: object = None

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update(allowance.headers)
                headers["metorial-version"] = VERSION
                if request_id:
                    headers["metorial-req-id"] = request_id
            elif self._log is not None and not message.get("more_body", False):
                # Before it goes out: who has the answer finds its request in the log.
                milliseconds = (time.perf_counter() - started) * 1000
                self._log(_describe(request, body, status, request_id, milliseconds))
            await send(message)

        async def receive_again() -> Message:
            return {"type": "http.request", "body": content, "more_body": False}

        try:
            if not allowance.allowed:
                raise rate_limited()
            self._authorize(request)
            request_id = self._world.request_ids.next("req_", self._world.now_ms())
            body = read_json(content, request.headers.get("content-type", ""))
            self._check(request)
        except RefusedError as refusal:
            answer = json_answer(refusal.body, refusal.status)
            await answer(scope, receive_again, send_marked)
        else:
            scope.setdefault("state", {})["body"] = body
            await self._app(scope, receive_again, send_marked)

    def _authorize(self, request: Request) -> None:
        if request.url.path == _TOKEN_PATH:
            return
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthorized()
        if key != SANDBOX_KEY and not self._world.tokens.is_good(key, self._world.now_ms()):
            raise unauthorized()

    def _check(self, request: Request) -> None:
        version = request.headers.get("metorial-version", VERSION)
        if version != VERSION:
            raise not_acceptable(version, VERSION)
        self._check_environment(request.url.path, request.headers)
        for path in self._world.denied:
            if request.url.path == path or request.url.path.startswith(f"{path}/"):
                raise forbidden(path)

    def _check_environment(self, path: str, headers: Headers) -> None:
        if path == _TOKEN_PATH or path in _WITHOUT_ENVIRONMENT:
            return
        given = headers.get("metorial-instance-id")
        is_token = not headers["authorization"].endswith(SANDBOX_KEY)
        if given is None and is_token:
            raise bad_request("Name the instance in metorial-instance-id", "missing_instance_id")
        if given is not None and given != environment_id(self._world.environment_type):
            raise forbidden(f"the instance {given}")


def _describe(
    request: Request, body: object, status: int, request_id: str, milliseconds: float
) -> RequestLog:
    return RequestLog(
        request.method,
        request.url.path,
        unquote_plus(request.url.query),
        body,
        status,
        request_id,
        milliseconds,
    )
