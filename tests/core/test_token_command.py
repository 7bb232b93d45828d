"""A program that prints the key: run without a shell, for so long, with no key of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tui.credentials.token_command import TokenCommand
from tui.errors import CredentialsError

KEY = "metorial_sk_0123456789abcdef"


def python(code: str, patience: float = 60) -> TokenCommand:
    return TokenCommand((sys.executable, "-c", code), patience)


def test_what_it_prints_is_the_key() -> None:
    found = python(f"print('{KEY}')").find()
    assert found.key.get_secret_value() == KEY
    assert found.source_name == f"the token command {sys.executable}"
    assert KEY not in repr(found)


def test_there_is_no_shell(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="cannot be run: No such file"):
        TokenCommand((f"touch {tmp_path}/x; echo {KEY}",)).find()
    assert TokenCommand(("echo", "$HOME;x")).find().key.get_secret_value() == "$HOME;x"
    assert list(tmp_path.iterdir()) == []


def test_it_sees_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METORIAL_API_KEY", KEY)
    monkeypatch.setenv("MY_OWN", KEY)
    code = f"import os; print('none' if {KEY!r} not in os.environ.values() else 'seen')"
    assert python(code).find().key.get_secret_value() == "none"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("pass", "printed nothing"),
        ("print('two words')", "holds characters that no API key has"),
        ("raise SystemExit(3)", "failed with status 3: no reason given"),
        ("raise SystemExit('vault is \\x1b[2Jsealed')", "failed with status 1: vault is"),
    ],
)
def test_what_is_no_key_is_told(code: str, said: str) -> None:
    with pytest.raises(CredentialsError, match=said) as caught:
        python(code).find()
    assert "\x1b" not in str(caught.value)


def test_one_that_hangs_is_killed_with_all_it_has_started(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time; time.sleep(3); open({str(mark)!r}, 'w')"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    start = time.monotonic()
    with pytest.raises(CredentialsError, match=r"did not end within 1 s"):
        python(code, patience=1).find()
    time.sleep(max(0.0, 4 - (time.monotonic() - start)))
    assert not mark.exists()


def test_a_program_that_asks_on_the_terminal_gets_none() -> None:
    code = "import getpass; print(getpass.getpass())"
    with pytest.raises(CredentialsError, match="failed with status 1: EOFError"):
        python(code).find()


def test_arguments_are_not_shown() -> None:
    with pytest.raises(CredentialsError) as caught:
        TokenCommand(("/no/such", "--secret", "hunter2")).find()
    assert "hunter2" not in str(caught.value)
