"""The tables of the README and of the guides say what the program does."""

from __future__ import annotations

import pytest

from tests.generated.marks import COMMAND
from tests.generated.pages import PAGES, page


@pytest.mark.parametrize("name", PAGES)
def test_nothing_has_drifted(name: str) -> None:
    path, text = page(name)
    assert path.read_text(encoding="utf-8") == text, f"run {COMMAND}"
