"""Which links may be opened, and how one is shown before it is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from tui.errors import UsageError
from tui.redaction import has_secret
from tui.remote import is_remote
from tui.text import Display, clean, hidden_characters

_LONGEST = 2_048


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be opened.

    Attributes:
        url: The whole of it, in ASCII.
        host: Where it leads, in ASCII: no letter of another script can disguise it.
    """

    url: str
    host: Display


def checked_link(text: str) -> Link:
    """Return the link that `text` is.

    Raises:
        UsageError: It is none that is opened; the message says why.
    """
    if len(text) > _LONGEST:
        raise UsageError("This link is too long to be opened; y copies it.")
    if hidden_characters(text) or any(character.isspace() for character in text):
        raise UsageError("This link has hidden characters or spaces, so it is not opened.")
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise UsageError("This is no link.") from None
    if url.scheme != "https" or not host:
        raise UsageError("Only https links are opened; y copies this one.")
    if url.userinfo:
        raise UsageError("This link has a user or password in it, so it is not opened.")
    if has_secret(text):
        raise UsageError("This link has what looks like a secret in it, so it is not opened.")
    return Link(str(url), clean(host))


def link_of(text: str) -> str | None:
    """Return the link that a value is, or None where it is none that may be opened."""
    if not text.startswith("https://"):
        return None
    try:
        return checked_link(text).url
    except UsageError:
        return None


def browser_command(url: str) -> tuple[str, ...]:
    """Return what opens a link in the user's browser: Python's own `webbrowser`."""
    return (sys.executable, "-P", "-m", "webbrowser", "-t", url)


def has_browser(environ: Mapping[str, str]) -> bool:
    """Return whether a browser that is opened here would be on the user's own screen."""
    if is_remote(environ):
        return False
    shown = any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    return shown or sys.platform in ("darwin", "win32")
