"""Sets one provider of an instance: loads it, has it edited, and sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui.errors import NotFound
from tui.screens.left_behind import begin
from tui.text import Display, clean

if TYPE_CHECKING:
    from textual.app import App

    from tui.models.integration_instance import InstanceProvider, IntegrationInstance
    from tui.store.store import Store


async def set_provider(
    app: App[None], store: Store, identifier: str, row: Mapping[str, Any]
) -> Display | None:
    """Set the provider of `row`, as the instance's JSON has it, in a form.

    Returns what was done, in words, or None where the user left the form.

    Raises:
        ApiError: The instance, or that provider of it, could not be had.
    """
    from tui.api.api import instance_path, read
    from tui.forms.provider import ProviderDraft, provider_id_of
    from tui.forms.provider_ids import names_in, own_ids_in
    from tui.models.integration_instance import InstanceProvider, IntegrationInstance
    from tui.models.requests import SetInstanceProvider
    from tui.screens.done import done
    from tui.screens.provider_editing import Subject
    from tui.screens.provider_rows import row_name
    from tui.screens.set_provider_form import SetProviderScreen

    provider_id = provider_id_of(read(InstanceProvider, row))

    async def fresh() -> IntegrationInstance:
        return read(IntegrationInstance, await store.fetch(identifier))

    async def reload() -> InstanceProvider:
        return _row_of(await fresh(), provider_id)

    async def submit(body: SetInstanceProvider) -> InstanceProvider:
        return await store.writing.set_provider(identifier, provider_id, body)

    base = await fresh()
    before = ProviderDraft.from_instance_provider(_row_of(base, provider_id))
    names = names_in(base)
    name = row_name(before, names)
    title = f"Set {name} of {clean(base.name or identifier)}"
    start = await begin(app, store, f"provider {provider_id} of {identifier}", title, before)
    if start is None:
        return None
    form = SetProviderScreen(
        Subject(
            start.draft or before,
            name,
            own_ids_in(base).get(provider_id),
            base.integration_id or "",
        ),
        path=f"{instance_path(identifier)}/providers/{provider_id}",
        before=before,
        submit=submit,
        reload=reload,
        lookup=store.lookup,
        names=names,
        catalogue=store.catalogue,
        restored=start.draft is not None,
        keeper=start.keeper,
        uncertain=start.uncertain,
    )
    made = await app.push_screen_wait(form)
    return done(f"{name} is set.", made) if made is not None else None


def _row_of(instance: IntegrationInstance, provider_id: str) -> InstanceProvider:
    """Return the instance's row of that provider.

    Raises:
        NotFound: It has none, or none that can be named.
    """
    from tui.forms.provider import provider_id_of

    for row in instance.providers or ():
        if provider_id and provider_id_of(row) == provider_id:
            return row
    why = "is not on this instance any more" if provider_id else "came without an ID to set it by"
    raise NotFound(f"The provider {why}.", status=404)
