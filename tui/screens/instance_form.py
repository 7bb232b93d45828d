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
from tui.forms.diff import Change, changes, shown, title
from tui.forms.instance import InstanceDraft, as_body, listed_rows, to_create, to_update
from tui.forms.merge import Difference, Merge, Place, Side
from tui.forms.outcome import NOT_CHANGED, Candidate, Found, has_all_of
from tui.forms.provider import ProviderDraft
from tui.forms.provider_ids import all_ids_in, names_in, own_ids_in, row_ids_in
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import CreateIntegrationInstance, UpdateIntegrationInstance
from tui.resources import Kind
from tui.screens.conflict import ConflictScreen
from tui.screens.form_screen import CREATION_UNKNOWN, FormScreen, Submit
from tui.screens.picker import PickerScreen
from tui.screens.provider_editing import STAYS, Subject
from tui.screens.provider_form import ProviderFormScreen, Removed
from tui.screens.provider_rows import IntegrationProviders, form_rows, row_name
from tui.store.catalogue import Catalogue
from tui.store.lookup import Choice, Lookup
from tui.text import Display, clean
from tui.widgets.fields.field import MUTED, FixedField, FormField
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.rows_field import FormRow, RowsField
from tui.widgets.fields.text_field import EditorField, TextField

InstanceBody: TypeAlias = CreateIntegrationInstance | UpdateIntegrationInstance
Reload: TypeAlias = Callable[[], Awaitable[IntegrationInstance]]
"""Gets the instance anew; raises `ApiError`."""

MadeLately: TypeAlias = Callable[
    [CreateIntegrationInstance], Awaitable[Sequence[IntegrationInstance]]
]
"""Looks for what a create may have made; raises `ApiError`."""

UPDATE_UNKNOWN = Display("It is not known whether it was changed; look at it before sending again.")
ARCHIVED = Display("It was archived meanwhile: the API will most likely refuse this.")
NOTHING_LEFT = Display("All is theirs now: nothing is left to send.")
INTEGRATION_FIRST = Display("Choose the integration first: its providers are the choice.")
OTHER_INTEGRATION = Display("These were added under another integration: check each of them.")
ROWS_STAY = Display(
    "The API can add and change providers, not remove them. d leaves a new one out again."
)


class InstanceFormScreen(FormScreen[InstanceBody, IntegrationInstance]):
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
            draft: What to begin with, as what was typed before.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
        """
        super().__init__(
            clean(f"Edit {base.name or base.id}", 60) if base else Display("New instance"),
            path=f"/integration-instances/{base.id}" if base else "/integration-instances",
            submit=submit,
            method="PATCH" if base else "POST",
            unknown=UPDATE_UNKNOWN if base else CREATION_UNKNOWN,
            lookup=lookup,
            restored=draft is not None and like is None,
            keeper=keeper,
            uncertain=uncertain,
        )
        self._lists = lookup
        self._base = base
        self._fresh: IntegrationInstance | None = None
        self._catalogue = catalogue
        self._merge: Merge | None = None
        self._chosen: list[tuple[Difference, Side]] = []
        self._reload = reload
        self._made_lately = made_lately
        self._before = InstanceDraft.from_instance(base) if base else InstanceDraft()
        self._at_once = at_once
        self._own_ids: dict[str, str] = {}
        for known in (like, base):
            if known is not None:
                self._own_ids.update(own_ids_in(known))
                self.names.update(names_in(known))
        if integration is not None:
            self.names[integration.id] = integration.name
        begin_with = self._before
        if integration is not None and base is None:
            begin_with = replace(begin_with, integration_id=integration.id)
        self._begin_with = draft or begin_with
        self._rows: tuple[ProviderDraft, ...] = self._begin_with.providers
        self._row_open = False
        self._removed: list[tuple[int, ProviderDraft]] = []
        self._open_draft: tuple[int, ProviderDraft] | None = None

    def compose_fields(self) -> ComposeResult:
        """Yield the instance's fields, in the order one thinks of them."""
        start = self._begin_with
        yield self._integration_field()
        yield TextField("name", "Name", start.name, required=True)
        yield EditorField("description", "Description", start.description, placeholder="optional")
        yield self._pick_field("identity_id", "Identity", start.identity_id)
        yield self._pick_field("identity_actor_id", "Actor", start.identity_actor_id)
        yield RowsField(
            "providers",
            "Providers",
            self._drawn_rows(),
            add="+ add a provider",
            note=ROWS_STAY if self._base else None,
        )
        yield EditorField(
            "metadata",
            "Metadata",
            start.metadata,
            placeholder='a JSON object, as {"team": "support"}',
            line_numbers=True,
        )

    def on_mount(self) -> None:
        """Learn the name of the integration that is fixed."""
        identifier = self._before.integration_id
        if identifier and identifier not in self.names:
            self._name_integration()
        if self._at_once:
            self.typed()
            self.call_after_refresh(self.action_proceed)

    def on_rows_field_add_requested(self, event: RowsField.AddRequested) -> None:
        """Choose a provider of the integration, then fill in its row."""
        event.stop()
        if not self._integration_id:
            self.query_one(RowsField).error = INTEGRATION_FIRST
        elif not self._row_open:
            self._row_open = True
            self._add_row()

    def on_rows_field_row_chosen(self, event: RowsField.RowChosen) -> None:
        """Open the row's own form."""
        event.stop()
        if not self._row_open:
            self._row_open = True
            self._edit_row(event.number)

    def on_rows_field_remove_requested(self, event: RowsField.RemoveRequested) -> None:
        """Take a new row out; those that the instance has stay."""
        event.stop()
        if event.number < len(self._before.providers):
            self.query_one(RowsField).error = STAYS
        else:
            self._take_out(event.number)

    def on_rows_field_restore_requested(self, event: RowsField.RestoreRequested) -> None:
        """Put the row that went last back where it was."""
        event.stop()
        if self._removed:
            number, row = self._removed.pop()
            self._set_rows((*self._rows[:number], row, *self._rows[number:]))
            self._tell_removed()

    def build(self) -> InstanceBody:
        """Return the body of what was typed."""
        if self._base is None:
            return to_create(self.draft())
        return to_update(self.draft(), self._base)

    def draft(self) -> InstanceDraft:
        """Return what stands in the form."""
        return InstanceDraft(
            integration_id=self._integration_id,
            name=self.query_one("#field-name", TextField).value,
            description=self.query_one("#field-description", EditorField).value,
            metadata=self.query_one("#field-metadata", EditorField).value,
            identity_id=self.query_one("#field-identity_id", PickField).value,
            identity_actor_id=self.query_one("#field-identity_actor_id", PickField).value,
            providers=self._rows_as_typed,
        )

    @property
    def _rows_as_typed(self) -> tuple[ProviderDraft, ...]:
        """The rows, with what stands in the form of the one that is open."""
        if self._open_draft is None:
            return self._rows
        number, row = self._open_draft
        return (*self._rows[:number], row, *self._rows[number + 1 :])

    def before(self) -> InstanceDraft:
        """Return what stood in the form before anything was typed."""
        return self._before

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list of integrations, identities or actors."""
        name = str(field.path[0])
        return PickerScreen(
            f"Choose the {field.label.lower()}",
            self.KINDS[name],
            self._lists,
            text=text,
            nullable=name != "integration_id",
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
        return [
            Change(
                title(one.place, self.names),
                shown(one.base, self.names, one.place),
                shown(one.theirs, self.names, one.place),
            )
            for one in (self._merge.others if self._merge else ())
        ]

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
        return Found(nothing=NOT_CHANGED)

    def changes(self, body: InstanceBody) -> Sequence[Change]:
        """Return what an update changes of the instance as it is now."""
        if self._base is None:
            return ()
        return changes(as_body(self._fresh or self._base), body.as_json(), self.names)

    def sent_rows(self, body: InstanceBody) -> Sequence[int]:
        """Return the numbers of the rows that `body` lists."""
        return listed_rows(self.draft(), body)

    @property
    def _integration_id(self) -> str:
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

    def _drawn_rows(self) -> list[FormRow]:
        return form_rows(self._rows, self._before.providers, self.names)

    def _set_rows(self, rows: tuple[ProviderDraft, ...]) -> None:
        self._rows = rows
        self.query_one(RowsField).set_rows(self._drawn_rows())
        self.typed()

    def _take_out(self, number: int) -> None:
        self._removed.append((number, self._rows[number]))
        self.query_one(RowsField).clear_problems()
        self._set_rows((*self._rows[:number], *self._rows[number + 1 :]))
        self._tell_removed()

    def _tell_removed(self) -> None:
        """Say which row can come back; with none, what there is to say of rows."""
        field = self.query_one(RowsField)
        field.error = None
        field.note = ROWS_STAY if self._base else None
        if self._removed:
            name = row_name(self._removed[-1][1], self.names)
            field.note = Display(f"{name} is left out again. u puts it back.")

    @work(group="dialog")
    async def _add_row(self) -> None:
        lists = self._lists
        if self._catalogue is not None:
            lists = IntegrationProviders(self._lists, self._catalogue)
        picker = PickerScreen(
            "Choose a provider",
            "integration_provider",
            lists,
            without=frozenset(row.provider_id for row in self._rows)
            | (all_ids_in(self._base) if self._base else frozenset()),
            filters={"integration_id": self._integration_id},
            only_listed=self._catalogue is not None,
        )
        choice: Choice | None = await self.app.push_screen_wait(picker)
        if choice is not None:
            self.names[choice.id] = choice.name
            if self._catalogue is not None:
                self._own_ids[choice.id] = choice.id
            row = await self._open_row(ProviderDraft(choice.id), is_new=True)
            if isinstance(row, ProviderDraft):
                self._set_rows((*self._rows, row))
        self._row_open = False

    @work(group="dialog")
    async def _edit_row(self, number: int) -> None:
        is_new = number >= len(self._before.providers)
        field = self.query_one(RowsField)
        row = await self._open_row(self._rows[number], is_new=is_new, number=number)
        if isinstance(row, Removed):
            self._take_out(number)
        elif row is not None:
            field.clear_problems()
            self._set_rows((*self._rows[:number], row, *self._rows[number + 1 :]))
        self._row_open = False

    async def _open_row(
        self, row: ProviderDraft, *, is_new: bool, number: int | None = None
    ) -> ProviderDraft | Removed | None:
        problems = self.query_one(RowsField).problems
        place = len(self._rows) if number is None else number

        def keep(typed: ProviderDraft) -> None:
            self._open_draft = (place, typed)
            self.typed()

        answer = await self.app.push_screen_wait(
            ProviderFormScreen(
                Subject(
                    row,
                    row_name(row, self.names),
                    self._own_ids.get(row.provider_id),
                    self._integration_id,
                    is_new,
                ),
                lookup=self._lists,
                names=self.names,
                catalogue=self._catalogue,
                problems=problems.get(place),
                on_typed=keep,
            )
        )
        self._open_draft = None
        return answer


def _told(instance: IntegrationInstance) -> dict[str, Any]:
    """Return what tells an instance from another of the same name."""
    return {
        **as_body(instance),
        "integration_id": instance.integration_id,
        "id": instance.id,
        "status": instance.status,
        "created_at": instance.created_at,
    }
