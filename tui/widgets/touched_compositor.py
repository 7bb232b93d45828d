"""Draws of a frame only the widgets that it touches."""

from __future__ import annotations

from collections.abc import Iterator

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class TouchedCompositor(Compositor):
    """Asks those widgets alone for their lines that are seen in what is drawn.

    Textual asks each whose *container* that touches, and what lies behind: at each step of a
    cursor header, footer, filter line and frame, too, which take longer than its two lines.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterator[tuple[Region, Region, list[Strip]]]:
        """Yield region, clip and lines of each, from the front to the back."""
        drawn = self.size.region if crop is None else crop
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen.overlaps(drawn):
                yield region, clip, widget.render_lines(seen.translate(-region.offset))
                if seen.contains_region(drawn):
                    return
