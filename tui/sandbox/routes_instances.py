"""The routes of integration instances and their providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.sandbox.errors import not_found
from tui.sandbox.filters import instance_provider_test, instance_test
from tui.sandbox.list_query import ListSpec
from tui.sandbox.render import (
    render_instance,
    render_instance_provider,
    render_session,
    render_template,
)
from tui.sandbox.routing import list_answer, route
from tui.sandbox.sessions import create_session, set_template
from tui.sandbox.validation import CREATE, SET_PROVIDER, TEXTS, UPDATE, read_body
from tui.sandbox.writes import archive_instance, create_instance, set_provider, update_instance

if TYPE_CHECKING:
    from starlette.routing import Route

    from tui.sandbox.errors import Json
    from tui.sandbox.records import Instance
    from tui.sandbox.routing import Call
    from tui.sandbox.validation import Field
    from tui.sandbox.world import World

_RESOLUTION: Final = (
    "integration_id",
    "provider_id",
    "integration_provider_id",
    "provider_deployment_id",
    "provider_config_id",
    "provider_auth_config_id",
    "session_template_id",
)
_INSTANCES: Final = ListSpec(
    values=(*_RESOLUTION, "identity_id", "identity_credential_id", "identity_actor_id"),
    statuses=("draft", "active", "archived", "deleted"),
)
_INSTANCE_PROVIDERS: Final = ListSpec(values=(*_RESOLUTION, "integration_instance_id"))


def instance_routes(world: World) -> list[Route]:
    """Make the routes of this file."""
    one = "/integration-instances/{id}"
    return [
        route(world, "GET", "/integration-instances", _list),
        route(world, "POST", "/integration-instances", _create),
        route(world, "GET", one, lambda call: render_instance(_find(call))),
        route(world, "PATCH", one, _update),
        route(world, "DELETE", one, _archive),
        route(world, "POST", f"{one}/session-template", _set_template),
        route(world, "POST", f"{one}/session", _create_session),
        route(world, "PUT", f"{one}/providers/{{provider_id}}", _set_provider),
        route(world, "GET", "/integration-instance-providers", _list_providers),
        route(world, "GET", "/integration-instance-providers/{id}", _get_provider),
    ]


def _find(call: Call) -> Instance:
    instance = call.world.instances.get(call.path["id"])
    if instance is None or instance.status == "deleted":
        raise not_found("integration.instance", call.path["id"])
    return instance


def _read_optional(call: Call, fields: tuple[Field, ...]) -> Json:
    # Where every field is optional, a request may as well have no body.
    return read_body({} if call.body is None else call.body, fields)


def _list(call: Call) -> Json:
    return list_answer(
        call,
        call.world.instances,
        _INSTANCES,
        lambda query: instance_test(call.world, query),
        render_instance,
    )


def _create(call: Call) -> Json:
    return render_instance(create_instance(call.world, read_body(call.body, CREATE)))


def _update(call: Call) -> Json:
    instance = _find(call)
    return render_instance(update_instance(call.world, instance, read_body(call.body, UPDATE)))


def _archive(call: Call) -> Json:
    return render_instance(archive_instance(call.world, _find(call)))


def _set_template(call: Call) -> Json:
    instance = _find(call)
    template = set_template(call.world, instance, _read_optional(call, TEXTS))
    return render_template(template, call.world.now_ms())


def _create_session(call: Call) -> Json:
    instance = _find(call)
    return render_session(create_session(call.world, instance, _read_optional(call, TEXTS)))


def _set_provider(call: Call) -> Json:
    instance = _find(call)
    body = _read_optional(call, SET_PROVIDER)
    return render_instance_provider(
        set_provider(call.world, instance, call.path["provider_id"], body)
    )


def _list_providers(call: Call) -> Json:
    return list_answer(
        call,
        call.world.instance_providers,
        _INSTANCE_PROVIDERS,
        lambda query: instance_provider_test(call.world, query),
        render_instance_provider,
    )


def _get_provider(call: Call) -> Json:
    row = call.world.instance_providers.get(call.path["id"])
    if row is None or "deleted" in (row.status, row.instance.status):
        raise not_found("integration.instance.provider", call.path["id"])
    return render_instance_provider(row)
