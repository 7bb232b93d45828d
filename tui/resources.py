"""One row for each kind of object of the API; pickers, filters, lists and screens read it."""

from __future__ import annotations

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from tui.models.base import ApiObject

Kind: TypeAlias = Literal[
    "integration_instance",
    "integration",
    "integration_provider",
    "provider",
    "provider_deployment",
    "provider_config",
    "provider_auth_config",
    "identity",
    "identity_credential",
    "identity_actor",
    "session_template",
    "session",
]


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of object.

    Attributes:
        kind: The API's name for it, in the singular.
        title: What people call it.
        path: Where it is listed; its object is at `path/{id}`. None: it has no list.
        model_name: Its response model, as `module:class`, imported when it is asked for.
        columns: The fields that a list of it shows.
        parameter: The instance list's query parameter that takes its ID.
        filter_key: The filter line's word for that parameter.
        prefix: What its IDs begin with: a hint for jumping, never a validation.
    """

    kind: Kind
    title: str
    path: str | None
    model_name: str
    columns: tuple[str, ...]
    parameter: str | None
    filter_key: str | None
    prefix: str | None = None

    @property
    def plural(self) -> str:
        """What people call several of them."""
        return plural(self.title)

    @property
    def model(self) -> type[ApiObject]:
        """The response model's class."""
        return cast("type[ApiObject]", resolve_name(self.model_name))


RESOURCES: tuple[Resource, ...] = (
    Resource(
        "integration_instance",
        "instance",
        "/integration-instances",
        "tui.models.integration_instance:IntegrationInstance",
        ("status", "name", "providers", "updated_at"),
        "id",
        "id",
        "int_",
    ),
    Resource(
        "integration",
        "integration",
        "/integrations",
        "tui.models.integration:Integration",
        ("status", "name", "slug", "id"),
        "integration_id",
        "integration",
    ),
    Resource(
        "integration_provider",
        "integration provider",
        "/integration-providers",
        "tui.models.integration_instance:IntegrationProvider",
        ("status", "name", "id"),
        "integration_provider_id",
        "integration-provider",
    ),
    Resource(
        "provider",
        "provider",
        "/providers",
        "tui.models.provider:Provider",
        ("name", "slug", "id"),
        "provider_id",
        "provider",
        "pro_",
    ),
    Resource(
        "provider_deployment",
        "deployment",
        "/provider-deployments",
        "tui.models.provider:Deployment",
        ("status", "name", "description", "id"),
        "provider_deployment_id",
        "deployment",
        "pde_",
    ),
    Resource(
        "provider_config",
        "config",
        "/provider-configs",
        "tui.models.provider:Config",
        ("status", "name", "description", "id"),
        "provider_config_id",
        "config",
        "pcf_",
    ),
    Resource(
        "provider_auth_config",
        "auth config",
        "/provider-auth-configs",
        "tui.models.provider:AuthConfig",
        ("status", "name", "description", "id"),
        "provider_auth_config_id",
        "auth-config",
        "pac_",
    ),
    Resource(
        "identity",
        "identity",
        "/identities",
        "tui.models.integration:Identity",
        ("status", "name", "id"),
        "identity_id",
        "identity",
    ),
    Resource(
        "identity_credential",
        "identity credential",
        None,
        "tui.models.base:NamedObject",
        ("status", "name", "id"),
        "identity_credential_id",
        "credential",
    ),
    Resource(
        "identity_actor",
        "actor",
        "/identity-actors",
        "tui.models.integration:IdentityActor",
        ("status", "name", "type", "id"),
        "identity_actor_id",
        "actor",
    ),
    Resource(
        "session_template",
        "session template",
        "/session-templates",
        "tui.models.session:SessionTemplate",
        ("status", "name", "id"),
        "session_template_id",
        "template",
    ),
    Resource(
        "session",
        "session",
        "/sessions",
        "tui.models.session:Session",
        ("status", "name", "connection_state", "id"),
        None,
        None,
    ),
)

BY_KIND: dict[Kind, Resource] = {resource.kind: resource for resource in RESOURCES}
BY_FILTER_KEY: dict[str, Resource] = {
    resource.filter_key: resource for resource in RESOURCES if resource.filter_key
}


def readable() -> tuple[Resource, ...]:
    """Return the kinds that have a screen to read them on: all that are listed but instances."""
    return tuple(one for one in RESOURCES if one.path and one.kind != "integration_instance")


def kind_named(name: object) -> Kind | None:
    """Return the kind of an object whose `object` field says `provider.config#preview`."""
    if not isinstance(name, str):
        return None
    wanted = name.partition("#")[0].replace(".", "_")
    return next((kind for kind in BY_KIND if kind == wanted), None)


def plural(title: str) -> str:
    """Return the plural of a resource's title."""
    return f"{title[:-1]}ies" if title.endswith("y") else f"{title}s"
