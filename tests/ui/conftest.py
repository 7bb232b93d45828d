"""What every test of the screens stands on: an environment that changes nothing drawn."""

from __future__ import annotations

import pytest

_DRAWN_BY = ("NO_COLOR", "TEXTUAL_THEME", "TMUX", "SSH_CONNECTION", "SSH_TTY")
_CONNECTED_BY = (
    "METORIAL_API_KEY",
    "METORIAL_TOKEN",
    "METORIAL_API_HOST",
    "METORIAL_INSTANCE_ID",
)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what of this shell's environment would change pictures and connections."""
    for name in (*_DRAWN_BY, *_CONNECTED_BY):
        monkeypatch.delenv(name, raising=False)
