"""The composition: from settings and a key to a store that can be asked.

Everything here is slow to import or to make (certificates, models, the keyring), so it
is imported and called in a thread, after the first paint.
"""

from __future__ import annotations

import os

import httpx
from pydantic import SecretStr

from tui.api.api import Api
from tui.api.client import Client
from tui.api.origin import Origin
from tui.credentials import Keyring, find_key, sources
from tui.sandbox import SANDBOX_KEY
from tui.settings import Settings
from tui.store.api_lookup import ApiLookup
from tui.store.scope import Scope
from tui.store.store import Store
from tui.times import Clock, utc_now

SANDBOX_HOST = "http://127.0.0.1"
"""Where the built-in sandbox pretends to be; nothing is sent to any address."""


def connect(
    settings: Settings,
    key: SecretStr | None = None,
    *,
    keep: bool = False,
    clock: Clock = utc_now,
) -> Store:
    """Return a store for the settings' API, with `key` or the first that is found.

    With `keep`, `key` is put into the keyring first.

    Raises:
        CredentialsError: There is no key, or the keyring did not take it; the message
            names the next way in.
        UsageError: The host is none, or not https.
    """
    if settings.demo:
        return demo(settings, clock)
    origin = Origin.parse(settings.api_host)
    if key is None:
        key = find_key(sources(settings, origin, os.environ)).key
    elif keep:
        Keyring(settings.profile, origin).store(key)
    return open_store(settings, origin, key, clock=clock)


def demo(settings: Settings, clock: Clock = utc_now) -> Store:
    """Return a store for the built-in sandbox, which lives in this process."""
    from tui.sandbox.app import create_app
    from tui.sandbox.world import World

    world = World(now=clock())
    transport = httpx.ASGITransport(app=create_app(world))
    origin = Origin.parse(SANDBOX_HOST)
    return open_store(settings, origin, SecretStr(SANDBOX_KEY), transport=transport, clock=clock)


def open_store(
    settings: Settings,
    origin: Origin,
    key: SecretStr,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Clock = utc_now,
) -> Store:
    """Return a store that asks `origin` with `key`."""
    client = Client(
        origin,
        key,
        environment_id=settings.environment_id,
        read_only=settings.read_only,
        transport=transport,
        clock=clock,
    )
    api = Api(client)
    scope = Scope(settings.profile, origin.host, settings.environment_id)
    return Store(api, ApiLookup(api), scope, filter_text=settings.filter_text, clock=clock)
