"""Saved filters: kept to the letter, shared with whoever edits the file, never at its cost."""

from __future__ import annotations

import stat
import threading
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import strategies
from tui.errors import SavedFilterError
from tui.models.columns import DEFAULT
from tui.saved_filters import SavedFilter, SavedFilters
from tui.text import is_plain, well_formed

BY_HAND = """\
# Ours, shared by the team.

[drafts]   # by hand
filter = 'status:draft'

# Asked for each Monday.
["support desk"]
filter = \"\"\"
status:active\"\"\"
sort = "updated"
reverse = true
"""

saved = st.builds(
    SavedFilter,
    name=strategies.texts.filter(bool),
    text=strategies.texts,
    by=st.sampled_from(["created", "updated", "metadata.team"]),
    reverse=st.booleans(),
    columns=st.sampled_from([(), DEFAULT, ("name", 'metadata.a "b"\\'), ("name", "metadata.\n")]),
)


def shown(filters: SavedFilters) -> list[str]:
    return [one.name for one in filters.all()]


@given(st.lists(saved, max_size=6), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_saved_is_read_again(
    tmp_path: Path, every: list[SavedFilter], data: st.DataObject
) -> None:
    filters = SavedFilters(tmp_path / "filters.toml")
    filters.path.unlink(missing_ok=True)
    expected: dict[str, SavedFilter] = {}
    for one in every:
        filters.save(one)
        name, text = well_formed(one.name), well_formed(one.text)
        # By creation, the line itself says which way.
        reverse = one.reverse and one.by != "created"
        expected[name] = SavedFilter(name, text, one.by, reverse, one.columns)
    assert filters.all() == tuple(expected.values())
    if expected:
        gone = data.draw(st.sampled_from(list(expected)))
        filters.remove(gone)
        del expected[gone]
        assert filters.all() == tuple(expected.values())
    if filters.path.exists():
        text = filters.path.read_text()
        assert all(one == "\n" or one.isprintable() for one in text)
        assert "\n\n\n" not in text


def test_what_somebody_wrote_stays_as_it_is(tmp_path: Path) -> None:
    filters = SavedFilters(tmp_path / "filters.toml")
    filters.path.write_text(BY_HAND)
    assert filters.all() == (
        SavedFilter("drafts", "status:draft"),
        SavedFilter("support desk", "status:active", "updated", True),
    )
    filters.save(SavedFilter("mine", "ada"))
    assert filters.path.read_text() == BY_HAND + '\n["mine"]\nfilter = "ada"\n'
    filters.save(SavedFilter("drafts", "status:draft created:<7d"))
    assert shown(filters) == ["drafts", "support desk", "mine"]
    assert "# Asked for each Monday.\n" in filters.path.read_text()
    filters.remove("drafts")
    assert filters.path.read_text().startswith(
        '# Ours, shared by the team.\n\n# Asked for each Monday.\n["support desk"]\n'
    )
    with filters.path.open("a") as file:
        file.write("# The end.\n")
    filters.remove("mine")
    filters.remove("mine")
    assert shown(filters) == ["support desk"]
    assert filters.path.read_text().endswith("reverse = true\n# The end.\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\nfilter = "x"\n[b\n', "line 3"),
        ('[a]\nfilter = "x"\n[b]\nfilter = 3\n', "line 4: b.filter needs"),
        ("\n[a]\nsort = 'name'\n", "line 2: a needs a filter"),
        ('[a]\nfilter = "x"\nsort = "size"\n', "line 3: a.sort must be one of"),
        ('[a]\nfilter = "x"\nsort = 3\n', "line 3: a.sort must be one of"),
        ('[a]\nfilter = "x"\ncolumns = ["size"]\n', "line 3: a.columns must be one of"),
        ('[a]\nfilter = "x"\ncolumns = ["id"]\n', "line 3: a.columns must have"),
        ('[a]\nfilter = "x"\nreverse = 1\n', "line 3: a.reverse must be"),
        ('[a]\nfilter = "x"\ncolour = "red"\n', "line 3: a.colour is not known"),
        ('a = "x"\n', "line 1: a must be a table"),
        pytest.param("#" * 70_000, "larger than 64 KiB", id="large"),
        ('[a]\nfilter = "\udcff"\n', "line 2 is not UTF-8"),
    ],
)
def test_a_file_with_a_fault_is_named_by_line_and_never_written(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "filters.toml"
    content = text.encode("utf-8", "surrogateescape")
    path.write_bytes(content)
    filters = SavedFilters(path)
    for attempt in (filters.all, lambda: filters.save(SavedFilter("n", "t"))):
        with pytest.raises(SavedFilterError, match=said) as raised:
            attempt()
        assert is_plain(str(raised.value))
    with pytest.raises(SavedFilterError, match=said):
        filters.remove("a")
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["filters.toml"]


@pytest.mark.parametrize(
    "text",
    [
        'drafts = { filter = "status:draft" }\n',
        'drafts.filter = "status:draft"\n',
        '["a"]\nfilter = """\n["drafts"]\n"""\n["drafts"]\nfilter = "x"\n',
    ],
)
def test_what_is_spelt_otherwise_is_read_but_left_to_its_writer(tmp_path: Path, text: str) -> None:
    filters = SavedFilters(tmp_path / "filters.toml")
    filters.path.write_text(text)
    assert "drafts" in shown(filters)
    with pytest.raises(SavedFilterError, match="only you can change"):
        filters.save(SavedFilter("drafts", "another"))
    assert filters.path.read_text() == text


def test_two_explorers_save_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "filters.toml"
    names = [f"{number}" for number in range(24)]

    def save(part: list[str]) -> None:
        for name in part:
            SavedFilters(path).save(SavedFilter(name, "ada"))

    threads = [threading.Thread(target=save, args=(names[at::4],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shown(SavedFilters(path))) == sorted(names)
    assert [one.name for one in path.parent.iterdir()] == ["filters.toml"]


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "metorial.toml"
    kept.parent.mkdir()
    kept.write_text("")
    kept.chmod(0o644)
    link = tmp_path / "filters.toml"
    link.symlink_to(kept)
    SavedFilters(link).save(SavedFilter("a", "x"))
    assert link.is_symlink()
    assert tomllib.loads(kept.read_text()) == {"a": {"filter": "x"}}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o644

    new = SavedFilters(tmp_path / "new" / "filters.toml")
    new.save(SavedFilter("a", "x"))
    assert stat.S_IMODE(new.path.stat().st_mode) == 0o600


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    filters = SavedFilters(tmp_path / "file" / "filters.toml")
    with pytest.raises(SavedFilterError, match="is not changed"):
        filters.save(SavedFilter("a", "x"))
    with pytest.raises(SavedFilterError, match='No filter is saved as "a"'):
        SavedFilters(tmp_path / "filters.toml").named("a")
