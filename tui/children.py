"""The environment of the programs that the explorer starts: without the API's keys."""

from __future__ import annotations

from collections.abc import Mapping

KEY_VARIABLES = ("METORIAL_API_KEY", "METORIAL_TOKEN")
"""The environment variables that may hold a key, the first one first (the official CLI's)."""

_KEYS_BEGIN = "metorial_"


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` without the variables that hold a key of this API.

    Left out are those of the official CLI, and any whose value begins as such a key does.
    Other services' secrets stay: a program that fetches a key may need them.
    """
    return {
        name: value
        for name, value in environ.items()
        if name not in KEY_VARIABLES and not value.lstrip().startswith(_KEYS_BEGIN)
    }
