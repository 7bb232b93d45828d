"""Builds one provider with its version, tools, deployments, configs and credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tui.sandbox.build_auth import build_auth_configs, build_auth_methods, build_credentials
from tui.sandbox.catalogue import CONFIG_NAMES, DEPLOYMENT_NAMES
from tui.sandbox.encoding import shared
from tui.sandbox.records import Entry, Provider
from tui.sandbox.times import DAY, MINUTE, iso
from tui.sandbox.tool_filters import ALLOW_ALL

if TYPE_CHECKING:
    from tui.sandbox.catalogue_providers import ProviderText
    from tui.sandbox.errors import Json
    from tui.sandbox.ids import IdMaker

_TAGS: Final[dict[str, Json]] = {
    "read": {"destructive": False, "read_only": True},
    "write": {"destructive": False, "read_only": False},
    "destroy": {"destructive": True, "read_only": False},
}


def build_provider(
    ids: IdMaker, text: ProviderText, created_ms: int, now_ms: int
) -> tuple[Provider, list[Entry]]:
    """Build a provider and its tools."""
    provider_id = ids.at("pro_", created_ms)
    version_id = ids.at("pve_", created_ms)
    specification_id = ids.at("psp_", created_ms)
    updated_ms = now_ms - (now_ms - created_ms) // 12
    stamps = {"created_at": iso(created_ms), "updated_at": iso(updated_ms)}
    preview: Json = {
        "object": "provider#preview",
        "id": provider_id,
        "name": text.name,
        "description": text.description,
        "slug": text.slug,
        **stamps,
    }
    body: Json = {
        **preview,
        "object": "provider",
        "access": "public",
        "status": "active",
        "identifier": f"metorial/{text.slug}",
        "metadata": {},
        "publisher": {
            "object": "publisher",
            "id": ids.at("pub_", created_ms),
            "name": "Metorial",
            "description": None,
            "image_url": "https://example.com/publisher.png",
            **stamps,
        },
        "current_version": {
            "object": "provider.version",
            "id": version_id,
            "version": "1.4.0",
            "provider_id": provider_id,
            "is_current": True,
            "name": f"{text.name} 1.4.0",
            "description": None,
            "metadata": {},
            "specification_id": specification_id,
            **stamps,
        },
        "oauth": None
        if "oauth" not in text.auth
        else {
            "status": "enabled",
            "callback_url": None,
            "auto_registration": {"status": "supported"},
        },
    }
    deployments = _build_deployments(ids, text, provider_id, created_ms, now_ms)
    auth_methods = build_auth_methods(ids, text, provider_id, specification_id, created_ms)
    credentials = build_credentials(ids, text, provider_id, created_ms, now_ms)
    provider = Provider(
        Entry(provider_id, "active", text.name, created_ms, updated_ms, body, shared(preview)),
        text,
        version_id,
        deployments,
        _build_configs(ids, provider_id, specification_id, deployments, created_ms, now_ms),
        auth_methods,
        credentials,
        build_auth_configs(ids, provider_id, auth_methods, credentials, created_ms, now_ms),
    )
    return provider, _build_tools(ids, text, provider_id, version_id, specification_id, created_ms)


def preview_of(kind: str, body: Json) -> Json:
    """Cut a full object down to the preview that other objects show of it."""
    shown = (
        "id", "is_default", "name", "description", "metadata", "provider_id",
        "created_at", "updated_at",
    )  # fmt: skip
    return shared({"object": f"{kind}#preview", **{key: body[key] for key in shown}})


def _build_deployments(
    ids: IdMaker, text: ProviderText, provider_id: str, first_ms: int, now_ms: int
) -> tuple[Entry, ...]:
    def build(number: int, name: str) -> Entry:
        created_ms = first_ms + (number + 1) * 60 * MINUTE
        body: Json = {
            "object": "provider.deployment",
            "id": ids.at("pde_", created_ms),
            "status": "active",
            "is_default": number == 0,
            "name": name,
            "description": f"{name} deployment of {text.name}",
            "metadata": {"region": "eu-west-1"} if number == 2 else {},
            "tool_filter": ALLOW_ALL,
            "provider_id": provider_id,
            "locked_version": None,
            "default_config": None,
        }
        return _entry("provider.deployment", body, created_ms, now_ms)

    return tuple(build(number, name) for number, name in enumerate(DEPLOYMENT_NAMES))


def _build_configs(
    ids: IdMaker,
    provider_id: str,
    specification_id: str,
    deployments: tuple[Entry, ...],
    first_ms: int,
    now_ms: int,
) -> tuple[Entry, ...]:
    def build(number: int, name: str) -> Entry:
        created_ms = first_ms + DAY + number * 7 * MINUTE
        retired = number == len(CONFIG_NAMES)
        deployment = deployments[number % len(deployments)]
        body: Json = {
            "object": "provider.config",
            "id": ids.at("pcf_", created_ms),
            "status": "archived" if retired else "active",
            "is_default": number == 0,
            "name": name,
            "description": f"{name.removesuffix(' Config')} settings",
            "metadata": {},
            "tool_filter": ALLOW_ALL,
            "provider_id": provider_id,
            "specification_id": specification_id,
            "deployment": deployment.preview,
            "from_vault": None,
        }
        return _entry(
            "provider.config",
            body,
            created_ms,
            now_ms,
            provider_deployment_id=frozenset({deployment.id}),
        )

    names = (*CONFIG_NAMES, "Retired Config")
    return tuple(build(number, name) for number, name in enumerate(names))


def _build_tools(
    ids: IdMaker,
    text: ProviderText,
    provider_id: str,
    version_id: str,
    specification_id: str,
    created_ms: int,
) -> list[Entry]:
    tools = []
    for number, (key, description, hint) in enumerate(text.tools):
        made_ms = created_ms + number
        body: Json = {
            "object": "provider.capabilities.tool",
            "id": ids.at("pto_", made_ms),
            "key": key,
            "name": key.replace("_", " ").capitalize(),
            "description": description,
            "capabilities": {},
            "constraints": [],
            "instructions": [],
            "tool_category_keys": [],
            "input_schema": {"type": "json_schema", "schema": {"type": "object"}},
            "output_schema": None,
            "tags": _TAGS[hint],
            "specification_id": specification_id,
            "provider_id": provider_id,
            "created_at": iso(made_ms),
            "updated_at": iso(made_ms),
        }
        keys = {"provider_version_id": frozenset({version_id})}
        tools.append(Entry(body["id"], "active", key, made_ms, made_ms, body, body, keys))
    return tools


def _entry(kind: str, body: Json, created_ms: int, now_ms: int, **keys: frozenset[str]) -> Entry:
    updated_ms = now_ms - (now_ms - created_ms) // 5
    body |= {"created_at": iso(created_ms), "updated_at": iso(updated_ms)}
    all_keys: dict[str, Any] = {"provider_id": frozenset({body["provider_id"]}), **keys}
    return Entry(
        body["id"],
        body["status"],
        body["name"],
        created_ms,
        updated_ms,
        body,
        preview_of(kind, body),
        all_keys,
        available=body["status"] == "active",
    )
