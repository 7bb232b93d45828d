"""Links: only what is plainly https is opened, and the host is shown as it is."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies import texts
from tui.errors import UsageError
from tui.links import browser_command, checked_link, has_browser


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d", "example.com"),
        ("HTTPS://Example.com", "https://example.com", "example.com"),
        ("https://\u0430pple.com/x", "https://xn--pple-43d.com/x", "xn--pple-43d.com"),
        ("https://example.com/ü", "https://example.com/%C3%BC", "example.com"),
        ("https://example.com:8443/", "https://example.com:8443/", "example.com"),
    ],
)
def test_what_is_opened_is_ascii(text: str, url: str, host: str) -> None:
    link = checked_link(text)
    assert (link.url, link.host) == (url, host)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http://example.com", "Only https"),
        ("javascript:alert(1)", "Only https"),
        ("file:///etc/passwd", "Only https"),
        ("https://", "Only https"),
        ("https://user:pw@example.com", "user or password"),
        ("https://example.com/?access_token=0123456789", "looks like a secret"),
        ("https://example.com/\x1b[2J", "hidden characters"),
        ("https://example.com/\u202egnp.exe", "hidden characters"),
        ("https://example.com/ --flag", "spaces"),
        ("https://example.com/" + "x" * 3_000, "too long"),
        ("https://exa mple.com", "spaces"),
        ("https://[::1", "no link"),
    ],
)
def test_what_is_not_opened_says_why(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked_link(text)


@given(texts)
def test_whatever_is_opened_is_one_plain_https_argument(text: str) -> None:
    for candidate in (text, f"https://{text}", f"https://example.com/{text}"):
        try:
            link = checked_link(candidate)
        except UsageError:
            continue
        assert link.url.startswith("https://")
        assert link.url.isascii()
        assert link.url.isprintable()
        assert " " not in link.url
        assert browser_command(link.url)[-1] == link.url


def test_over_ssh_and_without_a_display_no_browser_is_opened() -> None:
    assert has_browser({"DISPLAY": ":0"})
    assert not has_browser({"DISPLAY": ":10", "SSH_CONNECTION": "a b"})
