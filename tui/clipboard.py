"""Sends text to the clipboard by the best way there is, and says which that was."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from tui.children import child_environment
from tui.errors import ExplorerError
from tui.remote import is_remote
from tui.text import well_formed

OSC_52_LIMIT = 74_994
"""The most bytes that terminals are known to take by OSC 52 (100,000 once encoded)."""

_PATIENCE = 2.0


class ClipboardUnavailable(ExplorerError):
    """No way to the clipboard took the text; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Way:
    """A program that puts its standard input on the clipboard.

    Attributes:
        argv: The program and its arguments.
        words: What it is called after "sent to".
        encoding: What it expects to read.
    """

    argv: tuple[str, ...]
    words: str
    encoding: str = "utf-8"


Run: TypeAlias = Callable[[tuple[str, ...], bytes], Awaitable[bool]]
"""Runs a program with bytes on its standard input; returns whether it took them."""

Find: TypeAlias = Callable[[str], str | None]
"""Returns where a program is, or None where there is none, as `shutil.which` does."""


async def run_program(argv: tuple[str, ...], data: bytes) -> bool:
    """Run `argv` with `data` on its standard input; return whether it ended well in 2 s.

    It has a session of its own, so that it neither reads from nor dies with the terminal,
    and no output pipes: xclip and wl-copy stay behind and would hold them open.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env=child_environment(os.environ),
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(_PATIENCE):
            await process.communicate(data)
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode == 0


def ways(environ: Mapping[str, str], find: Find = shutil.which) -> Iterator[Way]:
    """Yield the programs that may reach the clipboard here, the best first.

    Over SSH a native tool would fill the clipboard of the wrong machine, so it is left out.
    """
    if environ.get("TMUX") and find("tmux"):
        yield Way(("tmux", "load-buffer", "-w", "-"), "tmux via load-buffer")
    if is_remote(environ):
        return
    if find("pbcopy"):
        yield Way(("pbcopy",), "the clipboard via pbcopy")
    if environ.get("WAYLAND_DISPLAY") and find("wl-copy"):
        yield Way(("wl-copy",), "the clipboard via wl-copy")
    if environ.get("DISPLAY") and find("xclip"):
        yield Way(("xclip", "-selection", "clipboard", "-in"), "the clipboard via xclip")
    if environ.get("DISPLAY") and find("xsel"):
        yield Way(("xsel", "--clipboard", "--input"), "the clipboard via xsel")
    if find("clip.exe"):
        yield Way(("clip.exe",), "the clipboard via clip.exe", "utf-16")


async def copy(
    text: str,
    *,
    terminal: Callable[[str], None],
    environ: Mapping[str, str],
    command: Sequence[str] = (),
    run: Run = run_program,
    find: Find = shutil.which,
) -> str:
    """Send `text` to the clipboard and return where it went, as "sent to ... via ...".

    Nothing acknowledges a copy, so "sent" is all that can be said. Lone surrogates, which
    no encoding knows, are sent as the replacement character.

    Args:
        text: What to copy, as it is.
        terminal: Writes it to the terminal by OSC 52: Textual's `App.copy_to_clipboard`.
        environ: The environment: `TMUX`, `SSH_*`, `WAYLAND_DISPLAY`, `DISPLAY`.
        command: The user's own command; then no other way is tried.
        run: Runs a program.
        find: Finds a program.

    Raises:
        ClipboardUnavailable: The user's command failed, or the text is too long for OSC 52
            and nothing else is there.
    """
    whole = well_formed(text)
    if command:
        if await run(tuple(command), whole.encode()):
            return f"sent to the clipboard via {command[0]}"
        raise ClipboardUnavailable(
            f"The clipboard command {command[0]} failed; mend the setting, or open the text "
            "and select it."
        )
    for way in ways(environ, find):
        if await run(way.argv, whole.encode(way.encoding)):
            return f"sent to {way.words}"
    size = len(whole.encode())
    if size > OSC_52_LIMIT:
        raise ClipboardUnavailable(
            f"{size:,} bytes are too many for this terminal's clipboard ({OSC_52_LIMIT:,}); "
            "open the text and select it."
        )
    terminal(whole)
    return "sent to the terminal via OSC 52"
