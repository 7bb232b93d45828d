"""The explorer is told to end, to stop, to shrink: it gives the terminal back, or goes on."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import Size, Terminal, clean_environment, installed_command

LISTED = "loaded, complete"
GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1000l", b"\x1b[?1003l")


def demo(home: Path, *before: str, size: Size = (80, 24), **variables: str) -> Terminal:
    argv = [*before, *installed_command("--demo")]
    return Terminal(argv, environment=clean_environment(home, **variables), size=size)


def state_of(process_id: int) -> str:
    """Return the letter that Linux gives a process's state: `T` is stopped."""
    return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_and_the_terminal_is_given_back(
    home: Path, number: signal.Signals
) -> None:
    with demo(home) as terminal:
        terminal.wait_for(LISTED)
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.is_restored
        end = terminal.output[-400:]
        assert [one for one in GIVEN_BACK if one not in end] == []
        assert b"Traceback" not in terminal.output


def test_typing_in_a_form_does_not_hold_a_signal_up(home: Path) -> None:
    with demo(home) as terminal:
        terminal.wait_for(LISTED)
        terminal.press("n")
        terminal.wait_for("New instance")
        terminal.type("half a na")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert terminal.is_restored


@pytest.mark.parametrize("before", [(), ("sh", "-c", 'trap "" HUP; exec "$@"', "sh")])
def test_it_ends_where_the_terminal_goes_away(home: Path, before: tuple[str, ...]) -> None:
    with demo(home, *before) as terminal:
        terminal.wait_for(LISTED)
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP


def test_it_ends_though_the_terminal_takes_nothing_any_more(home: Path) -> None:
    master, slave = os.openpty()
    with subprocess.Popen(
        installed_command("--demo"),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=clean_environment(home),
        start_new_session=True,
    ) as process:
        try:
            # What it writes is never read, so that it soon waits in the middle of its screen.
            assert select.select([master], [], [], 15)[0]
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 128 + signal.SIGTERM
        finally:
            process.kill()
            os.close(slave)
            os.close(master)


def test_it_stops_and_goes_on_as_the_shell_says(home: Path) -> None:
    with demo(home) as terminal:
        terminal.wait_for(LISTED)
        terminal.signal(signal.SIGTSTP)
        deadline = time.monotonic() + 15
        while state_of(terminal.process_id) != "T":
            assert time.monotonic() < deadline, "it does not stop"
            time.sleep(0.01)
        # What it wrote before it stopped may still be on its way here.
        terminal.wait_for(lambda _: terminal.output.rstrip().endswith(b"\x1b[?1004l"))
        before = terminal.output
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(lambda _: b"\x1b[?1049h" in terminal.output[len(before) :])
        terminal.press("?")
        terminal.wait_for("Keys")
        terminal.press("escape")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_it_bears_every_size(home: Path) -> None:
    with demo(home) as terminal:
        terminal.wait_for(LISTED)
        for size in [(1, 1), (20, 5), (300, 3), (2, 80), (120, 40), (80, 24)]:
            terminal.resize(size)
            terminal.wait_quiet()
        terminal.wait_for(LISTED)
        terminal.press("n")
        terminal.wait_for("New instance")
        terminal.resize((1, 1))
        terminal.wait_quiet()
        terminal.resize((80, 24))
        terminal.wait_for("New instance")
        terminal.press("escape")
        terminal.press("q")
        assert terminal.wait_exit() == 0
