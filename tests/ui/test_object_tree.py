"""The tree: what is unfolded, where the cursor stays, how it is searched."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.models import outline
from tui.models.outline import Node
from tui.stylesheets import stylesheet
from tui.widgets.object_tree import ObjectTree
from tui.widgets.tree_search import TreeSearch

DATA = Path(__file__).parent.parent / "data"


def load(shape: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"integration_instance_{shape}.json").read_text())
    return loaded


def many(providers: int) -> dict[str, Any]:
    entry = load("example")["providers"][0]
    listed = [{**entry, "id": f"inp_{index}"} for index in range(providers)]
    return {"id": "int_1", "name": "Many", "status": "active", "providers": listed}


class Host(App[None]):
    CSS_PATH = [stylesheet("app"), stylesheet("panes")]  # noqa: RUF012  # as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node | None] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield ObjectTree(id="tree")

    def on_outline_tree_node_shown(self, event: ObjectTree.NodeShown) -> None:
        self.nodes.append(event.node)

    @property
    def shown(self) -> ObjectTree:
        return self.query_one(ObjectTree)

    def path(self) -> outline.Path | None:
        return self.shown.node.path if self.shown.node else None

    @property
    def count(self) -> str:
        return str(self.query_one(TreeSearch).query_one(".search-count").render())

    def lines(self) -> list[str]:
        return [self.shown.render_line(y).text for y in range(self.shown.size.height)]


@pytest.fixture
def app() -> Host:
    return Host()


async def test_it_reads_like_the_picture(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("example")))
        await pilot.pause()
        lines = [" ".join(line.split()) for line in app.lines()]
        assert lines[:9] == [
            "▼ (no name) ○ draft",
            "▼ providers 2",
            "▼ GitHub ● active",
            "▶ provider GitHub pro_5gHjKlMnPqRsTuVw",
            "▶ deployment Production pde_1aBcDeFgHjKlMnPq",
            "▶ config Production Config pcf_7dEfGhJkLmNpQrSt",
            "▶ auth config Production Config pcf_7dEfGhJkLmNpQrSt",
            "▶ auth method OAuth 2.0 oauth",
            "▶ auth credentials GitHub OAuth par_4sTuVwXyZaBcDeFg",
        ]
        ends = {cell_len(line.rstrip()) for line in app.lines()[:9]}
        assert len(ends) == 1, "what stands at the right end is aligned"
        assert len({line.index("Prod") for line in app.lines()[4:6]}) == 1


async def test_many_providers_come_folded(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True):
        app.shown.show(outline.root(many(60)))
        assert app.shown.last_line == 62


async def test_it_tells_which_node_it_is_on(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("sdk_shape")))
        app.shown.focus()
        await pilot.press("j", "down", "k")
        await pilot.pause()
        paths = [node.path for node in app.nodes if node is not None]
        assert paths == [(), ("providers",), ("providers", 0), ("providers",)]
        app.shown.show(None)
        await pilot.pause()
        assert app.nodes[-1] is None
        assert (app.shown.node, app.shown.root_node) == (None, None)
        await pilot.press("j", "enter", "l", "h", "H", "L", "J", "K", "G", "g", "ctrl+d", "slash")
        assert not app.query(TreeSearch)


async def test_folding_keys(app: Host) -> None:
    async with app.run_test(size=(70, 40), notifications=True) as pilot:
        app.shown.show(outline.root(load("example")))
        app.shown.focus()
        await pilot.press("j", "j", "J")
        assert app.path() == ("providers", 1)
        await pilot.press("K", "h")
        assert app.shown.cursor_node is not None
        assert app.shown.cursor_node.is_collapsed
        await pilot.press("l")
        assert app.shown.cursor_node.is_expanded
        await pilot.press("right")
        assert app.path() == ("providers", 0, "provider")
        await pilot.press("l", "l")
        assert app.path() == ("providers", 0, "provider", "slug")
        await pilot.press("left")
        assert app.path() == ("providers", 0, "provider")
        await pilot.press("space", "g", "L")
        assert app.shown.last_line > 100
        await pilot.press("H")
        assert app.shown.last_line == 0
        await pilot.press("enter")
        assert app.shown.last_line > 0


async def test_more_is_shown_by_the_chunk(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        value = {"id": "int_1", "metadata": {f"k{n}": n for n in range(450)}}
        app.shown.show(outline.root(value))
        app.shown.focus()
        await pilot.press("j", "l", "G", "k")
        assert app.shown.node is not None
        assert app.shown.node.label == "… 250 more"
        await pilot.press("enter")
        assert app.path() == ("metadata", "k200")
        await pilot.press("G", "k", "l")
        assert app.path() == ("metadata", "k400")
        app.shown.show(outline.root(value))
        assert app.path() == ("metadata", "k400"), "what was built is built again"


async def test_the_place_is_kept_when_shown_again(app: Host) -> None:
    async with app.run_test(size=(70, 12), notifications=True) as pilot:
        app.shown.show(outline.root(many(30)))
        app.shown.focus()
        await pilot.press(*["j"] * 21, "l", "j", "j")
        line = app.shown.cursor_line - app.shown.scroll_offset.y
        assert app.path() == ("providers", 19, "integration_provider", "deployment")
        newer = many(30)
        newer["providers"].insert(0, {"id": "inp_new"})
        app.shown.show(outline.root(newer))
        await pilot.pause()
        assert app.path() == ("providers", 20, "integration_provider", "deployment")
        assert app.shown.cursor_line - app.shown.scroll_offset.y == line
        del newer["providers"][20]["integration_provider"]
        app.shown.show(outline.root(newer))
        assert app.path() == ("providers", 20), "what held it, where it is gone"


async def test_another_object_begins_anew(app: Host) -> None:
    async with app.run_test(size=(70, 12), notifications=True) as pilot:
        app.shown.show(outline.root(many(30)))
        app.shown.focus()
        await pilot.press("G")
        app.shown.show(outline.root(load("sdk_shape")))
        await pilot.pause()
        assert (app.path(), app.shown.scroll_offset.y) == ((), 0)


async def test_searching(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("sdk_shape")))
        app.shown.focus()
        await pilot.press("slash", *"burst")
        await pilot.pause()
        assert app.path() == ("metadata", "limits", "requests", "burst")
        assert app.count == "1 of 1"
        await pilot.press("enter")
        assert app.focused is app.shown
        assert app.query(TreeSearch)


async def test_matches_one_after_the_other(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("sdk_shape")))
        app.shown.focus()
        await pilot.press("slash", *"provider", "enter")
        await pilot.pause()
        total = int(app.count.split()[-1])
        first = app.path()
        await pilot.press("n")
        assert app.count == f"2 of {total}"
        await pilot.press("N", "N")
        assert app.count == f"{total} of {total}"
        await pilot.press("n")
        assert app.path() == first
        app.shown.show(outline.root(load("sdk_shape")))
        assert app.shown.close_search()
        assert not app.shown.close_search()


async def test_escape_gives_the_search_up(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("sdk_shape")))
        app.shown.focus()
        await pilot.press("j", "slash", *"regions")
        assert app.path() == ("metadata", "limits", "regions")
        await pilot.press("escape")
        await pilot.pause()
        assert app.path() == ("providers",)
        assert app.focused is app.shown
        assert not app.query(TreeSearch)


async def test_no_match_leaves_the_cursor(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("sdk_shape")))
        app.shown.focus()
        await pilot.press("n", *"zzz")
        assert app.query_one(TreeSearch).query_one(Input).value == "zzz"
        assert (app.path(), app.count) == ((), "no match")
        await pilot.press("enter", "n")
        assert app.count == "no match"


async def test_the_mouse_folds(app: Host) -> None:
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(load("sdk_shape")))
        await pilot.click(ObjectTree, offset=(20, 3))
        await pilot.pause()
        assert app.path() == ("providers", 0, "provider")
        assert "slug" in app.lines()[4]
        await pilot.click(ObjectTree, offset=(8, 3))
        await pilot.pause()
        assert "slug" not in app.lines()[4]


async def test_nothing_of_hostile_text_is_drawn_raw(app: Host) -> None:
    hostile = "[@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202e \ud800"
    value = {"id": hostile, "name": hostile, "status": hostile, hostile: {hostile: [hostile]}}
    async with app.run_test(size=(70, 24), notifications=True) as pilot:
        app.shown.show(outline.root(value))
        app.shown.focus()
        await pilot.press("L")
        await pilot.pause()
        drawn = "".join(app.lines())
        assert "[@click=app.quit]x[/]" in drawn
        assert not set("\x1b\x07\u202e\ud800") & set(drawn)


async def test_deep_nodes_stay_in_sight(app: Host) -> None:
    value: dict[str, Any] = {"deepest": "here"}
    for _ in range(40):
        value = {"a": value}
    async with app.run_test(size=(60, 24), notifications=True) as pilot:
        app.shown.show(outline.root({"id": "int_1", "metadata": value}))
        app.shown.focus()
        await pilot.press("slash", *"deepest", "enter")
        await pilot.pause()
        assert any("deepest" in line and "here" in line for line in app.lines())


async def test_what_is_unfolded_on_the_last_line_comes_into_sight(app: Host) -> None:
    async with app.run_test(size=(80, 12)) as pilot:
        tree = app.shown
        tree.show(outline.root(many(20)))
        tree.focus()
        await pilot.pause()
        height = tree.scrollable_content_region.height
        await pilot.press(*["down"] * (height - 1))
        await pilot.pause()
        at = tree.cursor_node
        assert at is not None
        assert at.line == tree.scroll_offset.y + height - 1
        await pilot.press("right")
        await pilot.pause()
        assert at.is_expanded
        assert at.children
        shown = range(tree.scroll_offset.y, tree.scroll_offset.y + height)
        assert at.line in shown
        assert at.children[min(len(at.children), height - 1) - 1].line in shown


async def test_much_is_shown_without_a_pause(app: Host) -> None:
    value = many(60)
    value["metadata"] = {f"key {n}": {"text": "x" * 40, "list": [n, n]} for n in range(3000)}
    async with app.run_test(size=(100, 40), notifications=True):
        began = perf_counter()
        app.shown.show(outline.root(value))
        # Generous, for a busy machine: it takes about 10 ms.
        assert perf_counter() - began < 0.5
