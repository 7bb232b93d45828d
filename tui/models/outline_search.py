"""Finding text in an outline: every line of it is looked through, unfolded or not."""

from __future__ import annotations

from collections.abc import Iterator

from tui.models.outline import Node, children
from tui.text import Display, fold

MAX_NODES = 20_000
"""Nodes that are looked through; what comes after them is not found."""

_MAX_TEXT = 10_000


class OutlineSearch:
    """The lines of one outline in the order they stand, and the matches among them.

    Built once for an outline, since one searches at every keystroke. Masked values are
    not found: what is not shown cannot be guessed at letter by letter.
    """

    def __init__(self, root: Node) -> None:
        self._nodes: list[Node] = []
        self._parents: list[int] = []
        self._texts: list[str] = []
        self._complete = True
        self._matches: list[int] = []
        self._at = 0
        self._fill(root)

    def find(self, text: str, near: Node | None = None) -> list[Node]:
        """Return the nodes from the root down to the first match at or after `near`.

        Where none follows it is the first of all; where there is none, or no text to look
        for, the list is empty.
        """
        wanted = fold(text)
        self._matches = [at for at, one in enumerate(self._texts) if wanted and wanted in one]
        begin = 0 if near is None else self._place_of(near)
        self._at = next((n for n, place in enumerate(self._matches) if place >= begin), 0)
        return self._chain()

    def step(self, direction: int) -> list[Node]:
        """Return the nodes from the root down to the next match, or the one before."""
        if self._matches:
            self._at = (self._at + direction) % len(self._matches)
        return self._chain()

    @property
    def words(self) -> Display:
        """Which match of how many: `3 of 17`."""
        limits = "" if self._complete else f" in the first {MAX_NODES:,} lines"
        if not self._matches:
            return Display(f"no match{limits}")
        return Display(f"{self._at + 1:,} of {len(self._matches):,}{limits}")

    def _chain(self) -> list[Node]:
        nodes: list[Node] = []
        place = self._matches[self._at] if self._matches else -1
        while place >= 0:
            nodes.append(self._nodes[place])
            place = self._parents[place]
        return nodes[::-1]

    def _place_of(self, node: Node) -> int:
        paths = (place for place, one in enumerate(self._nodes) if one.path == node.path)
        return next(paths, 0)

    def _fill(self, root: Node) -> None:
        self._add(root, -1)
        open_places: list[Iterator[tuple[Node, int]]] = [_below(root, 0)]
        while open_places:
            following = next(open_places[-1], None)
            if following is None:
                open_places.pop()
                continue
            node, parent = following
            if node.is_more:
                open_places[-1] = _below(node, parent)
                continue
            if len(self._nodes) >= MAX_NODES:
                self._complete = False
                return
            place = self._add(node, parent)
            if node.expandable:
                open_places.append(_below(node, place))

    def _add(self, node: Node, parent: int) -> int:
        self._nodes.append(node)
        self._parents.append(parent)
        self._texts.append(fold(_text(node)))
        return len(self._nodes) - 1


def _below(node: Node, place: int) -> Iterator[tuple[Node, int]]:
    return ((child, place) for child in children(node))


def _text(node: Node) -> str:
    value = node.value
    if isinstance(value, str) and not node.masked:
        return f"{node.label}\n{node.summary}\n{value[:_MAX_TEXT]}"
    return f"{node.label}\n{node.summary}\n{node.aside}"
