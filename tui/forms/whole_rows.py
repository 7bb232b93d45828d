"""An instance's providers within its whole JSON, as they were and as somebody left them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.forms.body import read_filter, read_row
from tui.forms.problems import FieldPath, ProblemCollector
from tui.forms.provider import ProviderDraft
from tui.forms.provider_ids import all_ids_in, names_in
from tui.forms.tool_filter import ToolFilterDraft
from tui.forms.values import same_field
from tui.models.integration_instance import IntegrationInstance
from tui.models.tool_filter import ALLOW_ALL, FILTER
from tui.text import Display, clean

_TAKEN = ("config", "auth_config", "tool_filter", "is_override_tool_filter")

FIXED = "this cannot be changed; it must stay as it was"
LEFT_OUT = "this was left out: null takes its value away"
UNKNOWN = "there is no such field"
ONLY_WHICH = "only another id, or null, can be set here"
ROW_LEFT_OUT = "it was left out, and the API cannot remove providers"
NO_LIST = "this must be a list of objects"
TWICE = "it stands here twice"
THERE = "it is there already: change that one"
RULES = f"a list of rules goes with the type {FILTER}, and with that alone"
NEW_ROW = 'the instance has no such provider; a new one is written {"provider_id": "..."}'


class WholeRows:
    """The instance's providers, and what was made of them."""

    def __init__(
        self,
        base: IntegrationInstance,
        before: tuple[ProviderDraft, ...],
        problems: ProblemCollector,
    ) -> None:
        self.before = before
        self._json: list[dict[str, Any]] = base.as_json().get("providers") or []
        self._numbers = {_identity(row): number for number, row in enumerate(self._json)}
        self._taken = all_ids_in(base) | {row.provider_id for row in self.before}
        self._problems = problems
        self._names = names_in(base)
        self._titles = [self._title(row.provider_id) for row in self.before]

    def read(self, values: Any) -> tuple[ProviderDraft, ...]:
        """Return the rows: those the instance has, in its order, then the new ones."""
        if values is not None and not isinstance(values, list):
            self._problems.add(("providers",), NO_LIST)
            return self.before
        rows, seen, new = list(self.before), set[int](), []
        for position, value in enumerate(values or (), start=1):
            number = self._numbers.get(_identity(value)) if isinstance(value, dict) else None
            if number is not None and number not in seen:
                seen.add(number)
                rows[number] = self._changed(number, value)
            elif isinstance(value, dict) and isinstance(value.get("provider_id"), str):
                new.append(self._new(value))
            else:
                why = NEW_ROW if number is None else TWICE
                self._problems.add(("providers", f"number {position}"), why)
        for number in range(len(self.before)):
            if number not in seen:
                self._problems.add(("providers", self._titles[number]), ROW_LEFT_OUT)
        return (*rows, *new)

    def called(self, path: FieldPath) -> FieldPath:
        """Return a form's path with the name of the provider in the place of its number."""
        if len(path) > 1 and path[0] == "providers" and isinstance(path[1], int):
            return ("providers", self._titles[path[1]], *path[2:])
        return path

    def _new(self, value: dict[str, Any]) -> ProviderDraft:
        identifier: str = value["provider_id"].strip()
        title = self._title(identifier)
        if identifier in self._taken:
            self._problems.add(("providers", title), THERE)
        self._taken |= {identifier}
        self._titles.append(title)
        return read_row(value, ProviderDraft(identifier), ("providers", title), self._problems)

    def _changed(self, number: int, after: dict[str, Any]) -> ProviderDraft:
        """Return a row with what `after` changes of it."""
        before, draft = self._json[number], self.before[number]
        path: FieldPath = ("providers", self._titles[number])
        refuse_fixed(before, after, _TAKEN, path, self._problems)
        values: dict[str, Any] = {}
        for name in _TAKEN:
            if name not in after or same_field(before, after, name):
                continue
            value, at = after[name], (*path, name)
            if name == "tool_filter":
                values[name] = self._filter(before.get(name) or {}, value, at)
            elif name == "is_override_tool_filter":
                values |= self._flag(value, at)
            else:
                values[f"provider_{name}_id"] = self._which(before.get(name) or {}, value, at)
        return replace(draft, **values)

    def _which(self, before: Mapping[str, Any], value: Any, path: FieldPath) -> str:
        """Return the ID of the object that is a field's value, empty for null."""
        if value is None:
            return ""
        identifier = value.get("id") if isinstance(value, dict) else None
        if not isinstance(identifier, str) or not identifier.strip():
            self._problems.add(path, 'this must be an object with its "id", or null')
            return ""
        self._refuse_told(before, value, ("id",), path, ONLY_WHICH)
        return identifier.strip()

    def _flag(self, value: Any, path: FieldPath) -> dict[str, bool]:
        if isinstance(value, bool):
            return {"is_override_tool_filter": value}
        self._problems.add(path, "this must be true or false")
        return {}

    def _filter(self, before: Mapping[str, Any], value: Any, path: FieldPath) -> ToolFilterDraft:
        """Return the filter in an answer's words; null is as the integration sets it."""
        if value is None:
            return ToolFilterDraft()
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in (ALLOW_ALL, FILTER):
            self._problems.add(path, f'this must be null, or its "type" {ALLOW_ALL} or {FILTER}')
            return ToolFilterDraft()
        self._refuse_told(before, value, ("type", "filters"), path, FIXED)
        rules = value.get("filters")
        if kind == FILTER and isinstance(rules, list):
            return read_filter(rules, (*path, "filters"), self._problems)
        if kind == FILTER or rules:
            self._problems.add((*path, "filters"), RULES)
        return ToolFilterDraft("allow_all")

    def _refuse_told(
        self,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        taken: tuple[str, ...],
        path: FieldPath,
        why: str,
    ) -> None:
        """Refuse other values of what the API only tells; it may be left out."""
        for name in after:
            if name not in taken and not same_field(before, after, name):
                self._problems.add((*path, name), why)

    def _title(self, provider_id: str) -> Display:
        return self._names.get(provider_id) or clean(provider_id or "(no ID)", 80)


def refuse_fixed(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    taken: tuple[str, ...],
    path: FieldPath,
    problems: ProblemCollector,
) -> None:
    """Note which fields differ but those that are `taken`, and which of those are missing."""
    for name in dict.fromkeys((*before, *after)):
        if name not in taken and not same_field(before, after, name):
            problems.add((*path, name), FIXED if name in before else UNKNOWN)
        elif name in taken and name in before and name not in after:
            problems.add((*path, name), LEFT_OUT)


def _identity(row: Mapping[str, Any]) -> str:
    """Return what a row is found again by: its ID, else what it is of."""
    if identifier := row.get("id"):
        return str(identifier)
    return json.dumps([row.get("provider"), row.get("integration_provider")], sort_keys=True)
