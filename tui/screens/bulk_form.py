"""The form of one change of many instances."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from tui.forms.bulk_update import BulkChange, BulkDraft, to_change
from tui.forms.problems import FormProblems
from tui.resources import Kind
from tui.screens.field_screen import FieldScreen
from tui.screens.picker import NONE, PickerScreen
from tui.store.lookup import Lookup
from tui.text import Display
from tui.widgets.fields.check_field import CheckField
from tui.widgets.fields.metadata_field import MetadataField
from tui.widgets.fields.pick_field import PickField
from tui.widgets.fields.text_field import TextField

_AS_IT_IS = "as it is"
_LEAVE = NONE._replace(name=Display(_AS_IT_IS))
_TOGETHER = Display("They are set together: one that is left empty is taken away.")


class BulkFormScreen(FieldScreen[BulkChange]):
    """Dismissed with what is to change in each, or with None."""

    PROCEED = "Try it"
    KINDS: ClassVar[dict[str, Kind]] = {
        "identity_id": "identity",
        "identity_actor_id": "identity_actor",
        "provider_id": "provider",
        "provider_config_id": "provider_config",
        "provider_auth_config_id": "provider_auth_config",
    }

    def __init__(self, title: Display, lookup: Lookup) -> None:
        """Make the form; `lookup` searches what is picked."""
        super().__init__(title, lookup=lookup)
        self._lists = lookup

    def compose_fields(self) -> ComposeResult:
        """Yield what can be changed; all of it stays as each instance has it at first."""
        yield MetadataField(
            label="Set metadata", placeholder='keys to add or replace, as {"team": "support"}'
        )
        yield TextField("removed_keys", "Take out keys", placeholder="team, quota")
        yield CheckField("sets_identity", "Set both", "the identity and the actor below", False)
        identity = self._pick_field("identity_id", "Identity", "none")
        identity.note = _TOGETHER
        yield identity
        yield self._pick_field("identity_actor_id", "Actor", "none")
        yield self._pick_field("provider_id", "Provider", "choose to change its config")
        yield self._pick_field("provider_config_id", "Its config", _AS_IT_IS)
        yield self._pick_field("provider_auth_config_id", "Its auth config", _AS_IT_IS)

    def action_proceed(self) -> None:
        """Check it and hand it back."""
        self.clear_problems()
        try:
            self.dismiss(to_change(self.draft()))
        except FormProblems as found:
            self.show_problems(found)

    def draft(self) -> BulkDraft:
        """Return what stands in the form."""
        return BulkDraft(
            metadata=self.query_one(MetadataField).value,
            removed_keys=self.query_one("#field-removed_keys", TextField).value,
            sets_identity=bool(self.query_one("#field-sets_identity", CheckField).value),
            **{name: self._picked(name) for name in self.KINDS},
        )

    def picker_for(self, field: PickField, text: str) -> PickerScreen:
        """Return the list of what the field holds; a provider's own configs only."""
        name = str(field.path[0])
        provider = self._picked("provider_id")
        is_config = name.endswith("config_id")
        filters = {"provider_id": provider} if is_config and provider else {}
        return PickerScreen(
            f"Choose the {field.label.lower().removeprefix('its ')}",
            self.KINDS[name],
            self._lists,
            text=text,
            nullable=True,
            none=_LEAVE if is_config or name == "provider_id" else NONE,
            filters=filters,
        )

    def picked(self, field: PickField) -> None:
        """Take away configs of another provider."""
        if field.path == ("provider_id",):
            for name in ("provider_config_id", "provider_auth_config_id"):
                self.query_one(f"#field-{name}", PickField).choose("", None)

    def _picked(self, name: str) -> str:
        return self.query_one(f"#field-{name}", PickField).value

    def _pick_field(self, name: str, label: str, empty: str) -> PickField:
        return PickField(name, label, empty=empty)
