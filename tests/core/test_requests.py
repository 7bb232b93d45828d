"""Bodies send exactly what was set."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from tests import strategies
from tui.models.requests import (
    CreateIntegrationInstance,
    CreateSession,
    CreateSessionTemplate,
    ProviderRow,
    SetInstanceProvider,
    UpdateIntegrationInstance,
)


def test_what_was_not_set_is_not_sent() -> None:
    body = CreateIntegrationInstance(integration_id="itg_1", name="Ada")
    assert body.as_json() == {"integration_id": "itg_1", "name": "Ada"}
    assert UpdateIntegrationInstance().as_json() == {}
    assert CreateSession().as_json() == {}


def test_what_was_set_to_none_is_sent_as_null() -> None:
    body = UpdateIntegrationInstance(description=None, metadata=None, identity_id=None)
    assert body.as_json() == {"description": None, "metadata": None, "identity_id": None}


def test_providers_are_sent_as_a_list_with_their_own_fields_only() -> None:
    row = ProviderRow(provider_id="pro_1", provider_config_id=None, tool_filters=None)
    rule: dict[str, Any] = {"type": "tool_keys", "keys": ["a"]}
    other = ProviderRow(provider_id="pro_2", tool_filters=[rule], is_override_tool_filter=True)
    single = ProviderRow(provider_id="pro_3", tool_filters=rule)
    body = UpdateIntegrationInstance(providers=[row, other, single]).as_json()
    assert body == {
        "providers": [
            {"provider_id": "pro_1", "provider_config_id": None, "tool_filters": None},
            {"provider_id": "pro_2", "tool_filters": [rule], "is_override_tool_filter": True},
            {"provider_id": "pro_3", "tool_filters": rule},
        ]
    }


def test_a_provider_is_set_by_its_own_body() -> None:
    body = SetInstanceProvider(provider_deployment_id="pde_1", provider_auth_config_id=None)
    assert body.as_json() == {
        "provider_deployment_id": "pde_1",
        "provider_auth_config_id": None,
    }


@given(strategies.metadata)
def test_metadata_is_sent_as_it_is(metadata: dict[str, Any] | None) -> None:
    body = CreateSessionTemplate(name="x", metadata=metadata).as_json()
    assert json.loads(json.dumps(body)) == {"name": "x", "metadata": metadata}


def test_no_body_takes_a_field_that_the_api_does_not() -> None:
    with pytest.raises(ValidationError):
        UpdateIntegrationInstance.model_validate({"integration_id": "itg_1"})


def test_bodies_are_frozen() -> None:
    body = CreateSession(name="x")
    with pytest.raises(ValidationError, match="frozen"):
        body.name = "y"  # type: ignore[misc]  # That is what the test is about.
