"""Recent filter lines, and which filter a start begins with."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from tests import strategies
from tui.errors import SavedFilterError
from tui.kept_filters import KeptFilters
from tui.profile import Profile
from tui.recent_filters import KEPT, RecentFilters
from tui.saved_filters import SavedFilter
from tui.settings import Settings

HOST = "https://api.example.com"


def test_the_latest_come_first_once_each(tmp_path: Path) -> None:
    recent = RecentFilters(tmp_path, "a")
    for number in range(30):
        recent.use(f"name{number}")
    recent.use(" name20 ")
    again = RecentFilters(tmp_path, "a")
    assert again.lines == recent.lines
    assert again.lines[:3] == ("name20", "name29", "name28")
    assert len(again.lines) == KEPT
    assert again.last == "name20"
    assert RecentFilters(tmp_path, "b").lines == ()


def test_a_cleared_line_stays_cleared_and_a_saved_one_is_kept_elsewhere() -> None:
    recent = RecentFilters()
    recent.use("status:draft")
    recent.use("ada", keep=False)
    assert (recent.last, recent.lines) == ("ada", ("status:draft",))
    recent.use("")
    assert (recent.last, recent.lines) == ("", ("status:draft",))


def test_it_is_for_the_user_alone_and_holds_no_secret(tmp_path: Path) -> None:
    recent = RecentFilters(tmp_path / "state", "a")
    recent.use("ada")
    recent.use("metorial_sk_0123456789abcdef")
    recent.use("x" * 2_000)
    (path,) = (tmp_path / "state" / "filters").iterdir()
    assert json.loads(path.read_text()) == {"version": 1, "last": "", "lines": ["ada"]}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@given(strategies.values)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_holds_anything_is_no_fault(tmp_path: Path, held: Any) -> None:
    recent = RecentFilters(tmp_path, "a")
    recent.use("ada")
    (path,) = (tmp_path / "filters").iterdir()
    path.write_text(json.dumps({"version": 1, "last": "", "lines": held}))
    assert all(isinstance(line, str) for line in RecentFilters(tmp_path, "a").lines)
    path.write_text(json.dumps(held))
    assert RecentFilters(tmp_path, "a").lines == ()


def test_a_disk_that_takes_nothing_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recent = RecentFilters(tmp_path / "file", "a")
    recent.use("ada")
    assert recent.lines == ("ada",)


# What a start begins with.


def begun(folder: Path, **options: Any) -> SavedFilter:
    """Return the first filter, where `before` was the last line of the run before."""
    usual = Settings(api_host=HOST, state_folder=folder / "state")
    KeptFilters.of(usual, folder / "config.toml").recent.use("before")
    settings = usual._replace(**options)
    return KeptFilters.of(settings, folder / "config.toml").first(settings)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({}, "before"),
        ({"filter_text": "asked"}, "asked"),
        ({"filter_text": ""}, ""),
        ({"profile": Profile(filter="usual")}, "usual"),
        ({"profile": Profile(filter="usual"), "filter_text": ""}, ""),
        ({"instance_id": "int_1"}, ""),
        ({"keeps_lists": False}, ""),
        ({"demo": True}, ""),
        ({"profile": Profile(name="other")}, ""),
        ({"api_host": "https://other.example"}, ""),
        ({"environment_id": "ins_2"}, ""),
    ],
)
def test_the_nearest_word_wins_and_only_silence_restores(
    tmp_path: Path, options: dict[str, Any], line: str
) -> None:
    assert begun(tmp_path, **options).text == line


def test_a_profile_may_name_a_saved_filter(tmp_path: Path) -> None:
    settings = Settings(api_host=HOST, profile=Profile(filter="@my drafts"))
    kept = KeptFilters.of(settings, tmp_path / "config.toml")
    with pytest.raises(SavedFilterError, match="my drafts"):
        kept.first(settings)
    saved = SavedFilter("my drafts", "status:draft", "name", True)
    kept.saved.save(saved)
    assert kept.first(settings) == saved
    assert (tmp_path / "filters.toml").exists()


def test_the_option_may_name_a_saved_filter_or_the_profiles(tmp_path: Path) -> None:
    kept = KeptFilters.of(Settings(api_host=HOST), tmp_path / "config.toml")
    saved = [SavedFilter("my drafts", "status:draft", "name"), SavedFilter("hot", "updated:<1h")]
    for one in saved:
        kept.saved.save(one)
    usual = Settings(api_host=HOST, profile=Profile(filter="@hot"))
    for text, wanted in {
        "@my drafts": saved[0],
        "@": saved[1],
        "ada": SavedFilter("", "ada"),
    }.items():
        settings = usual._replace(filter_text=text)
        assert kept.asked(settings) == kept.first(settings) == wanted
    assert kept.asked(usual) is None
    assert usual._replace(filter_text="@hot").filter_line == ""
    with pytest.raises(SavedFilterError, match="there are: my drafts, hot"):
        kept.asked(usual._replace(filter_text="@hto"))
    with pytest.raises(SavedFilterError, match="The profile default has no filter"):
        kept.asked(Settings(api_host=HOST, filter_text="@"))


def test_another_profile_of_the_run_does_not_go_on_with_its_last_line(tmp_path: Path) -> None:
    settings = Settings(api_host=HOST, state_folder=tmp_path)
    kept = KeptFilters.of(settings, tmp_path / "config.toml")
    kept.recent.use("before")
    assert kept.first(settings, restores=False).text == ""
