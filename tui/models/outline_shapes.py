"""How the API's objects are laid out for people: order, words, what stands in the row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tui.resources import Kind

ShapeName: TypeAlias = Literal[
    "instance",
    "instance_provider",
    "integration_provider",
    "object",
    "auth_method",
    "scope",
    "tool_filter",
    "rule",
    "providers",
    "scopes",
    "rules",
    "map",
    "schema",
]
"""What a value is taken for: an object of the API, a list of them, or the user's own map."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The layout of one kind of value.

    Attributes:
        order: Fields that come first, in this order; the others follow as they came.
        aside: The field that stands at the right end of the row.
        in_row: Fields the row itself shows when they are text, so no child repeats them.
        names: The fields to call it by, the first that came counts.
        item: The shape of its items, or of the items shown in its place.
        own_keys: Whether its keys are the user's own words, to be shown as they came.
        may_hide: Whether values under keys that look secret are masked.
    """

    order: tuple[str, ...] = ()
    aside: str | None = None
    in_row: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    item: ShapeName | None = None
    own_keys: bool = False
    may_hide: bool = True


_LAST = (
    "description",
    "metadata",
    "created_at",
    "updated_at",
    "archived_at",
    "id",
    "object",
)
_OBJECT_ORDER = (
    "name",
    "status",
    "type",
    "key",
    "slug",
    "is_default",
    "is_managed",
    "provider",
    "provider_id",
    *_LAST,
)

HOISTED = (
    "deployment",
    "deployment_id",
    "auth_method",
    "auth_method_id",
    "auth_credentials",
    "auth_credentials_id",
)
"""Fields of the integration provider's snapshot that are shown in the provider's own node."""

SHAPES: dict[ShapeName, Shape] = {
    "instance": Shape(
        order=(
            "name",
            "status",
            "providers",
            "integration",
            "integration_id",
            "identity_actor",
            "identity_actor_id",
            "identity",
            "identity_id",
            "implementation",
            *_LAST,
        ),
        aside="status",
        in_row=("name", "status", "object"),
        names=("name",),
    ),
    "instance_provider": Shape(
        order=(
            "name",
            "status",
            "provider",
            "provider_id",
            *HOISTED[:2],
            "config",
            "config_id",
            "auth_config",
            "auth_config_id",
            *HOISTED[2:],
            "tool_filter",
            "is_override_tool_filter",
            "integration_provider",
            "integration_provider_id",
            "callback_instance_id",
            "integration_id",
            "integration_instance_id",
            *_LAST,
        ),
        aside="status",
        in_row=("status", "object"),
    ),
    "integration_provider": Shape(
        order=(
            "name",
            "status",
            "provider",
            "provider_id",
            "provider_version",
            "config",
            "tool_filter",
            *_LAST,
        ),
        aside="status",
        in_row=("name", "status", "object"),
        names=("name",),
    ),
    "object": Shape(
        order=_OBJECT_ORDER,
        aside="id",
        in_row=("name", "id", "object"),
        names=("name",),
    ),
    "auth_method": Shape(
        order=(
            "name",
            "type",
            "scopes",
            "key",
            "provider_id",
            "provider_specification_id",
            "capabilities",
            "input_schema",
            "output_schema",
            *_LAST,
        ),
        aside="type",
        in_row=("name", "type", "object"),
        names=("name", "key"),
    ),
    "scope": Shape(
        order=("scope", "name", *_LAST),
        aside="id",
        in_row=("scope", "name", "id", "object"),
        names=("name",),
    ),
    "tool_filter": Shape(
        order=("type", "filters", "ignore_parent_filters", "object"),
        in_row=("type", "object"),
        item="rule",
    ),
    "rule": Shape(order=("type", "keys", "uris", "pattern"), in_row=("type", "object")),
    "providers": Shape(item="instance_provider"),
    "scopes": Shape(item="scope"),
    "rules": Shape(item="rule"),
    "map": Shape(own_keys=True),
    "schema": Shape(own_keys=True, may_hide=False),
}

FIELD_SHAPES: dict[str, ShapeName] = {
    "providers": "providers",
    "auth_method": "auth_method",
    "scopes": "scopes",
    "tool_filter": "tool_filter",
    "filters": "rules",
    "integration_provider": "integration_provider",
    "metadata": "map",
    "capabilities": "schema",
    "input_schema": "schema",
    "output_schema": "schema",
}
"""What a field's value is taken for; `object` where nothing is said."""

PLACES: dict[ShapeName, ShapeName] = {
    "providers": "instance",
    "integration_provider": "instance_provider",
}
"""Shapes that count in one place only: elsewhere such a field is any object's."""

LINKS: dict[str, tuple[str, Kind | None]] = {
    "provider": ("provider", "provider"),
    "deployment": ("deployment", "provider_deployment"),
    "config": ("config", "provider_config"),
    "auth_config": ("auth config", "provider_auth_config"),
    "auth_method": ("auth method", None),
    "auth_credentials": ("auth credentials", None),
    "integration": ("integration", "integration"),
    "integration_provider": ("integration provider", "integration_provider"),
    "integration_instance": ("instance", "integration_instance"),
    "identity": ("identity", "identity"),
    "identity_actor": ("actor", "identity_actor"),
    "identity_credential": ("identity credential", "identity_credential"),
    "session_template": ("session template", "session_template"),
    "session": ("session", "session"),
    "provider_deployment": ("deployment", "provider_deployment"),
    "provider_config": ("config", "provider_config"),
    "provider_auth_config": ("auth config", "provider_auth_config"),
    "provider_specification": ("specification", None),
    "actor": ("actor", "identity_actor"),
    "from_template": ("from template", "session_template"),
    "from_templates": ("from template", "session_template"),
    "callback_instance": ("callback", None),
    "magic_mcp_server": ("magic MCP server", None),
}
"""Fields that name another object, by itself or with `_id`: the words, and its kind."""

SECRET_FIELDS = frozenset({"connection_url"})
"""Fields that let in whoever reads them, though their names do not say so."""

WORDS: dict[str, str] = {
    "is_override_tool_filter": "overrides",
    "ignore_parent_filters": "ignores parent's",
    "provider_version": "version",
    "created_at": "created",
    "updated_at": "updated",
    "archived_at": "archived",
    "is_default": "default",
    "is_managed": "managed",
    "filters": "rules",
    "uris": "URIs",
    "object": "object type",
}
"""What people call other fields; the rest lose their underscores."""

SNAPSHOT_WORDS: dict[str, str] = {
    "config": "integration's config",
    "tool_filter": "integration's filter",
}
"""The words for what the integration sets and its instance may have set otherwise."""
