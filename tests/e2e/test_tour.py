"""The very first start shows the tour, and no other start does."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import Terminal, clean_environment, installed_command

TOUR = "Tour · 1 of 5"


def start(sandbox: Sandbox, home: Path) -> Terminal:
    """Start the explorer as somebody whose home it is."""
    variables = {"METORIAL_API_HOST": sandbox.url, "METORIAL_API_KEY": sandbox.key}
    environment = clean_environment(home, **variables)
    del environment["METORIAL_TUI_TOUR"]
    return Terminal(installed_command(), environment=environment)


def test_a_new_home_has_the_tour_once(sandbox: Sandbox, home: Path) -> None:
    with start(sandbox, home) as terminal:
        shown = terminal.wait_for(TOUR)
        assert "T next · Esc ends the tour" in shown
        assert "Enter open" in shown
        terminal.press("escape")
        terminal.wait_gone(TOUR)
        terminal.press("q")
        assert terminal.wait_exit() == 0
    with start(sandbox, home) as terminal:
        terminal.wait_for("complete")
        terminal.press("j")
        assert TOUR not in terminal.wait_quiet()
    assert sandbox.writes == []
