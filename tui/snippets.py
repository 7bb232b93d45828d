"""What one pastes elsewhere to connect to a session: shell lines, or an MCP client's settings.

Each is made with the session's true URL and secret to be copied, or with masks in their
place to be shown.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tui.text import Display

MASK = "••••••••"
"""Stands where a secret would."""

_LONGEST_NAME = 40
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """One way to connect.

    Attributes:
        id: What its command is called in the table of keys, after `snippet_`.
        label: What it is, in a word.
        use: Where it goes.
        text: Makes it of the server's name there, the URL, and the secret if there is one.
    """

    id: str
    label: Display
    use: Display
    text: Callable[[str, str, str | None], str]


def server_name(name: str | None) -> str:
    """Return what a session is called in a client's settings: `ada-staging`."""
    plain = _NOT_IN_NAMES.sub("-", (name or "").lower()).strip("-")
    return plain[:_LONGEST_NAME].strip("-") or "metorial"


def _environment(name: str, url: str, secret: str | None) -> str:
    values = {"METORIAL_CONNECTION_URL": url, "METORIAL_CLIENT_SECRET": secret}
    lines = [f"export {key}={shlex.quote(one)}" for key, one in values.items() if one is not None]
    return "\n".join(lines)


def _remote(url: str, secret: str | None) -> dict[str, Any]:
    """Return a server that a client speaks to over Streamable HTTP by itself."""
    server: dict[str, Any] = {"type": "http", "url": url}
    if secret is not None:
        server["headers"] = {"Authorization": f"Bearer {secret}"}
    return server


def _mcp_servers(name: str, url: str, secret: str | None) -> str:
    return _json({"mcpServers": {name: _remote(url, secret)}})


def _vs_code(name: str, url: str, secret: str | None) -> str:
    return _json({"servers": {name: _remote(url, secret)}})


def _claude_desktop(name: str, url: str, secret: str | None) -> str:
    # Its file takes programs only. The header is in a variable, as `ps` shows arguments, and
    # some systems break an argument with a blank in two.
    server: dict[str, Any] = {"command": "npx", "args": ["-y", "mcp-remote", url]}
    if secret is not None:
        server["args"] += ["--header", "Authorization:${METORIAL_AUTHORIZATION}"]
        server["env"] = {"METORIAL_AUTHORIZATION": f"Bearer {secret}"}
    return _json({"mcpServers": {name: server}})


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


SNIPPETS: tuple[Snippet, ...] = (
    Snippet(
        "environment",
        Display("environment"),
        Display("Goes into a shell, or a .env file without its exports."),
        _environment,
    ),
    Snippet(
        "mcp_servers",
        Display("mcpServers"),
        Display("Goes into mcp.json of Cursor, or .mcp.json of Claude Code."),
        _mcp_servers,
    ),
    Snippet("vs_code", Display("VS Code"), Display("Goes into .vscode/mcp.json."), _vs_code),
    Snippet(
        "claude_desktop",
        Display("Claude Desktop"),
        Display(
            "Goes into claude_desktop_config.json; connects through mcp-remote, which needs Node."
        ),
        _claude_desktop,
    ),
)

BY_ID: dict[str, Snippet] = {one.id: one for one in SNIPPETS}
