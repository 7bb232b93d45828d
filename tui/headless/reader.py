"""Who reads what is printed: once nobody does, there is nothing left to do."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def while_read() -> AsyncIterator[None]:
    """End the block as soon as nobody can read stdout any more, as after `head`.

    Writing would tell that too, but not before there is something to write: the next page, or,
    of a list that is watched, the next change.

    Raises:
        BrokenPipeError: The reader of the pipe is gone.
    """
    number = _pipe()
    task = asyncio.current_task()
    if number is None or task is None:
        yield
        return
    loop = asyncio.get_running_loop()
    is_gone = False

    def end() -> None:
        nonlocal is_gone
        is_gone = True
        loop.remove_reader(number)
        task.cancel()

    # Nothing is ever read from that end of a pipe: what wakes it is the other end's closing.
    loop.add_reader(number, end)
    try:
        yield
    except asyncio.CancelledError:
        if not is_gone:
            raise
        raise BrokenPipeError from None
    finally:
        loop.remove_reader(number)


def _pipe() -> int | None:
    """Return stdout's number where it is a pipe."""
    try:
        number = sys.stdout.fileno()
        return number if stat.S_ISFIFO(os.fstat(number).st_mode) else None
    except OSError:
        return None
