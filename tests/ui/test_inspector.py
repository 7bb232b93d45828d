"""The inspector: aligned, wrapped, nothing cut off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import App, ComposeResult

from tui.links import link_of
from tui.models import outline
from tui.models.outline import Node
from tui.stylesheets import stylesheet
from tui.text import Display
from tui.widgets.cells import cut, fit, wrap
from tui.widgets.inspector import Inspector, ago

DATA = Path(__file__).parent.parent / "data"
NOW = datetime(2026, 2, 1, tzinfo=UTC)


class Host(App[None]):
    CSS_PATH = [stylesheet("app"), stylesheet("panes")]  # noqa: RUF012  # as Textual has it

    def compose(self) -> ComposeResult:
        yield Inspector()

    @property
    def inspector(self) -> Inspector:
        return self.query_one(Inspector)


def instance(**fields: Any) -> Node:
    raw = json.loads((DATA / "integration_instance_sdk_shape.json").read_text())
    return outline.root({**raw, **fields})


def node(top: Node, *labels: str) -> Node:
    for label in labels:
        top = next(one for one in outline.children(top) if one.label == label)
    return top


async def test_names_and_values_are_aligned() -> None:
    app = Host()
    async with app.run_test(size=(60, 30), notifications=True):
        app.inspector.show(instance(), lambda: NOW)
        lines = app.inspector.text.split("\n")
        assert lines[0] == " id              int_3nPqRsTuVwXyZaBc"
        assert " status          ● active" in lines
        assert " metadata        4 keys" in lines
        assert " created         2025-11-02T08:00:00Z  (12w ago)" in lines


async def test_what_may_be_opened_is_a_link_on_all_of_its_lines() -> None:
    url = f"https://example.com/{'long/' * 12}"
    values = {"site": url, "odd": "https://ada:secret@example.com", "told": "http://example.com"}

    class Linked(Host):
        def compose(self) -> ComposeResult:
            yield Inspector(link_of)

    app = Linked()
    async with app.run_test(size=(60, 30), notifications=True):
        app.inspector.show(node(instance(metadata=values), "metadata"), lambda: NOW)
        segments = [segment for line in app.inspector._lines for segment in line]
        linked = [one for one in segments if one.style and one.style.link]
        assert {one.style.link for one in linked if one.style} == {url}
        assert "".join(one.text for one in linked) == url


async def test_long_values_go_on_below() -> None:
    app = Host()
    text = "one two three " * 40 + "\n" + "日本語" * 60
    async with app.run_test(size=(50, 10), notifications=True) as pilot:
        app.inspector.show(node(instance(description=text), "description"), lambda: NOW)
        await pilot.pause()
        drawn = app.inspector.text
        assert "".join(drawn.split()) == "description" + "".join(text.split())
        assert max(cell_len(line) for line in drawn.split("\n")) <= 50
        app.inspector.focus()
        assert app.inspector.scroll_offset.y == 0
        await pilot.press("j", "down")
        assert app.inspector.scroll_offset.y == 2
        await pilot.press("pagedown", "k")
        assert app.inspector.scroll_offset.y == 10
        await pilot.press("G")
        assert "日本語" in app.inspector.render_line(9).text
        await pilot.press("ctrl+u", "g")
        assert app.inspector.scroll_offset.y == 0


async def test_another_node_begins_at_the_top_the_same_stays() -> None:
    app = Host()
    async with app.run_test(size=(50, 6), notifications=True) as pilot:
        app.inspector.show(instance(), lambda: NOW)
        app.inspector.focus()
        await pilot.press("j", "j")
        app.inspector.show(instance(name="New"), lambda: NOW)
        assert app.inspector.scroll_offset.y == 2
        app.inspector.show(node(instance(), "metadata"), lambda: NOW)
        assert app.inspector.scroll_offset.y == 0


async def test_it_wraps_anew_when_its_width_changes() -> None:
    app = Host()
    async with app.run_test(size=(120, 20), notifications=True) as pilot:
        app.inspector.show(node(instance(description="word " * 30), "description"), lambda: NOW)
        await pilot.pause()
        before = app.inspector.text.count("\n")
        await pilot.resize_terminal(40, 20)
        await pilot.pause()
        assert app.inspector.text.count("\n") > before


async def test_secrets_are_masked() -> None:
    app = Host()
    async with app.run_test(size=(60, 20), notifications=True):
        app.inspector.show(node(instance(), "metadata"), lambda: NOW)
        assert "api_key      ••••" in app.inspector.text
        assert "sk_live" not in app.inspector.text


async def test_without_a_node_it_is_empty() -> None:
    app = Host()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        app.inspector.show(instance(), lambda: NOW)
        app.inspector.show(None, lambda: NOW)
        await pilot.pause()
        assert (app.inspector.text, app.inspector.node) == ("", None)
        assert app.inspector.render_line(0).text.strip() == ""


async def test_hostile_text_is_drawn_as_it_is_spelt() -> None:
    app = Host()
    hostile = "[b]x[/] \x1b[2J \u202e \ud800"
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        app.inspector.show(instance(description=hostile, **{hostile: hostile}), lambda: NOW)
        await pilot.pause()
        assert "[b]x[/]" in app.inspector.text
        assert not set("\x1b\u202e\ud800") & set(app.inspector.text)


def test_how_long_ago() -> None:
    assert ago(datetime(2026, 1, 30, tzinfo=UTC), NOW) == "2d ago"
    assert ago(datetime(2026, 2, 3, tzinfo=UTC), NOW) == "in 2d"


def test_cells() -> None:
    assert cut(Display("日本語"), 4) == "日…"
    assert fit(Display("日本語"), 4) == "日… "
    assert fit(Display("ab"), 4, right=True) == "  ab"
    assert cut(Display("ab"), 0) == ""
    assert wrap(Display("aa bb  cc"), 5) == ["aa bb", "cc"]
    assert wrap(Display("a" * 7 + " b"), 3) == ["aaa", "aaa", "a b"]
    assert wrap(Display("a\n\nb"), 3) == ["a", "", "b"]
