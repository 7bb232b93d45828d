"""A body that was written elsewhere, as what stands in a form: so it is checked as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from tui.forms.instance import InstanceDraft
from tui.forms.json_text import read_object, write_json
from tui.forms.problems import FieldPath, ProblemCollector
from tui.forms.provider import ProviderDraft
from tui.forms.session import SessionDraft
from tui.forms.tool_filter import RuleDraft, ToolFilterDraft
from tui.models.tool_filter import RULE_FIELDS
from tui.text import clean

TEXTS = ("name", "description")
IDS = ("identity_id", "identity_actor_id")
_ROW_IDS = ("provider_id", "provider_config_id", "provider_auth_config_id")
_ROW = (*_ROW_IDS, "tool_filters", "is_override_tool_filter")


def read_body(text: str) -> dict[str, Any]:
    """Return the body that `text` writes as JSON.

    Raises:
        FieldProblem: It is not one JSON object that the API can be sent.
    """
    return read_object(text, 'the body must be a JSON object, as {"name": "Ada"}')


def draft_to_create(body: Mapping[str, Any], base: InstanceDraft | None = None) -> InstanceDraft:
    """Return the form of a new instance, or `base`, with all that `body` says.

    Raises:
        FormProblems: A field is none of the form's, or its value is not of its type.
    """
    return _instance(body, base or InstanceDraft(), ("integration_id", *TEXTS), {})


def draft_to_update(
    body: Mapping[str, Any], base: InstanceDraft, row_ids: Mapping[str, str] | None = None
) -> InstanceDraft:
    """Return the form `base` of an instance with what `body` says in its place.

    A row of `providers` that the instance has keeps what `body` does not say of it; `row_ids`
    gives the ID it is sent by, by every other one that the API takes for it.

    Raises:
        FormProblems: A field is none of the form's, or its value is not of its type.
    """
    return _instance(body, base, TEXTS, row_ids or {})


def draft_of_session(body: Mapping[str, Any], base: SessionDraft | None = None) -> SessionDraft:
    """Return the form of a session, or of a template like `base`, with what `body` says.

    Raises:
        FormProblems: A field is none of the form's, or its value is not of its type.
    """
    problems = ProblemCollector()
    values = read_values(body, TEXTS, (), (), problems)
    problems.check()
    return replace(base or SessionDraft(), **values)


def _instance(
    body: Mapping[str, Any],
    base: InstanceDraft,
    texts: Sequence[str],
    row_ids: Mapping[str, str],
) -> InstanceDraft:
    problems = ProblemCollector()
    values = read_values(body, (*texts, *IDS), ("providers",), (), problems)
    rows = body.get("providers")
    if isinstance(rows, list):
        values["providers"] = _rows(rows, base.providers, row_ids, problems)
    elif rows is not None:
        problems.add(("providers",), "this must be a list of objects")
    problems.check()
    return replace(base, **values)


def read_values(
    body: Mapping[str, Any],
    texts: Sequence[str],
    others: Sequence[str],
    path: FieldPath,
    problems: ProblemCollector,
) -> dict[str, Any]:
    """Return the text of the fields that `body` has; null is as empty as in a form.

    What is wrong with the `texts` and the metadata goes to `problems`, and each field that is
    neither they nor one of the `others`.
    """
    values: dict[str, Any] = {}
    known = (*texts, "metadata", *others)
    for field, value in body.items():
        if field not in known:
            problems.add((*path, field), _unknown(field, known))
        elif field in texts:
            if value is not None and not isinstance(value, str):
                problems.add((*path, field), "this must be text, in quotes")
            values[field] = value or ""
        elif field == "metadata":
            if value is not None and not isinstance(value, dict):
                problems.add((*path, field), 'this must be an object, as {"team": "support"}')
            values[field] = "" if value is None else write_json(value)
    return values


def _rows(
    rows: list[Any],
    before: tuple[ProviderDraft, ...],
    row_ids: Mapping[str, str],
    problems: ProblemCollector,
) -> tuple[ProviderDraft, ...]:
    """Return the rows of before with those of the body in their place, new ones at the end."""
    found = {row.provider_id: row for row in before}
    listed: set[str] = set()
    for number, row in enumerate(rows):
        path = ("providers", number)
        if not isinstance(row, dict):
            problems.add(path, "this must be an object")
            continue
        written = row.get("provider_id")
        if not isinstance(written, str) or not written.strip():
            problems.add((*path, "provider_id"), "a provider's ID is needed")
            continue
        identifier = row_ids.get(written.strip(), written.strip())
        if identifier in listed:
            problems.add((*path, "provider_id"), "this provider is there twice")
        else:
            listed.add(identifier)
            base = found.get(identifier, ProviderDraft(identifier))
            found[identifier] = read_row({**row, "provider_id": identifier}, base, path, problems)
    return tuple(found.values())


def read_row(
    row: Mapping[str, Any], base: ProviderDraft, path: FieldPath, problems: ProblemCollector
) -> ProviderDraft:
    """Return `base` with what `row` says of it; what is wrong goes to `problems`."""
    values: dict[str, Any] = {}
    for field, value in row.items():
        if field not in _ROW:
            problems.add((*path, field), _unknown(field, _ROW))
        elif field in _ROW_IDS:
            if value is not None and not isinstance(value, str):
                problems.add((*path, field), "this must be text, in quotes")
            values[field] = value or ""
        elif field == "tool_filters":
            values["tool_filter"] = read_filter(value, (*path, field), problems)
        elif value is None or isinstance(value, bool):
            values[field] = value
        else:
            problems.add((*path, field), "this must be true or false")
    return replace(base, **values)


def read_filter(value: Any, path: FieldPath, problems: ProblemCollector) -> ToolFilterDraft:
    """Return the filter that `tool_filters` sets; what is wrong goes to `problems`."""
    if value is None:
        return ToolFilterDraft("allow_all")
    rules = value if isinstance(value, list) else [value]
    if not rules or not all(isinstance(one, dict) for one in rules):
        problems.add(path, "this must be a rule, a list of rules, or null to allow all")
        return ToolFilterDraft()
    return ToolFilterDraft("rules", tuple(map(_rule, rules)))


def _rule(rule: dict[str, Any]) -> RuleDraft:
    """Return a rule to be checked; one that is newer than this program goes as it is."""
    draft = RuleDraft.from_request(rule)
    is_ours = draft.is_known and set(rule) <= {"type", RULE_FIELDS[draft.kind]}
    return replace(draft, original="") if is_ours else draft


def _unknown(field: str, known: Sequence[str]) -> str:
    near = get_close_matches(field[:40], known, 1)
    advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"there is no {clean(field, 40)} here; {advice}"
