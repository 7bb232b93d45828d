"""What a place in an instance's tree refers to: an object of the API, by kind and ID."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.models import outline
from tui.models.outline import Node
from tui.resources import BY_KIND, Kind
from tui.text import Display, clean

_DEEP = 3
"""Levels of an instance in which it names what it uses: itself, its providers, their parts."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An object that something refers to.

    Attributes:
        kind: What it is.
        id: Its true ID.
        name: What it is called, or its ID, safe to draw.
    """

    kind: Kind
    id: str
    name: Display

    @property
    def is_shared(self) -> bool:
        """Whether several instances may use it, and the API lists them by it."""
        return self.kind != "integration_instance" and BY_KIND[self.kind].parameter is not None

    @property
    def words(self) -> Display:
        """Its kind and its name: `config: Production Config`."""
        return Display(f"{BY_KIND[self.kind].title}: {self.name}")


def reference_at(chain: Sequence[Node]) -> Reference | None:
    """Return the object that the last node of `chain`, which begins at the root, belongs to.

    That is the node itself where it names an object, else the nearest one around it. None
    where that object is of no kind that the API has a list or a filter for.
    """
    for node in reversed(chain):
        if node.path and node.path[-1] == "id":
            continue  # The object around it has a name.
        if node.shape == "instance_provider" and isinstance(node.value, dict):
            return _of_provider(node, node.value)
        if node.id is not None:
            return Reference(node.kind, node.id, _name(node)) if node.kind else None
    return None


def references_in(root: Node) -> tuple[Reference, ...]:
    """Return what an instance uses that others may use too, each once, in the tree's order."""
    found: dict[tuple[Kind, str], Reference] = {}
    for one in _walk(root, _DEEP):
        known = found.get((one.kind, one.id))
        # Where it is named twice, once by its ID alone, the name counts.
        if one.is_shared and (known is None or known.name == known.id):
            found[one.kind, one.id] = one
    return tuple(found.values())


def unnamed_in(root: Node) -> tuple[Reference, ...]:
    """Return what an instance uses and tells nothing of but the ID."""
    return tuple(one for one in references_in(root) if one.name == clean(one.id))


def _walk(node: Node, depth: int) -> Iterator[Reference]:
    """Yield what is referred to below `node`, but not what is only told of it."""
    for child in outline.children(node):
        if child.is_more:
            return
        if child.shape in ("providers", "instance_provider"):
            provider = reference_at([child])
            if provider is not None:
                yield provider
            if depth > 0:
                yield from _walk(child, depth - 1)
        elif child.path[-1] != "id" and (found := reference_at([child])) is not None:
            yield found


def _of_provider(node: Node, value: dict[str, object]) -> Reference | None:
    """Return the provider of an instance's provider, wherever the API put its ID."""
    setup = value.get("integration_provider")
    places = [one for one in (value, setup) if isinstance(one, dict)]
    nested = [one["provider"] for one in places if isinstance(one.get("provider"), dict)]
    ids = [one.get("id") for one in nested] + [one.get("provider_id") for one in places]
    identifier = next((one for one in ids if isinstance(one, str) and one), None)
    return Reference("provider", identifier, node.label) if identifier else None


def _name(node: Node) -> Display:
    if node.named:
        return node.label
    return node.summary or clean(node.id or "")
