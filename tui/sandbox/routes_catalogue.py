"""The routes of the lists that feed pickers, each with the get of one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sandbox.errors import not_found
from tui.sandbox.filters import entry_test, session_test, template_test
from tui.sandbox.list_query import ListSpec
from tui.sandbox.render import render_entry, render_session, render_template
from tui.sandbox.routing import list_answer, route

if TYPE_CHECKING:
    from starlette.routing import Route

    from tui.sandbox.collection import Collection
    from tui.sandbox.errors import Json
    from tui.sandbox.records import Entry
    from tui.sandbox.routing import Call
    from tui.sandbox.world import World


@dataclass(frozen=True)
class _Picker:
    path: str
    entity: str
    rows: Collection[Entry]
    spec: ListSpec

    def list(self, call: Call) -> Json:
        return list_answer(call, self.rows, self.spec, entry_test, render_entry)

    def get(self, call: Call) -> Json:
        entry = self.rows.get(call.path["id"])
        if entry is None:
            raise not_found(self.entity, call.path["id"])
        return entry.body


def catalogue_routes(world: World) -> list[Route]:
    """Make the routes of this file."""
    routes = [
        route(world, "GET", "/session-templates", _list_templates),
        route(world, "GET", "/session-templates/{id}", _get_template),
        route(world, "GET", "/sessions", _list_sessions),
        route(world, "GET", "/sessions/{id}", _get_session),
    ]
    for picker in _pickers(world):
        routes.append(route(world, "GET", picker.path, picker.list))
        routes.append(route(world, "GET", f"{picker.path}/{{id}}", picker.get))
    return routes


def _pickers(world: World) -> list[_Picker]:
    catalogue, people = world.catalogue, world.people
    resolution = ("provider_id", "provider_deployment_id")
    usable = ("available_for_use",)
    auth = ("provider_auth_method_id", "provider_auth_credentials_id")
    return [
        _Picker(
            "/integrations",
            "integration",
            catalogue.integrations,
            ListSpec(("provider_id", "integration_provider_id")),
        ),
        _Picker(
            "/integration-providers",
            "integration.provider",
            catalogue.integration_providers,
            ListSpec(("integration_id", *resolution, *auth, "provider_config_id")),
        ),
        _Picker("/providers", "provider", catalogue.providers, ListSpec()),
        _Picker(
            "/provider-deployments",
            "provider.deployment",
            catalogue.deployments,
            ListSpec(("provider_id",)),
        ),
        _Picker(
            "/provider-configs",
            "provider.config",
            catalogue.configs,
            ListSpec(resolution, flags=usable),
        ),
        _Picker(
            "/provider-auth-configs",
            "provider.auth_config",
            catalogue.auth_configs,
            ListSpec(("provider_id", *auth), flags=usable),
        ),
        _Picker(
            "/provider-tools",
            "provider.capabilities.tool",
            catalogue.tools,
            ListSpec(("provider_version_id",), searchable=False, required=("provider_version_id",)),
        ),
        _Picker("/identities", "identity", people.identities, ListSpec(("actor_id",))),
        _Picker("/identity-actors", "identity.actor", people.actors, ListSpec()),
    ]


_RESOLUTION = (
    "provider_id",
    "provider_deployment_id",
    "provider_config_id",
    "provider_auth_config_id",
)
_TEMPLATES = ListSpec(("session_id", "session_provider_id", *_RESOLUTION))
_SESSIONS = ListSpec(
    (
        *("agent_id", "actor_id", "consumer_id", "identity_id"),
        *("session_template_id", "session_provider_id"),
        *_RESOLUTION,
    )
)


def _list_templates(call: Call) -> Json:
    now_ms = call.world.now_ms()
    return list_answer(
        call,
        call.world.templates,
        _TEMPLATES,
        lambda query: template_test(call.world, query),
        lambda row: render_template(row, now_ms),
    )


def _get_template(call: Call) -> Json:
    template = call.world.templates.get(call.path["id"])
    if template is None:
        raise not_found("session.template", call.path["id"])
    return render_template(template, call.world.now_ms())


def _list_sessions(call: Call) -> Json:
    return list_answer(
        call,
        call.world.sessions,
        _SESSIONS,
        lambda query: session_test(call.world, query),
        render_session,
    )


def _get_session(call: Call) -> Json:
    session = call.world.sessions.get(call.path["id"])
    if session is None:
        raise not_found("session", call.path["id"])
    return render_session(session)
