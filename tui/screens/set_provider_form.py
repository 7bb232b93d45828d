"""The form that sets one provider of an instance, and nothing else of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, TypeAlias

from textual import work
from textual.app import ComposeResult

from tui.drafts import Draft
from tui.forms.diff import Change, changes
from tui.forms.outcome import NOT_CHANGED, Found, changed_otherwise, has_row
from tui.forms.problems import FormProblems
from tui.forms.provider import ProviderDraft, row_of
from tui.forms.tool_filter import check_filter
from tui.models.integration_instance import InstanceProvider
from tui.models.requests import SetInstanceProvider
from tui.resources import Kind
from tui.screens import provider_editing
from tui.screens.form_screen import FormScreen, Submit
from tui.screens.picker import PickerScreen
from tui.screens.provider_editing import Subject
from tui.store.catalogue import Catalogue
from tui.store.lookup import Lookup
from tui.text import Display, clean
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.provider_fields import ProviderFields

ReloadRow: TypeAlias = Callable[[], Awaitable[InstanceProvider]]
"""Gets the provider's row anew; raises `ApiError`."""

UNKNOWN = Display("It is not known whether it was set; sending the same again does no harm.")


class SetProviderScreen(FormScreen[SetInstanceProvider, InstanceProvider]):
    """Sets the provider as a whole; dismissed with the instance provider answered."""

    SENDS_EMPTY = False
    KINDS: ClassVar[dict[str, Kind]] = provider_editing.KINDS

    def __init__(
        self,
        subject: Subject,
        *,
        path: str,
        before: ProviderDraft,
        submit: Submit[SetInstanceProvider, InstanceProvider],
        reload: ReloadRow,
        lookup: Lookup,
        names: dict[str, Display],
        catalogue: Catalogue,
        restored: bool = False,
        keeper: Draft | None = None,
        uncertain: bool = False,
    ) -> None:
        """Make the form.

        Args:
            subject: The provider, and what the form begins with.
            path: Where the request goes, for the review.
            before: What is set for the provider now.
            submit: Sends the body.
            reload: Gets what is set anew, before the review.
            lookup: Searches configs and auth configs.
            names: Names of objects by ID.
            catalogue: Tells what the integration allows and which tools there are.
            restored: Whether it begins with what was typed before, so that Esc asks.
            keeper: Keeps what is typed until it is sent or given up.
            uncertain: Whether an earlier try had no answer.
        """
        super().__init__(
            clean(f"Set provider: {subject.name}", 60),
            path=path,
            submit=submit,
            method="PUT",
            unknown=UNKNOWN,
            lookup=lookup,
            restored=restored,
            keeper=keeper,
            uncertain=uncertain,
        )
        self._subject = subject
        self._before = before
        self._now = before
        self._reload = reload
        self._configs = lookup
        self._catalogue = catalogue
        self.names = names

    def compose_fields(self) -> ComposeResult:
        """Yield the provider, which is fixed, and what is set for it."""
        yield self._subject.fields(self.names)

    def on_mount(self) -> None:
        """Ask what there is to know."""
        self._inform()

    def on_provider_fields_edited(self, event: ProviderFields.Edited) -> None:
        """Keep what is typed."""
        event.stop()
        self.typed()

    def build(self) -> SetInstanceProvider:
        """Return the whole of what is set; nothing where nothing changed."""
        row = self.draft()
        if row == self._before:
            return SetInstanceProvider()
        if row.tool_filter != self._before.tool_filter:
            try:
                check_filter(row.tool_filter)
            except FormProblems as found:
                at = {("tool_filters", *path): said for path, said in found.problems.items()}
                raise FormProblems(at) from None
        return SetInstanceProvider(**row.to_set())

    def draft(self) -> ProviderDraft:
        """Return the row as it stands in the form."""
        return self.query_one(ProviderFields).value

    def before(self) -> ProviderDraft:
        """Return what is set now."""
        return self._before

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list of the provider's configs, or auth configs."""
        return self._subject.picker(field, text, self._configs)

    async def look_again(self) -> Sequence[Display]:
        """Get the row anew, and return what others changed since the form opened."""
        self._now = ProviderDraft.from_instance_provider(await self._reload())
        return [
            Display(f"Changed by somebody else meanwhile: {one.field} is now {one.after}")
            for one in _changes(self._before, self._now, self.names)
        ]

    async def reconciled(self, body: SetInstanceProvider) -> SetInstanceProvider | None:
        """Return the body that undoes nothing of what others changed and nobody touched here."""
        return SetInstanceProvider(**self.draft().rebased(self._before, self._now).to_set())

    def changes(self, body: SetInstanceProvider) -> Sequence[Change]:
        """Return what the body changes of the row as it is now."""
        return _changes(self._now, self.draft().rebased(self._before, self._now), self.names)

    async def find_made(self, body: SetInstanceProvider) -> Found[InstanceProvider]:
        """Look whether the provider is set as it was sent."""
        found = await self._reload()
        if has_row(row_of(found), body.as_json()):
            return Found(done=found)
        others = _changes(self._now, ProviderDraft.from_instance_provider(found), self.names)
        return Found(nothing=NOT_CHANGED, otherwise=changed_otherwise(others) if others else None)

    @work(group="inform")
    async def _inform(self) -> None:
        await self._subject.inform(self.query_one(ProviderFields), self._catalogue)


def _changes(
    before: ProviderDraft, after: ProviderDraft, names: dict[str, Display]
) -> tuple[Change, ...]:
    """Return what differs between two rows of one provider, as rows are compared."""
    return changes({"providers": [_row(before)]}, {"providers": [_row(after)]}, names)


def _row(row: ProviderDraft) -> dict[str, object]:
    try:
        return row.to_whole()
    except FormProblems:
        return {"provider_id": row.provider_id}
