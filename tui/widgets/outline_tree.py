"""A tree that shows an outline: built lazily, and rebuilt without losing one's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text, TextType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, var
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from tui.models import outline
from tui.models.outline import Node, Path
from tui.widgets.pane_view import KeepsStyle
from tui.widgets.status import STATUS_CLASSES
from tui.widgets.tree_rows import MIN_ROW, label_width, paint_row

_OPEN_PROVIDERS = 5
"""Providers up to this number are unfolded at first, so that one sees what they resolve to."""

_INDENT = 2
_NO_LABEL = Text()


class OutlineTree(Tree[Node], KeepsStyle, inherit_bindings=False):
    """The outline of one object; children are built when their node is unfolded."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tree--name",
        "tree--field",
        "tree--value",
        "tree--aside",
        *STATUS_CLASSES,
    }

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    marked: var[str] = var("", init=False)
    """The text that is marked where rows have it."""

    class NodeShown(Message):
        """The cursor came to a node, or there is none any more."""

        def __init__(self, tree: OutlineTree, node: Node | None) -> None:
            super().__init__()
            self.tree = tree
            self.node = node

        @property
        def control(self) -> OutlineTree:
            """The tree that sent it."""
            return self.tree

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        # Watchers run from within the base class's init and need these.
        self._label_cells: dict[int, int] = {}
        self._shown_key: str | None = None
        self._told: Node | None = None
        self._building = False
        super().__init__(_NO_LABEL, name=name, id=id, classes=classes)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = _INDENT

    # Watchers and events.

    def validate_virtual_size(self, size: Size) -> Size:
        """Take no room for nothing: Textual takes all there is, and what the scrollbar has."""
        return size if size.height else Size(0, 0)

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the scrollbars."""
        self._scroll_update(size)

    def watch_cursor_line(self, previous_line: int, line: int) -> None:
        """Tell which node the cursor is on."""
        super().watch_cursor_line(previous_line, line)
        if not self._building:
            self._tell()

    def watch_hover_line(self, previous_hover_line: int, hover_line: int) -> None:
        """Draw nothing: each move of the mouse would cost bytes."""

    def watch_marked(self) -> None:
        """Draw all rows anew."""
        self.notify_style_update()

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Node]) -> None:
        """Build the children of a node that the mouse unfolded."""
        event.stop()
        self._fill(event.node)

    def on_tree_node_collapsed(self, event: Tree.NodeCollapsed[Node]) -> None:
        """Keep Textual's message inside; nobody asks for it."""
        event.stop()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Node]) -> None:
        """Keep Textual's message inside; `NodeShown` says it."""
        event.stop()

    # Drawing.

    def process_label(self, label: TextType) -> Text:
        """Return no label: rows are painted from their nodes, and never parsed as markup."""
        return _NO_LABEL

    def get_label_width(self, node: TreeNode[Node]) -> int:
        """Return the least width of a row: rows are cut to the room there is."""
        return MIN_ROW

    def render_label(self, node: TreeNode[Node], base_style: Style, style: Style) -> Text:
        """Return the row of `node`, up to the right edge."""
        if node.data is None:
            return Text()
        room = self.scrollable_content_region.width - _indent(node)
        return paint_row(
            self,
            node.data,
            width=max(MIN_ROW, room),
            label_cells=self._label_cells.get(node.parent.id, 0) if node.parent else 0,
            expanded=node.is_expanded,
            at_cursor=node.line == self.cursor_line,
            marked=self.marked,
        )

    def scroll_to_line(self, line: int, animate: bool = True) -> None:
        """Scroll a line into sight, at once: held keys are not animated."""
        super().scroll_to_line(line, animate=False)
        node = self.get_node_at_line(line)
        width = self.scrollable_content_region.width
        if node is not None and width > 0:
            # Rows that are indented out of sight are brought back into it.
            self.scroll_to(x=max(0, _indent(node) + MIN_ROW - width), animate=False, force=True)

    def _invalidate(self) -> None:
        # As in Textual, but the screen is not laid out anew: the pane stays as large as it is.
        self._clear_line_cache()
        self._updates += 1
        self.root._reset()
        if not self._building:
            self.refresh()

    def _refresh_node(self, node: TreeNode[Node]) -> None:
        # Textual draws all below the node anew, for its guides; here there are none.
        self.refresh(Region(0, node.line - self.scroll_offset.y, self.size.width, 1))

    # What is shown.

    @property
    def node(self) -> Node | None:
        """The node under the cursor, or None where there is none."""
        return self._told

    @property
    def chain(self) -> list[Node]:
        """The nodes from the root to the one under the cursor."""
        nodes: list[Node] = []
        at = self.cursor_node
        while at is not None and at.data is not None:
            nodes.append(at.data)
            at = at.parent
        return nodes[::-1]

    @property
    def root_node(self) -> Node | None:
        """The node of the whole object, or None where none is shown."""
        return self.root.data

    def show(self, node: Node | None, *, key: str | None = None) -> None:
        """Show the outline of `node`, a root, in place of what was shown; None: nothing.

        Where it is the same object, by `key` or else by its ID, what is unfolded stays
        unfolded and the cursor stays on its node and on its line of the screen.
        """
        key = key or (node.id if node else None)
        same = key is not None and key == self._shown_key
        kept = self._unfolded() if same else None
        at = self.cursor_node.data.key if self.cursor_node and self.cursor_node.data else ()
        line = self.cursor_line - self.scroll_offset.y
        self._shown_key = key
        self._building = True
        with self.prevent(Tree.NodeExpanded, Tree.NodeCollapsed, Tree.NodeHighlighted):
            self._plant(node)
            if node is not None and kept is not None:
                target = self._unfold_again(kept, at)
                self._go_to(target)
                self.scroll_to(y=max(0, target.line - line), animate=False, force=True)
            elif node is not None:
                self._unfold_first()
                self._go_to(self.root)
                self.scroll_to(x=0, y=0, animate=False, force=True)
        self._building = False
        self.refresh()
        self._tell()

    def go_to_key(self, key: Path) -> None:
        """Unfold what leads to the node of that key, and go there; or as near as there is."""
        at = self.root
        while len(at_key := at.data.key if at.data else key) < len(key):
            self._unfold(at)
            wanted = key[: len(at_key) + 1]
            keys = [one.data.key if one.data else () for one in at.children]
            if wanted not in keys:
                break
            at = at.children[keys.index(wanted)]
        self._go_to(at)

    def go_to_path(self, path: Path) -> None:
        """Unfold what leads to a place in the JSON, and go there; or as near as there is."""
        at = self.root
        while at.data is not None and at.data.path != path:
            self._unfold(at)
            nearer = (one for one in at.children if one.data is not None and _is_at(one.data, path))
            child = next(nearer, None)
            if child is None:
                break
            at = child
        self._go_to(at)

    # Building.

    def _plant(self, node: Node | None) -> None:
        self.root.remove_children()
        self._label_cells.clear()
        self.root.data = node
        self.root.allow_expand = node is not None and node.expandable
        self.root.collapse()
        self.show_root = node is not None
        self.notify_style_update()

    def _fill(self, parent: TreeNode[Node]) -> None:
        """Build the children of `parent`, unless they are there already."""
        if parent.children or parent.data is None:
            return
        self._add(parent, outline.children(parent.data))

    def _add(self, parent: TreeNode[Node], nodes: Sequence[Node]) -> None:
        for node in nodes:
            parent.add(_NO_LABEL, data=node, allow_expand=node.expandable and not node.is_more)
        cells = max(self._label_cells.get(parent.id, 0), label_width(nodes))
        self._label_cells[parent.id] = cells

    def _unfold(self, node: TreeNode[Node]) -> None:
        self._fill(node)
        if node.allow_expand and node.is_collapsed:
            with self.prevent(Tree.NodeExpanded):
                node.expand()

    def _unfold_in_sight(self, node: TreeNode[Node]) -> None:
        """Unfold a node, and scroll as many of its children into sight as fit below it."""
        self._unfold(node)
        # Asked first, as it is what numbers the lines anew.
        last = min(self.last_line, node.line + len(node.children))
        top = min(node.line, last - self.scrollable_content_region.height + 1)
        if top > self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _extend(self, more: TreeNode[Node]) -> TreeNode[Node] | None:
        """Put the next siblings in the place of a "more" node; return the first of them."""
        parent = more.parent
        if parent is None or more.data is None:
            return None
        before = len(parent.children) - 1
        more.remove()
        self._add(parent, outline.children(more.data))
        return parent.children[before]

    def _unfold_first(self) -> None:
        """Unfold what one wants to see first: what the providers resolve to."""
        self._unfold(self.root)
        for child in self.root.children:
            if child.data is not None and child.data.shape == "providers":
                self._unfold(child)
                if len(child.children) <= _OPEN_PROVIDERS:
                    for provider in child.children:
                        self._unfold(provider)

    def _unfolded(self) -> dict[Path, int]:
        """Return the keys of unfolded nodes, and how many children they have built."""
        found: dict[Path, int] = {}
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node.is_expanded and node.data is not None:
                found[node.data.key] = len(node.children)
                waiting.extend(node.children)
        return found

    def _unfold_again(self, kept: dict[Path, int], at: Path) -> TreeNode[Node]:
        """Unfold what was unfolded; return the node of the key `at`, or what held it."""
        found: dict[Path, TreeNode[Node]] = {}
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            if node.data is None:
                continue
            found.setdefault(node.data.key, node)
            wanted = kept.get(node.data.key)
            if wanted is None:
                continue
            self._unfold(node)
            while len(node.children) < wanted and is_more(node.children[-1]):
                self._extend(node.children[-1])
            waiting.extend(node.children)
        while at and at not in found:
            at = at[:-1]
        return found[at]

    def _go_to(self, node: TreeNode[Node]) -> None:
        # Lines are numbered when the tree is laid out, which asking for the last line does.
        if self.last_line >= 0:
            self.move_cursor(node)

    def _tell(self) -> None:
        node = self.cursor_node.data if self.cursor_node and self.root.data else None
        if node is not self._told:
            self._told = node
            self.post_message(self.NodeShown(self, node))


def _is_at(node: Node, path: Path) -> bool:
    """Whether a node stands for a place in the JSON, or for what is around it."""
    return node.path == path[: len(node.path)]


def _indent(node: TreeNode[Node]) -> int:
    depth = 0
    above = node.parent
    while above is not None:
        depth += 1
        above = above.parent
    return depth * _INDENT


def is_more(node: TreeNode[Node]) -> bool:
    """Return whether `node` stands for siblings that are not built yet."""
    return node.data is not None and node.data.is_more
