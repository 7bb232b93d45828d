"""An instance's JSON as the nodes of a tree, built only when they are asked for.

Nothing that came is hidden: every value is a node, or one of the fields of the node whose
row already shows it. What an instance provider resolves to is shown in the provider's own
node, wherever the API put it; a node's `path` always says where it is in the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tui.models import outline_words as words
from tui.models.outline_entries import Entry, child_count, entries, name_of
from tui.models.outline_node import (
    CHUNK,
    MAX_DEPTH,
    NOTHING,
    Node,
    Path,
    id_of,
    object_node,
    value_node,
)
from tui.models.outline_secrets import MASK, looks_secret
from tui.models.outline_shapes import (
    FIELD_SHAPES,
    LINKS,
    PLACES,
    SECRET_FIELDS,
    SHAPES,
    SNAPSHOT_WORDS,
    ShapeName,
)
from tui.resources import Kind, kind_named
from tui.text import Display, clean

__all__ = [
    "CHUNK",
    "MAX_DEPTH",
    "Field",
    "Node",
    "Path",
    "children",
    "fields",
    "parts",
    "root",
    "title",
]

_FIELD_TEXT = 1_000
"""Characters shown of a text among other fields; its own node shows more."""


class Field(NamedTuple):
    """A name and a value, as the inspector shows them; the value may have line breaks."""

    name: Display
    value: Display
    path: Path
    is_status: bool = False


def root(value: object, kind: Kind = "integration_instance") -> Node:
    """Return the node of an object's JSON, or of whatever came in its place."""
    if not isinstance(value, dict):
        label = Display("not an object")
        return value_node((), (), label, value, "map", secret=False, own=True)
    shape: ShapeName = "instance" if kind == "integration_instance" else "object"
    node = object_node((), (), Display(""), value, shape, secret=False)
    name = name_of(value, ("name",))
    identifier = id_of(value)
    return replace(
        node,
        label=clean(name or identifier or "(no name)"),
        summary=NOTHING,
        kind=kind,
        named=True,
    )


def children(node: Node) -> Sequence[Node]:
    """Return the node's children; of a "more" node, the siblings it stands for.

    At most `CHUNK` are built; where there are more, the last one is a "more" node.
    """
    if not node.expandable:
        return ()
    path, key = (node.path[:-1], node.key[:-1]) if node.is_more else (node.path, node.key)
    built: list[Node] = []
    seen: set[Display | str] = set()
    for entry in entries(node.value, node.shape, node.offset, node.offset + CHUNK):
        built.append(_child(node, path, key, entry, seen))
    end = node.offset + len(built)
    rest = child_count(node.value, node.shape) - end
    if rest > 0:
        more = Display(f"… {rest:,} more")
        built.append(
            replace(
                node,
                path=(*path, -end),
                key=(*key, -end),
                label=more,
                summary=NOTHING,
                aside=NOTHING,
                status=None,
                kind=None,
                id=None,
                named=False,
                offset=end,
            )
        )
    return built


def parts(node: Node) -> Iterator[Node]:
    """Yield a node for everything in `node`, also for what its own row shows."""
    if len(node.path) >= MAX_DEPTH:
        return
    count = child_count(node.value, node.shape, whole=True)
    seen: set[Display | str] = set()
    for entry in entries(node.value, node.shape, 0, count, whole=True):
        yield _child(node, node.path, node.key, entry, seen, whole=True)


def fields(node: Node) -> list[Field]:
    """Return what the inspector shows: the node's own fields, nested ones summarised."""
    if node.is_more:
        return []
    if not isinstance(node.value, dict | list) or not node.value:
        value = MASK if node.masked else words.full_text(node.value, own=node.own)
        if isinstance(node.value, dict | list):
            value = node.summary or node.aside
        return [Field(node.label, value, node.path, node.status is not None)]
    if len(node.path) >= MAX_DEPTH:
        return [Field(node.label, node.aside, node.path)]
    shown: list[Field] = []
    seen: set[Display | str] = set()
    for entry in entries(node.value, node.shape, 0, CHUNK, whole=True):
        child = _child(node, node.path, node.key, entry, seen, whole=True)
        status = child.status is not None and child.status == child.summary
        shown.append(Field(child.label, _field_value(child), child.path, status))
    rest = child_count(node.value, node.shape, whole=True) - len(shown)
    if rest > 0:
        shown.append(Field(Display("…"), Display(f"{rest:,} more"), node.path))
    return shown


def title(node: Node) -> Display:
    """Return what to call the node by itself: `GitHub`, `config: Production Config`."""
    if node.named or node.masked or not node.summary:
        return node.label
    return clean(f"{node.label}: {node.summary}", 200)


def _field_value(node: Node) -> Display:
    if node.masked:
        return MASK
    if isinstance(node.value, dict | list):
        name = node.label if node.named and not node.summary else node.summary
        return Display(f"{name}  {node.aside}".strip())
    return words.full_text(node.value, own=node.own, limit=_FIELD_TEXT)


def _child(
    parent: Node,
    path: Path,
    key: Path,
    entry: Entry,
    seen: set[Display | str],
    *,
    whole: bool = False,
) -> Node:
    shape = SHAPES[parent.shape]
    field = entry.steps[-1]
    path = (*path, *entry.steps)
    key = (*key, _key_step(entry, seen))
    if isinstance(field, int):
        return _item(parent, path, key, entry.value, field)
    if shape.own_keys:
        secret = parent.secret or (shape.may_hide and looks_secret(field))
        label = words.own_label(field)
        return value_node(path, key, label, entry.value, parent.shape, secret=secret, own=True)
    label = _field_label(parent, field, seen)
    secret = parent.secret or _secret_field(field, entry.value)
    found = FIELD_SHAPES.get(field, "object")
    if found in PLACES and PLACES[found] != parent.shape:
        found = "object"
    node = value_node(path, key, label, entry.value, found, secret=secret, own=False)
    if node.masked:
        return node
    return _linked(node, field, parent, whole=whole)


def _key_step(entry: Entry, seen: set[Display | str]) -> str | int:
    step = entry.steps[-1]
    if isinstance(step, str):
        return "/".join(str(one) for one in entry.steps) if len(entry.steps) > 1 else step
    identifier = id_of(entry.value) if isinstance(entry.value, dict) else None
    if identifier is None or f"#{identifier}" in seen:
        return step
    seen.add(f"#{identifier}")
    return f"#{identifier}"


def _field_label(parent: Node, field: str, seen: set[Display | str]) -> Display:
    label = words.field_label(field)
    if parent.shape == "integration_provider" and field in SNAPSHOT_WORDS:
        label = Display(SNAPSHOT_WORDS[field])
    if label in seen:
        # Both shapes came: the object has the plain words, its flat ID says so.
        label = clean(field.replace("_", " "), 80)
    seen.add(label)
    return label


def _secret_field(field: str, value: object) -> bool:
    if field in LINKS or field.endswith(("_id", "_ids")) or _are_objects(value):
        return False
    return field in SECRET_FIELDS or looks_secret(field)


def _are_objects(value: object) -> bool:
    """Whether it is a list of the API's own objects, whose fields are looked at one by one."""
    return isinstance(value, list) and all(
        isinstance(one, dict) and isinstance(one.get("object"), str) for one in value
    )


def _linked(node: Node, field: str, parent: Node, *, whole: bool) -> Node:
    """Return `node` knowing which object it names, and that it is a status where it is."""
    stem = field.removesuffix("_id")
    value = node.value
    if field == "status" and isinstance(value, str):
        return replace(node, status=node.summary)
    if field == "id" and isinstance(value, str):
        return replace(node, kind=parent.kind, id=value)
    if stem not in LINKS:
        known = kind_named(value.get("object")) if isinstance(value, dict) else None
        return replace(node, kind=known) if known else node
    kind = LINKS[stem][1]
    if isinstance(value, dict):
        return replace(node, kind=kind)
    if field.endswith("_id") and isinstance(value, str) and value:
        return replace(node, kind=kind, id=value)
    return node


def _item(parent: Node, path: Path, key: Path, value: object, index: int) -> Node:
    """Return the node of a list's item, called by its name where it has one."""
    shape = SHAPES[parent.shape].item or parent.shape
    own = parent.own or SHAPES[parent.shape].own_keys
    label = Display(str(index))
    if not isinstance(value, dict):
        node = value_node(path, key, label, value, shape, secret=parent.secret, own=own)
        return node if own else _named_in_list(node, parent)
    node = object_node(path, key, label, value, shape, secret=parent.secret)
    if not own:
        node = replace(node, kind=kind_named(value.get("object")))
    if shape == "instance_provider":
        provider = value.get("provider")
        known = provider if isinstance(provider, dict) else value
        called = name_of(known, ("name", "slug", "id")) or name_of(value, ("name", "provider_id"))
        label = clean(called, 120) if called else Display(f"provider {index + 1}")
        return replace(node, label=label, summary=NOTHING, named=True)
    if shape == "scope" and isinstance(value.get("scope"), str):
        return replace(node, label=clean(value["scope"], 120), named=True)
    if shape == "rule" and isinstance(value.get("type"), str):
        return replace(node, label=clean(value["type"].replace("_", " "), 80), named=True)
    return node


def _named_in_list(node: Node, parent: Node) -> Node:
    """Return an item of a list of IDs knowing which object it names."""
    field = parent.path[-1] if parent.path else None
    if not isinstance(field, str) or not field.endswith("_ids") or not isinstance(node.value, str):
        return node
    stem = field.removesuffix("_ids")
    kind = LINKS[stem][1] if stem in LINKS and node.value else None
    return replace(node, kind=kind, id=node.value) if kind else node
