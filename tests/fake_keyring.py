"""The variables that make one of the tests' own keyrings the system's."""

from __future__ import annotations

from pathlib import Path

_BACKENDS = Path(__file__).parent / "data" / "keyring"


def fake_keyring(folder: Path, name: str = "Kept") -> dict[str, str]:
    """Return the variables for the keyring called `name`, which keeps its file in `folder`."""
    return {
        "PYTHONPATH": str(_BACKENDS),
        "PYTHON_KEYRING_BACKEND": f"fake_backend.{name}",
        "FAKE_KEYRING": str(folder / "kept.json"),
    }
