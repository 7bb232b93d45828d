"""What is left of a crash: a report file without secrets, and a word about it."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from tui.redaction import without_secrets
from tui.text import Display, clean, clean_lines
from tui.version import VERSION

KEPT = 5
"""Reports that are kept; older ones make room."""

_MASK = "(masked)"
_MESSAGE = 400
_WHOLE = 200_000
_VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "TMUX", "SSH_CONNECTION")


def folders() -> Iterator[Path]:
    """Return where a report may go, the best place first."""
    from platformdirs import user_state_path

    with suppress(OSError, RuntimeError):  # There may be no home.
        yield user_state_path("metorial-tui") / "crashes"
    yield Path(tempfile.gettempdir()) / f"metorial-tui-crashes-{os.getuid()}"


def write_report(
    error: BaseException, screens: Sequence[str], places: Iterable[Path] | None = None
) -> Path | None:
    """Write down what went wrong, for the user only; return where, or None if nowhere.

    It holds no local variable, and no message without passing `tui.redaction`: neither the
    key nor a session's secret comes into it.

    Args:
        error: What was raised.
        screens: The names of the open screens' classes, the topmost last.
        places: Folders to try; the usual ones if not given.
    """
    text = _report(error, screens)
    name = time.strftime("%Y%m%d-%H%M%S") + f"-{os.getpid()}.txt"
    for folder in folders() if places is None else places:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        _make_room(folder)
        return folder / name
    return None


def words(error: BaseException, report: Path | None) -> Display:
    """Return what the user is told of a crash, in a few lines."""
    said = [
        f"metorial-tui met a fault of its own ({type(error).__name__}) and had to end.",
        "What was sent to the API before stands; nothing was sent because of this.",
    ]
    if report is None:
        said.append("No report could be written: no folder for it takes a file.")
    else:
        said.append(f"A report is in {clean(report)}. Your key and session secrets are not in it;")
        said.append("look through it, and attach it when you tell us.")
    return clean_lines("\n".join(said))


def _report(error: BaseException, screens: Sequence[str]) -> str:
    facts = {
        "metorial-tui": VERSION,
        "textual": version("textual"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "screens": " > ".join(screens) or "none",
        **{name: os.environ[name] for name in _VARIABLES if name in os.environ},
    }
    if "SSH_CONNECTION" in facts:
        facts["SSH_CONNECTION"] = "set"
    lines = [f"{name}: {clean(value)}" for name, value in facts.items()]
    whole = "\n".join([*lines, "", *_traceback(error)])
    return without_secrets(whole, _MASK)[:_WHOLE] + "\n"


def _traceback(error: BaseException) -> Iterator[str]:
    """Return the frames of an error and of what led to it, without any variable's value."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        # Before cutting: half a secret has no shape any more.
        message = clean(without_secrets(str(current), _MASK), _MESSAGE)
        yield f"{type(current).__module__}.{type(current).__qualname__}: {message}"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        cause = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        if cause is not None:
            yield "which came of"
        current = cause


def _make_room(folder: Path) -> None:
    with suppress(OSError):
        for old in sorted(folder.glob("*.txt"))[:-KEPT]:
            old.unlink()


def current_error() -> BaseException:
    """Return the error that is being handled."""
    error = sys.exc_info()[1]
    assert error is not None, "only called while an error is handled"
    return error
