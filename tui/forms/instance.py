"""An instance's form: what is typed <-> the bodies of create and update."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tui.forms.metadata import format_metadata, parse_metadata
from tui.forms.problems import FieldProblem, FormProblems, ProblemCollector
from tui.forms.provider import ProviderDraft, row_of
from tui.forms.values import same
from tui.models.integration_instance import IntegrationInstance
from tui.models.requests import CreateIntegrationInstance, UpdateIntegrationInstance

NAME_MISSING = "a name is needed"
INTEGRATION_MISSING = "an integration is needed"


@dataclass(frozen=True, slots=True)
class InstanceDraft:
    """What stands in the form; an empty string means nothing is there.

    Attributes:
        integration_id: The integration's ID.
        name: The name as typed.
        description: The description as typed.
        metadata: JSON text.
        identity_id: The identity's ID.
        identity_actor_id: The actor's ID.
        providers: The rows of providers, those the instance has first.
    """

    integration_id: str = ""
    name: str = ""
    description: str = ""
    metadata: str = ""
    identity_id: str = ""
    identity_actor_id: str = ""
    providers: tuple[ProviderDraft, ...] = ()

    @classmethod
    def from_instance(cls, instance: IntegrationInstance) -> InstanceDraft:
        """Return the form of `instance` as it is, before anything is typed."""
        return cls(
            integration_id=instance.integration_id or "",
            name=instance.name or "",
            description=instance.description or "",
            metadata=format_metadata(instance.metadata),
            identity_id=instance.identity_id or "",
            identity_actor_id=instance.identity_actor_id or "",
            providers=tuple(
                ProviderDraft.from_instance_provider(row) for row in instance.providers or ()
            ),
        )


def clone_of(instance: IntegrationInstance) -> InstanceDraft:
    """Return the form of a new instance that is like `instance` in all but its name."""
    draft = InstanceDraft.from_instance(instance)
    return replace(draft, name=f"{draft.name} copy".strip())


def to_create(draft: InstanceDraft) -> CreateIntegrationInstance:
    """Return the body that creates what `draft` says; empty fields are absent from it.

    Raises:
        FormProblems: A required field is missing, or a value cannot be sent.
    """
    problems = ProblemCollector()
    if not draft.integration_id.strip():
        problems.add(("integration_id",), INTEGRATION_MISSING)
    if not draft.name.strip():
        problems.add(("name",), NAME_MISSING)
    body = _filled(draft, problems)
    problems.check()
    return CreateIntegrationInstance(**body)


def to_keep(draft: InstanceDraft) -> dict[str, Any]:
    """Return the body that would create what `draft` says, be it complete or not.

    Raises:
        FormProblems: A value cannot be sent.
    """
    problems = ProblemCollector()
    body = _filled(draft, problems)
    problems.check()
    return body


def to_update(draft: InstanceDraft, base: IntegrationInstance) -> UpdateIntegrationInstance:
    """Return the body that turns `base` into what `draft` says: what changed, no more.

    What was emptied is null, metadata is whole, identity and actor go together, and a
    changed row of providers is whole. Nothing changed gives an empty body.

    Raises:
        FormProblems: The name was emptied, or a changed value cannot be sent.
    """
    before = InstanceDraft.from_instance(base)
    problems = ProblemCollector()
    body: dict[str, Any] = {}
    if draft.name.strip() != before.name.strip():
        body["name"] = draft.name.strip()
        if not body["name"]:
            problems.add(("name",), NAME_MISSING)
    if draft.description.strip() != before.description.strip():
        body["description"] = draft.description.strip() or None
    identity = (draft.identity_id.strip(), draft.identity_actor_id.strip())
    if identity != (before.identity_id, before.identity_actor_id):
        # An actor alone resets the identity, so the two are always sent together.
        body["identity_id"], body["identity_actor_id"] = (one or None for one in identity)
    rows = _rows(draft, before.providers, sent_rows(draft, base), problems)
    if rows:
        body["providers"] = rows
    if draft.metadata.strip() != before.metadata.strip():
        metadata = read_metadata(draft.metadata, problems)
        if not same(metadata, base.metadata):
            body["metadata"] = metadata
    problems.check()
    return UpdateIntegrationInstance(**body)


def sent_rows(draft: InstanceDraft, base: IntegrationInstance | None) -> tuple[int, ...]:
    """Return which rows of `draft` its body lists, in the body's order.

    All are listed where there is no `base`; else those that are new or changed.
    """
    before = InstanceDraft.from_instance(base).providers if base is not None else ()
    return tuple(
        number
        for number, row in enumerate(draft.providers)
        if number >= len(before) or row != before[number]
    )


def listed_rows(
    draft: InstanceDraft, body: CreateIntegrationInstance | UpdateIntegrationInstance
) -> tuple[int, ...]:
    """Return which rows of `draft` a body lists, in the body's order."""
    numbers = {row.provider_id.strip(): number for number, row in enumerate(draft.providers)}
    return tuple(numbers[row.provider_id] for row in body.providers or ())


def as_body(base: IntegrationInstance) -> dict[str, Any]:
    """Return `base` in the words of an update: what a body's fields are compared with."""
    return {
        "name": base.name,
        "description": base.description,
        "metadata": base.metadata,
        "identity_id": base.identity_id,
        "identity_actor_id": base.identity_actor_id,
        "providers": [row_of(row) for row in base.providers or ()],
    }


def read_metadata(text: str, problems: ProblemCollector) -> dict[str, Any] | None:
    """Return the metadata in `text`, None for none; what is wrong goes to `problems`."""
    if not text.strip():
        return None
    try:
        return parse_metadata(text)
    except FieldProblem as problem:
        problems.add(("metadata",), problem)
        return None


def _filled(draft: InstanceDraft, problems: ProblemCollector) -> dict[str, Any]:
    """Return the fields that are not empty; what is wrong goes to `problems`."""
    fields = ("integration_id", "name", "description", "identity_id", "identity_actor_id")
    body: dict[str, Any] = {
        field: value for field in fields if (value := getattr(draft, field).strip())
    }
    rows = _rows(draft, (), tuple(range(len(draft.providers))), problems)
    metadata = read_metadata(draft.metadata, problems)
    if metadata is not None:
        body["metadata"] = metadata
    if rows:
        body["providers"] = rows
    return body


def _rows(
    draft: InstanceDraft,
    before: tuple[ProviderDraft, ...],
    numbers: tuple[int, ...],
    problems: ProblemCollector,
) -> list[dict[str, Any]]:
    rows = []
    for number in numbers:
        row = draft.providers[number]
        try:
            rows.append(row.to_whole() if number < len(before) else row.to_new())
        except FormProblems as found:
            problems.include(("providers", number), found)
    return rows
