"""The small dialogs: what each key answers, what is shown, and what never is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from rich.cells import cell_len
from textual.app import App
from textual.screen import Screen
from textual.widgets import Button, Input, Log, Static

from tui import keymap
from tui.errors import Conflict, RequestTimeout
from tui.forms.archive import to_type
from tui.models.integration_instance import IntegrationInstance
from tui.models.session import Session
from tui.screens import grace
from tui.screens.archive import ArchiveScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.copy_menu import KINDS, CopyMenu
from tui.screens.result import HIDDEN, ResultScreen
from tui.screens.session_result import SessionResultScreen
from tui.screens.sort_menu import KEYED, SortMenu
from tui.screens.text_screen import TextScreen, wrapped
from tui.snippets import MASK, SNIPPETS, Snippet
from tui.store.sort import Sort
from tui.stylesheets import stylesheet
from tui.text import Display
from tui.widgets import secret_field
from tui.widgets.secret_field import SecretField

SIZE = (80, 24)
HOSTILE = "[/] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07"
URL = "https://mcp.metorial.com/secret-in-the-url"
SECRET = "client-secret-0123456789"


class Host(App[None]):
    """Shows one dialog and keeps what it was dismissed with."""

    CSS_PATH = stylesheet("app")

    def __init__(self, dialog: Screen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answers: list[Any] = []
        self.copied: list[tuple[str, str]] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.answers.append)

    def on_secret_field_copy_requested(self, event: SecretField.CopyRequested) -> None:
        assert SECRET not in repr(event)
        self.copied.append((event.label, event.secret_value.get_secret_value()))

    def words(self, selector: str) -> str:
        return str(self.dialog.query_one(selector, Static).content)


class Server:
    """Archives, or raises what it is given, once it is let to."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0
        self.answer = asyncio.Event()
        self.answer.set()

    async def archive(self) -> str:
        self.calls += 1
        await self.answer.wait()
        if self.errors:
            raise self.errors.pop()
        return "archived"


def archive(submit: Callable[[], Awaitable[str]], *, production: bool = False) -> Host:
    return Host(ArchiveScreen("Ada's", "int_1", production, submit))


# Archiving.


@pytest.mark.parametrize("key", ["enter", "escape"])
@pytest.mark.parametrize("production", [False, True])
async def test_enter_and_escape_archive_nothing(key: str, production: bool) -> None:
    server = Server()
    app = archive(server.archive, production=production)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(key)
        assert (app.answers, server.calls) == ([None], 0)


async def test_a_word_that_was_typed_by_mistake_archives_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grace, "GRACE", 60.0)
    server = Server()
    app = archive(server.archive)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(*"data")
        await pilot.pause()
        assert (app.answers, server.calls) == ([], 0)


async def test_a_archives_and_says_so_meanwhile() -> None:
    server = Server()
    server.answer.clear()
    app = archive(server.archive)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("a")
        assert app.words("#archive-state") == "Archiving..."
        await pilot.press("a", "enter", "escape")
        assert (app.answers, server.calls) == ([], 1)
        server.answer.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.answers == ["archived"]


async def test_an_error_is_shown_and_it_can_be_tried_again() -> None:
    server = Server(Conflict(f"In use {HOSTILE}", status=409, request_id="req_1"))
    app = archive(server.archive)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("a")
        await pilot.pause()
        said = app.words("#archive-state")
        assert said.startswith("In use [/]")
        assert "req_1" in said
        assert "\x1b" not in said
        assert app.focused is app.dialog.query_one("#cancel", Button)
        await pilot.press("a")
        await pilot.pause()
        assert app.answers == ["archived"]


async def test_an_unknown_outcome_is_called_so() -> None:
    app = archive(Server(RequestTimeout("No answer")).archive)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert "It may be archived all the same." in app.words("#archive-state")


async def test_on_production_the_name_must_be_typed() -> None:
    server = Server()
    app = archive(server.archive, production=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        button = app.dialog.query_one("#archive", Button)
        await pilot.press("a")
        assert isinstance(app.focused, Input)
        await pilot.press(*"Ada", "enter")
        assert button.disabled
        assert (app.answers, server.calls) == ([], 0)
        await pilot.press("'", "s")
        assert not button.disabled
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == ["archived"]


async def test_what_was_typed_survives_an_error() -> None:
    app = archive(Server(Conflict("In use", status=409)).archive, production=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("a", *"Ada's", "enter")
        await pilot.pause()
        assert app.dialog.query_one(Input).value == "Ada's"
        assert not app.dialog.query_one(Input).disabled


@pytest.mark.parametrize("name", ["", "  ", "a\u202eb", "x\x1by", "n" * 200])
def test_names_that_cannot_be_typed_are_replaced_by_the_id(name: str) -> None:
    assert to_type(name, "int_1") == "int_1"
    assert to_type(" Zoë ", "int_1") == "Zoë"


async def test_a_hostile_name_is_drawn_literally() -> None:
    app = Host(ArchiveScreen(HOSTILE, "int_1", True, Server().archive))
    async with app.run_test(size=SIZE, notifications=True):
        shown = " ".join(str(one.content) for one in app.dialog.query(Static))
        assert "[@click=app.quit]" in shown
        assert "\x1b" not in shown


# Questions.


async def test_a_question_is_answered_by_its_buttons() -> None:
    for keys, answer in ((("enter",), False), (("escape",), False), (("tab", "enter"), True)):
        app = Host(ConfirmScreen(f"Sure? {HOSTILE}", f"Really?\n{HOSTILE}", "Do it", "No"))
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await pilot.press(*keys)
            assert app.answers == [answer]


# Menus.


@pytest.mark.parametrize(("key", "kind"), zip("vkpiucj", KINDS, strict=True))
async def test_each_kind_of_copy_has_its_key(key: str, kind: str) -> None:
    app = Host(CopyMenu())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(key)
        assert app.answers == [kind]


async def test_what_cannot_be_copied_is_skipped_with_its_reason() -> None:
    app = Host(CopyMenu({"value": Display("no value"), "path": Display("the root [/]")}))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        assert "the root [/]" in app.export_screenshot().replace("&#160;", " ")
        await pilot.press("v", "p")
        assert app.answers == []
        await pilot.press("down", "enter")
        assert app.answers == ["id"]


@pytest.mark.parametrize(
    ("current", "key", "picked"),
    [
        (Sort("created"), "n", Sort("name")),
        (Sort("name"), "n", Sort("name", True)),
        (Sort("name", True), "n", Sort("name")),
        (Sort("status", True), "u", Sort("updated")),
        (Sort("created"), "o", Sort("created", True)),
        (Sort("updated"), "enter", Sort("updated", True)),
        (Sort("updated"), "escape", None),
        (Sort("metadata.team"), "enter", Sort("metadata.team", True)),
    ],
)
async def test_the_same_order_again_reverses_it(
    current: Sort, key: str, picked: Sort | None
) -> None:
    app = Host(SortMenu(current))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(key)
        assert app.answers == [picked]


async def test_a_result_names_what_was_made_and_what_is_next() -> None:
    made = IntegrationInstance(id=HOSTILE, name="Ada [/]", status="draft").answered_in("req_1")
    for key, answer in (("s", "session"), ("enter", "open"), ("escape", None), ("down", ...)):
        app = Host(ResultScreen(made, HIDDEN))
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            facts = app.words(".result-facts")
            assert "Ada [/]" in facts
            assert "○ draft" in facts
            assert "req_1" in facts
            assert "\x1b" not in facts
            assert HIDDEN in app.words(".result-sentence")
            await pilot.press(key)
            assert app.answers == ([] if answer is ... else [answer])


# Secrets.


def session(**fields: Any) -> Session:
    return Session(
        id="ses_1",
        status="active",
        **{"connection_url": SecretStr(URL), "client_secret": SecretStr(SECRET), **fields},
    )


def drawn(app: App[None]) -> str:
    return app.export_screenshot().replace("&#160;", " ")


async def test_secrets_are_masked_shown_by_x_and_masked_when_the_focus_goes() -> None:
    app = Host(SessionResultScreen(session()))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        assert f"{len(SECRET)} characters" in drawn(app)
        assert URL not in drawn(app)
        await pilot.press("x")
        assert URL in drawn(app)
        assert SECRET not in drawn(app)
        await pilot.press("tab")
        assert URL not in drawn(app)
        await pilot.press("x")
        assert SECRET in drawn(app)
        await pilot.press("x")
        assert SECRET not in drawn(app)


async def test_secrets_are_masked_after_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_field, "SHOWN_SECONDS", 0.01)
    app = Host(SessionResultScreen(session()))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = app.dialog.query_one("#url", SecretField)
        masked = asyncio.Event()
        app.dialog.watch(
            field, "revealed", lambda shown: None if shown else masked.set(), init=False
        )
        await pilot.press("x")
        await asyncio.wait_for(masked.wait(), 10)
        await pilot.pause()
        assert URL not in drawn(app)


async def test_secrets_are_masked_when_another_screen_or_the_shell_comes() -> None:
    app = Host(SessionResultScreen(session()))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        field = app.dialog.query_one("#url", SecretField)
        await pilot.press("x")
        await app.push_screen(ConfirmScreen("Sure?", "Really?", "Yes"))
        await pilot.pause()
        assert not field.revealed
        await app.pop_screen()
        field.focus()
        await pilot.press("x")
        assert field.revealed
        app.app_suspend_signal.publish(app)
        await pilot.pause()
        assert not field.revealed


async def test_both_secrets_are_shown_where_neither_has_the_focus() -> None:
    app = Host(SessionResultScreen(session()))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.dialog.query_one("#close", Button).focus()
        await pilot.press("x")
        assert URL in drawn(app)
        assert SECRET in drawn(app)
        await pilot.press("y")
        assert isinstance(app.focused, SecretField)
        assert app.copied == []


async def test_a_secret_is_copied_without_being_shown() -> None:
    app = Host(SessionResultScreen(session()))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("y", "tab", "y")
        assert app.copied == [("connection URL", URL), ("client secret", SECRET)]
        assert SECRET not in drawn(app)
        await pilot.press("escape")
        assert app.answers == [None]


async def test_a_session_without_secrets_says_so() -> None:
    app = Host(SessionResultScreen(session(connection_url=None, client_secret=None)))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        assert "none" in drawn(app)
        assert not app.dialog.query("#snippet")
        await pilot.press("m", "x", "y", "escape")
        assert (app.answers, app.copied) == ([None], [])


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda one: one.id)
async def test_a_way_to_connect_is_shown_masked_and_copied_whole(snippet: Snippet) -> None:
    command = next(one for one in keymap.COMMANDS if one.id == f"snippet_{snippet.id}")
    app = Host(SessionResultScreen(session(name="Ada")))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(command.keys, "y")
        await pilot.pause()
        whole = snippet.text("ada", URL, SECRET)
        assert app.copied == [(snippet.label, whole)]
        shown = str(app.dialog.query_one("#snippet .secret-value", Static).content)
        assert shown == snippet.text("ada", MASK, MASK)
        assert SECRET not in drawn(app)
        assert URL not in drawn(app)
        await pilot.press("x")
        assert SECRET in str(app.dialog.query_one("#snippet .secret-value", Static).content)
        await pilot.press("e" if command.keys != "e" else "m")
        assert SECRET not in str(app.dialog.query_one("#snippet .secret-value", Static).content)


async def test_what_a_session_says_is_drawn_literally() -> None:
    hostile = session(
        name=HOSTILE,
        metadata={HOSTILE: HOSTILE},
        has_errors=True,
        has_warnings=True,
        usage={"total_productive_client_message_count": 7},
        from_template_ids=("ste_1",),
    )
    app = Host(SessionResultScreen(hostile))
    async with app.run_test(size=SIZE, notifications=True):
        facts = app.words(".result-facts") + app.words(".result-details")
        assert facts.count("[@click=app.quit]") == 3
        assert "\x1b" not in facts
        assert "errors and warnings" in facts
        assert "7 from the client" in facts
        assert "ste_1" in facts


# Plain text.


@given(text=st.text(), width=st.integers(2, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join(lines) == text.replace("\n", "")
    assert all(cell_len(line) <= width for line in lines)


async def test_text_is_shown_plain_and_follows_the_width() -> None:
    app = Host(TextScreen(Display("Config"), f"{HOSTILE}\n{'long ' * 40}"))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        log = app.dialog.query_one(Log)
        assert "[@click=app.quit]" in log.lines[0]
        assert "\x1b" not in "".join(log.lines)
        narrow = len(log.lines)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert len(log.lines) < narrow
        assert "".join(log.lines).count("long") == 40
        await pilot.press("escape")
        assert app.answers == [None]


def test_every_order_has_a_key() -> None:
    # Those of the columns that are shown have numbers.
    ids = {one.id for one in keymap.in_scope("sort") if not one.id.startswith("sort_column_")}
    assert ids == {*(f"sort_{one}" for one in KEYED), "sort_reverse"}
