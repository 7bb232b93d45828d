"""What a place that may hold a key is, and how several are asked in order.

A key is a `Secret` from the moment it is read. Finding one may take as long as a keyring
or a program is given, so it is done in a thread, never on the event loop.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from tui.children import KEY_VARIABLES
from tui.errors import CredentialsError
from tui.secret import Secret

PREFIXES = tuple(f"metorial_{kind}_" for kind in ("sk", "uk", "mk", "ak", "pk"))
"""What keys begin with; OAuth tokens need not, so this is a hint, never a refusal."""

_SHOWN = 4


class NoKey(CredentialsError):
    """No source has a key."""


class NotAnswering(CredentialsError):
    """A source that may have a key cannot be read; the next one is asked all the same."""


class Found(NamedTuple):
    """A key and where it was.

    Attributes:
        key: The key.
        source_name: The source that had it.
        environment_id: The environment that the source names beside it, if it does.
        notes: What sources before it said, that could not answer.
    """

    key: Secret
    source_name: str
    environment_id: str | None = None
    notes: tuple[str, ...] = ()


class Source(Protocol):
    """A place where a key may be."""

    @property
    def name(self) -> str:
        """What people call the place."""
        ...

    def find(self) -> Found | None:
        """Return the key that is there, or None.

        Raises:
            NotAnswering: The place does not answer; others may be asked.
            CredentialsError: What is there must not be used.
        """
        ...


def find_key(sources: Iterable[Source]) -> Found:
    """Return the key of the first source that has one.

    Raises:
        NoKey: None has; the message names the ways in.
        CredentialsError: A source has one that must not be used.
    """
    notes: list[str] = []
    for source in sources:
        try:
            found = source.find()
        except NotAnswering as error:
            notes.append(str(error))
        else:
            if found is not None:
                return found._replace(notes=tuple(notes))
    ways = f"Set {KEY_VARIABLES[0]}, give --api-key-file, or paste a key when asked."
    raise NoKey(" ".join(["No API key was found.", *notes, ways]))


def checked_key(text: str, place: str) -> Secret | None:
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
    return Secret(key)


def shown_key(key: Secret) -> str:
    """Return what may be shown of a key: its prefix and its last four characters.

    A key too short for that to leave most of it unsaid is not shown at all.
    """
    text = key.get_secret_value()
    prefix = next((one for one in PREFIXES if text.startswith(one)), "")
    if len(text) - len(prefix) < 4 * _SHOWN:
        return f"{prefix}..."
    return f"{prefix}...{text[-_SHOWN:]}"
