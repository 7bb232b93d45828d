"""The form of one provider of an instance: config, auth config, tool filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button

from tui.forms.problems import FieldPath, FormProblems
from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import check_filter
from tui.resources import Kind
from tui.screens.field_screen import FieldScreen
from tui.screens.picker import NONE, PickerScreen
from tui.store.lookup import Lookup
from tui.text import Display, clean
from tui.widgets.fields.check_field import CheckField
from tui.widgets.fields.field import MUTED, FixedField
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.tool_filter_field import ToolFilterField

_NONE = {
    "provider_config_id": replace(NONE, name=Display("none: the integration's own")),
    "provider_auth_config_id": NONE,
}


@dataclass(frozen=True, slots=True)
class Removed:
    """The answer that takes a new row out again."""


ProviderResult: TypeAlias = ProviderDraft | Removed


class ProviderFormScreen(FieldScreen[ProviderResult]):
    """Edits a row; dismissed with the row, with `Removed`, or None to leave it as it was."""

    PROCEED = "Done"
    KINDS: ClassVar[dict[str, Kind]] = {
        "provider_config_id": "provider_config",
        "provider_auth_config_id": "provider_auth_config",
    }

    def __init__(
        self,
        *,
        lookup: Lookup,
        row: ProviderDraft,
        name: Display,
        names: dict[str, Display],
        is_new: bool,
        provider_id: str | None = None,
        problems: Mapping[FieldPath, Display] | None = None,
    ) -> None:
        """Make the form.

        Args:
            lookup: Searches configs and auth configs.
            row: What to edit.
            name: What the provider is called.
            names: Names of objects by ID; those picked here are added.
            is_new: Whether the instance lacks the row still, so that it can be removed.
            provider_id: What to narrow the lists by, where the provider's own ID is known.
            problems: What is known to be wrong with the row.
        """
        super().__init__(Display(f"Provider: {name}"), lookup=lookup)
        self._configs = lookup
        self.names = names
        self._row = row
        self._provider = Content.assemble(
            name, "  ", (clean(row.provider_id or "(no ID)", 80), MUTED)
        )
        self._is_new = is_new
        self._filters = {"provider_id": provider_id} if provider_id else {}
        self._problems = problems or {}

    def compose_fields(self) -> ComposeResult:
        """Yield the provider, which is fixed, and what is set for it."""
        row = self._row
        provider = FixedField("provider_id", "Provider", self._provider)
        if not self._is_new:
            provider.note = Display("The API cannot take a provider off an instance.")
        yield provider
        yield self._pick_field(
            "provider_config_id", "Config", row.provider_config_id, "none: the integration's own"
        )
        yield self._pick_field(
            "provider_auth_config_id", "Auth config", row.provider_auth_config_id, "none"
        )
        yield ToolFilterField("tool_filters", "Tool filter", row.tool_filter)
        yield CheckField(
            "is_override_tool_filter",
            "Override",
            "it replaces the integration's filter",
            row.is_override_tool_filter,
        )

    def compose_buttons(self) -> ComposeResult:
        """Yield the buttons; a new row can be removed."""
        if self._is_new:
            yield Button("Remove", id="remove", compact=True)
        yield from super().compose_buttons()

    def on_mount(self) -> None:
        """Show what is known to be wrong."""
        if self._problems:
            self.show_problems(FormProblems(self._problems))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Remove the row, or what every form's buttons do."""
        if event.button.id == "remove":
            event.stop()
            self.dismiss(Removed())

    def action_proceed(self) -> None:
        """Check the row and hand it back."""
        self.clear_problems()
        row = self.draft()
        try:
            if row.tool_filter != self._row.tool_filter:
                check_filter(row.tool_filter)
        except FormProblems as found:
            self.show_problems(
                FormProblems({("tool_filters", *at): said for at, said in found.problems.items()})
            )
        else:
            self.dismiss(row)

    def draft(self) -> ProviderDraft:
        """Return the row as it stands in the form."""
        return ProviderDraft(
            provider_id=self._row.provider_id,
            provider_config_id=self.query_one("#field-provider_config_id", PickField).value,
            provider_auth_config_id=self.query_one(
                "#field-provider_auth_config_id", PickField
            ).value,
            tool_filter=self.query_one("#field-tool_filters", ToolFilterField).value,
            is_override_tool_filter=self.query_one(
                "#field-is_override_tool_filter", CheckField
            ).value,
        )

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list of the provider's configs, or auth configs."""
        name = str(field.path[0])
        return PickerScreen(
            f"Choose the {field.label.lower()}",
            self.KINDS[name],
            self._configs,
            text=text,
            nullable=True,
            none=_NONE[name],
            filters=self._filters,
        )

    def _pick_field(self, name: str, label: str, value: str, empty: str) -> PickField:
        return PickField(name, label, value, self.names.get(value), empty=empty)
