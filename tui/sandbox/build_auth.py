"""Builds how a provider authenticates: its methods, its credentials, its auth configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.sandbox.encoding import shared
from tui.sandbox.records import Entry
from tui.sandbox.times import DAY, MINUTE, iso
from tui.sandbox.tool_filters import ALLOW_ALL

if TYPE_CHECKING:
    from tui.sandbox.catalogue_providers import AuthType, ProviderText
    from tui.sandbox.errors import Json
    from tui.sandbox.ids import IdMaker

_METHOD_TEXT: Final[dict[AuthType, tuple[str, str, str]]] = {
    "oauth": ("oauth2", "OAuth 2.0", "Authenticate using OAuth 2.0"),
    "token": ("api_key", "API key", "Authenticate using an API key"),
    "custom": ("connection", "Connection settings", "Authenticate using host, user, and password"),
}
_CREDENTIAL_STATUSES: Final = ("active", "active", "archived")


def build_auth_methods(
    ids: IdMaker, text: ProviderText, provider_id: str, specification_id: str, created_ms: int
) -> tuple[Entry, ...]:
    """Build one auth method for each way the provider knows."""

    def build(kind: AuthType) -> Entry:
        key, name, description = _METHOD_TEXT[kind]
        scopes = text.scopes if kind == "oauth" else ()
        body: Json = {
            "object": "provider.capabilities.auth_method",
            "id": ids.at("pam_", created_ms),
            "type": kind,
            "key": key,
            "name": name,
            "description": description,
            "capabilities": {},
            "input_schema": {"type": "json_schema", "schema": {}},
            "output_schema": {"type": "json_schema", "schema": {}},
            "scopes": [
                {
                    "object": "provider.capabilities.auth_method.scope",
                    "id": ids.at("pams_", created_ms),
                    "scope": scope,
                    "name": scope_name,
                    "description": scope_description,
                }
                for scope, scope_name, scope_description in scopes
            ],
            "provider_id": provider_id,
            "provider_specification_id": specification_id,
            "created_at": iso(created_ms),
            "updated_at": iso(created_ms),
        }
        return Entry(body["id"], "active", name, created_ms, created_ms, body, body)

    return tuple(build(kind) for kind in text.auth)


def build_credentials(
    ids: IdMaker, text: ProviderText, provider_id: str, first_ms: int, now_ms: int
) -> tuple[Entry, ...]:
    """Build several credentials for each auth method, the last of each no longer active."""
    entries: list[Entry] = []
    for kind in text.auth:
        label = {"oauth": "OAuth", "token": "API key", "custom": "login"}[kind]
        for number, status in enumerate(_CREDENTIAL_STATUSES):
            created_ms = first_ms + 2 * DAY + len(entries) * 11 * MINUTE
            updated_ms = now_ms - (now_ms - created_ms) // 7
            suffix = ("", " (EU)", " (revoked)")[number]
            body: Json = {
                "object": "provider.auth_credentials",
                "id": ids.at("par_", created_ms),
                "type": kind,
                "status": status,
                "is_default": not entries,
                "is_managed": kind == "oauth" and number == 0,
                "name": f"{text.name} {label}{suffix}",
                "description": f"{label} credentials for the {text.name} API",
                "metadata": {},
                "provider_id": provider_id,
                "created_at": iso(created_ms),
                "updated_at": iso(updated_ms),
            }
            entries.append(
                Entry(body["id"], status, body["name"], created_ms, updated_ms, body, body)
            )
    return tuple(entries)


def build_auth_configs(
    ids: IdMaker,
    provider_id: str,
    auth_methods: tuple[Entry, ...],
    credentials: tuple[Entry, ...],
    first_ms: int,
    now_ms: int,
) -> tuple[Entry, ...]:
    """Build one auth config for each credential; those on inactive ones are not for use."""
    methods = {method.body["type"]: method for method in auth_methods}
    entries: list[Entry] = []
    for credential in credentials:
        method = methods[credential.body["type"]]
        created_ms = first_ms + 3 * DAY + len(entries) * 13 * MINUTE
        updated_ms = now_ms - (now_ms - created_ms) // 9
        preview: Json = {
            "object": "provider.auth_config#preview",
            "id": ids.at("pac_", created_ms),
            "is_default": not entries,
            "name": f"{credential.name} sign-in",
            "description": f"Signs in with {credential.name}",
            "metadata": {},
            "provider_id": provider_id,
            "created_at": iso(created_ms),
            "updated_at": iso(updated_ms),
        }
        body: Json = {
            **preview,
            "object": "provider.auth_config",
            "type": credential.body["type"],
            "source": "manual",
            "status": "active",
            "tool_filter": ALLOW_ALL,
            "auth_method": method.body,
            "credentials": credential.body,
            "deployment": None,
        }
        keys = {
            "provider_id": frozenset({provider_id}),
            "provider_auth_method_id": frozenset({method.id}),
            "provider_auth_credentials_id": frozenset({credential.id}),
        }
        entries.append(
            Entry(
                body["id"],
                "active",
                body["name"],
                created_ms,
                updated_ms,
                body,
                shared(preview),
                keys,
                available=credential.status == "active",
            )
        )
    return tuple(entries)
