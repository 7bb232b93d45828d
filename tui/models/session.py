"""Sessions and session templates.

A session's `client_secret` and `connection_url` let anyone in who reads them: they are
`SecretStr` from here on, so no log, repr or dump shows them by accident.
"""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from tui.models.base import ApiObject, Flag, NamedObject
from tui.models.provider import AuthConfig, Config, Deployment
from tui.models.tool_filter import ToolFilter


class SessionProvider(ApiObject):
    """A provider as a session, or a session template, uses it."""

    status: str | None = None
    usage: dict[str, Any] | None = None
    tool_filter: ToolFilter | None = None
    provider_id: str | None = None
    session_id: str | None = None
    session_template_id: str | None = None
    from_template_id: str | None = None
    from_template_provider_id: str | None = None
    deployment: Deployment | None = None
    config: Config | None = None
    auth_config: AuthConfig | None = None


class SessionTemplate(NamedObject):
    """`session.template`: what every session of an instance is made from."""

    integration_instance_id: str | None = None
    integration_instance_group_id: str | None = None
    identity_actor_id: str | None = None
    identity_id: str | None = None
    providers: tuple[SessionProvider, ...] | None = None


class Session(NamedObject):
    """`session`: a running connection that an agent uses."""

    connection_state: str | None = None
    connection_url: SecretStr | None = None
    client_secret: SecretStr | None = None
    usage: dict[str, Any] | None = None
    providers: tuple[SessionProvider, ...] | None = None
    from_template_ids: tuple[str, ...] | None = None
    from_templates_ids: tuple[str, ...] | None = None
    identity_actor_id: str | None = None
    identity_id: str | None = None
    has_errors: Flag | None = None
    has_warnings: Flag | None = None
