"""What was picked lately: in memory, on disk, across starts, whatever the file holds."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests import strategies
from tui.store.lookup import Choice
from tui.store.recent import Recent, recent_path
from tui.text import Display, is_plain


def one(identifier: str, name: str = "Name") -> Choice:
    return Choice(identifier, Display(name), status=Display("active"), note=Display("secret"))


def test_the_latest_comes_first_and_only_a_few_are_kept() -> None:
    recent = Recent()
    for identifier in ("a", "b", "c", "d", "e", "f", "b"):
        recent.add("identity", one(identifier))
    assert [choice.id for choice in recent.of("identity")] == ["b", "f", "e", "d", "c"]
    assert recent.of("provider") == ()


def test_ids_and_names_outlive_the_run_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "recent.json"
    Recent(path).add("identity", one("idn_1", "Ada"))
    Recent(path).add("identity", one("idn_2", "Bob"))
    assert Recent(path).of("identity") == (
        Choice("idn_2", Display("Bob")),
        Choice("idn_1", Display("Ada")),
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "secret" not in path.read_text()
    assert [one.name for one in path.parent.iterdir()] == ["recent.json"]


def test_a_disk_that_takes_nothing_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recent = Recent(tmp_path / "file" / "recent.json")
    recent.add("identity", one("idn_1"))
    assert [choice.id for choice in recent.of("identity")] == ["idn_1"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2, "lists": {}}', '{"version": 1, "lists": {"a": [1]}}']
)
def test_a_file_that_is_none_is_passed_over(tmp_path: Path, text: str) -> None:
    path = tmp_path / "recent.json"
    path.write_text(text)
    recent = Recent(path)
    assert recent.of("a") == ()
    recent.add("a", one("idn_1"))
    assert [choice.id for choice in Recent(path).of("a")] == ["idn_1"]


@given(strategies.values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_is_safe_to_draw(tmp_path: Path, picks: Any) -> None:
    path = tmp_path / "recent.json"
    path.write_text(json.dumps({"version": 1, "lists": {"a": picks}}))
    assert all(is_plain(choice.name) for choice in Recent(path).of("a"))


def test_each_account_has_its_own() -> None:
    assert recent_path("a") != recent_path("b")
    assert "secret" not in str(recent_path("secret"))
