"""What is drawn of the main screen is the same, whichever widgets are asked for their lines."""

from __future__ import annotations

from random import Random

import pytest
from rich.color import ColorSystem
from textual._compositor import Compositor
from textual.geometry import Region, Size

from tests.ui.app_host import Explorer
from tui.screen_copy import ScreenCopy
from tui.widgets.touched_compositor import TouchedCompositor


def drawn(compositor: Compositor, region: Region) -> str:
    """Return what is sent where `region` is to be drawn on an unknown screen."""
    compositor._dirty_regions = {region}
    frame = compositor.render_partial_update()
    assert frame is not None
    return ScreenCopy().send(frame, compositor.size, ColorSystem.TRUECOLOR)


def regions(size: Size) -> list[Region]:
    """Return places of all sizes, the same at each call."""
    random = Random(size.width)
    made = [Region(0, y, size.width, 1) for y in range(size.height)]
    for _ in range(150):
        x, y = random.randrange(size.width), random.randrange(size.height)
        width, height = random.randint(1, size.width - x), random.randint(1, size.height - y)
        made.append(Region(x, y, width, height))
    return made


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_any_part_of_the_screen_is_drawn_as_by_textual(size: tuple[int, int]) -> None:
    explorer = Explorer()
    async with explorer.running(size=size):
        own = explorer.screen._compositor
        assert type(own) is TouchedCompositor
        for region in regions(own.size):
            mine = drawn(own, region)
            own.__class__ = Compositor  # type: ignore[assignment]
            assert drawn(own, region) == mine, region
            own.__class__ = TouchedCompositor


async def test_a_step_of_the_cursor_asks_the_list_alone() -> None:
    explorer = Explorer()
    async with explorer.running(size=(120, 40)):
        listed = explorer.screen.instances
        line = Region(listed.region.x, listed.region.y + 1, 10, 2)
        renders = explorer.screen._compositor._get_renders(line)
        assert [region for region, _, _ in renders] == [listed.region]
