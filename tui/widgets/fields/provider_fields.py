"""The fields of one provider of an instance: config, auth config, tool filter, override."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Checkbox

from tui.forms.provider import ProviderDraft
from tui.forms.tool_filter import ToolFilterDraft
from tui.forms.tool_trial import try_filter
from tui.models.tool import Tool
from tui.text import Display
from tui.widgets.fields.check_field import CheckField
from tui.widgets.fields.field import FixedField, FormField
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.tool_filter_field import ToolFilterField

NO_CONFIG = "none: the integration's own"
"""What an empty config means."""


class ProviderFields(Vertical):
    """The fields, and what they make of the provider's tools."""

    class Edited(Message):
        """Something other than a pick changed."""

    def __init__(
        self,
        row: ProviderDraft,
        shown: Content,
        names: Mapping[str, Display],
        *,
        note: Display | None = None,
    ) -> None:
        """Make the fields.

        Args:
            row: What they begin with.
            shown: The provider, which is fixed.
            names: Names of objects by ID.
            note: What is worth knowing about the provider.
        """
        super().__init__(classes="provider-fields")
        self._row = row
        self._shown = shown
        self._names = names
        self._note = note
        self._inherited: ToolFilterDraft | None = None
        self._tools: Sequence[Tool] | None = None

    def compose(self) -> ComposeResult:
        """Yield the fields."""
        row = self._row
        provider = FixedField("provider_id", "Provider", self._shown)
        provider.note = self._note
        yield provider
        yield self._pick("provider_config_id", "Config", row.provider_config_id, NO_CONFIG)
        yield self._pick(
            "provider_auth_config_id", "Auth config", row.provider_auth_config_id, "none"
        )
        yield ToolFilterField("tool_filters", "Tool filter", row.tool_filter)
        yield CheckField(
            "is_override_tool_filter",
            "Override",
            "it replaces the integration's filter",
            row.is_override_tool_filter,
        )

    def on_tool_filter_field_edited(self, event: ToolFilterField.Edited) -> None:
        """Try the filter again."""
        event.stop()
        self._edited()

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """Try the filter again."""
        event.stop()
        self._edited()

    @property
    def value(self) -> ProviderDraft:
        """The row as it stands in the fields."""
        return ProviderDraft(
            provider_id=self._row.provider_id,
            provider_config_id=self.query_one("#field-provider_config_id", PickField).value,
            provider_auth_config_id=self.query_one(
                "#field-provider_auth_config_id", PickField
            ).value,
            tool_filter=self._filter.value,
            is_override_tool_filter=self._override,
        )

    def bar(self, barred: Mapping[str, Display]) -> None:
        """Let nobody change the fields of these names any more, and say why."""
        for name, why in barred.items():
            field = self.query_one(f"#field-{name}", FormField)
            field.disabled = True
            field.note = why

    def offer_tools(self, tools: Sequence[Tool], inherited: ToolFilterDraft | None) -> None:
        """Try the filter on the provider's tools from now on, and complete their keys.

        `inherited` is the integration's filter, where it is known.
        """
        self._tools = tools
        self._inherited = inherited
        self._filter.offer_tools(tools)
        self._try()

    def say_of_tools(self, words: Display) -> None:
        """Say why the filter is not tried."""
        self._filter.trial.say(words)

    @property
    def _filter(self) -> ToolFilterField:
        return self.query_one(ToolFilterField)

    @property
    def _override(self) -> bool | None:
        return self.query_one("#field-is_override_tool_filter", CheckField).value

    def _edited(self) -> None:
        self._try()
        self.post_message(self.Edited())

    def _try(self) -> None:
        if self._tools is None:
            return
        trial = try_filter(
            self._filter.value,
            self._tools,
            inherited=self._inherited,
            overrides=bool(self._override),
        )
        self._filter.trial.show(trial, self._tools)

    def _pick(self, name: str, label: str, value: str, empty: str) -> PickField:
        return PickField(name, label, value, self._names.get(value), empty=empty)
