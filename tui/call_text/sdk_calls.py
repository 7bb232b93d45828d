"""Which of the API's endpoints the official SDK calls how: version 2.6.0, as it is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

PACKAGE = "metorial==2.6.0"

_ID = r"([A-Za-z0-9_-]+)"
"""An ID that the SDK puts into a path as it is; it encodes nothing."""


@dataclass(frozen=True)
class SdkCall:
    """One endpoint.

    Attributes:
        method: The HTTP method.
        path: The path, with `{}` for each ID.
        function: The client's method that calls it.
        takes: What that takes by name: the query's parameters, or the body's fields.
        needs: Those of them that it does not do without.
    """

    method: str
    path: str
    function: str
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the paths of its requests look like."""
        return re.compile(self.path.replace("{}", _ID))


_PAGE = "limit after before cursor order"
_TIMES = "created_at updated_at"
_PARTS = "provider_id provider_deployment_id provider_config_id provider_auth_config_id"
_CONFIG = (
    f"{_PAGE} {_TIMES} search status id provider_id provider_deployment_id available_for_use "
    "available_for_provider_deployment_id actor_id consumer_id identity_id identity_credential_id"
)
_INSTANCE = "name description metadata identity_actor_id identity_id providers"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _read(path: str, group: str, takes: str) -> tuple[SdkCall, SdkCall]:
    return (
        SdkCall("GET", path, f"{group}.list", _words(takes)),
        SdkCall("GET", f"{path}/{{}}", f"{group}.get"),
    )


SDK_CALLS: tuple[SdkCall, ...] = (
    SdkCall("GET", "/instance", "instance.get"),
    *_read(
        "/integration-instances",
        "integrations.instances",
        f"{_PAGE} {_TIMES} {_PARTS} search status id integration_id integration_provider_id "
        "identity_id identity_credential_id identity_actor_id session_template_id",
    ),
    SdkCall(
        "POST",
        "/integration-instances",
        "integrations.instances.create",
        _words(f"integration_id {_INSTANCE}"),
        _words("integration_id name"),
    ),
    SdkCall(
        "PATCH", "/integration-instances/{}", "integrations.instances.update", _words(_INSTANCE)
    ),
    SdkCall("DELETE", "/integration-instances/{}", "integrations.instances.delete"),
    SdkCall(
        "POST",
        "/integration-instances/{}/session-template",
        "integrations.instances.create_session_template",
        _words("name description metadata"),
    ),
    SdkCall(
        "POST",
        "/integration-instances/{}/session",
        "integrations.instances.create_session",
        _words("name description metadata"),
    ),
    SdkCall(
        "PUT",
        "/integration-instances/{}/providers/{}",
        "integrations.instances.providers.set",
        _words(
            "provider_deployment_id provider_config_id provider_auth_config_id tool_filters "
            "is_override_tool_filter"
        ),
    ),
    *_read(
        "/integration-instance-providers",
        "integrations.instances.providers",
        f"{_PAGE} {_TIMES} {_PARTS} search status id integration_id integration_instance_id "
        "integration_provider_id session_template_id",
    ),
    *_read(
        "/integrations",
        "integrations",
        f"{_PAGE} {_TIMES} search status id provider_id integration_provider_id",
    ),
    *_read(
        "/integration-providers",
        "integrations.providers",
        f"{_PAGE} {_TIMES} search status id integration_id provider_id provider_deployment_id "
        "provider_auth_method_id provider_auth_credentials_id provider_config_id",
    ),
    *_read("/providers", "providers", f"{_PAGE} search id auth_method auth_setup"),
    SdkCall(
        "GET",
        "/provider-tools",
        "providers.tools.list",
        _words(f"{_PAGE} provider_version_id provider_auth_method_id"),
        _words("provider_version_id"),
    ),
    *_read(
        "/provider-deployments",
        "provider_deployments",
        f"{_PAGE} {_TIMES} search status id provider_id provider_version_id actor_id consumer_id "
        "identity_id identity_credential_id",
    ),
    *_read(
        "/provider-configs",
        "provider_deployments.configs",
        f"{_CONFIG} provider_specification_id provider_config_vault_id",
    ),
    *_read(
        "/provider-auth-configs",
        "provider_deployments.auth_configs",
        f"{_CONFIG} provider_auth_credentials_id provider_auth_method_id adapter",
    ),
    *_read(
        "/session-templates",
        "session_templates",
        f"{_PAGE} {_TIMES} {_PARTS} status id session_id session_provider_id",
    ),
    *_read(
        "/sessions",
        "sessions",
        f"{_PAGE} {_TIMES} {_PARTS} status id agent_id actor_id consumer_id identity_id "
        "session_template_id session_provider_id",
    ),
)
