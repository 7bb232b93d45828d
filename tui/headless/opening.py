"""Connects a command: the settings' store, in an environment that is sure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tui.connect import connect
from tui.errors import UsageError
from tui.settings import Settings
from tui.store.store import Store
from tui.text import clean


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Yield a store of the settings' API; its connections end with the block.

    Nothing is kept of what it reads.

    Raises:
        CredentialsError: There is no key.
        UsageError: The host or profile cannot be used, or the key speaks for several
            environments and none is named.
        ApiError: The environments could not be asked for.
    """
    store = connect(replace(settings, keeps_lists=False)).store
    try:
        if store.needs_environment and not settings.demo:
            await _enter(store)
        yield store
    finally:
        await store.aclose()


async def _enter(store: Store) -> None:
    environments = await store.environments()
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
    store.enter(ids[0])
