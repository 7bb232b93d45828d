"""A key in an environment variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tui.children import KEY_VARIABLES
from tui.credentials.source import Found, checked_key
from tui.errors import CredentialsError
from tui.secret import Secret


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment variables.

    Attributes:
        environ: All of them.
        variables: Those that may hold a key, the first one first.
    """

    environ: Mapping[str, str]
    variables: tuple[str, ...] = KEY_VARIABLES

    @property
    def name(self) -> str:
        """The variable that holds the key."""
        return self._variable() or self.variables[0]

    def find(self) -> Found | None:
        """Return the key in the first variable that is not blank."""
        variable = self._variable()
        key = checked_key(self.environ[variable], variable) if variable else None
        return Found(key, self.name) if key else None

    def _variable(self) -> str | None:
        return next((name for name in self.variables if self.environ.get(name, "").strip()), None)


def environment_key(environ: Mapping[str, str]) -> Secret | None:
    """Return the key that the environment holds, or None where it holds none that is one."""
    try:
        found = Environment(environ).find()
    except CredentialsError:
        return None
    return found.key if found else None
