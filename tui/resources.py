"""One row for each kind of object of the API; pickers, filters, lists and screens read it."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

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

USUAL = ("search", "id", "status", "created", "updated")
"""What most lists can be filtered by."""
_UNSEARCHED = tuple(one for one in USUAL if one != "search")
_RESOLUTION = ("provider", "deployment", "config", "auth-config")


class Resource(NamedTuple):
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
        filters: The filter line's words that its own list takes: `search` is free text.
        more_columns: Further fields that its list can show, beside those of all objects.
    """

    kind: Kind
    title: str
    path: str | None
    model_name: str
    columns: tuple[str, ...]
    parameter: str | None
    filter_key: str | None
    prefix: str | None = None
    filters: tuple[str, ...] = USUAL
    more_columns: tuple[str, ...] = ()

    def takes(self, key: str) -> bool:
        """Return whether its list can be filtered by a word of the filter line."""
        return key in self.filters or key == "order" or self.kind == "integration_instance"

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
        filters=(*USUAL, "provider", "integration-provider"),
    ),
    Resource(
        "integration_provider",
        "integration provider",
        "/integration-providers",
        "tui.models.integration_instance:IntegrationProvider",
        ("status", "name", "id"),
        "integration_provider_id",
        "integration-provider",
        filters=(*USUAL, "integration", "provider", "deployment", "config"),
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
        filters=("search", "id"),
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
        filters=(*USUAL, "provider"),
        more_columns=("provider_id", "is_default"),
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
        filters=(*USUAL, "provider", "deployment"),
        more_columns=("provider_id", "is_default"),
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
        filters=(*USUAL, "provider"),
        more_columns=("provider_id", "is_default"),
    ),
    Resource(
        "identity",
        "identity",
        "/identities",
        "tui.models.integration:Identity",
        ("status", "name", "id"),
        "identity_id",
        "identity",
        filters=(*USUAL, "actor"),
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
        filters=(*_UNSEARCHED, *_RESOLUTION),
        more_columns=("integration_instance_id", "identity_id", "identity_actor_id"),
    ),
    Resource(
        "session",
        "session",
        "/sessions",
        "tui.models.session:Session",
        ("status", "name", "connection_state", "id"),
        None,
        None,
        filters=(*_UNSEARCHED, *_RESOLUTION, "template", "identity", "actor"),
        more_columns=("identity_id", "identity_actor_id", "has_errors", "has_warnings"),
    ),
)

BY_KIND: dict[Kind, Resource] = {resource.kind: resource for resource in RESOURCES}
BY_FILTER_KEY: dict[str, Resource] = {
    resource.filter_key: resource for resource in RESOURCES if resource.filter_key
}


def readable() -> tuple[Resource, ...]:
    """Return the kinds that have a screen to read them on: all that are listed but instances."""
    return tuple(one for one in RESOURCES if one.path and one.kind != "integration_instance")


def kind_called(word: str) -> Kind | None:
    """Return the kind that people call so, in the singular or plural, or the API in a path."""
    wanted = word.lower().replace("_", "-")
    return next((one.kind for one in RESOURCES if wanted in _words(one)), None)


def _words(resource: Resource) -> set[str]:
    names = [resource.title.replace(" ", "-"), resource.kind.replace("_", "-")]
    if resource.filter_key and resource.filter_key != "id":
        names.append(resource.filter_key)
    return {*names, *map(plural, names)}


def kind_named(name: object) -> Kind | None:
    """Return the kind of an object whose `object` field says `provider.config#preview`."""
    if not isinstance(name, str):
        return None
    wanted = name.partition("#")[0].replace(".", "_")
    return next((kind for kind in BY_KIND if kind == wanted), None)


def plural(title: str) -> str:
    """Return the plural of a resource's title."""
    return f"{title[:-1]}ies" if title.endswith("y") else f"{title}s"
