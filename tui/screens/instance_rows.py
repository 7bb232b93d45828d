"""The rows of providers in an instance's form: added, edited, left out and put back."""

from __future__ import annotations

from typing import TypeAlias

from textual import work

from tui.drafts import Draft
from tui.errors import ApiError
from tui.forms.instance import InstanceDraft
from tui.forms.provider import ProviderDraft
from tui.forms.provider_ids import all_ids_in, names_in, own_ids_in, row_ids_in
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import CreateIntegrationInstance, UpdateIntegrationInstance
from tui.screens.file_form import FileFormScreen
from tui.screens.form_screen import CREATION_UNKNOWN, Submit
from tui.screens.picker import PickerScreen
from tui.screens.provider_editing import STAYS, Subject
from tui.screens.provider_form import ProviderFormScreen, Removed
from tui.screens.provider_rows import IntegrationProviders, form_rows, row_name
from tui.store.catalogue import Catalogue
from tui.store.lookup import Choice, Lookup
from tui.text import Display, clean
from tui.widgets.fields.rows_field import FormRow, RowsField

InstanceBody: TypeAlias = CreateIntegrationInstance | UpdateIntegrationInstance

UPDATE_UNKNOWN = Display("It is not known whether it was changed; look at it before sending again.")
INTEGRATION_FIRST = Display("Choose the integration first: its providers are the choice.")
ROWS_STAY = Display(
    "The API can add and change providers, not remove them. d leaves a new one out again."
)


class InstanceRowsScreen(FileFormScreen[InstanceBody, IntegrationInstance]):
    """The form of an instance, as far as it is about the instance's providers."""

    def __init__(
        self,
        *,
        lookup: Lookup,
        submit: Submit[InstanceBody, IntegrationInstance],
        base: IntegrationInstance | None,
        like: IntegrationInstance | None,
        catalogue: Catalogue | None,
        begin_with: InstanceDraft,
        restored: bool,
        keeper: Draft | None,
        uncertain: bool,
    ) -> None:
        """Make the form; `begin_with` has its rows, the rest is as for the whole form."""
        super().__init__(
            clean(f"Edit {base.name or base.id}", 60) if base else Display("New instance"),
            path=f"/integration-instances/{base.id}" if base else "/integration-instances",
            submit=submit,
            method="PATCH" if base else "POST",
            unknown=UPDATE_UNKNOWN if base else CREATION_UNKNOWN,
            lookup=lookup,
            restored=restored,
            keeper=keeper,
            uncertain=uncertain,
        )
        self._lists = lookup
        self._base = base
        self._catalogue = catalogue
        self._before = InstanceDraft.from_instance(base) if base else InstanceDraft()
        self._own_ids: dict[str, str] = {}
        for known in (like, base):
            if known is not None:
                self._own_ids.update(own_ids_in(known))
                self.names.update(names_in(known))
        self._rows: tuple[ProviderDraft, ...] = begin_with.providers
        self._row_open = False
        self._removed: list[tuple[int, ProviderDraft]] = []
        self._open_draft: tuple[int, ProviderDraft] | None = None

    @property
    def integration_id(self) -> str:
        """The ID of the integration whose providers can be added; empty for none."""
        raise NotImplementedError

    def on_rows_field_add_requested(self, event: RowsField.AddRequested) -> None:
        """Choose a provider of the integration, then fill in its row."""
        event.stop()
        if not self.integration_id:
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

    @property
    def rows_as_typed(self) -> tuple[ProviderDraft, ...]:
        """The rows, with what stands in the form of the one that is open."""
        if self._open_draft is None:
            return self._rows
        number, row = self._open_draft
        return (*self._rows[:number], row, *self._rows[number + 1 :])

    def rows_field(self) -> RowsField:
        """Return the field of the rows, to be composed."""
        return RowsField(
            "providers",
            "Providers",
            self._drawn_rows(),
            add="+ add a provider",
            note=ROWS_STAY if self._base else None,
        )

    def fill(self, draft: InstanceDraft) -> None:
        """Show `draft` in the fields, the rows among them."""
        super().fill(draft)
        self._removed.clear()
        self._set_rows(draft.providers)
        self._tell_removed()
        self.name_rows()

    @work(group="names")
    async def name_rows(self) -> None:
        """Learn what rows are called that came by their IDs, as from a file."""
        unnamed = {row.provider_id for row in self._rows} - set(self.names)
        if self._catalogue is None or not unnamed or not self.integration_id:
            return
        try:
            choices = (await self._catalogue.terms_of(self.integration_id)).providers
        except ApiError:
            return  # the IDs stand for themselves
        for choice in choices:
            if choice.id in unnamed:
                self.names[choice.id] = choice.name
                self._own_ids[choice.id] = choice.id
        self.query_one(RowsField).set_rows(self._drawn_rows())

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
            filters={"integration_id": self.integration_id},
            only_listed=self._catalogue is not None,
        )
        choice: Choice | None = await self.app.push_screen_wait(picker)
        if choice is not None:
            await self._add(choice)
        self._row_open = False

    async def _add(self, choice: Choice) -> None:
        self.names[choice.id] = choice.name
        if self._catalogue is not None:
            self._own_ids[choice.id] = choice.id
        row = await self._open_row(ProviderDraft(choice.id), is_new=True)
        if isinstance(row, ProviderDraft):
            self._set_rows((*self._rows, row))

    @work(group="dialog")
    async def fill_in(self, choice: Choice) -> None:
        """Open the row of a provider: a new one, or the one that there is by now."""
        field = self.query_one(RowsField)
        field.focus_input()
        sent_by = (row_ids_in(self._base) if self._base else {}).get(choice.id, choice.id)
        ids = [row.provider_id for row in self._rows]
        number = ids.index(sent_by) if sent_by in ids else len(ids)
        field.point_at(number)
        if number < len(ids):
            self.on_rows_field_row_chosen(RowsField.RowChosen(number))
        elif not self._row_open:
            self._row_open = True
            await self._add(choice)
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
                    self.integration_id,
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
