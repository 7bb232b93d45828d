"""The Starlette application that serves a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from tui.sandbox.answers import json_answer
from tui.sandbox.chaos import Chaos
from tui.sandbox.errors import RefusedError, method_not_allowed, not_found
from tui.sandbox.fault import Faults
from tui.sandbox.gate import Gate
from tui.sandbox.routes_account import account_routes
from tui.sandbox.routes_catalogue import catalogue_routes
from tui.sandbox.routes_instances import instance_routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from tui.sandbox.request_log import RequestLog
    from tui.sandbox.world import World


def create_app(
    world: World,
    *,
    log: Callable[[RequestLog], None] | None = None,
    faults: Faults | None = None,
) -> Starlette:
    """Make the application.

    Args:
        world: What it serves.
        log: Told of every request as its answer goes out; of none that never arrived.
        faults: What goes wrong; more can be set at its `FAULTS_PATH`.
    """
    chaos = Middleware(
        Chaos,
        faults=Faults() if faults is None else faults,
        now=lambda: world.now_ms() / 1000,
    )
    app = Starlette(
        routes=[*account_routes(world), *instance_routes(world), *catalogue_routes(world)],
        middleware=[chaos, Middleware(Gate, world=world, log=log)],
        exception_handlers={RefusedError: _answer_refusal, HTTPException: _answer_routing},
    )
    # The platform knows no other spelling of a path, so none is redirected to.
    app.router.redirect_slashes = False
    return app


def _answer_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return json_answer(error.body, error.status)


def _answer_routing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    refusal = not_found("endpoint", request.url.path)
    if error.status_code == 405:
        refusal = method_not_allowed(request.method, request.url.path)
    return json_answer(refusal.body, refusal.status)
