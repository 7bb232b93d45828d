"""Frames wait for those before to be drawn, where the terminal answers."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from tui import pacing
from tui.pacing import WINDOW, Pacer


class Paced(App[None]):
    """Counts its frames, and the questions behind them."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.frames = 0
        self.pacer = Pacer(self, self.ask)

    def ask(self) -> None:
        self.asked += 1

    def compose(self) -> ComposeResult:
        yield Static("0")

    def post_display_hook(self) -> None:
        self.frames += 1
        self.pacer.frame_sent()

    async def show(self, text: str, pilot: Pilot[None]) -> None:
        self.query_one(Static).update(text)
        await pilot.pause(0.05)

    @property
    def is_held(self) -> bool:
        return self._batch_count > 0


async def test_nothing_is_asked_where_it_is_not_wanted() -> None:
    app = Paced()
    async with app.run_test() as pilot:
        app.pacer.answered()
        await app.show("1", pilot)
        assert (app.asked, app.is_held) == (0, False)


async def test_a_terminal_that_never_answers_is_never_waited_for() -> None:
    app = Paced()
    async with app.run_test() as pilot:
        app.pacer.set_wanted(True)
        for text in "123456":
            await app.show(text, pilot)
        assert (app.asked, app.is_held) == (1, False)


async def test_what_changes_meanwhile_comes_in_one_frame() -> None:
    app = Paced()
    async with app.run_test() as pilot:
        app.pacer.set_wanted(True)
        app.pacer.answered()
        for number in range(WINDOW):
            await app.show(f"first {number}", pilot)
        assert app.is_held
        frames = app.frames
        for number in range(10):
            await app.show(f"then {number}", pilot)
        assert app.frames == frames
        app.pacer.answered()
        await pilot.pause(0.1)
        assert app.frames == frames + 1


async def test_a_terminal_that_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PATIENCE", 0.1)
    app = Paced()
    async with app.run_test() as pilot:
        app.pacer.set_wanted(True)
        app.pacer.answered()
        for number in range(WINDOW):
            await app.show(str(number), pilot)
        assert app.is_held
        await pilot.pause(0.3)
        assert not app.is_held
        frames = app.frames
        await app.show("on", pilot)
        assert app.frames > frames


async def test_what_is_no_longer_wanted_lets_go_at_once() -> None:
    app = Paced()
    async with app.run_test() as pilot:
        app.pacer.set_wanted(True)
        app.pacer.answered()
        for number in range(WINDOW):
            await app.show(str(number), pilot)
        assert app.is_held
        app.pacer.set_wanted(False)
        assert not app.is_held
