"""Imports run downward only, and the first paint waits for nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import tui

ROOT = Path(tui.__file__).parent
HEAVY = ("textual", "httpx", "pydantic", "starlette", "keyring", "rich")


def loaded(*modules: str) -> set[str]:
    """The top-level packages that a fresh Python has after importing the modules."""
    return {name.split(".")[0] for name in loaded_modules(*modules)}


def loaded_modules(*modules: str) -> set[str]:
    """All modules that a fresh Python has after importing those."""
    code = f"import {', '.join(modules)}, sys; print(*(n for n, m in sys.modules.items() if m))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def modules(folder: str) -> list[str]:
    """The modules of a folder below `tui`."""
    return [
        ".".join(("tui", *path.relative_to(ROOT).with_suffix("").parts))
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name != "__init__.py"
    ]


def test_the_entry_point_imports_nothing_heavy() -> None:
    assert loaded("tui.__main__").isdisjoint(HEAVY)


def test_the_first_paint_waits_for_nothing_that_it_does_not_draw_with() -> None:
    found = loaded_modules("tui.__main__", "tui.start", "tui.app")
    later = {"click", "tomllib", "hmac", "tui.connect", "tui.drafts", "tui.clipboard"}
    later |= {"tui.store.filter", "tui.store.state", "tui.models.environment"}
    later |= {"tui.tour", "tui.widgets.tour_bar", "tui.models.object_row"}
    assert not found & later


@pytest.mark.parametrize("folder", ["models", "api", "store", "forms"])
def test_below_the_widgets_there_is_no_terminal(folder: str) -> None:
    assert "textual" not in loaded(*modules(folder))


def test_rows_text_and_times_need_no_models() -> None:
    names = ("tui.models.row", "tui.text", "tui.times", "tui.resources", "tui.errors")
    assert loaded(*names).isdisjoint(HEAVY)


def test_the_first_list_needs_no_models_and_no_command_line_of_httpx() -> None:
    names = ("tui.app", "tui.connect", "tui.store.store", "tui.store.api_lookup")
    found = loaded_modules(*names)
    assert "httpx" in found
    assert found.isdisjoint({"pydantic", "rich.progress", "httpx._main"})
