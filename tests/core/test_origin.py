"""A key goes to a host that was meant, over https, or to this machine."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given

from tests.strategies import texts
from tui.api.origin import DEFAULT_HOST, Origin
from tui.errors import UsageError


@pytest.mark.parametrize(
    ("written", "url", "host"),
    [
        (DEFAULT_HOST, "https://api.metorial.com", "api.metorial.com"),
        ("api.metorial.com", "https://api.metorial.com", "api.metorial.com"),
        (" https://API.Metorial.com/ ", "https://api.metorial.com", "api.metorial.com"),
        ("https://api.metorial.com:443", "https://api.metorial.com", "api.metorial.com"),
        ("https://api.metorial.com:8443", "https://api.metorial.com:8443", "api.metorial.com"),
        ("localhost:8080", "http://localhost:8080", "localhost"),
        ("http://localhost:80", "http://localhost", "localhost"),
        ("https://localhost", "https://localhost", "localhost"),
        ("127.0.0.1:1", "http://127.0.0.1:1", "127.0.0.1"),
        ("http://[::1]:8080", "http://[::1]:8080", "[::1]"),
        ("[2001:db8::0:1]", "https://[2001:db8::1]", "[2001:db8::1]"),
        ("https://bücher.example", "https://xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_origins(written: str, url: str, host: str) -> None:
    assert Origin.parse(written) == Origin(url, host)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "https://",
        "https:",
        "https:///path",
        "http://api.metorial.com",
        "http://127.0.0.1.evil.example",
        "ftp://api.metorial.com",
        "https://api.metorial.com/v1",
        "https://api.metorial.com?x=1",
        "https://api.metorial.com#x",
        "https://user@api.metorial.com",
        "https://:secret@api.metorial.com",
        "https://api.metorial.com:99999",
        "https://a..b",
        "https://" + "a" * 64 + ".com",
        "https://a b",
        "https://a\\b",
        "https://a\x00b",
        "https://\u202eelpmaxe",
        "https://[::1",
        "::1",
    ],
)
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        Origin.parse(written)


def test_a_refusal_does_not_repeat_a_password() -> None:
    with pytest.raises(UsageError) as caught:
        Origin.parse("https://user:hunter2@api.metorial.com")
    assert "hunter2" not in str(caught.value)


@given(texts)
def test_any_text_is_an_origin_that_can_be_requested_or_is_refused(text: str) -> None:
    try:
        origin = Origin.parse(text)
    except UsageError:
        return
    url = httpx.URL(origin.url)
    assert url.scheme == "https" or origin.host in ("localhost", "[::1]") or "127." in origin.host
    assert origin.url.isascii()
    assert Origin.parse(origin.url) == origin
