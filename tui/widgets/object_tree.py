"""The tree pane: keys that move in an object's outline, fold it and search it."""

from __future__ import annotations

from collections import deque
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from tui import keymap
from tui.models.outline import Node
from tui.models.outline_search import OutlineSearch
from tui.stylesheets import stylesheet
from tui.text import Display
from tui.widgets.outline_tree import OutlineTree, is_more
from tui.widgets.tree_search import TreeSearch

MAX_UNFOLDED = 5_000
"""Nodes that unfolding all builds at the most."""


class ObjectTree(OutlineTree, inherit_bindings=False):
    """The tree of an instance: what it is, who it is for, what it resolves to."""

    DEFAULT_CSS = stylesheet("tree").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("tree")]

    class Followed(Message):
        """The user wants to go to the object that a leaf names."""

        def __init__(self, tree: ObjectTree) -> None:
            super().__init__()
            self.tree = tree

        @property
        def control(self) -> ObjectTree:
            """The tree that sent it."""
            return self.tree

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._search: OutlineSearch | None = None
        self._search_line: TreeSearch | None = None
        self._search_began: TreeNode[Node] | None = None

    # Folding.

    def action_toggle_node(self) -> None:
        """Unfold or fold the node; at "more", build the next ones; at an ID, go to its object."""
        at = self.cursor_node
        if at is None or at.data is None:
            return
        if at.data.is_more:
            self._show_more(at)
        elif not at.data.expandable and at.data.id is not None and at.data.kind is not None:
            self.post_message(self.Followed(self))
        elif at.allow_expand and at.is_expanded:
            at.collapse()
        else:
            self._unfold_in_sight(at)

    def action_select_cursor(self) -> None:
        """Do as the toggle does: this is what a click runs."""
        self.action_toggle_node()

    def action_unfold(self) -> None:
        """Unfold the node; where it is unfolded, go to its first child."""
        at = self.cursor_node
        if at is None or at.data is None:
            return
        if at.data.is_more:
            self._show_more(at)
        elif at.is_expanded and at.children:
            self.move_cursor(at.children[0])
        else:
            self._unfold_in_sight(at)

    def action_fold(self) -> None:
        """Fold the node; where it is folded, go to its parent."""
        at = self.cursor_node
        if at is None:
            return
        if at.allow_expand and at.is_expanded:
            at.collapse()
        elif at.parent is not None:
            self.move_cursor(at.parent)

    def action_fold_all(self) -> None:
        """Fold the node and all below it; at a leaf, its parent."""
        at = self.cursor_node
        if at is not None and not at.allow_expand and at.parent is not None:
            at = at.parent
            self.move_cursor(at)
        if at is not None:
            with self.prevent(Tree.NodeCollapsed):
                at.collapse_all()

    def action_unfold_all(self) -> None:
        """Unfold the node and what is below it, the nearest first, up to a limit."""
        if self.cursor_node is None:
            return
        built = 0
        waiting = deque([self.cursor_node])
        while waiting and built < MAX_UNFOLDED:
            node = waiting.popleft()
            if node.allow_expand:
                self._unfold(node)
                built += len(node.children)
                waiting.extend(node.children)

    # Moving.

    def action_sibling(self, direction: int) -> None:
        """Move the cursor to the next sibling, or the one before."""
        at = self.cursor_node
        if at is None:
            return
        to = at.next_sibling if direction > 0 else at.previous_sibling
        if to is not None:
            self.move_cursor(to)

    def action_half(self, direction: int) -> None:
        """Move the cursor by half pages."""
        self.cursor_line += direction * max(1, self.scrollable_content_region.height // 2)
        self.scroll_to_line(self.cursor_line)

    # Searching.

    async def action_search(self) -> None:
        """Open the search line below the tree."""
        if self.root_node is None or not isinstance(self.parent, Widget):
            return
        self._search_began = self.cursor_node
        if self._search_line is None:
            self._search_line = TreeSearch(self)
            # Awaited, so that keys typed meanwhile come to the line, not to the tree.
            await self.parent.mount(self._search_line, after=self)
        self._search_line.focus_line()

    async def action_match(self, direction: int) -> None:
        """Go to the next match, or the one before; open the search line where none is."""
        if self._search_line is None:
            await self.action_search()
        elif self.marked:
            self._reveal(self._searched().step(direction))
            self._search_line.show_count(self._searched().words)

    def find(self, text: str) -> Display:
        """Go to the first match of `text` from where the search began; return the count."""
        self.marked = text
        if not text:
            self._return()
            return Display("")
        began = self._search_began.data if self._search_began else None
        found = self._searched().find(text, began)
        if found:
            self._reveal(found)
        else:
            self._return()
        return self._searched().words

    def end_search(self, *, accepted: bool) -> None:
        """Take the focus back; unless `accepted`, go back to where the search began."""
        if not accepted:
            self._return()
        self.focus()
        if not accepted or not self.marked:
            self.close_search()

    def close_search(self) -> bool:
        """Take the search line away; return whether there was one."""
        if self._search_line is None:
            return False
        self._search_line.remove()
        self._search_line = self._search_began = None
        self.marked = ""
        return True

    def show(self, node: Node | None, *, key: str | None = None) -> None:
        """Show the outline of `node`; a search goes on in the same object only."""
        before = self._shown_key
        super().show(node, key=key)
        self._search = self._search_began = None
        if self._shown_key is None or self._shown_key != before:
            self.close_search()

    def _searched(self) -> OutlineSearch:
        """Return the search of what is shown, made anew where that was shown anew."""
        if self._search is None:
            assert self.root_node is not None, "there is something to search"
            self._search = OutlineSearch(self.root_node)
            self._search.find(self.marked, self.node)
        return self._search

    def _return(self) -> None:
        if self._search_began is not None and self._search_began is not self.cursor_node:
            self._go_to(self._search_began)

    def _reveal(self, chain: list[Node]) -> None:
        """Unfold what leads to the last of `chain`, and go there."""
        at = self.root
        for node in chain[1:]:
            self._unfold(at)
            while (child := _child(at, node)) is None and is_more(at.children[-1]):
                self._extend(at.children[-1])
            if child is None:
                return
            at = child
        if chain:
            self._go_to(at)

    def _show_more(self, more: TreeNode[Node]) -> None:
        first = self._extend(more)
        if first is not None:
            self._go_to(first)


def _child(parent: TreeNode[Node], node: Node) -> TreeNode[Node] | None:
    """Return the child of `parent` that shows what `node` shows, if it is built."""
    same = (one for one in parent.children if one.data is not None and one.data.path == node.path)
    return next(same, None)
