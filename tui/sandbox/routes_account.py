"""The routes that tell a key where it is, and the renewal of OAuth tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.routing import Route

from tui.sandbox.answers import json_answer
from tui.sandbox.render import render_environment
from tui.sandbox.routing import route
from tui.sandbox.tokens import LIFETIME_SECONDS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tui.sandbox.errors import Json
    from tui.sandbox.routing import Call
    from tui.sandbox.world import World


def account_routes(world: World) -> list[Route]:
    """Make the routes of this file."""

    async def renew(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("latin-1"))
        fields = {name: values[-1] for name, values in form.items()}
        if fields.get("grant_type") != "refresh_token":
            return json_answer({"error": "unsupported_grant_type"}, 400)
        grant = world.tokens.renew(
            fields.get("client_id", ""), fields.get("refresh_token", ""), world.now_ms()
        )
        if grant is None:
            return json_answer(
                {"error": "invalid_grant", "error_description": "The refresh token is not valid"},
                400,
            )
        return json_answer(
            {
                "access_token": grant.access_token,
                "refresh_token": grant.refresh_token,
                "token_type": "Bearer",
                "expires_in": LIFETIME_SECONDS,
            }
        )

    return [
        route(world, "GET", "/instance", _get_instance),
        route(world, "GET", "/instances", _list_instances),
        Route("/oauth/token", renew, methods=["POST"]),
    ]


def _get_instance(call: Call) -> Json:
    return render_environment(call.world.environment_type, call.world.made_ms)


def _list_instances(call: Call) -> Json:
    types = ("development", "production")
    return {
        "items": [render_environment(kind, call.world.made_ms) for kind in types],
        "pagination": {"has_more_before": False, "has_more_after": False},
    }
