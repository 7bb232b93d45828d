"""The form of one provider of an instance: config, auth config, tool filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button

from tui.forms.problems import FieldPath, FormProblems
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import check_filter
from tui.resources import Kind
from tui.screens import provider_editing
from tui.screens.field_screen import FieldScreen
from tui.screens.picker import PickerScreen
from tui.screens.provider_editing import Subject
from tui.store.catalogue import Catalogue
from tui.store.lookup import Lookup
from tui.text import Display
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.provider_fields import ProviderFields


@dataclass(frozen=True, slots=True)
class Removed:
    """The answer that takes a new row out again."""


ProviderResult: TypeAlias = ProviderDraft | Removed


class ProviderFormScreen(FieldScreen[ProviderResult]):
    """Edits a row; dismissed with the row, with `Removed`, or None to leave it as it was."""

    PROCEED = "Done"
    KINDS: ClassVar[dict[str, Kind]] = provider_editing.KINDS

    def __init__(
        self,
        subject: Subject,
        *,
        lookup: Lookup,
        names: dict[str, Display],
        catalogue: Catalogue | None = None,
        problems: Mapping[FieldPath, Display] | None = None,
        on_typed: Callable[[ProviderDraft], None] | None = None,
    ) -> None:
        """Make the form.

        Args:
            subject: The provider, and what is set for it.
            lookup: Searches configs and auth configs.
            names: Names of objects by ID; those picked here are added.
            catalogue: Tells what the integration allows and which tools there are; without
                it all can be changed and no filter is tried.
            problems: What is known to be wrong with the row.
            on_typed: Is told of the row as it is typed, so that it can be kept.
        """
        super().__init__(Display(f"Provider: {subject.name}"), lookup=lookup)
        self._subject = subject
        self._configs = lookup
        self._catalogue = catalogue
        self.names = names
        self._problems = problems or {}
        self._on_typed = on_typed

    def compose_fields(self) -> ComposeResult:
        """Yield the provider, which is fixed, and what is set for it."""
        yield self._subject.fields(self.names)

    def compose_buttons(self) -> ComposeResult:
        """Yield the buttons; a new row can be removed."""
        if self._subject.is_new:
            yield Button("Remove", id="remove", compact=True)
        yield from super().compose_buttons()

    def on_mount(self) -> None:
        """Show what is known to be wrong; ask what there is to know."""
        if self._problems:
            self.show_problems(FormProblems(self._problems))
        if self._catalogue is not None:
            self._inform(self._catalogue)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Remove the row, or what every form's buttons do."""
        if event.button.id == "remove":
            event.stop()
            self.dismiss(Removed())

    def on_provider_fields_edited(self, event: ProviderFields.Edited) -> None:
        """Tell of what is typed."""
        event.stop()
        self.typed()

    def typed(self) -> None:
        """Tell of the row as it stands."""
        if self._on_typed is not None:
            self._on_typed(self.draft())

    def action_proceed(self) -> None:
        """Check the row and hand it back."""
        self.clear_problems()
        row = self.draft()
        try:
            if row.tool_filter != self._subject.row.tool_filter:
                check_filter(row.tool_filter)
        except FormProblems as found:
            self.show_problems(
                FormProblems({("tool_filters", *at): said for at, said in found.problems.items()})
            )
        else:
            self.dismiss(row)

    def draft(self) -> ProviderDraft:
        """Return the row as it stands in the form."""
        return self.query_one(ProviderFields).value

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list of the provider's configs, or auth configs."""
        return self._subject.picker(field, text, self._configs)

    @work(group="inform")
    async def _inform(self, catalogue: Catalogue) -> None:
        await self._subject.inform(self.query_one(ProviderFields), catalogue)
