"""Renews a login of the official CLI, in the CLI's own file.

A refresh token may be good for one use only: so the way to keep its answer is made sure of
before it is used, under a lock, and what another process renewed meanwhile is left as it is.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import httpx
from pydantic import BaseModel, Field, SecretStr, ValidationError

from tui.api.faults import translated
from tui.api.origin import Origin
from tui.credentials.cli_config import CLI_CONFIG, CliLogin, logins, read_config
from tui.errors import ApiError, CredentialsError
from tui.times import Clock, utc_now
from tui.version import VERSION

_PATIENCE = 30.0
_LOG_IN = "Run `metorial login` to log in again."


class TokenAnswer(BaseModel):
    """The answer of `POST /oauth/token`, as far as it is kept."""

    access_token: SecretStr
    refresh_token: SecretStr = SecretStr("")
    client_id: str = ""
    token_type: str = ""
    expires_in: int = Field(0, ge=0, le=10**9)


def renew(
    login: CliLogin,
    *,
    path: Path = CLI_CONFIG,
    clock: Clock = utc_now,
    transport: httpx.BaseTransport | None = None,
) -> None:
    """Trade a login's refresh token for new tokens, and write them into the CLI's file.

    Raises:
        CredentialsError: It cannot be renewed, or what came cannot be kept; the message
            says what to do.
        UsageError: The login's host is none.
    """
    origin = Origin.parse(login.host)
    try:
        with _locked(path), _replacement(path) as file:
            now = next((one for one in logins(path) if one.id == login.id), None)
            if now is None or not now.is_renewable:
                raise CredentialsError(f"This login cannot be renewed. {_LOG_IN}")
            if now.access_token != login.access_token:
                return  # Another process was faster.
            answer = _ask(origin, now, transport)
            _write(file, _renewed(read_config(path), login.id, answer, clock()))
            os.replace(file.name, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CredentialsError(f"The CLI's file cannot be written: {reason}. {_LOG_IN}") from error


def _ask(origin: Origin, login: CliLogin, transport: httpx.BaseTransport | None) -> TokenAnswer:
    form = {
        "grant_type": "refresh_token",
        "client_id": login.client_id,
        "refresh_token": login.refresh_token.get_secret_value(),
    }
    headers = {"Accept": "application/json", "User-Agent": f"metorial-tui/{VERSION}"}
    try:
        with (
            translated(origin.host),
            httpx.Client(
                transport=transport,
                timeout=_PATIENCE,
                headers=headers,
                trust_env=origin.url.startswith("https:"),
            ) as client,
        ):
            answer = client.post(f"{origin.url}/oauth/token", data=form)
    except ApiError as error:
        raise CredentialsError(f"The login was not renewed. {error.sentence}") from error
    if not answer.is_success:
        raise CredentialsError(
            f"The login was not renewed: the API answered {answer.status_code}. {_LOG_IN}"
        )
    try:
        return TokenAnswer.model_validate_json(answer.content)
    except ValidationError:
        # Not its cause: that would quote what came, which may be a token.
        raise CredentialsError(f"The renewal's answer cannot be read. {_LOG_IN}") from None


def _renewed(
    config: dict[str, Any], login_id: str, answer: TokenAnswer, now: datetime
) -> dict[str, Any]:
    """Return the CLI's settings with the new tokens; all else stays as it is."""
    profile = config["profiles"][login_id]
    new: dict[str, Any] = {
        "access_token": answer.access_token.get_secret_value(),
        "refresh_token": answer.refresh_token.get_secret_value() or profile["refresh_token"],
        "updated_at": _written(now),
    }
    if answer.client_id:
        new["client_id"] = answer.client_id
    if answer.token_type:
        new["token_type"] = answer.token_type
    if answer.expires_in:
        new["expires_at"] = _written(now + timedelta(seconds=answer.expires_in))
    profiles = {**config["profiles"], login_id: {**profile, **new}}
    return {**config, "profiles": profiles}


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other explorers from renewing at the same time."""
    if os.name != "posix":
        yield
        return
    import fcntl

    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _replacement(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file beside `path`, of its mode; it is gone at the end if it is not used."""
    mode = stat.S_IMODE(path.stat().st_mode)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".config-", delete=False) as file:
        try:
            os.fchmod(file.fileno(), mode)
            yield file
        finally:
            with suppress(FileNotFoundError):
                os.unlink(file.name)


def _write(file: IO[bytes], config: dict[str, Any]) -> None:
    text = json.dumps(config, indent=2, ensure_ascii=False)
    file.write(f"{text}\n".encode())
    file.flush()
    os.fsync(file.fileno())
