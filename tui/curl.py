"""A request as a curl command: safe to paste into a shell, and without the key in it."""

from __future__ import annotations

import json
import shlex
import string
from typing import Any
from urllib.parse import quote

from tui.api.client import API_VERSION
from tui.text import well_formed

_VISIBLE = string.ascii_letters + string.digits + string.punctuation
_INDENT = " \\\n  "


def curl(method: str, url: str, body: Any = None, environment_id: str | None = None) -> str:
    """Return a curl command that sends the request, one option a line.

    The key is read from `$METORIAL_API_KEY` where the command is run. Every value is
    quoted for POSIX shells and is printable ASCII, so that nothing in it, wherever it came
    from, can end a paste, a line or a quotation.

    Args:
        method: The HTTP method.
        url: The whole URL with its query.
        body: What is sent as JSON; None sends no body.
        environment_id: The `metorial-instance-id` that OAuth tokens need.
    """
    headers = [f"metorial-version: {API_VERSION}"]
    if environment_id:
        headers.append(f"metorial-instance-id: {environment_id}")
    if body is not None:
        headers.append("Content-Type: application/json")
    # Without --globoff curl reads the brackets of `created_at[gt]` as a range of URLs.
    parts = [f"curl --globoff --request {_word(method.upper())}"]
    parts.append(f"--url {_word(url)}")
    parts.append('--header "Authorization: Bearer $METORIAL_API_KEY"')
    parts += [f"--header {_word(header, spaces=' ')}" for header in headers]
    if body is not None:
        parts.append(f"--data-raw {shlex.quote(json.dumps(body))}")
    return _INDENT.join(parts)


def _word(text: str, spaces: str = "") -> str:
    """Return `text` as one word for the shell; what is not visible is percent-encoded."""
    return shlex.quote(quote(well_formed(text), safe=_VISIBLE + spaces))
