"""The middleware that lets requests meet faults, and the endpoint that sets them."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tui.sandbox import SANDBOX_KEY, errors
from tui.sandbox.answers import json_answer, read_json
from tui.sandbox.cut import cut
from tui.sandbox.errors import RefusedError, bad_request, forbidden, rate_limited, unauthorized
from tui.sandbox.fault import Fault, FaultError, Faults
from tui.sandbox.mangled_pages import first_page, mangled

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tui.sandbox.errors import Json

FAULTS_PATH: Final = "/_sandbox/faults"
"""Where faults are set (PUT), shown (GET) and cleared (DELETE)."""
_BITS: Final = 8
"""The pieces that a slow body comes in."""
_PAGE: Final = "<html><body><h1>It is a proxy that answers here.</h1></body></html>"


class Chaos:
    """The outermost middleware: what meets no fault passes through untouched."""

    def __init__(
        self,
        app: ASGIApp,
        faults: Faults,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._faults = faults
        self._now = now
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, with the fault that it meets."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if request.url.path == FAULTS_PATH:
            await (await self._administer(request))(scope, receive, send)
            return
        fault = self._faults.choose(request.method, request.url.path)
        if fault is None:
            await self._pass(scope, receive, send)
            return
        if fault.kind in ("no_answer", "reset_before"):
            await cut(scope, receive, timed_out=fault.kind == "no_answer", sleep=self._sleep)
        elif (instead := self._instead(fault, request)) is not None:
            await instead(scope, receive, send)
        elif fault.kind == "latency":
            await self._sleep(fault.seconds)
            await self._pass(scope, receive, send)
        else:
            asked = first_page(scope) if fault.kind == "repeated_page" else scope
            answer = await self._answer(asked, receive)
            await self._spoil(fault, request, answer, scope, receive, send)

    def _instead(self, fault: Fault, request: Request) -> Response | None:
        """Return what is answered in place of the API, so that nothing is processed."""
        if fault.kind == "rate_limited":
            refusal = rate_limited()
            answer = json_answer(refusal.body, refusal.status)
            if fault.telling == "headers":
                reset = int(self._now() + fault.seconds)
                answer.headers.update(
                    {
                        "RateLimit-Limit": "5000",
                        "RateLimit-Remaining": "0",
                        "RateLimit-Reset": str(reset),
                    }
                )
            elif fault.telling == "retry_after":
                answer.headers["Retry-After"] = str(round(fault.seconds))
            return answer
        if fault.kind == "status":
            if fault.as_html:
                return HTMLResponse(_PAGE, fault.status)
            return json_answer(RefusedError(fault.status, *_words(fault.status)).body, fault.status)
        if fault.kind == "invalid_data":
            steps = fault.field.split(".")
            path = tuple(int(step) if step.isdecimal() else step for step in steps)
            wrong = errors.Fault("invalid", "Refused on purpose", path)
            refusal = errors.invalid_data("body", [wrong])
            return json_answer(refusal.body, refusal.status)
        if fault.kind == "redirect":
            return RedirectResponse(fault.location + request.url.path, 307)
        return None

    async def _spoil(
        self,
        fault: Fault,
        request: Request,
        answer: _Answer,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Send an answer of a request that was processed, but not as it should be."""
        if fault.kind == "reset_after":
            await cut(scope, receive, sleep=self._sleep)
        elif fault.kind == "truncated":
            await answer.send_start(send)
            half = answer.body[: len(answer.body) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            await cut(scope, receive, sleep=self._sleep)
        elif fault.kind == "slow_body":
            await answer.send_start(send)
            size = len(answer.body) // _BITS + 1
            for start in range(0, len(answer.body), size):
                bit = answer.body[start : start + size]
                await send({"type": "http.response.body", "body": bit, "more_body": True})
                await self._sleep(fault.seconds / _BITS)
            await send({"type": "http.response.body", "body": b""})
        elif fault.kind in ("malformed", "empty", "html"):
            content = {"malformed": answer.body[:-2], "empty": b"", "html": _PAGE.encode()}
            kind = "text/html" if fault.kind == "html" else "application/json"
            spoiled = Response(content[fault.kind], answer.status, media_type=kind)
            await spoiled(scope, receive, send)
        else:
            await mangled(fault.kind, answer.json())(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> _Answer:
        answer = _Answer()
        await self._app(scope, receive, answer.take)
        return answer

    async def _administer(self, request: Request) -> Response:
        """Show, set or clear the faults; not logged, as no request of the API is."""
        try:
            _authorize(request)
            if request.method == "PUT":
                value = read_json(await request.body(), "application/json")
                if not isinstance(value, list):
                    raise bad_request("Faults are a list of objects", "invalid_faults")
                self._faults.set([Fault.from_json(one) for one in value])
            elif request.method == "DELETE":
                self._faults.set([])
            elif request.method != "GET":
                raise RefusedError(405, "method_not_allowed", "GET, PUT or DELETE faults")
        except RefusedError as refusal:
            return json_answer(refusal.body, refusal.status)
        except FaultError as error:
            return json_answer(bad_request(str(error), "invalid_faults").body, 400)
        return json_answer({"faults": self._faults.described})


class _Answer:
    """An answer that is held back whole."""

    def __init__(self) -> None:
        self._start: Message = {}
        self.body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self.body += message.get("body", b"")

    @property
    def status(self) -> int:
        found: int = self._start["status"]
        return found

    def json(self) -> Json:
        found: Json = json.loads(self.body)
        return found

    async def send_start(self, send: Send) -> None:
        await send(self._start)


def _authorize(request: Request) -> None:
    """Let only this machine in, and only with the key.

    Raises:
        RefusedError: The request is another's.
    """
    host = request.client.host if request.client else ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise forbidden(FAULTS_PATH)
    if request.headers.get("authorization") != f"Bearer {SANDBOX_KEY}":
        raise unauthorized()


def _words(status: int) -> tuple[str, str]:
    """Return the code and the message of a status."""
    known = {
        401: ("unauthorized", "The API key is not known"),
        403: ("forbidden", "The key may not do this"),
        500: ("internal_server_error", "An internal error occurred"),
        502: ("bad_gateway", "The server behind the gateway failed"),
        503: ("service_unavailable", "The service is not available"),
        504: ("timeout", "The server took too long"),
    }
    return known.get(status, ("error", f"Refused with {status}"))
