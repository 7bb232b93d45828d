"""The welcome screen: each way out, and that a typed key is neither lost nor shown."""

from __future__ import annotations

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from tui.screens.welcome import UseDemo, UseKey, Welcome, WelcomeScreen
from tui.secret import Secret
from tui.stylesheets import stylesheet
from tui.text import Display

KEY = "metorial_sk_0123456789"
SIZE = (80, 24)


class Host(App[None]):
    CSS_PATH = stylesheet("app")

    def __init__(
        self, problem: Display | None = None, environment_key: Secret | None = None
    ) -> None:
        super().__init__()
        self.welcome = WelcomeScreen(problem, environment_key)
        self.answers: list[Welcome | None] = []

    def on_mount(self) -> None:
        self.push_screen(self.welcome, self.answers.append)


def note(app: Host) -> str:
    return str(app.welcome.query_one("#key-note", Static).content)


async def press_button(pilot: Pilot[None], app: Host, name: str) -> None:
    app.welcome.query_one(f"#{name}", Button).press()
    await pilot.pause()


async def test_a_typed_key_is_masked_and_used() -> None:
    app = Host()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(*KEY)
        assert KEY not in app.export_screenshot()
        assert note(app) == ""
        await pilot.press("enter")
        assert app.answers == [UseKey(Secret(KEY), "memory")]
        assert KEY not in repr(app.answers)


async def test_the_keyring_can_be_chosen_by_keys_alone() -> None:
    app = Host()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(*KEY, "tab", "down", "space", "tab", "enter")
        assert app.answers == [UseKey(Secret(KEY), "keyring")]


async def test_an_unusual_prefix_is_only_a_warning() -> None:
    app = Host()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(*"oauth-token")
        assert "metorial_sk_" in note(app)
        await pilot.press("enter")
        assert app.answers == [UseKey(Secret("oauth-token"), "memory")]


async def test_what_no_key_can_hold_is_refused_in_words_and_stays() -> None:
    app = Host()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("enter")
        assert note(app) == "Paste or type a key here first."
        await pilot.press(*"kéy", "enter")
        assert "characters that no API key has" in note(app)
        assert app.welcome.query_one(Input).value == "kéy"
        assert app.answers == []


async def test_escape_neither_quits_nor_loses_what_was_typed() -> None:
    app = Host()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(*"abc", "escape")
        assert app.screen is app.welcome
        assert app.welcome.query_one(Input).value == "abc"


async def test_demo_quit_and_the_environment() -> None:
    for name, answer in (
        ("demo", UseDemo()),
        ("quit", None),
        ("environment", UseKey(Secret(KEY), "memory")),
    ):
        app = Host(environment_key=Secret(KEY))
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await press_button(pilot, app, name)
            assert app.answers == [answer]
    app = Host()
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        assert not app.welcome.query("#environment")
        await pilot.press("q")
        assert app.answers == []  # a letter, while the field has the focus
        app.welcome.query_one("#demo", Button).focus()
        await pilot.press("q")
        assert app.answers == [None]


async def test_the_problem_is_drawn_literally() -> None:
    app = Host(problem=Display("Refused [/] [@click=app.quit]here[/]."))
    async with app.run_test(size=SIZE, notifications=True):
        assert "[/]" in str(app.welcome.query_one("#problem", Static).content)
