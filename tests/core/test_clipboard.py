"""The clipboard: which way is taken, what is said, what is sent."""

from __future__ import annotations

import asyncio
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import clipboard
from tui.clipboard import OSC_52_LIMIT, ClipboardUnavailable, copy, run_program, ways

EVERYTHING = {"TMUX": "/tmp/tmux-0/default,1,0", "WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}


def present(*names: str) -> clipboard.Find:
    return lambda name: f"/usr/bin/{name}" if name in names else None


class Programs:
    """Takes what would be run; programs in `failing` refuse."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.ran: list[tuple[tuple[str, ...], bytes]] = []

    async def run(self, argv: tuple[str, ...], data: bytes) -> bool:
        self.ran.append((argv, data))
        return argv[0] not in self.failing


def names(environ: dict[str, str], *there: str) -> list[str]:
    return [way.argv[0] for way in ways(environ, present(*there))]


def test_local_order_is_tmux_then_native_tools_whose_display_is_set() -> None:
    there = ("tmux", "pbcopy", "wl-copy", "xclip", "xsel", "clip.exe")
    assert names(EVERYTHING, *there) == list(there)
    assert names({}, *there) == ["pbcopy", "clip.exe"]
    assert names(EVERYTHING) == []


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"])
def test_native_tools_are_left_out_over_ssh(variable: str) -> None:
    there = ("tmux", "pbcopy", "wl-copy", "xclip")
    assert names({**EVERYTHING, variable: "10.0.0.1 1 2"}, *there) == ["tmux"]


async def test_copy_says_which_way_it_took() -> None:
    programs = Programs()
    written: list[str] = []
    said = await copy(
        "int_1", terminal=written.append, environ=EVERYTHING, run=programs.run, find=present("tmux")
    )
    assert said == "sent to tmux via load-buffer"
    assert programs.ran == [(("tmux", "load-buffer", "-w", "-"), b"int_1")]
    assert written == []


async def test_the_next_way_is_tried_where_one_fails() -> None:
    programs = Programs("tmux")
    said = await copy(
        "x",
        terminal=pytest.fail,
        environ=EVERYTHING,
        run=programs.run,
        find=present("tmux", "wl-copy"),
    )
    assert said == "sent to the clipboard via wl-copy"


async def test_the_terminal_is_the_last_way() -> None:
    written: list[str] = []
    said = await copy("x", terminal=written.append, environ={}, find=present())
    assert (said, written) == ("sent to the terminal via OSC 52", ["x"])


async def test_too_long_for_the_terminal_offers_the_text() -> None:
    with pytest.raises(ClipboardUnavailable, match=r"74,995 bytes.*open the text"):
        await copy("x" * (OSC_52_LIMIT + 1), terminal=pytest.fail, environ={}, find=present())


async def test_the_users_command_is_the_only_way_where_it_is_set() -> None:
    programs = Programs()
    said = await copy(
        "x",
        terminal=pytest.fail,
        environ=EVERYTHING,
        command=["lemonade", "copy"],
        run=programs.run,
        find=present("tmux"),
    )
    assert said == "sent to the clipboard via lemonade"
    with pytest.raises(ClipboardUnavailable, match="lemonade failed"):
        await copy(
            "x",
            terminal=pytest.fail,
            environ=EVERYTHING,
            command=["lemonade"],
            run=Programs("lemonade").run,
            find=present("tmux"),
        )


async def test_clip_exe_reads_utf_16() -> None:
    programs = Programs()
    await copy("é", terminal=pytest.fail, environ={}, run=programs.run, find=present("clip.exe"))
    assert programs.ran[0][1].decode("utf-16") == "é"


@given(text=st.text(st.characters(codec=None)))
def test_any_text_can_be_sent(text: str) -> None:
    written: list[str] = []
    asyncio.run(copy(text, terminal=written.append, environ={}, find=present()))
    written[0].encode()  # no lone surrogate is left
    if not any(0xD800 <= ord(one) < 0xE000 for one in text):
        assert written == [text]


async def test_run_program_feeds_the_program_and_reads_its_exit_status() -> None:
    check = "import sys; sys.exit(sys.stdin.read() != 'text')"
    assert await run_program((sys.executable, "-c", check), b"text")
    assert not await run_program((sys.executable, "-c", check), b"other")
    assert not await run_program(("/nonexistent/program",), b"text")


async def test_run_program_kills_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.1)
    start = time.monotonic()
    assert not await run_program((sys.executable, "-c", "import time; time.sleep(60)"), b"")
    assert time.monotonic() - start < 30
