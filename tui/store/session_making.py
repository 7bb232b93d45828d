"""Makes a session, and first the template that it needs where there is none yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tui.errors import ApiError, BadRequest, TemplateFailed
from tui.store.writing import Writing

if TYPE_CHECKING:
    from tui.models.requests import CreateSession
    from tui.models.session import Session

_TRIES = 8
_PAUSE = 1.0


async def make_session(
    writing: Writing,
    identifier: str,
    body: CreateSession,
    *,
    wants_template: Callable[[], Awaitable[bool]],
) -> Session:
    """Create a session on an instance.

    Where its session template is missing, `wants_template` is asked whether to create it, too.

    Raises:
        BadRequest: The session was refused; as well where no template is wanted.
        TemplateFailed: The template could not be made, or was not filled in time.
        ApiError: The session was refused, or its outcome is unknown.
    """
    try:
        return await writing.create_session(identifier, body)
    except BadRequest as error:
        if not is_about_template(error) or not await wants_template():
            raise
    from tui.models.requests import CreateSessionTemplate

    try:
        await writing.create_session_template(identifier, CreateSessionTemplate())
    except ApiError as error:
        raise _of_template(error) from error
    return await _when_filled(writing, identifier, body)


def _of_template(error: ApiError) -> ApiError:
    """Return what went wrong with a session's template, as what went wrong with the session.

    The session was not asked for yet, so its outcome is known whatever the template's is.
    """
    again = "" if error.outcome_unknown else f" {error.hint or error.advice}"
    return TemplateFailed(
        f"The session was not created, as its session template was not: {error.message}.{again}",
        request_id=error.request_id,
    )


async def _when_filled(writing: Writing, identifier: str, body: CreateSession) -> Session:
    """Create the session; the server fills a new template in the background, so try again.

    Raises:
        TemplateFailed: The template was not filled in time.
        ApiError: The session was refused, or its outcome is unknown.
    """
    request_id = None
    for _ in range(_TRIES):
        try:
            return await writing.create_session(identifier, body)
        except BadRequest as error:
            if not is_about_template(error):
                raise
            request_id = error.request_id
            await asyncio.sleep(_PAUSE)
    raise TemplateFailed(
        "The session template is made, but the server has not filled it yet, so there is no "
        "session",
        request_id=request_id,
    )


def is_about_template(error: BadRequest) -> bool:
    """Return whether a session was refused for want of its template.

    The sources name one code only, for the time-out, so all that the API says is looked at.
    """
    return "template" in f"{error.reason} {error.code} {error.message}".casefold()
