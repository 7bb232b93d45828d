"""What there is to say of a session beside its secrets, in words that are safe to draw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from tui.models.session import Session, SessionProvider
from tui.text import Display, clean

Fact: TypeAlias = tuple[Display, Display]
"""What is told, and the word for what it is."""

_METADATA = 2_000


def headline(session: Session) -> Iterator[Fact]:
    """Yield what a session is, in a few lines."""
    yield from _told(
        id=session.id,
        name=session.name,
        status=session.status,
        connection=session.connection_state,
    )


def details(session: Session) -> Iterator[Fact]:
    """Yield the rest of what is known of it."""
    yield from _told(description=session.description)
    trouble = troubles(session.has_errors, session.has_warnings)
    if trouble is not None:
        yield Display("trouble"), trouble
    if session.usage is not None:
        yield Display("messages"), _messages(session.usage)
    for one in session.from_template_ids or session.from_templates_ids or ():
        yield Display("template"), clean(one)
    yield from _told(
        identity=session.identity_id,
        actor=session.identity_actor_id,
        created=session.created_at,
        updated=session.updated_at,
    )
    for provider in session.providers or ():
        yield Display("provider"), _provider(provider)
    if session.metadata:
        text = json.dumps(session.metadata, ensure_ascii=False)
        yield Display("metadata"), clean(text, _METADATA)


def troubles(has_errors: object, has_warnings: object) -> Display | None:
    """Return what went wrong in a session; None where the API says nothing of it."""
    if has_errors is None and has_warnings is None:
        return None
    words = ["errors"] * (has_errors is True) + ["warnings"] * (has_warnings is True)
    return Display(" and ".join(words) or "none")


def _messages(usage: dict[str, object]) -> Display:
    counts = [
        (usage.get(f"total_productive_{side}_message_count"), side)
        for side in ("client", "provider")
    ]
    return clean(
        ", ".join(f"{count} from the {side}" for count, side in counts if count is not None)
    )


def _provider(provider: SessionProvider) -> Display:
    parts = [
        provider.provider_id,
        provider.status,
        provider.deployment and f"deployment {provider.deployment.name or provider.deployment.id}",
        provider.config and f"config {provider.config.name or provider.config.id}",
        provider.auth_config and f"auth config {provider.auth_config.id}",
    ]
    return Display(" · ".join(clean(part, 80) for part in parts if part))


def _told(**facts: str | None) -> Iterator[Fact]:
    for name, value in facts.items():
        if value is not None:
            yield Display(name), clean(value)
