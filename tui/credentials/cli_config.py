"""The official CLI's own files: who is logged in, and which environment a folder has chosen.

Their form is that of its source (github.com/metorial/cli, `internal/config/config.go`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tui.api.origin import Origin
from tui.credentials.source import Found, NotAnswering, checked_key
from tui.errors import LoginExpired, UsageError
from tui.secret import Secret
from tui.text import clean
from tui.times import Clock, parse, utc_now

CLI_CONFIG = Path.home() / ".metorial" / "cli" / "config.json"
"""The official CLI's settings."""

PROJECT_CONFIG = Path(".metorial") / "config.json"
"""What a project's folder has chosen, below that folder."""

_LIMIT = 1_048_576
_SPARE = timedelta(seconds=30)
"""A token that ends this soon is renewed already, as the CLI does."""


@dataclass(frozen=True, slots=True)
class CliLogin:
    """One profile of the official CLI.

    Attributes:
        id: Its ID: organization and user.
        name: What it is called.
        host: The API's host, as it is written.
        client_id: Who the token was given to.
        access_token: The token.
        refresh_token: What gets the next one, once.
        expires_at: Until when the token is good; None where it does not expire.
        is_current: Whether it is the one that the CLI uses.
    """

    id: str
    name: str
    host: str
    client_id: str
    access_token: Secret
    refresh_token: Secret
    expires_at: datetime | None
    is_current: bool

    def has_expired(self, now: datetime) -> bool:
        """Return whether the token is over, or about to be."""
        return self.expires_at is not None and self.expires_at <= now + _SPARE

    @property
    def is_renewable(self) -> bool:
        """Whether there is what renewing takes."""
        return bool(self.client_id and self.refresh_token.get_secret_value())


def read_config(path: Path) -> dict[str, Any]:
    """Return the CLI's settings as they are, empty where there are none.

    Raises:
        NotAnswering: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            config = json.loads(file.read(_LIMIT))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise NotAnswering(f"{clean(path)} cannot be read.") from error
    return config if isinstance(config, dict) else {}


def logins(path: Path) -> tuple[CliLogin, ...]:
    """Return the CLI's profiles, the current one first.

    Raises:
        NotAnswering: The file cannot be read.
    """
    config = read_config(path)
    profiles = config.get("profiles")
    if not isinstance(profiles, dict):
        return ()
    current = config.get("current_profile_id")
    found = [
        _login(identifier, profile, identifier == current)
        for identifier, profile in profiles.items()
        if isinstance(profile, dict)
    ]
    return tuple(sorted(found, key=lambda login: (not login.is_current, login.name, login.id)))


def selected_environment(login_id: str, folder: Path) -> str | None:
    """Return the environment that a project's folder has chosen for a login, or None."""
    try:
        config = read_config(folder / PROJECT_CONFIG)
    except NotAnswering:
        return None
    selected = config.get("selected_instances")
    chosen = selected.get(login_id) if isinstance(selected, dict) else None
    return chosen.strip() or None if isinstance(chosen, str) else None


@dataclass(frozen=True, slots=True)
class CliProfile:
    """The official CLI's profile: the current one or the one that is named.

    Attributes:
        origin: Where the key may be sent: a login at another host has none for it.
        profile: The login's ID or name; None means the current one.
        path: The CLI's settings.
        folder: The project's folder.
    """

    origin: Origin
    profile: str | None = None
    path: Path = CLI_CONFIG
    folder: Path = Path()
    clock: Clock = utc_now

    @property
    def name(self) -> str:
        """The CLI's profile."""
        return "the official CLI's profile" + (f" {clean(self.profile)}" if self.profile else "")

    def find(self) -> Found | None:
        """Return the profile's access token.

        Raises:
            NotAnswering: Its file cannot be read.
            LoginExpired: The token is over.
        """
        login = self.login()
        if login is None:
            return None
        key = checked_key(login.access_token.get_secret_value(), self.name)
        if key is None:
            return None
        if login.has_expired(self.clock()):
            raise LoginExpired(login.name, is_renewable=login.is_renewable)
        return Found(key, self.name, selected_environment(login.id, self.folder))

    def login(self) -> CliLogin | None:
        """Return the login that is meant, where it is for the same host.

        Raises:
            NotAnswering: Its file cannot be read.
        """
        for login in logins(self.path):
            named = self.profile in (login.id, login.name) if self.profile else login.is_current
            if named and self._same_host(login.host):
                return login
        return None

    def _same_host(self, host: str) -> bool:
        try:
            return Origin.parse(host) == self.origin
        except UsageError:
            return False


def _login(identifier: str, profile: dict[str, Any], is_current: bool) -> CliLogin:
    def text(name: str) -> str:
        value = profile.get(name)
        return value.strip() if isinstance(value, str) else ""

    expires = parse(profile.get("expires_at"))
    return CliLogin(
        id=identifier,
        name=text("name") or text("user_email") or identifier,
        host=text("api_host"),
        client_id=text("client_id"),
        access_token=Secret(text("access_token")),
        refresh_token=Secret(text("refresh_token")),
        # The CLI writes the year 1 where a token does not expire.
        expires_at=expires if expires and expires.year > 1 else None,
        is_current=is_current,
    )
