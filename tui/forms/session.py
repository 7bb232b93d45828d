"""The form of a session and of a session template: name, description, metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.forms.instance import NAME_MISSING, read_metadata
from tui.forms.metadata import format_metadata
from tui.forms.problems import ProblemCollector
from tui.models.requests import CreateSession, CreateSessionTemplate
from tui.models.session import SessionTemplate


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """What stands in the form; an empty string means nothing is there."""

    name: str = ""
    description: str = ""
    metadata: str = ""

    @classmethod
    def from_template(cls, template: SessionTemplate) -> SessionDraft:
        """Return the form of `template` as it is, before anything is typed."""
        return cls(
            name=template.name or "",
            description=template.description or "",
            metadata=format_metadata(template.metadata or None),
        )


def to_session(draft: SessionDraft) -> CreateSession:
    """Return the body that creates the session; empty fields are absent from it.

    Raises:
        FormProblems: The metadata cannot be sent.
    """
    return CreateSession(**_values(draft))


def to_session_template(
    draft: SessionDraft, base: SessionTemplate | None = None
) -> CreateSessionTemplate:
    """Return the body that makes the template, or changes `base`.

    Fields that are empty, or of `base` and untouched, are absent from it. Null is refused
    there, so what is emptied is sent empty.

    Raises:
        FormProblems: The metadata cannot be sent, or the name of `base` was taken away.
    """
    if base is None:
        return CreateSessionTemplate(**_values(draft))
    before = SessionDraft.from_template(base)
    problems = ProblemCollector()
    body: dict[str, Any] = {}
    if draft.name.strip() != before.name.strip():
        body["name"] = draft.name.strip()
        if not body["name"]:
            problems.add(("name",), NAME_MISSING)
    if draft.description.strip() != before.description.strip():
        body["description"] = draft.description.strip()
    if draft.metadata != before.metadata:
        metadata = read_metadata(draft.metadata, problems) or {}
        if metadata != (base.metadata or {}):
            body["metadata"] = metadata
    problems.check()
    return CreateSessionTemplate(**body)


def as_body(template: SessionTemplate) -> dict[str, Any]:
    """Return a template in the words of the body that would make it."""
    return {
        "name": template.name,
        "description": template.description or "",
        "metadata": template.metadata or {},
    }


def _values(draft: SessionDraft) -> dict[str, Any]:
    problems = ProblemCollector()
    metadata = read_metadata(draft.metadata, problems)
    problems.check()
    values = {"name": draft.name.strip(), "description": draft.description.strip()}
    body: dict[str, Any] = {field: value for field, value in values.items() if value}
    if metadata is not None:
        body["metadata"] = metadata
    return body
