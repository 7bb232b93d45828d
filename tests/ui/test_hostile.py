"""Whatever others wrote into instances: every screen draws it, and nothing raw is drawn."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from textual._compositor import LayoutUpdate
from textual.pilot import Pilot

from tests import strategies
from tests.ui.app_host import LIST, NARROW, Explorer, press, settle
from tui.screen_copy import ScreenCopy

_TURNS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f"}
_UNSEEN = {"\u200b", "\u2028", "\u2029", "\ufeff", *map(chr, range(0xE0000, 0xE0080))}

_CODES = re.compile(r"\x1b\[[\d;]*[Hm]|\x1b\]8;[ -~]*\x1b\\")
"""What says where something is drawn, in which colours, and where it links to."""

hostile_instances = st.builds(
    lambda base, identifier, name, description, key, value: {
        **base,
        "id": identifier,
        "name": name,
        "description": description,
        "metadata": {key: value, "deeper": [{value: key}]},
    },
    strategies.instances,
    strategies.identifiers,
    *[strategies.texts] * 4,
)
"""Instances whose shape can be trusted, but no text in them."""

items = st.lists(
    st.one_of(hostile_instances, hostile_instances, strategies.broken_items),
    min_size=1,
    max_size=4,
)


def raw(text: str) -> list[str]:
    """Return the characters that must never be drawn."""
    return [
        character
        for character in text.replace("\n", "")
        if unicodedata.category(character) in ("Cc", "Cs") or character in _TURNS | _UNSEEN
    ]


def answer(body: object) -> httpx.Response:
    # As ASCII: lone surrogates can be sent no other way.
    return httpx.Response(200, content=json.dumps(body).encode("ascii"))


def sent(pilot: Pilot[Any]) -> str:
    """Return what the terminal is told to draw: all but where, and in which colours."""
    size, strips = pilot.app.size, pilot.app.screen._compositor.render_strips()
    frame = LayoutUpdate([[strip] for strip in strips], size.region)
    return _CODES.sub("", ScreenCopy().send(frame, size, ColorSystem.TRUECOLOR))


async def look(pilot: Pilot[Any], explorer: Explorer, *keys: str) -> None:
    """Press keys, and look at what is drawn after each."""
    for key in keys:
        await press(pilot, key)
        await settle(pilot, lambda: explorer.is_idle)
        assert raw(sent(pilot)) == []


async def close_all(pilot: Pilot[Any], explorer: Explorer) -> None:
    """Close what was opened; a question about a form is answered by leaving it."""
    for _ in range(6):
        if len(explorer.app.screen_stack) == 1:
            return
        await look(pilot, explorer, "escape")
    raise AssertionError(f"{explorer.app.screen!r} does not close")


def test_the_judge_sees_what_is_raw() -> None:
    assert raw("a\nb \x1b \u202e \ud800 \u200b \U000e0041 é 東 ❤\ufe0f") == [
        "\x1b", "\u202e", "\ud800", "\u200b", "\U000e0041",
    ]  # fmt: skip


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # Shrinking screens takes minutes.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(items, strategies.texts)
async def test_no_text_breaks_a_screen(found: list[Any], typed: str) -> None:
    explorer = Explorer(instances=1)
    objects = [one for one in found if isinstance(one, dict)]
    by_id = {one["id"]: one for one in objects if isinstance(one.get("id"), str)}

    async def tap(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        if path == LIST:
            page = {"has_more_before": False, "has_more_after": False}
            return answer({"items": found, "pagination": page})
        one = by_id.get(path.rpartition("/")[2])
        return None if one is None else answer(one)

    explorer.wire.tap = tap
    async with explorer.running(NARROW, loaded=False) as pilot:
        await settle(
            pilot,
            lambda: (
                explorer.screen._store is not None
                and explorer.store.state.phase == "ready"
                and explorer.is_idle
            ),
        )
        assert raw(sent(pilot)) == []
        for row in list(explorer.store.state.rows):
            explorer.screen.instances.move_to_key(row.key)
            await look(pilot, explorer, "enter", "right", "down", "right", "down", "right", "down")
            await look(pilot, explorer, "y")
            await close_all(pilot, explorer)
            explorer.screen.go_to_pane("list")
            for key in ("e", "d", "s", "t"):
                await look(pilot, explorer, key)
                await close_all(pilot, explorer)
        explorer.screen.filter_bar.text = typed
        await settle(pilot, lambda: explorer.is_idle)
        assert raw(sent(pilot)) == []
        assert explorer.app.return_code is None
