"""The key is put into requests to its own origin, and shown to nobody."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given

from tests.core.conftest import KEY, ORIGIN
from tests.strategies import texts
from tui.api.auth import BearerAuth, is_header_word
from tui.errors import CredentialsError
from tui.secret import Secret


def sent_to(url: str) -> object:
    request = httpx.Request("GET", url)
    next(BearerAuth(Secret(KEY), ORIGIN).auth_flow(request))
    return request.headers.get("Authorization")


@pytest.mark.parametrize(
    "url", ["https://api.example.com/x", "https://API.example.com", "https://api.example.com:443"]
)
def test_its_own_origin_gets_the_key(url: str) -> None:
    assert sent_to(url) == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "https://api.example.com:444",
        "https://api.example.com.evil.example",
        "https://evil.example",
        "https://api.example.com@evil.example",
    ],
)
def test_no_other_origin_gets_the_key(url: str) -> None:
    assert sent_to(url) is None


@pytest.mark.parametrize("key", ["", " ", "a b", "key\n", "key\r\nX-Evil: 1", "clé", "k\x00"])
def test_a_key_that_no_header_can_bear_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(CredentialsError) as caught:
        BearerAuth(Secret(key), ORIGIN)
    assert repr(key)[1:-1] not in str(caught.value) or not key.strip()


@given(texts)
def test_a_header_word_can_be_sent(text: str) -> None:
    if is_header_word(text):
        assert httpx.Headers({"x": text})["x"] == text
        assert text.isascii()
        assert text.isprintable()
