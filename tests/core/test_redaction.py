"""Secrets are told by their shape, wherever they stand; ordinary words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import ServerError
from tui.models import outline
from tui.models.outline_secrets import MASK
from tui.redaction import has_secret, without_secrets

SECRETS = (
    "metorial_sk_0123456789abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "a1B2c3" * 5,
    "sk-proj-" + "a1B2" * 6,
    "sk_live_" + "a1B2" * 5,
    "xoxb-1234567890-abcdef",
    "AKIAIOSFODNN7EXAMPLE",
    "AIza" + "a" * 35,
    "glpat-" + "a1B2" * 5,
    "Bearer " + "a1B2" * 6,
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\ncut off",
    "postgres://ada:hunter2@db.example.com/x",
    "wss://mcp.example.com/s?session_token=a1B2c3d4e5",
    "https://example.com/#access_token=a1B2c3d4e5",
)
ORDINARY = (
    "",
    "Ada's secret santa",
    "token_count=5",
    "https://example.com/a?page=2&order=asc",
    "https://example.com:8080/a@b",
    "int_1aBcDeFgHjKlMnPqRsTuVw",
    "bearer of good news",
    "basic",
    "sk-learn",
    "ask-me-anything",
    "mailto:ada@example.com",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_known_by_its_shape_and_nothing_of_it_stays(secret: str) -> None:
    told = without_secrets(f"before {secret} after", "(masked)")
    assert has_secret(secret)
    assert told.startswith("before ")
    assert "(masked)" in told
    assert not has_secret(told)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_stay(text: str) -> None:
    assert not has_secret(text)
    assert without_secrets(text, "(masked)") == text


@given(st.text(max_size=200), st.sampled_from(SECRETS), st.text(max_size=200))
def test_what_stands_around_a_key_does_not_hide_it(before: str, key: str, after: str) -> None:
    assert key not in without_secrets(f"{before} {key} {after}", "")


@given(st.sampled_from(["-eyJ", "://a:", "&", "sk-", "-----BEGIN ", "?_", "bearer "]))
def test_long_texts_take_no_longer_than_their_length_asks(piece: str) -> None:
    without_secrets(piece * 20_000, "")


@pytest.mark.parametrize("secret", SECRETS)
def test_the_tree_masks_them_under_any_name(secret: str) -> None:
    root = outline.root({"id": "int_1", "metadata": {"note": f"use {secret}", "team": "web"}})
    [metadata] = [one for one in outline.children(root) if one.label == "metadata"]
    note, team = outline.children(metadata)
    assert note.summary == MASK
    assert [field.value for field in outline.fields(note)] == [MASK]
    assert team.summary == "web"


def test_an_error_does_not_repeat_the_key_that_an_answer_repeats() -> None:
    error = ServerError("bad key metorial_sk_0123456789abcdef", status=500, hint="sk-" + "a" * 30)
    assert "0123456789" not in error.sentence
    assert "aaaa" not in error.sentence
