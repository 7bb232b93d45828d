"""The form of a session and of a session template: name, description, metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.forms.instance import read_metadata
from tui.forms.problems import ProblemCollector
from tui.models.requests import CreateSession, CreateSessionTemplate


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """What stands in the form; an empty string means nothing is there."""

    name: str = ""
    description: str = ""
    metadata: str = ""


def to_session(draft: SessionDraft) -> CreateSession:
    """Return the body that creates the session; empty fields are absent from it.

    Raises:
        FormProblems: The metadata cannot be sent.
    """
    return CreateSession(**_values(draft))


def to_session_template(draft: SessionDraft) -> CreateSessionTemplate:
    """Return the body that makes the template; empty fields are absent from it.

    Raises:
        FormProblems: The metadata cannot be sent.
    """
    return CreateSessionTemplate(**_values(draft))


def _values(draft: SessionDraft) -> dict[str, Any]:
    problems = ProblemCollector()
    metadata = read_metadata(draft.metadata, problems)
    problems.check()
    values = {"name": draft.name.strip(), "description": draft.description.strip()}
    body: dict[str, Any] = {field: value for field, value in values.items() if value}
    if metadata is not None:
        body["metadata"] = metadata
    return body
