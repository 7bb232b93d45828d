"""Read-only is kept where requests are sent, so no way around the screens exists."""

from __future__ import annotations

import inspect
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conftest import KEY, ORIGIN
from tui.api.api import Api
from tui.api.client import Client
from tui.errors import ReadOnlyError
from tui.models.requests import (
    CreateIntegrationInstance,
    CreateSession,
    CreateSessionTemplate,
    SetInstanceProvider,
    UpdateIntegrationInstance,
)
from tui.secret import Secret

METHODS = st.sampled_from(["POST", "PATCH", "PUT", "DELETE", "get", "HEAD", "QUERY", ""])
PATHS = st.text(st.characters(codec="ascii"), max_size=12).map("/{}".format)
BODIES = st.none() | st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4))
WRITES: dict[str, tuple[Any, ...]] = {
    "create_instance": (CreateIntegrationInstance(integration_id="itg_1", name="Ada"),),
    "update_instance": ("int_1", UpdateIntegrationInstance(name="Ada")),
    "archive_instance": ("int_1",),
    "create_session_template": ("int_1", CreateSessionTemplate()),
    "create_session": ("int_1", CreateSession()),
    "set_instance_provider": ("int_1", "pro_1", SetInstanceProvider()),
}
READS = ("environment", "get", "list")
"""What the names of all other calls begin with."""


class Transport(httpx.AsyncBaseTransport):
    """Counts what reaches it."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json={})


def read_only_client() -> tuple[Client, Transport]:
    transport = Transport()
    return Client(ORIGIN, Secret(KEY), read_only=True, transport=transport), transport


_CLIENT = read_only_client()


@given(METHODS | st.text(max_size=8).filter(lambda method: method != "GET"), PATHS, BODIES)
async def test_nothing_but_a_get_reaches_the_wire(
    method: str, path: str, body: dict[str, Any] | None
) -> None:
    client, transport = _CLIENT
    with pytest.raises(ReadOnlyError):
        await client.send(method, path, body=body)
    assert transport.requests == []


def test_every_call_of_the_api_is_known_to_read_or_to_write() -> None:
    calls = {
        name
        for name, one in inspect.getmembers(Api, inspect.iscoroutinefunction)
        if not name.startswith(("_", *READS))
    }
    assert calls == set(WRITES)


@pytest.mark.parametrize("name", WRITES)
async def test_every_write_of_the_api_is_refused(name: str) -> None:
    client, transport = read_only_client()
    with pytest.raises(ReadOnlyError):
        await getattr(Api(client), name)(*WRITES[name])
    assert transport.requests == []
    await client.aclose()
