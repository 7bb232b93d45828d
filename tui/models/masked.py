"""Takes secrets out of JSON that is written down or shown as a whole."""

from __future__ import annotations

from functools import lru_cache

from tui.models.outline_secrets import MASK, SESSION_SECRETS, is_hidden, looks_secret
from tui.redaction import without_secrets

_API_NAMES = frozenset(
    {
        "auth_credentials",
        "auth_credentials_id",
        "provider_auth_credentials_id",
        "identity_credential",
        "identity_credential_id",
    }
)
"""Names that sound like a secret's, and are those of the API's own objects and their IDs."""
_API_OBJECTS = frozenset({"identity.credential", "provider.auth_credentials"})


def masked(value: object, key: str = "", *, is_secret: bool = False) -> object:
    """Return decoded JSON with a mask in the place of every secret, by its name or its shape.

    Args:
        value: The JSON, nested no deeper than `tui.models.depth` allows.
        key: The name that it stands under.
        is_secret: Whether it stands below a name that says so.
    """
    if isinstance(value, dict):
        hides = is_secret and value.get("object") not in _API_OBJECTS
        inner: dict[str, object] = {}
        for name, one in value.items():
            bare, names_secret = _judged(name)
            inner[bare] = masked(one, name, is_secret=hides or names_secret)
        return inner
    if isinstance(value, list):
        return [masked(one, key, is_secret=is_secret) for one in value]
    if is_secret and is_hidden(value, key):
        return MASK
    return without_secrets(value, MASK) if isinstance(value, str) else value


@lru_cache(maxsize=1024)
def _judged(name: str) -> tuple[str, bool]:
    """Return a name without secrets, and whether it names one; names come again and again."""
    is_secret = name in SESSION_SECRETS or (name not in _API_NAMES and looks_secret(name))
    return without_secrets(name, MASK), is_secret
