"""How two objects of a kind differ, in people's words: a pure function of their outlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tui.models import outline
from tui.models.outline import Node
from tui.models.outline_entries import name_of
from tui.models.outline_secrets import MASK
from tui.models.outline_words import is_time
from tui.models.reference import Reference, reference_at
from tui.text import Display, clean

_OWN = frozenset({"id", "integration_instance_id", "callback_instance_id"})
"""Fields that say which object it is, so that they differ between any two."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same on both sides; all of its text is safe to draw.

    Attributes:
        words: What leads to it from the object, in the tree's words.
        left: What it is on the left; None: it is not there.
        right: What it is on the right; None: it is not there.
        is_incidental: Whether it is an ID or a time, that differs between any two objects.
        left_object: The object that is named on the left by nothing but its ID, if one is.
        right_object: The one on the right.
    """

    words: tuple[Display, ...]
    left: Display | None
    right: Display | None
    is_incidental: bool = False
    left_object: Reference | None = None
    right_object: Reference | None = None


def differences(left: Node, right: Node, *, across: bool = False) -> tuple[Difference, ...]:
    """Return all that differs between two roots, in the left one's order.

    Providers are compared by what they are of, items of other lists by their ID or, where
    they are plain values, by being there: the order of a list is no difference. What names
    another object than the other side does is one difference, whatever that object holds.

    With `across`, the two are of different environments, where no object has the ID that it
    has in the other: then a name says whether two are the same, and IDs are incidental.
    """
    return tuple(_inside(left, right, (), across))


def with_names(
    found: Sequence[Difference], names: Mapping[str, Display], *, across: bool = False
) -> tuple[Difference, ...]:
    """Return differences with the names of objects, by ID, beside what came by its ID alone.

    Between environments (`across`), the names say whether that differs.
    """
    return tuple(_with_names(one, names, across) for one in found)


def _with_names(one: Difference, names: Mapping[str, Display], across: bool) -> Difference:
    left, right = (
        names.get(of.id) if of is not None else None for of in (one.left_object, one.right_object)
    )
    return replace(
        one,
        left=one.left if left is None else Display(f"{left}  {one.left}"),
        right=one.right if right is None else Display(f"{right}  {one.right}"),
        is_incidental=left == right if across and left and right else one.is_incidental,
    )


def _inside(
    left: Node, right: Node, words: tuple[Display, ...], across: bool
) -> Iterator[Difference]:
    ours, theirs = _keyed(left, across), _keyed(right, across)
    for key in (*ours, *(key for key in theirs if key not in ours)):
        mine, other = ours.get(key), theirs.get(key)
        known = mine or other
        assert known is not None, "the key is of one of the two"
        # What is nothing may as well not be there.
        nothing = (mine is None or other is None) and known.value is None
        incidental = nothing or _is_incidental(known, ours, theirs)
        if across and mine is not None and other is not None:
            incidental = incidental or _are_ids(mine, other)
        yield from _between(mine, other, (*words, known.label), incidental, across)


def _between(
    left: Node | None,
    right: Node | None,
    words: tuple[Display, ...],
    incidental: bool,
    across: bool,
) -> Iterator[Difference]:
    if left is not None and right is not None:
        if _is_open(left) and _is_open(right) and type(left.value) is type(right.value):
            if left.kind is None or left.id == right.id or (across and _are_alike(left, right)):
                for one in _inside(left, right, words, across):
                    yield replace(one, is_incidental=incidental or one.is_incidental)
                return
        elif type(left.value) is type(right.value) and left.value == right.value:
            return
    objects = _named_by_id(left), _named_by_id(right)
    yield Difference(words, _shown(left), _shown(right), incidental, *objects)


def _is_open(node: Node) -> bool:
    """Whether what is in it is compared, and not it as a whole."""
    return isinstance(node.value, dict | list) and len(node.path) < outline.MAX_DEPTH


def _are_ids(left: Node, right: Node) -> bool:
    """Whether both are the ID of something, under the same name."""
    step = left.path[-1]
    names = isinstance(step, str) and step.endswith("_id") and not left.own
    return names and isinstance(left.value, str) and isinstance(right.value, str)


def _are_alike(left: Node, right: Node) -> bool:
    """Whether two objects are called the same, as far as they are called anything."""
    sides = (left.value, right.value)
    return len({_called(one) if isinstance(one, dict) else None for one in sides}) == 1


def _called(value: dict[str, object]) -> str | None:
    """Return what an object is called wherever it is, for want of an ID that says so."""
    provider = value.get("provider")
    of_provider = name_of(provider, ("name", "slug")) if isinstance(provider, dict) else None
    return of_provider or name_of(value, ("name", "slug", "scope"))


def _keyed(node: Node, across: bool) -> dict[Hashable, Node]:
    """Return what is in a node by what makes it the same thing on both sides."""
    found: dict[Hashable, Node] = {}
    times: Counter[Hashable] = Counter()
    for part in outline.parts(node):
        key = _key(part, across)
        times[key] += 1
        found[key, times[key]] = part
    return found


def _key(node: Node, across: bool) -> Hashable:
    step, value = node.path[-1], node.value
    if isinstance(step, str):
        return step
    if across and isinstance(value, dict):
        return _called(value) or step
    if node.shape == "instance_provider" and (provider := reference_at([node])) is not None:
        return provider.id
    if isinstance(value, dict):
        return node.id or step
    return step if isinstance(value, list) else (type(value), value)


def _is_incidental(node: Node, ours: dict[Hashable, Node], theirs: dict[Hashable, Node]) -> bool:
    step = node.path[-1]
    if node.own or not isinstance(step, str):
        return False
    if step in _OWN or is_time(node.value):
        return True
    if step == "integration_id" and len(node.path) > 1:
        return True  # The instance itself says it, too.
    # The object that a flat ID names is there, too, with its name.
    whole = (step.removesuffix("_id"), 1)
    return step.endswith("_id") and whole in ours and whole in theirs


def _named_by_id(node: Node | None) -> Reference | None:
    if node is None or node.masked or not isinstance(node.value, str):
        return None
    is_link = node.path[-1] != "id" and node.id == node.value
    return reference_at([node]) if is_link else None


def _shown(node: Node | None) -> Display | None:
    if node is None:
        return None
    if node.masked:
        return MASK
    if not isinstance(node.value, dict | list):
        return node.summary
    name = node.label if node.named and not node.summary else node.summary
    which = node.id if node.kind is not None and node.id is not None else node.aside
    return clean(f"{name}  {which}".strip())
