"""One of an instance's providers, between a form's row and `providers[]`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from tui.forms.problems import FormProblems, ProblemCollector
from tui.forms.tool_filter import ToolFilterDraft
from tui.models.integration_instance import InstanceProvider


@dataclass(frozen=True, slots=True)
class ProviderDraft:
    """A row of providers as it is typed; an empty ID means none.

    Attributes:
        provider_id: The provider's ID, or the integration provider's: the API takes both.
        provider_config_id: Its config; none falls back to the integration's.
        provider_auth_config_id: Its auth config.
        tool_filter: Which tools it may use.
        is_override_tool_filter: Whether that filter replaces the integration's; None is
            as the API has it.
    """

    provider_id: str
    provider_config_id: str = ""
    provider_auth_config_id: str = ""
    tool_filter: ToolFilterDraft = field(default_factory=ToolFilterDraft)
    is_override_tool_filter: bool | None = None

    @classmethod
    def from_instance_provider(cls, row: InstanceProvider) -> ProviderDraft:
        """Return the row that, sent, would set `row` to what it is."""
        return cls(
            provider_id=provider_id_of(row),
            provider_config_id=(row.config.id if row.config else None) or "",
            provider_auth_config_id=(row.auth_config.id if row.auth_config else None) or "",
            tool_filter=ToolFilterDraft.from_response(row.tool_filter),
            is_override_tool_filter=row.is_override_tool_filter,
        )

    def to_new(self) -> dict[str, Any]:
        """Return the row for a provider the instance lacks: what was left empty is absent.

        Raises:
            FormProblems: It has no provider, or its tool filter cannot be sent.
        """
        values = self._checked()
        return {
            name: value
            for name, value in values.items()
            if value is not None or name == "tool_filters"
        }

    def to_whole(self) -> dict[str, Any]:
        """Return the row for a provider the instance has, whole, as the API takes it.

        What is empty is null; only what the API never told of stays absent.

        Raises:
            FormProblems: It has no provider, or its tool filter cannot be sent.
        """
        values = self._checked()
        if values["is_override_tool_filter"] is None:
            del values["is_override_tool_filter"]
        return values

    def to_set(self) -> dict[str, Any]:
        """Return what sets this one provider, whole: the row without its provider.

        Raises:
            FormProblems: It has no provider, or its tool filter cannot be sent.
        """
        values = self.to_whole()
        del values["provider_id"]
        return values

    def rebased(self, before: ProviderDraft, now: ProviderDraft) -> ProviderDraft:
        """Return the row with what it has in common with `before` as it is `now`.

        So a row that is sent whole undoes nothing that others changed meanwhile and
        nobody touched here.
        """
        untouched = {
            one.name: getattr(now, one.name)
            for one in fields(self)
            if getattr(self, one.name) == getattr(before, one.name)
        }
        return replace(self, **untouched)

    def _checked(self) -> dict[str, Any]:
        problems = ProblemCollector()
        values: dict[str, Any] = {
            "provider_id": self.provider_id.strip(),
            "provider_config_id": self.provider_config_id.strip() or None,
            "provider_auth_config_id": self.provider_auth_config_id.strip() or None,
        }
        if not values["provider_id"]:
            problems.add(("provider_id",), "the API gave this provider no ID to send it by")
        if self.tool_filter.is_sent:
            try:
                values["tool_filters"] = self.tool_filter.to_request()
            except FormProblems as found:
                problems.include(("tool_filters",), found)
        problems.check()
        values["is_override_tool_filter"] = self.is_override_tool_filter
        return values


def row_of(row: InstanceProvider) -> dict[str, Any]:
    """Return `row` in the words of a body: what a row that is sent is compared with.

    What the API did not tell of is absent.
    """
    values: dict[str, Any] = {
        "provider_id": provider_id_of(row),
        "provider_config_id": (row.config.id if row.config else None) or None,
        "provider_auth_config_id": (row.auth_config.id if row.auth_config else None) or None,
    }
    if row.tool_filter is not None:
        values["tool_filters"] = row.tool_filter.as_request()
    if row.is_override_tool_filter is not None:
        values["is_override_tool_filter"] = row.is_override_tool_filter
    return values


def provider_id_of(row: InstanceProvider) -> str:
    """Return the ID that `provider_id` takes for `row`: its provider's, if that came."""
    if row.provider is not None and row.provider.id:
        return row.provider.id
    snapshot = row.integration_provider
    if snapshot is None:
        return ""
    nested = snapshot.provider.id if snapshot.provider is not None else None
    return nested or snapshot.provider_id or snapshot.id or ""
