"""The help: all keys can be found, the guides are there and are read when they are shown."""

from __future__ import annotations

from textual.app import App
from textual.widgets import ContentSwitcher, Input, Markdown, Static

from tui import keymap
from tui.screens.help import GUIDES, HelpScreen, matching
from tui.stylesheets import stylesheet


class Host(App[None]):
    CSS_PATH = stylesheet("app")

    def on_mount(self) -> None:
        self.push_screen(HelpScreen())


def keys(app: App[None]) -> str:
    return str(app.screen.query_one("#help-keys", Static).content)


def part(app: App[None]) -> str | None:
    return app.screen.query_one(ContentSwitcher).current


def test_every_command_is_in_the_help() -> None:
    shown = [command for commands in matching("").values() for command in commands]
    assert set(shown) == set(keymap.COMMANDS)


def test_the_search_wants_every_word_somewhere() -> None:
    found = matching("TREE fold")
    assert found
    assert all(scope == "tree" for scope in found)
    assert matching("no such key") == {}


def test_what_is_taken_here_comes_first() -> None:
    found = list(matching("", ("tree", "main")))
    assert found[:2] == ["tree", "main"]
    assert set(found) == set(matching(""))


def test_the_guides_name_all_filter_keys() -> None:
    text = (GUIDES / "filter.md").read_text(encoding="utf-8")
    for key in (
        *("status", "id", "integration", "provider", "integration-provider", "identity"),
        *("credential", "actor", "deployment", "config", "auth-config", "template"),
        *("created", "updated", "order"),
    ):
        assert f"| `{key}` |" in text


async def test_typing_searches_the_keys() -> None:
    app = Host()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        assert "Leave the explorer." in keys(app)
        await pilot.press(*"curl")
        assert "Copy a curl command." in keys(app)
        assert "Leave the explorer." not in keys(app)
        await pilot.press(*"zzz")
        assert keys(app) == "No key does that."


async def test_what_is_too_long_for_a_line_goes_on_below_its_beginning() -> None:
    app = Host()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press(*"what was asked")
        first, second = keys(app).splitlines()[1:3]
        assert first.index("Show what was asked") == len(second) - len(second.lstrip())
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert any("look into it, copy it, export it." in one for one in keys(app).splitlines())


async def test_tab_goes_round_the_parts_and_reads_a_guide_once() -> None:
    app = Host()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert not app.screen.query(Markdown)
        first = ("guide", "filter", "profiles", "scripting", "safety")
        guides = (*first, "faults", "commands", "api", "architecture")
        parts = (*guides, "keys", "guide")
        for expected in (f"{name}-part" for name in parts):
            await pilot.press("tab")
            await pilot.pause()
            assert part(app) == expected
        assert len(app.screen.query(Markdown)) == len(guides)
        await pilot.press("shift+tab")
        await pilot.pause()
        assert part(app) == "keys-part"
        assert isinstance(app.focused, Input)


async def test_arrows_and_pages_scroll_while_the_search_has_the_focus() -> None:
    app = Host()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        pane = app.screen.query_one("#keys-part VerticalScroll")
        await pilot.press("down", "down", "up")
        await pilot.pause()
        assert pane.scroll_y == 1
        await pilot.press("pagedown")
        await pilot.pause()
        assert pane.scroll_y > 5


async def test_escape_leaves() -> None:
    app = Host()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("escape")
        assert not isinstance(app.screen, HelpScreen)
