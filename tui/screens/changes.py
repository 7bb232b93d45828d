"""The changes one can ask for: each pushes its form and gives its result to the store.

They are awaited in a worker of the screen that asks; each returns what was made, or None
where the user left the form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.errors import BadRequest
from tui.screens.left_behind import begin

if TYPE_CHECKING:
    from textual.app import App

    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import CreateSession
    from tui.models.session import Session, SessionTemplate
    from tui.screens.instance_form import InstanceBody
    from tui.store.store import Store
    from tui.text import Display

_TEMPLATE_TRIES = 8
_TEMPLATE_PAUSE = 1.0


async def create_instance(app: App[None], store: Store) -> IntegrationInstance | None:
    """Create an instance in a form."""
    from tui.forms.instance import InstanceDraft
    from tui.models.requests import CreateIntegrationInstance
    from tui.screens.instance_form import InstanceFormScreen

    async def submit(body: InstanceBody) -> IntegrationInstance:
        assert isinstance(body, CreateIntegrationInstance), "a form without a base creates"
        return await store.writing.create(body)

    async def made_lately(body: CreateIntegrationInstance) -> Sequence[IntegrationInstance]:
        found = await store.writing.made_lately(body)
        for one in reversed(found):
            # Whichever it is, the list has them.
            store.writing.show_created(one)
        return found

    start = await begin(app, store, "create", "New instance", InstanceDraft())
    if start is None:
        return None
    form = InstanceFormScreen(
        lookup=store.lookup,
        submit=submit,
        catalogue=store.catalogue,
        made_lately=made_lately,
        draft=start.draft,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    return await app.push_screen_wait(form)


async def update_instance(
    app: App[None], store: Store, identifier: str
) -> IntegrationInstance | None:
    """Change an instance in a form that begins with it as the server has it now.

    Raises:
        ApiError: It could not be had, so there is nothing to change.
    """
    from tui.api.api import read
    from tui.forms.instance import InstanceDraft
    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import UpdateIntegrationInstance
    from tui.screens.instance_form import InstanceFormScreen

    async def reload() -> IntegrationInstance:
        return read(IntegrationInstance, await store.fetch(identifier))

    async def submit(body: InstanceBody) -> IntegrationInstance:
        assert isinstance(body, UpdateIntegrationInstance), "a form with a base updates"
        return await store.writing.update(identifier, body)

    base = await reload()
    title = f"Edit {base.name or identifier}"
    fresh = InstanceDraft.from_instance(base)
    start = await begin(app, store, f"update {identifier}", title, fresh)
    if start is None:
        return None
    form = InstanceFormScreen(
        lookup=store.lookup,
        submit=submit,
        base=base,
        catalogue=store.catalogue,
        reload=reload,
        draft=start.draft,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    return await app.push_screen_wait(form)


async def archive_instance(
    app: App[None], store: Store, identifier: str, name: str
) -> IntegrationInstance | None:
    """Archive an instance once the user confirmed it."""
    from tui.screens.archive import ArchiveScreen

    return await app.push_screen_wait(
        ArchiveScreen(
            name, identifier, store.treats_as_production, lambda: store.writing.archive(identifier)
        )
    )


async def create_session_template(
    app: App[None], store: Store, identifier: str, name: Display
) -> SessionTemplate | None:
    """Create or update the session template of an instance in a form."""
    from tui.forms.session import SessionDraft
    from tui.screens.session_form import SessionTemplateFormScreen

    title = f"Session template of {name}"
    start = await begin(app, store, f"template {identifier}", title, SessionDraft())
    if start is None:
        return None
    return await app.push_screen_wait(
        SessionTemplateFormScreen(
            instance_id=identifier,
            instance_name=name,
            submit=lambda body: store.writing.create_session_template(identifier, body),
            draft=start.draft,
            keeper=start.keeper,
            uncertain=start.uncertain,
        )
    )


async def create_session(
    app: App[None], store: Store, identifier: str, name: Display
) -> Session | None:
    """Create a session on an instance in a form; offer the template that it needs first."""
    from tui.forms.session import SessionDraft
    from tui.screens.session_form import SessionFormScreen

    async def submit(body: CreateSession) -> Session:
        try:
            return await store.writing.create_session(identifier, body)
        except BadRequest as error:
            if not await _make_template(app, store, identifier, error):
                raise
        return await _when_filled(store, identifier, body)

    title = f"New session of {name}"
    start = await begin(app, store, f"session {identifier}", title, SessionDraft())
    if start is None:
        return None
    form = SessionFormScreen(
        instance_id=identifier,
        instance_name=name,
        submit=submit,
        draft=start.draft,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    return await app.push_screen_wait(form)


async def _make_template(app: App[None], store: Store, identifier: str, error: BadRequest) -> bool:
    """Offer to create the session template that a session needs; return whether it is."""
    from tui.models.requests import CreateSessionTemplate
    from tui.screens.confirm import ConfirmScreen

    if not _about_template(error):
        return False
    agreed = await app.push_screen_wait(
        ConfirmScreen(
            title="No session template yet",
            sentence="A session is made from the instance's session template, which does not "
            "exist or is not filled yet. Create it now, then create the session?",
            yes="Create both",
            no="Cancel",
        )
    )
    if agreed:
        await store.writing.create_session_template(identifier, CreateSessionTemplate())
    return agreed


async def _when_filled(store: Store, identifier: str, body: CreateSession) -> Session:
    """Create the session; the server fills a new template in the background, so try again."""
    for _ in range(_TEMPLATE_TRIES - 1):
        try:
            return await store.writing.create_session(identifier, body)
        except BadRequest as error:
            if not _about_template(error):
                raise
            await asyncio.sleep(_TEMPLATE_PAUSE)
    return await store.writing.create_session(identifier, body)


def _about_template(error: BadRequest) -> bool:
    """Return whether a session was refused for want of its template.

    The sources name one code only, for the time-out, so all that the API says is looked at.
    """
    return "template" in f"{error.reason} {error.code} {error.message}".casefold()
