"""One entry of the settings file is changed; all else in it stays to the letter."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import strategies
from tui.errors import SettingsFileError
from tui.settings_change import set_entry
from tui.settings_file import read_settings_file

USUAL = ["status", "name"]
BY_HAND = """\
# Ours.
theme = "nord"  # quiet

[profiles.work]   # by hand
columns = [
    "name",  # first
    "id",
]
some_day = 3

# The other one.
[profiles."at home"]
label = "home"
"""


def test_an_entry_of_several_is_written_on_a_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    named = {"session": ["name", "metadata.a b"], "no key": ["x"]}
    set_entry(path, "default", "columns_of", named, {})
    assert path.read_text() == (
        'columns_of = { session = ["name", "metadata.a b"], "no key" = ["x"] }\n'
    )
    set_entry(path, "default", "columns_of", {}, {})
    assert path.read_text() == ""


def test_an_entry_is_put_where_its_profile_is(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    set_entry(path, "default", "columns", ["name", "metadata.team"], USUAL)
    assert path.read_text() == 'columns = ["name", "metadata.team"]\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    set_entry(path, "default", "columns", USUAL, USUAL)
    assert path.read_text() == ""

    path.write_text(BY_HAND)
    path.chmod(0o640)
    set_entry(path, "work", "columns", ["name"], USUAL)
    new = '[profiles.work]   # by hand\ncolumns = ["name"]\nsome_day = 3\n'
    before, _, rest = BY_HAND.partition("[profiles.work]")
    after = rest.partition("some_day = 3\n")[2]
    assert path.read_text() == before + new + after
    set_entry(path, "at home", "columns", ["id", "name"], USUAL)
    assert path.read_text() == before + new + after + 'columns = ["id", "name"]\n'
    assert read_settings_file(path).profile("at home").columns == ("id", "name")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640

    # What stands above all profiles is what they are without a word.
    set_entry(path, "cli:ada", "columns", ["name"], USUAL)
    assert path.read_text().startswith('# Ours.\ntheme = "nord"  # quiet\ncolumns = ["name"]\n\n')
    set_entry(path, "work", "columns", ["name"], USUAL)
    assert "columns" not in tomllib.loads(path.read_text())["profiles"]["work"]
    assert read_settings_file(path).profile("work").columns == ("name",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns = [\n", "is not changed"),
        ('profiles = {work = {label = "x"}}\n', "only you can change"),
        ('profiles.work.label = "x"\n', "only you can change"),
    ],
)
def test_what_cannot_be_changed_is_left_as_it_is(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(SettingsFileError, match=said):
        set_entry(path, "work", "columns", ["name"], USUAL)
    assert path.read_text() == text
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


lines = st.sampled_from(
    ["", "# a word", 'theme = "x"', "columns = 3", "a = [\n 1,\n]", "[profiles.work]", "[other]"]
)


@given(st.lists(lines, max_size=6), st.lists(strategies.texts, max_size=2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_there_stays(tmp_path: Path, parts: list[str], value: list[str]) -> None:
    path = tmp_path / "config.toml"
    value = [one.encode("utf-8", "replace").decode() for one in value]
    text = "\n".join(parts)
    path.write_text(text)
    try:
        wanted = tomllib.loads(text)
        set_entry(path, "work", "columns", value, USUAL)
    except (tomllib.TOMLDecodeError, SettingsFileError):
        assert path.read_text() == text
        return
    found = tomllib.loads(path.read_text())
    at = "work" in wanted.get("profiles", {})
    table = found["profiles"]["work"] if at else found
    assert table.pop("columns", found.get("columns", USUAL)) == value
    (wanted["profiles"]["work"] if at else wanted).pop("columns", None)
    assert found == wanted
    kept = path.read_text().split("\n")
    assert all(part in kept for part in parts if part.startswith(("#", "[", "theme")))
