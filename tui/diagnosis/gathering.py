"""Asks for an instance and for what it is made of, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

from tui.diagnosis.evidence import Evidence, Part, Unknown, is_gone, parts_of, tools_wanted
from tui.errors import ApiError, Forbidden, NotFound, Unauthorized
from tui.models.tool import Tool
from tui.store.store import Store
from tui.text import Display

AT_ONCE = 4
"""Requests that are under way at the same time, at the most."""

Tell: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many were looked at."""

_Found = TypeVar("_Found")

_AMONG_MANY = Display("no template of it was found among many, and there may be one all the same")


async def gather(store: Store, identifier: str, tell: Tell) -> Evidence:
    """Return an instance as it is now, with all that it names, as far as it can be read.

    Raises:
        Unauthorized: The key is taken no longer, so nothing can be told.
        ApiError: The instance itself could not be had.
    """
    from tui.api.api import read
    from tui.models.integration_instance import IntegrationInstance

    document = await store.fetch(identifier)
    instance = read(IntegrationInstance, document)
    if is_gone(instance):
        return Evidence(instance)
    parts, providers = parts_of(instance), tools_wanted(instance)
    room = asyncio.Semaphore(AT_ONCE)
    total, done = len(parts) + len(providers) + 1, 0
    tell(done, total)

    async def ask(wanted: Callable[[], Awaitable[_Found]]) -> _Found | Unknown:
        nonlocal done
        async with room:
            try:
                return await wanted()
            except Unauthorized:
                raise
            except ApiError as error:
                return Unknown(_reason(error))
            finally:
                done += 1
                tell(done, total)

    async def ask_part(part: Part) -> dict[str, Any] | Unknown:
        kind, one = part
        return await ask(lambda: store.objects(kind).fetch(one))

    async def ask_tools(provider: str) -> tuple[Tool, ...] | Unknown:
        return await ask(lambda: store.catalogue.tools_of(provider))

    async def look_for_template() -> dict[str, Any] | Unknown | None:
        looked = await store.sessions.template_of(identifier, document)
        if looked.template is not None:
            return looked.template.as_json()
        return None if looked.everywhere else Unknown(_AMONG_MANY)

    try:
        async with asyncio.TaskGroup() as group:
            template = group.create_task(ask(look_for_template))
            found = {part: group.create_task(ask_part(part)) for part in parts}
            tools = {one: group.create_task(ask_tools(one)) for one in providers}
    except* Unauthorized as refused:
        raise refused.exceptions[0] from None
    return Evidence(
        instance,
        {part: task.result() for part, task in found.items()},
        {one: task.result() for one, task in tools.items()},
        template.result(),
    )


def _reason(error: ApiError) -> Display:
    """Return why something could not be had, as the end of a sentence."""
    if isinstance(error, Forbidden):
        return Display("this key may not read it (403)")
    if isinstance(error, NotFound):
        return Display("there is no such object for this key (404)")
    return Display(error.message.rstrip("."))
