"""Each setting is shown with its value and with who said it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tui.profile import Profile
from tui.settings import Settings
from tui.settings_file import ENTRIES
from tui.settings_shown import Setting, settings_shown


def shown(
    settings: Settings, document: dict[str, Any] | None = None, **environ: str
) -> dict[str, Setting]:
    return {one.name: one for one in settings_shown(settings, document or {}, environ)}


def said(setting: Setting) -> tuple[str, str]:
    return setting.value, setting.source


def test_every_entry_of_the_file_is_there_with_its_meaning() -> None:
    found = shown(Settings.from_options({}))
    assert list(found) == [*ENTRIES, "keys"]
    assert all(one.meaning for one in found.values())
    assert {one.source for one in found.values()} == {"default"}
    assert said(found["page_size"]) == ("100", "default")
    assert said(found["thin_line"]) == ("over SSH", "default")


def test_the_source_is_who_said_it_last() -> None:
    profile = Profile(name="work", host="https://a.example", page_size=25, theme="nord")
    document = {"theme": "nord", "profiles": {"work": {"host": "a", "page_size": 25}}}
    variables = {"METORIAL_API_HOST": "https://b.example", "METORIAL_INSTANCE_ID": "ins_1"}
    settings = Settings.from_options(variables, profile=profile)
    found = shown(settings, document, **variables)
    assert said(found["host"]) == ("https://a.example", "this profile")
    assert said(found["page_size"]) == ("25", "this profile")
    assert said(found["theme"]) == ("nord", "all profiles")
    assert said(found["environment"]) == ("ins_1", "METORIAL_INSTANCE_ID")
    found = shown(Settings.from_options(variables), {}, **variables)
    assert said(found["host"]) == ("https://b.example", "METORIAL_API_HOST")


def test_a_profile_without_a_table_has_nothing_that_tells_it_from_others() -> None:
    settings = Settings.from_options({}, profile=Profile(name="cli:ada", key="cli"))
    found = shown(settings, {"profiles": {"work": {}}})
    assert not found["label"].can_be_changed
    assert not found["colour"].can_be_changed
    assert found["notify"].can_be_changed
    assert shown(settings, {"profiles": {"cli:ada": {}}})["label"].can_be_changed


def test_options_win() -> None:
    settings = Settings.from_options(
        {}, api_host="https://c.example", read_only=True, filter_text="", api_key_file=Path("/k")
    )
    found = shown(settings, {"read_only": False})
    assert said(found["host"]) == ("https://c.example", "--api-host")
    assert said(found["read_only"]) == ("yes", "--read-only")
    assert said(found["filter"]) == ("none", "--filter")
    assert said(found["key_file"]) == ("/k", "--api-key-file")


def test_the_arguments_of_a_token_command_are_not_shown() -> None:
    found = shown(Settings.from_options({}, profile=Profile(token_command=("pass", "hunter2"))))
    assert found["token_command"].value == "pass ..."


def test_what_decides_where_a_key_goes_is_changed_in_the_file_alone() -> None:
    closed = {one.name for one in shown(Settings.from_options({})).values()}
    closed -= {one.name for one in shown(Settings.from_options({})).values() if one.can_be_changed}
    assert {"host", "environment", "key", "key_file", "token_command", "read_only"} <= closed
