"""Odd terminals, locales and homes: the explorer starts, answers keys and ends in all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, clean_environment, installed_command
from tui.window import takes_words

TERMINALS = ("dumb", "linux", "screen", "xterm-16color", "tmux-256color", "")
LOCALES = ({"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": ""}, {"PYTHONUTF8": "0", "LANG": "C"})
LINES = (
    {"NO_COLOR": "1"},
    {"SSH_CONNECTION": "10.0.0.1 5000 10.0.0.2 22", "SSH_TTY": "/dev/pts/9"},
    {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "screen"},
)


def walk(home: Path, **variables: str) -> bytes:
    """Look, go into the tree, come back and leave; return all that was written."""
    given = [f"{name}={value}" for name, value in variables.items()]
    argv = ["env", *given, *installed_command("--demo")]
    with Terminal(argv, environment=clean_environment(home)) as terminal:
        terminal.wait_for("loaded, complete")
        terminal.press("enter")
        terminal.wait_for("▼ providers")
        # Over SSH an escape is waited for longer, and must not become one key with the next.
        terminal.press("escape")
        terminal.wait_gone("▼ providers")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored
        return terminal.output


@pytest.mark.parametrize("name", TERMINALS)
def test_it_runs_in_a_terminal_of_any_name(home: Path, name: str) -> None:
    written = walk(home, TERM=name)
    if takes_words({"TERM": name}):
        first, last = written.index(b"\x1b[22;0t"), written.index(b"\x1b[23;0t")
        assert first < written.index(b"\x1b]2;metorial") < last
    else:
        assert b"]2;" not in written
        assert b";0t" not in written


@pytest.mark.parametrize("variables", LOCALES, ids=str)
def test_what_it_writes_is_utf8_in_any_locale(home: Path, variables: dict[str, str]) -> None:
    assert "●" in walk(home, **variables).decode("utf-8")


@pytest.mark.parametrize("variables", LINES, ids=str)
def test_it_runs_on_any_line(home: Path, variables: dict[str, str]) -> None:
    walk(home, **variables)


def test_it_needs_no_home(home: Path) -> None:
    walk(home, HOME="/proc/nowhere", XDG_CONFIG_HOME="/proc/nowhere", TMPDIR="/proc/nowhere")
