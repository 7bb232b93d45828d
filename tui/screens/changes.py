"""The changes one can ask for: each pushes its form and gives its result to the store.

They are awaited in a worker of the screen that asks; each returns what was made, or None
where the user left the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.errors import ApiError
from tui.text import Display, clean

if TYPE_CHECKING:
    from textual.app import App

    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import CreateSession
    from tui.models.session import Session, SessionTemplate
    from tui.screens.instance_rows import InstanceBody
    from tui.screens.left_behind import Beginning
    from tui.store.lookup import Choice
    from tui.store.store import Store
    from tui.store.undo import Updated


async def create_instance(
    app: App[None], store: Store, like: str | None = None
) -> IntegrationInstance | None:
    """Create an instance in a form, which may begin as one that is `like` that of an ID.

    Raises:
        ApiError: The one that it is to be like could not be had.
    """
    from tui.api.api import read
    from tui.forms.instance import InstanceDraft, clone_of
    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import CreateIntegrationInstance
    from tui.screens.instance_form import InstanceFormScreen
    from tui.screens.left_behind import begin

    async def submit(body: InstanceBody) -> IntegrationInstance:
        assert isinstance(body, CreateIntegrationInstance), "a form without a base creates"
        return await store.writing.create(body)

    async def made_lately(body: CreateIntegrationInstance) -> Sequence[IntegrationInstance]:
        found = await store.writing.made_lately(body)
        for one in reversed(found):
            # Whichever it is, the list has them.
            store.writing.show_created(one)
        return found

    original = read(IntegrationInstance, await store.fetch(like)) if like is not None else None
    # A clone that was left unsent is offered where that one is cloned again, and only there.
    form_name, title = "create", "New instance"
    if original is not None:
        form_name, title = f"clone {like}", f"Clone of {original.name or like}"
    start = await begin(app, store, form_name, title, InstanceDraft())
    if start is None:
        return None
    draft = start.draft
    if draft is not None:
        original = None
    elif original is not None:
        draft = clone_of(original)
    form = InstanceFormScreen(
        lookup=store.lookup,
        submit=submit,
        catalogue=store.catalogue,
        made_lately=made_lately,
        like=original,
        draft=draft,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    return await app.push_screen_wait(form)


async def update_instance(
    app: App[None],
    store: Store,
    identifier: str,
    *,
    outside: bool = False,
    adds: Choice | None = None,
) -> IntegrationInstance | None:
    """Change an instance in a form that begins with it as the server has it now.

    With `adds` it begins with the row of that provider, which the instance lacks.
    With `outside` it is edited as JSON in the user's own editor before the form, which then
    goes on to the review at once.

    Raises:
        ApiError: It could not be had, so there is nothing to change.
        UsageError: The editor failed, or cannot be given this instance.
    """
    from tui.api.api import read
    from tui.forms.instance import InstanceDraft
    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import UpdateIntegrationInstance
    from tui.screens.instance_form import InstanceFormScreen
    from tui.screens.left_behind import begin

    async def reload() -> IntegrationInstance:
        return read(IntegrationInstance, await store.fetch(identifier))

    async def submit(body: InstanceBody) -> IntegrationInstance:
        assert isinstance(body, UpdateIntegrationInstance), "a form with a base updates"
        return await store.writing.update(identifier, body)

    base = await reload()
    start: Beginning[InstanceDraft] | None
    if outside:
        from tui.screens.whole_edit import begin_outside

        begun = await begin_outside(app, store, identifier, base)
        base, start = begun or (base, None)
    else:
        title = f"Edit {base.name or identifier}"
        fresh = InstanceDraft.from_instance(base)
        start = await begin(app, store, f"update {identifier}", title, fresh)
    if start is None:
        return None
    form = InstanceFormScreen(
        lookup=store.lookup,
        submit=submit,
        base=base,
        at_once=outside,
        adds=adds,
        catalogue=store.catalogue,
        reload=reload,
        draft=start.draft,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    made = await app.push_screen_wait(form)
    if made is not None:
        store.writing.settle_update(identifier, made)
    return made


async def undo_update(app: App[None], store: Store) -> IntegrationInstance | None:
    """Undo the latest update in a form that begins with what was there before it.

    Where it only added providers, which cannot be taken off, that is said, and it is forgotten.
    It is an update like any other, with the same look at what others changed meanwhile; it
    can be undone in its turn.
    """
    from tui.api.api import read
    from tui.forms.undo import added_by, is_beyond_undo, undo_of
    from tui.models.integration_instance import IntegrationInstance
    from tui.models.requests import UpdateIntegrationInstance
    from tui.screens.instance_form import InstanceFormScreen

    updated = store.writing.undo.latest
    assert updated is not None, "there is something to undo"
    before, after = _states(updated)

    async def reload() -> IntegrationInstance:
        return read(IntegrationInstance, await store.fetch(updated.identifier))

    async def submit(body: InstanceBody) -> IntegrationInstance:
        assert isinstance(body, UpdateIntegrationInstance), "a form with a base updates"
        return await store.writing.update(updated.identifier, body)

    if is_beyond_undo(before, after):
        store.writing.undo.forget(updated)
        words = Display(
            f"Nothing of it can be undone: {clean(after.name)} only got providers, and the API "
            "cannot take any off."
        )
        app.notify(words, severity="warning", markup=False)
        return None
    if added_by(before, after):
        words = Display("Providers that were added stay: the API cannot take any off.")
        app.notify(words, severity="warning", markup=False)
    form = InstanceFormScreen(
        lookup=store.lookup,
        submit=submit,
        base=after,
        like=before,
        at_once=True,
        catalogue=store.catalogue,
        reload=reload,
        draft=undo_of(before, after),
    )
    made = await app.push_screen_wait(form)
    if made is not None:
        store.writing.settle_update(updated.identifier, made)
        store.writing.undo.forget(updated)
    return made


def can_be_undone(store: Store) -> bool:
    """Return whether anything of the latest update can be undone."""
    from tui.forms.undo import is_beyond_undo

    updated = store.writing.undo.latest
    return updated is not None and not is_beyond_undo(*_states(updated))


def _states(updated: Updated) -> tuple[IntegrationInstance, IntegrationInstance]:
    """Return the instance as it was before an update, and after it."""
    from tui.api.api import read
    from tui.models.integration_instance import IntegrationInstance

    return read(IntegrationInstance, updated.before), read(IntegrationInstance, updated.after)


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
) -> Display | None:
    """Create or update the session template of an instance in a form.

    Returns what was done, in a sentence, or None where the user left the form.
    """
    from tui.forms.session import SessionDraft
    from tui.keymap import key_of
    from tui.screens.done import done
    from tui.screens.left_behind import begin
    from tui.screens.session_form import SessionTemplateFormScreen
    from tui.store.sessions import Looked

    unseen: Display | None = None
    try:
        looked = await store.sessions.template_of(identifier, store.document(identifier) or {})
    except ApiError as error:
        looked = Looked(everywhere=False)
        unseen = Display(f"The present template could not be looked for: {error.message}.")
    else:
        if looked.template is None and not looked.everywhere:
            unseen = Display("None was found among many; there may be one all the same.")
    base = looked.template

    async def reload() -> SessionTemplate | None:
        if base is not None and base.id is not None:
            return await store.sessions.template(base.id)
        document = store.document(identifier) or {}
        return (await store.sessions.template_of(identifier, document)).template

    title = f"Session template of {name}"
    fresh = SessionDraft.from_template(base) if base else SessionDraft()
    start = await begin(app, store, f"template {identifier}", title, fresh)
    if start is None:
        return None
    made = await app.push_screen_wait(
        SessionTemplateFormScreen(
            instance_id=identifier,
            instance_name=name,
            submit=lambda body: store.writing.create_session_template(identifier, body),
            base=base,
            reload=reload,
            unseen=unseen,
            draft=start.draft,
            keeper=start.keeper,
            uncertain=start.uncertain,
        )
    )
    if made is None:
        return None
    became = "is updated" if base is not None else "is set" if unseen else "is created"
    return done(f"The session template {became}. {key_of('session')} makes a session.", made)


async def create_session(
    app: App[None], store: Store, identifier: str, name: Display
) -> Session | None:
    """Create a session on an instance in a form; offer the template that it needs first."""
    from tui.forms.session import SessionDraft
    from tui.screens.left_behind import begin
    from tui.screens.session_form import SessionFormScreen
    from tui.store.session_making import make_session

    async def submit(body: CreateSession) -> Session:
        return await make_session(
            store.writing, identifier, body, wants_template=lambda: _agrees_to_template(app)
        )

    async def made_lately(body: CreateSession) -> Sequence[Session] | None:
        looked = await store.sessions.template_of(identifier, store.document(identifier) or {})
        if looked.template is None:
            # Without a template no session is made.
            return () if looked.everywhere else None
        return await store.sessions.made_lately(body, looked.template)

    title = f"New session of {name}"
    start = await begin(app, store, f"session {identifier}", title, SessionDraft())
    if start is None:
        return None
    form = SessionFormScreen(
        instance_id=identifier,
        instance_name=name,
        submit=submit,
        made_lately=made_lately,
        draft=start.draft,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    return await app.push_screen_wait(form)


async def _agrees_to_template(app: App[None]) -> bool:
    """Offer to create the session template that a session needs; return whether it is wanted."""
    from tui.screens.confirm import ConfirmScreen

    return await app.push_screen_wait(
        ConfirmScreen(
            title="No session template yet",
            sentence="A session is made from the instance's session template, which does not "
            "exist or is not filled yet. Create it now, then create the session?",
            yes="Create both",
            no="Cancel",
        )
    )
