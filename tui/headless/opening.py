"""Connects a command: to the settings' API, in an environment that is sure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tui.api.api import Api
from tui.connect import reach
from tui.errors import UsageError
from tui.settings import Settings
from tui.text import clean

if TYPE_CHECKING:
    from tui.store.store import Store


@asynccontextmanager
async def reached(settings: Settings) -> AsyncIterator[Api]:
    """Yield what asks the settings' API; its connections end with the block.

    Raises:
        CredentialsError: There is no key.
        UsageError: The host or profile cannot be used, or the key speaks for several
            environments and none is named.
        ApiError: The environments could not be asked for.
    """
    api = reach(settings)
    try:
        if api.client.needs_environment and not settings.demo:
            await _enter(api)
        yield api
    finally:
        await api.client.aclose()


def store_over(api: Api, settings: Settings) -> Store:
    """Return a store of what the API answers, for changes; nothing of it is kept on disk."""
    # Imported here: commands that only read need nothing of it.
    from tui.store.api_lookup import ApiLookup
    from tui.store.scope import Scope
    from tui.store.store import Store

    scope = Scope(settings.profile.name, api.client.origin.url, api.client.environment_id)
    return Store(api, ApiLookup(api), scope, page_size=settings.profile.page_size)


async def _enter(api: Api) -> None:
    environments = await api.environments()
    ids = [one.id for one in environments if one.id]
    if len(ids) != 1:
        named = ", ".join(
            f"{clean(one.id, 80)} ({clean(one.name or one.slug or '-', 40)})"
            for one in environments
        )
        raise UsageError(
            f"The key speaks for several environments; name one with --environment: {named}"
            if ids
            else "The key speaks for no environment."
        )
    api.client.enter(ids[0])
