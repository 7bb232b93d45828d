"""How one row of the tree is painted: label, summary, and what stands at the right end."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from tui.models.outline import Node
from tui.text import Display
from tui.widgets.cells import cut, fit
from tui.widgets.status import look_of

MIN_ROW = 24
"""Cells of a row at the least, however deep it is indented."""

_TOGGLE = Style.from_meta({"toggle": True})
_MAX_LABEL = 22
_MIN_SUMMARY = 12
_MIN_BESIDE = 16
"""Cells of a summary that an ID beside it must leave: names come first."""

_GAP = 2


def label_width(nodes: Iterable[Node]) -> int:
    """Return the cells that the labels of these siblings take, so that values align."""
    widths = [cell_len(node.label) for node in nodes if node.summary and not node.named]
    return min(max(widths, default=0), _MAX_LABEL)


def paint_row(
    tree: Widget,
    node: Node,
    *,
    width: int,
    label_cells: int,
    expanded: bool,
    at_cursor: bool,
    marked: str,
) -> Text:
    """Return the row of `node` in `width` cells, with `marked` marked where it is found."""
    cursor = tree.get_component_rich_style("tree--cursor") if at_cursor else None

    def style(component: str) -> Style:
        return cursor or tree.get_component_rich_style(component)

    icon = ("▼ " if expanded else "▶ ") if node.expandable and not node.is_more else "  "
    left = max(1, width - len(icon) - 1)
    label = _label(node, label_cells, left)
    aside = _with_shape(node, node.aside)
    beside = left - cell_len(label)
    summary, aside = _share(_with_shape(node, node.summary), aside, beside)
    filling = beside - cell_len(summary) - cell_len(aside)
    row = Text(no_wrap=True, end="")
    row.append(icon, style("tree--field") + _TOGGLE)
    row.append(label, style("tree--name" if node.named else "tree--field"))
    row.append(summary, style(_component(node, node.summary, "tree--value")))
    row.append(" " * filling, style("tree--value"))
    row.append(aside, style(_component(node, node.aside, "tree--aside")))
    row.append(" ", style("tree--value"))
    if marked:
        row.highlight_words([marked], Style(bold=True, underline=True), case_sensitive=False)
    return row


def _label(node: Node, cells: int, left: int) -> Display:
    if not node.summary:
        return cut(node.label, left)
    if node.named:
        return Display(cut(node.label, left - _GAP) + " " * _GAP)
    # Where there is little room, values are not aligned but seen.
    room = cells if left >= cells + _GAP + _MIN_SUMMARY else min(cells, left // 2)
    return Display(fit(node.label, max(1, room)) + " " * _GAP)


def _share(summary: Display, aside: Display, room: int) -> tuple[Display, Display]:
    """Return both as far as there is room; the aside gives way first, unless it is short."""
    needed = cell_len(aside) + _GAP if aside else 0
    if needed and room - needed < min(cell_len(summary), _MIN_BESIDE):
        return cut(summary, room), Display("")
    return cut(summary, room - needed), aside


def _with_shape(node: Node, text: Display) -> Display:
    if node.status and text == node.status:
        return Display(f"{look_of(text).shape} {text}")
    return text


def _component(node: Node, text: Display, component: str) -> str:
    return look_of(text).component if node.status and text == node.status else component
