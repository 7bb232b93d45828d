"""A slow line to a far terminal: held keys never queue up, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.terminal import clean_environment, installed_command
from tests.e2e.thin_terminal import ThinTerminal

REPEATS = 60
PERIOD = 1 / 30


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A sandbox to ask, from the far end of an SSH connection."""
    home = tmp_path_factory.mktemp("home")
    plain = clean_environment(Path(home))
    with Sandbox(plain) as sandbox:
        yield {
            **plain,
            "METORIAL_API_HOST": sandbox.url,
            "METORIAL_API_KEY": sandbox.key,
            "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22",
        }


def hold(terminal: ThinTerminal, key: str) -> float:
    """Hold a key down, let it go; return the seconds until the screen is still."""
    for _ in range(REPEATS):
        terminal.press(key)
        time.sleep(PERIOD)
    released = time.monotonic()
    terminal.wait_quiet(pause=0.6, timeout=60)
    return time.monotonic() - released - 0.6


def test_a_held_key_stops_when_it_is_let_go(environment: dict[str, str]) -> None:
    with ThinTerminal(installed_command(), environment=environment, size=(120, 40)) as terminal:
        terminal.wait_for("loaded, complete", timeout=60)
        terminal.wait_quiet(pause=1, timeout=60)
        before = len(terminal.output)
        lag = hold(terminal, "j")
        # Unmerged they are 130 kB, which take this line 18 seconds.
        assert lag < 6
        assert len(terminal.output) - before < 40_000
        text = terminal.text
        # What was not sent is not lost: the picture is that of a whole new one.
        terminal.resize((121, 40))
        terminal.wait_quiet(pause=1, timeout=60)
        terminal.resize((120, 40))
        terminal.wait_quiet(pause=1, timeout=60)
        assert terminal.text == text
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_terminal_that_never_answers_is_served_all_the_same(
    environment: dict[str, str],
) -> None:
    with ThinTerminal(
        installed_command(), environment=environment, bytes_per_second=100_000, answers=False
    ) as terminal:
        terminal.wait_for("loaded, complete", timeout=30)
        for key in ("j", "G", "g", "/"):
            terminal.press(key)
            terminal.wait_quiet(pause=0.3)
        terminal.type("status:archived")
        terminal.wait_for("archived", timeout=30)
