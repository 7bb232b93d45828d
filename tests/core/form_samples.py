"""The instance that the tests of forms begin with."""

from __future__ import annotations

from typing import Any

from tui.models.integration_instance import IntegrationInstance

INSTANCE: dict[str, Any] = {
    "object": "integration.instance",
    "id": "int_7dEfGhJkLmNpQrSt",
    "status": "active",
    "name": "GitHub for Ada",
    "description": "Ada's own",
    "metadata": {"team": "support", "quota": 12345678901234567890},
    "integration_id": "itg_support",
    "identity_id": "idn_ada",
    "identity_actor_id": "act_ada",
    "providers": [
        {
            "id": "iip_1",
            "provider": {"id": "pro_github", "name": "GitHub", "slug": "github"},
            "integration_provider": {"id": "itp_1"},
            "config": {"id": "pcf_production", "name": "Production Config"},
            "auth_config": {"id": "pac_ada", "name": "Ada's token"},
            "tool_filter": {
                "type": "filter",
                "filters": [
                    {"type": "tool_keys", "keys": ["repo.read", "issue.create"]},
                    {"type": "future_kind", "shape": {"deep": [1]}},
                ],
                "ignore_parent_filters": False,
            },
            "is_override_tool_filter": True,
        },
        {
            "id": "iip_2",
            "provider": {"id": "pro_slack", "name": "Slack", "slug": "slack"},
            "config": {"id": "pcf_slack", "name": "Slack Config"},
            "tool_filter": {"type": "allow_all", "ignore_parent_filters": False},
            "is_override_tool_filter": False,
        },
    ],
}


def instance(**fields: Any) -> IntegrationInstance:
    """The instance all tests begin with, some of its fields replaced."""
    return IntegrationInstance.model_validate({**INSTANCE, **fields})
