"""Which server a key may be sent to."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from tui.errors import UsageError

DEFAULT_HOST = "https://api.metorial.com"
"""The API's base URL (its page's examples)."""

_HOST_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_PORTS = {"https": 443, "http": 80}


class Origin(NamedTuple):
    """Scheme, host and port of an API: where, and only where, a key is sent.

    Attributes:
        url: `scheme://host[:port]`, without a path or the scheme's own port, in lower
            case and ASCII, so that it is the same however it was written.
        host: The host alone, for people to read; no other script can disguise it.
    """

    url: str
    host: str

    @classmethod
    def parse(cls, text: str) -> Origin:
        """Return the origin that a host name or a URL means.

        A bare host means https; a loopback address or `localhost` may be http.

        Raises:
            UsageError: It is no host or URL, bears a path or a user, or is not https.
        """
        written = text.strip()
        bare = "://" not in written
        try:
            parts = urlsplit(f"https://{written}" if bare else written)
            host, port = _host(parts.hostname or ""), parts.port
            if parts.netloc.endswith(":"):
                raise ValueError("no port")
        except ValueError:
            raise UsageError(
                f"{written!r} is not a host or URL; give one as {DEFAULT_HOST}"
            ) from None
        if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
            raise UsageError(
                f"Give only a host, as {DEFAULT_HOST}: no path, question mark, user or password"
            )
        scheme = "http" if bare and _is_loopback(host) else parts.scheme
        if scheme != "https" and not (scheme == "http" and _is_loopback(host)):
            raise UsageError(
                f"{written!r} is not https; a key is sent in the clear only to loopback"
            )
        named = f"[{host}]" if ":" in host else host
        at_port = "" if port in (None, _PORTS[scheme]) else f":{port}"
        return cls(url=f"{scheme}://{named}{at_port}", host=named)


def _host(written: str) -> str:
    """Return a host's name in ASCII, or its address.

    Raises:
        ValueError: It is neither.
    """
    if ":" in written:
        return ipaddress.IPv6Address(written).compressed
    # What is ASCII needs no codec, whose import the first list would wait for.
    name = (written if written.isascii() else written.encode("idna").decode("ascii")).lower()
    if not _HOST_NAME.fullmatch(name):
        raise ValueError("not a host name")
    return name


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
