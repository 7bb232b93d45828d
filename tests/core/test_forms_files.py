"""Bodies in files: what is saved is loaded again, and nobody else may read it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.form_samples import instance
from tests.core.test_update_applied import FILTERS, METADATA
from tui.drafts import MASK
from tui.errors import UsageError
from tui.forms.body import draft_to_create
from tui.forms.files import file_name, load_body, save_body
from tui.forms.instance import InstanceDraft, to_create, to_keep
from tui.forms.provider import ProviderDraft

ROWS = st.builds(
    ProviderDraft,
    st.just("pro_1"),
    st.sampled_from(["", "pcf_1"]),
    st.sampled_from(["", "pac_1"]),
    FILTERS,
    st.sampled_from([None, True, False]),
)
DRAFTS = st.builds(
    InstanceDraft,
    integration_id=st.just("itg_1"),
    name=st.text(min_size=1).filter(str.strip),
    description=st.text(),
    metadata=METADATA.map(lambda value: "" if value is None else json.dumps(value)),
    identity_id=st.sampled_from(["", "idn_1"]),
    providers=st.lists(ROWS, max_size=1).map(tuple),
)


@settings(max_examples=50)
@given(DRAFTS)
def test_what_is_saved_creates_the_same_when_it_is_loaded(draft: InstanceDraft) -> None:
    kept = json.loads(json.dumps(to_keep(draft)))
    assert to_create(draft_to_create(kept)).as_json() == to_create(draft).as_json()


def test_a_file_is_the_users_alone_and_has_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "ada.json"
    draft = replace(InstanceDraft.from_instance(instance()), description="x")
    assert not save_body(path, to_keep(draft))
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert load_body(path) == to_keep(draft)
    secret = "metorial_sk_abcdefgh12345678"
    assert save_body(path, {"name": "Ada", "metadata": {"deep": [secret]}})
    assert secret not in path.read_text()
    assert load_body(path) == {"name": "Ada", "metadata": {"deep": [MASK]}}


def test_an_unfinished_form_can_be_saved() -> None:
    assert to_keep(InstanceDraft(description=" a ")) == {"description": "a"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "not UTF-8"),
        (b"[]", "must be a JSON object"),
        (b'{"a": 1,\n "b"}', "line 2, column 5: a colon is missing"),
        (b" " * 1_048_577, "larger than 1024 KiB"),
    ],
)
def test_what_is_no_body_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "body.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        load_body(path)


@pytest.mark.parametrize(
    ("name", "said"), [("none.json", "No such file"), (".", "no file"), ("a\0b", "no name")]
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load_body(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "said"), [(".", "a folder"), ("no/such.json", "no such folder"), ("a\0b", "no ")]
)
def test_what_cannot_be_written_says_why(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        save_body(tmp_path / name, {})


@pytest.mark.parametrize(
    ("name", "file"),
    [("GitHub for Ada", "github-for-ada.json"), ("../É/x", "e-x.json"), ("東京", "body.json")],
)
def test_a_file_is_called_as_the_object_is(name: Any, file: str) -> None:
    assert file_name(name) == file
