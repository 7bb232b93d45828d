"""Builds the session templates some instances have, and the sessions made from some of those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.sandbox.records import Session, SessionTemplate
from tui.sandbox.render import template_providers
from tui.sandbox.sessions import new_provider_ids, session_provider

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from tui.sandbox.ids import IdMaker
    from tui.sandbox.records import Instance

_MOST_TEMPLATES: Final = 600


def build_sessions(
    ids: IdMaker, random: Random, instances: Iterable[Instance], now_ms: int
) -> tuple[list[SessionTemplate], list[Session]]:
    """Build a template for every fifth active instance and a session or two for most of them."""
    templates: list[SessionTemplate] = []
    sessions: list[Session] = []
    active = [instance for instance in instances if instance.status == "active"]
    for instance in active[::5][:_MOST_TEMPLATES]:
        template = _build_template(ids, instance, now_ms)
        templates.append(template)
        for number in range(int(random.random() * 3)):
            sessions.append(_build_session(ids, random, template, number, now_ms))
    return templates, sessions


def _build_template(ids: IdMaker, instance: Instance, now_ms: int) -> SessionTemplate:
    created_ms = instance.created_ms + (now_ms - instance.created_ms) // 10
    return SessionTemplate(
        id=ids.at("ste_", created_ms),
        status="active",
        name=instance.name,
        description=None,
        metadata={},
        instance=instance,
        created_ms=created_ms,
        updated_ms=created_ms,
        ready_ms=created_ms,
        provider_ids=new_provider_ids(ids, instance, created_ms),
    )


def _build_session(
    ids: IdMaker, random: Random, template: SessionTemplate, number: int, now_ms: int
) -> Session:
    age = int((now_ms - template.created_ms) * random.random())
    created_ms = now_ms - age
    session = Session(
        id=ids.at("ses_", created_ms),
        status="active" if number == 0 else "archived",
        connection_state="connected" if random.random() < 0.3 else "disconnected",
        name=f"{template.name} #{number + 1}",
        description=None,
        metadata={},
        template=template,
        client_secret=ids.secret("metorial_cs_"),
        providers=[],
        created_ms=created_ms,
        updated_ms=created_ms + age // 2,
        client_messages=int(random.random() * 400),
        provider_messages=int(random.random() * 380),
        has_errors=random.random() < 0.1,
        has_warnings=random.random() < 0.2,
    )
    session.providers = [
        session_provider(ids.at("sep_", created_ms), session.id, row)
        for row in template_providers(template, now_ms)
    ]
    return session
