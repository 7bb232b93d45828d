"""Drafts outlive their explorer, are nobody else's, and hold no secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.drafts import KEPT_DAYS, Drafts
from tui.errors import DraftError

ACCOUNT = "default https://api.example.com ins_1"
texts = st.text(max_size=40)


def drafts(folder: Path, account: str = ACCOUNT) -> Drafts:
    return Drafts(folder, account)


def test_nothing_is_written_before_something_is_typed(tmp_path: Path) -> None:
    drafts(tmp_path).begin("create", "New instance")
    assert list(tmp_path.iterdir()) == []


@given(st.dictionaries(st.sampled_from(["name", "description"]), texts))
def test_what_was_left_behind_comes_back(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("drafts")
    draft = drafts(folder).begin("create", "New instance")
    draft.save(values, {"name": ""})
    draft.close()
    (kept,) = drafts(folder).left_behind("create")
    assert (kept.form, kept.title, kept.values) == ("create", "New instance", values)
    assert (kept.before, kept.left_out) == ({"name": ""}, ())


def test_what_holds_no_secret_lacks_none(tmp_path: Path) -> None:
    draft = drafts(tmp_path).begin("create", "New instance")
    draft.save({"name": "x", "providers": ()}, {"providers": ()})
    draft.close()
    (kept,) = drafts(tmp_path).left_behind()
    assert (kept.left_out, kept.values["providers"]) == ((), [])


def test_what_is_being_typed_is_offered_to_nobody(tmp_path: Path) -> None:
    draft = drafts(tmp_path).begin("create", "New instance")
    for text in ("a", "ab"):
        draft.save({"name": text}, {})
        assert drafts(tmp_path).left_behind() == []
    draft.close()
    (kept,) = drafts(tmp_path).left_behind()
    assert kept.values == {"name": "ab"}
    assert len(list(tmp_path.iterdir())) == 1


def test_two_at_once_keep_both(tmp_path: Path) -> None:
    one = drafts(tmp_path).begin("create", "New instance")
    two = drafts(tmp_path).begin("create", "New instance")
    one.save({"name": "one"}, {})
    two.save({"name": "two"}, {})
    one.close()
    two.close()
    assert {kept.values["name"] for kept in drafts(tmp_path).left_behind()} == {"one", "two"}


def test_a_killed_explorer_leaves_its_draft(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tui.drafts import Drafts;"
        "d = Drafts(Path(sys.argv[1]), sys.argv[2]).begin('create', 'New');"
        "d.save({'name': 'x'}, {}); print('saved', flush=True); time.sleep(60)"
    )
    argv = [sys.executable, "-c", code, str(tmp_path), ACCOUNT]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "saved\n"
        assert drafts(tmp_path).left_behind() == []
        process.kill()
    (kept,) = drafts(tmp_path).left_behind()
    assert kept.values == {"name": "x"}


def test_what_was_sent_or_given_up_is_gone(tmp_path: Path) -> None:
    draft = drafts(tmp_path).begin("create", "New instance")
    draft.save({"name": "x"}, {})
    draft.remove()
    assert list(tmp_path.iterdir()) == []
    left = drafts(tmp_path).begin("create", "New instance")
    left.save({"name": "y"}, {})
    left.close()
    (kept,) = drafts(tmp_path).left_behind()
    drafts(tmp_path).discard(kept)
    assert list(tmp_path.iterdir()) == []


def test_each_form_and_each_account_has_its_own(tmp_path: Path) -> None:
    draft = drafts(tmp_path).begin("update int_1", "Edit")
    draft.save({"name": "x"}, {})
    draft.close()
    assert len(drafts(tmp_path).left_behind()) == 1
    assert drafts(tmp_path).left_behind("update int_2") == []
    assert drafts(tmp_path, "another").left_behind() == []


def test_only_the_owner_reads_it_and_no_secret_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    secret = "ghp_" + "a" * 36
    draft = drafts(folder).begin("create", "New instance")
    values = {"name": "x", "metadata": f'{{"token": "{secret}"}}', "rows": [{"t": secret}]}
    draft.save(values, {"metadata": secret})
    draft.close()
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert secret not in path.read_text()
    (kept,) = drafts(folder).left_behind()
    assert kept.left_out == ("metadata", "rows")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2}', '{"version": 1}', "[" * 5000, "\udcff"]
)
def test_what_is_no_draft_is_passed_over(tmp_path: Path, text: str) -> None:
    draft = drafts(tmp_path).begin("create", "New instance")
    draft.save({"name": "x"}, {})
    draft.close()
    (path,) = tmp_path.iterdir()
    path.write_text(text, errors="surrogateescape")
    assert drafts(tmp_path).left_behind() == []


def test_what_nobody_came_back_to_is_removed(tmp_path: Path) -> None:
    draft = drafts(tmp_path).begin("create", "New instance")
    draft.save({"name": "x"}, {})
    draft.close()
    (path,) = tmp_path.iterdir()
    long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(path, (long_ago, long_ago))
    assert drafts(tmp_path).left_behind() == []
    assert not path.exists()


def test_a_place_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    draft = drafts(tmp_path / "file" / "drafts").begin("create", "New instance")
    with pytest.raises(DraftError, match="not kept"):
        draft.save({"name": "x"}, {})
    draft.remove()
    assert drafts(tmp_path / "file" / "drafts").left_behind() == []
