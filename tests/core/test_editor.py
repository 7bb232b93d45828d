"""The user's own editor: what it left is taken, anything else changes nothing."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from tui.editor import MOST_BYTES, edit, editor_command
from tui.errors import UsageError


def editor(tmp_path: Path, code: str) -> dict[str, str]:
    """An environment whose editor runs Python code on the file `path`."""
    script = tmp_path / "an editor.py"
    script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{code}\n")
    return {**os.environ, "EDITOR": f"'{sys.executable}' '{script}' --wait", "VISUAL": ""}


def test_what_the_editor_left_is_taken(tmp_path: Path) -> None:
    environ = editor(tmp_path, "path.write_text(path.read_text().upper() + '\\r\\nmore\\n')")
    assert edit("typed", environ) == "TYPED\nmore"


def test_an_unchanged_file_changes_nothing(tmp_path: Path) -> None:
    assert edit("typed", editor(tmp_path, "pass")) is None


def test_a_failure_changes_nothing_and_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ended with 3: nothing was changed"):
        edit("typed", editor(tmp_path, "path.write_text('x'); sys.exit(3)"))


def test_ctrl_c_is_the_editors_alone(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    code = (
        "import signal; assert signal.getsignal(signal.SIGINT) is signal.default_int_handler\n"
        "os.kill(os.getppid(), signal.SIGINT); path.write_text('still here')"
    )
    assert edit("typed", editor(tmp_path, code)) == "still here"
    assert signal.getsignal(signal.SIGINT) is before


def test_the_last_line_end_is_the_editors_own(tmp_path: Path) -> None:
    adds = editor(tmp_path, "path.write_text(path.read_text() + '\\n')")
    assert edit("typed", adds) is None
    assert edit("typed\n", adds) == "typed\n\n"


def test_the_file_is_the_users_alone_and_gone_afterwards(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"pathlib.Path({str(seen)!r}).write_text(f'{{path.stat().st_mode}} {{path}}')"
    edit("typed", editor(tmp_path, code), suffix=".json")
    mode, _, path = seen.read_text().partition(" ")
    assert stat.S_IMODE(int(mode)) == 0o600
    assert path.endswith(".json")
    assert not Path(path).parent.exists()


def test_the_editor_gets_no_key(tmp_path: Path) -> None:
    environ = editor(tmp_path, "path.write_text(str(sorted(os.environ)))")
    environ["METORIAL_API_KEY"] = "metorial_sk_1"
    environ["MINE"] = "metorial_sk_2"
    left = edit("", environ)
    assert left is not None
    assert "METORIAL_API_KEY" not in left
    assert "MINE" not in left


def test_visual_comes_before_editor() -> None:
    assert editor_command({"EDITOR": "ed", "VISUAL": "vi -n"}) == ["vi", "-n"]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "No editor is named"),
        ({"EDITOR": "  "}, "No editor is named"),
        ({"EDITOR": "vi 'open"}, "cannot be read"),
        ({"EDITOR": "/nowhere/editor"}, "cannot be run"),
    ],
)
def test_what_is_no_editor_says_what_to_do(environ: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        edit("typed", environ)


@pytest.mark.parametrize(
    "code", ["path.write_bytes(b'\\xff\\xfe\\xfa')", f"path.write_text('x' * {MOST_BYTES + 1})"]
)
def test_what_cannot_be_read_back_is_not_taken(tmp_path: Path, code: str) -> None:
    with pytest.raises(UsageError, match="nothing was taken"):
        edit("typed", editor(tmp_path, code))
