"""Copies something of the thing the cursor is on: what each kind of copy takes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from textual.app import App

from tui.curl import curl
from tui.export.objects import path_words
from tui.models.outline import Node
from tui.models.outline_secrets import without_session_secrets
from tui.resources import BY_KIND
from tui.screens.clipboard import copy_text
from tui.screens.copy_menu import KINDS, CopyKind, CopyMenu
from tui.text import Display


@dataclass(frozen=True, slots=True)
class Subject:
    """What is copied from.

    Attributes:
        node: What the cursor is on; the instance itself while it is in the list.
        origin: The API's scheme, host and port.
        environment_id: The environment that requests name, if they do.
    """

    node: Node
    origin: str
    environment_id: str | None = None

    @property
    def url(self) -> str | None:
        """The URL of the node's object, where the API serves one by ID."""
        resource = BY_KIND[self.node.kind] if self.node.kind else None
        if resource is None or resource.path is None or self.node.id is None:
            return None
        return f"{self.origin}{resource.path}/{self.node.id}"

    def text(self, kind: CopyKind) -> str | None:
        """Return what `kind` copies, or None where there is no such thing here."""
        node = self.node
        if kind == "value":
            return node.value if isinstance(node.value, str) else _json(node.value)
        if kind == "key":
            return str(node.path[-1]) if node.path else None
        if kind == "path":
            return path_words(node.path) or None
        if kind == "id":
            return node.id
        if kind == "json":
            return _json(node.value)
        if self.url is None:
            return None
        return self.url if kind == "url" else curl("GET", self.url, None, self.environment_id)


async def copy_of(app: App[None], subject: Subject) -> None:
    """Ask what to copy of `subject`, and copy it."""
    missing = {kind: _WHY_NOT[kind] for kind in KINDS if subject.text(kind) is None}
    kind = await app.push_screen_wait(CopyMenu(missing))
    text = subject.text(kind) if kind else None
    if kind and text is not None:
        await copy_text(app, text, _WORDS[kind])


_WORDS: dict[CopyKind, Display] = {
    "value": Display("The value"),
    "key": Display("The key"),
    "path": Display("The path"),
    "id": Display("The ID"),
    "url": Display("The URL"),
    "curl": Display("The curl command"),
    "json": Display("The JSON"),
}
_NO_URL = Display("the API serves no such object by ID")
_WHY_NOT: dict[CopyKind, Display] = {
    "value": Display("nothing here"),
    "key": Display("this is the whole instance"),
    "path": Display("this is the whole instance"),
    "id": Display("this has no ID"),
    "url": _NO_URL,
    "curl": _NO_URL,
    "json": Display("nothing here"),
}


def _json(value: object) -> str:
    return json.dumps(without_session_secrets(value), indent=2, ensure_ascii=False)
