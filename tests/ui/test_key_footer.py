"""The footer: what fits, what stays, what a click does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tui import keymap
from tui.key_command import Command
from tui.keymap import COMMANDS
from tui.stylesheets import stylesheet
from tui.widgets.key_footer import KeyFooter, fitting


class Host(App[None]):
    CSS_PATH = stylesheet("app")

    def __init__(self) -> None:
        super().__init__()
        self.picked: list[Command] = []

    def compose(self) -> ComposeResult:
        yield KeyFooter(keymap.footer("list"))

    def on_key_footer_picked(self, event: KeyFooter.Picked) -> None:
        self.picked.append(event.command)


def line(app: App[None]) -> str:
    return str(app.query_one(KeyFooter).render())


@given(commands=st.lists(st.sampled_from(COMMANDS), unique=True), width=st.integers(0, 200))
def test_hints_fit_and_help_stays_last(commands: list[Command], width: int) -> None:
    hints = fitting(commands, width)
    wanted = [command for command in commands if command.id != "help"]
    shown = [hint.command for hint in hints if hint.command.id != "help"]
    assert shown == wanted[: len(shown)]
    assert all(one.end + 2 == other.start for one, other in pairwise(hints))
    if any(command.id == "help" for command in commands):
        assert hints[-1].command.id == "help"
    if shown:
        assert hints[-1].end <= width


@pytest.mark.parametrize(
    ("width", "said"),
    [(9, "? help"), (20, "Enter open  ? help"), (27, "Enter open  n new  ? help")],
)
async def test_hints_are_dropped_from_the_right(width: int, said: str) -> None:
    app = Host()
    async with app.run_test(size=(width, 5), notifications=True):
        assert line(app) == said


async def test_new_commands_and_a_new_width_are_drawn() -> None:
    app = Host()
    async with app.run_test(size=(120, 5), notifications=True) as pilot:
        before = line(app)
        app.query_one(KeyFooter).set_commands(keymap.footer("dialog"))
        assert line(app) == "Esc close"
        app.query_one(KeyFooter).set_commands(keymap.footer("list"))
        assert line(app) == before
        await pilot.resize_terminal(30, 5)
        await pilot.pause()
        assert len(line(app)) <= 28
        assert line(app).endswith("? help")


async def test_a_click_picks_the_hint_under_it_and_a_gap_picks_none() -> None:
    app = Host()
    async with app.run_test(size=(120, 5), notifications=True) as pilot:
        footer = app.query_one(KeyFooter)
        second = footer.hints[1]
        await pilot.click(KeyFooter, offset=(1 + second.start, 0))
        await pilot.click(KeyFooter, offset=(second.start, 0))
        assert app.picked == [second.command]
