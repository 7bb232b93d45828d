"""What every test of the screens stands on: an environment that changes nothing drawn."""

from __future__ import annotations

import pytest
from textual import constants

from tui.screens import grace

_UNSET = (
    "NO_COLOR",
    "TEXTUAL_THEME",
    "TMUX",
    "METORIAL_API_KEY",
    "METORIAL_TOKEN",
    "METORIAL_API_HOST",
    "METORIAL_INSTANCE_ID",
)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what of this shell's environment would change pictures and connections."""
    for name in _UNSET:
        monkeypatch.delenv(name, raising=False)
    # Over SSH no clipboard of the machine that runs the tests is touched.
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    # Textual read the variable when it was imported.
    monkeypatch.setattr(constants, "DEFAULT_THEME", "textual-dark")


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions take an answer at once."""
    monkeypatch.setattr(grace, "GRACE", 0.0)
