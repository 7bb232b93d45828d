"""The form of an integration instance: creates one, or changes the one it was opened on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeAlias

from textual import work
from textual.app import ComposeResult
from textual.content import Content

from tui.drafts import Draft
from tui.errors import ApiError
from tui.forms.body import draft_to_create, draft_to_update
from tui.forms.diff import Change, changes, shown, title
from tui.forms.instance import InstanceDraft, as_body, listed_rows, to_create, to_keep, to_update
from tui.forms.merge import Difference, Merge, Place, Side
from tui.forms.outcome import NOT_CHANGED, Candidate, Found, changed_otherwise, has_all_of
from tui.forms.provider_ids import names_in, row_ids_in
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import CreateIntegrationInstance, UpdateIntegrationInstance
from tui.resources import Kind
from tui.screens.conflict import ConflictScreen
from tui.screens.form_screen import Submit
from tui.screens.instance_rows import InstanceBody, InstanceRowsScreen
from tui.screens.picker import PickerScreen
from tui.store.catalogue import Catalogue
from tui.store.lookup import Choice, Lookup
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED, FixedField, FormField
from tui.widgets.fields.metadata_field import MetadataField
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.rows_field import RowsField
from tui.widgets.fields.text_field import EditorField, TextField

Reload: TypeAlias = Callable[[], Awaitable[IntegrationInstance]]
"""Gets the instance anew; raises `ApiError`."""

MadeLately: TypeAlias = Callable[
    [CreateIntegrationInstance], Awaitable[Sequence[IntegrationInstance]]
]
"""Looks for what a create may have made; raises `ApiError`."""

ARCHIVED = Display("It was archived meanwhile: the API will most likely refuse this.")
NOTHING_LEFT = Display("All is theirs now: nothing is left to send.")
OTHER_INTEGRATION = Display("These were added under another integration: check each of them.")


class InstanceFormScreen(InstanceRowsScreen):
    """Creates an instance, or updates `base`; dismissed with the instance answered."""

    SENDS_EMPTY = False
    KINDS: ClassVar[dict[str, Kind]] = {
        "integration_id": "integration",
        "identity_id": "identity",
        "identity_actor_id": "identity_actor",
    }

    def __init__(
        self,
        *,
        lookup: Lookup,
        submit: Submit[InstanceBody, IntegrationInstance],
        base: IntegrationInstance | None = None,
        integration: Choice | None = None,
        catalogue: Catalogue | None = None,
        reload: Reload | None = None,
        made_lately: MadeLately | None = None,
        like: IntegrationInstance | None = None,
        at_once: bool = False,
        adds: Choice | None = None,
        draft: InstanceDraft | None = None,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form.

        Args:
            lookup: Searches what is picked.
            submit: Sends the body: an update where there is a `base`, else a create.
            base: The instance to change, which must have an ID; None creates one.
            integration: What a new instance begins with, or what `base` belongs to.
            catalogue: Tells what integrations offer; without it providers are searched by
                `lookup`, and their configs cannot be narrowed by provider.
            reload: Gets `base` anew before the review, to tell what changed meanwhile.
            made_lately: Looks for what a create without an answer may have made.
            like: What `draft` comes from, where nobody typed it: it knows the names.
            at_once: Whether to go on to the review by itself.
            adds: A provider of the integration whose row is the first to be filled in.
            draft: What to begin with, as what was typed before.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
        """
        begin_with = InstanceDraft.from_instance(base) if base else InstanceDraft()
        if integration is not None and base is None:
            begin_with = replace(begin_with, integration_id=integration.id)
        self._begin_with = draft or begin_with
        super().__init__(
            lookup=lookup,
            submit=submit,
            base=base,
            like=like,
            catalogue=catalogue,
            begin_with=self._begin_with,
            restored=draft is not None and like is None,
            keeper=keeper,
            uncertain=uncertain,
        )
        if integration is not None:
            self.names[integration.id] = integration.name
        self._fresh: IntegrationInstance | None = None
        self._merge: Merge | None = None
        self._chosen: list[tuple[Difference, Side]] = []
        self._reload = reload
        self._made_lately = made_lately
        self._at_once = at_once
        self._adds = adds

    def compose_fields(self) -> ComposeResult:
        """Yield the instance's fields, in the order one thinks of them."""
        start = self._begin_with
        yield self._integration_field()
        yield TextField("name", "Name", start.name, required=True)
        yield EditorField("description", "Description", start.description, placeholder="optional")
        yield self._pick_field("identity_id", "Identity", start.identity_id)
        yield self._pick_field("identity_actor_id", "Actor", start.identity_actor_id)
        yield self.rows_field()
        yield MetadataField(start.metadata)

    def on_mount(self) -> None:
        """Learn the name of the integration that is fixed; begin with what was asked for."""
        identifier = self._before.integration_id
        if identifier and identifier not in self.names:
            self._name_integration()
        self.name_rows()
        if self._at_once:
            self.typed()
            self.call_after_refresh(self.action_proceed)
        if self._adds is not None:
            self.call_after_refresh(self.fill_in, self._adds)

    def build(self) -> InstanceBody:
        """Return the body of what was typed."""
        if self._base is None:
            return to_create(self.draft())
        return to_update(self.draft(), self._base)

    def draft(self) -> InstanceDraft:
        """Return what stands in the form."""
        return InstanceDraft(
            integration_id=self.integration_id,
            name=self.query_one("#field-name", TextField).value,
            description=self.query_one("#field-description", EditorField).value,
            metadata=self.query_one("#field-metadata", EditorField).value,
            identity_id=self.query_one("#field-identity_id", PickField).value,
            identity_actor_id=self.query_one("#field-identity_actor_id", PickField).value,
            providers=self.rows_as_typed,
        )

    def before(self) -> InstanceDraft:
        """Return what stood in the form before anything was typed."""
        return self._before

    def loaded(self, body: Mapping[str, Any]) -> InstanceDraft:
        """Return what stands in the form once it is filled in from `body`."""
        if self._base is None:
            return draft_to_create(body, self.draft())
        # What was saved names the integration, which stays; one that is another is refused.
        same = body.get("integration_id") == self.integration_id
        fields = {name: body[name] for name in body if name != "integration_id" or not same}
        return draft_to_update(fields, self.draft(), row_ids_in(self._base))

    def kept(self) -> dict[str, Any]:
        """Return the body that would create what stands in the form."""
        return to_keep(self.draft())

    def fill(self, draft: InstanceDraft) -> None:
        """Show `draft` in the fields."""
        for field in self.query(PickField):
            identifier: str = getattr(draft, str(field.path[0]))
            field.choose(identifier, self.names.get(identifier))
            self.name_value(field)
        super().fill(draft)

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list of integrations, identities or actors."""
        name = str(field.path[0])
        return PickerScreen(
            f"Choose the {field.label.lower()}",
            self.KINDS[name],
            self._lists,
            text=text,
            nullable=name != "integration_id",
            current=field.value,
        )

    def picked(self, field: PickField) -> None:
        """Tell that rows of another integration's providers may not fit."""
        if field.path == ("integration_id",):
            rows = self.query_one(RowsField)
            rows.clear_problems()
            rows.note = OTHER_INTEGRATION if self._rows else None

    async def look_again(self) -> Sequence[Display]:
        """Get the instance anew; tell where it was archived meanwhile."""
        self._fresh = self._merge = None
        if self._base is None or self._reload is None:
            return ()
        self._fresh = await self._reload()
        self.names.update(names_in(self._fresh))
        gone = self._fresh.status in ("archived", "deleted")
        return [ARCHIVED] if gone and self._fresh.status != self._base.status else ()

    async def reconciled(self, body: InstanceBody) -> InstanceBody | None:
        """Return the update of the instance as it is now; of conflicts, what the user chose."""
        if self._base is None or self._fresh is None:
            return body
        merge = Merge(
            as_body(self._base), as_body(self._fresh), body.as_json(), row_ids_in(self._fresh)
        )
        chosen: Mapping[Place, Side] | None = {}
        if merge.conflicts:
            before = {one.place: side for one, side in self._chosen if one in merge.conflicts}
            screen = ConflictScreen(merge, self.names, before)
            chosen = await self.app.push_screen_wait(screen)
            if chosen is None:
                return None
            self._chosen = [(one, chosen[one.place]) for one in merge.conflicts]
        merged = merge.body(chosen)
        if not merged:
            self.tell(NOTHING_LEFT)
            return None
        self._merge = merge
        return UpdateIntegrationInstance(**merged)

    def others(self) -> Sequence[Change]:
        """Return what others changed since the form opened, and stays."""
        return [self._theirs(one) for one in (self._merge.others if self._merge else ())]

    async def find_made(self, body: InstanceBody) -> Found[IntegrationInstance] | None:
        """Look for the instance that was just made, or whether it has what was sent."""
        if isinstance(body, CreateIntegrationInstance):
            if self._made_lately is None:
                return None
            made = await self._made_lately(body)
            return Found(candidates=tuple(Candidate(_told(one), one) for one in made))
        if self._reload is None:
            return None
        now = await self._reload()
        if has_all_of(as_body(now), body.as_json()):
            return Found(done=now)
        return Found(nothing=NOT_CHANGED, otherwise=self._changed_otherwise(now, body))

    def changes(self, body: InstanceBody) -> Sequence[Change]:
        """Return what an update changes of the instance as it is now."""
        if self._base is None:
            return ()
        return changes(as_body(self._fresh or self._base), body.as_json(), self.names)

    def sent_rows(self, body: InstanceBody) -> Sequence[int]:
        """Return the numbers of the rows that `body` lists."""
        return listed_rows(self.draft(), body)

    def _changed_otherwise(self, now: IntegrationInstance, body: InstanceBody) -> Display | None:
        """Return what is said where it changed since it was seen last; None where it did not."""
        before = self._fresh or self._base
        assert before is not None, "an update has a base"
        self.names.update(names_in(now))
        merge = Merge(as_body(before), as_body(now), body.as_json(), row_ids_in(now))
        theirs = [one for one in merge.differences if one.is_theirs]
        as_sent = [one for one in theirs if one.is_yours and not one.is_conflict]
        others = [self._theirs(one) for one in theirs if one not in as_sent]
        others += changes({"status": before.status}, {"status": now.status})
        if not others and not as_sent:
            return None
        return changed_otherwise(others, [title(one.place, self.names) for one in as_sent])

    def _theirs(self, one: Difference) -> Change:
        """Return what others changed at a place."""
        return Change(
            title(one.place, self.names),
            shown(one.base, self.names, one.place),
            shown(one.theirs, self.names, one.place),
        )

    @property
    def integration_id(self) -> str:
        """The ID of the integration that was chosen, or that the instance is of."""
        if self._base is not None:
            return self._before.integration_id
        return self.query_one("#field-integration_id", PickField).value

    def _integration_field(self) -> FormField:
        identifier = self._begin_with.integration_id
        if self._base is None:
            return self._pick_field("integration_id", "Integration", identifier, required=True)
        return FixedField("integration_id", "Integration", self._integration_words())

    def _integration_words(self) -> Content:
        identifier = self._before.integration_id
        name = self.names.get(identifier)
        words = [name, "  "] if name else []
        return Content.assemble(*words, (clean(identifier or "(unknown)", 80), MUTED))

    @work(group="names")
    async def _name_integration(self) -> None:
        try:
            choice = await self._lists.name_of("integration", self._before.integration_id)
        except ApiError:
            return  # the ID stands for itself
        if choice is not None:
            self.names[choice.id] = choice.name
            self.query_one("#field-integration_id", FixedField).show(self._integration_words())

    def _pick_field(
        self, name: str, label: str, value: str, *, required: bool = False
    ) -> PickField:
        empty = "choose" if required else "none"
        return PickField(name, label, value, self.names.get(value), required=required, empty=empty)


def _told(instance: IntegrationInstance) -> dict[str, Any]:
    """Return what tells an instance from another of the same name."""
    return {
        **as_body(instance),
        "integration_id": instance.integration_id,
        "id": instance.id,
        "status": instance.status,
        "created_at": instance.created_at,
    }
