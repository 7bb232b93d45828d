"""One line of the tree, and how it is made of a JSON value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tui.models import outline_words as words
from tui.models.outline_entries import child_count, name_of
from tui.models.outline_secrets import MASK, is_hidden
from tui.models.outline_shapes import SHAPES, ShapeName
from tui.redaction import has_secret
from tui.resources import Kind
from tui.text import Display, clean

Path: TypeAlias = tuple[str | int, ...]
"""Where a value is in the JSON: the keys and indices that lead to it."""

CHUNK = 200
"""Children given at a time; after them comes a node that gives the next ones."""

MAX_DEPTH = 100
"""Levels that can be opened; what lies deeper is there to be copied, not walked."""

NOTHING = Display("")


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree; all of its text is safe to draw.

    Attributes:
        path: Where its value is in the JSON; its last step is negative for a "more" node.
        key: What it is known by across refreshes: items of lists by their ID.
        label: The field in people's words, or the object's own name where `named`.
        summary: What stands beside the label.
        aside: What stands at the right end: an ID, a status, a count.
        status: The status word that `aside` or `summary` is, or None.
        kind: What kind of object its `id` is of, where the API can filter by it.
        id: The true ID that it has or names.
        value: The true JSON value.
        expandable: Whether it has children.
        offset: How many siblings came before it where it stands for the rest, else 0.
    """

    path: Path
    key: Path
    label: Display
    summary: Display
    aside: Display
    status: Display | None
    kind: Kind | None
    id: str | None
    value: object
    expandable: bool
    shape: ShapeName
    named: bool = False
    secret: bool = False
    own: bool = False
    offset: int = 0

    @property
    def is_more(self) -> bool:
        """Whether it stands for siblings that are not built yet."""
        return self.offset > 0

    @property
    def masked(self) -> bool:
        """Whether its value is not shown, because its key looks like a secret's."""
        return self.secret and is_hidden(self.value, str(self.path[-1]) if self.path else "")


def value_node(
    path: Path,
    key: Path,
    label: Display,
    value: object,
    shape: ShapeName,
    *,
    secret: bool,
    own: bool,
) -> Node:
    """Return the node of any JSON value; lists are made here."""
    if isinstance(value, dict):
        return object_node(path, key, label, value, shape, secret=secret, own=own)
    if not isinstance(value, list):
        return scalar_node(path, key, label, value, own=own, secret=secret)
    if shape == "tool_filter":
        shape = "rules"
    text = words.container(value, "map" if secret else shape)
    beside = shape == "scopes" or (shape == "object" and not secret and _are_texts(value))
    return Node(
        path=path,
        key=key,
        label=label,
        summary=text if beside else NOTHING,
        aside=NOTHING if beside else text,
        status=None,
        kind=None,
        id=None,
        value=value,
        expandable=bool(value) and len(path) < MAX_DEPTH,
        shape=shape,
        secret=secret,
        own=own,
    )


def _are_texts(value: list[object]) -> bool:
    return bool(value) and all(isinstance(item, str) for item in value[:CHUNK])


def object_node(
    path: Path,
    key: Path,
    label: Display,
    value: dict[str, object],
    shape: ShapeName,
    *,
    secret: bool,
    own: bool = False,
) -> Node:
    """Return the node of an object, by the layout of its shape."""
    layout = SHAPES[shape]
    name = None if secret else name_of(value, layout.names)
    aside = value.get(layout.aside) if layout.aside and not secret else None
    beside = clean(aside, 80) if isinstance(aside, str) and aside else NOTHING
    summary = clean(name) if name else NOTHING
    if not summary and shape in ("tool_filter", "rule") and not secret:
        summary = words.container(value, shape)
    elif not summary and not beside:
        beside = words.container(value, "map")
    if len(path) >= MAX_DEPTH:
        summary, beside = NOTHING, Display("nested too deep to open; copy it")
    return Node(
        path=path,
        key=key,
        label=label,
        summary=summary,
        aside=beside,
        status=beside if layout.aside == "status" and isinstance(aside, str) else None,
        kind=None,
        id=None if secret or layout.own_keys else id_of(value),
        value=value,
        expandable=len(path) < MAX_DEPTH and child_count(value, shape) > 0,
        shape=shape,
        secret=secret,
        own=own or layout.own_keys,
    )


def scalar_node(
    path: Path, key: Path, label: Display, value: object, *, own: bool, secret: bool
) -> Node:
    """Return the node of a scalar, masked where it is a secret."""
    secret = secret or (isinstance(value, str) and has_secret(value))
    hidden = secret and is_hidden(value, str(path[-1]) if path else "")
    return Node(
        path=path,
        key=key,
        label=label,
        summary=MASK if hidden else words.scalar(value, own=own),
        aside=NOTHING,
        status=None,
        kind=None,
        id=None,
        value=value,
        expandable=False,
        shape="map" if own else "object",
        secret=secret,
        own=own,
    )


def id_of(value: dict[str, object]) -> str | None:
    """Return the true ID of an object, or None."""
    identifier = value.get("id")
    return identifier if isinstance(identifier, str) and identifier else None
