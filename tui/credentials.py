"""Where an API key comes from and goes to.

A key is a `SecretStr` from the moment it is read. Finding one may take as long as the
keyring is given, so it is done in a thread, never on the event loop.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import SecretStr

from tui.api.origin import Origin
from tui.errors import CredentialsError, UsageError
from tui.keyring_process import ABSENT, NO_KEYRING, NOT_KEPT
from tui.text import clean
from tui.times import Clock, parse, utc_now

if TYPE_CHECKING:
    from tui.settings import Settings

SERVICE = "metorial-tui"
"""The keyring's name for this program."""

VARIABLES = ("METORIAL_API_KEY", "METORIAL_TOKEN")
"""The environment variables that may hold a key, the first one first."""

PREFIXES = tuple(f"metorial_{kind}_" for kind in ("sk", "uk", "mk", "ak", "pk"))
"""What keys begin with; OAuth tokens need not, so this is a hint, never a refusal."""

CLI_CONFIG = Path.home() / ".metorial" / "cli" / "config.json"
"""The official CLI's settings; read, never written."""

_KEYRING = (sys.executable, "-P", str(Path(__file__).with_name("keyring_process.py")))
# -P: a keyring.py in the current directory must not be run in the real one's place.

_FILE_LIMIT = 16_384
_CLI_LIMIT = 1_048_576


class NoKey(CredentialsError):
    """No source has a key."""


class NotAnswering(CredentialsError):
    """A source that may have a key cannot be read; the next one is asked all the same."""


class Source(Protocol):
    """A place where a key may be."""

    @property
    def name(self) -> str:
        """What people call the place."""
        ...

    def find(self) -> SecretStr | None:
        """Return the key that is there, or None.

        Raises:
            NotAnswering: The place does not answer; others may be asked.
            CredentialsError: What is there must not be used.
        """
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A key and where it was.

    Attributes:
        key: The key.
        source_name: The source that had it.
        notes: What sources before it said, that could not answer.
    """

    key: SecretStr
    source_name: str
    notes: tuple[str, ...] = ()


def find_key(sources: Iterable[Source]) -> Found:
    """Return the key of the first source that has one.

    Raises:
        NoKey: None has; the message names the ways in.
        CredentialsError: A source has one that must not be used.
    """
    notes: list[str] = []
    for source in sources:
        try:
            key = source.find()
        except NotAnswering as error:
            notes.append(str(error))
        else:
            if key is not None:
                return Found(key, source.name, tuple(notes))
    ways = f"Set {VARIABLES[0]}, give --api-key-file, or paste a key when asked."
    raise NoKey(" ".join(["No API key was found.", *notes, ways]))


def sources(settings: Settings, origin: Origin, environ: Mapping[str, str]) -> tuple[Source, ...]:
    """Return where a key for `origin` may be, in the order in which they are asked."""
    files = (KeyFile(settings.api_key_file),) if settings.api_key_file else ()
    return (*files, Environment(environ), Keyring(settings.profile, origin), CliProfile(origin))


def environment_key(environ: Mapping[str, str]) -> SecretStr | None:
    """Return the key that the environment holds, or None where it holds none that is one."""
    try:
        return Environment(environ).find()
    except CredentialsError:
        return None


def checked_key(text: str, place: str) -> SecretStr | None:
    """Return the key that `text` is, without the space around it; None where it is blank.

    Raises:
        CredentialsError: It has characters that no key and no HTTP header can have.
    """
    key = text.strip()
    if not key:
        return None
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise CredentialsError(
            f"{place} holds characters that no API key has: only letters, digits and signs, "
            "without spaces, are taken. Copy the key again."
        )
    return SecretStr(key)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The file that `--api-key-file` names; a pipe will do."""

    path: Path

    @property
    def name(self) -> str:
        """The file's path."""
        return f"the key file {clean(self.path)}"

    def find(self) -> SecretStr:
        """Return the file's content.

        Raises:
            CredentialsError: It cannot be read, others may read it, or it is no key.
        """
        try:
            with self.path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                content = file.read(_FILE_LIMIT + 1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CredentialsError(f"{self.name} cannot be read: {reason}.") from error
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise CredentialsError(
                f"{self.name} can be read by others (mode {stat.S_IMODE(mode):04o}, 0600 is "
                "needed). Run chmod 600 on it; if others had access, make a new key."
            )
        if len(content) > _FILE_LIMIT:
            raise CredentialsError(f"{self.name} is too long to be a key.")
        key = checked_key(content.decode("utf-8", "replace"), self.name)
        if key is None:
            raise CredentialsError(f"{self.name} is empty.")
        return key


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment variables."""

    environ: Mapping[str, str]

    @property
    def name(self) -> str:
        """The variable that holds the key."""
        return self._variable() or VARIABLES[0]

    def find(self) -> SecretStr | None:
        """Return the key in the first variable that is not blank."""
        variable = self._variable()
        return checked_key(self.environ[variable], variable) if variable else None

    def _variable(self) -> str | None:
        return next((name for name in VARIABLES if self.environ.get(name, "").strip()), None)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The system's keyring, asked in a process that is killed when it hangs.

    Attributes:
        profile: The profile whose key it is.
        origin: Where the key may be sent.
        patience: Seconds that the keyring has to give a key.
        storing_patience: Seconds that it has to take one: people may have to unlock it.
        command: The keyring's process, without its verb.
    """

    profile: str
    origin: Origin
    patience: float = 2.0
    storing_patience: float = 30.0
    command: Sequence[str] = _KEYRING

    @property
    def name(self) -> str:
        """The keyring."""
        return "the keyring"

    @property
    def username(self) -> str:
        """The name the key is kept under: `<profile>@<api host>`."""
        return f"{self.profile}@{self.origin.url.partition('://')[2]}"

    def find(self) -> SecretStr | None:
        """Return the key that is kept for this profile and host.

        Raises:
            NotAnswering: The keyring failed, or did not answer in time.
        """
        status, output, problem = self._run("get", self.patience)
        if status in (ABSENT, NO_KEYRING):
            return None
        if status:
            raise NotAnswering(f"The keyring failed: {problem}.")
        return checked_key(output, self.name)

    def store(self, key: SecretStr) -> None:
        """Keep `key`, in place of the one before.

        Raises:
            CredentialsError: The keyring did not take it, or there is none.
        """
        secret = key.get_secret_value().encode()
        status, _, problem = self._run("set", self.storing_patience, secret)
        if status == NO_KEYRING:
            raise CredentialsError("This machine has no keyring; the key is kept in memory only.")
        if status == NOT_KEPT:
            raise CredentialsError("The keyring did not keep the key; it is in memory only.")
        if status:
            raise CredentialsError(f"The keyring did not take the key: {problem}.")

    def forget(self) -> bool:
        """Remove the key that is kept; return whether there was one.

        Raises:
            CredentialsError: The keyring failed.
        """
        status, _, problem = self._run("delete", self.storing_patience)
        if status in (ABSENT, NO_KEYRING):
            return False
        if status:
            raise CredentialsError(f"The keyring did not forget the key: {problem}.")
        return True

    def _run(self, verb: str, patience: float, data: bytes = b"") -> tuple[int, str, str]:
        """Return the process's exit status, its output and the last line of its complaint.

        A session of its own keeps the keyring from asking for a password on the terminal
        that is being drawn on, and lets what it has started be killed with it.
        """
        with subprocess.Popen(
            [*self.command, verb, SERVICE, self.username],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            try:
                output, complaint = process.communicate(data, timeout=patience)
            except subprocess.TimeoutExpired as error:
                raise NotAnswering(f"The keyring did not answer within {patience:g} s.") from error
            finally:
                _kill(process)
        lines = complaint.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        problem = clean(lines[-1], 200).rstrip(".")
        return process.returncode, output.decode("utf-8", "replace"), problem


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and what it has started."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


@dataclass(frozen=True, slots=True)
class CliProfile:
    """The official CLI's current profile, where it is for the same host."""

    origin: Origin
    path: Path = CLI_CONFIG
    clock: Clock = utc_now

    @property
    def name(self) -> str:
        """The CLI's profile."""
        return "the official CLI's profile"

    def find(self) -> SecretStr | None:
        """Return the profile's access token.

        Raises:
            NotAnswering: Its file cannot be read.
            CredentialsError: The token has expired.
        """
        profile = self._profile()
        token = profile.get("access_token")
        if not isinstance(token, str) or not self._same_host(profile.get("api_host")):
            return None
        key = checked_key(token, self.name)
        expires = parse(profile.get("expires_at"))
        # The CLI writes the year 1 where a token does not expire.
        if key and expires and expires.year > 1 and expires <= self.clock():
            raise CredentialsError(
                "The official CLI's login has expired. Run `metorial login` to renew it, or "
                f"set {VARIABLES[0]}."
            )
        return key

    def _profile(self) -> dict[str, Any]:
        try:
            with self.path.open("rb") as file:
                config = json.loads(file.read(_CLI_LIMIT))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise NotAnswering(f"{clean(self.path)} cannot be read.") from error
        profiles = config.get("profiles") if isinstance(config, dict) else None
        current = config.get("current_profile_id") if isinstance(config, dict) else None
        profile = profiles.get(str(current)) if isinstance(profiles, dict) else None
        return profile if isinstance(profile, dict) else {}

    def _same_host(self, host: object) -> bool:
        if not isinstance(host, str):
            return False
        try:
            return Origin.parse(host) == self.origin
        except UsageError:
            return False
